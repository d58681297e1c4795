"""The course of a meeting: opening, suspending, the doors, closing."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import until
from livecouncil.errors import Refusal

from .shared import Finding, Notice, referred, twice
from .votes import names_pending


def declare_open(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`open`: who is not away is present; without a quorum the meeting is not opened (art. 20)."""
    if state.status not in ("planned", "not_opened"):
        raise Refusal("already_open")
    if not state.items:
        raise Refusal("agenda_empty")
    present = tuple(m.name for m in state.sitting if m.name not in state.away)
    if len(present) < state.quorum:
        if entry.hammer:
            return Finding((ev.NotOpened(at=at, present=present),))
        raise Refusal("no_quorum", present=len(present), sitting=len(state.sitting), quorum=state.quorum)
    return Finding((ev.Opened(at=at, present=present),))


def close_meeting(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`sluit`: what was never put to the vote is said to be so."""
    pending = tuple(o.key for o in state.pending())
    warnings = tuple(Notice("still_open", {"object": state.objects[k].label, "key": k}) for k in pending)
    unnamed = _still_unnamed(state)
    if unnamed:
        key = unnamed[0] if unnamed[0] in state.objects else f"n{unnamed[0]}"
        warnings += (Notice("names_pending", {"objects": tuple(referred(state, one) for one in unnamed), "key": key}),)
    return Finding((ev.Closed(at=at, not_put=pending, unnamed=unnamed),), warnings, confirm="close")


def _still_unnamed(state: MeetingState) -> tuple[str, ...]:
    """What was last voted on by figures alone, with names to follow that did not come."""
    return tuple(target for target in state.decisions if names_pending(state, target) is not None)


def suspend_or_resume(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`z`: suspends, or resumes what was suspended when no time is given."""
    if state.status == "suspended" and not (entry.until or entry.minutes or entry.words):
        return Finding((ev.Resumed(at=at),))
    by = ", ".join(named.who.name for named in state.roster.list(entry.words, state.roster.voters()))
    resumes, which = until(state, entry, at)
    said = twice(entry.until[2:], which, resumes) if entry.until and resumes else ()
    return Finding((ev.Suspended(at=at, until=resumes, by=by),), said)


def shut_doors(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`besloten`: warns where art. 24 forbids it, and says who may ask for it where that goes by who is there."""
    item = state.find_item(state.item or "")
    warnings: tuple[Notice, ...] = ()
    if item and state.law.never_closed(item.title):
        warnings = (Notice("art24", {}),)
    if state.law.doors.of == "present":
        present = len(state.present)
        warnings += (Notice("doors_share", {"needed": state.law.doors.needed(present), "present": present}),)
    return Finding((ev.DoorsClosed(at=at),), warnings, confirm="shut_doors")


def open_doors(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`openbaar`: opens the doors, and tells then of who came and went behind them."""
    if not state.doors_closed:
        item = state.find_item(state.item or "")
        if item and item.kind == "closed":
            code = "doors_are_open_item"
        else:
            code = "doors_are_open"
        raise Refusal(code, number=state.item)
    return Finding((ev.DoorsOpened(at=at), *_moves_to_tell(state)))


def _moves_to_tell(state: MeetingState) -> tuple[ev.Attendance, ...]:
    """Arrivals and departures behind closed doors that nobody outside knows of yet."""
    moves = [f for f in state.facts.values() if isinstance(f, ev.Attendance)]
    told = {f.tells for f in moves}
    return tuple(
        ev.Attendance(at=f.at, members=f.members, present=f.present, tells=f.seq)
        for f in sorted(moves, key=lambda f: f.seq)
        if f.seq in state.hidden and f.seq not in told
    )
