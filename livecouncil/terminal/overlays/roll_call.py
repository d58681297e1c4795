"""The roll call: members in calling order, one key each. The sum stands in the strip; nothing of it is public.

The answers are the letters of the line itself (`m3r14 vvt`), so what was called so far stands in the entry line, and
stays there when this is left. A member may repair a mis-vote until the next one has answered, so Backspace goes one
member back and no further; with `freely` (`[procedure] mistaken_vote = "until_close"`) as far as wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from textual.events import Key

from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import display
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.called import without_salutation

from ..look.ink import FIELD, QUIET, STRONG, TEXT, Piece, ScreenRow
from ..look.space import Space, padded, right
from ..regions.desk import Offer
from ..regions.strip import Strip, Typing
from .overlay import KeyNames, Overlay

COLUMNS = 3
_SAID = {"v": "screen.for", "t": "screen.against", "o": "screen.abstains"}
WORDS_FROM = 30
"""Cells of a column from which answers are words, not letters."""


@dataclass(frozen=True)
class Called:
    """Who is called, on what: `label` and `title` of the object, the members in order, the first number called.

    `shorts` is what a group is called where there is little room, `letters` what they may answer, `weights` how many
    votes each has, where that is not one.
    """

    label: str
    title: str
    order: Sequence[Member]
    start: int = 0
    freely: bool = False
    shorts: Mapping[str, str] = field(default_factory=dict)
    letters: str = "vt"
    weights: Mapping[str, int] = field(default_factory=dict)

    def votes(self, answers: str, letter: str) -> int:
        """How many votes were answered so."""
        said = zip(self.order, answers, strict=False)
        return sum(self.weights.get(member.name, 1) for member, one in said if one == letter)


class RollCall(Overlay):
    """`write` puts the answers so far into the entry line."""

    covers = True
    keeps = True

    def __init__(self, words: Words, called: Called, answers: str, write: Callable[[str], None]) -> None:
        super().__init__()
        self._words = words
        self._called = called
        self._write = write
        self._answers = answers[: len(called.order) - 1]
        self._stepped = False
        self._note = ""

    @property
    def left(self) -> int:
        """How many have not answered."""
        return len(self._called.order) - len(self._answers)

    # -- what it shows -------------------------------------------------------------------------------------------

    def rows(self, space: Space) -> list[ScreenRow]:
        order = self._called.order
        depth = -(-len(order) // COLUMNS)
        at = len(self._answers)
        note = space.t("called_so_far", n=at, all=len(order))
        if self._called.start:
            note = f"{space.t('from_number', n=self._called.start)} {space.signs.dot} {note}"
        rows = [space.cap(f"{space.t('roll_call')}  {self._called.label}", note, "F4")]
        if space.rows > depth + 3:
            rows.append(space.blank())
        first = self._first(depth, space.rows - len(rows))
        column = (space.width - 2 * (COLUMNS - 1)) // COLUMNS
        narrow = space.within(column)
        columns = [
            [self._member(narrow, n) for n in range(top, min(top + depth, len(order)))]
            for top in range(0, len(order), depth)
        ]
        shown = [part[first:] for part in columns if part[first:]]
        return space.filled([*rows, *space.columns(shown)])

    def _first(self, depth: int, room: int) -> int:
        """The first row shown, where there are more than there is room for: who is called is among them."""
        line = len(self._answers) % depth if depth else 0
        return max(0, min(line - room // 2, depth - room))

    def _member(self, space: Space, n: int) -> ScreenRow:
        member = self._called.order[n]
        at = len(self._answers)
        words = space.width > WORDS_FROM
        answer = self._answer(n, words) if n < at else ""
        here = n == at
        if here:
            ink = STRONG
        elif n > at:
            ink = QUIET
        else:
            ink = TEXT
        sign = space.signs.here if here else " "
        before = 2 if words else 1
        beside = 7 if words else 2
        pieces: list[Piece] = [
            (padded(sign, before), STRONG),
            (f"{right(str(member.number or n + 1), 2)} ", QUIET),
            (padded(answer, beside), STRONG),
            (without_salutation(member.name), ink),
            (f" {self._called.shorts.get(member.group, member.group)}", QUIET),
        ]
        row = space.row(pieces)
        if here:
            return ScreenRow(tuple((text, ink.on(FIELD)) for text, ink in row.pieces))
        return row

    def _answer(self, n: int, words: bool) -> str:
        letter = self._answers[n]
        if not words:
            return letter
        return self._words.t(_SAID[letter])

    def keys(self, space: Space) -> KeyNames:
        answers = [(letter, self._words.t(_SAID[letter])) for letter in self._called.letters]
        return [
            *answers,
            ("Backspace", space.t("key.back")),
            ("Esc", space.t("key.answers_stay")),
        ]

    def doing(self) -> str:
        return self._words.t("screen.doing.roll_call", object=self._called.label)

    def strip(self) -> Strip:
        called = self._called
        count = self._words.t(
            "screen.roll_count",
            for_=called.votes(self._answers, "v"),
            against=called.votes(self._answers, "t"),
            left=self.left,
        )
        word = self._words.t("screen.strip.typing")
        return Typing(word, self._called.label, self._called.title, self._words.t("screen.act.vote"), count, count)

    def offer(self) -> Offer:
        order = self._called.order
        at = len(self._answers)
        member = order[at]
        after = ""
        if at + 1 < len(order):
            after = self._words.t("screen.called_next", name=display(order[at + 1]))
        return Offer(self._words.t("screen.called_now", n=member.number or at + 1), display(member), after=after)

    def sentence(self) -> str:
        return self._note

    # -- its keys ------------------------------------------------------------------------------------------------

    def take(self, key: Key) -> bool:
        self._note = ""
        if key.key == "backspace":
            self._back()
        elif key.key in tuple(self._called.letters):
            self._said(key.key)
        else:
            return super().take(key)
        return True

    def _said(self, letter: str) -> None:
        self._answers += letter
        self._stepped = False
        self._write(self._answers)
        if not self.left:
            self.finish(self._answers)

    def _back(self) -> None:
        if self._stepped and not self._called.freely:
            self._note = self._words.t("tui.roll_back")
        elif self._answers:
            self._answers = self._answers[:-1]
            self._stepped = True
            self._write(self._answers)
