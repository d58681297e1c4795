"""Effects of deciding: what is put to the vote, and what became of it, with or without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState, Paper, ballot_key
from livecouncil.core.text.numbers import is_point, point_in


def put_to_vote(state: MeetingState, event: ev.VoteCalled) -> None:
    state.called = event.object


def decide_one(state: MeetingState, event: ev.Decided) -> None:
    for target in event.targets:
        if is_point(target) and target not in state.objects:
            state.put(_point(state, target))
        set_outcome(state, target, event.outcome, event.seq)


def _point(state: MeetingState, key: str) -> Paper:
    """A decision point, which is there from when it is decided apart."""
    number, point = point_in(key)
    item = state.find_item(number)
    title = item.points.get(point, "") if item and item.kind != "closed" else ""
    return Paper(key, number, title)


def decide_several(state: MeetingState, event: ev.AdoptedTogether) -> None:
    for item in event.items:
        set_outcome(state, item, "adopted_without_vote", event.seq)


def count_round(state: MeetingState, event: ev.Ballot) -> None:
    """A ballot on persons settles no item or object: its rounds are only kept, by title."""
    _add_decision(state, ballot_key(event.title), event.seq)


def set_outcome(state: MeetingState, target: str, outcome: str, seq: int) -> None:
    """`target`, an object key or an item number, has this outcome by event `seq`, and is no longer at the vote."""
    if target in state.objects:
        state.put(replace(state.objects[target], outcome=outcome))
    else:
        state.outcomes[target] = outcome
    if state.called == target:
        state.called = None
    _add_decision(state, target, seq)


def _add_decision(state: MeetingState, target: str, seq: int) -> None:
    state.decisions[target] = (*state.decisions.get(target, ()), seq)


ON_DECISIONS: dict[type[ev.Base], Callable[..., None]] = {
    ev.VoteCalled: put_to_vote,
    ev.Decided: decide_one,
    ev.AdoptedTogether: decide_several,
    ev.Ballot: count_round,
}
