"""The one line at the bottom: letters, the keys that edit, and a line that was put there by somebody else.

A line that is offered (refused and put back, recalled, prepared, chosen from a list) is not typed yet: the first
letter after a refused one begins a new line, as it does for whoever typed on without looking; any key that edits
makes it the griffier's own. So it makes no difference to what is entered whether a refusal came before or after the
next letter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset

from .editing import Editor
from .look.ink import ScreenRow
from .look.space import Space
from .region import Drawn
from .regions.line import Entry, entry_rows


@dataclass(frozen=True)
class Offered:
    """A line put in the entry line at `at` (key time): `kind` is refused, unkept (refused, and kept nowhere), asked
    (refused, the same line again is taken), or line; `reason` is why it was refused."""

    line: str
    kind: str = "line"
    at: float = 0.0
    reason: str = ""

    @property
    def refused(self) -> bool:
        return self.kind != "line"


PROMPT = 3
"""Cells before the first letter."""


class EntryLine(Drawn):
    """Text and cursor of the one line. What its keys mean for the meeting is decided in `entering`.

    `typed` hears of every change within the key that made it, so that the sentence is drawn in the same frame.
    """

    can_focus = True

    def __init__(self, value: str = "", typed: Callable[[str], None] | None = None) -> None:
        super().__init__("entry", self._as_rows)
        self._editor = Editor()
        self._editor.set(value)
        self._typed = typed
        self.offered: Offered | None = None
        self.hint = ""
        self.shut = False

    @property
    def value(self) -> str:
        """The line as it stands."""
        return self._editor.text

    @value.setter
    def value(self, line: str) -> None:
        self.change(lambda editor: editor.set(line))

    @property
    def refused(self) -> str:
        """The kind of refused line that stands here as it was put back, '' for any other."""
        if self.offered and self.offered.refused:
            return self.offered.kind
        return ""

    @property
    def cursor_position(self) -> int:
        """Place of the cursor in it."""
        return self._editor.cursor

    def change(self, edit: Callable[[Editor], object]) -> None:
        """Edit, draw, and tell whoever listens of another line."""
        before = self._editor.text
        edit(self._editor)
        after = self._editor.text
        if self.offered and after != self.offered.line:
            self.offered = None
        self.show()
        if after != before and self._typed:
            self._typed(after)

    def edit(self, key: events.Key) -> bool:
        """A letter, or a key that edits the line; False for any other key."""
        if key.is_printable and key.character:
            self.write(key.character)
            return True
        if self.offered and self.offered.refused and Editor().edit(key.key):
            self._own()
        taken = False

        def edits(editor: Editor) -> None:
            nonlocal taken
            taken = editor.edit(key.key)

        self.change(edits)
        if taken:
            self.offered = None
        return taken

    def _own(self) -> None:
        """A refused line that was put back becomes the griffier's own, and the keys mean what they do for that."""
        self.offered = None
        self._editor.go(len(self.value))
        if self._typed:
            self._typed(self.value)

    def write(self, text: str) -> None:
        """Put `text` where the cursor is, over what is selected."""
        self.offered = None
        self.change(lambda editor: editor.put(text))

    def offer(self, offered: Offered) -> None:
        """Put a line there, to be entered or changed; a refused one is marked, and the first letter replaces it."""
        self.offered = offered
        self.change(lambda editor: editor.set(offered.line, selected=offered.refused))

    def wipe(self) -> str:
        """Empty the line; returns what stood there."""
        line = self.value
        self.offered = None
        self.value = ""
        return line

    def selection(self) -> str:
        """What is selected."""
        first, last = sorted((self._editor.cursor, self._editor.anchor))
        return self.value[first:last]

    # -- on screen -----------------------------------------------------------------------------------------------

    def _as_rows(self, space: Space) -> Sequence[ScreenRow]:
        editor = self._editor
        seen = Entry(editor.text, editor.cursor, editor.anchor, hint=self.hint, shut=self.shut)
        return entry_rows(space, seen)

    def show(self) -> None:
        super().show()
        if self.is_attached and self.size.width:
            before = cell_len(self.value[: self._editor.cursor])
            column = self.region.x + PROMPT + min(before, self.size.width - PROMPT - 1)
            self.app.cursor_position = Offset(column, self.region.y + (self.size.height - 1) // 2)

    def on_click(self, event: events.Click) -> None:
        """The cursor to where one clicks."""
        self.change(lambda editor: editor.go(max(0, event.x - PROMPT)))
