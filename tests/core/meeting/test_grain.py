"""A vote at the grain that was told: by name, by group, by figures, or the outcome alone; and nothing beyond it."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import count_of, nobody_named, untold
from livecouncil.core.meeting.rules.shared import Finding

from .evening import MEMBERS, Evening, planned, warned

PERSONS: tuple[dict[str, Any], ...] = (
    {"number": "1", "title": "Opening", "kind": "procedural"},
    {"number": "2", "title": "Benoeming lid rekenkamer", "kind": "proposal"},
)


@pytest.fixture
def filed() -> Evening:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst")
    return evening


def decided(found: Finding) -> tuple[ev.Decided, ev.Vote]:
    event = found.events[0]
    assert isinstance(event, ev.Decided) and event.vote
    return event, event.vote


def test_of_a_group_divided_without_names_its_numbers_are_kept_and_nobodys_vote(filed: Evening) -> None:
    event, vote = decided(filed.type("m1v a(2) c 3-4"))
    assert (event.outcome, vote.for_, vote.against) == ("rejected", 3, 4)
    assert vote.divided == {"A": (1, 2)} and untold(vote) == MEMBERS[:3]
    assert set(vote.options or {}) == set(MEMBERS)


def test_with_all_against_the_number_is_of_those_for(filed: Evening) -> None:
    _, vote = decided(filed.type("m1t a(2) 2-5"))
    assert vote.divided == {"A": (2, 1)} and (vote.for_, vote.against) == (2, 5)


def test_totals_and_no_names(filed: Evening) -> None:
    event, vote = decided(filed.type("m1 5-2 zn"))
    assert event.outcome == "adopted" and nobody_named(vote) and untold(vote) == MEMBERS
    assert filed.refused("m1 5-2 zn") == "already_decided"


def test_figures_whose_names_were_to_follow_are_completed_by_none(filed: Evening) -> None:
    filed.type("m1 5-2")
    event, vote = decided(filed.type("m1 zn"))
    assert event.completes == 4 and (vote.for_, vote.against) == (5, 2) and nobody_named(vote)


def test_they_are_so_after_the_closing_too(filed: Evening) -> None:
    filed.type("m1 5-2")
    closed = filed.type("sluit")
    assert "names_pending" in warned(closed)
    assert isinstance(closed.events[0], ev.Closed) and closed.events[0].unnamed == ("m1",)
    assert filed.refused("m1 4-3") == "meeting_closed" and filed.refused("m1 4-3 zn") == "names_do_not_fit"
    event, _ = decided(filed.type("m1 5-2 zn"))
    assert event.completes == 4


@pytest.mark.parametrize(("word", "outcome"), [("aang", "adopted"), ("verw", "rejected")])
def test_the_outcome_alone_is_the_chairs_word(filed: Evening, word: str, outcome: str) -> None:
    found = filed.look(f"m1 {word}")
    event, vote = decided(found)
    assert (event.outcome, event.method, count_of(vote)) == (outcome, "announced", None)
    assert untold(vote) == MEMBERS and "chairs_word" in warned(found)


def test_what_an_amendment_changed_is_adopted_as_amended_on_the_chairs_word_too(filed: Evening) -> None:
    filed.type("a1 i alders: Meer", "a1u")
    event, _ = decided(filed.look("n2 aang"))
    assert event.outcome == "adopted_amended"


def test_where_too_few_are_there_the_chairs_word_makes_no_valid_vote(filed: Evening) -> None:
    filed.type("af alders bakker cramer dekens")
    event, _ = decided(filed.look("m1 aang"))
    assert event.outcome == "invalid"


def test_it_is_put_right_by_figures_and_the_other_way(filed: Evening) -> None:
    filed.type("m1 aang", "c m1v c 5-2")
    last = filed.state.last_decision("m1")
    assert isinstance(last, ev.Decided) and last.vote and last.vote.for_ == 5
    filed.type("c m1 verw")
    last = filed.state.last_decision("m1")
    assert isinstance(last, ev.Decided) and last.vote and count_of(last.vote) is None and last.outcome == "rejected"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("m1v a(3)", "split_too_many"),
        ("m1v a(0)", "split_too_many"),
        ("m1v ~a(1)", "split_abstains"),
        ("m1v alders(1)", "split_person"),
        ("m1v a(1) alders", "split_and_member"),
        ("m1v a zn 4-3", "zn_with_names"),
        ("m1 zn", "zn_needs_totals"),
        ("m1 8-2 zn", "totals_too_many"),
        ("m2 aang", "unknown_object"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_counted(filed: Evening, line: str, code: str) -> None:
    before = list(filed.state.events)
    assert filed.refused(line) == code and filed.state.events == before


def test_an_outcome_of_known_figures_is_no_chairs_word(filed: Evening) -> None:
    filed.type("m1 5-2")
    assert filed.refused("m1 aang") == "figures_known"


@pytest.mark.parametrize("line", ["u", "v c", "5-2 zn", "n2 aang", "r1 vvvvvvv"])
def test_persons_are_not_voted_on_openly_without_a_warning(line: str) -> None:
    evening = Evening(planned(items=PERSONS))
    evening.type("open", "n2")
    assert "vote_persons" in warned(evening.look(line))


def test_persons_are_not_adopted_with_a_hamerstuk_without_a_warning() -> None:
    evening = Evening(planned(items=PERSONS))
    evening.type("open", "n2")
    assert "adopted_persons" in warned(evening.look("h 2"))


def test_who_did_not_vote_is_not_among_those_untold(filed: Evening) -> None:
    filed.type("af gorter", "nd fokkens m1")
    _, vote = decided(filed.type("m1 4-1 zn"))
    assert untold(vote) == MEMBERS[:5] and vote.absent == ("Gorter",)
