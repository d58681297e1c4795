"""Transcript and decision list as OpenDocument text, for a griffier who works on in an office suite.

Made from the very page that is published, so that nothing can stand in one and not in the other; deterministic like all
public files. odfdo is loaded only when a document is made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape
from typing import Any

from livecouncil import __version__
from livecouncil.core.release.record import PublicRecord

from .blocks import (
    Block,
    Box,
    Heading,
    ListBlock,
    Paragraph,
    PrintedPage,
    Run,
    Runs,
    Table,
    TermsBlock,
    folded_runs,
    words_in_runs,
)

_LIST_WITHOUT_BULLETS = {"plain", "roll", "log"}
_BOLD = {"outcome", "band"}
_CELL = '<table:table-cell office:value-type="string" table:style-name="Cell">'
_BLANK = "<text:s/>"
_ELSEWHERE = ("http://", "https://", "mailto:")


def odt(paper: PrintedPage, record: PublicRecord) -> bytes:
    """`transcript.odt` or `decisions.odt`: headings, lists and tables with header rows, in the council's language."""
    writer = _Writer(record, paper.title)
    writer.write(paper.blocks)
    return writer.bytes()


class _Writer:
    """Writes a page's blocks one after another into a new document."""

    def __init__(self, record: PublicRecord, title: str) -> None:
        import odfdo

        self.odf = odfdo
        self.record = record
        self.document: Any = odfdo.Document("text")
        self.document.body.clear()
        self.document.language = {"nl": "nl-NL", "fy": "fy-NL", "en": "en-GB"}.get(
            record.meeting.language, record.meeting.language
        )
        for style in (
            odfdo.Style("text", name="Strong", bold=True),
            odfdo.Style("table-cell", name="Cell", border_bottom="0.5pt solid #888888", padding="0.05cm"),
            odfdo.Style("table", name="Members", width="17cm", align="left"),
        ):
            self.document.insert_style(style, automatic=True)
        self._unnumbered()
        self.tables = 0
        self._about(title)

    def _unnumbered(self) -> None:
        """Headings without the office suite's own numbers: items have theirs."""
        outline: Any = self.document.get_style("outline", "Outline")
        for level in outline.children:
            for name in ("style:num-suffix", "loext:num-list-format", "text:display-levels"):
                if level.get_attribute(name) is not None:
                    level.del_attribute(name)
            level.set_attribute("style:num-format", "")

    def _about(self, title: str) -> None:
        meta = self.document.meta
        meta.title = title
        meta.language = self.record.meeting.language
        meta.initial_creator = meta.creator = self.record.meeting.publisher
        meta.creation_date, meta.date = (
            t.replace(tzinfo=None) for t in (self.record.meeting.start, self.record.feed.updated)
        )
        meta.generator = f"livecouncil {__version__}"

    def write(self, blocks: list[Block]) -> None:
        for block in blocks:
            if isinstance(block, Box):
                self.write(block.blocks)
            else:
                self._append(block)

    def _append(self, block: Block) -> None:
        for markup in self._markup(block):
            made = self.odf.Element.from_tag(markup)
            for empty in made.get_elements("descendant-or-self::text:p[not(node())]"):
                empty.text = ""  # as the library writes it, with an end of its own
            self.document.body.append(made)

    def _markup(self, block: Block) -> Iterator[str]:
        """`block` in ODF's own words: one string for all of it, which is many times faster than an element a cell."""
        if isinstance(block, Heading):
            yield _heading(block)
        elif isinstance(block, Paragraph):
            yield _paragraph(block.runs, bold=bool(block.roles & _BOLD))
        elif isinstance(block, ListBlock):
            yield from _listing(block)
        elif isinstance(block, TermsBlock):
            yield from _terms(block)
        elif isinstance(block, Table):
            self.tables += 1
            yield _table_markup(block, f"Table{self.tables}")

    def bytes(self) -> bytes:
        """The document, with the moment of the record in place of that of its making."""
        raw = io.BytesIO()
        made = io.BytesIO()
        self.document.save(raw)
        when = self.record.feed.updated.timetuple()[:6]
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
            for name in ("mimetype", *(n for n in source.namelist() if n != "mimetype")):
                entry = zipfile.ZipInfo(name, when)
                entry.compress_type = zipfile.ZIP_DEFLATED
                if name == "mimetype":
                    entry.compress_type = zipfile.ZIP_STORED
                target.writestr(entry, source.read(name))
        return made.getvalue()


def _heading(block: Heading) -> str:
    """`block` at its level; the office suite has a style for each."""
    text = _spaced(words_in_runs(block.runs))
    return f'<text:h text:outline-level="{block.level}">{text}</text:h>'


def _paragraph(runs: Runs, bold: bool = False) -> str:
    return f'<text:p text:style-name="Text_20_body">{_inline(folded_runs(runs), bold)}</text:p>'


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


def _listing(block: ListBlock) -> Iterator[str]:
    if block.roles & _LIST_WITHOUT_BULLETS:
        yield from (_paragraph(item) for item in block.items)
        return
    items = "".join(f"<text:list-item>{_paragraph(item)}</text:list-item>" for item in block.items)
    yield f'<text:list text:style-name="List_20_1">{items}</text:list>'


def _terms(block: TermsBlock) -> Iterator[str]:
    for term, said in block.pairs:
        strong = [run._replace(bold=True) for run in (*folded_runs(term), Run(": "))]
        yield f'<text:p text:style-name="Text_20_body">{_inline([*strong, *folded_runs(said)], bold=False)}</text:p>'


def _table_markup(block: Table, name: str) -> str:
    rows = "".join(_row_markup(row) for row in block.rows)
    return (
        f'<table:table table:name="{name}" table:style-name="Members">'
        f'<table:table-column table:number-columns-repeated="{len(block.head)}"/>'
        f"<table:table-header-rows>{_row_markup(block.head, bold=True)}</table:table-header-rows>{rows}</table:table>"
    )


def _row_markup(cells: list[Runs], bold: bool = False) -> str:
    made = "".join(f"{_CELL}{_paragraph(cell, bold)}</table:table-cell>" for cell in cells)
    return f"<table:table-row>{made}</table:table-row>"
