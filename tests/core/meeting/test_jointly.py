"""Several in one vote, decision points, and who counts as having voted against: each with its own outcome."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.council.agenda import points_in
from livecouncil.core.law.voting import PersonCount, tally_several
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.resting import in_doubt

from .evening import Evening, planned

POINTED = "Besluit: 1. Vaststellen van de visie. 2) Beschikbaar stellen van 2. ton. 3. Informeren van de raad"
ITEMS: tuple[dict[str, Any], ...] = (
    {"number": "1", "title": "Opening", "kind": "procedural"},
    {"number": "2", "title": "Woonvisie", "kind": "proposal"},
    {"number": "3", "title": "Begroting", "kind": "proposal", "decision": "1. Vaststellen. 2. Uitvoeren. 3. Melden."},
)


@pytest.fixture
def evening() -> Evening:
    played = Evening(planned(items=ITEMS))
    played.type("open", "n2", *(f"m{n} i alders: Motie {n}" for n in range(1, 5)))
    return played


def outcomes(evening: Evening, *keys: str) -> list[str | None]:
    return [evening.state.outcome(key) for key in keys]


def test_one_event_decides_several_each_for_itself(evening: Evening) -> None:
    event = evening.type("m1 m3 v c 5-2").events[0]
    assert isinstance(event, ev.Decided) and event.targets == ("m1", "m3")
    assert outcomes(evening, "m1", "m2", "m3") == ["adopted", None, "adopted"]
    assert evening.state.last_decision("m3") is evening.state.last_decision("m1")


def test_a_range_takes_what_was_filed_between_its_ends(evening: Evening) -> None:
    evening.type("m1-m3 t c 2-5", "m4x")
    assert outcomes(evening, "m1", "m2", "m3", "m4") == ["rejected"] * 3 + ["withdrawn"]


def test_several_are_withdrawn_together_under_the_hammer(evening: Evening) -> None:
    event = evening.type("m1-m4x").events[0]
    assert isinstance(event, ev.Decided) and event.outcome == "withdrawn" and not event.vote
    assert outcomes(evening, "m1", "m4") == ["withdrawn", "withdrawn"]


def test_they_are_completed_and_put_right_together(evening: Evening) -> None:
    evening.type("m1 m2 5-2")
    assert evening.refused("m1v c") == "decided_jointly"
    evening.type("m1 m2 v c", "c m1 m2 v b c 3-4")
    assert outcomes(evening, "m1", "m2") == ["rejected", "rejected"]
    assert evening.refused("c m2v b") == "decided_jointly"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("m1 m9 v", "unknown_object"),
        ("m1-m9x", "unknown_object"),
        ("m3-m1 v", "backward_range"),
        ("m1 m1 v", "twice"),
        ("m1 m2 i alders: Iets", "one_at_a_time"),
        ("m1 m2w: Iets", "one_at_a_time"),
        ("bp4 v", "unknown_point"),
        ("n1 bp1 v", "verb_needed"),
    ],
)
def test_what_cannot_be_together_is_refused(evening: Evening, line: str, code: str) -> None:
    evening.type("n3")
    before = list(evening.state.events)
    assert evening.refused(line) == code and evening.state.events == before


def test_objects_of_two_items_are_not_put_to_one_vote(evening: Evening) -> None:
    evening.type("n3", "m5 i alders: Vijf")
    assert evening.refused("m1 m5 v") == "joint_two_items"


def test_one_that_is_decided_is_not_decided_again_with_others(evening: Evening) -> None:
    evening.type("m2u")
    assert evening.refused("m1-m3 v") == "already_decided"


def test_where_others_may_vote_they_are_decided_apart(evening: Evening) -> None:
    evening.type("nd bakker m2")
    assert evening.refused("m1 m2 v") == "joint_unlike"


def test_points_are_decided_apart_and_the_item_says_which_went_otherwise(evening: Evening) -> None:
    evening.type("n3", "bp1 v b 5-2", "bp2 v a c 2-5")
    assert outcomes(evening, "bp3.1", "bp3.2", "3") == ["adopted", "rejected", None]
    assert evening.state.objects["bp3.2"].title == "Uitvoeren."
    event = evening.type("v c 5-2").events[0]
    assert isinstance(event, ev.Decided) and event.outcome == "adopted_in_part"
    assert evening.refused("bp3 u") == "already_decided"


def test_points_that_were_all_adopted_change_nothing_of_the_item(evening: Evening) -> None:
    evening.type("n3", "bp1-3 u", "h")
    assert outcomes(evening, "bp3.1", "bp3.3", "3") == ["adopted", "adopted", "adopted_without_vote"]


def test_a_point_put_right_leaves_the_item_in_doubt(evening: Evening) -> None:
    evening.type("n3", "bp2 v a c 2-5", "v c 5-2", "c bp2 v c 5-2")
    assert list(in_doubt(evening.state)) == ["3"]


def test_an_item_without_points_has_none(evening: Evening) -> None:
    evening.type("n1")
    assert evening.refused("bp1 v") == "no_points"


def test_points_nobody_listed_are_not_told_to_be_there(evening: Evening) -> None:
    assert evening.refused("bp0 v") == "point_out_of_range"


def test_points_are_read_where_they_count_on() -> None:
    assert points_in("1. Vaststellen. 2) Uitvoeren") == {"1": "Vaststellen.", "2": "Uitvoeren"}
    assert points_in("Vaststellen van artikel 4. en verder") == {} and points_in("") == {}
    assert "1" not in points_in("In 2025. 3. Iets") and points_in(POINTED).get("1") != ""


def test_who_counts_as_against_is_noted_where_nobody_voted(evening: Evening) -> None:
    assert evening.refused("aant b") == "not_decided"
    evening.type("h")
    event = evening.type("aant b gorter").events[0]
    assert isinstance(event, ev.CountedAgainst) and event.who == ("B", "Gorter")
    assert evening.state.outcome("2") == "adopted_without_vote"
    evening.type("m1u")
    assert evening.refused("aant b m1") == "was_voted" and evening.refused("aant b: reden") == "no_text_here"


def test_a_member_called_so_is_a_name() -> None:
    from livecouncil.core.meeting.entry import parse

    entry = parse("aant")
    assert entry and entry.act == "floor"


def test_several_seats_on_one_paper(evening: Evening) -> None:
    event = evening.type("pers 2 leden commissie: aan 6 bos 4 cor 2 blanco 1").events[0]
    assert isinstance(event, ev.Ballot) and event.seats == 2 and event.outcome == "elected"
    assert event.appointed == ("aan", "bos") and event.title == "leden commissie"
    assert evening.refused("pers leden commissie: cor 7") == "already_appointed"
    again = evening.type("c pers 2 leden commissie: aan 6 bos 3 cor 2 blanco 1").events[0]
    assert isinstance(again, ev.Corrected) and isinstance(again.event, ev.Ballot)
    assert again.event.appointed == ("aan",) and again.event.outcome == "new_ballot"


def test_more_names_than_papers_have_room_for_cannot_be(evening: Evening) -> None:
    assert evening.refused("pers 2 leden commissie: aan 8") == "ballot_too_many_seats"
    assert evening.refused("pers 2 leden commissie: aan 7 bos 6 cor 2") == "ballot_too_many_seats"


def test_who_ties_for_the_last_seat_is_not_elected() -> None:
    count = PersonCount(seats=9, sitting=9, recused=0, ballots={"A": 8, "B": 6, "C": 6})
    ruling, elected = tally_several(count, 2, 9)
    assert (ruling.outcome, elected) == ("new_ballot", ("A",))
    assert tally_several(count, 2, 4)[0].outcome == "invalid"
