"""A long meeting's feed: nothing is missed from document to document, and a page changes only by what mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting.redacting import Wish
from livecouncil.journal.reading import read
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.feed_pages import SIZE
from livecouncil.publishing.site import Position, meeting_files
from livecouncil.sitting.session import Session
from livecouncil.trust.redact import redact
from livecouncil.trust.verify import verify, verify_public
from tests.conftest import Clock

BASE = "https://raad.voorbeeld.example/live/"
MOTIONS = 102
NOTICE = "Bericht over Zwanenveld"


class Running(Clock):
    """A second later each time it is asked: what changed last is known by its time."""

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass(frozen=True)
class Typed:
    """A council whose meeting has a long feed, and the clock it was typed by."""

    council: Path
    clock: Running


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Typed:
    council = tmp_path_factory.mktemp("lang") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    clock = Running()
    session = opened(council, clock)
    enter(session, "open", "n6", f"b: {NOTICE}", "=")
    for number in range(1, MOTIONS + 1):
        enter(session, f"m{number} i pvda: Motie over zaak {number}", f"m{number}v cda =")
    session.close()
    return Typed(council, clock)


@pytest.fixture
def long(typed: Typed, tmp_path: Path) -> Iterator[Session]:
    """That meeting, gone on with by one test."""
    shutil.copytree(typed.council, tmp_path / "raad")
    session = opened(tmp_path / "raad", typed.clock)
    yield session
    session.close()


def opened(council: Path, clock: Running) -> Session:
    return Session.open(council, next((council / "agendas").glob("*.toml")), hold=0, clock=clock)


def enter(session: Session, *lines: str) -> None:
    for line in lines:
        assert not session.enter(line, confirmed=True, line_mode=True).refused, line


def made(session: Session) -> dict[str, bytes]:
    record = publishing.record_of(session.journal.events)
    return meeting_files(record, publishing.words_of_meeting(record.meeting), place=Position("2026-02-12-raad"))


def is_page(name: str) -> bool:
    return name.partition(".")[0].rpartition("-")[2].isdigit()


def led_through(files: dict[str, bytes], name: str, meeting: str) -> list[tuple[str, dict[str, Any]]]:
    """The JSON documents from `name` on, each by its address, by their links alone; no further than `meeting`."""
    here = f"{BASE}{meeting}/"
    found = []
    while name in files:
        feed = json.loads(files[name])
        found.append((name, feed))
        address = feed.get("next_url", "")
        name = address.removeprefix(here) if address.startswith(here) else ""
        assert name not in [known for known, _ in found], "round and round"
    return found


def test_every_entry_is_found_by_the_links_alone(long: Session) -> None:
    found = made(long)
    total = publishing.record_of(long.journal.events).feed.seq
    for name in ("feed.json", "../feed.json", "items/6.json"):
        documents = led_through(found, name, long.desk.state.agenda.id)
        numbers = [i["_livecouncil"]["seq"] for _, feed in documents for i in feed["items"]]
        assert total > 2 * SIZE and set(numbers) == set(range(1 + (name[0] == "i"), total + 1)), name
        assert len(documents) == 3 and SIZE <= len(documents[0][1]["items"]) < 2 * SIZE
    last = json.loads(found["feed-1.json"])
    assert last["next_url"] == f"{BASE}2026-02-12-raad/feed.json"
    assert [i["_livecouncil"]["seq"] for i in json.loads(found["feed-2.json"])["items"]] == list(range(200, 100, -1))
    assert b"<fh:archive/>" in found["feed-2.atom"] and b"/feed-1.atom" in found["feed-2.atom"]


def test_a_page_changes_by_a_correction_in_it_and_by_nothing_else(long: Session) -> None:
    before = {name: content for name, content in made(long).items() if is_page(name)}
    assert {"feed-1.json", "feed-2.atom", "items/6-1.json", "decisions-1.json"} <= before.keys()
    enter(long, f"m{MOTIONS + 1} i pvda: Nog een", f"m{MOTIONS + 1}v cda =")
    after = made(long)
    assert [name for name in before if after[name] != before[name]] == []
    enter(long, "c m3v vvd =")
    after = made(long)
    assert {name for name in before if after[name] != before[name]} == {
        f"{name}-1.{end}" for name in ("feed", "decisions", "items/6") for end in ("json", "atom")
    }
    live = json.loads(after["feed.json"])["items"]
    assert live[0]["content_text"].startswith("Correctie")
    corrected = next(i for i in live if i["_livecouncil"].get("status") == "corrected")
    assert corrected["_livecouncil"]["object"] == "m3", "changed last: it is in the live feed too"


def test_a_deleted_text_leaves_its_page_and_the_folder_verifies(council: Path) -> None:
    """Messages alone, for a motion has a page of its own, and all is made five times."""
    long = opened(council, Running())
    base, meeting = long.public_root.parent, long.desk.state.agenda.id
    enter(long, "open", "n6", f"b: {NOTICE}", "=", "m3 i pvda: Zaak", "m3v cda =")
    for number in range(2 * SIZE):
        enter(long, f"b: Bericht {number}", "=")
    enter(long, "sluit")
    long.close()
    publishing.publish(base, meeting)
    folder = base / "public" / meeting
    assert NOTICE in (folder / "feed-1.json").read_text()
    line = next(e.seq for e in read(base / "journal", meeting).events if NOTICE in str(e))
    redact(base, meeting, Wish(seq=line, reason="verzoek"))
    assert not [
        path for path in (base / "public").rglob("*") if path.is_file() and NOTICE.encode() in path.read_bytes()
    ]
    assert verify(base, meeting) == []
    assert verify_public(base / "public" / meeting, base / "public" / "livecouncil.pub") == []
    page = folder / "feed-1.json"
    page.write_text(page.read_text().replace("is aangenomen", "is verworpen", 1))
    assert any("feed-1.json" in fault for fault in verify(base, meeting))
