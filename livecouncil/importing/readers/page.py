"""Web pages as blocks: headings, lists with the numbers a browser shows, rows of tables. Menus are furniture."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from livecouncil.core.text.charrefs import without_endless

from ..document import Block, attribute_number, cell_text, counted, row_block
from ..words import import_text

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "title",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "figure",
        "blockquote",
        "address",
        "pre",
        "summary",
        "details",
        "option",
        "button",
        "body",
        "html",
        "head",
        "label",
    ]
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_HIDDEN = frozenset(["script", "style", "noscript", "template", "svg", "select", "textarea", "del"])
_NOT_SHOWN = re.compile(r"display:none|visibility:hidden")
_NO_NUMBERS = re.compile(r"list-style(?:-type)?:[^;]*none")
_FURNITURE = frozenset(["nav", "footer", "aside"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_MENU_WORDS = ("nav", "menu", "breadcrumb", "cookie", "footer", "skip", "sidebar", "kruimel")
_MENU_WORD = re.compile(r"navigat\w+|navbar|cookie\w*|breadcrumbs?|kruimel\w*|\w{0,20}menu|skiplinks?|footer\w*")
_BARE_NUMBER = re.compile(r"\s*\d{1,3}[a-z]?(?:\.\w{1,3}){0,3}[.):]?", re.I)
"""What stands in an element of its own in front of a title: a page sets it apart by its style."""
_WIDEST = 100
_DEEPEST = 64


class _List:
    def __init__(self, style: str, start: int) -> None:
        self.style = style
        self.next = start


class _Row:
    """The row of a table that is being read: a cell over more rows or columns leaves its places in them empty."""

    def __init__(self) -> None:
        self.is_open = False
        self._cells: list[str] = []
        self._taken: dict[int, int] = {}  # how many rows a column is still under a cell of an earlier row
        self._over = (1, 1)

    def begin_row(self) -> None:
        self.is_open = True
        self._cells = []

    def begin_cell(self, given: dict[str, str]) -> None:
        self._over = (attribute_number(given.get("rowspan"), 1), attribute_number(given.get("colspan"), 1))

    def end_cell(self, text: str) -> None:
        if not self.is_open:
            return
        self._under_earlier()
        rows, columns = self._over
        for column in range(min(_WIDEST - len(self._cells), max(1, columns))):
            if rows > 1:
                self._taken[len(self._cells)] = rows - 1
            self._cells.append("" if column else text)

    def _under_earlier(self) -> None:
        while len(self._cells) < _WIDEST and self._taken.get(len(self._cells)):
            self._taken[len(self._cells)] -= 1
            self._cells.append("")

    def end_row(self) -> list[str]:
        """The cells of the row; none where no row was begun."""
        if not self.is_open:
            return []
        self._under_earlier()
        self.is_open = False
        return self._cells


class _Page(HTMLParser):
    """Collects text until a block ends; knows in which lists, tables and menus it is."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._linked = 0
        self._all = 0
        self._in_link = False
        self._kind = "line"
        self._number = ""
        self._lists: list[_List] = []
        self._hidden: list[str] = []
        self._menu: list[str] = []
        self._cells: list[_Row] = []
        self._tables = 0
        self._table: list[int] = []

    # -- what begins and ends

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif self._menu:
            if tag == self._menu[0]:
                self._menu.append(tag)
            if tag in _BLOCKS or tag in ("li", "br", "tr"):
                self._flush()
        elif _is_menu(tag, given):
            self._flush()
            self._menu.append(tag)
        elif tag == "a":
            self._in_link = True
        else:
            self._begins(tag, given)

    def _begins(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("td", "th"):
            self._flush()
            if self._cells:
                self._cells[-1].begin_cell(given)
        elif tag == "tr":
            self._flush()
            if self._cells:
                self._cells[-1].begin_row()
        elif tag == "table":
            self._ends_row("")  # a table within a cell comes behind what the row has so far
            self._tables += 1
            self._table.append(self._tables)
            self._cells.append(_Row())
        elif tag in ("ul", "ol") and len(self._lists) < _DEEPEST:
            self._flush()
            counts = tag == "ol" and not _NO_NUMBERS.search(_style(given))
            style = (given.get("type") or "1") if counts else ""
            self._lists.append(_List(style, attribute_number(given.get("start", ""), 1)))
        elif tag == "li":
            self._flush()
            self._begins_item(given)
        elif tag in _HEADINGS:
            self._flush()
            self._kind = "heading"
        elif tag in _BLOCKS or tag == "br":
            self._flush(keep=True, whole=tag != "br")

    def _begins_item(self, given: dict[str, str]) -> None:
        self._kind = "listed"
        if self._lists and self._lists[-1].style:
            inner = self._lists[-1]
            inner.next = attribute_number(given.get("value", ""), inner.next)
            self._number = counted(inner.next, inner.style)
            inner.next += 1

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag == self._hidden[-1]:
                self._hidden.pop()
        elif self._menu:
            self._ends_in_menu(tag)
        elif tag == "a":
            self._in_link = False
        elif tag in ("td", "th"):
            self._ends_cell()
        elif tag in ("tr", "table"):
            self._ends_row(tag)
        elif tag in ("ul", "ol"):
            self._flush()
            if self._lists:
                self._lists.pop()
        elif tag in _HEADINGS or tag == "li" or tag in _BLOCKS:
            self._flush()
        elif _BARE_NUMBER.fullmatch("".join(self._text[:9])):
            self._text.append(" ")

    def _ends_in_menu(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "li":
            self._flush()
        if tag == self._menu[-1]:
            if len(self._menu) == 1:
                self._flush()
            self._menu.pop()

    def _ends_cell(self) -> None:
        if self._cells and self._cells[-1].is_open:
            self._cells[-1].end_cell(self._taken())
        else:
            self._flush()

    def _ends_row(self, tag: str) -> None:
        if self._text and not tag:
            self._ends_cell()
        self._flush()
        cells = self._cells[-1].end_row() if self._cells else []
        if any(cells):
            before = sum(block.kind == "row" and block.table == self._table[-1] for block in self.blocks[-999:])
            self.blocks.append(row_block(cells, import_text("at_row", row=before + 1), self._table[-1]))
        if tag == "table" and self._cells:
            self._cells.pop()
            self._table.pop()

    # -- text

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._text.append(data.replace("\n", " "))
        signs = len(data.strip())
        self._all += signs
        if self._in_link:
            self._linked += signs

    def _taken(self) -> str:
        text = cell_text("".join(self._text))
        self._text = []
        self._all = 0
        self._linked = 0
        return text

    def _flush(self, keep: bool = False, whole: bool = True) -> None:
        """What was collected becomes a block; in a cell it stays, as a line of it, until the cell ends."""
        if self._cells and self._cells[-1].is_open:
            self._text.append("\n")
            return
        only_link = self._all > 0 and self._linked == self._all
        text = self._taken()
        kind = self._kind
        number = self._number
        if not text:
            if not keep:
                self._kind = "line"
                self._number = ""
            return
        self._kind = "line"
        self._number = ""
        where = import_text("at_block", block=len(self.blocks) + 1)
        if self._menu:
            self.blocks.append(Block("furniture", text, where))
        elif kind == "listed" and only_link and not number:
            self.blocks.append(Block("link", text, where, depth=len(self._lists)))
        elif kind == "listed":
            depth = max(0, 4 * (len(self._lists) - 1))
            self.blocks.append(Block("listed", text, where, number=number, depth=depth, whole=whole))
        elif kind == "heading":
            self.blocks.append(Block("heading", text, where, whole=whole))
        else:
            self.blocks.append(Block("line", text, where, whole=whole))


def _style(given: dict[str, str]) -> str:
    return given.get("style", "").replace(" ", "").casefold()


def _is_menu(tag: str, given: dict[str, str]) -> bool:
    """Whether an element is no part of what a page tells: a menu, or something a reader does not see."""
    if tag in _VOID or tag in ("body", "html", "main"):
        return False
    if tag in _FURNITURE or given.get("role") in ("navigation", "contentinfo", "search"):
        return True
    if "hidden" in given or _NOT_SHOWN.search(_style(given)):
        return True
    named = f"{given.get('class', '')} {given.get('id', '')}".casefold().replace("-", " ").replace("_", " ").split()
    return tag in ("div", "ul", "section", "header") and any(
        word in _MENU_WORDS or _MENU_WORD.fullmatch(word) for word in named
    )


def blocks_of_page(text: str) -> list[Block]:
    """Blocks of a saved page."""
    page = _Page()
    page.feed(without_endless(text))
    page.close()
    page.handle_endtag("p")
    return page.blocks
