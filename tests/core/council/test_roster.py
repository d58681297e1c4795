"""Who the typed words are: one person, one group, or a question that says what to type."""

from __future__ import annotations

import pytest

from livecouncil.core.council.model import Group, Member
from livecouncil.core.council.roster import Roster
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal


def member(name: str, number: int | None = None) -> Member:
    return Member(name=name, group="Dorpsbelang", number=number)


def roster(*members: Member) -> Roster:
    return Roster(tuple(members), (Group(name="Dorpsbelang", short="DB"),))


def asked(found: Roster, typed: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        found.list([Word(word) for word in typed.split()], found.voters())
    return refused.value


def test_one_who_is_named_twice_is_asked_back() -> None:
    assert asked(roster(member("Anna Bakker", 1)), "bakker #1").code == "twice"


def test_a_prefix_belongs_to_the_name_behind_it_or_begins_somebody_elses() -> None:
    both = roster(member("Anna de Boer", 1), member("Bert Dekens", 2))
    (named,) = both.list([Word("de"), Word("boer")], both.voters())
    assert named.who.name == "Anna de Boer"
    assert asked(both, "de dekens").code == "twice"


def test_a_slip_is_offered_the_nearest_name_and_a_number_nobody_has_is_unknown() -> None:
    refusal = asked(roster(member("Anna Bakker", 1), member("Bert Bakkum", 2)), "bakkes")
    assert (refusal.code, refusal.slots["take"]) == ("unknown", "bakker")
    assert asked(roster(member("Anna Bakker", 1)), "#9").slots["suggestion"] == ""


def test_two_of_one_surname_are_told_apart_by_number_or_by_more_of_the_name() -> None:
    two = roster(member("Anna Bakker", 1), member("Bert Bakker", 2))
    anna, bert = two.members
    assert [two.typable(who, two.voters()) for who in (anna, bert)] == ["#1", "#2"]
    assert [two.shortest(who, two.voters()) for who in (anna, bert)] == ["annab", "bertb"]
    numberless = roster(member("Bakker"), member("mevrouw Bakker"))
    assert numberless.typable(numberless.members[1], numberless.voters()) == "mevrouw bakker"
