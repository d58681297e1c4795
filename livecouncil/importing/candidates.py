"""What of a document may be an item: lines with a number in front, items of lists, rows of tables by their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from livecouncil.core.text.clean import clean

from .columns import AgendaColumns, agenda_columns, is_numbered_cell
from .document import Block
from .labels import is_file_name, is_label
from .line_columns import LineColumns
from .numbering import SourceRow, number_in
from .seen import CLOCK, LeadingNumber, Sure, in_plain_figures, leading_number, without_clock

NEAR = 3
"""How many whole numbers an agenda may go on by without anything else speaking for it."""
_MINUTES = re.compile(r"\s*(\d{1,2})[.:](\d\d)")
_TIMED_LINES = 3
_WIDE = re.compile(r"\t| {4}")
"""A blank within a title, as wide as one between columns."""


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
    wide: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    clocks: bool = False
    columns: LineColumns = LineColumns()


@dataclass(frozen=True)
class LikelyItem:
    """A block with what it looks like; `text` is the line without wide blanks."""

    seen: LeadingNumber | None
    block: Block
    depth: int = 0


def candidates_in(blocks: Sequence[Block], found: FoundItems) -> Iterator[LikelyItem]:
    """Blocks with what they look like; furniture is out, tables are read by their columns."""
    shown = [block for block in blocks if block.kind != "furniture"]
    clocked = _has_times(shown)
    for table, run in groupby(shown, key=lambda block: block.table if block.kind == "row" else 0):
        if table:
            yield from _of_table(list(run), found)
        else:
            yield from (_of_block(block, clocked) for block in run)


def _has_times(blocks: Sequence[Block]) -> bool:
    """Whether lines begin with the time of their item: hours of a day that go on, in steps of five minutes. 4.10, 4.11
    and 4.12 are numbers."""
    timed = [block.text for block in blocks if block.kind == "line" and without_clock(block.text) != block.text]
    clocks = [(int(match[1]), int(match[2])) for text in timed if (match := _MINUTES.match(text))]
    in_steps = sum(hour < 24 and minute % 5 == 0 for hour, minute in clocks) * 5 >= len(clocks) * 4
    return len(clocks) >= _TIMED_LINES and in_steps and clocks == sorted(clocks)


def _of_block(block: Block, clocked: bool) -> LikelyItem:
    if block.kind == "gap":
        return LikelyItem(None, block, block.depth)
    block = replace(block, text=in_plain_figures(block.text))
    seen = leading_number(block.text)
    if block.number:
        inside = None
        if seen and seen.sure > Sure.BLANK and ("." in seen.number or seen.number == block.number):
            inside = seen
        return LikelyItem(inside or LeadingNumber(block.number, clean(block.text), Sure.OWN), block, block.depth)
    bare = without_clock(block.text)
    if clocked and bare != block.text and not (seen and seen.clock):
        return LikelyItem(leading_number(bare), replace(block, text=bare, timed=True), block.depth)
    return LikelyItem(seen, block, block.depth)


def _of_table(rows: list[Block], found: FoundItems) -> Iterator[LikelyItem]:
    columns = agenda_columns([row.cells for row in rows])
    if columns is None:
        for row in rows:
            yield from _of_lines_in(row) or [_of_loose_row(row)]
            yield LikelyItem(None, Block("gap"))
        return
    for row in rows[: columns.start]:
        found.before.append(" ".join(cell for cell in row.cells if cell))
    yield LikelyItem(None, Block("gap"))
    for row in rows[columns.start :]:
        stacked = [] if _has_number(row, columns) else _of_lines_in(row)
        yield from stacked or [_of_row(row, columns, found)]
        yield LikelyItem(None, Block("gap"))


def _has_number(row: Block, columns: AgendaColumns) -> bool:
    return columns.number is not None and is_numbered_cell("".join(row.cells[columns.number : columns.number + 1]))


def _of_lines_in(row: Block) -> list[LikelyItem]:
    """The lines of a row, where several items stand below each other in one of its cells; else none."""
    lines = [line for cell in row.cells for line in cell.split("\n") if line]
    numbered = [seen for line in lines if (seen := leading_number(line)) and seen.title and seen.sure > Sure.BLANK]
    if len(numbered) < 2 or len(lines) < 2:
        return []
    return [_of_block(Block("line", line, row.where), False) for line in lines]


def _of_loose_row(row: Block) -> LikelyItem:
    """A row of a table without columns of an agenda: the cell that has number and title in one, or all of it."""
    for cell in row.cells:
        seen = leading_number(cell)
        if seen and seen.title:
            return LikelyItem(seen, Block("listed", cell, row.where, table=row.table, whole=True))
    return _of_block(Block("line", "\t".join(cell for cell in row.cells if cell), row.where), False)


def _title_in_cell(cell: str, found: FoundItems) -> str:
    """The title in a cell: not the names of files and captions that stand in lines below it."""
    first, *others = cell.split("\n")
    beside = [line for line in others if is_label(line) or is_file_name(line)]
    found.aside += beside
    return clean(" ".join([first, *(line for line in others if line not in beside)]))


def _of_row(row: Block, columns: AgendaColumns, found: FoundItems) -> LikelyItem:
    cells = [*row.cells, *[""] * (columns.title + 1 - len(row.cells))]
    title = _title_in_cell(cells[columns.title], found)
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
    if number and (is_numbered_cell(number) or (title and any(sign.isdigit() for sign in number))):
        found.left.append(Left(row.text, row.where))
    elif filled:
        found.headings.append(row.text)
        found.before.append(row.text)
    return LikelyItem(None, Block("gap"))


def title_beside_columns(block: Block, seen: LeadingNumber, found: FoundItems) -> str:
    """The title of a line, without what stands in the columns beside it."""
    title = seen.title
    beside = ""
    if block.kind == "line" and seen.at:
        title, beside = found.columns.parted(block.text, seen.at)
    if any(sign.isalpha() for sign in beside):
        found.aside.append(beside)
    elif beside:
        found.clocks = True
    elif _WIDE.search(block.text[seen.at :].strip()):
        found.wide.append(seen.number)
    return title or seen.title
