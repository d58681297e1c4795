"""Before the evening: each check one row, in a fixed order; what is not right says its remedy in the same row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual.events import Key

from livecouncil.core.telling.voice import Words

from ..look.ink import LABEL, LOUD, QUIET, STRONG, TEXT, Piece, ScreenRow
from ..look.space import Space, padded, wrapped
from ..regions.strip import Strip, Told
from .overlay import KeyNames, Overlay

NAME = 14
"""Cells of what is checked."""


@dataclass(frozen=True)
class Check:
    """`result` is good, mind or wrong; `remedy` what to do where it is not good."""

    result: str
    what: str
    found: str
    remedy: str = ""


@dataclass(frozen=True)
class Checked:
    """All of it: the checks, the address of the wall for who sets up the screen, and what only a person can answer."""

    checks: Sequence[Check]
    address: str
    questions: Sequence[str]


class StartChecks(Overlay):
    """Never blocks Enter: what is wrong stays in sight and stops nobody. `look` checks anew."""

    covers = True

    def __init__(self, words: Words, look: Callable[[], Checked]) -> None:
        super().__init__()
        self._words = words
        self._look = look
        self._first = 0
        self._last = 0
        self.title = words.t("screen.checks")

    @property
    def checked(self) -> Checked:
        """As it stands now."""
        return self._look()

    def rows(self, space: Space) -> list[ScreenRow]:
        checked = self._look()
        found: list[ScreenRow] = []
        for one in checked.checks:
            found += _check_rows(space, one)
        address = [space.cap(space.t("gate.wall").upper(), space.t("stays_here")), *_text_rows(space, checked.address)]
        questions = [space.cap(space.t("questions"))]
        for question in checked.questions:
            questions += _text_rows(space, question)
        blank = [space.blank()]
        airy = [*blank, *found, *blank, *address, *blank, *questions]
        close = [*found, *address, *questions]
        rows = airy if len(airy) < space.rows else close
        room = space.rows - 1
        self._last = max(0, len(rows) - room)
        self._first = min(self._first, self._last)
        if self._last:
            room -= 1
            rows = [*rows[self._first : self._first + room], space.row([], [(space.t("guide_on"), QUIET)])]
        return space.filled([space.cap(self.title, self._note(space, checked)), *rows])

    @staticmethod
    def _note(space: Space, checked: Checked) -> str:
        results = [one.result for one in checked.checks]
        said = [space.t(f"check.n_{each}", n=results.count(each)) for each in ("good", "mind", "wrong")]
        return f" {space.signs.dot} ".join(said)

    def keys(self, space: Space) -> KeyNames:
        return [("Enter", space.t("key.begin")), ("Esc", space.t("key.stop")), ("PgDn", space.t("key.on"))]

    def strip(self) -> Strip:
        return Told(self._words.t("screen.strip.start"), self._words.t("screen.strip.start_told"))

    def take(self, key: Key) -> bool:
        steps = {"pagedown": 5, "pageup": -5, "down": 1, "up": -1}
        if key.key in steps:
            self._first = max(0, min(self._last, self._first + steps[key.key]))
        elif key.key == "enter":
            self.finish(True)
        else:
            return super().take(key)
        return True


def _check_rows(space: Space, one: Check) -> list[ScreenRow]:
    """Result, what, found, remedy; what is too long goes on below itself."""
    word = space.t(f"check.{one.result}")
    signs: dict[str, Piece] = {
        "good": (f"   {word}", QUIET),
        "mind": (f" ! {word}", STRONG),
        "wrong": (f" {space.signs.failed} {word} ", LOUD),
    }
    sign, ink = signs[one.result]
    said = TEXT if one.result == "good" else LABEL
    before: list[Piece] = [(sign, ink), (padded("", 10 - len(sign)), TEXT), (padded(one.what, NAME), said)]
    room = max(10, space.width - 10 - NAME)
    whole = f"{one.found} {space.signs.dot} {one.remedy}" if one.remedy else one.found
    first, *rest = wrapped(whole, room) or [""]
    rows = [space.row([*before, (first, said)])]
    return rows + [space.row([(" " * (10 + NAME), TEXT), (line, said)]) for line in rest]


def _text_rows(space: Space, text: str) -> list[ScreenRow]:
    return [space.row([(f"   {line}", TEXT)]) for line in wrapped(text, space.width - 4)]
