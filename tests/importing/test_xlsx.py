"""Spreadsheets as councils keep them: headings anywhere, dates in cells, formulas, and files that cannot be opened."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from livecouncil import importing as importers
from livecouncil.commands import main
from livecouncil.commands.import_ import LEFT_OVER
from livecouncil.errors import InputFault
from livecouncil.importing.draft import AgendaDraft, as_table
from livecouncil.settings.load import load_agenda, load_council
from tests.commands.run import run

EVENING: list[list[Any]] = [
    ["Raad van Voorbeeld"],
    ["Datum", datetime(2027, 1, 21), "Aanvang", time(20, 0)],
    [],
    ["Nr.", "Agendapunt", "Portefeuille"],
    [1, "Opening"],
    [2.0, "Woon\u202evisie\x85"],
    ["2a", "Motie vuurwerk", "Jansen"],
    [None, "Ter bespreking"],
    ["3.1", "Bestemmingsplan"],
    ["3.1", "Nog een plan"],
    [4, "  "],
    [5, "Sluiting"],
]
ITEMS = (
    ("1", "Opening"),
    ("2", "Woonvisie"),
    ("2a", "Motie vuurwerk"),
    ("3.1", "Bestemmingsplan"),
    ("3.1a", "Nog een plan"),
    ("5", "Sluiting"),
)


def book(*sheets: list[list[Any]], hidden: int | None = None) -> bytes:
    made = openpyxl.Workbook()
    for at, rows in enumerate(sheets):
        sheet = made.worksheets[0] if at == 0 else made.create_sheet()
        for row in rows:
            sheet.append(row)
        if at == hidden:
            sheet.sheet_state = "hidden"
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The workbook with one of its parts rewritten."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for part in read.namelist():
            text = read.read(part)
            written.writestr(part, text if part != name else re.sub(old, new, text.decode()).encode())
    return file.getvalue()


def read(tmp_path: Path, data: bytes, name: str = "agenda.xlsx") -> AgendaDraft:
    source = tmp_path / name
    source.write_bytes(data)
    return importers.read_agenda(source)


def test_headings_below_a_title_and_a_date_in_cells(tmp_path: Path) -> None:
    draft = read(tmp_path, book(EVENING))
    assert draft.items == ITEMS
    assert draft.start is not None and draft.start.isoformat() == "2027-01-21T20:00:00+01:00"
    assert "Nummer 3.1 komt vaker voor; ‘Nog een plan’ is 3.1a geworden" in as_table(draft)


def test_check_accepts_what_is_written(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = council / "agenda.xlsx"
    source.write_bytes(book(EVENING))
    assert main(["import", str(source), "--data", str(council), "--yes"]) == LEFT_OVER
    assert "rij 11: ‘4’" in capsys.readouterr().out
    path = council / "agendas" / "2027-01-21-raadsvergadering.toml"
    capsys.readouterr()
    assert main(["check", str(path), "--data", str(council)]) == 0, capsys.readouterr()
    assert [(i.number, i.title) for i in load_agenda(path).items] == list(ITEMS)


@pytest.mark.parametrize(
    ("sheets", "hidden"),
    [
        ([[["Toelichting"]], EVENING], None),
        ([[["nummer", "titel"], [9, "Verborgen"]], EVENING], 0),
        ([EVENING, [["nr", "titel"], [9, "Later"]]], None),
    ],
    ids=["second sheet", "hidden sheet", "first with headings"],
)
def test_which_sheet(tmp_path: Path, sheets: list[Any], hidden: int | None) -> None:
    assert read(tmp_path, book(*sheets, hidden=hidden)).items == ITEMS


def test_formulas_are_read_as_their_last_values(tmp_path: Path) -> None:
    data = book([["nr", "titel"], [1, "Opening"], ["=A2+1", "Sluiting"]])
    kept = changed(data, "xl/worksheets/sheet1.xml", r"<f>A2\+1</f><v\s*/?>(</v>)?", "<f>A2+1</f><v>2</v>")
    assert read(tmp_path, kept).items == (("1", "Opening"), ("2", "Sluiting"))
    assert read(tmp_path, data).items == (("1", "Opening"),)


def test_a_cell_at_the_far_end_costs_nothing(tmp_path: Path) -> None:
    sheet, data = "xl/worksheets/sheet1.xml", book([["nr", "titel"], [1, "Opening"]])
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    vast = changed(changed(data, sheet, "</sheetData>", far), sheet, 'ref="A1:B2"', 'ref="A1:XFD1048576"')
    assert read(tmp_path, vast).items == (("1", "Opening"),)


def test_a_roster(tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_text('[council]\nmunicipality = "X"\nseats = 9\n')
    source = tmp_path / "leden.xlsx"
    rows: list[list[Any]] = [
        ["Raadsleden 2026"],
        ["Nummer", "Naam", "Fractie"],
        [1, "mevrouw Aal\u202eders", "CDA"],
        [2.0, "de heer Bakkeren", "PvdA"],
        [],
        [None, "mevrouw Cok", None],
    ]
    source.write_bytes(book([["Omslag"]], rows))
    assert main(["import", str(source), "--data", str(tmp_path), "--roster", "--yes"]) == 0
    members = load_council(tmp_path / "council.toml").members
    assert [(m.name, m.group, m.number) for m in members] == [
        ("mevrouw Aalders", "CDA", 1),
        ("de heer Bakkeren", "PvdA", 2),
        ("mevrouw Cok", "?", None),
    ]


def test_a_roster_without_names_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "leden.xlsx"
    source.write_bytes(book([["Fractie"], ["CDA"]]))
    with pytest.raises(InputFault, match="geen kolom ‘naam’"):
        run("import", source, "--data", tmp_path, "--yes", "--roster")


WHOLE = book(EVENING)
ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000) + "EncryptedPackage".encode("utf-16-le") + bytes(500)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (book([["Kosten"], [1, 400], [2, 500]]), "geen rij met de koppen nummer en titel"),
        (book([]), "geen rij met de koppen"),
        (book([["nummer", "bedrag"], [1, 3]]), "geen rij met de koppen"),
        (book([["nummer", "titel"]]), "geen genummerde agendapunten"),
        (WHOLE[:-200], "beschadigd"),
        (WHOLE[:3_000] + bytes(400) + WHOLE[3_400:], "beschadigd"),
        (changed(WHOLE, "xl/workbook.xml", "<sheets>.*</sheets>", "<sheets/>"), "geen rij met de koppen"),
        (changed(WHOLE, "xl/worksheets/sheet1.xml", "</row>", ""), "geen geldige XML"),
        (
            changed(WHOLE, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "worksheets/weg.xml"),
            "beschadigd|geen rij",
        ),
        (ENCRYPTED, "met een wachtwoord beveiligd"),
        (
            WHOLE.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"),
            "met een wachtwoord",
        ),
    ],
    ids=[
        "no headings",
        "empty",
        "no title",
        "no items",
        "cut",
        "holed",
        "no sheets",
        "torn sheet",
        "lost sheet",
        "encrypted",
        "zip password",
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputFault, match=words) as fault:
        read(tmp_path, data)
    assert "Er is niets veranderd; " in str(fault.value) and "Traceback" not in str(fault.value)


def test_days_and_times_are_printed_as_an_agenda_does(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Raad", datetime(2027, 7, 1, 18, 30)], ["nr", "titel"], [1, date(2027, 1, 2)]]
    draft = read(tmp_path, book(rows))
    assert draft.start is not None and draft.start.isoformat() == "2027-07-01T18:30:00+02:00"
    assert draft.items == (("1", "2 januari 2027"),)


def test_a_spreadsheet_is_one_by_what_it_holds_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "agenda van de raad"
    path.write_bytes(book(EVENING))
    assert importers.read_agenda(path).items == ITEMS
