"""Speaking time and the speaker list, from the journal, with a clock that only moves when told to."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from livecouncil.core.meeting.speaking_time import clock_of, clocks, turns
from livecouncil.sitting.session import Session
from tests.conftest import Clock

START = datetime.fromisoformat("2026-03-12T19:30:00+01:00")


class Debate:
    """A meeting in which `say(seconds, line)` types a line that many seconds after the one before it."""

    def __init__(self, folder: Path, rules: dict[str, Any]) -> None:
        council = {
            "council": {"municipality": "Proef", "seats": 3},
            "groups": [{"name": "Alfa", "short": "A"}, {"name": "Beta"}],
            "members": [{"name": n, "group": g} for n, g in [("Adema", "Alfa"), ("Bakker", "Alfa"), ("Cats", "Beta")]],
            "officials": [
                {"name": "burgemeester Post", "role": "burgemeester"},
                {"name": "wethouder Wit", "role": "wethouder"},
            ],
            "procedure": {"speaking_time": rules},
        }
        (folder / "agendas").mkdir()
        (folder / "council.toml").write_text(tomli_w.dumps(council))
        items = tomli_w.dumps({"items": [{"number": n, "title": f"Punt {n}"} for n in "12"]})
        path = folder / "agendas" / "2026-03-12-proef.toml"
        path.write_text(
            items + '\n[meeting]\ntitle = "Proef"\nstart = 2026-03-12T19:30:00+01:00\nchair = "burgemeester Post"\n'
        )
        self.clock = Clock()
        self.session = Session.open(folder, path, clock=self.clock)
        self.say(0, "open")

    def say(self, seconds: int, line: str) -> None:
        self.clock.now += timedelta(seconds=seconds)
        assert not self.session.enter(line).refused, line
        if self.session.desk.staged:
            self.session.hammer()

    def left(self, seconds: int = 0) -> dict[str, int]:
        self.clock.now += timedelta(seconds=seconds)
        return {c.name: c.left for c in clocks(self.session.desk.state, self.clock.now)}


@pytest.fixture
def debate(tmp_path: Path) -> Any:
    made: list[Debate] = []

    def start(**rules: Any) -> Debate:
        made.append(Debate(tmp_path, rules))
        return made[-1]

    yield start
    for one in made:
        one.session.close()


def test_a_groups_members_share_its_clock(debate: Any) -> None:
    d = debate(per="group", minutes=5, groups={"Beta": 2})
    for seconds, line in [(0, "adema"), (60, "cats"), (30, "bakker"), (40, "vz")]:
        d.say(seconds, line)
    assert d.left(100) == {"Alfa": 300 - 100, "Beta": 120 - 30}


def test_a_groups_minutes_may_be_given_by_its_short_name(debate: Any) -> None:
    d = debate(per="group", minutes=5, groups={"A": 8})
    assert d.left() == {"Alfa": 480, "Beta": 300}


def test_members_may_each_have_their_own_clock(debate: Any) -> None:
    d = debate(per="member", minutes=1)
    d.say(0, "adema")
    assert d.left(75) == {"Adema": -15, "Bakker": 60, "Cats": 60}
    running = clock_of(d.session.desk.state, d.clock.now)
    assert running and running.name == "Adema" and running.running and running.left == -15


def test_suspension_vote_chair_and_official_stop_the_clock(debate: Any) -> None:
    d = debate(per="group", minutes=10)
    lines = [(0, "adema"), (10, "z"), (600, "z"), (5, "wit"), (90, "vz"), (50, "adema"), (7, "st"), (60, "u")]
    for seconds, line in lines:
        d.say(seconds, line)
    assert d.left(100)["Alfa"] == 600 - (10 + 5 + 7), "and after the vote nobody has the floor"


def test_the_council_may_let_the_clock_run_on(debate: Any) -> None:
    d = debate(per="group", minutes=10, pauses=[])
    for seconds, line in [(0, "adema"), (10, "z"), (20, "z"), (5, "vz"), (30, "cats"), (40, "n2")]:
        d.say(seconds, line)
    assert d.left() == {"Alfa": 600 - 65, "Beta": 600 - 40}


def test_time_may_be_given_anew_for_each_item(debate: Any) -> None:
    d = debate(per="group", minutes=2, over="item")
    d.say(0, "adema")
    d.say(50, "n2")
    assert d.left(30) == {"Alfa": 120, "Beta": 120}
    d.say(0, "n1")
    assert d.left()["Alfa"] == 70


def test_a_recalled_turn_gives_its_time_back(debate: Any) -> None:
    d = debate(per="group", minutes=2)
    d.say(0, "adema")
    d.clock.now += timedelta(seconds=5)
    d.session.undo()
    assert d.left(60) == {"Alfa": 120, "Beta": 120}


def test_the_speaker_list_holds_everybody_in_order_with_their_time(debate: Any) -> None:
    d = debate(per="none")
    for seconds, line in [(0, "adema"), (10, "wit"), (20, "insp 2"), (30, "n2"), (40, "cats")]:
        d.say(seconds, line)
    listed = turns(d.session.desk.state, d.clock.now + timedelta(seconds=4))
    assert [(t.who, t.group, t.item, t.seconds) for t in listed] == [
        ("Adema", "Alfa", "1", 10),
        ("wethouder Wit", "", "1", 20),
        ("inspreker 2", "", "1", 30),
        ("Cats", "Beta", "2", 4),
    ]
    assert listed[-1].end is None and listed[0].end == START + timedelta(seconds=10)


def test_nothing_is_counted_behind_closed_doors(debate: Any) -> None:
    d = debate(per="group", minutes=2)
    d.say(0, "adema")
    d.clock.now += timedelta(seconds=30)
    d.session.enter("besloten", confirmed=True)
    assert d.left(500)["Alfa"] == 90
