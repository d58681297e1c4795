"""`livecouncil publish --final`: the report was fixed (vastgesteld) in a later meeting, recorded as an event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.journal.signing.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish, record_of


def finalize(base: Path, meeting: str, day: date, today: date | None = None) -> list[Path]:
    """Record that the meeting of `day` fixed the report of `meeting`, and publish; returns what was written.

    Raises InputFault when the meeting is not closed or `day` cannot be, JournalLocked while `live` runs.
    """
    with writing(base, meeting) as journal:
        record = record_of(journal.events)
        if record.meeting.closed is None:
            raise InputFault("commands.not_closed", meeting=meeting)
        if record.meeting.unofficial:
            raise InputFault("commands.unofficial", meeting=meeting)
        last = today or now(journal.events).date()
        if not record.meeting.start.date() <= day <= last:
            raise InputFault("commands.final_day", day=day)
        if record.meeting.finalized != day:
            journal.append([ev.Finalized(at=now(journal.events), on=day)])
    return publish(base, meeting)
