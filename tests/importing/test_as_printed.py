"""Agendas as councils print and paste them, a kind of layout a case: all items come back, or what did not is told."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
import typst

from livecouncil.importing import read_agenda
from livecouncil.importing.draft import AgendaDraft, as_table

from .layouts import HEAD, ODT, WORD

FOUR = "1 Opening|2 Vaststellen agenda|3 Woonvisie|4 Sluiting"
TITLES = [item.partition(" ")[2] for item in FOUR.split("|")]
THREE = "1 Opening|2 Vaststellen agenda|3 Woonvisie"


def signed(form: str) -> str:
    """Three items, each number as `form` writes it."""
    return "\n".join(form.format(n=n) + title for n, title in enumerate(TITLES[:3], 1))


TEXTS: dict[str, tuple[str, str]] = {
    **{
        form: (signed(form), THREE)
        for form in (
            "{n} ",
            "Ad {n}. ",
            "Nr. {n} ",
            "#{n} ",
            "[{n}] ",
            "({n}) ",
            "{n}/ ",
            "{n}] ",
            "{n} | ",
            "{n}.- ",
            "{n} – ",
            "Agendapunt {n}: ",
            "{n}️⃣ ",
        )
    },
    "circled": ("① Opening\n② Vaststellen agenda\n③ Woonvisie", THREE),
    "full width": ("１．Opening\n２．Vaststellen agenda\n３．Woonvisie", THREE),
    "glued and small": ("1.opening\n2.agenda\n3.woonvisie", "1 opening|2 agenda|3 woonvisie"),
    "small letters, no sign": ("1 opening\n2 agenda\n3 woonvisie", "1 opening|2 agenda|3 woonvisie"),
    "titles with figures": (
        "1 Opening\n2 75 jaar vrijheid\n3 2e rapportage\n4 12 huizen",
        "1 Opening|2 75 jaar vrijheid|3 2e rapportage|4 12 huizen",
    ),
    "Roman below": (
        "1. Opening\n2. Stukken\n  i. Nota\n  ii. Visie\n3. Slot",
        "1 Opening|2 Stukken|2.i Nota|2.ii Visie|3 Slot",
    ),
    "chapters that count on": (
        "I. Begin\n1. Opening\n2. Agenda\nII. Stukken\n3. Visie\n4. Nota",
        "I Begin|1 Opening|2 Agenda|II Stukken|3 Visie|4 Nota",
    ),
    "chapters that count anew": (
        "A. Begin\n1. Opening\n2. Agenda\nB. Stukken\n1. Visie\n2. Nota",
        "A Begin|A.1 Opening|A.2 Agenda|B Stukken|B.1 Visie|B.2 Nota",
    ),
    "no numbers": ("Opening\nVaststellen agenda\nWoonvisie\nSluiting", FOUR),
    "no numbers, apart": ("Opening\n\nVaststellen\nagenda\n\nWoonvisie\n\nSluiting", FOUR),
    "bullets": ("- Opening\n- Vaststellen agenda\n- Woonvisie\n- Sluiting", FOUR),
    "times, no numbers": (
        "20.00 uur Opening\n20.05 uur Vaststellen agenda\n20.10 uur Woonvisie\n21.30 uur Sluiting",
        FOUR,
    ),
    "times of one column": ("20.00 Opening\n20.05 Vaststellen agenda\n20.10 Woonvisie\n21.30 Sluiting", FOUR),
    "times on lines": ("20.00 uur\n1. Opening\n20.05 uur\n2. Vaststellen agenda\n20.10 uur\n3. Woonvisie", THREE),
    "times behind": (
        "1. Opening (20.00 uur)\n2. Vaststellen agenda (20.05 uur)\n3. Woonvisie (20.10 - 21.30 uur)",
        THREE,
    ),
    "numbers like times": (
        "4. Lijst\n4.10 Brief a\n4.11 Brief b\n4.12 Brief c",
        "4 Lijst|4.10 Brief a|4.11 Brief b|4.12 Brief c",
    ),
    "closing without a number": ("1. Opening\n2. Woonvisie\n\nSluiting", "1 Opening|2 Woonvisie|2a Sluiting"),
    "opening without a number": ("Opening\n1. Agenda\n2. Woonvisie", "0a Opening|1 Agenda|2 Woonvisie"),
    "two languages": (
        "1. Opening\n   Iepening\n2. Woonvisie\n3. Sluiting\n   Sluting",
        "1 Opening|2 Woonvisie|3 Sluiting",
    ),
    "hyphens": (
        "1. Opening\n2. Het bestem-\n   mingsplan van Noord-\n   Brabant, water- en\n   rioolheffing\n3. Slot",
        "1 Opening|2 Het bestemmingsplan van Noord-Brabant, water- en rioolheffing|3 Slot",
    ),
    "headings in capitals": (
        "1. Opening\nHAMERSTUKKEN\n2. Nota\nBESPREEKSTUKKEN\n3. Visie",
        "1 Opening|2 Nota|3 Visie",
    ),
    "portfolio below": ("1. Opening\n2. Nota\nPfh. Zwart\n3. Visie\nWeth. De Wit", "1 Opening|2 Nota|3 Visie"),
    "leaders": ("1. Opening ........ 3\n2. Nota ........... 5\n3. Visie .......... 12", "1 Opening|2 Nota|3 Visie"),
    "names beside": (
        "1. Opening         De Wit\n2. Nota            J. Zwart\n3. Visie           J. Zwart",
        "1 Opening|2 Nota|3 Visie",
    ),
    "two columns": (
        "1. Opening            3. Nota\n2. Agenda             4. Visie",
        "1 Opening|2 Agenda|3 Nota|4 Visie",
    ),
    "a far last number": ("1. Opening\n2. Nota\n12. Sluiting", "1 Opening|2 Nota|12 Sluiting"),
    "motions in bullets": (
        "1. Opening\n2. Nota\n  - Motie Starters\n  - Amendement Bomen\n3. Slot",
        "1 Opening|2 Nota|2a Motie Starters|2b Amendement Bomen|3 Slot",
    ),
    "motions with numbers": (
        "1. Opening\n2. Nota\nM1 Starters\nM2 Hout\nA1 Bomen\n3. Slot",
        "1 Opening|2 Nota|M1 Starters|M2 Hout|A1 Bomen|3 Slot",
    ),
}


def read(path: Path, data: bytes) -> AgendaDraft:
    path.write_bytes(data)
    return read_agenda(path)


def assert_items(draft: AgendaDraft, items: str) -> None:
    assert [f"{number} {title}" for number, title in draft.items] == items.split("|"), as_table(draft)
    assert draft.left == () and draft.start is not None and draft.start.isoformat() == "2026-03-12T20:00:00+01:00"


@pytest.mark.parametrize("name", TEXTS)
def test_text(tmp_path: Path, name: str) -> None:
    text, items = TEXTS[name]
    assert_items(read(tmp_path / "agenda.txt", f"{HEAD}\n\n{text}\n".encode()), items)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\r"])
def test_every_encoding_and_end_of_line(tmp_path: Path, encoding: str, line: str) -> None:
    text = line.join([HEAD, "", "1. Opening", "2. Motie ‘Café’ – deel twee", ""])
    assert_items(read(tmp_path / "agenda.txt", text.encode(encoding)), "1 Opening|2 Motie ‘Café’ – deel twee")


TOLD = {
    "decisions": (
        "1. Opening\n2. Nota\nDe raad besluit:\n1. de nota vast te stellen;\n2. het college te verzoeken;\n"
        "3. kennis te nemen.\n3. Visie\nVoorstel:\n- de visie vast te stellen\n4. Slot",
        "1 Opening|2 Nota|3 Visie|4 Slot",
        ["vast te stellen;", "te verzoeken;", "kennis te nemen", "de visie"],
    ),
    "who is present": (
        "Aanwezig:\n1. A. Jansen\n2. B. Bakker\n\nAgenda\n1. Opening\n2. Nota",
        "1 Opening|2 Nota",
        ["A. Jansen", "B. Bakker"],
    ),
    "two items in one": (
        "1. Opening\n2. Nota en 3. Visie\n4. Slot",
        "1 Opening|2 Nota en 3. Visie|4 Slot",
        ["3. Visie"],
    ),
    "a second list": ("1. Opening\n2. Nota\n\nStukken\n1. Brief\n2. Kaart", "1 Opening|2 Nota", ["Brief", "Kaart"]),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_no_item_is_told(tmp_path: Path, name: str) -> None:
    text, items, left = TOLD[name]
    draft = read(tmp_path / "agenda.txt", f"{HEAD}\n\n{text}\n".encode())
    assert [f"{number} {title}" for number, title in draft.items] == items.split("|")
    assert len(draft.left) == len(left) and all(any(one in told for told in draft.left) for one in left)


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><body><h1>{HEAD}</h1>{body}</body></html>".encode()


LIST = "<ol>" + "".join(f"<li>{title}</li>" for title in TITLES) + "</ol>"
ROWS = [f"<td>{n}</td><td>{title}</td>" for n, title in enumerate(TITLES, 1)]
PAGES = {
    "number in a span": "".join(f"<div><span>{n}</span><span>{t}</span></div>" for n, t in enumerate(TITLES, 1)),
    "prose below headings": "".join(f"<h3>{n} {t}</h3><p>Uitleg bij dit punt.</p>" for n, t in enumerate(TITLES, 1)),
    "captions below": "".join(f"<p>{n}. {t}</p><p>notitie bijlage film</p>" for n, t in enumerate(TITLES, 1)),
    "a number in a link of its own": "".join(
        f"<ul><li><a href='#'>{n}</a></li></ul><h3>{t}</h3><p>notitie film</p>" for n, t in enumerate(TITLES, 1)
    ),
    "headings alone": "".join(f"<h3>{t}</h3><p>Uitleg bij dit punt.</p>" for t in TITLES),
    "links alone": "<ul>" + "".join(f"<li><a href='/x'>{t}</a></li>" for t in TITLES) + "</ul>",
    "menu of links": f"<ol><li><a href='/'>Home</a></li><li><a href='/r'>Raad</a></li></ol>{LIST}",
    "cookies": f"<div id='cookiebar'>1. Wij gebruiken cookies</div>{LIST}",
    "menus by class": f"<div class='main-navigation'><ol><li>Home</li></ol></div>{LIST}"
    "<div class='site-footer'>5. X</div>",
    "hidden": f"<p style='display: none'>9. Verborgen</p><input hidden>{LIST}<p hidden>8. Weg</p>",
    "number and title in one cell": "<table>"
    + "".join(f"<tr><td>{n}. {t}</td><td>stuk.pdf</td></tr>" for n, t in enumerate(TITLES, 1))
    + "</table>",
    "times, no numbers, no heads": "<table>"
    + "".join(f"<tr><td>20.{n}0</td><td>{t}</td></tr>" for n, t in enumerate(TITLES, 1))
    + "</table>",
    "times, no numbers": "<table><tr><th>Tijd</th><th>Onderwerp</th></tr>"
    + "".join(f"<tr><td>20.{n}0</td><td>{t}</td></tr>" for n, t in enumerate(TITLES, 1))
    + "</table>",
    "a cell over two rows": "<table><tr><th>Tijd</th><th>Nr</th><th>Onderwerp</th></tr>"
    f"<tr><td rowspan=2>20.00</td>{ROWS[0]}</tr><tr>{ROWS[1]}</tr>"
    f"<tr><td rowspan=2>20.10</td>{ROWS[2]}</tr><tr>{ROWS[3]}</tr></table>",
    "times above headings": "".join(f"<time>20:0{n}</time><h2>{n}. {t}</h2>" for n, t in enumerate(TITLES, 1)),
}


@pytest.mark.parametrize("name", PAGES)
def test_page(tmp_path: Path, name: str) -> None:
    draft = read(tmp_path / "agenda.html", page(PAGES[name]))
    assert [f"{number} {title}" for number, title in draft.items] == FOUR.split("|"), as_table(draft)
    unlike = [told for told in draft.left if "Home" not in told and "Raad" not in told]
    assert not unlike


def archived(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


def word(body: str) -> bytes:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    numbers = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    whole = f"<w:p><w:r><w:t>{HEAD}</w:t></w:r></w:p>{body}"
    return archived(
        word__document_xml=f"<w:document {WORD}><w:body>{whole}</w:body></w:document>", word__numbering_xml=numbers
    )


NUMBERED = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>{}</w:pPr>"


def listed(text: str, more: str = "") -> str:
    return f"<w:p>{NUMBERED.format(more)}<w:r><w:t>{text}</w:t></w:r></w:p>"


DELETED = f"<w:p>{NUMBERED.format('<w:rPr><w:del/></w:rPr>')}<w:del><w:r><w:delText>Weg</w:delText></w:r></w:del></w:p>"
BREAKS = "<w:br/>".join(f"<w:t>{item.replace(' ', '. ', 1)}</w:t>" for item in FOUR.split("|"))
FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def test_word_counts_as_it_shows(tmp_path: Path) -> None:
    deleted = word(
        listed("Opening") + listed("Vaststellen agenda") + DELETED + listed("Woonvisie") + listed("Sluiting")
    )
    assert_items(read(tmp_path / "a.docx", deleted), FOUR)
    empty = word(listed("Opening") + f"<w:p>{NUMBERED.format('')}</w:p>" + listed("Woonvisie"))
    assert_items(read(tmp_path / "b.docx", empty), "1 Opening|3 Woonvisie")
    assert_items(read(tmp_path / "c.docx", word(f"<w:p><w:r>{BREAKS}</w:r></w:p>")), FOUR)
    twice = "".join(f"<mc:{one}><w:t>2. Nota</w:t></mc:{one}>" for one in ("Choice", "Fallback"))
    drawn = f'<w:p><w:r><mc:AlternateContent xmlns:mc="{FALLBACK}">{twice}</mc:AlternateContent></w:r></w:p>'
    assert_items(
        read(tmp_path / "d.docx", word(f"<w:p><w:r><w:t>1. Opening</w:t></w:r></w:p>{drawn}")), "1 Opening|2 Nota"
    )


def test_signs_typed_in_front_of_paragraphs(tmp_path: Path) -> None:
    lines = ["1. Opening", "2. Nota", "i. Deel een", "ii. Deel twee", "– Motie Starters", "3. Slot"]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    items = "1 Opening|2 Nota|2.i Deel een|2.ii Deel twee|2.a Motie Starters|3 Slot"
    assert_items(read(tmp_path / "a.docx", word(body)), items)
    assert_items(read(tmp_path / "b.html", page("".join(f"<p>{line}</p>" for line in lines))), items)
    assert_items(read(tmp_path / "c.html", page("".join(f"<p>- {title}</p>" for title in TITLES))), FOUR)


def test_line_breaks_within_a_paragraph(tmp_path: Path) -> None:
    lines = [item.replace(" ", ". ", 1) for item in FOUR.split("|")]
    rtf = r"{\rtf1\ansi " + HEAD + r"\par " + r"\line ".join(lines) + r"\par}"
    assert_items(read(tmp_path / "a.rtf", rtf.encode()), FOUR)
    names = " ".join(f'xmlns:{one}="{ODT}{one}:1.0"' for one in ("office", "text"))
    body = f"<text:p>{HEAD}</text:p><text:p>{'<text:line-break/>'.join(lines)}</text:p>"
    inside = f"<office:body><office:text>{body}</office:text></office:body>"
    content = f"<office:document-content {names}>{inside}</office:document-content>"
    odt = archived(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=content,
        Configurations2__accelerator__current_xml="",  # as LibreOffice leaves it
    )
    assert_items(read(tmp_path / "a.odt", odt), FOUR)


def test_printed_pages(tmp_path: Path) -> None:
    rows = ", ".join(f"[{n}], [20.{n}0], [{title}], [J. Zwart]" for n, title in enumerate(TITLES, 1))
    grid = f"{HEAD}\n\n#grid(columns: (1cm, 2cm, 8cm, 4cm), row-gutter: 8pt, {rows})"
    assert_items(read(tmp_path / "a.pdf", typst.compile(grid.encode())), FOUR)
    narrow = (
        '#set page(width: 9cm, margin: 1cm)\n#set text(lang: "nl", hyphenate: true)\n#set par(justify: true)\n'
        f"{HEAD}\n\n1. Opening\n\n2. Regeling Omgevingsdienst Noordzeekanaalgebied en verantwoordelijkheidsverdeling\n"
    )
    whole = "1 Opening|2 Regeling Omgevingsdienst Noordzeekanaalgebied en verantwoordelijkheidsverdeling"
    assert_items(read(tmp_path / "b.pdf", typst.compile(narrow.encode())), whole)


def test_columns_that_touch_on_a_page(tmp_path: Path) -> None:
    rows = ", ".join(f"[20.{n}0], [{n}], [{title}]" for n, title in enumerate(TITLES, 1))
    table = f"{HEAD}\n\n#table(columns: 3, stroke: none, inset: 0pt, {rows})"
    assert_items(read(tmp_path / "a.pdf", typst.compile(table.encode())), FOUR)


def message(text: str) -> EmailMessage:
    mail = EmailMessage()
    for head in ("From", "To", "Subject"):
        mail[head] = "griffie@voorbeeld.example"
    mail.set_content(text)
    return mail


def test_messages(tmp_path: Path) -> None:
    quoted = "\n".join(f"> {line}" for line in [HEAD, "", *(f"{n}. {t}" for n, t in enumerate(TITLES, 1))])
    assert_items(read(tmp_path / "a.eml", message(f"Zie onder.\n{quoted}\n-- \n5. Postbus\n").as_bytes()), FOUR)
    mail = message("Twee dingen:\n1. de agenda is bijgevoegd\n2. graag tijdig\n")
    held = word("".join(map(listed, TITLES)))
    mail.add_attachment(held, maintype="application", subtype="octet-stream", filename="agenda.docx")
    assert_items(read(tmp_path / "b.eml", mail.as_bytes()), FOUR)
