"""What stands around a candidate: where an agenda begins, and whether a number is taken up again further on.

Nothing here looks further than `AHEAD` candidates, so that a file without end costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .candidates import LikelyItem
from .kinds import kind_of
from .seen import LeadingNumber, Sure
from .series import continues_series, family_of, is_later, is_next, whole_part
from .unnumbered import OPENS

AHEAD = 500
_SOON = 12
"""How many candidates on the same number comes again, where what is read now is a line of something else."""
FIRST = frozenset({"0", "1", "01", "001", "a", "i", "1.1", "1.a", "1a", "0.1"})
"""Numbers a list begins with."""
_FIRST_OF_FAMILY = re.compile(r"[A-Za-z]{1,3}-?0*1\b")


class Surroundings:
    """All candidates of a document."""

    def __init__(self, candidates: Sequence[LikelyItem]) -> None:
        self._all = candidates

    def opening(self) -> int:
        """Where the agenda begins; a list before it that says nothing of a meeting (a menu, who is present) is passed
        over for one that begins with the opening."""
        start = self._first_number()
        first = self._all[start].seen if start < len(self._all) else None
        if first is None or OPENS.match(first.title) or kind_of(first.title) != "proposal":
            return start
        for at, one in enumerate(self._all[start : start + AHEAD], start):
            if one.seen and one.seen.number.casefold() == first.number.casefold() and OPENS.match(one.seen.title):
                return at
        return start

    def _first_number(self) -> int:
        """The first candidate an agenda can begin with; else the first that another goes on from; else none."""
        numbered = [(at, one.seen) for at, one in enumerate(self._all) if one.seen and one.seen.number]
        numbered = numbered[:AHEAD]
        for at, seen in numbered:
            if seen.number.casefold() in FIRST or _FIRST_OF_FAMILY.match(seen.number):
                if seen.sure > Sure.BLANK or _has_next(seen, numbered, at):
                    return at
        for at, seen in numbered:
            if _has_next(seen, numbered, at):
                return at
        surely = (at for at, seen in numbered if seen.sure > Sure.BLANK)
        return next(surely, len(self._all))

    def has_alike(self, at: int, seen: LeadingNumber) -> bool:
        """Whether another number of the same family stands near: R5 beside R6."""
        around = self._all[max(0, at - AHEAD) : at + AHEAD]
        others = (one.seen.number for one in around if one.seen and one.seen.number != seen.number)
        return any(family_of(other) == family_of(seen.number) for other in others)

    def goes_on_from(self, at: int, seen: LeadingNumber) -> bool:
        """Whether the very next number of this kind goes on from it, so that a gap is a gap."""
        later = (one.seen for one in self._after(at, AHEAD) if one.seen and one.seen.sure >= seen.sure)
        following = next((other for other in later if not family_of(other.number) and other.number), None)
        if following is None:
            return False
        step = whole_part(following.number) - whole_part(seen.number)
        return 0 <= step <= 1 and is_later(following.number, seen.number)

    def comes_surely(self, at: int, number: str) -> bool:
        """Whether the same number comes with a sign behind it."""
        later = (one.seen for one in self._after(at, AHEAD) if one.seen)
        return any(other.number == number and other.sure > Sure.BLANK for other in later)

    def comes_again(self, at: int, number: str) -> bool:
        """Whether the same number comes once more, with a title, before the next one."""
        for one in self._after(at, _SOON):
            if one.seen and one.seen.number == number and one.seen.title[:1].isupper():
                return True
            if one.seen and is_next(number, one.seen.number):
                return False
        return False

    def _after(self, at: int, most: int) -> Sequence[LikelyItem]:
        return self._all[at + 1 : at + 1 + most]


def _has_next(seen: LeadingNumber, numbered: Sequence[tuple[int, LeadingNumber]], at: int) -> bool:
    near = [other for later, other in numbered if at < later <= at + AHEAD]
    return any(continues_series(seen.number, other.number) for other in near)
