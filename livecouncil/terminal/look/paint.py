"""From rows of meaning to cells of a terminal, in one theme."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from .ink import Ink, Row
from .roles import REVERSED, Roles


class Paint:
    """The colours of one theme, laid on rows."""

    def __init__(self, roles: Roles) -> None:
        self.roles = roles
        self._style = lru_cache(maxsize=256)(self._made)

    def strip(self, row: Row) -> Strip:
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

    def _colour(self, role: str) -> Color:
        value = self.roles.colours[role]
        if value.startswith("#"):
            return Color.parse(value)
        return Color.from_ansi(int(value))
