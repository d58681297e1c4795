"""What a journal begins with: the council and the agenda as they were used, whatever became of their files since."""

from __future__ import annotations

from collections.abc import Sequence

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council

from . import events as ev


def opening(events: Sequence[ev.Base]) -> tuple[Council, Agenda, bool]:
    """Council, agenda and rehearsal flag of a journal, from its first event."""
    first = events[0]
    assert isinstance(first, ev.Snapshot)
    return Council.model_validate(first.council), Agenda.model_validate(first.agenda), first.rehearsal
