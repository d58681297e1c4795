"""`livecouncil publish --final`: the report was fixed (vastgesteld) in a later meeting, which is recorded as an event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.journal.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish, record_of

_NOTHING = "Er is niets vastgelegd;"


def finalize(base: Path, meeting: str, day: date, today: date | None = None) -> list[Path]:
    """Record that the meeting of `day` fixed the report of `meeting`, and publish; returns what was written.

    Raises InputFault when the meeting is not closed or `day` cannot be, JournalLocked while `live` runs.
    """
    with writing(base, meeting) as journal:
        record = record_of(journal.events)
        if record.closed is None:
            raise InputFault(
                f"{meeting} is nog niet gesloten, of dat bericht is nog niet uit. {_NOTHING} open livecouncil live, sluit en wacht tot het uit is."
            )
        if record.unofficial:
            raise InputFault(
                f"{meeting} is een niet-officieel verslag: alleen de raad zelf stelt vast. {_NOTHING} laat --final weg."
            )
        if not record.start.date() <= day <= (today or now(journal.events).date()):
            raise InputFault(
                f"{day:%d-%m-%Y} ligt voor de vergadering of in de toekomst. {_NOTHING} geef de dag waarop het verslag is vastgesteld."
            )
        if record.finalized != day:
            journal.append([ev.Finalized(at=now(journal.events), on=day)])
    return publish(base, meeting)
