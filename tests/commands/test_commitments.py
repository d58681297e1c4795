"""Undertakings: listed with their state, met on a day, open again; report and archive follow, and
the chain still verifies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from livecouncil.archive.build import publish_all
from livecouncil.commands import main
from livecouncil.commands.fulfilling import meet
from livecouncil.errors import InputFault, JournalLocked
from livecouncil.sitting.session import Session
from livecouncil.trust.verify import verify

ID = "2026-03-12-raadsvergadering"
TODAY = date(2026, 6, 1)


@pytest.fixture
def raad(council: Path, agenda: Path) -> Path:
    session = Session.open(council, agenda, hold=0)
    for line in ("open", "n6", "tz wagenaar: een brief voor 1 mei", "tz wagenaar: een overzicht", "n11", "sluit"):
        assert not session.enter(line, confirmed=True).refused, line
    session.close()
    publish_all(council, lambda _: None)
    return council


def test_one_is_met_and_report_and_archive_say_on_which_day(raad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = raad / "public" / "archief" / "toezeggingen.html"
    assert archive.read_text().count("<strong>open</strong>") == 2
    meet(raad, ID, 1, date(2026, 5, 1), today=TODAY)
    publish_all(raad, lambda _: None)
    assert "afgedaan op 1 mei 2026" in (raad / "public" / ID / "transcript.html").read_text()
    text = archive.read_text()
    assert text.count("<strong>open</strong>") == 1 and text.count("<strong>afgedaan op 1 mei 2026</strong>") == 1
    assert verify(raad, ID) == []
    assert main(["commitments", "--data", str(raad)]) == 0
    rows = [
        row
        for row in capsys.readouterr().out.splitlines()
        if row.startswith(ID) and "brief" in row or "overzicht" in row
    ]
    assert "afgedaan op 01-05-2026" in rows[0] and "open" in rows[1]
    meet(raad, ID, 1, None)
    assert "afgedaan" not in (raad / "public" / ID / "transcript.html").read_text()


@pytest.mark.parametrize(("number", "day"), [(0, TODAY), (3, TODAY), (1, date(2026, 3, 11)), (1, date(2026, 6, 2))])
def test_what_cannot_be_is_refused_and_changes_nothing(raad: Path, number: int, day: date) -> None:
    before = (raad / "journal" / f"{ID}.jsonl").read_bytes()
    with pytest.raises(InputFault, match="Er is niets vastgelegd"):
        meet(raad, ID, number, day, today=TODAY)
    assert (raad / "journal" / f"{ID}.jsonl").read_bytes() == before


def test_not_while_live_runs_and_not_without_a_number(raad: Path, agenda: Path) -> None:
    session = Session.open(raad, agenda)
    with pytest.raises(JournalLocked):
        meet(raad, ID, 1, TODAY, today=TODAY)
    session.close()
    assert main(["commitments", ID, "--data", str(raad), "--done", "2026-03-13"]) == 2
    assert main(["commitments", ID, "1", "--data", str(raad)]) == 2
