"""Effects on the course of the meeting: begun, suspended, behind closed doors, ended."""

from __future__ import annotations

from collections.abc import Callable

from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import NIGHT, MeetingState

from .decisions import set_outcome


def begin(state: MeetingState, event: ev.Opened) -> None:
    state.status = "open"
    state.since = event.at
    state.present = set(event.present)
    state.begun = event.at
    state.came |= state.present
    if state.item is None and state.items:
        state.item = state.items[0].number


def fail_to_begin(state: MeetingState, event: ev.NotOpened) -> None:
    state.status = "not_opened"
    state.since = event.at
    state.present = set(event.present)


def end(state: MeetingState, event: ev.Closed) -> None:
    state.status = "closed"
    state.since = event.at
    state.doors_closed = False
    state.expected_resume = None
    for target in event.not_put:
        set_outcome(state, target, "not_put_to_vote", event.seq)


def stand_still(state: MeetingState, event: ev.Suspended) -> None:
    state.status = "suspended"
    state.since = event.at
    state.expected_resume = event.until
    if event.until:
        state.days.add(local(event.until, state.zone).date())


def resume(state: MeetingState, event: ev.Resumed) -> None:
    """After a night on another date it is another day of the sitting, which begins here."""
    other_date = state.begun is None or local(event.at, state.zone).date() != local(state.begun, state.zone).date()
    if other_date and state.since and event.at - state.since > NIGHT:
        state.begun = event.at
    state.status = "open"
    state.since = event.at
    state.expected_resume = None


def go_behind_doors(state: MeetingState, event: ev.DoorsClosed) -> None:
    state.doors_closed = True
    state.called = None
    state.speaker = ""
    state.since = event.at


def come_into_the_open(state: MeetingState, event: ev.DoorsOpened) -> None:
    state.doors_closed = False
    state.since = event.at


def hold_everything(state: MeetingState, event: ev.Panic) -> None:
    state.panic = event.on


ON_THE_COURSE: dict[type[ev.Base], Callable[..., None]] = {
    ev.Opened: begin,
    ev.NotOpened: fail_to_begin,
    ev.Closed: end,
    ev.Suspended: stand_still,
    ev.Resumed: resume,
    ev.DoorsClosed: go_behind_doors,
    ev.DoorsOpened: come_into_the_open,
    ev.Panic: hold_everything,
}
