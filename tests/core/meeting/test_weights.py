"""Votes that weigh and majorities with a name: what is counted in votes, what in persons, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.council.model import Council
from livecouncil.core.council.procedure import Majority
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import unanimous
from livecouncil.core.meeting.state import MeetingState

from .evening import ITEMS, Evening, planned

VOTES = {"Alders": 9, "Bakker": 5, "Cramer": 1, "Dekens": 4, "Evers": 3, "Fokkens": 2, "Gorter": 6}
"""Thirty votes: A 15, B 7, C 8."""
MAJORITIES = [
    {"name": "begroting", "share": "2/3"},
    {"name": "besluit", "share": ">1/2", "of": "members"},
    {"name": "opheffing", "share": "3/4", "of": "votes"},
]


def region(kind: str = "joint_body", votes: dict[str, int] | None = None, **item: Any) -> Evening:
    """A body whose members have `VOTES`, opened, at item 2."""
    items = (ITEMS[0], ITEMS[1] | item, *ITEMS[2:])
    state = planned({"majorities": MAJORITIES}, items, seats=7, kind=kind)
    rows = [m.model_copy(update={"votes": (votes or VOTES).get(m.name, 1)}) for m in state.council.members]
    evening = Evening(MeetingState(state.council.model_copy(update={"members": tuple(rows)}), state.agenda))
    evening.type("open", "n2", "m1 i a: Een")
    return evening


def counted(evening: Evening, line: str) -> ev.Decided:
    event = evening.look(line).events[0]
    assert isinstance(event, ev.Decided) and event.vote
    return event


@pytest.mark.parametrize(
    ("line", "figures", "outcome"),
    [
        ("m1v a", (15, 15), "tied_not_adopted"),
        ("m1v b", (23, 7), "adopted"),
        ("m1t alders fokkens", (11, 19), "rejected"),
        ("m1v c(6) 24-6", (24, 6), "adopted"),
        ("m1v ~gorter a", (9, 15), "rejected"),
        ("m1u", (30, 0), "adopted"),
        ("m1 16-14", (16, 14), "adopted"),
        ("m1r1 vvttttt", (14, 16), "rejected"),
        ("m1r1 vttttvv", (17, 13), "adopted"),
    ],
)
def test_figures_are_votes_and_most_votes_decide(line: str, figures: tuple[int, int], outcome: str) -> None:
    event = counted(region(), line)
    assert event.vote and (event.vote.for_, event.vote.against) == figures and event.outcome == outcome
    assert event.vote.weights == {name: VOTES[name] for name in VOTES}


def test_three_persons_may_outvote_four() -> None:
    event = counted(region(), "m1t alders bakker dekens")
    assert event.vote and list((event.vote.options or {}).values()).count("for") == 3 and event.outcome == "adopted"
    assert not unanimous(event.vote) and unanimous(counted(region(), "m1u").vote)


def test_enough_took_part_by_persons_whatever_votes_they_have() -> None:
    """Three of seven with twenty of thirty votes are too few; one more with one vote is enough."""
    evening = region()
    evening.type("af cramer evers fokkens dekens")
    assert counted(evening, "m1u").outcome == "invalid" and counted(evening, "m1 20-0").outcome == "invalid"
    evening.type("aan cramer")
    assert counted(evening, "m1u").outcome == "adopted" and counted(evening, "m1 21-0 zn").outcome == "adopted"


@pytest.mark.parametrize(
    ("line", "outcome", "said"),
    [
        ("m1 20-10 %begroting", "adopted", {"needed": 20, "among": 30, "reached": 20}),
        ("m1 19-11 %begroting", "rejected", {"needed": 20, "among": 30, "reached": 19}),
        ("m1v a %beg", "rejected", {"needed": 20, "among": 30, "reached": 15}),
        ("m1v a %besluit", "adopted", {"needed": 4, "among": 7, "reached": 4}),
        ("m1t alders bakker gorter %besluit", "rejected", {"needed": 4, "among": 7, "reached": 3}),
        ("m1 22-8 %opheffing", "rejected", {"needed": 23, "among": 30, "reached": 22}),
        ("m1 23-7 %opheffing", "adopted", {"needed": 23, "among": 30, "reached": 23}),
        ("m1r1 vvvvvvt %opheffing", "adopted", {"needed": 23, "among": 30, "reached": 24}),
    ],
)
def test_a_majority_with_a_name(line: str, outcome: str, said: dict[str, int]) -> None:
    evening = region()
    finding = evening.look(line)
    assert counted(evening, line).outcome == outcome
    (notice,) = [one for one in finding.warnings if one.code.startswith("explanation.share_of_")]
    assert {key: notice.slots[key] for key in said} == said


def test_of_all_votes_there_are_absent_ones_count() -> None:
    evening = region()
    evening.type("af gorter")
    assert counted(evening, "m1v b 17-7 %begroting").outcome == "adopted"
    assert counted(evening, "m1u %opheffing").outcome == "adopted"
    evening.type("af bakker")
    assert counted(evening, "m1u %opheffing").outcome == "rejected"


def test_the_agenda_names_the_majority_of_its_proposal_and_of_nothing_else() -> None:
    evening = region(majority="begroting")
    assert counted(evening, "19-11").outcome == "rejected" and counted(evening, "bp1 19-11").outcome == "rejected"
    assert counted(evening, "19-11 %gewoon").outcome == "adopted" and counted(evening, "m1 19-11").outcome == "adopted"
    assert counted(evening, "n2 aang").outcome == "adopted"


def test_names_and_corrections_keep_the_majority_of_then() -> None:
    evening = region(majority="begroting")
    evening.type("m1x", "19-11")
    assert evening.refused("v bakker dekens fokkens 19-11 %opheffing") == "majority_counted"
    completed = evening.type("v bakker dekens fokkens 19-11").events[0]
    assert isinstance(completed, ev.Decided) and completed.outcome == "rejected" and completed.completes
    again = evening.look("c v bakker dekens fokkens 19-11 %gewoon").events[0]
    assert isinstance(again, ev.Corrected) and isinstance(again.event, ev.Decided) and again.event.outcome == "adopted"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("m1 40-12", "totals_too_many_by_weight"),
        ("m1v a 19-11 %onbekend", "unknown_majority"),
        ("m1v a %be", "unknown_majority"),
        ("m1 19-11 %besluit", "majority_by_persons"),
        ("m1v c(8)", "split_too_many"),
        ("m1v a %begroting %besluit", "majority_twice"),
        ("m1x %begroting", "majority_not_here"),
        ("alders %begroting", "majority_not_here"),
        ("m1 aang %begroting", "majority_not_here"),
    ],
)
def test_what_cannot_be_counted_is_refused(line: str, code: str) -> None:
    assert region().refused(line) == code


def test_a_vote_that_is_void_is_not_said_to_stay_valid() -> None:
    assert [one.code for one in region("council").look("m1v ~a ~b ~c").warnings] == [
        "too_early_item",
        "explanation.invalid",
    ]


def test_missing_votes_are_asked_for_in_votes() -> None:
    finding = region().look("m1 19-10")
    assert finding.mismatch and finding.mismatch.code == "votes_missing_by_weight"
    assert finding.mismatch.slots == {"votes": 29, "present": 30}


@pytest.mark.parametrize(
    "kind", ["council", "provincial_council", "water_board", "municipal_council_be", "island_council"]
)
def test_where_the_law_knows_no_weights_a_member_has_one_vote(kind: str) -> None:
    evening = region(kind)
    event = counted(evening, "m1v b")
    assert event.vote and (event.vote.for_, event.vote.against, event.vote.weights) == (5, 2, {})
    assert evening.refused("m1v b %begroting") == "no_majorities"


def test_in_a_safety_region_the_chair_decides_a_tie_of_votes() -> None:
    evening = region("safety_region")
    evening.type("vz alders")
    assert (counted(evening, "m1v a").outcome, counted(evening, "m1t a").outcome) == ("rejected", "adopted")
    assert counted(evening, "m1 15-15").outcome == "tied"


def test_where_each_has_one_vote_a_vote_carries_no_weights() -> None:
    event = counted(region(votes={"Nobody": 2}), "m1v b %begroting")
    assert event.vote and event.vote.weights == {} and event.outcome == "adopted"


@pytest.mark.parametrize("share", ["1/2", "1/3", "5/4", ">1/1", "0/2", "2:3", "half", "100/101"])
def test_a_share_is_a_majority(share: str) -> None:
    with pytest.raises(ValueError, match="share"):
        Majority.model_validate({"name": "begroting", "share": share})


@pytest.mark.parametrize("votes", [0, -3, 501, 2.5, "veel"])
def test_votes_of_a_member_are_a_number_from_one(votes: Any) -> None:
    member = {"name": "Alders", "group": "A", "votes": votes}
    with pytest.raises(ValueError, match="votes"):
        Council.model_validate({"council": {"municipality": "T", "seats": 1}, "members": [member]})
