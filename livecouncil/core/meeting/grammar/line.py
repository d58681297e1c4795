"""What one line comes to, as far as grammar goes."""

from __future__ import annotations

from dataclasses import dataclass

from livecouncil.core.acts import PARSED
from livecouncil.core.text.numbers import POINT
from livecouncil.core.text.typed import Word


@dataclass(frozen=True)
class TypedLine:
    """One line, understood as far as grammar goes. `target` is an object key ('m3', 'a8.1'), an item ('#8') or None."""

    act: str
    line: str
    target: str | None = None
    joint: tuple[tuple[str, str], ...] = ()  # several in one vote: objects ('m1', 'm1') and ranges ('m1', 'm4')
    words: tuple[Word, ...] = ()
    totals: tuple[int, int] | None = None
    unnamed: bool = False  # zn: no names were told
    majority: str = ""  # %name: what the vote needs
    text: str = ""
    at: tuple[int, int] | None = None
    day: tuple[int, int] | None = None  # of `at`, when typed: day, month
    side: str = "for"  # of everybody not named
    answers: str = ""
    number: str = ""
    until: tuple[int, int, int, int] | None = None  # day, month (0, 0: the same day), hour, minute
    minutes: int | None = None
    due: tuple[int, int] | None = None  # day, month: `voor 1-5`
    ranges: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int | None], ...] = ()
    advice: str = ""
    erased: str = ""  # words that must go, or the number of a line
    restricted: bool = False
    parent: str | None = None
    correction: bool = False
    hammer: bool = False

    @property
    def needs_hammer(self) -> bool:
        """True for every outcome; withdrawing and holding over need it only on an item's own proposal, on several
        together and on a decision point."""
        hammer = PARSED[self.act].hammer
        own_proposal = self.target is None or self.target.startswith(("#", POINT))
        return hammer == "always" or (hammer == "own" and (own_proposal or bool(self.joint)))
