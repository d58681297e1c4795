"""The nearest name to one that nobody bears: a slip of the finger is recognised, a stranger is never offered.

The measure is the optimal string alignment distance (Damerau 1964, Levenshtein 1965): letters changed, added, left out
or two neighbours swapped, each counting one. It is taken to the whole name and, because the entry line takes the
beginning of a name, to every beginning of it, which counts half a slip more. How many slips are still the same name
grows with its length; a wrong first letter, which is rarely a slip, costs one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Who = TypeVar("Who")

LEAST_LETTERS = 3
"""Letters below which anything is near to anything."""
_BEGINNING = 0.5


@dataclass(frozen=True)
class Near(Generic[Who]):
    """Somebody whose name is near, the folded name that was, and how many slips lie between."""

    who: Who
    key: str
    slips: float


def nearest(typed: str, among: Iterable[Who], keys: Callable[[Who], Iterable[str]]) -> list[Near[Who]]:
    """Whoever of `among` is nearest to `typed` (folded), all of them where several are equally near; [] for nobody."""
    found: list[Near[Who]] = []
    if len(typed) < LEAST_LETTERS or typed.isdigit():
        return found
    for who in among:
        best = _nearest_key(typed, who, keys)
        if best is None:
            continue
        if found and best.slips < found[0].slips:
            found = []
        if not found or best.slips == found[0].slips:
            found.append(best)
    return found


def _nearest_key(typed: str, who: Who, keys: Callable[[Who], Iterable[str]]) -> Near[Who] | None:
    best: Near[Who] | None = None
    for key in keys(who):
        slips = slips_between(typed, key)
        if slips is not None and (best is None or slips < best.slips):
            best = Near(who, key, slips)
    return best


def slips_between(typed: str, name: str) -> float | None:
    """Slips from `name`, or from a beginning of it (half a slip more), to `typed`; None when there are too many."""
    same_start = typed[:1] == name[:1]
    if not same_start and not _near_start(typed, name):
        return None
    allowed = _slips_at_most(len(typed)) - (0 if same_start else 1)
    allowed = max(allowed, 1 if len(typed) > LEAST_LETTERS else 0)
    if len(typed) > len(name) + allowed:
        return None
    last = _distances(typed, name[: len(typed) + allowed + 1])
    if len(name) <= len(typed) + allowed and last[-1] <= allowed:
        return float(last[-1])
    beginning = min(last)
    if same_start and beginning <= max(1, allowed - 1):
        return beginning + _BEGINNING
    return None


def _near_start(typed: str, name: str) -> bool:
    """Whether one slip at the start may explain a different first letter."""
    return typed[1:2] == name[1:2] or typed[:1] == name[1:2] or typed[1:2] == name[:1]


def _slips_at_most(letters: int) -> int:
    if letters <= 5:
        return 1
    if letters <= 9:
        return 2
    return 3


def _distances(typed: str, name: str) -> list[int]:
    """Distance of `typed` to every beginning of `name`, the empty one first."""
    before: list[int] = []
    row = list(range(len(name) + 1))
    for i, letter in enumerate(typed, 1):
        above = row
        row = [i]
        for j, other in enumerate(name, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            swapped = i > 1 and j > 1 and letter == name[j - 2] and typed[i - 2] == other
            row.append(min(cost, before[j - 2] + 1) if swapped else cost)
        before = above
    return row
