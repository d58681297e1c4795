"""Effects on people: who is here, who speaks, who takes the chair or a seat, who takes no part."""

from __future__ import annotations

from collections.abc import Callable

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState


def come_or_go(state: MeetingState, event: ev.Attendance) -> None:
    """Before the opening nobody is present yet; who will not be is `away`."""
    who = set(event.members)
    if not event.present:
        state.away |= who
        state.present -= who
        return
    state.away -= who
    if has_begun(state):
        state.present |= who
        state.came |= state.present


def has_begun(state: MeetingState) -> bool:
    """Whether the meeting was ever opened."""
    return state.status not in ("planned", "not_opened")


def hold_floor(state: MeetingState, event: ev.Speaker) -> None:
    """Who interrupts does not keep the floor."""
    if not event.interrupts:
        state.speaker = event.who


def leave_seat(state: MeetingState, event: ev.Resigned) -> None:
    state.resigned.add(event.member)
    state.present.discard(event.member)


def take_chair(state: MeetingState, event: ev.ChairChanged) -> None:
    state.chair = event.who


def take_seat(state: MeetingState, event: ev.SwornIn) -> None:
    state.sworn.add(event.member)
    if has_begun(state):
        state.present.add(event.member)
        state.came |= state.present


def take_no_part(state: MeetingState, event: ev.Recused) -> None:
    """Kept from one vote, or from the debate on it as well; from the debate on an item is from every vote under it."""
    if event.scope == "nothing":
        return
    kept_from = event.object
    if event.scope == "debate":
        kept_from = f"debate {event.object}"
    state.recused[kept_from] = state.recused.get(kept_from, frozenset()) | {event.member}


def keep_start_number(state: MeetingState, event: ev.StartNumber) -> None:
    state.start_number = event.number


ON_PEOPLE: dict[type[ev.Base], Callable[..., None]] = {
    ev.Attendance: come_or_go,
    ev.Speaker: hold_floor,
    ev.ChairChanged: take_chair,
    ev.SwornIn: take_seat,
    ev.Resigned: leave_seat,
    ev.Recused: take_no_part,
    ev.StartNumber: keep_start_number,
}
