"""Outcomes that rest on others: what a correction leaves in doubt, and the line that mends it."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.resting import in_doubt, left_by, mending_lines

from .evening import Evening

AMENDED = ("open", "n2", "a1 i alders: Minder", "a1u")
LOST = "c a1t"


def said(evening: Evening, line: str, entries: dict[int, TypedLine] | None = None) -> list[object]:
    corrected = evening.look(line).events[0]
    assert isinstance(corrected, ev.Corrected)
    trial, doubtful = left_by(evening.state, corrected)
    return [notice.slots["line"] for notice in mending_lines(trial, doubtful, entries or {})]


@pytest.mark.parametrize(
    ("decided", "mends"),
    [
        ("n2 v b", "c n2 v b 5-2"),
        ("n2 v ~bakker b", "c n2 v b ~#2 4-2"),
        ("n2 5-2", "c n2 5-2"),
        ("n2 r1 vvvvvtt", "c n2 r1 vvvvvtt"),
        ("n2 accl", "c n2 accl"),
        ("h", "c h 2"),
    ],
)
def test_the_proposal_was_adopted_as_amended_and_the_amendment_is_lost_after_all(decided: str, mends: str) -> None:
    evening = Evening()
    evening.type(*AMENDED, decided)
    assert in_doubt(evening.state) == {}
    assert said(evening, LOST) == [mends]


def test_the_line_that_was_typed_is_typed_again() -> None:
    evening = Evening()
    evening.type(*AMENDED, "n2 v b 5-2")
    typed = parse("n2 v b 5-2")
    assert typed
    assert said(evening, LOST, {evening.state.events[-1].seq: typed}) == ["c n2 v b 5-2"]
    against = parse("n2 t a c")
    assert against
    assert said(evening, LOST, {evening.state.events[-1].seq: against}) == ["c n2 t a c"]
    unanimous = parse("n2 u")
    assert unanimous
    assert said(evening, LOST, {evening.state.events[-1].seq: unanimous}) == ["c n2 u"]


def test_adopted_together_it_was_not_amended_and_now_is() -> None:
    evening = Evening()
    evening.type("open", "n2", "a1 i alders: Minder", "a1t", "h 2")
    assert said(evening, "c a1u") == ["c h 2"]


def test_what_waits_for_a_tied_part_is_held_over() -> None:
    evening = Evening()
    evening.type("open", "n2", "af gorter", "a1 i alders: Minder", "a1t", "n2 v b")
    assert said(evening, "c a1 3-3") == ["c n2 p"]


def test_an_amendment_rests_on_its_subamendment() -> None:
    evening = Evening()
    evening.type("open", "n2", "a1 i alders: Minder", "s1 i bakker: Iets minder", "s1u", "a1 accl")
    assert said(evening, "c s1t") == ["c a1 accl"]


def test_only_what_is_newly_in_doubt_is_told() -> None:
    evening = Evening()
    evening.type(*AMENDED, "n2 v b", LOST)
    assert list(in_doubt(evening.state)) == ["2"]
    evening.type("c n2 v b")
    assert in_doubt(evening.state) == {}
