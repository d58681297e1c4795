"""Calendars: one meeting, a year of them, and dates that are not there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from livecouncil import importing as importers
from livecouncil.commands import main
from livecouncil.errors import InputFault
from livecouncil.importing.draft import AgendaDraft, as_table
from livecouncil.settings.check import check
from livecouncil.settings.load import load_agenda

NOW = datetime.fromisoformat("2027-01-01T12:00:00+01:00")
ENDLESS = (
    "BEGIN:VTIMEZONE\nTZID:Eigen\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0100\n"
    "TZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def event(start: str, title: str = "Raadsvergadering", *lines: str) -> str:
    rows = (
        "BEGIN:VEVENT",
        "UID:1@voorbeeld.example",
        start,
        f"SUMMARY:{title}",
        "LOCATION:Raadzaal\\, Markt 1",
        *lines,
    )
    return "\n".join(row for row in (*rows, "END:VEVENT") if row) + "\n"


def calendar(*parts: str) -> bytes:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Voorbeeld//NL\n{''.join(parts)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(tmp_path: Path, data: bytes, date: str | None = None) -> AgendaDraft:
    source = tmp_path / "raad.ics"
    source.write_bytes(data)
    return importers.read_agenda(source, date, NOW)


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("DTSTART;TZID=Europe/Amsterdam:20270121T200000", "2027-01-21T20:00:00+01:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20270701T200000", "2027-07-01T20:00:00+02:00"),
        ("DTSTART:20270701T180000Z", "2027-07-01T20:00:00+02:00"),
        ("DTSTART:20270121T200000", "2027-01-21T20:00:00+01:00"),
        ("DTSTART;VALUE=DATE:20270121", "2027-01-21T19:30:00+01:00"),
        ("DTSTART;TZID=Eigen:20270121T200000", "2027-01-21T20:00:00+01:00"),
        ("DTSTART;TZID=Nergens/Hier:20270121T200000", "2027-01-21T20:00:00+01:00"),
        ("DTSTART:geen", None),
        ("DTSTART:20271341T000000", None),
        ("", None),
    ],
)
def test_starts(tmp_path: Path, start: str, found: str | None) -> None:
    draft = read(tmp_path, calendar(ENDLESS, event(start)))
    assert (draft.start.isoformat() if draft.start else None) == found


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("DTSTART:20261025T003000Z", "2026-10-25T02:30:00+02:00"),
        ("DTSTART:20261025T013000Z", "2026-10-25T02:30:00+01:00"),
        ("DTSTART:20270328T013000Z", "2027-03-28T03:30:00+02:00"),
        ('DTSTART;TZID="W. Europe Standard Time":20270325T193000', "2027-03-25T19:30:00+01:00"),
        ("DTSTART;TZID=GMT Standard Time:20270401T183000", "2027-04-01T19:30:00+02:00"),
        ("DTSTART:20270401T193000", "2027-04-01T19:30:00+02:00"),
        ("DTSTART;TZID=/vendor.example/Europe/Amsterdam:20270401T193000", "2027-04-01T19:30:00+02:00"),
    ],
)
def test_starts_about_the_change_of_the_clock(tmp_path: Path, start: str, found: str) -> None:
    """In UTC, in a zone as Windows calls it, floating: the offset is that of the day."""
    there = importers.read_agenda(_file(tmp_path, event(start)), None, datetime.fromisoformat("2026-10-01T00:00:00Z"))
    assert there.start is not None and there.start.isoformat() == found


def _file(tmp_path: Path, *parts: str) -> Path:
    source = tmp_path / "raad.ics"
    source.write_bytes(calendar(*parts))
    return source


def test_a_zone_the_file_defines_twice_is_no_crash(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:UTC\nTZID:Europe/Amsterdam\nBEGIN:STANDARD\nTZOFFSETFROM:+0200\n"
        "TZOFFSETTO:+0100\nDTSTART:20261025T030000\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    draft = read(tmp_path, calendar(zone, event("DTSTART;TZID=Europe/Amsterdam:20271210T193000")))
    assert draft.start is not None and draft.start.isoformat() == "2027-12-10T19:30:00+01:00"


def test_a_council_elsewhere_reads_its_own_clock(tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_text(
        '[council]\nmunicipality = "Bonaire"\nseats = 9\nzone = "America/Kralendijk"\n'
    )
    assert (
        main(["import", str(_file(tmp_path, event("DTSTART:20270121T200000"))), "--data", str(tmp_path), "--yes"]) == 0
    )
    assert "start = 2027-01-21T20:00:00-04:00" in next((tmp_path / "agendas").glob("*.toml")).read_text()


def test_title_and_place_are_cleaned_and_shown(tmp_path: Path) -> None:
    title = "Raad\u202e: begro\n ting\\, \x1b[31mdeel 1"
    draft = read(tmp_path, calendar(event("DTSTART;VALUE=DATE:20270121", title, "RRULE:FREQ=MONTHLY")))
    shown = as_table(draft)
    for said in (
        "Raad: begroting, [31mdeel 1, 21-01-2027 19:30",
        "Plaats: Raadzaal, Markt 1",
        "geen agendapunten",
        "herhaalt zich",
        "geen tijd",
    ):
        assert said in shown
    assert shown.isprintable() is False and all(c.isprintable() or c == "\n" for c in shown)


def test_the_written_agenda_lacks_only_its_items(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = council / "raad.ics"
    source.write_bytes(calendar(event("DTSTART:20990121T190000Z", "Raad")))
    assert main(["import", str(source), "--data", str(council), "--yes"]) == 0
    path = council / "agendas" / "2099-01-21-raad.toml"
    assert load_agenda(path).items == ()
    faults = [f.what for f in check(path, council / "council.toml") if f.level == "fault"]
    assert faults == ["De agenda is leeg."]
    path.write_text(path.read_text() + '\n[[items]]\nnumber = "1"\ntitle = "Opening"\nkind = "procedural"\n')
    capsys.readouterr()
    assert main(["check", str(path), "--data", str(council)]) == 0, capsys.readouterr()


def test_an_event_without_date_needs_one(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = council / "raad.ics"
    source.write_bytes(calendar(event("")))
    assert main(["import", str(source), "--data", str(council), "--yes"]) == 1
    assert "De bron noemt geen datum" in capsys.readouterr().err
    assert main(["import", str(source), "--data", str(council), "--yes", "--date", "2099-01-21T20:00"]) == 0


YEAR = [
    event("DTSTART:20261217T190000Z", "December"),
    event("DTSTART:20270318T190000Z", "Maart"),
    event("DTSTART:20270121T190000Z", "Januari"),
    event("DTSTART:20270121T150000Z", "Middag"),
    event("", "Ooit"),
    event("DTSTART:20270107T190000Z", "Afgelast", "STATUS:CANCELLED"),
]


@pytest.mark.parametrize(
    ("date", "title", "start"),
    [
        (None, "Middag", "16:00"),
        ("2027-03-18", "Maart", "20:00"),
        ("2027-01-21T20:00", "Januari", "20:00"),
        ("2026-12-17", "December", "20:00"),
    ],
)
def test_of_several_the_next_or_the_one_of_the_date(tmp_path: Path, date: str | None, title: str, start: str) -> None:
    draft = read(tmp_path, calendar(*YEAR), date).dated(date)
    assert draft.title == title and f"{draft.start:%H:%M}" == start
    assert ("Het bestand heeft 5 vergaderingen" in as_table(draft)) is (date is None)


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (
            "2027-01-21",
            "meer dan één daarvan is die van 2027-01-21.*2027-01-21T16:00 ‘Middag’, 2027-01-21T20:00 ‘Januari’",
        ),
        ("2027-05-05", "5 vergaderingen|4 vergaderingen, en geen daarvan"),
        ("morgen", "is geen datum"),
    ],
)
def test_a_date_that_fits_none_or_several_names_them_all(tmp_path: Path, date: str, words: str) -> None:
    with pytest.raises(InputFault, match=words):
        read(tmp_path, calendar(*YEAR), date)


def test_when_all_are_past_one_is_asked_for(tmp_path: Path) -> None:
    past = calendar(event("DTSTART:20260101T190000Z"), event("DTSTART:20260201T190000Z"))
    with pytest.raises(InputFault, match="geen daarvan moet nog komen.*kies met --date uit 2026-01-01T20:00"):
        read(tmp_path, past)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (calendar(), "geen vergadering in deze kalender"),
        (calendar(event("DTSTART:20270121T190000Z", "X", "STATUS:CANCELLED")), "geen vergadering"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2027", "kan niet gelezen worden|geen vergadering"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR", "kan niet gelezen worden"),
        (b"BEGIN:VCALENDAR\r\nrommel zonder dubbelepunt\r\nEND:VCALENDAR", "kan niet gelezen worden"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nSUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR", "geen vergadering"),
    ],
)
def test_what_is_no_calendar_of_a_council_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputFault, match=words) as fault:
        read(tmp_path, data)
    assert "Er is niets veranderd; " in str(fault.value)


def test_two_calendars_in_one_file_are_both_read(tmp_path: Path) -> None:
    draft = read(
        tmp_path,
        calendar(event("DTSTART:20270318T190000Z", "Maart")) + calendar(event("DTSTART:20270218T190000Z", "Februari")),
    )
    assert draft.title == "Februari"


@pytest.mark.parametrize("zone", ["a" * 5_000, "/x/" + "b/" * 2_000 + "c"], ids=["long", "of many parts"])
def test_a_zone_whose_name_no_system_takes_is_refused(tmp_path: Path, zone: str) -> None:
    path = tmp_path / "raad.ics"
    path.write_bytes(calendar(event(f"DTSTART;TZID={zone}:20270121T193000")))
    with pytest.raises(InputFault, match="deze kalender kan niet"):
        importers.read_agenda(path)


@pytest.mark.parametrize("zones", [1, 2, 400])
def test_a_zone_without_an_end_takes_no_meeting_along(tmp_path: Path, zones: int) -> None:
    begun = "BEGIN:VTIMEZONE\nTZID:Half\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\nEND:STANDARD\n"
    path = tmp_path / "raad.ics"
    one = event("DTSTART;TZID=Half:20270114T193000", "Raadsvergadering")
    other = event("DTSTART;TZID=Europe/Amsterdam:20270211T200000", "Raadsvergadering")
    path.write_bytes(calendar(begun * zones, one, ENDLESS, begun, other))
    first = importers.read_agenda(path, "2027-01-14").start
    second = importers.read_agenda(path, "2027-02-11").start
    assert first is not None and first.isoformat() == "2027-01-14T19:30:00+01:00"
    assert second is not None and second.isoformat() == "2027-02-11T20:00:00+01:00"
