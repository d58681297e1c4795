"""What a cell of the screen means: the roles of colour, and the few ways in which text may stand out."""

from __future__ import annotations

from typing import NamedTuple


class Ink(NamedTuple):
    """A role of colour, whether it is bold, and the ground it lies on where that is not its row's ('')."""

    role: str
    bold: bool = False
    ground: str = ""

    def on(self, ground: str) -> Ink:
        """The same on a ground of its own."""
        return Ink(self.role, self.bold, ground)


TEXT = Ink("text")
LABEL = Ink("text", bold=True)
STRONG = Ink("strong", bold=True)
"""In hand, figures, a state."""

QUIET = Ink("quiet")
"""Done, the words of help."""

TITLE = Ink("quiet", bold=True)
RULE = Ink("rule")
"""Lines, empty seats and the track of a bar; never text."""

OUT = Ink("out")
HAMMER = Ink("hammer", bold=True)
"""Waits for the hammer, and nothing else."""

LOUD = Ink("loud", bold=True)
"""Wrong, or shut."""

CURSOR = Ink("cursor")
SELECTED = Ink("selected", bold=True)
"""Where one types, and what the next letter replaces."""

PAGE = "page"
DESK = "desk"
FIELD = "field"
"""The grounds: the page, what the hands work on, and where they write."""

Piece = tuple[str, Ink]


class ScreenRow(NamedTuple):
    """One row of cells: pieces that together are as wide as the region, and the ground they lie on."""

    pieces: tuple[Piece, ...]
    ground: str = PAGE

    @property
    def plain(self) -> str:
        """What it says."""
        return "".join(text for text, _ in self.pieces)
