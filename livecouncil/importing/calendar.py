"""iCalendar: when, where and under which title the council meets; what it describes may be the agenda, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.system.extras import need

from . import limits
from .dates import zoned
from .draft import AgendaDraft
from .drafting import draft_of
from .readers.lines import blocks_of_text
from .sources import Source
from .words import import_text

if TYPE_CHECKING:
    from icalendar import Event

_ZONE_BEGINS = "BEGIN:VTIMEZONE"
_ZONE_ENDS = "END:VTIMEZONE"
_AFTER_ZONE = frozenset(
    {"BEGIN:VEVENT", "BEGIN:VTODO", "BEGIN:VJOURNAL", "BEGIN:VFREEBUSY", "BEGIN:VALARM", "BEGIN:VCALENDAR"}
    | {"END:VCALENDAR"}
)
"""What stands in no zone, and so shows that one ended."""

_UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, OSError, RecursionError)
"""What icalendar raises for what it cannot read; names of zones and lengths of time reach the system and the clock."""


def read_calendar(source: Source) -> list[AgendaDraft]:
    """Every event that is not cancelled. Raises InputFault when there is none."""
    need("import")
    from icalendar import Calendar, Event

    text = _without_zones(source.text)
    _check_depth(source.path, text)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except _UNREADABLE as error:
        raise InputFault("import.calendar", file=source.path) from error
    events = [e for c in calendars for e in c.walk("VEVENT") if isinstance(e, Event) and e.get("STATUS") != "CANCELLED"]
    if not events:
        raise InputFault("import.no_event", file=source.path)
    return [_draft_of_event(event) for event in events]


def _without_zones(text: str) -> str:
    """Zones a file defines itself are not computed with, for their rules may never end; zones are known by name. One
    that has no end takes nothing along of what stands behind it."""
    kept = []
    inside = False
    for line in text.split("\n"):
        word = line.strip().upper()
        if word == _ZONE_BEGINS:
            inside = True
        elif inside and word in _AFTER_ZONE:  # a zone that never ended
            inside = False
        if not inside and word != _ZONE_ENDS:
            kept.append(line)
        if word == _ZONE_ENDS:
            inside = False
    return "\n".join(kept)


def _check_depth(path: Path, text: str) -> None:
    depth = 0
    for line in text.splitlines():
        word = line[:6].upper()
        depth += word == "BEGIN:"
        depth -= word.startswith("END:")
        if depth > limits.MAX_DEPTH:
            raise limits.too_deep(path)


def _draft_of_event(event: Event) -> AgendaDraft:
    moment = _moment(event)
    whole_day = moment is not None and not isinstance(moment, datetime)
    described = draft_of(blocks_of_text(str(event.get("DESCRIPTION", ""))))
    notes = [*described.notes] if described.items else [import_text("bare")]
    if "RRULE" in event or "RDATE" in event:
        notes.append(import_text("repeated"))
    if whole_day:
        notes.append(import_text("whole_day"))
    return AgendaDraft(
        described.items,
        title=clean(str(event.get("SUMMARY", ""))) or AgendaDraft.title,
        start=_start_on_clock(moment),
        place=clean(str(event.get("LOCATION", ""))),
        notes=tuple(notes),
        bare=not described.items,
        where=described.where,
        left=described.left,
    )


def _moment(event: Event) -> date | None:
    """DTSTART as it stands; None when it is missing or no date."""
    try:
        value: Any = event.get("DTSTART")
        moment = value.dt
    except (AttributeError, ValueError):
        return None
    if isinstance(moment, date):
        return moment
    return None


def _start_on_clock(moment: date | None) -> datetime | None:
    """In the council's zone. A zone the file defines itself is not computed with: its rules may never end."""
    if moment is None:
        return None
    if not isinstance(moment, datetime):
        return zoned(datetime.combine(moment, time(19, 30)))
    known = moment.tzinfo is UTC or isinstance(moment.tzinfo, ZoneInfo)
    return zoned(moment if known else moment.replace(tzinfo=None))
