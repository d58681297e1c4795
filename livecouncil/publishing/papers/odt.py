"""Transcript and decision list as OpenDocument text, for a griffier who works on in an office suite.

Made from the very page that is published, so that nothing can stand in one and not in the other; deterministic like all
public files. odfdo is loaded only when a document is made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from lxml import html

from livecouncil import __version__
from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.publishing import pages

from . import decisions

_SKIPPED = {"script", "style", "nav", "video", "svg", "noscript", "button"}
_SKIPPED_CLASSES = {"skip", "other-size"}
_LIST_WITHOUT_BULLETS = {"plain", "roll", "log"}
_BOLD = {"outcome", "band"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}


def odt(
    record: PublicRecord,
    words: Words,
    what: Literal["transcript", "decisions"] = "transcript",
    spoken: Mapping[str, Sequence[tuple[str, str, float]]] | None = None,
) -> bytes:
    """`transcript.odt` or `decisions.odt`: headings, lists and tables with header rows, in the council's language."""
    if what == "decisions":
        page = decisions.decision_list(record, words)
    else:
        page = pages.transcript(record, words, spoken=spoken)
    root = html.document_fromstring(page.decode())
    writer = _Writer(record, str(root.findtext(".//title")))
    writer.write(root.body)
    return writer.bytes()


def _classes(node: html.HtmlElement) -> set[str]:
    return set(str(node.get("class", "")).split())


def _only_on_the_site(node: html.HtmlElement) -> bool:
    """Lists of the meeting's files, whose addresses mean nothing outside the site."""
    return any(a.get("href") in ("feed.json", "decisions.html") for a in node.iter("a"))


def _runs(node: html.HtmlElement, bold: bool = False, link: str = "") -> Iterator[tuple[str, bool, str]]:
    """Text inside `node` as (text, bold, address), in order."""
    yield node.text or "", bold, link
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            href = str(child.get("href", ""))
            to = link
            if child.tag == "a" and href.startswith(("http://", "https://", "mailto:")):
                to = href
            yield from _runs(child, bold or child.tag == "strong", to)
        yield child.tail or "", bold, link


def _as_html_folds(runs: Iterator[tuple[str, bool, str]]) -> list[tuple[str, bool, str]]:
    """Runs with blanks as HTML shows them: one between words, none at the ends."""
    found: list[tuple[str, bool, str]] = []
    for text, bold, link in runs:
        words = " ".join(text.split())
        if text[:1].isspace() and found and not found[-1][0].endswith(" "):
            words = f" {words}"
        if words.strip() and text[-1:].isspace():
            words += " "
        if words:
            found.append((words, bold, link))
    if found:
        return [*found[:-1], (found[-1][0].rstrip(), *found[-1][1:])]
    return []


class _Writer:
    """Writes a page's elements one after another into a new document."""

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

    def write(self, node: html.HtmlElement) -> None:
        """`node`'s children as blocks; text that stands in no block of its own is a paragraph."""
        for child in node:
            if not isinstance(child.tag, str) or child.tag in _SKIPPED or _classes(child) & _SKIPPED_CLASSES:
                continue
            if node.tag == "footer" and (child.tag == "details" or _only_on_the_site(child)):
                continue
            self._block(child)

    def _block(self, node: html.HtmlElement) -> None:
        if node.tag in _HEADINGS:
            text = "".join(t for t, _, _ in _as_html_folds(_runs(node)))
            level = _HEADINGS[node.tag]
            style = f"Heading_20_{level}"
            self.document.body.append(self.odf.Header(level, text, style=style))
        elif node.tag in ("p", "summary", "a"):
            self._paragraph(_as_html_folds(_runs(node, bold=bool(_classes(node) & _BOLD))))
        elif node.tag in ("ul", "ol"):
            self._list(node)
        elif node.tag == "dl":
            self._terms(node)
        elif node.tag == "table":
            self._table(node)
        else:
            self.write(node)

    def _paragraph(self, runs: list[tuple[str, bool, str]], into: Any = None) -> None:
        paragraph = self.odf.Paragraph(style="Text_20_body")
        for text, bold, link in runs:
            if link:
                paragraph.append(self.odf.Link(link, text=text))
            elif bold:
                paragraph.append(self.odf.Span(text, style="Strong"))
            else:
                paragraph.append(text)
        if into is None:
            into = self.document.body
        into.append(paragraph)

    def _list(self, node: html.HtmlElement) -> None:
        if _classes(node) & _LIST_WITHOUT_BULLETS:
            for item in node.iterchildren("li"):
                self._paragraph(_as_html_folds(_runs(item)))
            return
        made = self.odf.List(style="List_20_1")
        for item in node.iterchildren("li"):
            row = self.odf.ListItem()
            self._paragraph(_as_html_folds(_runs(item)), row)
            made.append(row)
        self.document.body.append(made)

    def _terms(self, node: html.HtmlElement) -> None:
        term: list[tuple[str, bool, str]] = []
        for child in node:
            runs = _as_html_folds(_runs(child))
            if child.tag == "dt":
                term = [(text, True, link) for text, _, link in runs]
            else:
                self._paragraph([*term, (": ", True, ""), *runs])

    def _table(self, node: html.HtmlElement) -> None:
        self.tables += 1
        table = self.odf.Element.from_tag("table:table")
        table.set_attribute("table:name", f"Table{self.tables}")
        table.set_attribute("table:style-name", "Members")
        columns = self.odf.Element.from_tag("table:table-column")
        columns.set_attribute("table:number-columns-repeated", str(len(node.find(".//tr"))))
        table.append(columns)
        heads = self.odf.Element.from_tag("table:table-header-rows")
        for row in node.iterfind("thead/tr"):
            heads.append(self._row(row, bold=True))
        table.append(heads)
        for row in node.iterfind("tbody/tr"):
            table.append(self._row(row))
        self.document.body.append(table)

    def _row(self, node: html.HtmlElement, bold: bool = False) -> Any:
        row = self.odf.Element.from_tag("table:table-row")
        for one in node:
            cell = self.odf.Element.from_tag("table:table-cell")
            cell.set_attribute("office:value-type", "string")
            cell.set_attribute("table:style-name", "Cell")
            self._paragraph(_as_html_folds(_runs(one, bold)), cell)
            row.append(cell)
        return row

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
