"""The debate between two votes: interruptions, terms, requests, questions, promises, and who leaves the council."""

from __future__ import annotations

from datetime import date

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.course import by_moment, stays_of
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.speaking_time import clocks, turns

from .evening import Evening, planned


@pytest.fixture
def evening() -> Evening:
    played = Evening()
    played.type("open", "n2", "bakker")
    return played


def test_who_interrupts_gives_the_floor_back(evening: Evening) -> None:
    event = evening.type("int cramer").events[0]
    assert isinstance(event, ev.Speaker) and event.interrupts and evening.state.speaker == "Bakker"
    evening.type("n")
    spoken = {turn.who: turn.seconds for turn in turns(evening.state)}
    assert spoken["Cramer"] == 0 and spoken["Bakker"] == 120


def test_a_term_has_its_own_clocks() -> None:
    evening = Evening(planned({"speaking_time": {"per": "group", "minutes": 10, "over": "item"}}))
    evening.type("open", "n2", "bakker", "evers", "tm 2", "bakker")
    used = {clock.name: clock.used for clock in clocks(evening.state, evening.now)}
    assert used == {"A": 60, "B": 0, "C": 0}
    assert evening.state.term == 2
    evening.type("n1")
    assert evening.state.term == 1


def test_a_suspension_at_request_says_whose(evening: Evening) -> None:
    event = evening.type("z10 b").events[0]
    assert isinstance(event, ev.Suspended) and event.by == "B" and event.until
    evening.type("z")
    again = evening.type("z alders").events[0]
    assert isinstance(again, ev.Suspended) and again.by == "Alders" and again.until is None
    assert evening.state.status == "suspended"


def test_a_group_explains_its_vote(evening: Evening) -> None:
    event = evening.type("sv c").events[0]
    assert isinstance(event, ev.Explained) and event.member == "C"


def test_a_question_is_of_the_item_under_way(evening: Evening) -> None:
    event = evening.type("vr evers: de sluiting van het zwembad").events[0]
    assert isinstance(event, ev.Asked) and (event.who, event.item) == ("Evers", "2")


@pytest.mark.parametrize(
    ("line", "to", "due"),
    [
        ("tz wagner: brief voor 1 mei", (), None),
        ("tz wagner b: brief", ("B",), None),
        ("tz wagner b gorter voor 1-5: brief", ("B", "Gorter"), date(2026, 5, 1)),
        ("tz wagner voor 1-2: brief", (), date(2027, 2, 1)),
        ("tz bakker a voor 29-2: brief", ("A",), None),
    ],
)
def test_a_promise_has_an_owner_and_a_day(evening: Evening, line: str, to: tuple[str, ...], due: date | None) -> None:
    if "29-2" in line:
        assert evening.refused(line) == "no_such_day"
        return
    event = evening.type(line).events[0]
    assert isinstance(event, ev.Undertaking) and (event.to, event.due) == (to, due)
    evening.type("c " + line.replace("brief", "nota"))
    assert len(evening.state.corrections) == 1


def test_who_leaves_the_council_counts_no_more(evening: Evening) -> None:
    evening.type("m1 i a: Een", "ontslag gorter")
    assert "Gorter" not in evening.state.entitled and len(evening.state.sitting) == 6
    event = evening.type("m1u").events[0]
    assert isinstance(event, ev.Decided) and event.vote and event.vote.for_ == 6
    assert stays_of(by_moment(evening.state.facts.values()))["Gorter"][0][1] is not None
    evening.type("beedigd hovius")
    assert len(evening.state.sitting) == 7


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("tm 1", "term_number"),
        ("tm 0", "term_number"),
        ("tm 12", "term_number"),
        ("tm twee", "number_needed"),
        ("vr evers", "text_needed"),
        ("int onbekend", "unknown"),
        ("z10 onbekend", "unknown"),
        ("tz wagner voor 31-13: brief", "no_such_day"),
        ("tz wagner b b: brief", "twice"),
        ("ontslag wagner", "unknown"),
        ("ontslag a", "unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_lost(evening: Evening, line: str, code: str) -> None:
    before = list(evening.state.events)
    assert evening.refused(line) == code and evening.state.events == before


@pytest.mark.parametrize(
    "word", ["int", "tm", "vr", "aant", "ontslag", "tekst", "aang", "verw", "verv", "ov", "gw", "zn"]
)
def test_a_new_word_by_itself_is_a_name(word: str) -> None:
    entry = parse(word)
    assert entry and entry.act == "floor"


def test_a_question_is_answered_by_whom_it_is_said_and_never_by_who_had_the_floor(evening: Evening) -> None:
    assert evening.refused("antw wagner") == "no_question"
    evening.type("vr evers: het zwembad", "vr gorter: de brug", "wagner")
    for line, asker in (("antw wagner evers", "Evers"), ("antw wagner", "Gorter")):
        event = evening.type(line).events[0]
        assert isinstance(event, ev.Answered) and (event.who, event.asker) == ("wethouder Wagner", asker)
    assert evening.refused("antw wagner") == "no_question"
    evening.type("n1")
    assert evening.refused("antw wagner evers") == "no_question"
