"""What a record says happened when, as captions need it: items treated, turns at speaking, and what was heard at each.

Between the `PublicRecord` and `captions`, which cuts by it, and `alignment`, which finds the offset by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from livecouncil.core.release.record import ItemRecord, PublicRecord

from . import speech


@dataclass(frozen=True)
class Visit:
    """One time an item was treated; `again` when it had been before."""

    item: ItemRecord
    start: datetime
    end: datetime | None
    again: bool = False


@dataclass(frozen=True)
class FloorTurn:
    """Somebody had the floor."""

    who: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class HeardFact:
    """Something logged at `at`, of which the chair's words match `pattern` (over `speech.folded` text)."""

    at: datetime
    pattern: str


_LOGGED = {
    "schorsing": speech.SUSPENSION,
    "schorsing_onbepaald": speech.SUSPENSION,
    "hervatting": speech.RESUMPTION,
    "besloten": speech.DOORS_CLOSE,
    "openbaar": speech.DOORS_OPEN,
    "voor_kennisgeving": speech.RESULTS["noted"],
    "hamerstukken": speech.RESULTS["adopted_without_vote"],
}
_IN_A_TURN = {"ingetrokken": speech.TAKEN_OFF, "aangehouden": speech.TAKEN_OFF}


def visits(record: PublicRecord) -> list[Visit]:
    """When which item was treated, in order of time; an item returned to is there once more."""
    begun: list[tuple[datetime, int]] = []
    for place, item in enumerate(record.decisions.items):
        starts = {line.at for line in item.log if line.kind == "punt"}
        if item.started:
            starts.add(item.started)
        begun += [(at, place) for at in starts]
    begun.sort()
    seen: set[int] = set()
    found: list[Visit] = []
    for n, (at, place) in enumerate(begun):
        end = record.meeting.closed
        if n + 1 < len(begun):
            end = begun[n + 1][0]
        found.append(Visit(record.decisions.items[place], at, end, place in seen))
        seen.add(place)
    return found


def floor_turns(record: PublicRecord) -> list[FloorTurn]:
    """Who had the floor when, in order of time."""
    found = [
        FloorTurn(s.who, t.at, t.until or t.at + timedelta(seconds=t.seconds))
        for s in record.people.speakers
        for t in s.turns
    ]
    return sorted(found, key=lambda t: t.start)


def begins(visit: Visit, record: PublicRecord) -> str:
    """Pattern for the chair beginning an item; the first begins with the opening."""
    number = speech.announces_pattern(visit.item.number)
    if visit.start == record.meeting.opened:
        return f"(?:{number}|{speech.OPENING})"
    return number


def acts(record: PublicRecord) -> Iterator[HeardFact]:
    """What the chair does and says itself: suspensions, results, closing. Nobody else has the floor then."""
    for item in record.decisions.items:
        yield from (HeardFact(v.at, speech.RESULTS[v.outcome]) for v in item.votes if v.outcome in speech.RESULTS)
        yield from (HeardFact(line.at, _LOGGED[line.kind]) for line in item.log if line.kind in _LOGGED)
    if record.meeting.closed:
        yield HeardFact(record.meeting.closed, speech.CLOSING)


def heard_moments(record: PublicRecord) -> list[HeardFact]:
    """Everything that may be heard of the public record, in order of time."""
    found = [*acts(record), *(HeardFact(t.start, speech.names_pattern(t.who)) for t in floor_turns(record))]
    lines = (line for item in record.decisions.items for line in item.log)
    found += [HeardFact(line.at, _IN_A_TURN[line.kind]) for line in lines if line.kind in _IN_A_TURN]
    for visit in visits(record):
        found.append(HeardFact(visit.start, _announcement(visit.item)))
    if record.meeting.opened:
        found.append(HeardFact(record.meeting.opened, speech.OPENING))
    return sorted((m for m in found if m.pattern), key=lambda m: m.at)


def _announcement(item: ItemRecord) -> str:
    """Pattern for an item being announced: by its number or by its title, unless its title is not to be said."""
    number = speech.announces_pattern(item.number)
    title = ""
    if not item.closed:
        title = speech.mentions_pattern(item.title)
    if title:
        return f"(?:{number}|{title})"
    return number
