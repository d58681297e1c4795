"""What the first three rows show: whose evening, what goes on now, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.speaking_time import clock_of
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.numbers import label_of
from livecouncil.sitting.session import Session

from ..regions.top import Alarm, Floor, MeetingRow, Now
from .clerks import hammer_seen

_CLAUSE = re.compile(r"(?<=[^\d]{2}[.;:])\s+")
"""Where the first clause of a fault ends; not behind the point of a number or an initial."""

_NO_FLOOR = ("suspended", "closed", "planned", "not_opened")


def meeting_seen(session: Session, known: int) -> MeetingRow:
    """Row 1."""
    state = session.desk.state
    words = session.words
    info = state.council.council
    start = state.agenda.meeting.start
    about = [f"{start:%d-%m-%Y}", state.agenda.meeting.title]
    about += [f"#{info.hashtag}"] * bool(info.hashtag)
    about += [f"^{info.initials}"] * bool(info.initials)
    return MeetingRow(
        municipality=info.municipality,
        about=tuple(about),
        present=len(state.present),
        sitting=len(state.sitting),
        doors=words.t(f"screen.doors.{'shut' if state.doors_closed else state.status}"),
        time=f"{local(session.clock(), state.zone):%H:%M:%S}",
        shut=state.doors_closed,
        marks=tuple(_marks(session)),
        known=known,
        hammer=hammer_seen(session),
    )


def _marks(session: Session) -> list[str]:
    """States that must be seen as long as they last."""
    state = session.desk.state
    t = session.words.t
    without_quorum = state.status in ("open", "suspended") and len(state.present) < state.quorum
    standing = (
        (state.rehearsal, "tui.rehearsal"),
        (session.journal.read_only and session.clerks.writes, "tui.read_only"),
        (without_quorum, "tui.no_quorum"),
        (state.panic, "tui.panic"),
        (state.paused, "posting.paused"),
    )
    return [t(key) for stands, key in standing if stands]


def now_seen(session: Session, doing: str = "") -> Now:
    """Row 2; `doing` goes before what the meeting itself says."""
    state = session.desk.state
    item = state.find_item(state.item) if state.item else None
    named = f"{item.number} {item.title}" if item else state.agenda.meeting.title
    if doing:
        return Now(named, doing)
    at = session.desk.moment(session.clock())
    floor = None
    if state.speaker and state.status not in _NO_FLOOR and not state.doors_closed:
        floor = _floor_seen(session, at)
    going_on = ""
    if floor is None or state.called:
        going_on = _going_on(session)
        floor = floor if not going_on else None
    return Now(named, going_on, floor)


def _floor_seen(session: Session, at: datetime) -> Floor:
    """Who has the floor; the clock is that of the account they speak on."""
    state = session.desk.state
    name, short = called(state, state.speaker)
    account = clock_of(state, at)
    if account is None:
        return Floor(name, short)
    return Floor(name, short, spoken=account.used, allowed=account.allowed, running=account.running)


def called(state: MeetingState, who: str) -> tuple[str, str]:
    """'mevrouw Jansen (FNP)' and 'Jansen FNP'; of who is no member the name alone."""
    member = next((m for m in state.sitting if m.name == who), None)
    if member is None:
        return who, who
    group = short_of(state, member.group)
    return f"{who} ({group})", f"{without_salutation(who)} {group}"


def short_of(state: MeetingState, group: str) -> str:
    """What a group is called where there is little room."""
    return next((g.abbreviation for g in state.council.groups if g.name == group), group)


def _going_on(session: Session) -> str:
    """In a few words what goes on, where nobody speaks."""
    state = session.desk.state
    t = session.words.t
    if state.doors_closed:
        return t("screen.doing.shut", time=last_of(session, ev.DoorsClosed))
    if state.status in ("planned", "not_opened", "closed"):
        return t(f"screen.doing.{state.status}")
    if state.status == "suspended":
        until = f"{state.expected_resume:%H:%M}" if state.expected_resume else ""
        key = "suspended_until" if until else "suspended"
        return t(f"screen.doing.{key}", since=last_of(session, ev.Suspended), until=until)
    if state.called:
        return t("screen.doing.voting", object=label_of(state.called))
    last = next((e for e in reversed(state.events[-5:]) if e.seq in state.facts), None)
    if isinstance(last, ev.Decided) and last.vote:
        return t("screen.doing.voted", time=f"{last.at:%H:%M}")
    return ""


def last_of(session: Session, kind: type[ev.Base]) -> str:
    """Time of the last fact of a kind."""
    state = session.desk.state
    last = next((e for e in reversed(state.events) if isinstance(e, kind)), None)
    return f"{last.at:%H:%M}" if last else ""


def alarm_seen(faults: Sequence[str], read: Collection[str]) -> Alarm | None:
    """The gravest fault that was not read yet; `faults` are in their order."""
    unread = [fault for fault in faults if fault not in read]
    if not unread:
        return None
    first, *rest = _CLAUSE.split(unread[0], maxsplit=1)
    return Alarm(first.rstrip(" .;:"), " ".join(rest), more=len(unread) - 1)
