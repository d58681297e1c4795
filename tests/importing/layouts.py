"""Agendas as councils lay them out, written in every format they send them in: for the test that all come back whole.

A layout is a list of parts: a paragraph, a row of cells, or an item of a list that the format numbers by itself. One
writer a format; a format that has no such part (a list in a PDF's text) writes what is seen of it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from itertools import groupby
from xml.sax.saxutils import escape

import openpyxl
import typst

HEAD = "Agenda raadsvergadering donderdag 12 maart 2026, aanvang 20.00 uur"
TITLES = (
    "Opening en mededelingen",
    "Vaststellen van de agenda",
    "Woonvisie 2030",
    "Verordening precariobelasting",
    "Kadernota en begroting",
    "Motie vreemd over de veerboot",
    "Sluiting",
)


@dataclass(frozen=True)
class Part:
    """A paragraph (`text`), a row (`cells`), or an item of a list (`listed`, its number; `depth` from 0)."""

    text: str = ""
    cells: tuple[str, ...] = ()
    listed: str = ""
    depth: int = 0


@dataclass(frozen=True)
class Layout:
    """Parts, and the items they are; `columns` and `paged` say how the page is."""

    parts: tuple[Part, ...]
    items: tuple[tuple[str, str], ...]
    columns: bool = False
    paged: bool = False


def typed(numbers: str, sign: str, indent: str = "") -> Layout:
    """Numbers that somebody typed, with `sign` behind them; those below another are set in by `indent`."""
    items = tuple(zip(numbers.split(), TITLES, strict=False))
    rows = (Part(f"{indent * ('.' in n or n[-1].isalpha())}{n}{sign}{title}") for n, title in items)
    return Layout((Part(HEAD), *rows), items)


def table(heads: tuple[str, ...], numbers: str = "1 2 3 3.1 4 5 6") -> Layout:
    """A table with the columns `heads`; '' for one without headings."""
    items = tuple(zip(numbers.split(), TITLES, strict=False))
    beside = {"Tijd": "20.{:02d}", "Portefeuille": "weth. De Wit", "Stukken": "{}", "Nr": "", "Onderwerp": ""}
    rows = []
    for at, (number, title) in enumerate(items):
        own = {"Nr": number, "Onderwerp": title}
        rows.append(Part(cells=tuple(own.get(h) or beside[h].format(at * 5) for h in heads)))
    return Layout((Part(HEAD), Part(cells=heads), *rows), items)


def listed(numbers: str, items: str) -> Layout:
    """A list the format numbers: `numbers` as it shows them ('>' for each level down), `items` what they come to."""
    shown = numbers.split()
    pairs = tuple(zip(items.split(), TITLES, strict=False))
    parts = tuple(
        Part(title, listed=n.lstrip(">"), depth=n.count(">")) for n, (_, title) in zip(shown, pairs, strict=True)
    )
    return Layout((Part(HEAD), *parts), pairs)


def many(count: int, columns: bool = False, paged: bool = False) -> Layout:
    """So many items that they fill columns or pages."""
    items = tuple((str(n), f"Voorstel over straat {n * 7 + 100}") for n in range(1, count + 1))
    return Layout((Part(HEAD), *(Part(f"{n}. {title}") for n, title in items)), items, columns, paged)


LAYOUTS: dict[str, Layout] = {
    "1.": typed("1 2 3 4 5 6 7", ". "),
    "1": typed("1 2 3 4 5 6 7", " "),
    "1)": typed("1 2 3 4 5 6 7", ") "),
    "1 tab": typed("1 2 3 4 5 6 7", "\t"),
    "1:": typed("1 2 3 4 5 6 7", ": "),
    "1 -": typed("1 2 3 4 5 6 7", " - "),
    "2.1": typed("1 2 2.1 2.2 3 3.1 4", " "),
    "2.1.": typed("1 2 2.1 2.2 3 3.1 4", ". "),
    "1.a": typed("1 1.a 2 2.A 2.B.1 2.B.2 3", " "),
    "3a": typed("1 2 3 3a 3b 4 5", ". ", "  "),
    "R5": typed("R1 R2 R3 R4 R5 R6 R7", ". "),
    "MF-15-1": typed("MF-15-1 MF-15-2 MF-15-3 MF-15-4 MF-15-5 MF-15-6 MF-15-7", " "),
    "XII": typed("I II III IV V VI VII", ". "),
    "A.": typed("A B C D E F G", ". "),
    "001": typed("001 002 003 003.a 003.b 004 005", " "),
    "10bis": typed("8 9 10 10bis 11 12 13", ". "),
    "gap": typed("1 2 4 5 6 8 9", ". "),
    "table": table(("Nr", "Onderwerp")),
    "table with times": table(("Tijd", "Nr", "Onderwerp", "Portefeuille", "Stukken")),
    "list": listed("1 2 3 4 5 6 7", "1 2 3 4 5 6 7"),
    "list in list": listed("1 2 >1 >2 3 >1 4", "1 2 2.1 2.2 3 3.1 4"),
    "two columns": many(24, columns=True),
    "head and foot": many(90, paged=True),
}


def as_lines(layout: Layout) -> str:
    rows = []
    for part in layout.parts:
        if part.cells:
            rows.append("\t".join(part.cells))
        elif part.listed:
            rows.append(f"{'   ' * part.depth}{part.listed}. {part.text}")
        else:
            rows.append(part.text)
    if layout.columns:
        half = len(rows) // 2 + 1
        left, right = rows[1:half], rows[half:]
        pairs = zip(left, [*right, *[""] * (len(left) - len(right))], strict=True)
        rows = [rows[0], "", *(f"{one:<50}{other}".rstrip() for one, other in pairs)]
    if layout.paged:
        page = 30
        sheets = [rows[at : at + page] for at in range(0, len(rows), page)]
        rows = [
            line
            for n, sheet in enumerate(sheets, 1)
            for line in ("\f" * (n > 1) + "Gemeente Waddenmeer", "", *sheet, "", f"Pagina {n} van {len(sheets)}")
        ]
    return "\n".join(rows) + "\n"


def text(layout: Layout) -> bytes:
    return as_lines(layout).encode()


def text16(layout: Layout) -> bytes:
    """UTF-16 without a mark."""
    return as_lines(layout).encode("utf-16-le")


def markdown(layout: Layout) -> bytes:
    rows = [f"# {layout.parts[0].text}", ""]
    for at, part in enumerate(layout.parts[1:]):
        if part.cells:
            rows.append("| " + " | ".join(part.cells) + " |")
            if at == 0:
                rows.append("|---" * len(part.cells) + "|")
        elif part.listed:
            rows.append(f"{'   ' * part.depth}{part.listed}. **{part.text}**")
        else:
            rows.append(part.text)
    return "\n".join(rows).encode()


def _in_html(parts: tuple[Part, ...]) -> str:
    out = ""
    for kind, run in groupby(parts, key=lambda part: "row" if part.cells else "li" if part.listed else "p"):
        if kind == "row":
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in part.cells) for part in run)
            out += f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        elif kind == "li":
            depth = -1
            for part in run:
                out += "<ol>" * (part.depth - depth) + "</li></ol>" * (depth - part.depth)
                out += f"<li>{escape(part.text)}"
                depth = part.depth
            out += "</li></ol>" * (depth + 1)
        else:
            out += "".join(f"<p>{escape(part.text)}</p>" for part in run)
    return out


def html(layout: Layout) -> bytes:
    menu = "<nav><ul><li><a href='/'>1. Home</a></li><li>2. Agenda</li></ul></nav>"
    return (
        f"<!DOCTYPE html><html><body>{menu}{_in_html(layout.parts)}<footer>3. Contact</footer></body></html>".encode()
    )


def eml(layout: Layout) -> bytes:
    message = EmailMessage()
    message["From"] = "griffie@voorbeeld.example"
    message["To"] = "raad@voorbeeld.example"
    message["Subject"] = "Agenda"
    message["Date"] = "Fri, 27 Feb 2026 10:00:00 +0100"
    message.set_content(as_lines(layout), cte="quoted-printable")
    return message.as_bytes()


def _zipped(**members: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()


ODT = "urn:oasis:names:tc:opendocument:xmlns:"


def _odt_list(parts: list[Part]) -> str:
    out = ""
    depth = -1
    for part in parts:
        out += "<text:list text:style-name='L'><text:list-item>" * max(0, part.depth - depth)
        if part.depth < depth:
            out += "</text:list-item></text:list>" * (depth - part.depth)
        if part.depth <= depth:
            out += "</text:list-item><text:list-item>"
        out += f"<text:p>{escape(part.text)}</text:p>"
        depth = part.depth
    return out + "</text:list-item></text:list>" * (depth + 1)


def odt(layout: Layout) -> bytes:
    body = ""
    for kind, run in groupby(layout.parts, key=lambda part: "row" if part.cells else "li" if part.listed else "p"):
        if kind == "row":
            rows = (
                "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in part.cells)
                for part in run
            )
            body += f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"
        elif kind == "li":
            body += _odt_list(list(run))
        else:
            shown = (escape(part.text).replace("\t", "<text:tab/>") for part in run)
            body += "".join(f"<text:p>{one}</text:p>" for one in shown)
    styles = "".join(
        f'<text:list-level-style-number text:level="{n}" style:num-format="1" style:num-suffix="."/>' for n in (1, 2)
    )
    names = " ".join(f'xmlns:{one}="{ODT}{one}:1.0"' for one in ("office", "text", "table", "style"))
    content = (
        f"<office:document-content {names}><office:automatic-styles><text:list-style style:name='L'>{styles}"
        f"</text:list-style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return _zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml=content)


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _word_paragraph(part: Part) -> str:
    listed = ""
    if part.listed:
        listed = f'<w:pPr><w:numPr><w:ilvl w:val="{part.depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    shown = escape(part.text).replace("\t", "</w:t><w:tab/><w:t>")
    return f'<w:p>{listed}<w:r><w:t xml:space="preserve">{shown}</w:t></w:r></w:p>'


def docx(layout: Layout) -> bytes:
    body = ""
    for is_table, run in groupby(layout.parts, key=lambda part: bool(part.cells)):
        if is_table:
            rows = ("".join(f"<w:tc>{_word_paragraph(Part(cell))}</w:tc>" for cell in part.cells) for part in run)
            body += f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
        else:
            body += "".join(map(_word_paragraph, run))
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{shown}"/></w:lvl>'
        for n, shown in enumerate(("%1.", "%1.%2."))
    )
    numbering = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    return _zipped(
        word__document_xml=f"<w:document {WORD}><w:body>{body}</w:body></w:document>", word__numbering_xml=numbering
    )


def rtf(layout: Layout) -> bytes:
    out = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\header Gemeente 1. Kop\par}"
    for part in layout.parts:
        if part.cells:
            cells = "".join(rf"\pard\intbl {cell}\cell" for cell in part.cells)
            out += rf"\trowd {cells}\row "
        elif part.listed:
            out += rf"\pard{{\listtext\pard\plain {part.listed}.\tab}}\ilvl{part.depth} {part.text}\par "
        else:
            shown = part.text.replace("\t", r"\tab ")
            out += rf"\pard {shown}\par "
    return (out + "}").encode("cp1252")


def _typst_text(shown: str) -> str:
    quoted = shown.replace("\\", "\\\\").replace('"', '\\"')
    return "#h(2em)".join(f'#"{piece}"' for piece in quoted.split("\t"))


def pdf(layout: Layout) -> bytes:
    page = "#set page(margin: 2cm)\n"
    if layout.paged:
        foot = "context [Pagina #counter(page).display()]"
        page = f"#set page(height: 14cm, header: [Gemeente Waddenmeer], footer: {foot})\n"
    body = ""
    for is_table, run in groupby(layout.parts[1:], key=lambda part: bool(part.cells)):
        parts = list(run)
        if is_table:
            columns = ", ".join(["auto"] * len(parts[0].cells))
            cells = ", ".join(f"[{_typst_text(cell)}]" for part in parts for cell in part.cells)
            body += f"#table(columns: ({columns}), {cells})\n"
        else:
            for part in parts:
                shown = f"{part.listed}. {part.text}" if part.listed else part.text
                body += f"#h({part.depth * 2}em){_typst_text(shown)}\n\n"
    if layout.columns:
        body = f"#columns(2)[\n{body}\n]" if not layout.paged else body
        page = "#set page(height: 14cm, margin: 2cm)\n"
    return typst.compile((page + _typst_text(layout.parts[0].text) + "\n\n" + body).encode())


def _rows(layout: Layout) -> list[list[str]]:
    """Rows of a spreadsheet: those of a table, or number and title apart."""
    if any(part.cells for part in layout.parts):
        return [[layout.parts[0].text], *(list(part.cells) for part in layout.parts[1:])]
    return [[layout.parts[0].text], *([number, title] for number, title in layout.items)]


def csv_file(layout: Layout) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=";").writerows(_rows(layout))
    return file.getvalue().encode("utf-8-sig")


def xlsx(layout: Layout) -> bytes:
    book = openpyxl.Workbook()
    for row in _rows(layout):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FORMATS: dict[str, Callable[[Layout], bytes]] = {
    "txt": text,
    "utf16.txt": text16,
    "md": markdown,
    "html": html,
    "eml": eml,
    "odt": odt,
    "docx": docx,
    "rtf": rtf,
    "pdf": pdf,
    "csv": csv_file,
    "xlsx": xlsx,
}
