"""What an event says, and how the journal writes it; `events.event_of` reads it back."""

from __future__ import annotations

from typing import Any

from . import events as ev


def fact_of(event: ev.Base) -> ev.Base:
    """The fact an event tells: of a correction what it puts in place."""
    if isinstance(event, ev.Corrected):
        return event.event
    return event


def dump(event: ev.Base) -> dict[str, Any]:
    """Event as JSON-ready dict without defaults that say nothing; `seq`, `at`, `type`, `v` come first."""
    body = event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(event, ev.Corrected):
        body["event"] = {k: val for k, val in dump(event.event).items() if k != "seq"}
    if isinstance(event, ev.Redacted) and event.event:
        body["event"] = dump(event.event)
    head = {"seq": event.seq, "at": event.at.isoformat(), "type": ev.type_of(event), "v": event.v}
    return head | {k: val for k, val in body.items() if k not in head}
