"""Votes by groups and their seats, as a reporter tells them who has no list of members: nobody is counted as there."""

from __future__ import annotations

import pytest

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState

from .evening import ITEMS, START, Evening


@pytest.fixture
def filed() -> Evening:
    """Motion M1 is filed in a council of three groups, with four, three and two seats, whose members nobody named."""
    council = {
        "council": {
            "municipality": "Dorp",
            "seats": 9,
            "language": "nl",
            "hashtag": "RaadDorp",
            "unofficial": True,
            "reporter": "Dorpskrant",
        },
        "groups": [{"name": "A", "seats": 4}, {"name": "B", "seats": 3}, {"name": "C", "seats": 2}],
    }
    agenda = {"meeting": {"title": "Raad", "start": START, "chair": "burgemeester Xanten"}, "items": list(ITEMS)}
    evening = Evening(MeetingState(Council.model_validate(council), Agenda.model_validate(agenda)))
    evening.type("open", "n2", "m1 i a: Starters eerst")
    return evening


def decided(evening: Evening, line: str) -> tuple[str, dict[str, tuple[int, int]], int | None, int | None]:
    event = evening.look(line).events[0]
    assert isinstance(event, ev.Decided) and event.vote
    return event.outcome, event.vote.divided, event.vote.for_, event.vote.against


@pytest.mark.parametrize(
    ("line", "outcome", "divided", "figures"),
    [
        ("m1v b", "adopted", {"A": (4, 0), "B": (0, 3), "C": (2, 0)}, (6, 3)),
        ("m1t b", "rejected", {"A": (0, 4), "B": (3, 0), "C": (0, 2)}, (3, 6)),
        ("m1v a(1) b", "adopted", {"A": (3, 1), "B": (0, 3), "C": (2, 0)}, (5, 4)),
        ("m1t a(1)", "rejected", {"A": (1, 3), "B": (0, 3), "C": (0, 2)}, (1, 8)),
    ],
)
def test_a_group_goes_with_its_seats_or_divided(
    filed: Evening, line: str, outcome: str, divided: dict[str, tuple[int, int]], figures: tuple[int, int]
) -> None:
    assert decided(filed, line) == (outcome, divided, *figures)


def test_more_than_its_seats_and_an_abstention_are_refused(filed: Evening) -> None:
    assert filed.refused("m1v a(5)") == "split_too_many"
    assert filed.refused("m1v ~a") == "split_abstains"
