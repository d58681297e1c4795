"""`livecouncil commitments`: which undertakings (toezeggingen) are open, and that one was met, which is recorded as an event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault, UsageError
from livecouncil.journal.reading import read
from livecouncil.journal.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import meeting_ids, publish, record_of

_NOTHING = "Er is niets vastgelegd;"


def command(base: Path, meeting: str | None, number: int | None, done: date | None, reopen: bool) -> int:
    """List the undertakings, or record that number `number` of `meeting` was met (or, with `reopen`, is open again)."""
    if number is None:
        if done or reopen:
            raise UsageError(
                f"Welke toezegging? {_NOTHING} geef vergadering en nummer, zoals livecouncil commitments ze toont."
            )
        for one in meeting_ids(base, meeting):
            _list(base, one)
        return 0
    if not meeting or bool(done) == reopen:
        raise UsageError(f"Kies --done DATUM of --reopen. {_NOTHING} zonder nummer toont dit commando de stand.")
    meet(base, meeting, number, done)
    print(f"{meeting}, toezegging {number}: {f'afgedaan op {done:%d-%m-%Y}' if done else 'weer open'}.")
    return 0


def meet(base: Path, meeting: str, number: int, day: date | None, today: date | None = None) -> list[Path]:
    """Record that undertaking `number` (from 1, as listed) was met on `day`, None for open again, and publish.

    Returns what was written. Raises InputFault when there is no such undertaking or `day` cannot be, JournalLocked while
    `live` runs.
    """
    meeting_ids(base, meeting)
    with writing(base, meeting) as journal:
        record = record_of(journal.events)
        if not 1 <= number <= len(record.undertakings):
            raise InputFault(
                f"{meeting} heeft {len(record.undertakings)} toezeggingen, geen nummer {number}. {_NOTHING} livecouncil commitments {meeting} toont ze."
            )
        if day and not record.start.date() <= day <= (today or now(journal.events).date()):
            raise InputFault(
                f"{day:%d-%m-%Y} ligt voor de vergadering of in de toekomst. {_NOTHING} geef de dag waarop de toezegging is afgedaan."
            )
        if record.fulfilled[number - 1] != day:
            seq = record.undertaken[number - 1]
            journal.append([ev.Fulfilled(at=now(journal.events), of=seq, on=day)])
    return publish(base, meeting)


def _list(base: Path, meeting: str) -> None:
    record = record_of(read(base / "journal", meeting).events)
    for number, ((who, item, text), met) in enumerate(zip(record.undertakings, record.fulfilled, strict=True), 1):
        if met:
            state = f"afgedaan op {met:%d-%m-%Y}"
        else:
            state = "open"
        print(f"{meeting} {number:>3}  {state:<24} punt {item}: {who}: {text}")
