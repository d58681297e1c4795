"""Fixing (vaststelling): an event of a later day, after which every entry is final and the report says so."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.commands.finalizing import finalize
from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault, JournalLocked
from livecouncil.journal.reading import read
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from livecouncil.trust.verify import verify, verify_public

ID = "2026-03-12-raadsvergadering"
DAY = date(2026, 4, 16)
LINES = ("open", "n6", "m1 i pvda: A", "m1v cda", "=", "m2 i vvd: B", "m2 29-8", "=", "c m2 28-9", "=", "n11", "sluit")


@pytest.fixture
def closed(council: Path, agenda: Path) -> Path:
    play(council, agenda)
    return council


def play(council: Path, agenda: Path, **more: Any) -> None:
    session = Session.open(council, agenda, hold=0, **more)
    for line in LINES:
        assert not session.enter(line, confirmed=True).refused, line
    session.close()


def statuses(folder: Path) -> tuple[str, set[str]]:
    """What the feed says of itself, and what its entries say besides."""
    feed = json.loads((folder / "public" / ID / "feed.json").read_text())
    return feed["_livecouncil"]["status"], {i["_livecouncil"].get("status", "") for i in feed["items"]}


def test_the_feed_becomes_final_and_the_report_says_on_which_day(closed: Path) -> None:
    publishing.publish(closed, ID)
    before = {p.name: p.read_bytes() for p in (closed / "public" / ID).iterdir() if p.is_file()}
    assert statuses(closed) == ("provisional", {"", "corrected"})
    finalize(closed, ID, DAY, today=DAY)
    assert statuses(closed) == ("final", {"", "corrected"}), "said once, of the feed"
    text = (closed / "public" / ID / "transcript.html").read_text()
    assert (
        "Vastgesteld op 16 april 2026." in text
        and "Voorlopig verslag" not in text
        and b"Voorlopig" in before["transcript.html"]
    )
    record = publishing.record_of(read(closed / "journal", ID).events)
    assert record.meeting.final and record.meeting.finalized == DAY and record.feed.corrections[0].status == "final"
    votes = (closed / "public" / ID / "votes.json").read_bytes()
    assert votes.replace(b'"final"', b'"provisional"') == before["votes.json"]


def test_it_is_signed_and_verifies(closed: Path) -> None:
    finalize(closed, ID, DAY, today=DAY)
    events = read(closed / "journal", ID).events
    assert [type(e) for e in events[-2:]] == [ev.Finalized, ev.Checkpoint]
    assert verify(closed, ID) == []
    assert verify_public(closed / "public" / ID, closed / "public" / "livecouncil.pub") == []


def test_the_same_day_again_changes_nothing_and_another_day_is_a_new_event(closed: Path) -> None:
    finalize(closed, ID, DAY, today=DAY)
    length = len(read(closed / "journal", ID).events)
    assert finalize(closed, ID, DAY, today=DAY) == [] and len(read(closed / "journal", ID).events) == length
    finalize(closed, ID, date(2026, 4, 23), today=date(2026, 4, 30))
    record = publishing.record_of(read(closed / "journal", ID).events)
    assert record.meeting.finalized == date(2026, 4, 23)


@pytest.mark.parametrize("day", [date(2026, 3, 11), date(2026, 5, 1)])
def test_a_day_that_cannot_be_is_refused(closed: Path, day: date) -> None:
    with pytest.raises(InputFault, match="voor de vergadering of in de toekomst"):
        finalize(closed, ID, day, today=date(2026, 4, 30))
    assert not any(isinstance(e, ev.Finalized) for e in read(closed / "journal", ID).events)


def test_an_open_meeting_is_refused(session: Session, council: Path) -> None:
    session.enter("open")
    session.close()
    with pytest.raises(InputFault, match="nog niet gesloten"):
        finalize(council, ID, DAY, today=DAY)


def test_while_live_runs_it_is_refused_and_names_who(session: Session, council: Path) -> None:
    with pytest.raises(JournalLocked, match=r"wordt nu geschreven door .*proces \d+.*sluit livecouncil live"):
        finalize(council, ID, DAY, today=DAY)


def test_an_unofficial_report_cannot_be_fixed(council: Path, agenda: Path) -> None:
    toml = council / "council.toml"
    toml.write_text(toml.read_text().replace("[council]", "[council]\nunofficial = true", 1))
    play(council, agenda)
    with pytest.raises(InputFault, match="niet-officieel"):
        finalize(council, ID, DAY, today=DAY)


def test_the_command(closed: Path, capsys: Any) -> None:
    data = ["--data", str(closed)]
    assert main(["publish", ID, "--final", "2026-04-16", *data]) == 0
    assert "Vastgesteld op 16 april 2026" in (closed / "public" / ID / "transcript.html").read_text()
    assert main(["publish", "--final", "2026-04-16", *data]) == 2 and "één vergadering" in capsys.readouterr().err
    assert main(["publish", ID, "--final", "volgende week", *data]) == 2 and "geen dag" in capsys.readouterr().err
    assert main(["publish", ID, "--final", "2026-03-01", *data]) == 1
    assert main(["publish", ID, "--final", *data]) == 0
    row = (closed / "journal" / f"{ID}.jsonl").read_bytes().splitlines()[-2]
    assert json.loads(row)["fact"]["on"] == str(date.today())
    assert list(csv.reader((closed / "public" / ID / "votes.csv").open(encoding="utf-8-sig"), delimiter=";"))
