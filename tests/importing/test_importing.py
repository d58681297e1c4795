"""Importers on what griffiers have, and on what they should not have."""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest

from livecouncil import importing as importers
from livecouncil.commands.import_ import LEFT_OVER
from livecouncil.errors import InputFault
from livecouncil.importing import roster
from livecouncil.settings.load import load_agenda, load_council
from tests.commands.run import run

TEXT = """Gemeente Voorbeeld
Agenda raadsvergadering 12 maart 2026, aanvang 19.30 uur

1. Opening
2. Vaststelling agenda
3. Voorstel tot het vaststellen van
   de Woonvisie
3a. Motie zebrapad
4. Moties vreemd aan de orde van de dag
5. Sluiting

Bijlagen: 2 stuks
"""


def imported(tmp_path: Path, name: str, data: bytes, date: str | None = None, code: int = 0) -> Path:
    source = tmp_path / name
    source.write_bytes(data)
    when = ["--date", date] if date else []
    assert run("import", source, "--data", tmp_path, "--yes", *when) == code
    return next((tmp_path / "agendas").glob("*.toml"))


def test_pasted_text_becomes_an_agenda(tmp_path: Path) -> None:
    agenda = load_agenda(imported(tmp_path, "agenda.txt", TEXT.encode()))
    assert (
        agenda.id == "2026-03-12-raadsvergadering" and agenda.meeting.start.isoformat() == "2026-03-12T19:30:00+01:00"
    )
    assert [(i.number, i.kind) for i in agenda.items] == [
        ("1", "procedural"),
        ("2", "procedural"),
        ("3", "proposal"),
        ("3a", "motion"),
        ("4", "procedural"),
        ("5", "procedural"),
    ]
    assert agenda.items[2].title == "Voorstel tot het vaststellen van de Woonvisie"


def test_an_agenda_is_written_as_the_manual_writes_one(tmp_path: Path) -> None:
    text = imported(tmp_path, "agenda.txt", TEXT.encode()).read_text(encoding="utf-8")
    assert text.startswith("[meeting]\nstart = ") and text.count("\n\n[[items]]\nnumber = ") == 6


def test_a_street_number_starts_no_item_and_is_told_as_what_looked_like_one(tmp_path: Path) -> None:
    text = """12 maart 2026
1. Opening
2. Hamerstukken
   2a Verordening rechtspositie
   2b Benoeming van het lid
   2 mei tot 4 juni
3. Bouwplan
Kerkstraat
7a Kerkhof
"""
    agenda = load_agenda(imported(tmp_path, "agenda.txt", text.encode(), code=LEFT_OVER))
    assert [(item.number, item.title) for item in agenda.items] == [
        ("1", "Opening"),
        ("2", "Hamerstukken"),
        ("2a", "Verordening rechtspositie"),
        ("2b", "Benoeming van het lid 2 mei tot 4 juni"),
        ("3", "Bouwplan Kerkstraat 7a Kerkhof"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_csv_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    data = "nr;titel\n1;Opening\n2;Coöperatie\n".encode(encoding)
    agenda = load_agenda(imported(tmp_path, "agenda.csv", data, "2026-07-01T20:00"))
    assert agenda.items[1].title == "Coöperatie" and agenda.meeting.start.isoformat() == "2026-07-01T20:00:00+02:00"


def test_pdf_text(shared: Path) -> None:
    draft = importers.read_agenda(shared / "denhelder-2015-06-29" / "besluitenlijst.pdf")
    assert draft.items[0][1].startswith("Opening") and draft.start is not None and draft.start.year == 2015


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("leeg.txt", b"", "dit bestand is leeg"),
        ("foto.jpg", b"\xff\xd8\0\0", "dit is een afbeelding"),
        ("kapot.pdf", b"%PDF-1.4 kapot", "PDF kan niet gelezen worden"),
        ("groot.txt", b"1. x\n" * 2_100_000, "te groot"),
        ("geen-datum.txt", b"1. Opening\n2. Sluiting\n", "geen datum"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(InputFault, match=words) as fault:
        imported(tmp_path, name, data)
    assert "Er is niets" in str(fault.value) and not (tmp_path / "agendas").exists()


def test_a_roster_is_added_once_and_nothing_is_guessed(tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_text('[council]\nmunicipality = "X"\nseats = 9 # negen\n')
    source = tmp_path / "leden.csv"
    source.write_text("Naam;Fractie;Nummer\nmevrouw Aalders;CDA;1\nde heer Bakkeren;PvdA;2\n")
    assert run("import", source, "--data", tmp_path, "--yes", "--roster") == 0
    council = load_council(tmp_path / "council.toml")
    assert [(m.name, m.number) for m in council.members] == [("mevrouw Aalders", 1), ("de heer Bakkeren", 2)]
    assert "# negen" in (tmp_path / "council.toml").read_text()
    with pytest.raises(InputFault, match="heeft al raadsleden"):
        run("import", source, "--data", tmp_path, "--yes", "--roster")


@pytest.mark.parametrize("odd", [None, True, 7, "Raadslid", [["Raadslid"]], {"role": "Raadslid"}])
def test_a_roster_with_things_of_another_kind_is_read_without_them(tmp_path: Path, odd: Any) -> None:
    path = tmp_path / "leden.json"
    known = {"name": "Alders", "memberships": [{"role": "Raadslid", "organisation": {}}]}
    other = {"name": "Bakker", "memberships": [{"role": "Raadslid", "organisation": odd}]}
    path.write_text(json.dumps([known, other, {"name": "Cramer", "memberships": odd}]))
    assert [member.name for member in roster.read_roster([path]).members] == ["Alders", "Bakker"]


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5_000, "1,5", "-1"])
def test_what_is_no_number_of_an_attendance_list_is_none(tmp_path: Path, number: str) -> None:
    path = tmp_path / "leden.csv"
    path.write_text(f"naam;nummer\nAlders;{number}\n", encoding="utf-8")
    assert [(m.name, m.group, m.number) for m in roster.read_roster([path]).members] == [("Alders", "", None)]


def test_a_page_with_an_endless_reference_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pagina.html"
    path.write_text(f"<html><p>1. Opening &#{'9' * 5_000};</p></html>")
    assert importers.read_agenda(path).items == (("1", "Opening \ufffd"),)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tabs.txt", "1. Opening\n2" + "\t" * 200_000 + "\n"),
        ("blanks.csv", "nr;titel\n1;Opening\n2" + " " * 200_000 + "!;Woonvisie\n"),
        ("zones.ics", "BEGIN:VCALENDAR\n" + "BEGIN:VTIMEZONE\nEND:X\n" * 20_000),
    ],
)
def test_a_row_without_end_is_read_at_once(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    before = time.process_time()
    with contextlib.suppress(InputFault):
        assert importers.read_agenda(path).items[0][0] == "1"
    assert time.process_time() - before < 3


@pytest.mark.parametrize(
    ("line", "chair"),
    [
        ("Voorzitter: A. Hiemstra", "A. Hiemstra"),
        ("Voorzitter: mevrouw J. de Vries (PvdA)    Griffier: B. Puk", "mevrouw J. de Vries"),
        ("De voorzitter: burgemeester Jansen Griffier: B. Puk", "burgemeester Jansen"),
        ("Foarsitter: S. Visser; griffier B. Puk", "S. Visser"),
        ("Voorzitter: nog niet bekend", "de burgemeester"),
        ("Voorzitter: n.n.b.", "de burgemeester"),
        ("Voorzitter:", "de burgemeester"),
        ("Plaatsvervangend voorzitter: B. Puk", "de burgemeester"),
    ],
)
def test_the_chair_named_before_the_items_is_the_agendas(tmp_path: Path, line: str, chair: str) -> None:
    text = f"Raadsvergadering 12 maart 2026, 19.30 uur\n{line}\nLocatie: Raadzaal\n\n1. Opening\n2. Sluiting\n"
    assert load_agenda(imported(tmp_path, "agenda.txt", text.encode())).meeting.chair == chair
