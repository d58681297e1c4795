"""Lines in columns, as the text of a printed page has them: which columns there are, and which has the titles.

Theory. A page in columns keeps them apart by blanks. One wide gap says nothing, for a justified line has many; where
the cells of half of the numbered lines begin at the same place, a column begins there. The titles are the column with
most letters, each text counted once; what stands in the others is a time, a name or a count, and no part of a title.
A line of which nothing stands in another column is all of it the title's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from livecouncil.core.text.clean import clean

from .seen import CLOCK, Sure, leading_number

_CELL = re.compile(r"\S+(?: \S+)*")
_NEAR = 1
_TAB = 10_000
"""Tabs count as columns of their own, so far apart that none is near another."""
_OFFICE = re.compile(
    r"(?:wethouders?|weth\.|burgemeester|pfh\.?|portefeuillehouder|college|griffier|voorzitter|boargemaster)(?!\w)",
    re.I,
)
_COUNT = re.compile(r"\(?\d{1,3}\)?")


@dataclass(frozen=True)
class LineColumns:
    """Where the columns beside the titles begin; none where lines have no columns."""

    beside: tuple[int, ...] = ()

    def parted(self, text: str, at: int = 0) -> tuple[str, str]:
        """What of a line, from `at` on, is title, and what stands beside it."""
        cells = _cells(text, at)
        other = [cell for place, cell in cells if self._has(place)]
        own = [cell for place, cell in cells if not self._has(place)] or other[:1]
        kept = [cell for cell in own if not _is_beside(cell)] or own[:1]
        return clean(" ".join(kept)), clean(" ".join(cell for _, cell in cells if cell not in kept))

    def below(self, text: str) -> str:
        """What of a line goes on with a title above it."""
        cells = _cells(text, 0)
        return clean(" ".join(cell for place, cell in cells if not self._has(place)))

    def _has(self, place: int) -> bool:
        return any(abs(place - one) <= _NEAR for one in self.beside)


def columns_of(lines: Sequence[tuple[str, int]]) -> LineColumns:
    """The columns of numbered lines, each with the place where what follows its number begins."""
    rows = [_cells(text, at) for text, at in lines]
    starts = Counter(place for cells in rows for place, _ in cells)
    need = max(2, (len(rows) + 1) // 2)
    columns: list[int] = []
    for place in sorted(starts):
        alike = sum(starts[near] for near in range(place - _NEAR, place + _NEAR + 1))
        if alike >= need and not (columns and place - columns[-1] <= 2 * _NEAR):
            columns.append(place)
    if len(columns) < 2 or any(_has_numbers(rows, column) for column in columns[1:]):
        return LineColumns()
    titles = max(columns, key=lambda column: (_letters_in(rows, column), -column))
    return LineColumns(tuple(column for column in columns if column != titles))


def _cells(text: str, at: int) -> list[tuple[int, str]]:
    rest = text[at:]
    if "\t" in rest.strip():
        return [(n * _TAB, cell.strip()) for n, cell in enumerate(rest.split("\t")) if cell.strip()]
    return [(at + match.start(), match[0]) for match in _CELL.finditer(rest)]


def _has_numbers(rows: Sequence[Sequence[tuple[int, str]]], column: int) -> bool:
    """Whether a column has numbered items of its own, and so is a second column of the page."""
    texts = [cell for cells in rows for place, cell in cells if abs(place - column) <= _NEAR]
    seen = [leading_number(text) for text in texts]
    numbered = sum(bool(one and one.title and one.sure > Sure.BLANK and one.number[0].isdigit()) for one in seen)
    return numbered * 2 > len(texts)


def _letters_in(rows: Sequence[Sequence[tuple[int, str]]], column: int) -> int:
    texts = {cell for cells in rows for place, cell in cells if abs(place - column) <= _NEAR and not _is_beside(cell)}
    return sum(sign.isalpha() for text in texts for sign in text)


def _is_beside(cell: str) -> bool:
    return bool(_OFFICE.match(cell) or CLOCK.fullmatch(cell) or _COUNT.fullmatch(cell))
