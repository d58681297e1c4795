"""The gates between a logged fact and the world: which there are for a fact, what is held, what is due.

Theory. Between the hammer and the public stand three gates: the wall in the chamber, the feed, and the networks. Each
holds a fact back for a time, so that a slip can be undone before it is out. That a fact *passed* is an event of the
journal (`released`). Until it passed the feed or the networks it can be *recalled*, and then it never happened, on the
wall neither; afterwards only a correction helps. So whether something is out is read and never computed: no clock and
no setting of a reader can let a fact out or call one back (see `passed`). What was logged behind closed doors waits at
no gate, for it will never pass.

A gate lets facts through in order, so what waits lies at the end of the journal. `settle` remembers per gate how far
that end goes (`MeetingState.waits_from`); everybody who asks what waits walks only there, however long the meeting is.
A fact may only begin to wait again by a recall or a correction, and those fold the meeting anew, without the mark.
"""

from __future__ import annotations

from collections.abc import Iterator

from livecouncil.core.council.model import Hold
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.tell import tell

GATES: tuple[ev.Gate, ...] = ("wall", "feed", "networks")
SILENT = frozenset(
    {
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
    }
)
"""Events that no gate waits for: nothing is said of them."""


def gates_of(state: MeetingState, event: ev.Base, places: dict[str, dict[str, str]]) -> tuple[ev.Gate, ...]:
    """Gates `event` passes: wall and feed for every fact, the networks only for kinds with a place there."""
    if type(event) in SILENT:
        return ()
    council = state.council
    if not council.channels or council.release.policy == "chamber":
        return GATES[:2]
    told = tell(state, event, event)
    if told:
        place = places.get(told.placed_as, {}).get("social")
    else:
        place = "-"
    social = place == "x" or (place == "o" and told is not None and told.placed_as in council.release.also)
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
        if type(event) in SILENT or event.seq in state.recalled or event.seq in state.hidden:
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
