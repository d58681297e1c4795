"""Transcript and decision list as OpenDocument text, for a griffier who works on in an office suite.

Made from the very page that is published, so that nothing can stand in one and not in the other; deterministic like all
public files. odfdo is loaded only when a document is made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from itertools import count
from typing import Any

from lxml import etree

from livecouncil import __version__
from livecouncil.core.release.record import PublicRecord

from .blocks import (
    Block,
    Box,
    Heading,
    ListBlock,
    Paragraph,
    PictureBlock,
    PrintedPage,
    Run,
    Runs,
    Table,
    TermsBlock,
    words_in_runs,
)

_LIST_WITHOUT_BULLETS = {"plain", "roll", "log"}
_BOLD = {"outcome", "band"}
_CELL = '<table:table-cell office:value-type="string" table:style-name="Cell">'
_NOTHING = b"<office:text/>"
_BLANK = "<text:s/>"
_ELSEWHERE = ("http://", "https://", "mailto:")


def odt(paper: PrintedPage, record: PublicRecord) -> bytes:
    """`transcript.odt` or `decisions.odt`: headings, lists and tables with header rows, in the council's language."""
    return _packed_again(_empty_text(paper.title, record), _body_markup(paper.blocks), record)


def _empty_text(title: str, record: PublicRecord) -> bytes:
    """A document of the library's, with the styles of ours and what it says of itself; nothing stands in it."""
    import odfdo

    document: Any = odfdo.Document("text")
    document.body.clear()
    whole_row = odfdo.Style("table-row", name="Row")
    whole_row.set_properties({"fo:keep-together": "always"}, area="table-row")
    document.language = {"nl": "nl-NL", "fy": "fy-NL", "en": "en-GB"}.get(
        record.meeting.language, record.meeting.language
    )
    for style in (
        odfdo.Style("text", name="Strong", bold=True),
        odfdo.Style("table-cell", name="Cell", border_bottom="0.5pt solid #888888", padding="0.05cm"),
        odfdo.Style("table", name="Members", width="17cm", align="left"),
        whole_row,
    ):
        document.insert_style(style, automatic=True)
    _leave_unnumbered(document)
    _write_meta(document.meta, title, record)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _leave_unnumbered(document: Any) -> None:
    """Headings without the office suite's own numbers: items have theirs."""
    for level in document.get_style("outline", "Outline").children:
        for name in ("style:num-suffix", "loext:num-list-format", "text:display-levels"):
            if level.get_attribute(name) is not None:
                level.del_attribute(name)
        level.set_attribute("style:num-format", "")


def _write_meta(meta: Any, title: str, record: PublicRecord) -> None:
    meta.title = title
    meta.language = record.meeting.language
    meta.initial_creator = meta.creator = record.meeting.publisher
    meta.creation_date, meta.date = (t.replace(tzinfo=None) for t in (record.meeting.start, record.feed.updated))
    meta.generator = f"livecouncil {__version__}"


def _packed_again(empty: bytes, body: str, record: PublicRecord) -> bytes:
    """The document with `body` in it, and the moment of the record in place of that of its making."""
    made = io.BytesIO()
    when = record.feed.updated.timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(empty)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in ("mimetype", *(n for n in source.namelist() if n != "mimetype")):
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name == "mimetype":
                entry.compress_type = zipfile.ZIP_STORED
            content = source.read(name)
            if name == "content.xml":
                content = _content_with(content, body)
            target.writestr(entry, content)
    return made.getvalue()


def _content_with(content: bytes, body: str) -> bytes:
    """`content`, where nothing stands yet, with `body`: read and written once, so that it is sound and spelt alike."""
    head, _, _ = content.partition(b"\n")
    tree = etree.fromstring(content.replace(_NOTHING, f"<office:text>{body}</office:text>".encode(), 1))
    for empty in tree.iterfind(".//text:p", tree.nsmap):
        if empty.text is None and not len(empty):
            empty.text = ""  # as the library writes it, with an end of its own
    written: str = etree.tostring(tree, encoding="unicode")
    return head + b"\n" + written.encode()


# -- blocks in ODF's own words ---------------------------------------------------------------------------------------


def _body_markup(blocks: list[Block]) -> str:
    """All of them as one string, which is many times faster than an element a cell."""
    numbers = count(1)
    return "".join(_block_markup(block, numbers) for block in blocks)


def _block_markup(block: Block, numbers: Iterator[int]) -> str:
    """`block`; a table gets the next of `numbers`."""
    match block:
        case Box():
            return "".join(_block_markup(one, numbers) for one in block.blocks)
        case Heading():
            return _heading(block)
        case Paragraph():
            return _paragraph(block.runs, bold=bool(block.roles & _BOLD))
        case ListBlock():
            return _listing(block)
        case TermsBlock():
            return "".join(_terms(block))
        case PictureBlock():
            return ""  # the words beside it say the same
        case Table():
            return _table_markup(block, f"Table{next(numbers)}")


def _heading(block: Heading) -> str:
    """`block` at its level; the office suite has a style for each."""
    text = _spaced(words_in_runs(block.runs))
    return f'<text:h text:outline-level="{block.level}">{text}</text:h>'


def _paragraph(runs: Runs, bold: bool = False) -> str:
    return f'<text:p text:style-name="Text_20_body">{_inline(runs, bold)}</text:p>'


def _inline(runs: Runs, bold: bool) -> str:
    """Texts, bold or linked where they are; an edge of a text that is a blank is written as a sign of its own."""
    made: list[str] = []
    plain = ""
    for run in runs:
        if not (run.bold or bold or _link(run)):
            plain += run.text
            continue
        made += [_spaced(plain), _run_markup(run)]
        plain = ""
    return "".join([*made, _spaced(plain)])


def _run_markup(run: Run) -> str:
    if link := _link(run):
        return f'<text:a xlink:href="{escape(link)}">{escape(run.text, quote=False)}</text:a>'
    return f'<text:span text:style-name="Strong">{_spaced(run.text)}</text:span>'


def _link(run: Run) -> str:
    """Where a run leads to outside the site, where alone an address still means something."""
    if run.link.startswith(_ELSEWHERE):
        return run.link
    return ""


def _spaced(text: str) -> str:
    """`text` escaped, with a blank at either end as ODF wants it."""
    if not text:
        return ""
    inner = escape(text.strip(), quote=False)
    if not inner:
        return _BLANK
    before = _BLANK * text.startswith(" ")
    after = _BLANK * text.endswith(" ")
    return f"{before}{inner}{after}"


def _listing(block: ListBlock) -> str:
    if block.roles & _LIST_WITHOUT_BULLETS:
        return "".join(_paragraph(item) for item in block.items)
    items = "".join(f"<text:list-item>{_paragraph(item)}</text:list-item>" for item in block.items)
    return f'<text:list text:style-name="List_20_1">{items}</text:list>'


def _terms(block: TermsBlock) -> Iterator[str]:
    for term, said in block.pairs:
        strong = [run._replace(bold=True) for run in (*term, Run(": "))]
        yield f'<text:p text:style-name="Text_20_body">{_inline([*strong, *said], bold=False)}</text:p>'


def _table_markup(block: Table, name: str) -> str:
    rows = "".join(_row_markup(row) for row in block.rows)
    return (
        f'<table:table table:name="{name}" table:style-name="Members">'
        f'<table:table-column table:number-columns-repeated="{len(block.head)}"/>'
        f"<table:table-header-rows>{_row_markup(block.head, bold=True)}</table:table-header-rows>{rows}</table:table>"
    )


def _row_markup(cells: list[Runs], bold: bool = False) -> str:
    made = "".join(f"{_CELL}{_paragraph(cell, bold)}</table:table-cell>" for cell in cells)
    return f'<table:table-row table:style-name="Row">{made}</table:table-row>'
