"""The day and hour of a meeting, in what a source says: of many dates the one that is the meeting's, or none.

Theory. An agenda names many days: when it was sent, of which earlier meeting the minutes are adopted, from when a
rule holds. So every date is weighed by what stands on its line: the meeting's own name, a day of the week, an hour to
begin at speak for it; a word of sending or printing, or of something else that has a date, speaks against it. Dates
in items are of their matters and never count. Where the heaviest is not alone, nobody guesses: the griffier is asked.
A time without a zone is one of the council's clock.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from livecouncil.core.council.zone import DEFAULT, zone_named
from livecouncil.errors import InputFault

from .clocks import clock_in
from .words import import_text

MONTHS = tuple(
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ]
)
_OTHER_MONTHS = (
    "jannewaris febrewaris maart april maaie juny july augustus septimber oktober novimber desimber",
    "jannewaarje febrewaarje maart april mai juny july augustus septimber oktober novimber desimber",
    "january february march april may june july august september october november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "jan febr mar apr may june july aug sept oct nov des",
)
_NUMBER_OF_MONTH = {
    name: n for names in (MONTHS, *(each.split() for each in _OTHER_MONTHS)) for n, name in enumerate(names, 1)
}
_WEEKDAYS = {
    name: n
    for names in (
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
        "moandei tiisdei woansdei tongersdei freed sneon snein",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for n, name in enumerate(names.split())
}
_NAMES = "|".join(sorted(_NUMBER_OF_MONTH, key=len, reverse=True))
_FORMS = (
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|e|de|ste)?(?: of)?[ \-]+(?P<name>{_NAMES})\b\.?,?[ \-]+"
        r"(?P<year>\d{4}\b|['’‘]\d{2}\b)",
        re.I,
    ),
    re.compile(rf"\b(?P<name>{_NAMES})\.? +(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? +(?P<year>\d{{4}})\b", re.I),
    re.compile(r"(?<![\d.\-/])(?P<year>\d{4})(?P<sep>[\-/])(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?![\d\-])"),
    re.compile(r"(?<![\d.\-/])(?P<day>\d{1,2})(?P<sep>[\-/.])(?P<month>\d{1,2})(?P=sep)(?P<year>\d{4})(?![\d\-])"),
    re.compile(r"(?<![\d.\-/])(?P<day>\d{1,2})(?P<sep>[\-/])(?P<month>\d{1,2})(?P=sep)(?P<year>[2-9]\d)(?![\d\-/])"),
)
_DAY_BEFORE = re.compile(r"\b(\d{1,2})\s*(?:en|&|\+|/|t/m|and|yn)\s*$", re.I)
"""The first of two days of one month: '12 en 13 maart 2026'."""
_TIME_MAY_BE = 200
"""Signs behind a date within which its time stands."""

_MEETING = re.compile(
    r"vergadering|agenda|gearkomste|wurklist|aginda|meeting|zitting|raadsavond|\bdatum\b|\bdate\b|\bdei\b", re.I
)
_STARTS = re.compile(r"aanvang|oanfang|\d\s*uur|\d\s*oere|\d{1,2}:\d\d", re.I)
_OF_SENDING = re.compile(
    r"(verzonden|verstuurd|verzend\w*|verzending|geprint|print\w*|afdruk\w*|afgedrukt|gepubliceerd|publicatie\w*|"
    r"versie|gewijzigd|bijgewerkt|d\.d\.|dd\.|ferstjoerd|stjoerd|printe|sent|sent on|updated|printed|published|brief|"
    r"brief van|uitnodiging van|opgesteld|aangemaakt|inleverdatum|reageren kan tot|uiterlijk|indienen\s+\w+)"
    r"\W*(op|van|on|op de|at)?\W*(\w+dag|\w+dei|\w+day)?\W*$",
    re.I,
)
_OF_MEETING = re.compile(r"(?:vergadering|gearkomste|raad|agenda|zitting|meeting)\W+d\.?d\.?\W*$", re.I)
"""'Agenda gemeenteraad d.d.' dates the meeting, not a letter."""
_OF_SOMETHING = re.compile(
    r"\b(verslag|notulen|besluitenlijst|notuleboek|minutes|vastgesteld|ingaande|per|vanaf|tot|t/m|sinds|since|fan|"
    r"vorige|volgende|previous|next|following|foarige|folgjende)\b[^.;:]{0,60}$",
    re.I,
)
_NOT_BELOW = -3
_BEFORE = 80
_AGAIN = 2
"""Most that speaks for a day that further lines name too, each with a time."""

_SINCE_1970 = re.compile(r"/Date\((?P<of_net>\d{1,14})[+\-\d]*\)/|(?P<thousandths>\d{13})|(?P<seconds>\d{10})", re.A)
_TIME_KEPT = re.compile(r"(?<!\d)([01]?\d|2[0-3])[.:u]([0-5]\d)")

_ZONE: ContextVar[str] = ContextVar("zone", default=DEFAULT)


@contextmanager
def reading_for(zone: str) -> Iterator[None]:
    """Sources are read for a council in `zone`: a time that names no zone is one of its clock."""
    token = _ZONE.set(zone)
    try:
        yield
    finally:
        _ZONE.reset(token)


def _zone() -> ZoneInfo:
    return zone_named(_ZONE.get())


def now_there() -> datetime:
    """This moment in the council's zone."""
    return datetime.now(_zone())


def given_date(given: str) -> tuple[datetime, bool]:
    """The moment `--date` names, and whether it names a time; half past seven when it does not."""
    try:
        start = datetime.fromisoformat(given)
    except ValueError:
        raise InputFault("import.bad_date", given=given) from None
    timed = "T" in given or " " in given
    return zoned(start if timed else start.replace(hour=19, minute=30)), timed


def zoned(moment: datetime) -> datetime:
    """In the council's zone; a moment without one is taken as the council's."""
    if moment.tzinfo:
        return moment.astimezone(_zone())
    return moment.replace(tzinfo=_zone())


def moment_in(text: object) -> datetime | None:
    """The date or moment of another system ('2026-03-12 19:30:00', '12-03-2026', '/Date(1773340200000)/'); midnight
    is a date without a time: 19:30."""
    told = str(text).strip()
    try:
        moment = _since_1970(told) or zoned(datetime.fromisoformat(told))
    except (ValueError, OverflowError):
        return next((dated.moment for dated in dates_in(told[:_TIME_MAY_BE])), None)
    if moment.year < 1900:  # .NET writes the year 1 for "none"
        return None
    if (moment.hour, moment.minute) != (0, 0):
        return moment
    return moment.replace(hour=19, minute=30)


def _since_1970(told: str) -> datetime | None:
    """A moment in seconds or thousandths since 1970, also as .NET writes it."""
    match = _SINCE_1970.fullmatch(told)
    if not match:
        return None
    seconds = int(match["seconds"] or 0) or int(match["thousandths"] or match["of_net"]) / 1000
    return datetime.fromtimestamp(seconds, _zone())


def moment_of(day: str, time: str) -> datetime | None:
    """The moment of a date and a time that a system keeps apart; what it keeps as the time may be a whole moment."""
    if "T" in time and (moment := moment_in(time)):
        return moment
    start = moment_in(day)
    clock = _TIME_KEPT.search(time)
    if start is None or clock is None:
        return start
    return start.replace(hour=int(clock[1]), minute=int(clock[2]))


def as_printed(moment: datetime) -> str:
    """As an agenda prints it and `dates_in` reads it: '12 maart 2026, 19.30 uur'; midnight is no time."""
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if (moment.hour, moment.minute) == (0, 0):
        return day
    return f"{day}, {moment:%H.%M} uur"


@dataclass(frozen=True)
class DateInLine:
    """A date in a line: the moment (19:30 unless `timed`), and where in the line it begins and ends."""

    moment: datetime
    timed: bool
    begins: int
    ends: int
    weekday: str = ""

    @property
    def wrong_weekday(self) -> bool:
        """Whether the line names another day of the week than that of the date."""
        return bool(self.weekday) and _WEEKDAYS[self.weekday.casefold()] != self.moment.weekday()


def dates_in(text: str) -> list[DateInLine]:
    """Every date in `text` in its order, each with the time beside it."""
    found: dict[int, DateInLine] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            dated = _dated(match, text)
            if dated and not any(one.begins < dated.ends and dated.begins < one.ends for one in found.values()):
                found[dated.begins] = dated
    for dated in [*found.values()]:
        before = _DAY_BEFORE.search(text[: dated.begins])
        if before and 0 < int(before[1]) < dated.moment.day:
            earlier = replace(dated, moment=dated.moment.replace(day=int(before[1])), weekday="")
            found[before.start()] = replace(earlier, begins=before.start(), ends=before.start())
    return [found[at] for at in sorted(found)]


def _dated(match: re.Match[str], text: str) -> DateInLine | None:
    parts = match.groupdict()
    month = parts.get("month") or str(_NUMBER_OF_MONTH[parts["name"].casefold()])
    clock = clock_in(text[match.end() : match.end() + _TIME_MAY_BE])
    hour, minute = clock or (19, 30)
    year = parts["year"].lstrip("'’‘")
    weekday = re.search(rf"\b({'|'.join(_WEEKDAYS)}),?\s*$", text[: match.start()], re.I)
    try:
        moment = datetime(
            int(year) + 2000 * (len(year) == 2), int(month), int(parts["day"]), hour, minute, tzinfo=_zone()
        )
    except ValueError:
        return None
    if not 1900 <= moment.year <= 2200:
        return None
    return DateInLine(moment, clock is not None, match.start(), match.end(), weekday[1] if weekday else "")


@dataclass(frozen=True)
class WhenFound:
    """What a source says of when it meets: `start` is None where nothing is sure; `asked` are the dates it could be."""

    start: datetime | None = None
    asked: tuple[datetime, ...] = ()
    notes: tuple[str, ...] = ()


def when_in(lines: Sequence[str], titles: Iterable[str] = ()) -> WhenFound:
    """The meeting's own day among the dates in `lines`, of which those of items are already away.

    `titles` are of the items: what stands there is never taken, but makes it known that there were dates.
    """
    weighed = _weighed(lines) or _weighed([f"{one} {other}" for one, other in pairwise(lines)])
    likely = [pair for pair in weighed if pair[0] >= _NOT_BELOW]
    if not likely:
        others = [dated.moment for _, dated in weighed]
        others += [dated.moment for title in titles for dated in dates_in(title)]
        return WhenFound(asked=tuple(dict.fromkeys(others)))
    most = max(weight for weight, _ in likely)
    best = [dated for weight, dated in likely if weight == most]
    if len({dated.moment.date() for dated in best}) > 1:
        return WhenFound(asked=tuple(dict.fromkeys(dated.moment for dated in best)))
    return _when_told(best, lines)


def _weighed(lines: Sequence[str]) -> list[tuple[int, DateInLine]]:
    weighed = []
    of_lines = [dates_in(line) for line in lines]
    times = Counter(day for dates in of_lines for day in {dated.moment.date() for dated in dates if dated.timed})
    for at, (line, dates) in enumerate(zip(lines, of_lines, strict=True)):
        of_days = any(dated.weekday for dated in dates)
        for dated in dates:
            again = min(_AGAIN, max(0, times[dated.moment.date()] - 1))
            weighed.append((_weight_of_date(line, dated, at) + 2 * of_days + again, dated))
    return weighed


def _when_told(best: Sequence[DateInLine], lines: Sequence[str]) -> WhenFound:
    """The day of `best`, with a time from wherever the source has one."""
    chosen = next((dated for dated in best if dated.timed), best[0])
    start = chosen.moment
    notes: list[str] = []
    if not chosen.timed:
        clock = _labelled_clock(lines)
        if clock:
            start = start.replace(hour=clock[0], minute=clock[1])
        else:
            notes.append(import_text("no_time"))
    if chosen.wrong_weekday:
        notes.append(import_text("wrong_weekday", given=chosen.weekday, day=f"{start:%d-%m-%Y}"))
    return WhenFound(start, notes=tuple(notes))


def _labelled_clock(lines: Sequence[str]) -> tuple[int, int] | None:
    """The time of a line that says it is one: 'Aanvang: 20.00 uur', 'Tijd 19:30'."""
    for line in (*lines, *(f"{one} {other}" for one, other in pairwise(lines))):
        if re.search(r"\b(aanvang|tijd|oanfang|tiid|starttijd|time|begintijd)\b", line, re.I):
            clock = clock_in(line)
            if clock:
                return clock
    return None


def _weight_of_date(line: str, dated: DateInLine, at: int) -> int:
    """How much speaks for it that this is the meeting's day."""
    before = line[max(0, dated.begins - _BEFORE) : dated.begins]
    weight = 0
    weight += 4 * bool(_MEETING.search(line))
    weight += 3 * bool(dated.timed and _STARTS.search(line))
    weight += at == 0
    weight -= 9 * bool(_OF_SENDING.search(before) and not _OF_MEETING.search(before))
    weight -= 7 * bool(_OF_SOMETHING.search(before))
    return weight
