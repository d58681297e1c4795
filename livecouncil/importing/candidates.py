"""What of a document may be an item: lines with a number in front, items of lists, rows of tables by their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from livecouncil.core.text.clean import clean

from .columns import AgendaColumns, agenda_columns, is_numbered_cell
from .document import Block
from .numbering import SourceRow, number_in
from .seen import CLOCK, LeadingNumber, Sure, leading_number, without_clock

NEAR = 3
"""How many whole numbers an agenda may go on by without anything else speaking for it."""
_WIDE = re.compile(r"\t+|\s{2,}")
_OFFICE = re.compile(
    r"(?:wethouders?|weth\.|burgemeester|pfh\.?|portefeuillehouder|college|griffier|voorzitter|boargemaster)(?!\w)",
    re.I,
)
_COUNT = re.compile(r"\(?\d{1,3}\)?")


@dataclass(frozen=True)
class Left:
    """Something that looked like an item and did not come along."""

    text: str
    where: str


@dataclass
class FoundItems:
    """Items as rows in their order, what was left over, and what the griffier should know of."""

    rows: list[SourceRow] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    glued: list[str] = field(default_factory=list)
    composed: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    clocks: bool = False
    unnumbered: bool = False


@dataclass(frozen=True)
class LikelyItem:
    """A block with what it looks like; `text` is the line without wide blanks."""

    seen: LeadingNumber | None
    block: Block
    depth: int = 0


def candidates_in(blocks: Sequence[Block], found: FoundItems) -> Iterator[LikelyItem]:
    """Blocks with what they look like; furniture is out, tables are read by their columns."""
    shown = [block for block in blocks if block.kind != "furniture"]
    clocked = sum(bool(block.kind == "line" and without_clock(block.text) != block.text) for block in shown) > 2
    for table, run in groupby(shown, key=lambda block: block.table if block.kind == "row" else 0):
        if table:
            yield from _of_table(list(run), found)
        else:
            yield from (_of_block(block, clocked) for block in run)


def _of_block(block: Block, clocked: bool) -> LikelyItem:
    if block.kind == "gap":
        return LikelyItem(None, block, block.depth)
    seen = leading_number(block.text)
    if block.number:
        inside = None
        if seen and seen.sure > Sure.BLANK and ("." in seen.number or seen.number == block.number):
            inside = seen
        return LikelyItem(inside or LeadingNumber(block.number, clean(block.text), Sure.OWN), block, block.depth)
    if seen is None and clocked and without_clock(block.text) != block.text:
        return LikelyItem(leading_number(without_clock(block.text)), block, block.depth)
    return LikelyItem(seen, block, block.depth)


def _of_table(rows: list[Block], found: FoundItems) -> Iterator[LikelyItem]:
    columns = agenda_columns([row.cells for row in rows])
    if columns is None:
        for row in rows:
            yield _of_block(Block("line", "\t".join(cell for cell in row.cells if cell), row.where), False)
            yield LikelyItem(None, Block("gap"))
        return
    for row in rows[: columns.start]:
        found.before.append(" ".join(cell for cell in row.cells if cell))
    yield LikelyItem(None, Block("gap"))
    for row in rows[columns.start :]:
        yield _of_row(row, columns, found)
        yield LikelyItem(None, Block("gap"))


def _of_row(row: Block, columns: AgendaColumns, found: FoundItems) -> LikelyItem:
    cells = [*row.cells, *[""] * (columns.title + 1 - len(row.cells))]
    title = clean(cells[columns.title])
    if not any(sign.isalpha() for sign in title):
        title = ""
    number = ""
    if columns.number is not None:
        number = cells[columns.number].strip()
    if number and is_numbered_cell(number) and title:
        found.clocks |= any(CLOCK.fullmatch(cell.strip()) for cell in cells)
        return LikelyItem(LeadingNumber(number_in(number) or "", title, Sure.OWN), replace(row, kind="listed"))
    seen = leading_number(title)
    if seen and seen.title:
        return LikelyItem(seen, replace(row, kind="listed"))
    filled = [cell for cell in cells if cell.strip()]
    if title and not number and (len(filled) > 1 or columns.number is None):
        return LikelyItem(LeadingNumber("", title, Sure.OWN), row)
    if number and is_numbered_cell(number):
        found.left.append(Left(row.text, row.where))
    elif filled:
        found.headings.append(row.text)
        found.before.append(row.text)
    return LikelyItem(None, Block("gap"))


def title_in_columns(block: Block, seen: LeadingNumber) -> str:
    """The title of a line in columns: without the portfolio, the count or the time behind it."""
    if block.kind != "line":
        return seen.title
    cells = [cell.strip() for cell in _WIDE.split(block.text[seen.at :]) if cell.strip()] if seen.at else [seen.title]
    kept = [cell for at, cell in enumerate(cells) if at == 0 or not _is_beside(cell)]
    return clean(" ".join(kept)) or seen.title


def _is_beside(cell: str) -> bool:
    return bool(_OFFICE.match(cell) or CLOCK.fullmatch(cell) or _COUNT.fullmatch(cell))


def text_below(text: str, at: int) -> str:
    """Of a line in columns what stands below a title that begins at `at`; a line in one column is all of it."""
    cells = [(match.start(), match[0].strip()) for match in re.finditer(r"\S+(?: \S+)*", text)]
    if len(cells) == 1 and (not at or cells[0][0] <= at + NEAR):
        return clean(text)
    if len(cells) > 1 and not any(abs(place - at) <= NEAR for place, _ in cells):
        return clean(" ".join(cell for _, cell in cells if not _is_beside(cell)))
    return clean(" ".join(cell for place, cell in cells if abs(place - at) <= NEAR))
