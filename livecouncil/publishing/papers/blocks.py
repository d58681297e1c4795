"""A finished page taken apart into the blocks a document is written with: headings, paragraphs, lists, tables.

Theory. The page is the only source of a document: PDF and ODT are written from what stands on it, so nothing can stand
in one and not in the other. A picture is kept as the SVG it is, with the words it has for who cannot see it; they say
all that it shows, so a format without pictures lacks nothing. This module reads the page once; what serves only on the
web (navigation, scripts, lists of files, the code to embed) is left behind here, for both. It knows no format: a
paragraph has the classes the page gave it, a text its place in the page's own words, with blanks as HTML shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import NamedTuple

from lxml import html

_SKIPPED = {"script", "style", "nav", "video", "svg", "noscript", "button"}
_SKIPPED_CLASSES = {"skip", "other-size"}
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4}
_BOXES = {"counted", "vote", "spoken"}
_SITE_ONLY = ("feed.json", "decisions.html")
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)
_SAID = re.compile(r"<(?:title|desc) id=[^>]*>([^<]*)<")


class Run(NamedTuple):
    """A piece of text as the page has it; `link` as it is written there. `soft` is small print, `time` a moment, and
    before a run that is `apart` a line may end."""

    text: str
    bold: bool = False
    link: str = ""
    soft: bool = False
    time: bool = False
    apart: bool = False


Runs = list[Run]


@dataclass(frozen=True)
class Heading:
    level: int
    runs: Runs
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    roles: frozenset[str] = frozenset()
    anchor: str = ""


@dataclass(frozen=True)
class ListBlock:
    items: list[Runs]
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class TermsBlock:
    """Pairs of a term and what is said of it."""

    pairs: list[tuple[Runs, Runs]]


@dataclass(frozen=True)
class Table:
    """`head` names the columns, and the first cell of each row its row."""

    head: list[Runs]
    rows: list[list[Runs]]
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Box:
    """Blocks that belong together: a count, a vote, what was said."""

    role: str
    blocks: list[Block]
    anchor: str = ""


@dataclass(frozen=True)
class PictureBlock:
    """A picture as SVG, and what it says in words."""

    svg: str
    said: str


Block = Heading | Paragraph | ListBlock | TermsBlock | Table | Box | PictureBlock


@dataclass(frozen=True)
class PrintedPage:
    """A page as a document: its title, its blocks in order, and whether it is in large print."""

    title: str
    blocks: list[Block]
    large: bool = False

    def first(self, role: str) -> str:
        """The words of the first paragraph with `role`."""
        found = (block for block in self.blocks if isinstance(block, Paragraph) and role in block.roles)
        return next((words_in_runs(block.runs) for block in found), "")


def paper_of(page: bytes) -> PrintedPage:
    """What a page of ours says, without what serves only on the web."""
    text = page.decode()
    root = html.document_fromstring(_SVG.sub("<svg></svg>", text))
    for node, svg in zip(root.iter("svg"), _SVG.findall(text), strict=True):
        node.text = svg  # as it was written: as HTML it would lose the case of its names
    large = any("large" in _classes(node) for node in root.iter("div"))
    return PrintedPage(title=str(root.findtext(".//title")), blocks=list(_child_blocks(root.body)), large=large)


def words_in_runs(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def said_in(blocks: Iterable[Block]) -> Iterator[Runs]:
    """Every text of `blocks` that stands by itself: a paragraph, a heading, an item, a cell."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                yield block.runs
            case ListBlock():
                yield from block.items
            case TermsBlock():
                yield from (side for pair in block.pairs for side in pair)
            case Table():
                yield from (cell for row in (block.head, *block.rows) for cell in row)
            case Box():
                yield from said_in(block.blocks)


def _classes(node: html.HtmlElement) -> frozenset[str]:
    return frozenset(str(node.get("class", "")).split())


def _is_in_footer(node: html.HtmlElement) -> bool:
    return next(node.iterancestors("footer"), None) is not None


def _only_on_the_site(node: html.HtmlElement) -> bool:
    """Lists of the meeting's files, whose addresses mean nothing outside the site."""
    return any(a.get("href") in _SITE_ONLY for a in node.iter("a"))


def _child_blocks(node: html.HtmlElement) -> Iterator[Block]:
    """`node`'s children as blocks; what only holds others is none of its own."""
    for child in node:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED or _classes(child) & _SKIPPED_CLASSES:
            continue
        if (
            child.tag in ("details", "p")
            and _is_in_footer(child)
            and (child.tag == "details" or _only_on_the_site(child))
        ):
            continue
        yield from _element_blocks(child)


def _element_blocks(node: html.HtmlElement) -> Iterator[Block]:
    anchor = str(node.get("id", ""))
    if node.tag in _LEVELS:
        yield Heading(_LEVELS[node.tag], _runs(node), anchor)
    elif node.tag in ("p", "summary", "a"):
        roles = _classes(node)
        if node.tag == "summary":
            roles |= {"summary"}
        yield Paragraph(_runs(node), roles, anchor)
    elif node.tag in ("ul", "ol"):
        yield ListBlock([_runs(item) for item in node.iterchildren("li")], _classes(node))
    elif node.tag == "dl":
        yield TermsBlock(list(_term_pairs(node)))
    elif node.tag == "table":
        yield _table_block(node)
    elif node.tag == "figure":
        yield from _pictures_in(node)
    elif boxes := _classes(node) & _BOXES:
        yield Box(min(boxes), list(_child_blocks(node)), anchor)
    else:
        yield from _with_anchor(_child_blocks(node), anchor)


def _pictures_in(node: html.HtmlElement) -> Iterator[PictureBlock]:
    """Those that say something themselves; others stand beside words that do."""
    for svg in node.iterchildren("svg"):
        source = str(svg.text)
        said = unescape(". ".join(_SAID.findall(source)))
        if said:
            yield PictureBlock(source, said)


def _with_anchor(blocks: Iterator[Block], anchor: str) -> Iterator[Block]:
    """`blocks` of a section: whoever is led to the section comes to its first heading."""
    for block in blocks:
        if anchor and isinstance(block, Heading):
            block = replace(block, anchor=anchor)
            anchor = ""
        yield block


def _term_pairs(node: html.HtmlElement) -> Iterator[tuple[Runs, Runs]]:
    term: Runs = []
    for child in node:
        if child.tag == "dt":
            term = _runs(child)
        else:
            yield term, _runs(child)


def _table_block(node: html.HtmlElement) -> Table:
    (head,) = node.iterfind("thead/tr")
    rows = list(node.iterfind("tbody/tr"))
    if any([cell.tag for cell in row][:2] != ["th", "td"] for row in rows):
        raise ValueError("a table of ours names each row in its first cell, and there alone")
    return Table(_cell_runs(head), [_cell_runs(row) for row in rows], _classes(node))


def _cell_runs(row: html.HtmlElement) -> list[Runs]:
    return [_runs(cell) for cell in row]


# -- text ------------------------------------------------------------------------------------------------------------

_PLAIN = Run("")


def _runs(node: html.HtmlElement) -> Runs:
    """Text inside `node`, in order, with blanks as HTML shows them: one between words, none at the ends."""
    if not len(node):
        text = " ".join((node.text or "").split())
        return [Run(text)] * bool(text)
    found: Runs = []
    for run in _written(node, _PLAIN):
        text = _folded(run.text, found)
        if text:
            found.append(Run(text, *run[1:]))
    if found:
        last = found.pop()
        found.append(Run(last.text.rstrip(), *last[1:]))
    return found


def _folded(written: str, before: Runs) -> str:
    """`written` as it is shown behind what stands `before` it."""
    words = " ".join(written.split())
    begins = " " * (written[:1].isspace() and bool(before) and not before[-1].text.endswith(" "))
    ends = " " * (bool(words) and written[-1:].isspace())
    return f"{begins}{words}{ends}"


def _written(node: html.HtmlElement, said: Run) -> Iterator[Run]:
    """Text inside `node` with its blanks as they are written; `said` is how text outside its elements is said."""
    if node.text:
        yield Run(node.text, *said[1:])
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _written(child, _inside(child, said))
        if child.tail:
            yield Run(child.tail, *said[1:5], child.tag == "wbr")


def _inside(node: html.HtmlElement, said: Run) -> Run:
    """How text in `node` is said, where the text around it is as `said`."""
    if node.tag == "a":
        return said._replace(link=str(node.get("href", "")))
    if node.tag == "strong":
        return said._replace(bold=True)
    if node.tag == "small":
        return said._replace(soft=True)
    if node.tag == "time":
        return said._replace(time=True)
    return said
