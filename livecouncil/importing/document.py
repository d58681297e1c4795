"""What a document is to who looks for an agenda in it: blocks in their order, the same for every format.

Theory. Text, Markdown, web pages, PDFs and the files of office programs differ in everything but this: they are
headings, lines, items of lists that have a number of their own, and rows of tables that have columns. So each format
has one reader that makes blocks and judges nothing, and one agenda parser judges the blocks (`agenda`). What repeats
on every page and the menus of a site are blocks too, marked as `furniture`, so that it can be told where a line went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from livecouncil.core.text.clean import clean

BlockKind = Literal["heading", "line", "listed", "row", "link", "furniture", "gap"]
MAX_BLOCKS = 60_000


@dataclass(frozen=True)
class Block:
    """One of them. `text` is as it stands; `where` says the place in the griffier's words ('regel 12').

    `number` is the number a list gives it, that nobody typed; `depth` how deep it lies (in a list), or how far it is
    set in (a line); `cells` are those of a row, and `table` which table it is of, so that rows are not mixed. A `gap`
    is an empty line. A `whole` one ends its paragraph, so what comes next is no rest of it; a `timed` one had the
    time of an item in front of it.
    """

    kind: BlockKind
    text: str = ""
    where: str = ""
    number: str = ""
    depth: int = 0
    cells: tuple[str, ...] = ()
    table: int = 0
    whole: bool = False
    timed: bool = False


def paragraph(first: Block) -> list[Block]:
    """A paragraph in which line breaks may stand: a block for each of its lines, of which the last ends it."""
    lines = [line for line in first.text.split("\n") if line.strip()]
    blocks = [replace(first, text=lines[0]), *(Block("line", line, first.where) for line in lines[1:])]
    return [*blocks[:-1], replace(blocks[-1], whole=True)]


_BULLET = re.compile(r"(\s*)(?:[-–—•*▪◦‣·●○■□➢]|o(?=\t|\s\s))\s+(?=\S*[^\W\d_])")
"""What stands in front of a point that has no number."""


def as_point(block: Block) -> Block:
    """A line with the sign of a point in front, typed by hand, as the point of a list that it is."""
    bullet = _BULLET.match(block.text) if block.kind == "line" else None
    if bullet is None:
        return block
    return replace(block, kind="listed", text=block.text[bullet.end() :], depth=len(bullet[1]))


def roman(number: int) -> str:
    """4 is 'iv'; up to 399."""
    out = ""
    for value, sign in (
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ):
        times = number // value
        out += sign * times
        number -= times * value
    return out


def letters(number: int) -> str:
    """1 is 'a', 26 'z', 27 'aa'."""
    out = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


def counted(number: int, style: str) -> str:
    """A number as a list of that style shows it: '1', 'a', 'A', 'i', 'I'; '' for bullets."""
    if not 0 <= number < 400 or not style:
        return ""
    shown = {"1": str(number), "a": letters(number), "i": roman(number)}.get(style.casefold(), "")
    if style.isupper():
        return shown.upper()
    return shown


def attribute_number(text: str | None, otherwise: int) -> int:
    """A whole number of at most four figures, ASCII only, as an attribute has it; `otherwise` where it is none."""
    if text and text.isascii() and text.isdigit() and len(text) < 5:
        return int(text)
    return otherwise


def cell_text(text: str) -> str:
    """The text of a cell, cleaned; the lines that stand in it stay apart."""
    lines = (clean(line) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def outside_tables(element: Any, table: str, *tags: str) -> Iterator[Any]:
    """Elements with one of `tags` in an office text, but not those in a `table` within it."""
    for child in element:
        if child.tag in tags:
            yield child
        elif isinstance(child.tag, str) and child.tag != table:
            yield from outside_tables(child, table, *tags)


def row_block(cells: Sequence[str], where: str, table: int) -> Block:
    return Block("row", clean(" ".join(cell for cell in cells if cell)), where, cells=tuple(cells), table=table)


def in_table(rows: Sequence[Sequence[str]], table: int, where: str) -> list[Block]:
    """Rows of a table as blocks; `where` has a place for the row's number."""
    return [row_block(row, where.format(row=n), table) for n, row in enumerate(rows, 1)]
