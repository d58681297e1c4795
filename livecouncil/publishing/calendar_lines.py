"""The lines of an iCalendar file (RFC 5545): folded and escaped, and the rules of a time zone's clock.

Theory. A calendar program computes with the zone that the file itself defines, so that has to hold for every moment in
it: the rules are taken from the zone's own changes over the years the file is about. A change that falls on the same
weekday of the same month each year is written as that rule, for a subscriber keeps a file longer than its years; what
has no such pattern is written as the days it happened on, and a clock that is never changed as what it shows.

No text is trusted: what would end a value or begin a line of its own is escaped, and no line is longer than 75 bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

_WIDTH = 75
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = 7


@dataclass(frozen=True)
class ClockChange:
    """A moment at which a zone's clock was changed: `local` as the clock showed until then, offsets from UTC."""

    local: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


def calendar_bytes(lines: Iterable[str]) -> bytes:
    """The file: every line folded, with the ends that the format asks for."""
    return b"".join(_in_short_lines(line.encode()) + b"\r\n" for line in lines)


def _in_short_lines(line: bytes) -> bytes:
    """A line in parts of at most 75 bytes; no sign is cut in two."""
    parts = []
    room = _WIDTH
    while len(line) > room:
        end = room
        while line[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(line[:end])
        line = line[end:]
        room = _WIDTH - 1  # a part after the first begins with a blank
    return b"\r\n ".join([*parts, line])


def calendar_text(text: str) -> str:
    """A TEXT value (§3.3.11)."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def in_utc(moment: datetime) -> str:
    """A moment by itself: '20260312T183000Z'."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def on_clock(moment: datetime, zone: str) -> str:
    """A moment as the clock of `zone` shows it, behind the name of a property: ';TZID=…:20260312T193000'."""
    return f";TZID={zone}:{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"


@lru_cache(maxsize=64)
def zone_lines(zone: str, first: int, last: int) -> tuple[str, ...]:
    """The component VTIMEZONE for the years from `first` to `last`. Every day of them is looked at, so it is kept."""
    changes = list(_clock_changes(ZoneInfo(zone), first - 1, last))
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    if not changes:
        start = datetime(first - 1, 1, 1, tzinfo=ZoneInfo(zone))
        offset = start.utcoffset() or timedelta()
        steady = ClockChange(start.replace(tzinfo=None), offset, offset, start.tzname() or zone, summer=False)
        changes = [steady]

    def kind(change: ClockChange) -> tuple[bool, timedelta, timedelta, str]:
        return change.summer, change.before, change.after, change.name

    for _, alike in groupby(sorted(changes, key=lambda c: (kind(c), c.local)), key=kind):
        lines += _observance(list(alike))
    return (*lines, "END:VTIMEZONE")


def _observance(changes: list[ClockChange]) -> list[str]:
    """STANDARD or DAYLIGHT: what the clock shows from each of `changes` on."""
    first = changes[0]
    name = ("STANDARD", "DAYLIGHT")[first.summer]
    return [
        f"BEGIN:{name}",
        f"DTSTART:{first.local:%Y%m%dT%H%M%S}",
        *_how_it_comes_back(changes),
        f"TZOFFSETFROM:{_offset(first.before)}",
        f"TZOFFSETTO:{_offset(first.after)}",
        f"TZNAME:{first.name}",
        f"END:{name}",
    ]


def _how_it_comes_back(changes: list[ClockChange]) -> list[str]:
    """How changes of one kind come back: a rule for every year, or the days on which they came."""
    rules = {_yearly(change.local) for change in changes}
    years = [change.local.year for change in changes]
    every_year = years == list(range(years[0], years[0] + len(years)))
    if len(changes) > 1 and len(rules) == 1 and every_year:
        return [f"RRULE:FREQ=YEARLY;{rules.pop()}"]
    return [f"RDATE:{change.local:%Y%m%dT%H%M%S}" for change in changes[1:]]


def _yearly(moment: datetime) -> str:
    """On which weekday of its month a change falls: the last of them, or counted from the first."""
    place = (moment.day - 1) // _WEEK + 1
    if (moment + timedelta(days=_WEEK)).month != moment.month:
        place = -1
    return f"BYMONTH={moment.month};BYDAY={place}{_DAYS[moment.weekday()]}"


def _clock_changes(zone: ZoneInfo, first: int, last: int) -> Iterator[ClockChange]:
    """Every change of the clock in those years: a day whose offset differs from the next is looked into."""
    day = date(first, 1, 1)
    while day.year <= last:
        start = datetime(day.year, day.month, day.day, tzinfo=UTC)
        end = start + timedelta(days=1)
        if _offset_at(start, zone) != _offset_at(end, zone):
            yield _change_between(start, end, zone)
        day += timedelta(days=1)


def _offset_at(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    here = moment.astimezone(zone)
    return here.utcoffset() or timedelta(), here.tzname() or ""


def _change_between(start: datetime, end: datetime, zone: ZoneInfo) -> ClockChange:
    """The change that lies between two moments, to the minute."""
    before, _ = _offset_at(start, zone)
    while end - start > timedelta(minutes=1):
        middle = start + (end - start) // 2
        middle = middle.replace(second=0, microsecond=0)
        if _offset_at(middle, zone) == _offset_at(start, zone):
            start = middle
        else:
            end = middle
    after, name = _offset_at(end, zone)
    local = (end + before).replace(tzinfo=None)
    return ClockChange(local, before, after, name, summer=bool(end.astimezone(zone).dst()))


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
