"""Which gates a fact waits at: wall and feed always, the networks only where the council lets that kind of it go."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.council.model import Channel, Hold, Release
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.release.gates import GATES, gates_of, ready_at
from tests.core.meeting.evening import START, Evening, planned

from .journals import PLACES

CHAMBER = GATES[:2]


def meeting(channels: tuple[str, ...] = ("bluesky",), **release: Any) -> MeetingState:
    """A meeting that is open at item 2, with the motion m1 filed there."""
    state = planned()
    described = {name: Channel(network="bluesky", account="dorp.example") for name in channels}
    state.council = state.council.model_copy(update={"channels": described, "release": Release(**release)})
    evening = Evening(state)
    evening.type("open", "n2", "m1 i alders: Starters eerst")
    return evening.state


def gates_for(state: MeetingState, line: str) -> tuple[ev.Gate, ...]:
    """The gates of what `line` logs."""
    evening = Evening(state)
    (event,) = evening.look(line).events
    logged = evening.log(event)
    return gates_of(evening.state, logged, PLACES)


def test_a_result_goes_to_the_networks_too() -> None:
    assert gates_for(meeting(), "m1v b c") == GATES


@pytest.mark.parametrize(
    "state",
    [meeting(channels=()), meeting(policy="chamber")],
    ids=["a council without networks", "one that lets nothing out of the chamber"],
)
def test_nothing_goes_to_a_network_that_is_not_meant_to(state: MeetingState) -> None:
    assert gates_for(state, "m1v b c") == CHAMBER


def test_a_message_goes_there_only_where_the_council_asks_for_its_kind() -> None:
    assert gates_for(meeting(), "b: Tot zo") == CHAMBER
    assert gates_for(meeting(also=("vrij_bericht",)), "b: Tot zo") == GATES
    assert gates_for(meeting(also=("toezegging",)), "b: Tot zo") == CHAMBER


def test_who_has_the_floor_is_no_message_for_a_network() -> None:
    assert gates_for(meeting(also=("vrij_bericht",)), "bakker") == CHAMBER


@pytest.mark.parametrize(
    "event", [ev.Note(at=START, text="x"), ev.Recalled(at=START, of=1), ev.Panic(at=START, on=True)]
)
def test_what_is_said_to_nobody_waits_at_no_gate(event: ev.Base) -> None:
    assert gates_of(meeting(), event, PLACES) == ()


def test_each_gate_holds_for_its_own_time() -> None:
    hold = Hold(wall=1, feed=20, networks=300)
    assert [ready_at(1000.0, hold, gate) for gate in GATES] == [1001.0, 1020.0, 1300.0]
    assert ready_at(1000.0, Hold(wall=0), "wall") == 1000.0
