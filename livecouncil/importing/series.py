"""Numbers in a row: which count together, which comes after which, and what a number below another is called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from livecouncil.core.text.numbers import natural

from .seen import LeadingNumber


def composed(parent: str, number: str, is_roman: bool = False) -> str:
    """1 below 3 is 3.1, a below 3 is 3a, a below 3.1 is 3.1.a, a Roman i below 3 is 3.i; what begins with its parent
    already is itself."""
    if number.casefold().startswith(f"{parent.casefold()}."):
        return number
    if number.isalpha() and len(number) == 1 and parent.isdigit() and not is_roman:
        return f"{parent}{number}"
    return f"{parent}.{number}"


@dataclass(frozen=True)
class Chapters:
    """Chapters with letters or Roman figures that have numbered items; `anew` where each counts its own from 1."""

    family: str
    anew: bool

    def begins_with(self, number: str) -> bool:
        return family_of(number) == self.family and number == number.upper()


def chapters_of(seen: Sequence[LeadingNumber]) -> Chapters | None:
    """The chapters of an agenda whose first number is one and whose second is the first item in it."""
    numbers = [one.number for one in seen if one.number]
    if len(numbers) < 2 or family_of(numbers[0]) not in ("letter", "roman") or numbers[0] != numbers[0].upper():
        return None
    if numbers[1] not in ("1", "01"):
        return None
    return Chapters(family_of(numbers[0]), numbers.count(numbers[1]) > 1)


def family_of(number: str) -> str:
    """What numbers count together: '' for figures, 'R' for R5, 'roman' for IV, 'letter' for B."""
    if number[:1].isdigit():
        return ""
    if re.fullmatch(r"[ivxlc]{2,}|[ivx]", number, re.I) and number.casefold() not in ("c", "l"):
        return "roman"
    if len(number) == 1:
        return "letter"
    prefix = re.match(r"[A-Za-z]+", number)
    return prefix[0].upper() if prefix else number


def continues_series(first: str, second: str) -> bool:
    return family_of(first) == family_of(second) and is_next(first, second)


def is_later(number: str, last: str) -> bool:
    if not last:
        return True
    if family_of(number) == "roman":
        return _of_roman(number) > _of_roman(last)
    return natural(number) > natural(last)


def is_next(last: str, number: str) -> bool:
    """Whether `number` comes right after `last` in a list: 2 after 1, b after a, iii after ii."""
    if last.isdigit() and number.isdigit():
        return int(number) == int(last) + 1
    if len(last) == 1 and len(number) == 1 and last.isalpha() and ord(number) == ord(last) + 1:
        return True
    if family_of(last) == "roman" and family_of(number) == "roman":
        return _of_roman(number) == _of_roman(last) + 1
    if family_of(last) == family_of(number) and not family_of(last):
        return is_later(number, last) and whole_part(number) - whole_part(last) <= 1
    return family_of(last) == family_of(number) and is_later(number, last) and len(number) > 1


def whole_part(number: str) -> int:
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else 0


def is_lettered(number: str) -> bool:
    return number[:1].isdigit() and number[-1:].isalpha() and "." not in number


def _of_roman(text: str) -> int:
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    figures = [values.get(sign, 0) for sign in text.casefold()]
    later = [*figures[1:], 0]
    return sum(-one if one < other else one for one, other in zip(figures, later, strict=True))
