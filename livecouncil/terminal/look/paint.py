"""From rows of meaning to cells of a terminal, in one theme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from .ink import Ink, ScreenRow
from .roles import REVERSED, Roles

CUBE = (0, 95, 135, 175, 215, 255)
GREYS = range(8, 248, 10)


class Paint:
    """The colours of one theme, laid on rows. `few`: the terminal has 256 colours and no more; each role then has the
    one nearest to its own, for rounded by anybody else the grounds would all be black."""

    def __init__(self, roles: Roles, few: bool = False) -> None:
        self.roles = roles
        self._few = few
        self._style = lru_cache(maxsize=256)(self._made)

    def strip(self, row: ScreenRow) -> Strip:
        """The cells of one row; what looks alike is one segment."""
        segments: list[Segment] = []
        held = ""
        style: Style | None = None
        for text, ink in row.pieces:
            own = self._style(ink, row.ground)
            if own is style or not held:
                held += text
            else:
                segments.append(Segment(held, style))
                held = text
            style = own
        if held:
            segments.append(Segment(held, style))
        return Strip(segments)

    def style(self, ink: Ink, ground: str) -> Style:
        """How `ink` looks on `ground`."""
        return self._style(ink, ground)

    def _made(self, ink: Ink, ground: str) -> Style:
        reverse = ink.role in REVERSED
        if self.roles.plain:
            return Style(bold=ink.bold, reverse=reverse)
        role, under = REVERSED.get(ink.role, (ink.role, ink.ground or ground))
        return Style(color=self._colour(role), bgcolor=self._colour(under), bold=ink.bold, reverse=reverse)

    def number(self, role: str) -> int:
        """Of a role's colour where there are 256: the desk is a step from the page where their tones differ."""
        colours = self.roles.colours
        number = nearest_colour(colours[role])
        if role == "desk" and colours["page"] != colours["desk"] and number == nearest_colour(colours["page"]):
            return number - 1 if self.roles.light else number + 1
        return number

    def _colour(self, role: str) -> Color:
        value = self.roles.colours[role]
        if not value.startswith("#"):
            return Color.from_ansi(int(value))
        if self._few:
            return Color.from_ansi(self.number(role))
        return Color.parse(value)


def nearest_colour(value: str) -> int:
    """The number, of the 240 that every terminal draws alike, of the colour nearest to a hex value."""
    wanted = [int(value[place : place + 2], 16) for place in (1, 3, 5)]
    levels = [min(CUBE, key=lambda level: abs(level - part)) for part in wanted]
    grey = min(GREYS, key=lambda grey: abs(3 * grey - sum(wanted)))
    if _distance([grey] * 3, wanted) < _distance(levels, wanted):
        return 232 + GREYS.index(grey)
    red, green, blue = (CUBE.index(level) for level in levels)
    return 16 + 36 * red + 6 * green + blue


def _distance(one: Sequence[int], other: Sequence[int]) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
