"""Persons in lists and data: who left the council during the meeting was there, and who was appointed is named."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from tests.evenings.sitting import Evening, play

SCRIPT = """
@19:30 open
n4
m1 i a: Een
@19:40 m1v c =
bp1 v c =
bp2-3 t c =
@20:00 ontslag ippel =
pers 2 leden rekenkamer: Kok 7 Smit 6 Veen 3 =
pers Lid: Kok 4 Veen 4 voordracht =
pers Lid: Kok 4 Veen 4 voordracht =
pers Lid: kok =
@21:00 sluit
"""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    return play(tmp_path_factory.mktemp("persons"), SCRIPT)


def text(evening: Evening, name: str) -> str:
    return " ".join(unescape(evening.file(name)).split())


def test_who_left_the_council_was_there_until_then(evening: Evening) -> None:
    assert evening.refusals == ""
    assert "Ippel (C): 19:30–20:00" in text(evening, "decisions.html")
    people = json.loads(evening.file("popolo.json"))
    (ippel,) = (person["id"] for person in people["persons"] if person["name"] == "Ippel")
    ends = [m["end_date"] for m in people["memberships"] if m["person_id"] == ippel]
    assert ends == ["2026-03-12", "2026-03-12"]


def test_everybody_who_is_appointed_is_named_and_how_the_lot_fell(evening: Evening) -> None:
    listed = text(evening, "decisions.html")
    assert "leden rekenkamer: benoemd (Kok, Smit)" in listed and "benoemd door het lot (Kok)" in listed
    assert "Lid: Kok 4, Veen 4; Kok is benoemd, door het lot" in text(evening, "ori.json")


def test_no_reader_meets_what_only_a_clerk_types(evening: Evening) -> None:
    for name in ("index.html", "decisions.html", "wall.html"):
        assert "4 bp1" not in text(evening, name), name
    assert "Besluitpunt 1 bij punt 4" in text(evening, "index.html")


def test_the_wall_names_points_once(tmp_path: Path) -> None:
    wall = play(tmp_path, "@19:30 open\nn4\nbp1-3 v c =").record.wall
    assert wall.said[0].headline == "Besluitpunten 1, 2 en 3 bij punt 4"
