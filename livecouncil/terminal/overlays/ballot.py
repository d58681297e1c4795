"""A secret ballot on persons: totals only, so no member's vote can be typed. Shows the outcome before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.events import Key, Paste

from livecouncil.core.telling.voice import Words

from ..editing import Editor
from ..look.ink import CURSOR, FIELD, QUIET, STRONG, TEXT, Piece, ScreenRow
from ..look.space import Space, padded, wrapped
from .overlay import KeyNames, Overlay

DIGITS = 3


class BallotForm(Overlay):
    """A field after the other; from the last Enter hands over the line. `outcome` says what a line would decide."""

    covers = True
    keeps = True
    _PAPERS = ("against", "blank", "improper")
    _FIELDS = ("title", "names", *_PAPERS)
    _STOPS = ("title", "names", "restricted", *_PAPERS)
    _KEYWORDS: ClassVar[dict[str, str]] = {"against": "tegen", "blank": "blanco", "improper": "ongeldig"}

    def __init__(self, words: Words, outcome: Callable[[str], str]) -> None:
        super().__init__()
        self.title = words.t("tui.ballot").upper()
        self._labels = {
            "title": words.t("tui.ballot_title"),
            "names": words.t("tui.ballot_names"),
            "restricted": words.t("tui.ballot_restricted"),
            **{paper: words.t(f"word.{paper}") for paper in self._PAPERS},
        }
        self._outcome = outcome
        self._fields = {name: Editor() for name in self._FIELDS}
        self._restricted = False
        self._here = "title"

    @property
    def line(self) -> str:
        """The line this form stands for, or '' while title or names are missing."""
        title = self._fields["title"].text.strip()
        names = self._fields["names"].text.strip()
        if not title or not names:
            return ""
        papers = " ".join(f"{self._KEYWORDS[p]} {self._fields[p].text or '0'}" for p in self._PAPERS)
        tail = " voordracht" if self._restricted else ""
        return f"pers {title}: {names} {papers}{tail}"

    # -- what it shows -------------------------------------------------------------------------------------------

    def rows(self, space: Space) -> list[ScreenRow]:
        rows = [space.cap(self.title, key="F7")]
        rows += [self._row(space, name) for name in self._STOPS]
        said = self._outcome(self.line) if self.line else ""
        rows += [space.row([(f"  {line}", STRONG)]) for line in wrapped(said, space.width - 4)]
        return space.filled(rows)

    def _row(self, space: Space, name: str) -> ScreenRow:
        here = name == self._here
        sign = space.signs.here if here else " "
        named = space.cut(padded(self._labels[name], 34), space.width - 4)
        label: list[Piece] = [(f"{sign} ", STRONG), (named, TEXT if here else QUIET)]
        if name == "restricted":
            box = space.signs.seat if self._restricted else space.signs.empty
            row = space.row([*label, (f" {box}", STRONG)])
        else:
            row = space.row([*label, (" ", TEXT), *_with_cursor(self._fields[name], here)])
        return ScreenRow(row.pieces, FIELD) if here else row

    def keys(self, space: Space) -> KeyNames:
        does = space.t("key.ready") if self._here == self._FIELDS[-1] else space.t("key.next_field")
        return [("Enter", does), ("Tab", space.t("key.fields")), ("Esc", space.t("key.close"))]

    # -- its keys ------------------------------------------------------------------------------------------------

    def take(self, key: Key) -> bool:
        if key.key in ("tab", "shift+tab"):
            self._step(1 if key.key == "tab" else -1)
        elif self._here == "restricted" and key.key in ("enter", "space"):
            self._restricted = not self._restricted
        elif key.key == "enter":
            self._entered()
        elif super().take(key):
            return True
        elif self._here != "restricted":
            self._edit(key)
        return True

    def paste(self, pasted: Paste) -> bool:
        if self._here != "restricted":
            self._put(" ".join(pasted.text.split()))
        return True

    def _edit(self, key: Key) -> None:
        if key.is_printable and key.character:
            self._put(key.character)
        else:
            self._fields[self._here].edit(key.key)

    def _put(self, text: str) -> None:
        """Into the field; where a number goes only digits, and no more than fit."""
        field = self._fields[self._here]
        if self._here in self._PAPERS and not (text.isdecimal() and len(field.text + text) <= DIGITS):
            return
        field.put(text)

    def _step(self, by: int) -> None:
        at = self._STOPS.index(self._here)
        self._here = self._STOPS[(at + by) % len(self._STOPS)]

    def _entered(self) -> None:
        """Enter goes to the next field; from the last it hands over the line."""
        at = self._FIELDS.index(self._here)
        if at + 1 < len(self._FIELDS):
            self._here = self._FIELDS[at + 1]
        elif self.line:
            self.finish(self.line)


def _with_cursor(field: Editor, here: bool) -> list[Piece]:
    """The text with the cursor in it, where one types."""
    if not here:
        return [(field.text, TEXT)]
    before = field.text[: field.cursor]
    under = field.text[field.cursor : field.cursor + 1] or " "
    return [(before, STRONG), (under, CURSOR), (field.text[field.cursor + 1 :], STRONG)]
