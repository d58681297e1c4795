"""`agenda.ics`, as three programs that are not ours read it: Python's icalendar, ical.js, and calcurse."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from livecouncil.core.council.model import CouncilInfo
from livecouncil.publishing.all_meetings import write_index
from livecouncil.publishing.calendar_lines import calendar_bytes, calendar_text, zone_lines
from livecouncil.publishing.calendars import CouncilCalendar, calendar_address
from livecouncil.publishing.folder import publish
from livecouncil.publishing.sources import Announced, FromJournals, FromReleased
from livecouncil.settings.load import load_agenda
from livecouncil.sitting.session import Session
from livecouncil.wording import Wording
from tests.conftest import ROOT, Clock, missing

ID = "2026-03-12-raadsvergadering"
ICAL = ROOT / ".tools" / "node_modules" / "ical.js" / "dist" / "ical.js"
LATER = """[meeting]
title = "{title}"
start = {start}
chair = "burgemeester A. Voorbeeldsma"
{more}
[[items]]
number = "1"
title = "Geheime grondaankoop"
kind = "closed"
"""
HOSTILE = "Raad; begroting, deel 1 \\\\ — avond over ‘é’ en de 👩‍👩‍👧 van het dorp, in meer dan vijfenzeventig tekens"


def announce(council: Path, day: str, title: str = "Raadsvergadering", more: str = "") -> None:
    start = datetime.fromisoformat(f"{day}T19:30:00").replace(tzinfo=ZoneInfo("Europe/Amsterdam"))
    path = council / "agendas" / f"{day}-later.toml"
    path.write_text(LATER.format(title=title, start=start.isoformat(), more=more), encoding="utf-8")


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council whose meeting was held; one is announced in summer, one was called off."""
    council = tmp_path_factory.mktemp("calendar") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    announce(council, "2026-07-09", HOSTILE)
    announce(council, "2026-11-12", more="cancelled = true")
    clock = Clock()
    session = Session.open(council, council / "agendas" / f"{ID}.toml", hold=0, clock=clock)
    for line in ("open", "n2", "sluit"):
        clock.now += timedelta(hours=1)
        assert not session.enter(line, confirmed=True, line_mode=True).refused
    session.close()
    publish(council, ID)
    return council


def read(path: Path) -> tuple[Any, dict[str, Any]]:
    """Strictly: whatever a line says wrongly is an error, and nothing is left over."""
    raw = path.read_bytes()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n")) and raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    calendar: Any = Calendar.from_ical(raw)
    assert not calendar.errors
    found = calendar.walk("VEVENT")
    assert not any(event.errors for event in found)
    return calendar, {str(event["UID"]): event for event in found}


def test_the_calendar_of_all_has_what_was_what_comes_and_what_was_called_off(evening: Path) -> None:
    calendar, events = read(evening / "public" / "agenda.ics")
    held, summer, off = sorted(events.values(), key=lambda e: e.start)
    assert str(calendar["NAME"]) == "Vergaderingen Voorbeeld" and calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert held.start.isoformat() == "2026-03-12T19:30:00+01:00" and held.end > held.start
    assert held["URL"] == f"https://raad.voorbeeld.example/live/{ID}/" and held["STATUS"] == "CONFIRMED"
    assert summer.start.isoformat() == "2026-07-09T19:30:00+02:00" and "DTEND" not in summer
    assert str(summer["SUMMARY"]) == f"{HOSTILE.replace(chr(92) * 2, chr(92))} Voorbeeld"
    assert off["STATUS"] == "CANCELLED" and "Gaat niet door." in off["DESCRIPTION"]
    assert "Geheime" not in (evening / "public" / "agenda.ics").read_text(encoding="utf-8")


def test_a_meeting_has_its_own_and_the_same_in_that_of_all(evening: Path) -> None:
    _, alone = read(evening / "public" / ID / "agenda.ics")
    _, among = read(evening / "public" / "agenda.ics")
    [(uid, event)] = alone.items()
    assert uid == f"{ID}@gm9999.livecouncil.example"
    assert among[uid].to_ical() == event.to_ical()


def test_ical_js_reads_the_same(evening: Path) -> None:
    if not ICAL.exists():
        missing("ical.js")
    script = Path(__file__).with_name("parse_calendar.mjs")
    asked = ["node", str(script), str(ICAL), str(evening / "public" / "agenda.ics")]
    told: dict[str, Any] = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    _, events = read(evening / "public" / "agenda.ics")
    assert told["name"] == "Vergaderingen Voorbeeld" and len(told["events"]) == len(events) == 3
    for shown in told["events"]:
        event = events[shown["uid"]]
        start = datetime.fromisoformat(shown["start"])
        assert start == event.start.astimezone(UTC) and shown["summary"] == str(event["SUMMARY"])
        assert (shown["status"], shown["sequence"]) == (str(event["STATUS"]), event["SEQUENCE"])
        assert shown["url"] == event.get("URL")


def test_calcurse_takes_every_meeting(evening: Path, tmp_path: Path) -> None:
    if not shutil.which("calcurse"):
        missing("calcurse")
    own = {**os.environ, "TZ": "Europe/Amsterdam", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    asked = ["calcurse", "-D", str(tmp_path), "-C", str(tmp_path)]
    taken = subprocess.run([*asked, "-i", str(evening / "public" / "agenda.ics")], env=own, capture_output=True)
    assert taken.returncode == 0 and b"0 skipped" in taken.stdout, taken
    kept = (tmp_path / "apts").read_text(encoding="utf-8")
    assert "03/12/2026 @ 19:30" in kept and "07/09/2026 @ 19:30" in kept and "11/12/2026 @ 19:30" in kept


def test_an_entry_is_revised_under_one_id_from_its_announcement_to_its_end(tmp_path: Path) -> None:
    council = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    agenda = council / "agendas" / f"{ID}.toml"
    os.utime(agenda, (1_772_000_000, 1_772_000_000))  # 25 February
    path = council / "public" / "agenda.ics"
    path.parent.mkdir()
    seen: list[Any] = []

    def look() -> Any:
        write_index(council / "public")
        _, events = read(path)
        [event] = events.values()
        seen.append(event)
        return event

    assert "DESCRIPTION" not in look()
    clock = Clock()
    session = Session.open(council, agenda, hold=0, clock=clock)
    for line, said in (("open", "Nu bezig."), ("n2", "Nu bezig."), ("sluit", "Afgelopen;")):
        clock.now += timedelta(hours=1)
        session.enter(line, confirmed=True, line_mode=True)
        publish(council, ID)
        assert str(look()["DESCRIPTION"]).startswith(said)
    session.close()
    assert len({str(event["UID"]) for event in seen}) == 1
    revisions = [event["SEQUENCE"] for event in seen]
    assert revisions == sorted(revisions) and revisions[0] < revisions[1] == revisions[2]
    assert seen[1].to_ical() == seen[2].to_ical(), "what goes on in a meeting is no revision of its entry"
    assert seen[-1].DTSTAMP == seen[-1].LAST_MODIFIED == seen[-1].end.astimezone(UTC)


def test_a_meeting_that_moved_keeps_its_entry(tmp_path: Path) -> None:
    council = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    announce(council, "2026-07-09")
    before = load_agenda(council / "agendas" / "2026-07-09-later.toml")
    announce(council, "2026-07-16", more="moved_from = 2026-07-09")
    after = load_agenda(council / "agendas" / "2026-07-16-later.toml")
    assert before.id == after.announced_id != after.id == "2026-07-16-raadsvergadering"


def test_the_server_makes_the_same_of_what_was_released(evening: Path) -> None:
    made = (evening / "public" / "agenda.ics").read_bytes()
    write_index(evening / "public", FromReleased(evening))
    assert (evening / "public" / "agenda.ics").read_bytes() == made
    assert FromReleased(evening).announced() == FromJournals(evening).announced()
    page = (evening / "public" / "index.html").read_text(encoding="utf-8")
    assert 'href="webcal://raad.voorbeeld.example/live/agenda.ics"' in page and "Gaat niet door" in page
    own = (evening / "public" / ID / "index.html").read_text(encoding="utf-8")
    assert 'href="agenda.ics"' in own and 'href="webcal://raad.voorbeeld.example/live/agenda.ics"' in own


def test_without_an_address_nothing_leads_there() -> None:
    words = Wording.load("nl")
    info = CouncilInfo(municipality="Voorbeeld", seats=9)
    start = datetime(2026, 3, 12, 19, 30, tzinfo=UTC)
    made = CouncilCalendar(info, words, [b"<html>", b""], [Announced("a", "Raad", start, "a", start)]).made()
    calendar: Any = Calendar.from_ical(made)
    assert "SOURCE" not in calendar and "URL" not in calendar.walk("VEVENT")[0]
    assert calendar_address("") == "" and CouncilCalendar(info, words, [], []).made().endswith(b"END:VCALENDAR\r\n")


@pytest.mark.parametrize(
    "zone", ["Europe/Amsterdam", "America/Kralendijk", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca"]
)
def test_the_rules_of_a_zone_are_those_of_its_clock(zone: str) -> None:
    """Every sixth hour of four years, computed with the rules in the file and with the system's own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *zone_lines(zone, 2025, 2028), "END:VCALENDAR"]
    calendar: Any = Calendar.from_ical(calendar_bytes(lines))
    [defined] = calendar.walk("VTIMEZONE")
    computed = defined.to_tz(lookup_tzid=False)
    known = ZoneInfo(zone)
    for moment in _hours(date(2025, 1, 1), 4 * 365 * 4):
        assert moment.replace(tzinfo=computed).utcoffset() == moment.replace(tzinfo=known).utcoffset(), moment


def _hours(first: date, count: int) -> Iterator[datetime]:
    start = datetime(first.year, first.month, first.day, 12)
    yield from (start + timedelta(hours=6 * n) for n in range(count))


@pytest.mark.parametrize("text", ["a" * 200, "é" * 100, "👩‍👩‍👧" * 30, "a" * 74 + "é", "", "a,b;c\\d\ne"])
def test_no_line_is_long_and_no_sign_is_cut(text: str) -> None:
    made = calendar_bytes([f"SUMMARY:{calendar_text(text)}"])
    assert all(len(line) <= 75 and line.decode("utf-8") is not None for line in made.split(b"\r\n"))
    event: Any = Calendar.from_ical(b"BEGIN:VEVENT\r\n" + made + b"END:VEVENT\r\n")
    assert str(event["SUMMARY"]) == text
