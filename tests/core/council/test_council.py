"""The council and the agenda as models: what they take, what they refuse, and the numbers and zones they stand on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from livecouncil.core.council.agenda import Agenda, Carried, Item, free_number
from livecouncil.core.council.model import Council, Procedure
from livecouncil.core.council.zone import zone_named
from livecouncil.core.law.bodies import PROFILES
from livecouncil.core.text.numbers import natural

COUNCIL: dict[str, Any] = {"council": {"municipality": "Dorp", "seats": 9, "language": "nl", "hashtag": "RaadDorp"}}


def test_a_meeting_is_known_by_its_date_and_title() -> None:
    meeting = {"title": "Raadsvergadering", "start": "2026-03-12T19:30:00+01:00", "chair": "Xanten"}
    assert Agenda.model_validate({"meeting": meeting}).id == "2026-03-12-raadsvergadering"
    with pytest.raises(ValidationError, match="time zone"):
        Agenda.model_validate({"meeting": {**meeting, "start": datetime(2026, 3, 12, 19, 30)}})


def test_numbers_of_items_and_objects_have_their_form() -> None:
    assert Item(number="7b", title="Woonvisie").number == "7b"
    assert Item(number="7B", title="Woonvisie").number == "7b"
    for number in ("2.a", "7.B.1", "16.a.3", "004.a", "R-12", "MF-15-1", "XII", "10bis", "1000"):
        assert Item(number=number, title="Woonvisie").number == number
    for number in ("", ".7", "7.", "7..1", "7.-1", "a b", "é", "1234567890123.567"):
        with pytest.raises(ValidationError, match="letters and digits"):
            Item(number=number, title="Woonvisie")
    with pytest.raises(ValidationError, match="an object is m, a or s"):
        Carried(object="x1")


def test_one_item_more_stands_before_the_closing_or_behind_all() -> None:
    items = [("12", "Moties"), ("13", "Begroting"), ("13a", "Motie"), ("14", "Sluiting")]
    assert free_number(items, "letter") == "13b"
    assert free_number(items, "number") == "15"
    assert free_number([], "letter") == "1"
    assert free_number([("1", "Sluiting")], "letter") == "1a"
    assert sorted(["13a", "7", "13", "7b"], key=natural) == ["7", "7b", "13", "13a"]


def test_a_channel_is_on_the_network_of_its_name_and_on_x_without_links() -> None:
    channels = {"mastodon": {}, "raad": {"network": "x"}, "bluesky": {"links": False}}
    council = Council.model_validate({**COUNCIL, "channels": channels})
    assert {name: (c.network, c.links) for name, c in council.channels.items()} == {
        "mastodon": ("mastodon", True),
        "raad": ("x", False),
        "bluesky": ("bluesky", False),
    }
    for wrong in ({"mastodon": "ja"}, ["mastodon"]):
        with pytest.raises(ValidationError):
            Council.model_validate({**COUNCIL, "channels": wrong})


def test_the_order_of_votes_names_each_step_once() -> None:
    order = ("motion", "subamendment", "amendment", "proposal")
    assert Procedure.model_validate({"vote_order": order}).vote_order == order
    with pytest.raises(ValidationError, match="each of the four steps once"):
        Procedure.model_validate({"vote_order": ("motion", "motion")})


def test_a_zone_is_one_of_the_database() -> None:
    assert zone_named("Europe/Amsterdam").key == "Europe/Amsterdam"
    for wrong in ("Europe/Dorp", "../etc/passwd", ""):
        with pytest.raises(ValueError, match="no time zone"):
            zone_named(wrong)


@pytest.mark.parametrize(
    ("inhabitants", "seats"), [(3_000, 9), (3_001, 11), (100_000, 37), (200_000, 39), (200_001, 45)]
)
def test_the_seats_follow_the_inhabitants(inhabitants: int, seats: int) -> None:
    by_law = PROFILES["council"].seats
    assert by_law.of(inhabitants) == seats
    assert by_law.possible(seats) and not by_law.possible(seats + 1)
