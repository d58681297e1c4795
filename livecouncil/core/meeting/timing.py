"""When a line happened. The clock of a meeting, its days, and what `@20:46` stands for.

A meeting has days: one begins with the opening, another with a resumption on another date. It is *live* when the
computer's date is one of them: the date it starts on, one that was announced at a suspension, or one on which it was
logged live, with the night after it. How long a day lasts does not matter. A live line without `@` happens now.

A meeting that is not live is typed afterwards (or rehearsed ahead): its clock stands at the last fact that had a time,
and a line without `@` is of that time. Notes, refused lines and checkpoints never move this clock.

A time with `@` names one moment. Of those the clock has shown since the present day began, and that have come, it is
the one that keeps the order of what was logged; where all lie behind that, the last (it was forgotten). Where there is
none, or where days would do, it is refused and the date is asked: `@13-11 19:50` names one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from livecouncil.core.acts import acts_that
from livecouncil.core.council.zone import instants, local, midnight
from livecouncil.errors import Refusal

from .grammar.line import TypedLine
from .state import NIGHT, MeetingState

BEFORE = acts_that(lambda act: "before" in act.allowed)
"""What may happen before the opening."""

_HALF_DAY = timedelta(hours=12)
_DAY = timedelta(days=1)
_HALF_YEAR = timedelta(days=183)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Dated:
    """When an entry happened (`at`) and, if that is not now, when it was logged.

    `which` is 'first' or 'second' where the clock showed this time twice.
    """

    at: datetime
    logged: datetime | None = None
    which: str = ""


def start_of(state: MeetingState) -> datetime:
    """The planned start, with the offset the zone has then."""
    return local(state.agenda.meeting.start, state.zone)


def is_live(state: MeetingState, now: datetime) -> bool:
    """Whether the meeting is sitting today, or its night lasts; before the opening, whether today is its day."""
    here = local(now, state.zone)
    start = start_of(state)
    if here.date() == start.date() or here.date() in state.days:
        return True
    return state.begun is None and abs(here - start) < _HALF_DAY


def dated(state: MeetingState, now: datetime, correction: bool = False) -> Dated:
    """The moment of what is done without `@`. A correction after the meeting is made now, whenever the meeting was."""
    now = local(now, state.zone).replace(microsecond=0)
    after = correction and state.status == "closed" and state.last_at is not None and now > state.last_at
    if after or is_live(state, now):
        return Dated(now)
    return Dated(state.last_at or start_of(state), now)


def moment(state: MeetingState, entry: TypedLine, now: datetime) -> Dated:
    """The moment of `entry`. Raises Refusal for a time that is still to come, that is none, or that may be two."""
    now = local(now, state.zone).replace(microsecond=0)
    if entry.at:
        return _moment_typed(state, entry, entry.at, now)
    if state.lived and _resumes(state, entry) and not is_live(state, now):
        raise Refusal("resumed_when", example=f"{now:%d-%m %H:%M}")
    return dated(state, now, entry.correction)


def _moment_typed(state: MeetingState, entry: TypedLine, shown: tuple[int, int], now: datetime) -> Dated:
    live = is_live(state, now)
    if entry.day:
        known = _on_day(state, entry.day, shown, now)
    else:
        known = _known(state, entry, shown, now)
    clock = state.last_at or start_of(state)
    ahead = [m for m in known if m >= clock]
    dates = sorted({m.date() for m in ahead or known})
    if not known or (ahead and len(dates) > 1):
        raise _unplaced(state, shown, now, live)
    there = [m for m in ahead or known if m.date() == dates[-1]]
    if ahead and not live:
        at = there[0]
    else:
        at = there[-1]
    both = instants(at.date(), *shown, state.zone)
    if len(both) > 1:
        which = ("first", "second")[both.index(at)]
    else:
        which = ""
    return Dated(at, now, which)


def _known(state: MeetingState, entry: TypedLine, shown: tuple[int, int], now: datetime) -> list[datetime]:
    """Moments at which the clock showed that time and which the order of the meeting admits."""
    first = _earliest(state, entry)
    if is_live(state, now):
        days = [first.date() + n * _DAY for n in range((now.date() - first.date()).days + 1)]
        come = [m for d in days for m in instants(d, *shown, state.zone) if first <= m <= now]
        return _as_announced(state, entry, come) or come
    clock = state.last_at or start_of(state)
    days = sorted({*(clock.date() + n * _DAY for n in (-1, 0, 1)), *_announced(state)})
    found = [m for d in days for m in instants(d, *shown, state.zone)]
    found = [m for m in found if first <= m]
    near = [m for m in found if _likely(state, entry, m, clock)]
    return (
        _as_announced(state, entry, near)
        or near
        or [m for m in found if m.date() == clock.date() and not _announced(state)]
    )


def _earliest(state: MeetingState, entry: TypedLine) -> datetime:
    """Before what moment `entry` cannot have happened without naming its date."""
    start = start_of(state)
    if state.begun is None:
        return min(midnight(start.date(), state.zone), local(start - _HALF_DAY, state.zone))
    if _resumes(state, entry) and state.since:
        return state.since
    if entry.act not in BEFORE:
        return state.begun
    begun = local(state.begun, state.zone)
    if begun - start < _HALF_DAY:
        return min(midnight(begun.date(), state.zone), start)
    return midnight(begun.date(), state.zone)


def _resumes(state: MeetingState, entry: TypedLine) -> bool:
    return entry.act == "suspend" and state.status == "suspended" and not (entry.until or entry.minutes)


def _announced(state: MeetingState) -> tuple[date, ...]:
    """The other day a suspended meeting will go on."""
    until = state.expected_resume
    since = state.since
    if state.status != "suspended" or not until or not since or until - since < NIGHT:
        return ()
    day = local(until, state.zone).date()
    if day == local(since, state.zone).date():
        return ()
    return (day,)


def _likely(state: MeetingState, entry: TypedLine, at: datetime, clock: datetime) -> bool:
    """Typed afterwards, a time lies within half a day of the meeting's clock; else on its date.

    While the meeting is suspended to another day: before that, or as its resumption.
    """
    near = abs(at - clock) < _HALF_DAY
    until = state.expected_resume
    other = _announced(state)
    if not other or until is None:
        return near
    if at.date() in other:
        return at <= until or _resumes(state, entry)
    return near and at < until


def _as_announced(state: MeetingState, entry: TypedLine, moments: list[datetime]) -> list[datetime]:
    """Of the moments a resumption may be of, those about the announced one: nobody goes on at that hour a day early."""
    awaited = state.expected_resume
    if awaited is None or not _resumes(state, entry) or not _announced(state):
        return []
    return [m for m in moments if abs(m - awaited) <= _HOUR]


def _on_day(state: MeetingState, named: tuple[int, int], shown: tuple[int, int], now: datetime) -> list[datetime]:
    """The moments of a date and time that were both typed; the first such date from the day before the start on."""
    first = start_of(state).date() - _DAY
    for year in (first.year, first.year + 1):
        try:
            day = date(year, named[1], named[0])
        except ValueError:
            continue
        if day >= first:
            break
    else:
        raise Refusal("bad_time", typed=f"@{named[0]}-{named[1]}")
    found = instants(day, *shown, state.zone)
    ahead = now < start_of(state) and not is_live(state, now)  # a rehearsal days before
    come = [m for m in found if m <= now or ahead]
    if found and not come:
        raise Refusal("time_ahead", typed=f"{found[0]:%d-%m %H:%M}", now=f"{now:%d-%m %H:%M}")
    if not found:
        raise Refusal("hour_skipped", typed=f"{shown[0]:02}:{shown[1]:02}")
    return come


def _unplaced(state: MeetingState, shown: tuple[int, int], now: datetime, live: bool) -> Refusal:
    """Why a time names no moment: it is still to come, the clock skipped it, or its date is needed."""
    if live:
        clock = now
    else:
        clock = state.last_at or start_of(state)
    typed = f"{shown[0]:02}:{shown[1]:02}"
    today = instants(clock.date(), *shown, state.zone)
    tomorrow = instants(clock.date() + _DAY, *shown, state.zone)
    if not today or not (live or tomorrow):
        return Refusal("hour_skipped", typed=typed)
    if live and today[0] > now:
        return Refusal("time_ahead", typed=typed, now=f"{now:%H:%M}")
    begun = state.begun or start_of(state)
    day = (_announced(state) or (clock.date(),))[0]
    return Refusal("time_which", typed=typed, begun=f"{begun:%d-%m %H:%M}", example=f"{day:%d-%m} {typed}")


def until(state: MeetingState, entry: TypedLine, at: datetime) -> tuple[datetime | None, str]:
    """Until when the meeting is suspended at `at`, and 'first' or 'second' where the clock shows that twice.

    Raises Refusal for what has been: a time without a date is of this day or its night, a date of this half year.
    """
    if entry.minutes:
        return local(at + timedelta(minutes=entry.minutes), state.zone), ""
    if not entry.until:
        return None, ""
    day, month, hour, minute = entry.until
    shown = datetime.combine(at.date(), time(hour, minute))
    for one in dates_ahead(at.date(), day, month):
        found = instants(one, hour, minute, state.zone)
        if not found and datetime.combine(one, shown.time()) > at.replace(tzinfo=None):
            raise Refusal("hour_skipped", typed=f"{hour:02}:{minute:02}")
        later = [m for m in found if m > at]
        if later and (one == at.date() or later[0] - at < (_HALF_YEAR if day else _HALF_DAY)):
            return later[0], ("first", "second")[found.index(later[0])] if len(found) > 1 else ""
    typed = f"{day:02}-{month:02} {hour:02}:{minute:02}" if day else f"{hour:02}:{minute:02}"
    if not dates_ahead(at.date(), day, month):
        raise Refusal("bad_time", typed=typed)
    raise Refusal("time_past", typed=typed, example=f"{at + _DAY:%d-%m} 19:30")


def dates_ahead(today: date, day: int, month: int) -> Sequence[date]:
    """The dates a suspension may last to: the one named, this year or next; else today or tomorrow."""
    if not day:
        return (today, today + _DAY)
    found = []
    for year in (today.year, today.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found
