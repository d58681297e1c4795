"""The screen before there is a meeting: an entry line that takes letters, and nothing else. It must be there at once.

Letters and the keys that edit are the line's. The first key that means more (Enter, a function key, a paste) waits for
the meeting, and all behind it: they are handled there, in the order in which they were typed.
"""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from .editing import Editor
from .entry_line import EntryLine
from .keys import TakesKeys, Typed
from .look.ink import DESK, LABEL, ScreenRow
from .look.space import Space
from .region import Drawn
from .sizes import classes_for
from .supervised import Guarded

HANDS = 6
"""Rows above the line that are the desk's, at least."""


class OpeningScreen(Guarded, TakesKeys, Screen[None]):
    """`drawn` is called once its first frame is out."""

    def __init__(self, drawn: Callable[[], None]) -> None:
        super().__init__()
        self._drawn = drawn
        self._entry = EntryLine()
        self._left = False

    def compose(self) -> ComposeResult:
        """The grounds of the meeting's screen, in as few pieces as can be, and the line in its place."""
        yield Drawn("above", self._above)
        yield self._entry
        yield Drawn("below", self._below)

    @staticmethod
    def _above(space: Space) -> list[ScreenRow]:
        top = [space.row([(" livecouncil", LABEL)], ground=DESK), space.blank(DESK)]
        page = [space.blank()] * (space.rows - len(top) - HANDS)
        return space.filled([*top, *page], DESK)

    @staticmethod
    def _below(space: Space) -> list[ScreenRow]:
        return space.filled([space.blank(DESK)] * (space.rows - 1))

    def on_mount(self) -> None:
        self.set_classes(classes_for(self.app.size.width, self.app.size.height))
        self._entry.focus()
        self.is_ready(self)
        self.call_after_refresh(self._drawn)

    def on_resize(self, event: events.Resize) -> None:
        self.set_classes(classes_for(event.size.width, event.size.height))

    def waits(self, typed: Typed) -> bool:
        """Whether a key means more than a letter of the line."""
        if self._left or not isinstance(typed, events.Key):
            return True
        if typed.is_printable and typed.character:
            return typed.character in "=?/" and not self._entry.value
        return not Editor().edit(typed.key)

    async def take(self, typed: Typed) -> bool:
        """A letter, or a key that edits."""
        return isinstance(typed, events.Key) and self._entry.edit(typed)

    def handed_over(self) -> str:
        """The line as it stands; from now on keys wait for the meeting."""
        self._left = True
        return self._entry.value
