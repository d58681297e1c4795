"""A list to choose from: the agenda, what can be corrected, who is here, earlier meetings, the objects of an item."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Key

from livecouncil.core.text.called import name_key

from ..editing import Editor
from ..look.ink import QUIET, STRONG, TEXT, ScreenRow
from ..look.space import Space
from .overlay import KeyNames, Overlay

MOVES = {"up": -1, "down": 1}
PAGES = {"pageup": -1, "pagedown": 1}
ENDS = ("home", "end")


class ChoiceList(Overlay):
    """Rows with what choosing each gives; `key` is the one that opens it."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], key: str = "", at: int = 0) -> None:
        super().__init__()
        self.title = title
        self.choices = list(choices)
        self._key = key
        self._at = max(0, min(at, len(self.choices) - 1))
        self._places = 1

    @property
    def labels(self) -> list[str]:
        """The rows as they read."""
        return [label for label, _ in self.choices]

    @property
    def at(self) -> int:
        """Place of the one that is chosen."""
        return self._at

    def rows(self, space: Space) -> list[ScreenRow]:
        self._places = max(1, space.rows - 2)
        first = max(0, min(self._at - self._places // 2, len(self.choices) - self._places))
        shown = self.choices[first : first + self._places]
        rows = [space.cap(self.title, self.note(space), self._key)]
        rows += [self._row(space, label, first + n == self._at) for n, (label, _) in enumerate(shown)]
        if len(shown) < len(self.choices):
            rows.append(self._foot(space, first, len(shown)))
        return space.filled(rows)

    def note(self, space: Space) -> str:
        """What counts, beside the title."""
        return str(len(self.choices) or "")

    def _row(self, space: Space, label: str, here: bool) -> ScreenRow:
        sign = space.signs.here if here else " "
        row = space.row([(f"{sign} ", STRONG), (label, STRONG if here else TEXT)])
        return space.chosen(row) if here else row

    def _foot(self, space: Space, first: int, count: int) -> ScreenRow:
        dash = space.signs.dash
        where = space.t("of_all", first=first + 1, last=first + count, all=len(self.choices), dash=dash)
        return space.row([], [(where, QUIET)])

    def keys(self, space: Space) -> KeyNames:
        return [("Enter", space.t("key.choose")), ("Esc", space.t("key.close"))]

    def take(self, key: Key) -> bool:
        if key.key == "enter" and self.choices:
            self.finish(self.choices[self._at][1])
        elif key.key in MOVES:
            self._go(self._at + MOVES[key.key])
        elif key.key in PAGES:
            self._go(self._at + PAGES[key.key] * self._places)
        elif key.key in ENDS:
            self._go(0 if key.key == "home" else len(self.choices) - 1)
        else:
            return super().take(key)
        return True

    def _go(self, place: int) -> None:
        self._at = max(0, min(place, len(self.choices) - 1))


class Finder(ChoiceList):
    """A list that letters filter: by number, word or group."""

    keeps = True

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], at: int = 0) -> None:
        super().__init__(title, choices, "/", at)
        self._all = list(choices)
        self._sought = Editor()

    def note(self, space: Space) -> str:
        return f"{self._sought.text}_  {len(self.choices)}"

    def keys(self, space: Space) -> KeyNames:
        return [(space.t("key.letters"), space.t("key.find")), *super().keys(space)]

    def take(self, key: Key) -> bool:
        if super().take(key):
            return True
        if key.is_printable and key.character:
            self._sought.put(key.character)
        elif not self._sought.edit(key.key):
            return False
        words = name_key(self._sought.text).split()
        self.choices = [each for each in self._all if all(word in name_key(each[0]) for word in words)]
        self._go(0)
        return True
