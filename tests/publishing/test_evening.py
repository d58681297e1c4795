"""The evening as a strip: to scale, whole, and the same as its table."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta

import pytest

from livecouncil.core.release.record import BreakRecord, ItemRecord, PublicRecord
from livecouncil.publishing.pictures.agenda import agenda_stand
from livecouncil.publishing.pictures.evening import attendance_strip, evening_of, evening_strip, table_of
from livecouncil.wording.voices import words_of
from tests.records import changed

from .conftest import Records

WORDS = words_of("nl")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def demo(records: Records) -> PublicRecord:
    return records["demo"]


def test_what_is_drawn_is_the_evening_to_scale(demo: PublicRecord) -> None:
    evening = evening_of(demo)
    assert evening and evening.begin == demo.meeting.opened and evening.end == demo.meeting.closed
    root = ET.fromstring(evening_strip(evening, WORDS))
    boxes = [node for node in root.iter(f"{SVG}rect") if node.get("height") == "22"]
    whole = (evening.end - evening.begin).total_seconds()
    assert len(boxes) == len(evening.items) > 5
    for box, item in zip(boxes, evening.items, strict=True):
        taken = (item.end - item.begin).total_seconds() / whole
        assert float(box.attrib["width"]) == pytest.approx(max(0.5, 340 * taken), abs=0.11)
    assert sum(float(box.attrib["width"]) for box in boxes) == pytest.approx(340, abs=3)
    votes = [vote for item in demo.decisions.items for vote in item.votes]
    assert len([node for node in root.iter(f"{SVG}path") if node.get("class") == "vote-at"]) == len(votes)
    classes = [node.get("class") for node in root.iter(f"{SVG}rect")]
    assert classes.count("suspended") == 1 and classes.count("doors_closed") == 1
    assert "Van 19:30 tot 21:55" in str(root.findtext(f"{SVG}desc"))


def test_the_table_says_all_that_the_strip_shows(demo: PublicRecord) -> None:
    evening = evening_of(demo)
    assert evening
    rows = table_of(evening, WORDS)
    assert len(rows) == len(evening.items) + len(evening.breaks) + len(evening.votes)
    said = " ".join(f"{when} {what}" for when, what in rows)
    assert "20:20–20:31 geschorst" in said and "21:05–21:40 achter gesloten deuren" in said
    assert [when[:5] for when, _ in rows] == sorted(when[:5] for when, _ in rows)


def test_before_the_opening_there_is_nothing_and_what_lasts_ends_with_the_last_message(demo: PublicRecord) -> None:
    assert evening_of(changed(demo, opened=None)) is None
    lasting = (BreakRecord("suspended", demo.feed.updated - timedelta(minutes=9), "7"),)
    going_on = changed(demo, closed=None, breaks=lasting)
    evening = evening_of(going_on)
    assert evening and evening.end == demo.feed.updated and evening.breaks[0].end == evening.end
    only = changed(demo, closed=None, items=(), breaks=(), updated=demo.meeting.opened)
    empty = evening_of(only)
    assert empty and ET.fromstring(evening_strip(empty, WORDS)) is not None


def test_who_came_late_is_seen_to_have_come_late(demo: PublicRecord) -> None:
    evening = evening_of(demo)
    assert evening
    late = next(one for one in demo.people.presence if one.spans and one.spans[0][0] != demo.meeting.opened)
    boxes = list(ET.fromstring(attendance_strip(evening, late.spans)).iter(f"{SVG}rect"))
    assert len(boxes) == len(late.spans) and float(boxes[0].attrib["x"]) > 10
    assert list(ET.fromstring(attendance_strip(evening, ())).iter(f"{SVG}rect")) == []


def test_where_it_stands_on_its_agenda_is_an_element_an_item(demo: PublicRecord) -> None:
    assert agenda_stand(demo) is None, "it is over"
    items = tuple(changed_item(item, n < 5) for n, item in enumerate(demo.decisions.items))
    at = items[5].number
    stand = agenda_stand(changed(demo, items=items, item=at, status="open"))
    assert stand and stand.treated == 5
    assert "".join(mark for mark, _ in stand.marks) == "u" * 5 + "b" + "i" * (len(items) - 6)
    shown = [text for _, text in stand.marks if text]
    assert shown == [f"{items[0].number}–{items[4].number}", at, f"{items[6].number}–{items[-1].number}"]
    assert stand.marks[0][1] and stand.marks[-1][1], "what was begins with its numbers, what comes ends with them"


def changed_item(item: ItemRecord, treated: bool) -> ItemRecord:
    return replace(item, started=item.started if treated else None, outcome=item.outcome if treated else None)
