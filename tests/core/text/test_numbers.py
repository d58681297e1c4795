"""Numbers as they are printed: their form, their escape, and what of them is put in order."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livecouncil.core.text.numbers import (
    MOST_SIGNS,
    address_of,
    escaped,
    is_number,
    is_object,
    item_anchor,
    label_of,
    natural,
    number_escaped_as,
    printed,
)

SIGNS = string.ascii_letters + string.digits
PARTS = st.lists(st.tuples(st.text(SIGNS, min_size=1, max_size=4), st.sampled_from(".-/")), min_size=1, max_size=5)
NUMBERS = st.one_of(
    st.text(SIGNS, min_size=1, max_size=MOST_SIGNS),
    PARTS.map(lambda parts: "".join(part + between for part, between in parts)[:-1]).filter(is_number),
)
"""Built of their parts: to draw them from their expression and leave out what is too long costs ten times as much."""
AS_PRINTED = ("2.a", "4.1", "3.2.a", "7.B.1", "16.a.3", "004.a", "R-12", "MF-15-1", "XII", "10bis", "1000", "7b", "8/2")


@pytest.mark.parametrize("number", AS_PRINTED)
def test_what_councils_print_is_a_number_and_stays_as_it_is(number: str) -> None:
    assert is_number(number) and printed(number) == number


@pytest.mark.parametrize("text", ["", ".7", "7.", "7..1", "7.-1", "a b", "é", "7:1", "1234567890.123456"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_number(text)


@given(NUMBERS)
def test_the_escape_gives_the_number_back_and_leaves_no_dash_for_what_is_put_behind_it(number: str) -> None:
    assert number_escaped_as(escaped(number)) == number
    assert re.fullmatch(r"[0-9A-Za-z._]+", escaped(number))


@given(NUMBERS, NUMBERS)
def test_two_numbers_never_stand_at_one_place(one: str, other: str) -> None:
    tails = ("", "-stemming", "-2", "-2-stemming", "-voorstel", "-motie", "-daarna")
    places = {(item_anchor(number) + tail) for number in {one, other} for tail in tails}
    assert len(places) == len({one, other}) * len(tails)


@pytest.mark.parametrize("key", ["m3", "a8.1", "s12", "punt-7b"])
def test_addresses_of_old_are_those_of_now(key: str) -> None:
    assert address_of("7b", is_item=True) == item_anchor("7b") and address_of(key) == escaped(key)
    assert item_anchor("7b") == "punt-7b" and (key.startswith("punt") or escaped(key) == key)


def test_objects_have_a_digit_behind_their_letter() -> None:
    assert all(is_object(key) for key in ("m3", "m95a", "m1041", "a3.1", "s2-1"))
    assert not any(is_object(text) for text in ("m", "ma", "x1", "m3.", "m" + "1" * (MOST_SIGNS + 1), "aktie68"))


def test_labels_are_as_printed() -> None:
    assert [label_of(key) for key in ("m3", "m95a", "a7b.1", "7b")] == ["M3", "M95a", "A7b.1", "7b"]


def test_the_natural_order_counts_parts() -> None:
    assert sorted(["13a", "7", "4.10", "4.2", "13", "7b", "4"], key=natural) == [
        "4",
        "4.2",
        "4.10",
        "7",
        "7b",
        "13",
        "13a",
    ]
