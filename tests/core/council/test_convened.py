"""Who meets: of a council with committees and other bodies, the one an agenda names."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.council.bodies import body_named, convened, quorum_of, seats_of, uncertain_law
from livecouncil.core.council.identity import meeting_id
from livecouncil.core.council.model import Council

from ..meeting.evening import START, planned

RUIMTE: dict[str, Any] = {"id": "ruimte", "name": "Commissie Ruimte"}


def council_with(*bodies: dict[str, Any]) -> Council:
    """The council of seven with one who sits in committees alone, and these bodies beside it."""
    plain = planned().council.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    plain["members"].append({"name": "mevrouw Rinsma", "group": "A", "kind": "committee_member"})
    plain["groups"][0]["short"] = "AA"
    return Council.model_validate({**plain, "bodies": list(bodies)})


def names(council: Council) -> list[str]:
    return [member.name for member in council.members]


def test_the_council_meets_without_those_who_sit_in_committees_alone() -> None:
    council = council_with(RUIMTE)
    assert "mevrouw Rinsma" in names(council)
    assert "mevrouw Rinsma" not in names(convened(council, ""))
    alone = planned().council
    assert convened(alone, "") is alone


def test_a_body_seats_members_and_whole_groups_and_the_others_are_its_guests() -> None:
    council = council_with({**RUIMTE, "members": ["aa", "Gorter"], "hashtag": "Ruimte", "seats": 6})
    committee = convened(council, "ruimte")
    assert names(committee) == ["Alders", "Bakker", "Cramer", "Gorter", "mevrouw Rinsma"]
    assert (committee.council.kind, committee.council.seats, committee.council.hashtag) == ("committee", 6, "Ruimte")
    guests = [official.name for official in committee.officials if official.role == "raadslid"]
    assert guests == ["Dekens", "Evers", "Fokkens", "Hovius"]


def test_without_names_everybody_sits_and_a_seat_is_a_member() -> None:
    committee = convened(council_with(RUIMTE), "ruimte")
    assert committee.council.seats == len(committee.members) == 9


def test_a_name_that_nobody_bears_seats_nobody() -> None:
    council = council_with({**RUIMTE, "members": ["Zwart", "B"]})
    nobody, group = seats_of(council, council.bodies[0])
    assert nobody.unknown and [member.name for member in group.members] == ["Dekens", "Evers"]


def test_a_body_that_is_not_there_is_none() -> None:
    council = council_with(RUIMTE)
    assert body_named(council, "zorg") is None
    with pytest.raises(LookupError):
        convened(council, "zorg")


@pytest.mark.parametrize(("told", "needed"), [(None, 0), (False, 0), (True, 4)])
def test_a_committee_needs_a_quorum_only_where_its_own_rule_says_so(told: bool | None, needed: int) -> None:
    committee = convened(council_with({**RUIMTE, "quorum": told}), "ruimte")
    assert quorum_of(committee, 7) == needed


def test_a_rule_of_its_own_settles_what_the_law_leaves_open() -> None:
    board = {"id": "ab", "name": "Algemeen bestuur", "kind": "water_board"}
    open_ = uncertain_law(convened(council_with(board), "ab"))
    settled = uncertain_law(convened(council_with({**board, "procedure": {"tie": "rejected"}}), "ab"))
    assert len(settled) < len(open_)


def test_the_id_of_a_bodys_meeting_ends_in_the_body_and_names_it_once() -> None:
    day = START.date()
    assert meeting_id("Beeldvorming", day, "ruimte") == "2026-03-12-beeldvorming-ruimte"
    assert meeting_id("Commissie Ruimte", day, "ruimte") == "2026-03-12-commissie-ruimte"
    assert meeting_id("???", day) == "2026-03-12-vergadering"
    assert len(meeting_id("lang " * 60, day, "ruimte")) <= len("2026-03-12-") + 80
