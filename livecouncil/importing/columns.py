"""Tables of an agenda: which column is the number, which the title, by their headings or else by what stands in them.

Times, portfolios and counts of documents are columns of their own and never a part of the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from livecouncil.core.text.clean import clean

from .numbering import number_in
from .seen import CLOCK

_NUMBERS = tuple(
    [
        "nr",
        "nummer",
        "punt",
        "agendanummer",
        "volgnummer",
        "volgnr",
        "number",
        "agendapunt",
        "agendapuntnr",
        "no",
        "agendapuntnummer",
        "agp",
        "#",
        "ap",
        "punt nr",
        "nûmer",
        "item no",
        "agendanr",
    ]
)
_TITLES = tuple(
    [
        "titel",
        "onderwerp",
        "omschrijving",
        "title",
        "agendapunt",
        "subject",
        "item",
        "punt",
        "ûnderwerp",
        "voorstel",
        "agendapunten",
        "bespreekpunt",
        "onderwerpen",
    ]
)


@dataclass(frozen=True)
class AgendaColumns:
    """Places of number and title; `headed` when a row of headings says so, and `start` the row after it."""

    number: int | None
    title: int
    headed: bool = False
    start: int = 0


def agenda_columns(rows: Sequence[Sequence[str]]) -> AgendaColumns | None:
    """The columns of a table; None when it is no table of agenda items."""
    for at, row in enumerate(rows[:30]):
        named = named_columns(row)
        if named:
            return AgendaColumns(named[0], named[1], headed=True, start=at + 1)
    return _by_content(rows)


def named_columns(row: Sequence[str]) -> tuple[int | None, int] | None:
    """Places of number and title in a row of headings; None when it is no such row."""
    heads = [clean(cell).casefold().rstrip(".:") for cell in row]
    number = next((heads.index(head) for head in _NUMBERS if head in heads), None)
    title = next((at for head in _TITLES for at, one in enumerate(heads) if one == head and at != number), None)
    if title is None or (number is None and len([h for h in heads if h]) < 2):
        return None
    return number, title


def _by_content(rows: Sequence[Sequence[str]]) -> AgendaColumns | None:
    """The first column of which most cells are numbers of items, and the column behind it with most letters."""
    width = max((len(row) for row in rows), default=0)
    for number in range(width):
        cells = [row[number].strip() for row in rows if len(row) > number and row[number].strip()]
        good = [cell for cell in cells if is_numbered_cell(cell)]
        if not good or len(good) * 2 < len(cells) or not _counts_up(good):
            continue
        lengths = [(_letters(rows, at), -at) for at in range(number + 1, width)]
        if lengths and max(lengths)[0]:
            return AgendaColumns(number, -max(lengths)[1])
    return _by_clocks(rows, width)


def _by_clocks(rows: Sequence[Sequence[str]], width: int) -> AgendaColumns | None:
    """A table with times in front and no numbers: the column with most letters has the titles."""
    timed = sum(bool(row and CLOCK.fullmatch(row[0].strip())) for row in rows) * 2 > len(rows) > 1
    lengths = [(_letters(rows, at), -at) for at in range(width)]
    if timed and max(lengths)[0]:
        return AgendaColumns(None, -max(lengths)[1])
    return None


def _counts_up(cells: Sequence[str]) -> bool:
    """Whether they are numbers in a row, not counts: at least they differ."""
    return len(set(cells)) * 4 > len(cells) * 3


def is_numbered_cell(cell: str) -> bool:
    """Whether a cell is the number of an item, and no time or date."""
    return number_in(cell) is not None and not CLOCK.fullmatch(cell) and not re.fullmatch(r"[\d\-./]{6,}", cell)


def _letters(rows: Sequence[Sequence[str]], at: int) -> int:
    """Letters in a column that has titles: not of times, and each of its texts counted once."""
    texts = {row[at].strip() for row in rows if len(row) > at}
    return sum(len(re.findall(r"[^\W\d_]", text)) for text in texts if not CLOCK.fullmatch(text))
