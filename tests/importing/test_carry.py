"""What one meeting leaves undecided comes back in the next, by the commands a griffier types."""

from __future__ import annotations

import shutil
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.publishing.folder import publish
from livecouncil.settings.check import check
from livecouncil.sitting.session import Session

TEXT = "Raadsvergadering {day}, aanvang 19.30 uur\n\n1. Opening\n2. Nieuw voorstel\n3. Sluiting\n"


@pytest.fixture
def council(tmp_path: Path) -> Path:
    folder = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    for path in (folder / "agendas").glob("*.toml"):
        path.unlink()
    return folder


def meet(folder: Path, agenda: Path, *lines: str) -> Session:
    """Sit a whole meeting; every line must be understood."""
    session = Session.open(folder, agenda, hold=0)
    for line in ("open", *lines, "sluit"):
        answer = session.enter(line, confirmed=True, line_mode=True)
        assert not answer.refused, f"{line}: {answer.text}"
    session.close()
    return session


def imported(folder: Path, day: str, *options: str, text: str = TEXT) -> tuple[Path, dict[str, Any]]:
    source = folder / "agenda.txt"
    source.write_text(text.format(day=day))
    known = set((folder / "agendas").glob("*.toml"))
    assert main(["import", str(source), "--data", str(folder), "--yes", *options]) == 0
    (path,) = set((folder / "agendas").glob("*.toml")) - known
    assert not [f for f in check(path, folder / "council.toml") if f.level == "fault"]
    return path, {i["number"]: i for i in tomllib.loads(path.read_text())["items"]}


FIRST = "Raadsvergadering {day}, aanvang 19.30 uur\n\n1. Opening\n2. Woonvisie\n3. Zwembad\n4. Krediet\n5. Sluiting\n"


def first_meeting(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A1 under 2 ties, so 2 waits; 3 is held over; 4 is adopted; M1 under 4 ties; M2 is rejected."""
    path, _ = imported(folder, "12 maart 2026", text=FIRST)
    meet(
        folder,
        path,
        "n2",
        "a1 i pvda: Meer huur",
        "tekst a1: De huur wordt hoger.",
        "a2 i vvd: Minder huur",
        "a2u =",
        "af aalders",
        "a1 18-18 =",
        "n3",
        "p =",
        "n4",
        "u =",
        "m1 i gl: Starters",
        "tekst m1: De raad verzoekt te bouwen.",
        "m1 d: https://raad.example/m1.pdf",
        "m2 i sp: Later",
        "m1 18-18 =",
        "m2 10-26 =",
    )
    capsys.readouterr()


def test_tied_and_held_over_matters_come_back(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first_meeting(council, capsys)
    _, items = imported(council, "16 april 2026", "--carry")
    shown = capsys.readouterr().out
    assert list(items) == ["1", "2", "2a", "2b", "2c", "3"]
    assert [items[n]["title"] for n in ("2a", "2b", "2c")] == [
        "Woonvisie",
        "Zwembad",
        "Starters (motie M1 van 12-03-2026, ingediend door GroenLinks)",
    ]
    assert items["2a"]["carried"] == [
        {"object": "a1", "title": "Meer huur", "movers": ["PvdA"], "earlier": "tie", "text": "De huur wordt hoger."},
        {"object": "a2", "title": "Minder huur", "movers": ["VVD"], "adopted": True},
    ]
    assert items["2c"]["decision"] == "De raad verzoekt te bouwen."
    assert items["2c"]["documents"] == [{"title": "M1", "url": "https://raad.example/m1.pdf"}]
    assert "earlier" not in items["2b"] and items["2c"]["earlier"] == "tie" and items["2c"]["kind"] == "motion"
    assert "← de stemmen staakten op 12-03-2026, met A1, A2" in shown and "← aangehouden op 12-03-2026" in shown


def test_a_second_tie_is_known_and_decided_matters_do_not_come_back(
    council: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first_meeting(council, capsys)
    path, _ = imported(council, "16 april 2026", "--carry")
    session = meet(
        council,
        path,
        "af aalders",
        "n2a",
        "a1 18-18 =",
        "u =",
        "n2b",
        "p =",
        "n2c",
        "18-18 =",
    )
    state = session.desk.state
    assert state.objects["a1"].outcome == "tied_not_adopted" and state.outcomes["2a"] == "adopted_amended"
    last = state.last_decision("2c")
    assert isinstance(last, ev.Decided) and last.outcome == "tied_not_adopted" and last.articles == ("32.5",)
    _, items = imported(council, "21 mei 2026", "--carry")
    assert [i["title"] for i in items.values()] == ["Opening", "Nieuw voorstel", "Zwembad", "Sluiting"]


def test_a_matter_already_on_the_new_agenda_is_not_doubled(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first_meeting(council, capsys)
    text = "Raadsvergadering {day}, aanvang 19.30 uur\n\n1. Opening\n2. Zwembad\n3. WOONVISIE\n4. Sluiting\n"
    _, items = imported(council, "16 april 2026", "--carry", text=text)
    assert list(items) == ["1", "2", "3", "3a", "4"] and items["3"]["carried"][0]["earlier"] == "tie"


def test_the_council_may_number_on_instead(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first_meeting(council, capsys)
    path = council / "council.toml"
    body = tomllib.loads(path.read_text())
    body["procedure"] = {**body.get("procedure", {}), "foreign_motions": "number"}
    path.write_text(tomli_w.dumps(body))
    _, items = imported(council, "16 april 2026", "--carry")
    assert list(items) == ["1", "2", "3", "4", "5", "6"]


def test_without_earlier_meetings_nothing_is_carried(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, items = imported(council, "12 maart 2026", "--carry")
    assert len(items) == 3 and "Geen stakingen of aangehouden punten" in capsys.readouterr().out


def test_a_meeting_of_the_same_day_or_later_is_not_earlier(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first_meeting(council, capsys)
    _, items = imported(council, "5 februari 2026", "--carry")
    assert len(items) == 3


COMMITTEE = """
[[bodies]]
id = "commissie-ruimte"
name = "Commissie Ruimte"
"""
OF_COMMITTEE = (
    "Commissie Ruimte {day}, aanvang 19.30 uur\n\n1. Opening\n2. Woonvisie\n3. Zwembad\n4. Krediet\n5. Fietspad\n"
)


def committee_meeting(folder: Path) -> None:
    """2 to be debated, 3 without debate, 4 back to the committee, 5 not to the council."""
    council = folder / "council.toml"
    council.write_text(council.read_text() + COMMITTEE)
    path, _ = imported(folder, "5 maart 2026", "--body", "commissie-ruimte", text=OF_COMMITTEE)
    assert path.stem.endswith("commissie-ruimte")
    meet(folder, path, "n2", "adv bespreekstuk =", "n3", "adv hamerstuk =", "n4", "adv terug =", "n5", "adv niet =")


def test_what_a_committee_advised_comes_before_the_council(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    committee_meeting(council)
    capsys.readouterr()
    path, items = imported(council, "12 maart 2026", "--carry")
    shown = capsys.readouterr().out
    assert "advies: bespreekstuk op 05-03-2026" in shown
    kinds = {item["title"]: item["kind"] for item in items.values()}
    assert kinds["Woonvisie"] == "proposal" and kinds["Zwembad"] == "hamerstuk"
    assert "Krediet" not in kinds and "Fietspad" not in kinds
    meet(council, path, "n2")
    publish(council, path.stem)
    page = council / "public" / path.stem / "decisions.html"
    assert "Commissie Ruimte (5 maart 2026): advies: bespreekstuk." in page.read_text()


def test_what_was_sent_back_comes_before_the_committee_again(council: Path) -> None:
    committee_meeting(council)
    _, items = imported(
        council, "19 maart 2026", "--carry", "--body", "commissie-ruimte", text=OF_COMMITTEE.split("2.")[0]
    )
    assert [item["title"] for item in items.values()] == ["Opening", "Krediet"]


def test_what_the_council_decided_since_does_not_come_again(council: Path) -> None:
    committee_meeting(council)
    path, items = imported(council, "12 maart 2026", "--carry")
    numbers = [number for number, item in items.items() if item["title"] in ("Woonvisie", "Zwembad")]
    meet(council, path, f"h {' '.join(numbers)} =")
    _, later = imported(council, "26 maart 2026", "--carry")
    assert not {"Woonvisie", "Zwembad"} & {item["title"] for item in later.values()}


def test_a_body_that_is_not_there_is_told_with_those_that_are(
    council: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    committee_meeting(council)
    source = council / "agenda.txt"
    assert main(["import", str(source), "--data", str(council), "--yes", "--body", "ruimte"]) == 1
    assert "commissie-ruimte" in capsys.readouterr().err
