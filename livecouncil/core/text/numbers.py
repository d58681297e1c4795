"""Numbers as a council prints them: of its items, motions and amendments. What is one, and where it stands.

Theory. A printed number is letters and digits in parts with `.`, `-` or `/` between them, never two of those in a row,
at most 16 signs: 7b, 4.1, 7.B.1, R-12, MF-15-1, XII, 10bis. It is written as it is printed and found whatever its case.
It says nothing of its order: that is the agenda's own. Where a format has no place for a sign of it (a path, an anchor,
an id) it is `escaped`, so that no `-` is left and what this program puts behind it (`-stemming`, `-2` for a second
vote) is never taken for a part of it; `unescaped` gives back what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

MOST_SIGNS = 16
MOST_OF_A_KEY = 32
"""No key of an object is longer: a letter and a number, or as it always was a letter, an item and up to 15 digits."""

NUMBER = r"[0-9a-z]+(?:[.\-/][0-9a-z]+)*"
"""The form of a number, its case folded."""

KINDS = "maso"
"""What objects are called by their first letter: motion, amendment, subamendment, order."""

POINT = "bp"
"""How the number of a decision point begins: 'bp2' on the line, 'bp4.2' for point 2 of item 4."""

_NUMBER = re.compile(NUMBER, re.I | re.A)
_PLAIN = re.compile(r"\d{1,3}[a-z]?", re.I | re.A)
_OBJECT = re.compile(rf"[{KINDS}]\d[0-9a-z]*(?:[.\-/][0-9a-z]+)*", re.A)
_POINT_KEY = re.compile(rf"{POINT}(?:.+\.)?\d{{1,3}}")
_PARTS = re.compile(r"\d+|[a-z]+")


def is_number(text: str) -> bool:
    """Whether `text` can be the printed number of an item."""
    return len(text) <= MOST_SIGNS and _NUMBER.fullmatch(text) is not None


def is_object(text: str) -> bool:
    """Whether `text`, its case folded, has the form of an object nobody filed yet: 'm3', 'm95a', 'a3.1'."""
    return len(text) <= MOST_SIGNS + 1 and _OBJECT.fullmatch(text) is not None


def printed(text: str) -> str:
    """A number as it is kept: as it is printed, but 7B is 7b, as it always was."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return text.casefold()
    return text


def is_point(key: str) -> bool:
    """Whether a key is that of a decision point."""
    return key.startswith(POINT) and _POINT_KEY.fullmatch(key) is not None


def point_key(item: str, number: str) -> str:
    """The key of point `number` ('2') of an item."""
    return f"{POINT}{item}.{number}"


def point_in(key: str) -> tuple[str, str]:
    """The item and the number of a decision point, by its key."""
    item, _, number = key.removeprefix(POINT).rpartition(".")
    return item, number


def label_of(target: str) -> str:
    """An object as it is shown: 'M3', 'A8.1', 'M95a', '4 bp2'; an item's number as it is."""
    if is_point(target):
        item, number = point_in(target)
        return f"{item} {POINT}{number}".strip()
    return target[:1].upper() + target[1:]


def escaped(number: str) -> str:
    """A number for a path, an anchor or an id: `-` is `_`, `/` is `__`; everything else may stand there."""
    return number.replace("-", "_").replace("/", "__")


def item_anchor(number: str) -> str:
    """Where an item stands on a page: 'punt-7b', 'punt-R_12'."""
    return f"punt-{escaped(number)}"


def address_of(target: str, *, is_item: bool = False) -> str:
    """Where a matter stands, as a path of its own and as an anchor on every page: 'punt-7b', 'm3'."""
    if is_item:
        return item_anchor(target)
    return escaped(target)


def number_escaped_as(text: str) -> str:
    """The number of which `text` is the escape."""
    return text.replace("__", "/").replace("_", "-")


def natural(number: str) -> tuple[tuple[int, int, str], ...]:
    """A key that puts 7, 7b, 13, 13a in the order they are counted in; only for who has no other order to go by."""
    return tuple(_counted(part) for part in _PARTS.findall(number.casefold()))


def _counted(part: str) -> tuple[int, int, str]:
    if part.isdigit():
        return (0, int(part), "")
    return (1, 0, part)


@dataclass(frozen=True)
class KnownNumbers:
    """The numbers a meeting knows, their case folded: of its items, and of what was filed ('m3')."""

    items: Container[str] = frozenset()
    objects: Container[str] = frozenset()


NOTHING_KNOWN = KnownNumbers()


def longest(text: str, known: Container[str]) -> Iterable[str]:
    """The beginnings of `text` that are known numbers, the longest first."""
    return (text[:n] for n in range(min(len(text), MOST_OF_A_KEY), 0, -1) if text[:n] in known)
