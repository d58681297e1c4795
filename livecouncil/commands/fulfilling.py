"""That an undertaking was met, recorded as an event of the meeting it was given in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.journal.signing.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish, record_of
from livecouncil.publishing.held import meeting_ids


def meet(base: Path, meeting: str, number: int, day: date | None, today: date | None = None) -> list[Path]:
    """Record that undertaking `number` (from 1, as listed) was met on `day`, None for open again, and publish.

    Returns what was written. Raises InputFault when there is no such undertaking or `day` cannot be, JournalLocked
    while `live` runs.
    """
    meeting_ids(base, meeting)
    with writing(base, meeting) as journal:
        record = record_of(journal.events)
        count = len(record.decisions.undertakings)
        if not 1 <= number <= count:
            raise InputFault("commands.no_commitment", meeting=meeting, n=count, number=number)
        last = today or now(journal.events).date()
        if day and not record.meeting.start.date() <= day <= last:
            raise InputFault("commands.met_day", day=day)
        if record.decisions.fulfilled[number - 1] != day:
            seq = record.decisions.undertaken[number - 1]
            journal.append([ev.Fulfilled(at=now(journal.events), of=seq, on=day)])
    return publish(base, meeting)
