"""Numbers as a council prints them, through grammar, ranges, order and rules."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.text.numbers import KnownNumbers
from livecouncil.errors import Refusal

from .evening import Evening, planned

PRINTED = ("1", "2.a", "4.1", "7.B.1", "16.a.3", "R-12", "MF-15-1", "XII", "10bis", "5", "7", "5-7", "1000")
ITEMS: tuple[dict[str, Any], ...] = tuple({"number": n, "title": f"Voorstel {n}", "kind": "proposal"} for n in PRINTED)


def evening() -> Evening:
    played = Evening(planned(items=ITEMS))
    played.type("open")
    return played


@pytest.mark.parametrize("number", PRINTED)
def test_every_printed_number_is_gone_to_and_voted_on(number: str) -> None:
    played = evening()
    started = played.type(f"n {number.casefold()}").events[0]
    assert isinstance(started, ev.ItemStarted) and started.item == number
    decided = played.type(f"n{number} v b 5-2").events[0]
    assert isinstance(decided, ev.Decided) and decided.object == number


@pytest.mark.parametrize("key", ["m95a", "m1041", "a3.1", "m12", "m2/3"])
def test_every_printed_object_is_filed_and_voted_on(key: str) -> None:
    played = evening()
    played.type(f"{key} i a: Iets")
    decided = played.type(f"{key} v b 5-2").events[0]
    assert isinstance(decided, ev.Decided) and decided.object == key
    assert played.refused(f"{key.upper()} v") == "already_decided"


@pytest.mark.parametrize(
    ("line", "act", "target"),
    [
        ("m12p", "hold_over", "m12"),
        ("m12p i a: Later", "file", "m12p"),
        ("m1i vvd: Iets", "file", "m1"),
        ("m95a v", "vote", "m95a"),
        ("a3.1u", "unanimous", "a3.1"),
        ("m1041x", "withdraw", "m1041"),
        ("m3 21-16", "totals", "m3"),
        ("m3r8 vv", "roll_call", "m3"),
    ],
)
def test_old_readings_stay_and_new_numbers_have_a_blank_behind_them(line: str, act: str, target: str) -> None:
    entry = parse(line)
    assert entry and (entry.act, entry.target) == (act, target)


def test_the_longest_known_number_wins() -> None:
    known = KnownNumbers(objects={"m12", "m12v"})
    entry = parse("m12v v", known=known)
    assert entry and (entry.target, entry.act) == ("m12v", "vote")
    other = parse("m12 v v", known=known)
    assert other and other.target == "m12"


def test_what_could_be_two_numbers_is_asked_back_with_both_ways_to_write_it() -> None:
    with pytest.raises(Refusal) as refused:
        parse("m12v", known=KnownNumbers(objects={"m12", "m12v"}))
    assert refused.value.code == "two_numbers"
    assert (refused.value.slots["one"], refused.value.slots["other"]) == ("m12 v", "m12v …")
    assert evening().refused("h 5-7") == "item_or_range"


def test_ranges_go_by_the_agenda_and_have_known_ends() -> None:
    played = evening()
    adopted = played.look("h 16.a.3-xii").events[0]
    assert isinstance(adopted, ev.AdoptedTogether) and adopted.items == ("16.a.3", "R-12", "MF-15-1", "XII")
    assert played.refused("h xii-16.a.3") == "backward_range"
    assert played.refused("h 5-9") == "unknown_item"
    assert played.refused("h 4.1-99.2") in ("unknown_item", "backward_range")


def test_the_next_item_is_that_of_the_agenda() -> None:
    played = evening()
    gone = [played.type("n").events[0] for _ in PRINTED[1:]]
    assert [event.item for event in gone if isinstance(event, ev.ItemStarted)] == list(PRINTED[1:])
    assert played.refused("n") == "last_item"


def test_items_are_added_and_taken_off_by_their_printed_number() -> None:
    played = evening()
    added = played.type("+R-13: Nagekomen voorstel").events[0]
    assert isinstance(added, ev.ItemAdded) and added.item == "R-13"
    removed = played.type("-r-13").events[0]
    assert isinstance(removed, ev.ItemRemoved) and removed.item == "R-13"
    assert played.refused("+r-12: Nog eens") == "item_exists"


def test_per_item_an_amendment_is_numbered_under_its_item() -> None:
    played = Evening(planned({"object_numbers": "item"}, items=ITEMS))
    played.type("open", "n R-12", "a1 i a: Iets")
    assert played.state.objects["aR-12.1"].label == "AR-12.1"
    decided = played.type("a1u").events[0]
    assert isinstance(decided, ev.Decided) and decided.object == "aR-12.1"


@pytest.mark.parametrize("line", ["nauta", "nico", "na", "maas", "anema", "smit", "oosting"])
def test_no_name_is_eaten(line: str) -> None:
    entry = parse(line, known=KnownNumbers({"a", "r-12"}, {"m3"}))
    assert entry and entry.act == "floor"
