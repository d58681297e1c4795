"""The evenings of the manual, played from its own text on the council of the demo: nothing in it is refused."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from livecouncil.sitting.session import Session
from tests.conftest import ROOT

OUTCOMES = {
    "een raadsavond": {
        **dict.fromkeys(("4", "5a", "5b", "5c"), "adopted_without_vote"),
        "6": "adopted_in_part",
        "o1": "rejected",
        "a1": "adopted",
        "m1": "taken_over",
        "bp6.1": "adopted",
        "bp6.2": "rejected",
    },
    "een begrotingsavond": {
        "7": "adopted",
        "a1": "rejected",
        "m1": "rejected",
        "m2": "adopted",
        "m3": "adopted",
        "m4": "adopted",
        "m5": "withdrawn",
        "m6": "merged",
        "m7": "adopted",
    },
    "twee dagen": {"6": "adopted", "m1": "adopted"},
}
"""What comes of each evening, by the comment that stands above it."""


def told(evening: str) -> list[str]:
    """The lines of an evening as the manual prints them."""
    manual = (ROOT / "docs" / "handleiding.md").read_text(encoding="utf-8")
    return manual.partition(f"<!-- {evening} -->\n```text\n")[2].partition("```")[0].splitlines()


@pytest.mark.parametrize("evening", OUTCOMES)
def test_an_evening_of_the_manual(evening: str, tmp_path: Path) -> None:
    folder = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    answers = [(line, session.enter(line, confirmed=True, line_mode=True)) for line in told(evening)]
    state = session.desk.state
    session.close()
    assert [f"{line}: {answer.text}" for line, answer in answers if answer.refused] == []
    assert len(answers) > 10 and state.status == "closed"
    assert {**state.outcomes, **{paper.key: paper.outcome for paper in state.objects.values()}} == OUTCOMES[evening]


def test_the_second_day_of_the_manual_is_another_date(tmp_path: Path) -> None:
    folder = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    for line in told("twee dagen"):
        session.enter(line, confirmed=True, line_mode=True)
    days = [f"{fact.at:%d-%m}" for fact in session.desk.state.facts.values()]
    session.close()
    assert set(days) == {"12-03", "13-03"} and days == sorted(days)
