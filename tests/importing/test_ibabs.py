"""Meetings in the XML of iBabs, as its service answers and as an export leaves it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from livecouncil import importing as importers
from livecouncil.commands import main
from livecouncil.errors import InputFault
from livecouncil.importing.draft import AgendaDraft, as_table
from livecouncil.settings.load import load_agenda

ITEM = (
    "<b:iBabsMeetingItem><b:Confidential>{closed}</b:Confidential><b:Documents>{papers}</b:Documents>"
    "<b:Explanation>&lt;p&gt;Toelichting&lt;/p&gt;</b:Explanation><b:Features>{number}</b:Features><b:Id>1</b:Id>"
    "<b:Title>{title}</b:Title></b:iBabsMeetingItem>"
)
PAPER = (
    "<b:iBabsDocument><b:Confidential>{closed}</b:Confidential><b:DisplayName>{name}</b:DisplayName>"
    "<b:PublicDownloadURL>https://api.ibabs.example/1</b:PublicDownloadURL></b:iBabsDocument>"
)


def item(number: str, title: str, closed: bool = False, papers: str = "") -> str:
    return ITEM.format(number=number, title=title, closed=str(closed).lower(), papers=papers)


def meeting(*items: str, date: str = "2027-01-21T00:00:00", time: str = "20:00") -> str:
    return (
        f"<b:iBabsMeeting><b:Chairman>burgemeester A. de Boer</b:Chairman><b:Location>Raadzaal</b:Location>"
        f"<b:MeetingDate>{date}</b:MeetingDate><b:Meetingtype>Gemeenteraad</b:Meetingtype><b:MeetingItems>{''.join(items)}</b:MeetingItems>"
        f"<b:StartTime>{time}</b:StartTime></b:iBabsMeeting>"
    )


def answer(*meetings: str, message: str = "") -> str:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetMeetingsByDateRangeResponse xmlns="http://tempuri.org/">'
        '<GetMeetingsByDateRangeResult xmlns:b="http://schemas.datacontract.org/2004/07/iBabsWCFObjects"><Message>'
        f"{message}</Message><b:Meetings>{''.join(meetings)}</b:Meetings></GetMeetingsByDateRangeResult></GetMeetingsByDateRangeResponse>"
        "</s:Body></s:Envelope>"
    )


EVENING = meeting(
    item("1.", "Opening"),
    item(
        "2",
        "&lt;b&gt;Woonvisie&lt;/b&gt; R&amp;amp;D",
        papers=PAPER.format(closed="false", name="Raadsvoorstel") + PAPER.format(closed="true", name="Geheim"),
    ),
    item("", "Motie \u202evuurwerk"),
    item("3.a", "Hamerstuk bestemmingsplan"),
    item("3.2", "Verordening"),
    item("4", "Grondprijzen", closed=True),
    item("4", "Sluiting"),
)
EXPORT = """<?xml version="1.0" encoding="{encoding}"?>
<Agenda><Titel>Raadsvergadering</Titel><Datum>2027-01-21</Datum><Aanvang>19.45</Aanvang><!-- <Agendapunt/> -->
<Agendapunten><Agendapunt Nummer="1"><Onderwerp>Opening</Onderwerp></Agendapunt>
<Agendapunt><Nummer>2</Nummer><Onderwerp><![CDATA[Coöperatie]]></Onderwerp>
<Agendapunten><Agendapunt><Onderwerp>Deel één</Onderwerp></Agendapunt></Agendapunten></Agendapunt></Agendapunten>
</Agenda>"""


def read(tmp_path: Path, text: str | bytes, date: str | None = None) -> AgendaDraft:
    source = tmp_path / "export.xml"
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    return importers.read_agenda(source, date, datetime.fromisoformat("2027-01-01T12:00:00+01:00"))


def test_a_whole_evening(tmp_path: Path) -> None:
    draft = read(tmp_path, answer(EVENING))
    assert draft.items == (
        ("1", "Opening"),
        ("2", "Woonvisie R&D"),
        ("2a", "Motie vuurwerk"),
        ("3.a", "Hamerstuk bestemmingsplan"),
        ("3.2", "Verordening"),
        ("4", "Grondprijzen"),
        ("4a", "Sluiting"),
    )
    assert draft.start is not None and draft.start.isoformat() == "2027-01-21T20:00:00+01:00"
    assert (draft.title, draft.chair, draft.place) == ("Gemeenteraad", "burgemeester A. de Boer", "Raadzaal")
    assert "dus besloten: Grondprijzen" in as_table(draft) and "Nummer 4 komt vaker voor" in as_table(draft)


def test_check_accepts_what_is_written(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = council / "export.xml"
    source.write_text(answer(EVENING))
    assert main(["import", str(source), "--data", str(council), "--yes"]) == 0
    path = council / "agendas" / "2027-01-21-gemeenteraad.toml"
    capsys.readouterr()
    assert main(["check", str(path), "--data", str(council)]) == 0, capsys.readouterr()
    agenda = load_agenda(path)
    assert [d.title for d in agenda.items[1].documents] == ["Raadsvoorstel"] and agenda.items[5].kind == "closed"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_an_export_without_namespaces_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    draft = read(tmp_path, EXPORT.format(encoding=encoding).encode(encoding))
    assert draft.items == (("1", "Opening"), ("2", "Coöperatie"), ("2a", "Deel één"))
    assert draft.start is not None and draft.start.isoformat() == "2027-01-21T19:45:00+01:00"


@pytest.mark.parametrize(
    ("date", "time", "start"),
    [
        ("2027-07-01T20:00:00", "", "2027-07-01T20:00:00+02:00"),
        ("2027-07-01T00:00:00", "9:30", "2027-07-01T09:30:00+02:00"),
        ("2027-07-01T00:00:00", "na het eten", "2027-07-01T19:30:00+02:00"),
        ("0001-01-01T00:00:00", "20:00", None),
        ("", "", None),
    ],
)
def test_dates(tmp_path: Path, date: str, time: str, start: str | None) -> None:
    found = read(tmp_path, answer(meeting(item("1", "X"), date=date, time=time))).start
    assert (found.isoformat() if found else None) == start


def test_of_several_meetings_the_next_or_the_one_of_the_date(tmp_path: Path) -> None:
    text = answer(
        *(meeting(item("1", day), date=f"{day}T00:00:00") for day in ("2027-03-18", "2026-12-17", "2027-01-21"))
    )
    assert read(tmp_path, text).items == (("1", "2027-01-21"),)
    assert "Het bestand heeft 3 vergaderingen" in as_table(read(tmp_path, text))
    assert read(tmp_path, text, "2026-12-17").items == (("1", "2026-12-17"),)
    with pytest.raises(InputFault, match="geen daarvan is die van 2027-05-01"):
        read(tmp_path, text, "2027-05-01")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (answer(), "geen vergadering met agendapunten in deze XML. "),
        (answer(message="has no access to site"), "‘has no access to site’"),
        (answer(meeting()), "geen vergadering met agendapunten"),
        ("<?xml version='1.0'?><rss/>", "geen vergadering met agendapunten"),
        ("<Agenda>", "geen geldige XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>' + answer(EVENING), "DTD of entiteiten"),
    ],
)
def test_what_is_no_meeting_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputFault, match=words) as fault:
        read(tmp_path, text)
    assert "Er is niets veranderd; " in str(fault.value)
