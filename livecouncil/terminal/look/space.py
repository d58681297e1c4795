"""The room a region has, and how rows are made in it: each exactly as wide as the region, cut with one sign at most.

Widths are cells, not characters: a name with combining signs keeps its column, a wide sign takes two. What must never
be cut (a label, an outcome, figures, seconds, a key) is placed first; what remains is for the title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

from .ink import FIELD, PAGE, QUIET, RULE, TEXT, TITLE, Ink, Piece, ScreenRow
from .signs import FULL, Signs

if TYPE_CHECKING:
    from livecouncil.core.telling.voice import Words

WIDE = 110
"""Columns from which a screen has three columns of its own."""

NARROW = 78
"""Columns under which it has one."""


@dataclass(frozen=True)
class Space:
    """Columns and rows of one region, the words it speaks, and the signs that can be shown there."""

    width: int
    rows: int
    words: Words
    signs: Signs = FULL

    def t(self, key: str, /, **slots: object) -> str:
        """A text of the screen, in the council's language."""
        return self.words.t(f"screen.{key}", **slots)

    @property
    def wide(self) -> bool:
        return self.width >= WIDE

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    def within(self, width: int) -> Space:
        """The same rows, so many columns."""
        return replace(self, width=width)

    # -- text ----------------------------------------------------------------------------------------------------

    def cut(self, text: str, width: int) -> str:
        """`text` in at most `width` cells; what was cut off ends in one sign."""
        if cell_len(text) <= width:
            return text
        if width <= 0:
            return ""
        more = self.signs.more
        return set_cell_size(text, width - cell_len(more)).rstrip() + more

    def fit(self, text: str, width: int) -> str:
        """`text` in exactly `width` cells."""
        return padded(self.cut(text, width), width)

    # -- rows ----------------------------------------------------------------------------------------------------

    def row(self, left: Sequence[Piece], right: Sequence[Piece] = (), ground: str = PAGE) -> ScreenRow:
        """`left`, a gap, `right`; what there is no room for is cut from the end of `left`."""
        end = _pieces_within(self, right, self.width)
        taken = cells(end)
        start = _pieces_within(self, left, max(0, self.width - taken - bool(taken)))
        gap = self.width - taken - cells(start)
        return ScreenRow((*start, (" " * gap, TEXT), *end), ground)

    def blank(self, ground: str = PAGE) -> ScreenRow:
        return ScreenRow(((" " * self.width, TEXT),), ground)

    def cap(self, title: str, note: str = "", key: str = "") -> ScreenRow:
        """A panel's title: words, a thin rule, what counts, the key that opens it."""
        right: list[Piece] = []
        if note:
            right.append((f" {note}", TEXT))
        if key:
            right.append((f" {key}", QUIET))
        rule = max(0, self.width - cell_len(title) - 1 - cells(right) - bool(right))
        return self.row([(title, TITLE), (f" {self.signs.line * rule}", RULE)], right)

    def columns(self, rows: Sequence[Sequence[ScreenRow]], gap: int = 2) -> list[ScreenRow]:
        """Rows that stand beside each other, column by column, as one row each."""
        depth = max(map(len, rows), default=0)
        between: Piece = (" " * gap, TEXT)
        joined = []
        for line in range(depth):
            pieces: list[Piece] = []
            for column in rows:
                if pieces:
                    pieces.append(between)
                pieces += self._line(column, line)
            joined.append(self.row(pieces))
        return joined

    @staticmethod
    def _line(column: Sequence[ScreenRow], line: int) -> Sequence[Piece]:
        """One row of a column; blanks of its width below its last."""
        if line < len(column):
            return column[line].pieces
        return ((" " * cells(column[0].pieces), TEXT),)

    def filled(self, rows: Sequence[ScreenRow], ground: str = PAGE) -> list[ScreenRow]:
        """As many rows as there are places."""
        kept = list(rows[: self.rows])
        return kept + [self.blank(ground)] * (self.rows - len(kept))

    def bar(self, width: int, share: float, ink: Ink) -> list[Piece]:
        """A bar of `width` cells, of which `share` is full."""
        full = max(0, min(width, round(width * share)))
        return [(self.signs.bar * full, ink), (self.signs.track * (width - full), RULE)]

    def chosen(self, row: ScreenRow) -> ScreenRow:
        """A row that is chosen lies on the field, whatever its pieces lie on."""
        return ScreenRow(row.pieces, FIELD)


def cells(pieces: Sequence[Piece]) -> int:
    """How wide they are together."""
    return sum(cell_len(text) for text, _ in pieces)


def padded(text: str, width: int) -> str:
    """`text` with blanks behind it up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def right(text: str, width: int) -> str:
    """`text` with blanks before it up to `width` cells."""
    return " " * max(0, width - cell_len(text)) + text


def in_minutes(seconds: float) -> str:
    """3:05"""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at blanks; a word longer than a line is broken where it must."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        most = 4 * width  # signs that a line is looked for in: what is pasted may have no blank at all
        while cell_len(word[:most]) > width > 1:
            head = set_cell_size(word[:most], width).rstrip()
            lines.append(head)
            word = word[len(head) :]
        line = word
    return [*lines, line] if line else lines


def _pieces_within(space: Space, pieces: Sequence[Piece], width: int) -> list[Piece]:
    """As many of `pieces` as `width` cells hold, the last one cut with a sign."""
    kept: list[Piece] = []
    left = width
    for text, ink in pieces:
        wide = cell_len(text)
        if wide > left:
            kept.append((space.cut(text, left), ink))
            break
        kept.append((text, ink))
        left -= wide
    return [piece for piece in kept if piece[0]]
