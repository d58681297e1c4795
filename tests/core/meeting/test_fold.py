"""The fold: one go or one at a time, recalls and corrections, and a copy to try something on."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import fold, tried
from livecouncil.core.meeting.state import MeetingState

from .evening import Evening, planned

LINES = (
    "open",
    "n2",
    "m1 i alders: Starters eerst",
    "m1 3-4",
    "m1v b c",
    "bakker",
    "af bakker",
    "c m1v c",
    "a1 i cramer: Minder",
    "c a1 i cramer: Meer",
    "z10",
    "z",
    "h 2",
    "besloten",
    "aan bakker",
    "openbaar",
)


def asked(state: MeetingState) -> dict[str, Any]:
    """All that is known of a meeting, but what belongs to whoever asks."""
    return {f.name: getattr(state, f.name) for f in fields(state) if f.name not in ("walked", "listener", "quoted")}


def seq_of(evening: Evening, kind: type[ev.Base]) -> int:
    return next(event.seq for event in reversed(evening.state.events) if isinstance(event, kind))


def test_folded_in_one_go_it_is_what_it_was_one_at_a_time() -> None:
    evening = Evening()
    for line in LINES:
        evening.type(line)
        state = evening.state
        assert asked(fold(state.events, state.council, state.agenda)) == asked(state), line


def test_what_is_recalled_never_happened() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst")
    before = evening.state
    evening.type("m1u")
    vote = seq_of(evening, ev.Decided)
    evening.log(ev.Recalled(at=evening.now, of=vote))
    assert evening.state is not before, "folded anew"
    assert evening.state.outcome("m1") is None and vote not in evening.state.facts
    assert evening.type("m1t c").events[0].model_dump()["round"] == 1


def test_a_correction_stands_in_the_place_of_the_fact_and_keeps_its_number() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "m1v b c", "c m1v c")
    vote = seq_of(evening, ev.Decided)
    fact = evening.state.facts[vote]
    assert isinstance(fact, ev.Decided) and fact.vote
    assert (fact.vote.for_, fact.vote.against) == (5, 2)
    assert evening.state.decisions["m1"] == (vote,)


def test_a_corrected_result_takes_the_names_along_that_completed_it() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "m1 4-3")
    totals = seq_of(evening, ev.Decided)
    evening.type("m1v b fokkens")
    names = seq_of(evening, ev.Decided)
    evening.type("c m1v c")
    for seq in (totals, names):
        fact = evening.state.facts[seq]
        assert isinstance(fact, ev.Decided) and fact.vote and fact.vote.for_ == 5, seq
    assert evening.state.corrections.keys() == {totals, names}


def test_a_recalled_correction_leaves_the_fact_as_it_was() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "c m1 i alders: Starters later")
    assert evening.state.objects["m1"].title == "Starters later"
    evening.log(ev.Recalled(at=evening.now, of=seq_of(evening, ev.Corrected)))
    assert evening.state.objects["m1"].title == "Starters eerst"


def test_only_the_first_passing_of_a_gate_counts_and_a_correction_passes_it_too() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst")
    filed = seq_of(evening, ev.Filed)
    first = evening.now
    evening.log(ev.Released(at=first, gate="feed", of=(filed,)))
    evening.log(ev.Released(at=evening.now, gate="feed", of=(filed,)))
    correction = evening.look("c m1 i alders: Starters later").events[0]
    evening.log(correction.model_copy(update={"released": ("wall",)}))
    assert evening.state.released["feed"] == {filed: first}
    assert evening.state.released["wall"] == {seq_of(evening, ev.Corrected): correction.at}


def test_the_listener_hears_each_fact_as_it_now_stands() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "c m1 i alders: Starters later", ", nakijken")
    heard: list[tuple[str, int]] = []
    state = evening.state
    fold(
        state.events,
        state.council,
        state.agenda,
        listener=lambda _, fact, logged: heard.append((ev.type_of(fact), logged.seq)),
    )
    assert heard == [("opened", 1), ("item_started", 2), ("filed", 3), ("corrected", 4)]


def test_what_is_tried_changes_nothing_and_is_told_to_nobody() -> None:
    evening = Evening()
    evening.type("open", "n2")
    heard: list[ev.Base] = []
    evening.state.listener = lambda _, fact, logged: heard.append(fact)
    filed = evening.look("m1 i alders: Starters eerst").events[0]
    trial = tried(evening.state, filed)
    assert "m1" in trial.objects and "m1" not in evening.state.objects
    assert heard == [] and trial.events == evening.state.events


def test_networks_that_stand_still_are_only_paused() -> None:
    evening = Evening()
    evening.type("open")
    evening.log(ev.Paused(at=evening.now, on=True))
    assert evening.state.paused and len(evening.state.facts) == 1
    evening.log(ev.Paused(at=evening.now, on=False))
    assert not evening.state.paused


def test_before_the_opening_nobody_is_present_however_many_arrive() -> None:
    evening = Evening(planned())
    evening.type("af bakker", "aan bakker", "af cramer")
    assert evening.state.present == set() and evening.state.away == {"Cramer"}


def test_a_kind_of_event_is_one_class() -> None:
    """Events are asked for by their class: one that had heirs would be passed over."""
    kinds = ev._BY_TYPE.values()
    assert [kind for kind in kinds if kind.__subclasses__()] == []
