"""What a journal begins with: the council and the agenda as they were used, whatever became of their files since."""

from __future__ import annotations

from collections.abc import Sequence

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.bodies import convened
from livecouncil.core.council.model import Council

from . import events as ev


def opening(events: Sequence[ev.Base]) -> tuple[Council, Agenda, bool]:
    """The council as it meets, agenda and rehearsal flag of a journal, from its first event."""
    first = events[0]
    assert isinstance(first, ev.Snapshot)
    agenda = Agenda.model_validate(first.agenda)
    council = convened(Council.model_validate(first.council), agenda.meeting.body)
    return council, agenda, first.rehearsal


def voice_of(snapshot: ev.Snapshot) -> tuple[str, dict[str, str]]:
    """How the body that meets is spoken of: its kind, and what it calls things of its own; nothing is validated."""
    body_id = snapshot.agenda.get("meeting", {}).get("body", "")
    kind = str(snapshot.council.get("council", {}).get("kind", "council"))
    for body in snapshot.council.get("bodies", ()):
        if body_id and body.get("id") == body_id:
            return str(body.get("kind", "committee")), dict(body.get("words", {}))
    return kind, {}
