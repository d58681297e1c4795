"""What each rule refuses, warns of and logs, on an evening played in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livecouncil.core.meeting import events as ev

from .evening import ITEMS, Evening, planned, warned

FILED = ("open", "n2", "m1 i alders: Starters eerst")
LEFT_TO_THE_LOT = ("pers Lid: a 3 b 3 blanco 1 voordracht", "pers Lid: a 3 b 3 blanco 1 voordracht")


@pytest.fixture
def evening() -> Evening:
    return Evening()


@pytest.mark.parametrize(
    ("before", "line", "code"),
    [
        ((), "sluit", "not_open"),
        ((), "z10", "not_open"),
        ((), "c open", "not_open"),
        (("open", "n2"), "open", "already_open"),
        (("open", "n3"), "n", "last_item"),
        (("open", "-2"), "n2", "item_removed"),
        (("open",), "n9", "unknown_item"),
        (("open",), "+2: Nog een", "item_exists"),
        (("open",), "+4: \u200b", "title_needed"),
        (("open", "h 1"), "-1", "already_decided"),
        (("open",), "openbaar 2", "item_is_public"),
        (("open",), "openbaar", "doors_are_open"),
        (("open", "n3"), "openbaar", "doors_are_open_item"),
        (("open",), "aan bakker", "already_there"),
        (("open", "af bakker"), "af bakker", "already_away"),
        (("open",), "af *", "everybody_leaves"),
        (("open",), "aan *", "nobody_changes"),
        (("open",), "loot 99", "number_unknown"),
        (FILED, "m1 i bakker: Nog een", "already_filed"),
        (FILED, "s1 i a9 bakker: Minder", "unknown_object"),
        (("open", "n2"), "n2 w: Anders", "object_needed"),
        (FILED, "m9v c", "unknown_object"),
        ((*FILED, "m1 4-3", "m1v a 4-3"), "c m1v a 4-3", "nothing_changes"),
        (FILED, "aang", "stands_behind"),
        (FILED, "verw =", "stands_behind"),
        (FILED, "ov college", "stands_behind"),
        (FILED, "nd bakker cramer", "one_name"),
        (FILED, "int bakker cramer", "one_name"),
        ((*FILED, "h 1"), "aant c 1", "item_needs_n"),
        (FILED, "nd bakker 2", "item_needs_n"),
        ((*FILED, "h 1", "aant c n1"), "aant b c n1", "against_already"),
        (FILED, "m1 d: http://", "no_address"),
        (FILED, "m1 d: https:///m1", "no_address"),
        (("open",), "beedigd zwart", "not_waiting"),
        (FILED, "pers 0 leden: a 3", "ballot_seats"),
        (FILED, "pers 31 leden: a 3", "ballot_seats"),
        ((*FILED, *LEFT_TO_THE_LOT), "pers Lid: a 3 b 3 blanco 1", "lot_decides"),
        ((*FILED, "m1u"), "m1u", "already_decided"),
        ((*FILED, "nd bakker m1"), "nd bakker m1", "recused_already"),
        ((*FILED, "nd bakker m1"), "m1t bakker", "member_recused"),
        ((*FILED, "af bakker"), "m1t bakker", "member_absent"),
        ((*FILED, "af evers", "af dekens"), "m1v b", "group_absent"),
        (FILED, "m1v +b", "wrong_sign"),
        (FILED, "m1 5-4", "totals_too_many"),
        (FILED, "vg bakker m1", "no_vote_yet"),
        ((*FILED, "af bakker", "m1u"), "vg bakker m1", "did_not_vote"),
        ((*FILED, "m1 3-4"), "m1v b", "names_do_not_fit"),
        (FILED, "m1r1 vvv", "roll_length"),
        (FILED, "m1r1 vvvvvvvv", "roll_length"),
        (("open",), "h 2-1", "backward_range"),
        (("open",), "h 1 1-2", "twice"),
        (("open", "h 1"), "h 1", "already_decided"),
        (("open", "-1"), "h 1", "item_removed"),
        (("open", "n2", "a1 i alders: Minder", "a1u", "n1"), "h 1-2", "amended_apart"),
        (("open", "n2"), "pers Lid: braas 1 braas 2", "ballot_form"),
        (("open", "n2"), "pers Lid: tegen", "ballot_form"),
        (("open", "n2"), "pers Lid: braas", "ballot_form"),
        (("open", "n2"), "pers Lid: braas 9", "ballot_too_many"),
        (("open", "n2"), "pers Lid: #99 5", "number_unknown"),
        (("open", "n2"), "pers Lid: alders 3 #1 2", "twice"),
        (("open", "n2"), "c m1v b", "nothing_to_correct"),
        (("open", "n2"), "c h", "nothing_to_correct"),
        (("open", "n2"), "c h 2", "nothing_to_correct"),
        (("open", "n2"), "c besloten", "cannot_correct"),
        (("open", "n2"), "c tz wagner: brief", "nothing_to_correct"),
        (FILED, "c m1 i alders: Starters eerst", "nothing_changes"),
        (("open",), "c open", "which_time"),
        (("open", "z10", "z"), "c z", "which_time"),
        (("open",), "@19:30 c open", "nothing_changes"),
    ],
)
def test_it_is_refused(evening: Evening, before: tuple[str, ...], line: str, code: str) -> None:
    evening.type(*before)
    assert evening.refused(line) == code


@pytest.mark.parametrize(
    ("before", "line", "codes"),
    [
        (FILED, "n3", ["item_left_open", "closed_item"]),
        (FILED, "sluit", ["still_open"]),
        (("open",), "af alders bakker cramer dekens", ["quorum_lost"]),
        ((*FILED, "m1u"), "@19:31 af bakker", ["would_differ"]),
        (FILED, "m1v ~bakker", ["too_early_item", "abstained"]),
        (FILED, "m1 4-2", ["too_early_item"]),
        (FILED, "m1r vvvvvvv", ["no_start_number", "too_early_item"]),
        ((*FILED, "loot 2"), "m1r vvvvvvv", ["too_early_item"]),
        ((*FILED, "a1 i alders: Minder", "m2 i bakker: Meer"), "m1 4-2", ["too_early_both"]),
        ((*FILED, "m1u"), "c m1t", ["outcome_changes"]),
        ((*FILED, "m1u"), "sv bakker m1", ["explanation_before"]),
    ],
)
def test_it_is_warned_of(evening: Evening, before: tuple[str, ...], line: str, codes: list[str]) -> None:
    evening.type(*before)
    assert sorted(warned(evening.look(line))) == sorted(codes)


def test_without_a_quorum_only_the_hammer_says_that_the_meeting_is_not_opened(evening: Evening) -> None:
    evening.type("af alders bakker cramer dekens")
    assert evening.refused("open") == "no_quorum"
    assert isinstance(evening.type("open =").events[0], ev.NotOpened)
    assert evening.state.status == "not_opened"
    evening.type("aan alders", "open")
    assert evening.state.status == "open" and len(evening.state.present) == 4


def test_an_agenda_without_items_cannot_be_opened() -> None:
    assert Evening(planned(items=())).refused("open") == "agenda_empty"


def test_an_item_that_was_taken_off_the_agenda_is_put_back_in_its_place(evening: Evening) -> None:
    evening.type("open", "-2", "+2: Woonvisie")
    assert [item.number for item in evening.state.items] == ["1", "2", "3"] and evening.state.removed == []
    evening.type("n2", "v b")
    assert evening.state.outcomes["2"] == "adopted"
    evening.type("-3")
    assert evening.refused("+3: Grondaankoop") == "item_exists", "it is behind closed doors"


def test_nobody_is_sworn_in_over_the_number_of_seats() -> None:
    evening = Evening(planned(seats=7))
    evening.type("open")
    assert evening.refused("beedigd hovius") == "council_full"


def test_a_whole_group_leaves_and_comes_back(evening: Evening) -> None:
    evening.type("open", "af b")
    assert evening.state.present.isdisjoint({"Dekens", "Evers"})
    evening.type("aan *")
    assert evening.state.present == evening.state.entitled


def test_the_chair_and_a_guest_have_the_floor_by_their_part(evening: Evening) -> None:
    evening.type("open", "vz")
    assert evening.state.speaker == "burgemeester Xanten"
    evening.type("insp")
    assert evening.state.speaker == "inspreker"
    evening.type("insp 2")
    assert evening.state.speaker == "inspreker 2"


def test_a_subamendment_belongs_to_the_only_open_amendment_or_to_the_one_that_is_typed(evening: Evening) -> None:
    evening.type("open", "n2", "a1 i alders: Minder", "s1 i bakker: Iets minder")
    assert evening.state.objects["s1"].parent == "a1"
    evening.type("a2 i alders: Meer", "s2 i bakker: Veel meer", "s3 i a2 bakker: Nog meer")
    assert evening.state.objects["s2"].parent is None
    assert evening.state.objects["s3"].parent == "a2"


def test_objects_may_be_numbered_per_item() -> None:
    evening = Evening(planned({"object_numbers": "item"}))
    evening.type("open", "n2", "m1 i alders: Starters eerst", "m1u")
    assert evening.state.outcome("m2.1") == "adopted"


def test_an_item_added_is_a_motion_by_its_title(evening: Evening) -> None:
    evening.type("open", "+4: Motie over het zwembad", "+2b: Zwembad")
    kinds = {item.number: item.kind for item in evening.state.items}
    assert list(kinds) == ["1", "2", "2b", "3", "4"]
    assert (kinds["2b"], kinds["4"]) == ("proposal", "motion")


def test_one_mover_of_several_does_not_take_a_motion_away(evening: Evening) -> None:
    evening.type("open", "n2", "m1 i alders bakker: Starters eerst", "m2 i alders bakker")
    assert evening.refused("m1x alders") == evening.refused("m2x alders") == "others_remain"
    evening.type("m1x alders bakker")
    assert evening.state.outcome("m1") == "withdrawn"


def test_names_complete_a_result_of_totals_and_are_no_second_vote(evening: Evening) -> None:
    evening.type(*FILED, "m1 3-4")
    completing = evening.type("m1v b c").events[0]
    assert isinstance(completing, ev.Decided) and completing.completes and completing.round == 1


def test_totals_that_differ_from_the_names_refuse_the_first_hammer(evening: Evening) -> None:
    evening.type(*FILED)
    found = evening.look("m1v b 4-3")
    assert found.mismatch and found.mismatch.code == "sum"
    assert evening.look("m1 3-3").mismatch is not None


def test_the_calling_order_goes_round_from_the_number_that_is_drawn(evening: Evening) -> None:
    evening.type(*FILED, "loot 6")
    vote = evening.type("m1r tvvvvvv").events[0]
    assert isinstance(vote, ev.Decided) and vote.vote and vote.vote.options
    assert [name for name, option in vote.vote.options.items() if option == "against"] == ["Fokkens"]


def test_of_a_ballot_the_lot_names_one_of_those_on_the_papers(evening: Evening) -> None:
    evening.type("open", "n2", "pers Lid: braas 3 cools 3 blanco 1 voordracht", "pers Lid: braas 3 cools 3 blanco 1")
    assert evening.refused("pers Lid: zwart") == "unknown"
    evening.type("pers Lid: bra")
    elected = evening.state.last_decision("pers:lid")
    assert isinstance(elected, ev.Ballot) and elected.elected == "braas"


CANDIDATES = ({"number": "2", "title": "Benoeming", "candidates": ["Anna Braas", "Bert Braas", "Jan Evers"]},)


@pytest.mark.parametrize(
    ("typed", "written", "codes"),
    [
        ("#2", "Bakker", []),
        ("bakker", "Bakker", []),
        ("bakkr", "bakkr", ["candidate_near"]),
        ("zwart", "zwart", ["candidate_kept"]),
        ("braas", "braas", ["candidate_two"]),
        ("evers", "Jan Evers", []),
    ],
)
def test_a_name_on_the_papers_is_written_in_full_only_where_it_is_whole(
    typed: str, written: str, codes: list[str]
) -> None:
    evening = Evening(planned(items=CANDIDATES))
    evening.type("open")
    found = evening.look(f"pers Lid: {typed} 7")
    ballot = found.events[0]
    assert isinstance(ballot, ev.Ballot) and list(ballot.ballots) == [written]
    assert warned(found) == codes


def test_two_members_of_one_name_are_told_apart_by_number() -> None:
    state = planned()
    namesake = state.council.members[0].model_copy(update={"name": "Bakker", "number": 9})
    members = (*state.council.members[1:], namesake)
    evening = Evening(replace(state, council=state.council.model_copy(update={"members": members})))
    evening.type("open", "n2")
    (notice,) = [n for n in evening.look("pers Lid: bakker 7").warnings if n.code == "candidate_two"]
    assert notice.slots["remedies"] == "#2 / #9"


def test_a_nominee_who_would_vote_is_told_of(evening: Evening) -> None:
    evening.type("open", "n2")
    found = evening.look("pers Lid: bakker 6 blanco 1 voordracht")
    assert warned(found) == ["nominee"]


def test_fewer_papers_than_members_are_told_of(evening: Evening) -> None:
    evening.type("open", "n2")
    assert "papers_missing" in warned(evening.look("pers Lid: bakker 5"))


def test_a_correction_counts_the_same_round_again(evening: Evening) -> None:
    evening.type("open", "n2", "pers Lid: bakker 3 cramer 3 blanco 1", "c pers Lid: bakker 4 cramer 3")
    fact = evening.state.last_decision("pers:lid")
    assert isinstance(fact, ev.Ballot) and (fact.round, fact.elected) == (1, "Bakker")


def test_one_of_several_items_adopted_together_went_otherwise(evening: Evening) -> None:
    evening.type("open", "h 1-2", "c n2 v b")
    corrected, other = evening.state.events[-2:]
    assert isinstance(corrected, ev.Corrected) and isinstance(corrected.event, ev.AdoptedTogether)
    assert corrected.event.items == ("1",)
    assert isinstance(other, ev.Decided) and other.object == "2"
    assert evening.state.outcome("1") == "adopted_without_vote"


def test_items_adopted_together_are_corrected_as_one(evening: Evening) -> None:
    evening.type("open", "h", "c h 1-2")
    assert evening.state.outcome("2") == "adopted_without_vote"


def test_a_correction_of_the_time_alone_keeps_the_rest(evening: Evening) -> None:
    evening.type("open", "n2", "m1 i alders: Starters eerst", "@19:28 c open")
    corrected = evening.state.events[-1]
    assert isinstance(corrected, ev.Corrected)
    assert f"{corrected.event.at:%H:%M}" == "19:28" and f"{corrected.at:%H:%M}" == "19:33"


def test_a_suspension_is_corrected_to_last_longer(evening: Evening) -> None:
    evening.type("open", "z10", "c z20")
    fact = evening.state.facts[2]
    assert isinstance(fact, ev.Suspended) and f"{fact.until:%H:%M}" == "19:51"


@pytest.mark.parametrize(
    ("line", "correction"),
    [
        ("nd bakker m1", "c nd cramer m1"),
        ("tz wagner: brief voor mei", "c tz wagner: brief voor juni"),
        ("st m1", "@19:32 c st m1"),
        ("+4: Motie over het zwembad", "c +4: Motie over het bad"),
        ("bakker", "c cramer"),
    ],
)
def test_a_correction_finds_the_fact_it_is_about(evening: Evening, line: str, correction: str) -> None:
    evening.type(*FILED, line)
    logged = evening.state.events[-1].seq
    corrected = evening.look(correction).events[0]
    assert isinstance(corrected, ev.Corrected) and corrected.of == logged


def test_names_put_right_after_they_completed_a_result_correct_the_result(evening: Evening) -> None:
    evening.type(*FILED, "m1 3-4", "m1v b c", "c m1v c")
    corrected = evening.state.events[-1]
    assert isinstance(corrected, ev.Corrected) and corrected.of == 4


def test_the_agenda_is_not_closed_on_what_may_not_be(evening: Evening) -> None:
    items = (ITEMS[0], {"number": "2", "title": "Programmabegroting", "kind": "proposal"})
    evening = Evening(planned(items=items))
    evening.type("open", "n2")
    assert warned(evening.look("besloten")) == ["art24"]


def test_recusal_keeps_from_the_debate_where_the_council_says_so() -> None:
    evening = Evening(planned({"recusal": "debate"}))
    evening.type(*FILED, "nd bakker: belang", "nd cramer m1: belang")
    assert evening.state.recusals("2") == {"Bakker"}
    assert evening.state.recusals("m1") == {"Bakker", "Cramer"}, "of the item is of all that is filed under it"
    assert [warned(evening.look(who)) for who in ("bakker", "cramer")] == [["recused_speaks"], ["recused_speaks"]]
