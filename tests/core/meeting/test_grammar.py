"""What the grammar cannot take, each with its reason; and the rules' last corners."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import in_text, parse
from livecouncil.core.meeting.rules.voters import calling_order
from livecouncil.core.meeting.speaking_time import clock_of, clocks
from livecouncil.errors import Refusal

from .evening import Evening, planned, warned


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (",", "note_empty"),
        ("c c m1v b", "cannot_correct"),
        ("c , nakijken", "cannot_correct"),
        ("c " * 5_000 + "open", "cannot_correct"),
        ("+16:", "title_needed"),
        ("-7: tekst", "no_text_here"),
        ("m1", "what_of_it"),
        ("m1r1 vt=", "hammer_glued"),
        ("m1r1 vtx", "roll_letter"),
        ("st iets", "not_an_object"),
        ("loot acht", "number_needed"),
        ("z25:00", "bad_time"),
        ("h x", "bad_range"),
        ("pers Lid: 28", "ballot_form"),
        ("aan", "name_needed"),
        ("aan ~bakker", "abstains_not_here"),
        ("aan bakker 5-2", "no_totals_here"),
        ("m1v bakker=", "hammer_glued"),
        ("m1u bakker", "no_names_here"),
        ("n2 i bakker", "object_needed"),
        ("i bakker", "object_needed"),
        ("vg bakker", "object_needed"),
        ("tz wagner", "text_needed"),
        ("open nu", "nothing_after"),
        ("m1v 3-4 4-3", "totals_twice"),
        ("@25:00 open", "bad_time"),
        ("@20:00 ?", "time_not_here"),
        ("!", "not_understood"),
    ],
)
def test_what_the_grammar_cannot_take_has_its_reason(line: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(line)
    assert refused.value.code == code


def test_the_hammer_on_the_line_belongs_to_what_needs_it() -> None:
    hammered = parse("m1v b =", line_mode=True)
    assert hammered and hammered.hammer and hammered.line == "m1v b"
    text = parse("tz wagner: brief =", line_mode=True)
    assert text and not text.hammer and text.text == "brief ="
    for needs_none in ("bakker =", "m1x =", "n4 ="):
        with pytest.raises(Refusal, match="hammer_not_needed"):
            parse(needs_none, line_mode=True)


def test_a_sign_at_the_end_of_a_text_is_a_sign() -> None:
    assert in_text("tz wagner: brief") and in_text(", nakijken") and in_text("@20:46 b: koffie")
    assert not in_text("z21:10") and not in_text("m1v b")


def test_without_numbers_members_are_called_by_name_and_from_a_number_the_next_there_is() -> None:
    state = planned()
    assert [m.name for m in calling_order(state, 99)][0] == "Alders"
    assert [m.name for m in calling_order(state, 6)][:2] == ["Fokkens", "Gorter"]
    members = tuple(member.model_copy(update={"number": None}) for member in state.council.members)
    state.council = state.council.model_copy(update={"members": members})
    assert [m.number for m in calling_order(state)] == [1, 2, 3, 4, 5, 6, 7]


def test_before_any_item_there_is_nothing_to_explain_or_to_ballot_on() -> None:
    evening = Evening()
    evening.type("open")
    evening.state.item = None
    assert evening.refused("sv bakker") == evening.refused("pers Lid: bakker 7") == "no_item"
    assert evening.refused("m1 i bakker: Iets") == evening.refused("h") == evening.refused("k") == "no_item"


def test_nothing_is_put_to_the_vote_where_nobody_may_vote() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst")
    evening.log(ev.Attendance(at=evening.now, members=tuple(evening.state.present), present=False))
    assert evening.refused("m1u") == "nobody_votes"


def test_names_that_only_complete_a_result_are_no_correction_of_it() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "m1 3-4")
    completing = evening.look("c m1v b c").events[0]
    assert isinstance(completing, ev.Decided) and completing.completes == 4


def test_a_correction_of_the_figures_alone_does_not_warn_of_the_outcome() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "m1u")
    assert "outcome_changes" not in warned(evening.look("c m1v b"))


def test_a_card_on_the_wall_holds_everything() -> None:
    evening = Evening()
    evening.type("open")
    evening.log(ev.Panic(at=evening.now, on=True))
    assert evening.state.panic


def test_a_council_without_speaking_time_has_no_clocks() -> None:
    evening = Evening()
    evening.type("open", "bakker")
    assert clocks(evening.state, evening.now) == [] and clock_of(evening.state, evening.now) is None


def test_names_of_an_earlier_vote_and_what_is_withdrawn_take_the_floor_from_nobody() -> None:
    evening = Evening(planned({"speaking_time": {"per": "group", "minutes": 10}}))
    evening.type("open", "n2", "m1 i alders: Een", "m2 i alders: Twee", "m1 3-4", "bakker", "m1v b c", "m2x")
    clock = clock_of(evening.state, evening.now)
    assert clock and (clock.name, clock.running, clock.used) == ("A", True, 180)
    evening.type("vz cramer")
    assert clock_of(evening.state, evening.now) is not None
    evening.type("n3")
    assert clock_of(evening.state, evening.now) is None
