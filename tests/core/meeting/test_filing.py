"""What becomes of a motion: its filers, its words, who takes it over; orders, and items that are moved."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting import events as ev

from .evening import Evening, warned


@pytest.fixture
def evening() -> Evening:
    played = Evening()
    played.type("open", "n2", "m1 i a b: Een", "m2 i c: Twee")
    return played


def test_who_joins_and_leaves_is_a_fact_of_the_moment(evening: Evening) -> None:
    joined = evening.type("m1 i+ c").events[0]
    assert isinstance(joined, ev.MoversChanged) and list(evening.state.objects["m1"].movers) == ["A", "B", "C"]
    evening.type("m1 i- a")
    assert list(evening.state.objects["m1"].movers) == ["B", "C"] and not evening.state.corrections


def test_who_leaves_does_not_take_it_from_the_others(evening: Evening) -> None:
    assert evening.refused("m1x b") == "others_remain" and evening.state.objects["m1"].outcome is None
    evening.type("m1 i- b", "m1x")
    assert evening.state.objects["m1"].outcome == "withdrawn"


@pytest.mark.parametrize(
    ("line", "outcome"), [("m1 ov college", "taken_over"), ("m1 op m2", "merged"), ("m1 verv", "lapsed")]
)
def test_it_ends_without_a_vote_and_is_put_right(evening: Evening, line: str, outcome: str) -> None:
    event = evening.type(line).events[0]
    assert isinstance(event, ev.Decided) and event.outcome == outcome and not event.vote
    assert evening.refused("m1v c") == "already_decided"
    evening.type("c m1v c 5-2")
    assert evening.state.objects["m1"].outcome == "adopted"


def test_only_the_executive_takes_over(evening: Evening) -> None:
    event = evening.type("m1 ov wagner").events[0]
    assert isinstance(event, ev.Decided) and event.by == ("wethouder Wagner",)
    assert evening.refused("m2 ov alders") == "not_executive"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("m1 i +c", "join_not_sign"),
        ("m1 i+ a", "mover_already"),
        ("m1 i- c", "no_mover"),
        ("m1 i- a b", "last_movers"),
        ("m1 op", "merged_into_what"),
        ("m1 op m9", "merged_into_what"),
        ("m1 op m1", "merged_unlike"),
        ("m1 d: javascript:alert(1)", "no_address"),
        ("m1 d: https://raad.example/<script>", "no_address"),
        ("tekst m9: Iets", "unknown_object"),
        ("tekst m9:", "unknown_object"),
        (f"tekst m1: {'x ' * 15_000}", "text_too_long"),
        ("bp1 i a: Iets", "object_needed"),
        (">1 1", "move_form"),
        (">2 1", "stands_there"),
        (">2", "move_form"),
        (">9 1", "unknown_item"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_lost(evening: Evening, line: str, code: str) -> None:
    before = list(evening.state.events)
    assert evening.refused(line) == code and evening.state.events == before


def test_its_words_are_kept_as_they_were_filed(evening: Evening) -> None:
    evening.type("tekst m1: De raad <b>verzoekt</b> het college", "m1 gw: zonder het tweede streepje")
    evening.type("m1 d: https://raad.example/m1.pdf", "m1v c 5-2", "m1 d: https://raad.example/m1b.pdf")
    paper = evening.state.objects["m1"]
    assert paper.text == "De raad <b>verzoekt</b> het college" and paper.changes == ("zonder het tweede streepje",)
    assert paper.url == "https://raad.example/m1b.pdf"
    evening.type("c tekst m1: De raad verzoekt het college")
    assert evening.state.objects["m1"].text == "De raad verzoekt het college"


def test_an_order_waits_for_nothing_and_nothing_for_it(evening: Evening) -> None:
    filed = evening.type("o1 i b: Sluiting van de beraadslaging =")
    assert isinstance(filed.events[0], ev.Filed) and filed.events[0].title == "Sluiting van de beraadslaging"
    found = evening.look("o1t b 2-5")
    assert "too_early" not in warned(found)
    assert evening.state.objects["o1"].label == "O1"


def test_a_moved_item_is_the_next_after_the_other(evening: Evening) -> None:
    evening.type("n1", ">3 1")
    assert [item.number for item in evening.state.items] == ["1", "3", "2"]
    started = evening.type("n").events[0]
    assert isinstance(started, ev.ItemStarted) and started.item == "3"


def test_what_an_outcome_makes_lapse_is_offered(evening: Evening) -> None:
    evening.type("a1 i a: Meer")
    assert "may_lapse" in warned(evening.look("v c 5-2")) and "may_lapse" in warned(evening.look("h"))
    evening.type("v c 5-2")
    assert evening.state.objects["a1"].outcome is None
    closed = evening.look("sluit").events[0]
    assert isinstance(closed, ev.Closed) and closed.not_put == ("m1", "m2", "a1")


def test_who_left_is_put_right_by_who_filed_it_before_that(evening: Evening) -> None:
    evening.type("m1 i- a")
    assert evening.refused("c m1 i- a") == "nothing_changes" and evening.refused("c m1 i- a b") == "last_movers"
    evening.type("c m1 i- b")
    assert list(evening.state.objects["m1"].movers) == ["A"]
    evening.type("m1 i+ c", "c m1 i+ b")
    assert list(evening.state.objects["m1"].movers) == ["A", "B"] and evening.refused("c m1 i+ a") == "mover_already"
