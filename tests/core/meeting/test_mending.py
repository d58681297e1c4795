"""A typed line with one name replaced in its place, whatever stands around it."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting.mending import mended


@pytest.mark.parametrize(
    ("line", "typed", "name", "whole"),
    [
        ("m1v bakkr 4-3", "bakkr", "bakker", "m1v bakker 4-3"),
        ("m1v -bakkr", "bakkr", "bakker", "m1v -bakker"),
        ("m1v -.bakkr", "bakkr", "bakker", "m1v -.bakker"),
        ("@20:46 m1v bakkr", "bakkr", "bakker", "@20:46 m1v bakker"),
        ("@20:46 tz wagnr: brief van wagnr", "wagnr", "wagner", "@20:46 tz wagner: brief van wagnr"),
        ("m1 i van der vee jans: Van der Vee", "van der vee", "#12", "m1 i #12 jans: Van der Vee"),
        ("bakkr", "bakkr", "n", ".n"),
        ("m1v cramer", "bakkr", "bakker", ""),
        ("# bakkr", "bakkr", "bakker", "# bakker"),
        ("b: bakkr komt", "bakkr", "bakker", ""),
    ],
)
def test_the_slip_alone_is_replaced(line: str, typed: str, name: str, whole: str) -> None:
    assert mended(line, typed, name) == whole


def test_a_line_that_cannot_be_read_yet_is_mended_all_the_same() -> None:
    assert mended("m1v bakkr=", "bakkr=", "bakker") == "m1v .bakker"
