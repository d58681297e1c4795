"""The one line at the bottom: letters, the keys that edit, and a line that was put there by somebody else.

A line that is offered (refused and put back, recalled, prepared, chosen from a list) is not typed yet: the first
letter after a refused one begins a new line, as it does for whoever typed on without looking; any key that edits
makes it the griffier's own. So it makes no difference to what is entered whether a refusal came before or after the
next letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widgets import Input
from textual.widgets.input import Selection

from .supervised import Guarded

_EDITING = {b.key: b.action for b in Binding.make_bindings(Input.BINDINGS) if b.key not in ("enter", "ctrl+v")}


@dataclass(frozen=True)
class Offered:
    """A line put in the entry line at `at` (key time): `kind` is refused, asked (refused, the same line again is
    taken), or line."""

    line: str
    kind: str = "line"
    at: float = 0.0

    @property
    def refused(self) -> bool:
        return self.kind != "line"


class EntryLine(Guarded, Input):
    """Text and cursor of the one line. What its keys mean for the meeting is decided in `entering`."""

    BINDINGS: ClassVar[list[BindingType]] = []
    offered: Offered | None = None

    def watch_value(self, value: str) -> None:
        """Within the key itself, so that the sentence is drawn in the same frame as the key."""
        if self.offered and value != self.offered.line:
            self.offered = None
        typed = getattr(self.screen, "typed", None) if self.is_mounted else None
        if typed:
            typed(value)

    async def edit(self, key: Key) -> bool:
        """A letter, or a key that edits the line; False for any other key."""
        if key.is_printable and key.character:
            self.write(key.character)
            return True
        action = _EDITING.get(key.key)
        if action is None:
            return False
        if self.offered:
            self.offered = None
            self.selection = Selection.cursor(len(self.value))
        return await self.app.run_action(action, self)

    def write(self, text: str) -> None:
        """Put `text` where the cursor is, over what is selected."""
        self.offered = None
        self.replace(text, *self.selection)

    def offer(self, offered: Offered) -> None:
        """Put a line there, to be entered or changed; a refused one is marked, and the first letter replaces it."""
        self.offered = offered
        self.value = offered.line
        end = len(offered.line)
        if offered.refused:
            self.selection = Selection(0, end)
        else:
            self.selection = Selection.cursor(end)

    def wipe(self) -> str:
        """Empty the line; returns what stood there."""
        line = self.value
        self.offered = None
        self.value = ""
        return line
