"""Whatever is typed, with whatever numbers known, is an act or a refusal with its reason; never a fault."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.grammar.words import BEHIND, LINES
from livecouncil.core.text.numbers import NOTHING_KNOWN, KnownNumbers
from livecouncil.errors import Refusal

KNOWN = KnownNumbers(
    frozenset(("1", "4.1", "r-12", "5", "7", "5-7", "xii", "a")), frozenset(("m1", "m2", "m12v", "a3.1", "m4"))
)
OBJECTS = ("m1", "m2", "m12v", "m1-m4", "a3.1", "o1", "bp2", "bp1-3", "n8", "n4.1", "r-12")
SIGNS = (
    "zn",
    "21-16",
    "bbb(7)",
    "~jan",
    "+cda",
    "-b",
    "@20:10",
    "c",
    "=",
    ":",
    ">8b 7",
    "+R-13: x",
    "-7",
    "5-7",
    "#12",
)
PARTS = st.sampled_from((*OBJECTS, *SIGNS, ".", "voor 1-5", "voor", "é", "–", *BEHIND, *LINES))
LINES_OF_PARTS = st.lists(PARTS, min_size=1, max_size=7).flatmap(
    lambda parts: st.sampled_from((" ".join(parts), "".join(parts), " ".join(parts[:2]) + "".join(parts[2:])))
)


@given(line=LINES_OF_PARTS, line_mode=st.booleans(), known=st.sampled_from((KNOWN, NOTHING_KNOWN)))
def test_any_line_is_an_act_or_a_refusal(line: str, line_mode: bool, known: KnownNumbers) -> None:
    try:
        entry = parse(line, line_mode, known)
    except Refusal as refusal:
        assert refusal.code
        return
    assert entry is None or entry.act
