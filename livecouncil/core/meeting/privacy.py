"""What is private as it is written, before any gate is asked: what closed items are about, and, in a journal of form 1,
what its chain may only commit to. What is public of that which was written is decided in `core.release.revealed`."""

from __future__ import annotations

from typing import Any

from . import events as ev
from .written import fact_of

_OF_A_CLOSED_ITEM = ("title", "decision", "documents", "carried", "candidates", "source")
"""What nobody may know of a closed item: of it are public its number, and that it is closed."""


def closed_apart(agenda: dict[str, Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """An agenda as a snapshot shows it, and what of its closed items is kept privately, by their numbers."""
    hidden = {}
    items = []
    for item in agenda.get("items", ()):
        if item.get("kind") == "closed":
            hidden[item["number"]] = {key: item[key] for key in _OF_A_CLOSED_ITEM if key in item}
            item = {key: value for key, value in item.items() if key not in _OF_A_CLOSED_ITEM} | {"title": "–"}
        items.append(item)
    if not items:
        return agenda, hidden
    return {**agenda, "items": items}, hidden


def sealed(event: ev.Base, doors_closed: bool) -> bool:
    """Whether only a commitment to `event` may enter a chain of form 1.

    Notes and reasons always; free text that may name a member of the public, so that it can be redacted, and
    what corrects it; and everything between the closing and the opening of the doors. Presence told afterwards is
    written in one breath with the opening, and in clear.
    """
    said = fact_of(event)
    if isinstance(said, ev.Note | ev.Message | ev.Undertaking):
        return True
    if isinstance(event, ev.Attendance) and event.tells is not None:
        return False
    return doors_closed and not isinstance(
        event, ev.DoorsOpened | ev.Closed | ev.Released | ev.Recalled | ev.Paused | ev.Posting
    )
