"""The picture of a vote: whatever was told, each mark can be counted and none touches another."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from typing import Any, get_args

import pytest

from livecouncil.core.release.record import BallotRecord, MemberVote, VoteRecord
from livecouncil.publishing.pictures.drawn import DrawnVote, drawn_ballots, drawn_vote
from livecouncil.publishing.pictures.seats import arc_of, seats_in
from livecouncil.publishing.pictures.vote import Form, picture
from livecouncil.wording.voices import words_of

WORDS = words_of("nl")
AT = datetime.fromisoformat("2026-03-12T21:47:00+01:00")
FORMS: tuple[Form, ...] = get_args(Form)
SVG = "{http://www.w3.org/2000/svg}"
OPTIONS = ("for", "against", "for", "absent", "against", "recused", "for", "abstained")
GROUPS = [(f"Lijst {letter * 9}", f"L{letter}") for letter in "ABCDEFGHIJKLMNOP"]


def vote(seats: int, groups: int, options: Sequence[str] = OPTIONS) -> VoteRecord:
    """A vote with names of `seats` members, spread unevenly over at most `groups` groups."""
    votes = []
    for place in range(seats):
        group = GROUPS[min(groups - 1, int(groups * (place / max(1, seats)) ** 1.4))][0]
        votes.append(MemberVote(f"de heer Lid{place}", group, options[place % len(options)]))
    counted = Counter(one.option for one in votes)
    return VoteRecord(
        identifier="m3",
        anchor="m3",
        motion="m3",
        item="6",
        title="Starters <eerst> & meer",
        classification="motion",
        label="Motie M3",
        outcome="adopted",
        outcome_word="aangenomen",
        method="",
        at=AT,
        for_=counted["for"],
        against=counted["against"],
        votes=tuple(votes),
    )


def drawn(record: VoteRecord) -> DrawnVote:
    found = drawn_vote(record, GROUPS, WORDS)
    assert found
    return found


def marks_of(svg: str) -> Counter[str]:
    """The marks of a picture by what they stand for, without those of its key."""
    root = ET.fromstring(svg)
    in_key = {id(node) for key in root.iter(f"{SVG}g") if key.get("class") == "key" for node in key.iter()}
    shown = (str(node.get("class")) for node in root.iter() if id(node) not in in_key)
    return Counter(option for option in shown if option in OPTIONS)


CASES = [(seats, groups) for seats in (0, 1, 9, 37, 45) for groups in (1, 9, 16)]
SPLITS = [OPTIONS, ("for",), ("against",), ("for", "against"), ("absent",)]


@pytest.mark.parametrize("options", SPLITS, ids=" ".join)
@pytest.mark.parametrize(("seats", "groups"), CASES)
def test_every_form_is_whole_and_its_marks_are_the_figures(seats: int, groups: int, options: Sequence[str]) -> None:
    record = vote(seats, groups, options)
    told = Counter(one.option for one in record.votes or ())
    for form in FORMS:
        for width in (290, 320, 640):
            svg = picture(drawn(record), width, form)
            if form == "bare" and not seats:
                assert svg == ""
                continue
            root = ET.fromstring(svg)
            assert not re.search(r"nan|inf|None|style=|href|<script", svg)
            if form != "strip":
                assert marks_of(svg) == told, form
            if form in ("seats", "bars"):
                _is_told_in_words(root, record)
            else:
                assert root.get("aria-hidden") == "true"


def _is_told_in_words(root: ET.Element, record: VoteRecord) -> None:
    title, description = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None and title.text == "Motie M3 ‘Starters <eerst> & meer’: aangenomen"
    assert description is not None and f"Voor {record.for_}, tegen {record.against}." in str(description.text)
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    figures = {word for text in root.iter(f"{SVG}text") for word in str(text.text).split()}
    if record.votes:
        assert {str(record.for_), str(record.against)} - {"0"} <= figures


@pytest.mark.parametrize("width", [290, 320, 640])
@pytest.mark.parametrize(("seats", "groups"), [case for case in CASES if case[0]])
def test_no_seat_touches_another_and_all_are_in_the_picture(seats: int, groups: int, width: int) -> None:
    shown = drawn(vote(seats, groups))
    arc = arc_of(shown.benches, width)
    places = list(seats_in(shown, arc))
    assert len(places) == seats
    for one, other in combinations(places, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= arc.dot
    half = arc.dot / 2
    assert all(half <= seat.x + 0.01 <= width - half + 0.02 and seat.y + 0.01 >= half for seat in places)
    assert arc.free > 0 and min(seat.y for seat in places) < arc.outer + half


@pytest.mark.parametrize("form", ["seats", "bars"])
@pytest.mark.parametrize(("seats", "groups"), [case for case in CASES if case[0]])
def test_nothing_written_runs_out_of_the_picture_or_into_a_seat(seats: int, groups: int, form: Form) -> None:
    for width in (290, 320, 640):
        root = ET.fromstring(picture(drawn(vote(seats, groups)), width, form))
        broad, high = map(float, root.attrib["viewBox"].split()[2:])
        discs = [_disc(node) for node in root.iter(f"{SVG}circle")]
        for text in root.iter(f"{SVG}text"):
            left, top, right, bottom = _box(text)
            assert left >= -1 and right <= broad + 1 and top >= -1 and bottom <= high + 1, (width, text.text)
            for x, y, radius in discs:
                nearest = (min(max(x, left), right), min(max(y, top), bottom))
                assert math.dist((x, y), nearest) >= radius * 0.7, (width, text.text)


def _disc(node: ET.Element) -> tuple[float, float, float]:
    return float(node.attrib["cx"]), float(node.attrib["cy"]), float(node.attrib["r"])


def _box(text: ET.Element) -> tuple[float, float, float, float]:
    """Where a text is drawn in the face of the pages: on average half as broad as high."""
    size = float(text.attrib["font-size"])
    broad = len(str(text.text)) * size * 0.5
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.attrib["text-anchor"]]
    left = float(text.attrib["x"]) - share * broad
    return left, float(text.attrib["y"]) - size * 0.66, left + broad, float(text.attrib["y"])


def test_of_a_group_told_as_two_numbers_no_seat_is_anybodys() -> None:
    record = vote(37, 9)
    group = GROUPS[0][0]
    members = [one for one in record.votes or () if one.group == group and one.option in ("for", "against")]
    hidden = tuple(replace(one, option="unknown") if one in members else one for one in record.votes or ())
    sides = Counter(one.option for one in members)
    split = replace(record, votes=hidden, divided=((group, sides["for"], sides["against"]),))
    svg = picture(drawn(split), 640)
    assert marks_of(svg) == marks_of(picture(drawn(record), 640))
    told = [str(title.text) for title in ET.fromstring(svg).iter(f"{SVG}title")]
    assert not [one for one in told if "(LA)" in one] and [one for one in told if "(LB)" in one]
    begin = drawn(split).benches[0].options
    assert begin == tuple(sorted(begin, key=["for", "against", "absent", "recused", "abstained"].index))


UNKNOWN: dict[str, dict[str, Any]] = {
    "names follow": {"votes": None},
    "names never came": {"votes": tuple(MemberVote(f"Lid{n}", GROUPS[n % 9][0], "unknown") for n in range(37))},
    "names that do not add up": {"for_": 36},
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_where_only_figures_are_known_there_is_no_seat_and_no_group(what: str) -> None:
    record = replace(vote(37, 9, ("for", "against")), **UNKNOWN[what])
    for form in ("seats", "bars"):
        svg = picture(drawn(record), 320, form)
        assert marks_of(svg) == {"for": record.for_, "against": record.against}
        assert 'class="picture bars"' in svg and "LA" not in svg and "Lid" not in svg
    assert picture(drawn(record), 320, "bare") == ""
    assert picture(drawn(record), 96, "strip")


def test_an_outcome_without_figures_has_no_picture() -> None:
    assert drawn_vote(replace(vote(37, 9), for_=None, against=None), GROUPS, WORDS) is None


def ballot(**change: Any) -> BallotRecord:
    known = BallotRecord(
        title="Lid rekenkamer",
        item="9",
        round=1,
        at=AT,
        ballots=(("Kandidaat A", 19), ("Kandidaat B", 15)),
        against=0,
        blank=2,
        improper=1,
        outcome="elected",
        outcome_word="benoemd",
        elected="Kandidaat A",
    )
    return replace(known, **change)


def test_a_secret_ballot_has_whole_bars_and_nothing_to_count_a_vote_by() -> None:
    shown = drawn_ballots([ballot()], "9-lid", WORDS)
    assert shown
    assert picture(shown, 400, "bare") == ""
    for form in ("seats", "bars", "strip"):
        svg = picture(shown, 400, form)
        assert not marks_of(svg) and "data-seat" not in svg
    root = ET.fromstring(picture(shown, 400))
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("font-weight")] == ["Kandidaat A", "19", "15"]
    said = str(root.findtext(f"{SVG}desc"))
    assert said == "Lid rekenkamer: Kandidaat A 19, Kandidaat B 15, blanco 2, ongeldig 1. Meerderheid 18."


def test_two_seats_are_two_blocks_on_one_scale_and_a_majority_is_said_where_it_is_known() -> None:
    second = ballot(title="Plaats 2", round=3, ballots=(("C", 31), ("D", 5)), elected="C")
    together = drawn_ballots([ballot(title="Plaats 1"), second], "9-lid", WORDS)
    assert together
    svg = picture(together, 400)
    assert svg.index(">Plaats 1<") < svg.index(">Plaats 2, ronde 3<")
    assert "meerderheid 18" in svg and "meerderheid 19" in svg
    for unknown in (
        drawn_ballots([ballot(seats=2, appointed=("Kandidaat A",), elected=None)], "9", WORDS),
        drawn_ballots([ballot()], "9", WORDS, by_half=False),
        drawn_ballots([ballot(ballots=(), blank=37, elected=None)], "9", WORDS),
    ):
        assert unknown and "meerderheid" not in picture(unknown, 400)
    assert drawn_ballots([], "9", WORDS) is None


def test_the_two_sides_are_of_one_size_and_weight() -> None:
    root = ET.fromstring(picture(drawn(vote(37, 9, ("for", "against"))), 640))
    figures = [text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "700"]
    assert [text.text for text in figures] == ["19", "18"]
    assert len({(text.get("font-size"), text.get("y")) for text in figures}) == 1
    middle = sum(float(text.attrib["x"]) for text in figures) / 2
    assert middle == pytest.approx(320, abs=0.2)


def test_the_same_vote_gives_the_same_bytes_and_names_cannot_break_out() -> None:
    hostile = (MemberVote('"><script>alert(1)</script>', "<b>", "for"),)
    record = replace(vote(1, 1), votes=hostile, for_=1, against=0, title="]]><svg onload=x>")
    once, again = (picture(drawn(record), 320) for _ in range(2))
    assert once == again
    assert [node.tag for node in ET.fromstring(once).iter() if "script" in node.tag] == [] and "<script" not in once
