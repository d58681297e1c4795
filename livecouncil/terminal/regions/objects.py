"""The motions and amendments at the item: the one in hand always in view, what was decided folded away.

In a list that is longer than its room the one in hand is always the fourth row under the title: above it one row that
tells of all that is folded, and the two before it. Only what is shown is asked for, so that a panel costs the same with
three motions as with three hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from livecouncil.core.text.numbers import label_of

from ..look.ink import LABEL, QUIET, STRONG, TEXT, Piece, ScreenRow
from ..look.space import Space, in_minutes, padded, right

SMALL = 7
"""Rows under which there is no title and no fold."""

ABOVE = 3
"""Rows between the title and the one in hand: the fold and two decided ones."""


@dataclass(frozen=True)
class ObjectRow:
    """A motion or amendment: `figures` for–against once it was counted, `state` in a word."""

    label: str
    title: str
    movers: str
    state: str
    figures: str = ""
    decided: bool = False
    here: bool = False
    voting: bool = False


@dataclass(frozen=True)
class Spoken:
    """Speaking time of a group or member, in seconds."""

    name: str
    used: int
    allowed: int
    here: bool = False


@dataclass(frozen=True)
class Objects:
    """What is filed at an item: `keys` in order, of which number `hand` is in hand; `row` makes one that is shown.

    `counted` says in words what became of a range of them, `label` how one is called.
    """

    item: str
    open: int = 0
    keys: Sequence[str] = ()
    hand: int = 0
    row: Callable[[str], ObjectRow] | None = None
    counted: Callable[[Sequence[str]], Sequence[str]] | None = None
    spoken: tuple[Spoken, ...] = ()
    term: str = ""
    about: tuple[str, ...] = ()

    def shown(self, first: int, last: int) -> list[ObjectRow]:
        """Those from place `first` up to `last`."""
        if self.row is None:
            return []
        return [self.row(key) for key in self.keys[first:last]]


def objects_rows(space: Space, seen: Objects) -> list[ScreenRow]:
    """The objects, and below them who has spoken for how long where there is room for that too."""
    if space.rows < SMALL:
        return space.filled(_few_rows(space, seen))
    title = space.t("at_item", item=seen.item) if seen.item else space.t("no_item")
    note = ""
    if seen.keys:
        note = space.t("open_and_done", open=seen.open, done=len(seen.keys) - seen.open)
    room = space.rows - 1
    listed = _all_rows(space, seen)
    rows: list[ScreenRow]
    if listed is None or len(listed) > room:
        rows = [space.cap(title, note, space.t("finds") if space.width > 50 else ""), *_folded_rows(space, seen, room)]
        return space.filled(rows)
    rows = [space.cap(title, note), *listed]
    times = _spoken_rows(space, seen)
    if times and len(rows) + 1 + len(times) <= space.rows:
        rows += [space.blank(), *times]
    return space.filled(rows)


def _all_rows(space: Space, seen: Objects) -> list[ScreenRow] | None:
    """Every object in a row; None where there are more than rows."""
    if len(seen.keys) >= space.rows:
        return None
    about = [space.row([("  ", TEXT), (line, QUIET)]) for line in seen.about]
    return [*about, *_listed_rows(space, seen.shown(0, len(seen.keys)))]


def _few_rows(space: Space, seen: Objects) -> list[ScreenRow]:
    """The one in hand with one before it and what follows."""
    last = max(0, len(seen.keys) - space.rows)
    first = max(0, min(seen.hand - 1, last))
    rows = _listed_rows(space, seen.shown(first, first + space.rows))
    about = [space.row([("  ", TEXT), (line, QUIET)]) for line in seen.about]
    return [*about, *rows]


def _folded_rows(space: Space, seen: Objects, room: int) -> list[ScreenRow]:
    """What was before, folded into one row; the one in hand at its own place; what follows; how much lies below."""
    first = max(0, seen.hand - ABOVE + 1)
    if first <= 1:
        first = 0
    rows = []
    if first:
        rows.append(_fold_row(space, seen, first))
    left = room - len(rows) - 1
    if first + left + 1 >= len(seen.keys):
        left += 1
    last = min(len(seen.keys), first + left)
    rows += _listed_rows(space, seen.shown(first, last))
    below = len(seen.keys) - last
    if below:
        dash = space.signs.dash
        where = space.t("of_all", first=first + 1, last=last, all=len(seen.keys), dash=dash)
        rows.append(space.row([("  ", TEXT), (space.t("below", n=below), QUIET)], [(where, QUIET)]))
    return rows


def _fold_row(space: Space, seen: Objects, last: int) -> ScreenRow:
    """'+ M1–M21  13 aang · 5 verw'"""
    keys = seen.keys[:last]
    ends = f"{label_of(keys[0])}{space.signs.dash}{label_of(keys[-1])}"
    counts = seen.counted(keys) if seen.counted else ()
    said = f" {space.signs.dot} ".join(counts)
    return space.row([(f"{space.signs.folded} ", TEXT), (f"{ends}  ", STRONG), (said, QUIET)])


def _listed_rows(space: Space, shown: Sequence[ObjectRow]) -> list[ScreenRow]:
    column = max([4, *(cell_len(row.label) + 1 for row in shown)])
    return [object_row(space, row, column) for row in shown]


def object_row(space: Space, row: ObjectRow, column: int) -> ScreenRow:
    """Sign, label, title, filers or outcome, figures; only title and filers are cut."""
    ink = STRONG if row.here else TEXT
    sign = space.signs.here if row.here else " "
    figures = row.figures.replace("–", space.signs.dash)
    if row.decided:
        ink = STRONG if row.here else QUIET
        tail: list[Piece] = [(f" {space.fit(row.state, 12)}", TEXT), (right(figures, 6), TEXT)]
    elif row.voting:
        tail = [(" " * 8, TEXT), (row.state, ink)]
    else:
        tail = [(f" {space.fit(row.movers, 12)}", QUIET), (f"  {row.state}", ink)]
    left: list[Piece] = [(f"{sign} ", STRONG), (padded(row.label, column), STRONG if row.here else LABEL)]
    return space.row([*left, (row.title, ink)], tail)


def _spoken_rows(space: Space, seen: Objects) -> list[ScreenRow]:
    """Speaking time in two columns, downwards."""
    if not seen.spoken:
        return []
    half = (space.width - 2) // 2
    column = max(cell_len(each.name) for each in seen.spoken) + 1
    column = max(5, min(column, half // 3))
    cells = [_spoken_row(space.within(half), each, column) for each in seen.spoken]
    depth = -(-len(cells) // 2)
    body = space.columns([cells[:depth], cells[depth:]] if len(cells) > 1 else [cells])
    return [space.cap(space.t("spoken"), seen.term, "F8"), *body]


def _spoken_row(space: Space, one: Spoken, column: int) -> ScreenRow:
    ink = STRONG if one.here or one.used > one.allowed else TEXT
    share = one.used / one.allowed if one.allowed else 1.0
    bar = space.bar(max(3, space.width - column - 7), share, TEXT)
    return space.row([(f" {space.fit(one.name, column)}", ink), *bar], [(in_minutes(one.used), ink)])
