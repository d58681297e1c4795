"""Help: first what can be typed now about the object in hand, then the acts in the order of an evening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Key

from ..look.ink import QUIET, STRONG, TEXT, ScreenRow
from ..look.space import Space, padded, wrapped
from .overlay import KeyNames, Overlay

TYPED = 10
LONGEST = 22
"""Cells of the column of what is typed, least and most; what is longer stands in rows of its own, and is never cut."""


@dataclass(frozen=True)
class Chapter:
    """A heading with what is typed and what that does."""

    title: str
    rows: Sequence[tuple[str, str]]


class Guide(Overlay):
    """Three columns, two where there is less room; PgDn goes on."""

    def __init__(self, title: str, chapters: Sequence[Chapter]) -> None:
        super().__init__()
        self.title = title
        self.chapters = list(chapters)
        self._first = 0
        self._last = 0
        self._places = 1

    def rows(self, space: Space) -> list[ScreenRow]:
        columns = 3 if space.width >= 100 else 2
        if space.narrow:
            columns = 1
        wide = space.within((space.width - 2 * (columns - 1)) // columns)
        lines: list[ScreenRow] = []
        for start in range(0, len(self.chapters), columns):
            band = [self._chapter(wide, one) for one in self.chapters[start : start + columns]]
            lines += [*space.columns(band), space.blank()]
        self._places = max(1, space.rows - 1)
        self._last = max(0, len(lines) - 1 - self._places)
        self._first = min(self._first, self._last)
        if len(lines) - 1 <= space.rows:
            return space.filled(lines)
        shown = lines[self._first : self._first + self._places]
        return space.filled([*shown, space.row([], [(space.t("guide_more"), QUIET)])])

    @staticmethod
    def _chapter(space: Space, chapter: Chapter) -> list[ScreenRow]:
        rows = [space.cap(chapter.title)]
        column = max([TYPED, *(cell_len(typed) + 1 for typed, _ in chapter.rows if cell_len(typed) < LONGEST)])
        for typed, does in chapter.rows:
            rows += _typed_and_done(space, typed, does, column)
        return rows

    def keys(self, space: Space) -> KeyNames:
        return [("PgDn", space.t("key.on")), ("PgUp", space.t("key.up")), ("Esc", space.t("key.close"))]

    def take(self, key: Key) -> bool:
        steps = {"pagedown": self._places, "pageup": -self._places, "down": 1, "up": -1}
        if key.key not in steps:
            return super().take(key)
        self._first = max(0, min(self._last, self._first + steps[key.key]))
        return True


def _typed_and_done(space: Space, typed: str, does: str, column: int) -> list[ScreenRow]:
    """What is typed, and beside it what that does; neither is cut: what is too long goes on below."""
    effect = wrapped(does, space.width - column - 1)
    if cell_len(typed) < column:
        forms = [typed]
    else:
        forms = [*wrapped(typed, space.width - 3)]
        forms[1:] = [f"  {form}" for form in forms[1:]]
        effect = [*[""] * len(forms), *effect]
    forms += [""] * (len(effect) - len(forms))
    effect += [""] * (len(forms) - len(effect))
    return [
        space.row([(f" {padded(form, column)}", STRONG), (told, TEXT)])
        for form, told in zip(forms, effect, strict=True)
    ]
