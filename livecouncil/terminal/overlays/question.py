"""A question before what cannot be undone, and what a line asks before it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from textual.events import Key

from ..keys import BOUNCE, KeyTimes
from ..look.ink import LABEL, QUIET, ScreenRow
from ..look.space import Space, wrapped
from .overlay import KeyNames, Overlay

if TYPE_CHECKING:
    from ..entry_line import EntryLine


class Asks(Protocol):
    """Whose line asks: what a question needs of `Entering`."""

    @property
    def times(self) -> KeyTimes: ...
    @property
    def entry(self) -> EntryLine: ...
    @property
    def behind(self) -> int: ...
    def own_time(self, key: Key) -> bool: ...


class Question(Overlay):
    """Enter is yes, Esc is no."""

    keeps = True

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title = title
        self.text = text

    def rows(self, space: Space) -> list[ScreenRow]:
        lines = wrapped(self.text, space.width - 4)
        rows = [space.cap(self.title), *[space.row([(f"  {line}", LABEL)]) for line in lines]]
        rows += [space.row([(f"  {line}", QUIET)]) for line in self.ahead(space)]
        return space.filled(rows)

    def ahead(self, space: Space) -> list[str]:
        """What is typed on meanwhile."""
        return []

    def keys(self, space: Space) -> KeyNames:
        return [("Enter", space.t("key.yes")), ("Esc", space.t("key.no"))]

    def take(self, key: Key) -> bool:
        if key.key == "enter":
            self.finish(True)
            return True
        return super().take(key)


class LineQuestion(Question):
    """What a line asks before it is taken. Whoever types on types the next line, which waits behind the answer.

    Enter is the yes only on an empty line, and only well after the question came: an Enter that bounces, or was typed
    without having seen the question, answers nothing.
    """

    keeps = False

    def __init__(self, title: str, text: str, asks: Asks) -> None:
        super().__init__(title, text)
        self._asks = asks
        self._asked = asks.times.now()

    def ahead(self, space: Space) -> list[str]:
        waiting = self._asks.behind
        if waiting:
            return [space.words.t("tui.behind", count=waiting, n=waiting)]
        return []

    def take(self, key: Key) -> bool:
        if key.key != "enter":
            return Overlay.take(self, key)
        if self._asks.entry.value.strip():
            return False
        if self._asks.own_time(key) and self._asks.times.of(key) - self._asked >= BOUNCE:
            self.finish(True)
        return True
