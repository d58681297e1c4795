"""The agenda, the item in hand always in view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ..look.ink import QUIET, STRONG, TEXT, Piece, ScreenRow
from ..look.space import Space, padded


@dataclass(frozen=True)
class AgendaRow:
    """One item: its number as printed, its title, in a word what became of it."""

    number: str
    title: str
    outcome: str = ""
    here: bool = False


def agenda_rows(space: Space, seen: Sequence[AgendaRow]) -> list[ScreenRow]:
    """A column of items; what has an outcome is quiet."""
    shown = in_view(seen, space.rows - 1)
    column = max((cell_len(row.number) for row in seen), default=1)
    rows = [space.cap(space.t("agenda"), key="F2")]
    rows += [item_row(space, row, max(3, column)) for row in shown]
    return space.filled(rows)


def in_view(seen: Sequence[AgendaRow], places: int) -> Sequence[AgendaRow]:
    """As many items as there is room for, around the one in hand."""
    here = next((place for place, row in enumerate(seen) if row.here), 0)
    first = max(0, min(here - places // 2, len(seen) - places))
    return seen[first : first + places]


def item_row(space: Space, row: AgendaRow, column: int) -> ScreenRow:
    """Sign, number, title, outcome; only the title is cut."""
    if row.here:
        ink = STRONG
    elif row.outcome:
        ink = QUIET
    else:
        ink = TEXT
    sign = space.signs.here if row.here else " "
    left: list[Piece] = [(sign, STRONG), (f" {padded(row.number, column)} ", STRONG if row.here else QUIET)]
    return space.row([*left, (row.title, ink)], [(row.outcome, TEXT)] if row.outcome else [])
