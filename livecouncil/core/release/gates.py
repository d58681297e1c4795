"""The gates between a logged fact and the world: which there are for a fact, what is held, what is due, what passed.

A gate lets facts through in order, so what waits lies at the end of the journal. `settle` remembers per gate how far
that end goes (`MeetingState.waits_from`); everybody who asks what waits walks only there, however long the meeting is.
A fact may only begin to wait again by a recall or a correction, and those fold the meeting anew, without the mark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from livecouncil.core.council.model import Hold
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.doors import Doors
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.tell import tell

GATES: tuple[ev.Gate, ...] = ("wall", "feed", "networks")
SILENT = (
    ev.Snapshot,
    ev.Note,
    ev.Sealed,
    ev.Released,
    ev.Recalled,
    ev.Panic,
    ev.Paused,
    ev.Posting,
    ev.Checkpoint,
    ev.Finalized,
    ev.Fulfilled,
    ev.Redacted,
)
"""Events that no gate waits for: nothing is said of them."""


def gates_of(state: MeetingState, event: ev.Base, places: dict[str, dict[str, str]]) -> tuple[ev.Gate, ...]:
    """Gates `event` passes: wall and feed for every fact, the networks only for kinds with a place there."""
    if isinstance(event, SILENT):
        return ()
    council = state.council
    if not council.channels or council.release.policy == "chamber":
        return GATES[:2]
    told = tell(state, event, event)
    if told:
        place = places.get(told.kind, {}).get("social")
    else:
        place = "-"
    social = place == "x" or (place == "o" and told is not None and told.kind in council.release.also)
    if social:
        return GATES
    return GATES[:2]


def seconds(hold: Hold, gate: ev.Gate) -> int:
    return {"wall": hold.wall, "feed": hold.feed, "networks": hold.networks}[gate]


def held(state: MeetingState, gate: ev.Gate) -> Iterator[ev.Base]:
    """Facts not yet through `gate`, newest first. Facts behind closed doors never pass."""
    return (event for _, event in _held(state, gate))


def _held(state: MeetingState, gate: ev.Gate) -> Iterator[tuple[int, ev.Base]]:
    """With the place of each in `state.events`."""
    for index in range(len(state.events) - 1, state.waits_from[gate] - 1, -1):
        event = state.events[index]
        if isinstance(event, SILENT) or event.seq in state.recalled or event.seq in state.hidden:
            continue
        if event.seq in state.released[gate]:
            return
        yield index, event


def waiting(state: MeetingState, gate: ev.Gate, places: dict[str, dict[str, str]]) -> Iterator[ev.Base]:
    """Facts that wait to pass `gate`, newest first: those held that have a place behind it."""
    return (event for event in held(state, gate) if gate in gates_of(state, event, places))


def settle(state: MeetingState, places: dict[str, dict[str, str]]) -> None:
    """Move each gate's mark up to the oldest fact that waits there. Changes no answer, only what it costs."""
    for gate in GATES:
        oldest = len(state.events)
        for index, event in _held(state, gate):
            if gate in gates_of(state, event, places):
                oldest = index
        state.waits_from[gate] = oldest


def ready_at(since: float, hold: Hold, gate: ev.Gate) -> float:
    """When what was logged at `since` may pass `gate`; both in seconds of a clock that nobody can set."""
    return since + seconds(hold, gate)


def released(events: Sequence[ev.Base], gate: ev.Gate) -> dict[int, datetime]:
    """When each event passed `gate`, by `seq`."""
    through: dict[int, datetime] = {}
    for event in events:
        if isinstance(event, ev.Released) and event.gate == gate:
            for seq in event.of:
                through.setdefault(seq, event.at)
        if gate in event.released:
            through.setdefault(event.seq, event.at)
    return through


def kept_by(events: Sequence[ev.Base], through: Collection[int]) -> list[ev.Base]:
    """The snapshot and the facts of `through`, in order; nothing logged between the closing and opening of the doors."""
    doors = Doors.of(events)
    return [
        e
        for e in events
        if isinstance(e, ev.Snapshot)
        or (e.seq in through and not doors.hides(e) and not isinstance(e, ev.Note | ev.Sealed))
    ]
