"""Web pages as blocks: headings, lists with the numbers a browser shows, rows of tables. Menus are furniture."""

from __future__ import annotations

from html.parser import HTMLParser

from livecouncil.core.text.charrefs import without_endless
from livecouncil.core.text.clean import clean

from ..document import Block, attribute_number, counted
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
_HIDDEN = frozenset(["script", "style", "noscript", "template", "svg", "select"])
_FURNITURE = frozenset(["nav", "footer", "aside"])
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_MENU_WORDS = ("nav", "menu", "breadcrumb", "cookie", "footer", "skip", "sidebar", "kruimel")
_DEEPEST = 64


class _List:
    def __init__(self, style: str, start: int) -> None:
        self.style = style
        self.next = start


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
        self._cells: list[list[str] | None] = []
        self._tables = 0
        self._table: list[int] = []

    # -- what begins and ends

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif self._menu:
            if tag == self._menu[0] and tag not in _VOID:
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
        elif tag == "tr":
            self._flush()
            if self._cells:
                self._cells[-1] = []
        elif tag == "table":
            self._flush()
            self._tables += 1
            self._table.append(self._tables)
            self._cells.append(None)
        elif tag in ("ul", "ol") and len(self._lists) < _DEEPEST:
            self._flush()
            style = (given.get("type") or "1") if tag == "ol" else ""
            self._lists.append(_List(style, attribute_number(given.get("start", ""), 1)))
        elif tag == "li":
            self._flush()
            self._begins_item(given)
        elif tag in _HEADINGS:
            self._flush()
            self._kind = "heading"
        elif tag in _BLOCKS or tag == "br":
            self._flush(keep=True)

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

    def _ends_in_menu(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "li":
            self._flush()
        if tag == self._menu[-1]:
            if len(self._menu) == 1:
                self._flush()
            self._menu.pop()

    def _ends_cell(self) -> None:
        text = self._taken()
        if self._cells and self._cells[-1] is not None:
            self._cells[-1].append(text)

    def _ends_row(self, tag: str) -> None:
        self._flush()
        cells = self._cells[-1] if self._cells else None
        if cells and any(cells):
            where = import_text(
                "at_row", row=1 + sum(b.kind == "row" and b.table == self._table[-1] for b in self.blocks[-999:])
            )
            whole = " ".join(cell for cell in cells if cell)
            self.blocks.append(Block("row", whole, where, cells=tuple(cells), table=self._table[-1]))
        if self._cells:
            self._cells[-1] = None
        if tag == "table" and self._cells:
            self._cells.pop()
            self._table.pop()

    # -- text

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._text.append(data)
        signs = len(data.strip())
        self._all += signs
        if self._in_link:
            self._linked += signs

    def _taken(self) -> str:
        text = clean("".join(self._text))
        self._text = []
        self._all = 0
        self._linked = 0
        return text

    def _flush(self, keep: bool = False) -> None:
        """What was collected becomes a block; in a cell it stays, with a blank, until the cell ends."""
        if self._cells and self._cells[-1] is not None:
            self._text.append(" ")
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
            self.blocks.append(Block("listed", text, where, number=number, depth=max(0, 4 * (len(self._lists) - 1))))
        elif kind == "heading":
            self.blocks.append(Block("heading", text, where))
        else:
            self.blocks.append(Block("line", text, where))


def _is_menu(tag: str, given: dict[str, str]) -> bool:
    if tag in _FURNITURE or given.get("role") in ("navigation", "contentinfo", "search"):
        return True
    named = f"{given.get('class', '')} {given.get('id', '')}".casefold().replace("-", " ").replace("_", " ").split()
    return tag in ("div", "ul", "section", "header") and any(word in _MENU_WORDS for word in named)


def blocks_of_page(text: str) -> list[Block]:
    """Blocks of a saved page."""
    page = _Page()
    page.feed(without_endless(text))
    page.close()
    page.handle_endtag("p")
    return page.blocks
