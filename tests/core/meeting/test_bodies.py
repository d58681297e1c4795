"""Evenings of bodies other than a municipal council, in memory: what each may do, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.rules.voters import calling_order
from livecouncil.core.telling.sentences import sentence
from livecouncil.core.telling.tell import tell
from livecouncil.wording import Wording
from tests.core.meeting.evening import Evening, planned, warned

FLANDERS = "municipal_council_be"
LISTED: tuple[dict[str, Any], ...] = (
    {"number": "1", "title": "Vaststelling agenda", "kind": "procedural"},
    {"number": "2", "title": "Woonvisie", "kind": "proposal"},
    {"number": "3", "title": "Benoeming lid rekenkamer", "kind": "proposal"},
)


def opened(kind: str, *, chair: str = "burgemeester Xanten", procedure: dict[str, Any] | None = None) -> Evening:
    evening = Evening(planned(procedure, LISTED, kind=kind, chair=chair))
    evening.type("open", "n2")
    return evening


def decided(evening: Evening, line: str) -> ev.Decided:
    event = evening.type(line).events[0]
    assert isinstance(event, ev.Decided)
    return event


def said(evening: Evening, kind: str, language: str = "nl") -> str:
    """The sentence of the last line, as a body of that kind says it."""
    last = evening.state.events[-1]
    told = tell(evening.state, last, last)
    assert told
    return sentence(told, Wording.load(language, None, kind))


# -- a committee -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("adv hamerstuk", "advice_without_debate"),
        ("adv bespreekstuk", "advice_debate"),
        ("adv b", "advice_debate"),
        ("adv terug", "advice_return"),
        ("adv niet", "advice_no"),
        ("adv niet 3", "advice_no"),
        ("adv niet n3", "advice_no"),
    ],
)
def test_a_committee_advises(line: str, outcome: str) -> None:
    event = decided(opened("committee"), line)
    assert event.outcome == outcome
    assert event.object == ("3" if line.endswith("3") else "2")
    assert event.vote is None


@pytest.mark.parametrize(
    "line",
    ["v c 5-2", "t", "u", "5-2", "r1 vvvvvtt", "accl", "h", "h 2-3", "pers Lid: braas 7", "st", "nd alders", "loot 2"],
)
def test_a_committee_that_votes_is_shown_the_way_out(line: str) -> None:
    assert opened("committee").refused(line) == "advises_only"
    assert "adv bespreekstuk" in Wording.load("nl", None, "committee").t("refusal.advises_only")


def test_a_committee_confirms_its_own_agenda() -> None:
    evening = opened("committee")
    assert evening.type("h 1").events


def test_what_a_committee_advised_is_said_and_can_be_corrected() -> None:
    evening = opened("committee")
    evening.type("adv hamerstuk")
    assert "krijgt van de commissie het advies: hamerstuk" in said(evening, "committee")
    assert "krijt fan de kommisje it advys: hammerstik" in said(evening, "committee", "fy")
    assert evening.refused("adv terug") == "already_decided"
    evening.type("c adv bespreekstuk")
    assert evening.state.outcome("2") == "advice_debate"
    assert "bespreekstuk" in said(evening, "committee")


def test_a_committee_opens_whoever_is_there() -> None:
    evening = Evening(planned(items=LISTED, kind="committee"))
    evening.type("af alders bakker cramer dekens evers fokkens")
    evening.type("open")
    assert evening.state.status == "open"
    assert "De commissievergadering" in said(evening, "committee")
    assert "1 van de 7 commissieleden is aanwezig" in said(evening, "committee")


def test_the_rest_of_a_committees_evening_is_as_ever() -> None:
    evening = opened("committee")
    evening.type("insp 1", "wagner", "alders", "tz wagner: brief voor 1 mei", "besloten", "openbaar", "z10", "z")
    assert evening.state.status == "open"


@pytest.mark.parametrize("kind", ["council", "provincial_council", "water_board", FLANDERS])
def test_who_decides_gives_no_advice(kind: str) -> None:
    assert opened(kind).refused("adv hamerstuk") == "no_advice_here"


@pytest.mark.parametrize("name", ["adv", "adv jansen"])
def test_adv_without_an_advice_is_a_name(name: str) -> None:
    assert opened("committee").refused(name) == "unknown"


# -- a Flemish council -------------------------------------------------------------------------------------------


def test_a_flemish_tie_is_rejected_and_says_so() -> None:
    evening = opened(FLANDERS)
    finding = evening.look("v a ~gorter 3-3")
    assert warned(finding) == ["explanation.tie_rejected"]
    event = decided(evening, "v a ~gorter 3-3")
    assert event.outcome == "rejected"
    text = said(evening, FLANDERS)
    assert "is verworpen bij staking van stemmen. Voor 3: B, C. Tegen 3: A." in text
    assert "Onthouding: C (1)." in text


def test_a_flemish_abstention_is_no_defect_and_leaves_the_totals() -> None:
    evening = opened(FLANDERS)
    finding = evening.look("v ~a 4-0")
    assert finding.mismatch is None and warned(finding) == []
    assert decided(evening, "v ~a 4-0").outcome == "adopted"


def test_flemish_totals_may_leave_out_who_abstained() -> None:
    assert opened(FLANDERS).look("3-2").mismatch is None


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("r1 vvttvvv", ["oral_share"]),
        ("v a", []),
        ("u", []),
        ("5-2", ["names_required"]),
        ("5-2 zn", ["names_required"]),
        ("v a(1) 5-2", ["names_required"]),
        ("n2 aang", ["names_required"]),
        ("n3 5-2 zn", []),
    ],
)
def test_flanders_says_who_may_ask_for_an_oral_vote_and_that_the_minutes_name_every_vote(
    line: str, codes: list[str]
) -> None:
    notices = ("oral_share", "names_required")
    assert [code for code in warned(opened(FLANDERS).look(line)) if code in notices] == codes
    assert not [code for code in warned(opened("council").look(line)) if code in notices]


def test_flanders_asks_presence_at_every_item_and_vote() -> None:
    evening = opened(FLANDERS)
    finding = evening.type("af alders bakker cramer dekens")
    assert warned(finding) == ["quorum_lost"]
    assert "item_quorum" in warned(evening.look("n3"))
    assert evening.refused("h 2") == "item_quorum"
    assert evening.refused("accl") == "item_quorum"
    event = decided(evening, "u")
    assert (event.outcome, event.articles) == ("no_quorum", ("26 al.1",))
    assert "te weinig leden aanwezig" in said(evening, FLANDERS)
    evening.type("aan alders bakker")
    assert decided(evening, "u").outcome == "adopted"


def test_a_flemish_chair_is_called_last() -> None:
    evening = opened(FLANDERS, chair="Bakker")
    assert [m.name for m in calling_order(evening.state, 2)][-1] == "Bakker"
    assert [m.name for m in calling_order(opened("council", chair="Bakker").state, 2)][0] == "Bakker"


def test_at_a_flemish_roll_call_one_may_abstain() -> None:
    evening = opened(FLANDERS)
    event = decided(evening, "r1 vvvttoo")
    assert event.vote and event.vote.options
    assert (event.outcome, list(event.vote.options.values()).count("abstained")) == ("adopted", 2)
    assert opened("council").refused("r1 vvvttoo") == "roll_letter"


def test_of_a_flemish_second_ballot_the_youngest_is_chosen() -> None:
    evening = opened(FLANDERS)
    evening.type("n3")
    first = evening.type("pers Lid: alders 3 bakker 2 cramer 2").events[0]
    second = evening.type("pers Lid: alders 3 bakker 3 blanco 1").events[0]
    third = evening.type("pers Lid: bakker").events[0]
    outcomes = [event.outcome for event in (first, second, third) if isinstance(event, ev.Ballot)]
    assert outcomes == ["second_ballot", "youngest", "elected"]
    assert "Bakker is benoemd" in said(evening, FLANDERS)


# -- a province and a water board --------------------------------------------------------------------------------


def test_provincial_states_take_a_plural_verb() -> None:
    evening = opened("provincial_council")
    evening.type("besloten")
    assert said(evening, "provincial_council").startswith("Provinciale Staten vergaderen vanaf")
    evening.type("openbaar")
    evening.type("nd alders: belang")
    words = Wording.load("nl", None, "provincial_council")
    assert words.t("document.decided_text") == "Provinciale Staten besluiten"
    assert words.t("data.council", municipality="Fryslân") == "Provinciale Staten van Fryslân"


def test_a_province_warns_by_its_own_law() -> None:
    items = ({"number": "1", "title": "Benoeming gedeputeerde", "kind": "proposal"},)
    evening = Evening(planned(items=items, kind="provincial_council"))
    evening.type("open", "n1")
    assert warned(evening.look("besloten")) == ["art24"]
    assert "Provinciewet" in Wording.load("nl", None, "provincial_council").t("warning.art24")


def test_a_water_board_ties_by_its_own_rule() -> None:
    drafted = opened("water_board")
    drafted.type("af gorter")
    assert decided(drafted, "v a 3-3").outcome == "tied_postponed"
    ruled = opened("water_board", procedure={"tie": "rejected"})
    ruled.type("af gorter")
    event = decided(ruled, "v a 3-3")
    assert (event.outcome, event.articles) == ("rejected", ("38c.1",))
    assert "38c" in Wording.load("nl", None, "water_board").t("explanation.tie_rejected", votes_for=3, votes_against=3)


@pytest.mark.parametrize("language", ["nl", "fy", "en"])
@pytest.mark.parametrize(
    ("kind", "members"), [("water_board", "algemeen bestuur"), (FLANDERS, "gemeenteraadsleden"), ("committee", "")]
)
def test_no_body_opens_a_council_meeting(kind: str, members: str, language: str) -> None:
    evening = Evening(planned(items=LISTED, kind=kind))
    evening.type("open")
    text = said(evening, kind, language)
    assert "raadsvergadering" not in text and " raadsleden" not in text and "riedsgearkomste" not in text
    if language == "nl":
        assert members in text


@pytest.mark.parametrize(("kind", "needs"), [(FLANDERS, ["urgent_item"]), ("council", []), ("provincial_council", [])])
def test_what_is_not_on_the_agenda_asks_more_where_the_law_says_so(kind: str, needs: list[str]) -> None:
    """Two thirds of those present in Flanders (art. 23): five of seven."""
    finding = opened(kind).look("+4: Stationsomgeving")
    assert [notice.code for notice in finding.warnings] == needs
    assert [notice.slots for notice in finding.warnings] == [{"needed": 5, "present": 7}] * len(needs)


@pytest.mark.parametrize(("kind", "needed"), [(FLANDERS, 5), ("joint_body", 2), ("council", 0)])
def test_who_may_have_the_doors_shut_is_said_where_it_goes_by_who_is_there(kind: str, needed: int) -> None:
    finding = opened(kind).look("besloten")
    told = [notice.slots["needed"] for notice in finding.warnings if notice.code == "doors_share"]
    assert told == [needed] * bool(needed)
