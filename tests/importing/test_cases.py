"""What people really paste and send, by kind: each comes back whole, or what did not is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda
from livecouncil.importing.draft import AgendaDraft, as_table

HEAD = "Agenda raadsvergadering donderdag 12 maart 2026, aanvang 20.00 uur\n\n"


def read(tmp_path: Path, text: str, name: str = "agenda.txt") -> AgendaDraft:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_agenda(path)


@pytest.mark.parametrize(
    "printed",
    [
        ("1", "2", "2.1", "2.2", "3"),
        ("1", "1.a", "2", "2.A", "2.B.1", "2.B.2", "3"),
        ("1", "2", "R5", "R6", "10bis", "11"),
        ("I", "II", "III", "IV", "V"),
        ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J"),
        ("001", "002", "002.a", "003"),
        ("1", "2", "4", "6"),
        ("MF-15-1", "MF-15-2", "MF-15-3"),
    ],
)
@pytest.mark.parametrize("sign", [". ", ") ", ".\t", ".  "])
def test_printed_numbers_stay_printed(tmp_path: Path, printed: tuple[str, ...], sign: str) -> None:
    rows = [f"{number}{sign}Onderwerp {at}" for at, number in enumerate(printed)]
    draft = read(tmp_path, HEAD + "\n".join(rows))
    assert [number for number, _ in draft.items] == list(printed)
    assert [title for _, title in draft.items] == [f"Onderwerp {at}" for at in range(len(printed))] and not draft.left


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Verzonden 27 februari 2026\nAgenda raadsvergadering donderdag 12 maart 2026", "2026-03-12"),
        ("Raadsvergadering 12-03-2026 19:30 uur", "2026-03-12"),
        ("Vergadering do 12 mrt 2026", "2026-03-12"),
        ("Riedsgearkomste tongersdei 12 maart 2026, 19.30 oere", "2026-03-12"),
        ("Council meeting, March 12, 2026", "2026-03-12"),
        ("Wurklist, 5 jannewaris 2026", "2026-01-05"),
        ("Datum: 12/3/2026\nGeprint op 1/3/2026", "2026-03-12"),
        ("Raadsvergadering van 12 mrt. '26, 20.00u", "2026-03-12T20:00"),
        ("Vergadering 12-3-26 19u30", "2026-03-12T19:30"),
        ("Vergadering 2026/03/12 20:00", "2026-03-12T20:00"),
        ("Agenda gemeenteraad d.d. 12 maart 2026", "2026-03-12"),
        ("Council meeting Thursday 12th of March 2026, 7.30 p.m.", "2026-03-12T19:30"),
        ("Raadsvergadering de 12de maart 2026, van 19.30 tot 23.00 uur", "2026-03-12T19:30"),
        ("Raadsvergadering 12 maart 2026, inloop 19.00 uur, aanvang 19.30 uur", "2026-03-12T19:30"),
        ("Raadsvergadering donderdag 12\nmaart 2026\nAanvang\n20.00 uur", "2026-03-12T20:00"),
    ],
)
def test_the_day_is_the_meeting_s(tmp_path: Path, head: str, day: str) -> None:
    draft = read(tmp_path, f"{head}\n\n1. Opening\n2. Vaststellen besluitenlijst 19 februari 2026\n")
    assert draft.start is not None and draft.start.isoformat().startswith(day)


@pytest.mark.parametrize(
    "head",
    [
        "Gemeente X",
        "Raad 12 en 13 maart 2026",
        "Agenda 12 maart 2026 of agenda 19 maart 2026",
        "Verzonden 1 maart 2026",
    ],
)
def test_a_day_that_is_not_sure_is_asked(tmp_path: Path, head: str) -> None:
    draft = read(tmp_path, f"{head}\n\n1. Opening\n2. Vaststellen besluitenlijst 19 februari 2026\n")
    with pytest.raises(InputFault, match="--date"):
        draft.dated(None)


def test_nothing_is_left_out_in_silence(tmp_path: Path) -> None:
    text = HEAD + "1. Opening\n2. Woonvisie\n\nDe raad besluit:\n1. vast te stellen\n2. in te stemmen\n\n3. Sluiting\n"
    draft = read(tmp_path, text)
    assert [number for number, _ in draft.items] == ["1", "2", "3"]
    shown = as_table(draft)
    assert "2 regels leken op een punt maar kwamen niet mee:" in shown and "regel 7: ‘1. vast te stellen’" in shown
    assert "Woonvisie  [regel 4]" in shown


def test_markdown_loses_its_marks_and_lists_below_items_are_items(tmp_path: Path) -> None:
    text = (
        "# Agenda raad\n\n**Datum:** 12 maart 2026, 19.30 uur\n\n1. **Opening**\n2. [Agenda](https://example.nl/2)\n"
        "3. Hamerstukken\n   1. Verordening A\n   2. Verordening B\n4. Woonvisie\n   - Motie *Starters eerst*\n"
        "   - bijlage kaart\n5. Sluiting\n"
    )
    draft = read(tmp_path, text, "agenda.md")
    assert draft.items == (
        ("1", "Opening"),
        ("2", "Agenda"),
        ("3", "Hamerstukken"),
        ("3.1", "Verordening A"),
        ("3.2", "Verordening B"),
        ("4", "Woonvisie"),
        ("4a", "Motie Starters eerst"),
        ("5", "Sluiting"),
    )
    assert [line for line in draft.left if "bijlage kaart" in line]


def test_a_page_without_its_menus(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><body><nav><ol><li>Home</li><li>Agenda</li></ol></nav>"
        "<h1>Raadsvergadering 12 maart 2026 20:00 uur</h1><table>"
        "<tr><th>Tijd</th><th>Nr</th><th>Onderwerp</th><th>Portefeuille</th><th>Stukken</th></tr>"
        "<tr><td>20:00</td><td>1</td><td>Opening</td><td></td><td>0</td></tr>"
        "<tr><td>20:05</td><td>2.a</td><td>Woonvisie</td><td>weth. De Wit</td><td>4</td></tr></table>"
        "<footer><ol><li>Contact</li></ol></footer></body></html>"
    )
    draft = read(tmp_path, page, "agenda.html")
    assert draft.items == (("1", "Opening"), ("2.a", "Woonvisie")) and not draft.left


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("het bestemmingspla", "n Buitengebied"), "het bestemmingsplan Buitengebied"),
        (("de gemeenschappelijke regelin", "gen"), "de gemeenschappelijke regelin gen"),
        (
            ("vaststelling van het burgerwerkplaat", "s, derde deel"),
            "vaststelling van het burgerwerkplaats, derde deel",
        ),
        (("vragen aan", "mr. De Wit"), "vragen aan mr. De Wit"),
        (("wijziging verordening", "nr 4"), "wijziging verordening nr 4"),
        (("subsidie voor", "de haven"), "subsidie voor de haven"),
    ],
)
def test_what_a_narrow_column_breaks_off_is_put_back(tmp_path: Path, lines: tuple[str, str], title: str) -> None:
    draft = read(tmp_path, f"{HEAD}1. Opening\n2. Voorstel {lines[0]}\n{lines[1]}\n3. Sluiting\n")
    assert draft.items[1] == ("2", f"Voorstel {title}")
