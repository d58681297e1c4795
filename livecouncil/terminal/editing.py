"""One line of text with a cursor, and what the editing keys do to it. Pure: no screen, no meeting.

The keys are those of a terminal's own line editing. What is selected (between cursor and anchor) is replaced by the
next letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_WORD = re.compile(r"\w+\W*|\W+")


@dataclass
class Editor:
    """`text` with the `cursor` before one of its signs; `anchor` is the other end of what is selected."""

    text: str = ""
    cursor: int = 0
    anchor: int = 0

    @property
    def selected(self) -> bool:
        return self.cursor != self.anchor

    def put(self, text: str) -> None:
        """`text` where the cursor is, over what is selected."""
        first, last = sorted((self.cursor, self.anchor))
        self._replace(first, last, text)

    def set(self, text: str, selected: bool = False) -> None:
        """Another line, the cursor behind it; wholly `selected` if so wanted."""
        self.text = text
        self.cursor = len(text)
        self.anchor = 0 if selected else len(text)

    def go(self, place: int, select: bool = False) -> None:
        """The cursor to `place`; with `select` the anchor stays."""
        self.cursor = max(0, min(len(self.text), place))
        if not select:
            self.anchor = self.cursor

    def edit(self, key: str) -> bool:
        """Do what `key` does; False for a key that edits nothing."""
        act = _EDITS.get(key)
        if act is None:
            return False
        act(self)
        return True

    # -- places --------------------------------------------------------------------------------------------------

    @property
    def word_left(self) -> int:
        """Where the word before the cursor begins."""
        starts = [found.start() for found in _WORD.finditer(self.text)]
        return max((start for start in starts if start < self.cursor), default=0)

    @property
    def word_right(self) -> int:
        """Where the next word begins."""
        starts = [found.start() for found in _WORD.finditer(self.text)]
        return min((start for start in starts if start > self.cursor), default=len(self.text))

    # -- deleting ------------------------------------------------------------------------------------------------

    def delete(self, place: int) -> None:
        """What is selected; where nothing is, what lies between the cursor and `place`."""
        if self.selected:
            place = self.anchor
        first, last = sorted((self.cursor, max(0, min(len(self.text), place))))
        self._replace(first, last, "")

    def _replace(self, first: int, last: int, text: str) -> None:
        self.text = self.text[:first] + text + self.text[last:]
        self.go(first + len(text))


def _leave_selection(editor: Editor, end: int, beside: int) -> None:
    """From a selection to its end, else one place on."""
    editor.go(end if editor.selected else beside)


_EDITS: dict[str, Callable[[Editor], None]] = {
    "left": lambda e: _leave_selection(e, min(e.cursor, e.anchor), e.cursor - 1),
    "right": lambda e: _leave_selection(e, max(e.cursor, e.anchor), e.cursor + 1),
    "shift+left": lambda e: e.go(e.cursor - 1, select=True),
    "shift+right": lambda e: e.go(e.cursor + 1, select=True),
    "ctrl+left": lambda e: e.go(e.word_left),
    "ctrl+right": lambda e: e.go(e.word_right),
    "ctrl+shift+left": lambda e: e.go(e.word_left, select=True),
    "ctrl+shift+right": lambda e: e.go(e.word_right, select=True),
    "home": lambda e: e.go(0),
    "ctrl+a": lambda e: e.go(0),
    "end": lambda e: e.go(len(e.text)),
    "ctrl+e": lambda e: e.go(len(e.text)),
    "shift+home": lambda e: e.go(0, select=True),
    "shift+end": lambda e: e.go(len(e.text), select=True),
    "backspace": lambda e: e.delete(e.cursor - 1),
    "delete": lambda e: e.delete(e.cursor + 1),
    "ctrl+d": lambda e: e.delete(e.cursor + 1),
    "ctrl+w": lambda e: e.delete(e.word_left),
    "ctrl+backspace": lambda e: e.delete(e.word_left),
    "ctrl+f": lambda e: e.delete(e.word_right),
    "ctrl+u": lambda e: e.delete(0),
    "ctrl+k": lambda e: e.delete(len(e.text)),
}
