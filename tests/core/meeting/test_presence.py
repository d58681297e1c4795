"""Who is here and since when, who counted in each vote, and what of it is private."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.attendance import presence, votes
from livecouncil.core.meeting.doors import Doors
from livecouncil.core.meeting.privacy import sealed
from livecouncil.core.meeting.written import dump

from .evening import Evening, warned


def stays(evening: Evening, name: str) -> list[tuple[str, str]]:
    """When a member was in the meeting, as told on the clock; '' while it lasts."""
    (row,) = [row for row in presence(evening.state) if row.member.name == name]
    return [(f"{since:%H:%M}", f"{until:%H:%M}" if until else "") for since, until in row.stays]


def test_the_ledger_holds_every_stay_of_every_member() -> None:
    evening = Evening()
    evening.type("af cramer", "open", "af bakker", "aan bakker", "beedigd hovius", "sluit")
    assert stays(evening, "Bakker") == [("19:31", "19:32"), ("19:33", "19:35")]
    assert stays(evening, "Hovius") == [("19:34", "19:35")]
    assert stays(evening, "Cramer") == []
    assert [row.here for row in presence(evening.state) if row.member.name == "Cramer"] == [False]


def test_each_vote_names_who_did_not_count_in_it() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "af bakker", "nd cramer m1", "m1 3-2", "m1v b")
    (vote,) = votes(evening.state)
    assert (vote.object, vote.voters, vote.absent, vote.recused) == ("m1", 5, ("Bakker",), ("Cramer",))


def test_only_a_commitment_to_what_may_name_somebody_enters_the_chain() -> None:
    evening = Evening()
    evening.type("open", "n2", "b: Er is koffie", "c b: Er is thee", ", nakijken", "tz wagner: brief")
    private = [ev.type_of(event) for event in evening.state.events if sealed(event, doors_closed=False)]
    assert private == ["message", "corrected", "note", "undertaking"]
    opened = evening.state.events[0]
    assert sealed(opened, doors_closed=True)
    assert not sealed(ev.DoorsOpened(at=evening.now), doors_closed=True)
    told = ev.Attendance(at=evening.now, members=("Bakker",), present=False, tells=2)
    assert not sealed(told, doors_closed=True) and sealed(told.model_copy(update={"tells": None}), doors_closed=True)


def test_doors_dated_before_they_were_shut_opened_when_that_was_logged_or_nobody_knows() -> None:
    evening = Evening()
    evening.type("open", "besloten")
    shut = evening.state.events[-1].at
    early = ev.DoorsOpened(at=evening.state.events[0].at, seq=3)
    assert Doors.of([*evening.state.events, early]).spans == ((shut, None),)
    logged = early.model_copy(update={"logged": evening.now})
    assert Doors.of([*evening.state.events, logged]).spans == ((shut, evening.now),)


def test_a_redacted_line_is_written_with_what_is_left_of_it() -> None:
    at = Evening().now
    left = ev.Message(at=at, text="", seq=3)
    body = dump(ev.Redacted(at=at, of=3, event=left, seq=7))
    assert body["event"] == {"seq": 3, "at": at.isoformat(), "type": "message", "v": 2, "text": ""}


def test_who_was_there_after_all_counts_where_the_vote_is_put_right_and_nowhere_else() -> None:
    """Logged afterwards: Cramer had left before the vote, Bakker came only after it."""
    evening = Evening()
    evening.type("af bakker", "open", "n2", "m1 i alders: Starters eerst", "m1v b")
    evening.type("@19:33 af cramer", "aan bakker")
    (vote,) = votes(evening.state)
    assert vote.absent == ("Bakker",)
    evening.type("c m1v b")
    (vote,) = votes(evening.state)
    assert vote.absent == ("Bakker", "Cramer")
    assert evening.refused("c m1v b") == "nothing_changes"


def test_who_takes_no_part_after_all_is_counted_out_where_the_vote_is_put_right() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "nd cramer m1", "m1v b")
    found = evening.type("c nd bakker m1")
    assert [warning.code for warning in found.warnings][1:] == ["count_anew"]
    evening.type("c m1v b")
    (vote,) = votes(evening.state)
    assert vote.recused == ("Bakker",)


@pytest.mark.parametrize("correction", ["c nd", "c nd m1", "c nd -cramer", "c nd -cramer m1"])
def test_who_never_should_have_been_kept_out_takes_part_after_all(correction: str) -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "nd cramer m1", correction, "m1v b")
    (vote,) = votes(evening.state)
    assert vote.recused == ()
    assert evening.refused("c nd") == "nothing_to_correct"


def test_of_several_who_take_no_part_the_one_who_does_is_named() -> None:
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "nd cramer m1", "nd bakker m1")
    assert evening.refused("c nd m1") == "recused_which"
    assert evening.refused("nd -cramer m1") == "recused_sign"
    evening.type("c nd -cramer m1")
    assert evening.state.recusals("m1") == {"Bakker"}
    evening.type("nd cramer m1")
    assert evening.state.recusals("m1") == {"Bakker", "Cramer"}


def test_a_departure_put_right_counts_where_the_vote_is_put_right() -> None:
    """It was logged before the vote, as that of another, or of too few."""
    evening = Evening()
    evening.type("open", "n2", "m1 i alders: Starters eerst", "af bakker", "m1v b")
    found = evening.type("c af cramer")
    assert warned(found) == ["would_differ"]
    evening.type("c m1v b")
    (vote,) = votes(evening.state)
    assert vote.absent == ("Cramer",)
    evening.type("c af cramer bakker", "c m1v b")
    (vote,) = votes(evening.state)
    assert vote.absent == ("Bakker", "Cramer")


def test_who_was_away_at_the_opening_is_not_put_right_behind_it() -> None:
    evening = Evening()
    evening.type("af bakker", "open", "n2")
    assert evening.refused("c af cramer") == "before_opening"
