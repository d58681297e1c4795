"""Forms nobody had handed in: odd numbers, clocks in words, messages, boxes and tables within tables.

Each comes back whole, or what did not is named.
"""

from __future__ import annotations

import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda
from livecouncil.importing.clocks import clock_in
from livecouncil.importing.draft import AgendaDraft
from livecouncil.importing.readers.page import blocks_of_page
from livecouncil.importing.roster import read_roster
from livecouncil.recording.read import read_captions

from .layouts import HEAD, WORD

FOUR = "1 Opening|2 Agenda|3 Woonvisie|4 Sluiting"
LINES = "1. Opening\n2. Agenda\n3. Woonvisie\n4. Sluiting\n"


def read(tmp_path: Path, data: bytes | str, name: str = "agenda.txt") -> AgendaDraft:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_agenda(path)


def items(draft: AgendaDraft) -> str:
    return "|".join(f"{number} {title}" for number, title in draft.items)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Agendapunt 1\nOpening\nAgendapunt 2\nAgenda\nAgendapunt 3\nWoonvisie\nAgendapunt 4\nSluiting", FOUR),
        ("Agendapunt nr. 1: Opening\nAgendapunt nr. 2: Agenda\nPunt 3: Woonvisie\nPunt 4: Sluiting", FOUR),
        ("- 1. Opening\n☐ 2. Agenda\n* 3. Woonvisie\n- 4. Sluiting", FOUR),
        ("1.* Opening\n2° Agenda\n3- Woonvisie\n<4> Sluiting", FOUR),
        ("20.00 | 1 | Opening\n20.05 | 2 | Agenda\n20.10 | 3 | Woonvisie\n22.00 | 4 | Sluiting", FOUR),
        ("I\tOpening\nII\tAgenda\nIII\tWoonvisie", "I Opening|II Agenda|III Woonvisie"),
        ("1. Opening\n2. Agenda\n3 a. Een\n3 b. Twee\n4. Sluiting", "1 Opening|2 Agenda|3a Een|3b Twee|4 Sluiting"),
        (
            "III. Agenda\nIV. Ruimte\nIV.a Een\nIV.b Twee\nV. Sluiting",
            "III Agenda|IV Ruimte|IV.a Een|IV.b Twee|V Sluiting",
        ),
        (f"{LINES}\nMet vriendelijke groet,\n\nA. de Griffier\nPostbus 1", FOUR),
    ],
)
def test_numbers(tmp_path: Path, lines: str, expected: str) -> None:
    draft = read(tmp_path, f"{HEAD}\n\n{lines}\n")
    assert items(draft) == expected and not draft.left


@pytest.mark.parametrize("lines", ["1. Opening\n2.\n3. Sluiting", "1. Opening\n2. Sluiting\n3."])
def test_a_number_without_a_title_is_named(tmp_path: Path, lines: str) -> None:
    assert len(read(tmp_path, f"{HEAD}\n\n{lines}\n").left) == 1


@pytest.mark.parametrize("name", ["agenda.txt", "agenda.md"])
def test_a_wide_blank_in_one_title_is_named(tmp_path: Path, name: str) -> None:
    draft = read(tmp_path, f"{HEAD}\n\n1. Opening\n2. Woonvisie        De Wit\n3. Sluiting\n", name)
    assert any("brede spatie" in note and " 2 " in note for note in draft.notes)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ("half acht", (19, 30)),
        ("aanvang half acht", (19, 30)),
        ("8 uur 's avonds", (20, 0)),
        ("kwart voor acht 's avonds", (19, 45)),
        ("half tien 's ochtends", (9, 30)),
        ("aanvang 19 uur 30", (19, 30)),
        ("20 u.", (20, 0)),
        ("17:00:00", (17, 0)),
        ("om twintig uur", (20, 0)),
        ("in de raadzaal, spreektijd twee uur", None),
    ],
)
def test_a_time_of_day_in_words(said: str, clock: tuple[int, int] | None) -> None:
    assert clock_in(said) == clock


def test_two_days_in_one_line_are_asked(tmp_path: Path) -> None:
    draft = read(tmp_path, f"Raadsvergadering 12 maart 2026 en donderdag 19 maart 2026\n\n{LINES}")
    assert draft.start is None and [day.day for day in draft.asked] == [12, 19]


def test_the_day_that_is_named_most_is_the_meeting_s(tmp_path: Path) -> None:
    other = "Op 3 juli 2026 wordt in de vergadering van het bestuur de begroting behandeld."
    head = "Gemeenteraad 29 juni 2026 17:00:00\nGemeenteraad 29 juni 2026 17:00 uur"
    draft = read(tmp_path, f"{head}\n\n{LINES}\n{other}\n")
    assert draft.start is not None and draft.start.isoformat().startswith("2026-06-29T17:00")


# -- encodings and messages


@pytest.mark.parametrize("page", ["cp1252", "mac_roman", "cp850"])
def test_text_of_old_systems(tmp_path: Path, page: str) -> None:
    draft = read(tmp_path, f"{HEAD}\n\n1. Opening\n2. Café Zoë, vóór\n".encode(page))
    assert items(draft) == "1 Opening|2 Café Zoë, vóór"


def message(subject: str = "Agenda") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "griffie@a.example", "raad@a.example", subject
    made["Message-ID"] = "<1@a.example>"
    return made


@pytest.mark.parametrize("charset", ["utf-8", "us-ascii", "x-nowhere"])
def test_a_message_that_is_not_in_what_it_says(tmp_path: Path, charset: str) -> None:
    head = f"From: a@b\nTo: c@d\nSubject: Agenda\nContent-Type: text/plain; charset={charset}\n"
    draft = read(tmp_path, f"{head}Content-Transfer-Encoding: 8bit\n\n{HEAD}\n\n1. Café\n".encode("cp1252"), "a.eml")
    assert items(draft) == "1 Café"


def test_the_subject_of_a_message_has_the_day(tmp_path: Path) -> None:
    mail = message("Raadsvergadering 12 maart 2026, 20.00 uur")
    mail.set_content(LINES)
    draft = read(tmp_path, mail.as_bytes(), "a.eml")
    assert draft.start is not None and draft.start.isoformat().startswith("2026-03-12T20:00")


def test_an_invitation_has_the_agenda_in_its_description(tmp_path: Path) -> None:
    described = LINES.replace("\n", "\\n")
    event = f"BEGIN:VEVENT\r\nDTSTART:20260312T190000Z\r\nSUMMARY:Raad\r\nDESCRIPTION:{described}\r\nEND:VEVENT"
    mail = message()
    mail.set_content("Uitnodiging")
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}\r\nEND:VCALENDAR\r\n"
    mail.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename="raad.ics")
    draft = read(tmp_path, mail.as_bytes(), "a.eml")
    assert items(draft) == FOUR and draft.start and draft.start.hour == 20


def test_a_message_attached_to_a_message(tmp_path: Path) -> None:
    inner = message()
    inner.set_content(f"{HEAD}\n\n{LINES}")
    outer = message("FW: Agenda")
    outer.set_content("Zie bijlage.")
    outer.add_attachment(inner.as_bytes(), maintype="application", subtype="octet-stream", filename="agenda.eml")
    assert items(read(tmp_path, outer.as_bytes(), "a.eml")) == FOUR


def test_a_number_that_a_spreadsheet_made_a_date_is_named(tmp_path: Path) -> None:
    draft = read(tmp_path, "nr;titel\n1;Opening\n01-02-2026;Verordening\n2;Sluiting\n", "a.csv")
    assert items(draft) == "1 Opening|2 Sluiting" and "Verordening" in draft.left[0]


# -- office texts and pages


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"


INNER = f"<w:tbl>{row(paragraph('2a'), paragraph('Een'))}{row(paragraph('2b'), paragraph('Twee'))}</w:tbl>"
BOX = "<w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"<w:tbl>{row(paragraph('1'), paragraph('Opening'))}{row(paragraph('2'), paragraph('Ruimte') + INNER)}"
            f"{row(paragraph('3'), paragraph('Sluiting'))}</w:tbl>",
            "1 Opening|2 Ruimte|2a Een|2b Twee|3 Sluiting",
        ),
        (
            f"<w:tbl>{row(paragraph('20.00'), paragraph('1. Opening') + paragraph('2. Agenda'))}"
            f"{row(paragraph('20.15'), paragraph('3. Woonvisie') + paragraph('4. Sluiting'))}</w:tbl>",
            FOUR,
        ),
        (f"<w:p>{BOX.format(''.join(map(paragraph, LINES.splitlines())))}</w:p>", FOUR),
        (
            paragraph("1. Opening")
            + "<w:p><w:r><w:t>2. Agenda</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t> (concept)</w:t></w:r></w:p>",
            "1 Opening|2 Agenda",
        ),
    ],
    ids=["table in a table", "items in one cell", "text box", "hidden"],
)
def test_word(tmp_path: Path, body: str, expected: str) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        document = f"<w:document {WORD}><w:body>{paragraph(HEAD)}{body}</w:body></w:document>"
        made.writestr("word/document.xml", document)
    draft = read(tmp_path, file.getvalue(), "a.docx")
    assert items(draft) == expected and not draft.left


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\pard 1. Opening\par \pard 2. {\deleted Oud }Agenda\par ", "1 Opening|2 Agenda"),
        (r"\pard 1. Opening\par \pard 2. Agenda{\v  (concept)}\par ", "1 Opening|2 Agenda"),
        (
            r"\pard 1. Opening\par \pard 2. {\shp{\*\shpinst{\sp{\sn x}{\sv 7}}{\shptxt \pard Let op\par}}}Agenda\par ",
            "1 Opening|2 Agenda",
        ),
        (
            r"\trowd\pard\intbl 1\cell Opening\cell\row "
            r"\trowd\pard\intbl 2\cell Ruimte\par\pard\intbl\itap2 2a\nestcell "
            r"Een\nestcell{\*\nesttableprops\trowd\nestrow}{\nonesttables\par}\pard\intbl\cell\row "
            r"\trowd\pard\intbl 3\cell Sluiting\cell\row ",
            "1 Opening|2 Ruimte|2a Een|3 Sluiting",
        ),
    ],
    ids=["deleted", "hidden", "box", "table in a table"],
)
def test_rtf(tmp_path: Path, body: str, expected: str) -> None:
    draft = read(tmp_path, rf"{{\rtf1\ansi \pard {HEAD}\par {body}}}", "a.rtf")
    assert items(draft) == expected and not draft.left


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<table><tr><td>1</td><td>Opening</td></tr><tr><td>2</td><td>Ruimte<table><tr><td>a</td><td>Een</td></tr>"
            "</table></td></tr><tr><td>3</td><td>Sluiting</td></tr></table>",
            "1 Opening|2 Ruimte|2a Een|3 Sluiting",
        ),
        (
            f"<table><tr><td>Menu</td><td>{''.join(f'<p>{line}</p>' for line in LINES.splitlines())}</td></tr></table>",
            FOUR,
        ),
        (
            "<ol style='list-style: none'><li>1. Opening</li><li>2.A Een</li><li>2.B Twee</li>"
            "<li>3. Sluiting</li></ol>",
            "1 Opening|2.A Een|2.B Twee|3 Sluiting",
        ),
        (
            "<p>1. Opening</p><p style='visibility:hidden'>2. Weg</p><p><del>2. Oud</del></p><p>2. Agenda</p>",
            "1 Opening|2 Agenda",
        ),
    ],
    ids=["table in a table", "layout by a table", "list without numbers", "not shown"],
)
def test_page(tmp_path: Path, body: str, expected: str) -> None:
    draft = read(tmp_path, f"<html><body><p>{HEAD}</p>{body}</body></html>", "a.html")
    assert items(draft) == expected and not draft.left


def test_cells_that_lie_over_each_other_make_no_row_wider_than_a_page() -> None:
    rows = "<tr><td rowspan=9999 colspan=9999>1</td></tr>" * 50
    assert max(len(block.cells) for block in blocks_of_page(f"<table>{rows}</table>")) <= 100


# -- systems


@pytest.mark.parametrize(
    "meeting",
    [
        {"date": "12-03-2026", "startTime": "20.00 uur"},
        {"start_date": "2026-03-12T20:00:00"},
        {"meetingDate": "/Date(1773342000000+0100)/"},
        {"date": 1773342000},
        {"date": "2026-03-12", "startTime": "2026-03-12T20:00:00"},
    ],
)
def test_items_below_an_unknown_name_come_along(tmp_path: Path, meeting: dict[str, object]) -> None:
    below = [{"number": "2.1", "title": "Woonvisie"}]
    rows = [
        {"sortorder": "2", "number": "2", "title": "Ruimte", "onderliggend": below},
        {"sortorder": "1", "number": "1", "title": "Opening"},
    ]
    draft = read(tmp_path, json.dumps(meeting | {"title": "Raad", "items": rows}), "a.json")
    assert items(draft) == "1 Opening|2 Ruimte|2.1 Woonvisie"
    assert draft.start and draft.start.isoformat().startswith("2026-03-12T20:00")


@pytest.mark.parametrize("wrapped", [{"0": {"title": "1. Opening"}}, [{"number": 1, "title": "Opening"}]])
def test_items_by_their_ids_or_alone(tmp_path: Path, wrapped: object) -> None:
    held = {"agenda": {"agid": "a", "title": "Raad", "points": wrapped}} if isinstance(wrapped, dict) else wrapped
    assert items(read(tmp_path, json.dumps(held), "a.json")) == "1 Opening"


def test_who_is_nobody_is_no_member(tmp_path: Path) -> None:
    path = tmp_path / "leden.csv"
    path.write_text("nr;naam;fractie\n1;A. Jansen;VVD\n2;vacature;CDA\n;Totaal: 2;\n")
    found = read_roster([path])
    assert [member.name for member in found.members] == ["A. Jansen"]
    assert any("vacature" in said and "Totaal: 2" in said for said in found.missing)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,Dank u", "SubStation Alpha"),
        ("[ti:Raad]\n[00:12.00]Dank u", "LRC"),
        ("{25}{75}Dank u", "MicroDVD"),
        ("<SAMI><BODY><SYNC Start=1000><P>Dank u</SAMI>", "SAMI"),
    ],
)
def test_captions_in_another_form_are_named(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "a.srt"
    path.write_text(text)
    with pytest.raises(InputFault) as fault:
        read_captions(path)
    assert fault.value.slots["kind"] == kind
