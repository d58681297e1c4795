"""The text of a motion, typed or put right over several lines. What it hands over is a line like any other.

Nothing of it is logged before F12: until then it is a draft, kept at every key, and Esc leaves it as one. Where the
rules refuse what was handed over it is still there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from textual.events import Key, Paste

from livecouncil.core.council.agenda import LONGEST_TEXT
from livecouncil.core.text.clean import visible

from ..editing import Editor
from ..look.ink import CURSOR, SELECTED, TEXT, Piece, ScreenRow
from ..look.space import Space
from ..text_editing import TextEditor
from .overlay import KeyNames, Overlay

_DONE = ("f12", "ctrl+s")


@dataclass(frozen=True)
class TextAsked:
    """Of which motion, and what stands there at first: `text`, in `said` where that comes from, `goes_on` where one was
    writing it. `head` is the line that the text is put behind."""

    key: str
    label: str
    title: str
    head: str
    text: str = ""
    said: str = ""
    goes_on: bool = False


class MotionText(Overlay):
    """`kept` hears the text at every key; the result is what is to be logged."""

    covers = True
    keeps = True

    def __init__(self, asked: TextAsked, kept: Callable[[str], None]) -> None:
        super().__init__()
        self._asked = asked
        self._kept = kept
        cursor = len(asked.text) if asked.goes_on else 0
        self._editor = TextEditor(Editor(asked.text, cursor, cursor))

    @property
    def text(self) -> str:
        return self._editor.text

    # -- what it shows -------------------------------------------------------------------------------------------

    def rows(self, space: Space) -> list[ScreenRow]:
        self._editor.width = max(10, space.width - 4)
        self._editor.depth = max(1, space.rows - 1)
        title = f"{space.t('motion_text')} {self._asked.label}".upper()
        shown = [space.cap(f"{title}  {space.cut(self._asked.title, space.width // 2)}".rstrip(), self._count(), "F12")]
        rows = self._editor.rows
        here = self._editor.row
        first = max(0, min(here - self._editor.depth // 2, len(rows) - self._editor.depth))
        shown += [self._row(space, *rows[n], here=n == here) for n in range(first, len(rows))]
        return space.filled(shown)

    def _count(self) -> str:
        return f"{len(self.text)} / {LONGEST_TEXT}"

    def _row(self, space: Space, first: int, last: int, *, here: bool) -> ScreenRow:
        line = self._editor.line
        begin, end = sorted((line.cursor, line.anchor))
        cursor = line.cursor if here else -1
        cuts = sorted({first, last, *(cut for cut in (begin, end, cursor, cursor + 1) if first < cut < last)})
        pieces: list[Piece] = [("  ", TEXT)]
        for start, until in pairwise(cuts):
            ink = SELECTED if begin <= start < end else TEXT
            pieces.append((self.text[start:until], CURSOR if start == cursor else ink))
        if cursor >= last:
            pieces.append((" ", CURSOR))
        return space.row(pieces)

    def keys(self, space: Space) -> KeyNames:
        return [
            ("F12", space.t("key.log_text")),
            ("Enter", space.t("key.new_line")),
            ("Esc", space.t("key.keep_draft")),
        ]

    def doing(self) -> str:
        return self._asked.said

    # -- its keys ------------------------------------------------------------------------------------------------

    def take(self, key: Key) -> bool:
        if key.key in _DONE:
            if self.text.strip():
                self.finish(self.text)
        elif key.key == "escape" or (key.key.startswith("alt+") and key.is_printable):
            self.finish(None)
        elif key.is_printable and key.character:
            self._editor.put(key.character)
            self._kept(self.text)
        elif self._editor.edit(key.key):
            self._kept(self.text)
        return True

    def paste(self, pasted: Paste) -> bool:
        self._editor.put("\n".join(visible(line).replace("\t", " ") for line in pasted.text.splitlines()))
        self._kept(self.text)
        return True
