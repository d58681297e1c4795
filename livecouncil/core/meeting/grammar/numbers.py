"""Which motion or item is named on a line, where numbers are as long as a council prints them.

Theory. A verb may be glued to a number (`m12p`), and a number may have letters (M12p), so where the one ends is not
seen from the line alone. Three readings are tried, and the first that goes on in a way the grammar knows is taken: the
longest number that is known here; the number as it always was (digits, or an item's number and digits), so that no old
line changes its meaning; and the whole word as a number nobody knows yet, which must then have a blank behind it. A
word that is a known number as a whole, and is also a shorter one with a verb glued to it, is asked back. Items are read
the same way behind `n`; their ranges have known ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from livecouncil.core.text.numbers import KINDS, NUMBER, POINT, KnownNumbers, is_number, is_object, longest
from livecouncil.errors import Refusal

_AS_EVER = re.compile(rf"[{KINDS}](?:\d{{1,3}}[a-z]?\.)?\d{{1,15}}")
_POINT = re.compile(rf"{POINT}\d{{1,3}}")
_RANGE = re.compile(rf"(?P<first>[{KINDS}]\d[0-9a-z.]*|{POINT}\d{{1,3}})-(?P<last>.+)")
_ITEM_AS_EVER = re.compile(r"\d{1,3}[a-z]?")
_WITH_DIGIT = re.compile(rf"(?=[^\s]*\d){NUMBER}")


@dataclass(frozen=True)
class Edge:
    """A number at the beginning of a line, and what follows it; `glued` when no blank stands between."""

    target: str
    rest: str
    glued: bool = False


def edges(low: str, known: KnownNumbers) -> Iterator[Edge]:
    """The objects or items (`#8`) that `low` may begin with, in the order in which they are tried."""
    word = low.split()[0]
    if word.startswith("n"):
        yield from _item_edges(low, word, known)
        return
    if match := _POINT.match(word):
        yield _edge(match[0], low, len(match[0]))
        return
    found = dict.fromkeys(longest(word, known.objects))
    if match := _AS_EVER.match(word):
        found.setdefault(match[0])
    if is_object(word):
        found.setdefault(word)
    yield from (_edge(key, low, len(key)) for key in found)


def _item_edges(low: str, word: str, known: KnownNumbers) -> Iterator[Edge]:
    """`n8 v cda`: an item always has a blank behind it."""
    number = word[1:]
    if number in known.items or (number[:1].isdigit() and is_number(number)):
        yield _edge(f"#{number}", low, len(word))


def _edge(target: str, low: str, end: int) -> Edge:
    rest = low[end:]
    return Edge(target, rest.strip(), glued=bool(rest) and not rest[0].isspace())


def leading(low: str, known: KnownNumbers) -> tuple[list[tuple[str, str]], str]:
    """The objects and ranges a line begins with, each with a blank behind it, and the rest of the line, which
    begins with the last of them: `m1 m2 v` gives (m1, m1) and 'm2 v'; `m1-m4x` gives nothing and is told by `range_at`.
    """
    found: list[tuple[str, str]] = []
    words = low.split(" ")
    for at, word in enumerate(words[:-1]):
        pair = _whole_pair(word, known)
        nothing_more = _whole_pair(words[at + 1], known) is None and range_at(words[at + 1], known) is None
        if pair is None or nothing_more:
            return found, " ".join(words[at:])
        found.append(pair)
    return found, words[-1]


def _whole_pair(word: str, known: KnownNumbers) -> tuple[str, str] | None:
    if word in known.objects or is_object(word) or _POINT.fullmatch(word):
        return word, word
    ends = range_at(word, known)
    if ends and (ends[1] in known.objects or is_object(ends[1]) or _POINT.fullmatch(ends[1])):
        return ends
    return None


def range_at(word: str, known: KnownNumbers) -> tuple[str, str] | None:
    """First object of a range and what stands behind its dash, a verb glued to it or not: 'm1-m4x', 'bp1-3'."""
    match = _RANGE.fullmatch(word)
    if not match or word in known.objects:
        return None
    first = match["first"]
    last = match["last"]
    if first.startswith(POINT) and last[:1].isdigit():
        last = f"{POINT}{last}"
    kind = first.rstrip("0123456789.") if first.startswith(POINT) else first[0]
    if last.startswith(kind):
        return first, last
    return None


def refuse_two(word: str, read: Edge, known: KnownNumbers) -> None:
    """Refuse a whole word that is a known object, where it was `read` as a shorter one with something glued to it."""
    if read.glued and word in known.objects and read.target in known.objects:
        raise Refusal(
            "two_numbers",
            typed=word,
            one=f"{read.target} {word[len(read.target) :]}",
            other=f"{word} …",
        )


def is_named(word: str, known: KnownNumbers) -> bool:
    """Whether a word by itself is an object, or an item behind `n`."""
    return target_of(word, known) is not None


def target_of(word: str, known: KnownNumbers) -> str | None:
    """The object or item (`#8`) a word by itself is; None for any other word."""
    if word in known.objects or is_object(word) or _POINT.fullmatch(word):
        return word
    number = word.removeprefix("n")
    if number == word:
        return None
    if (len(number) > 1 and number in known.items) or (number[:1].isdigit() and is_number(number)):
        return f"#{number}"
    return None


def object_at_first(line: str, known: KnownNumbers) -> str:
    """The known object that a line begins with, as far as it was typed; '' for none."""
    first = line.casefold().split()[:1]
    return "".join(word for word in first if word in known.objects)


def one_target(rest: str, known: KnownNumbers) -> str | None:
    """The object or item `rest` is; None for nothing at all. Raises Refusal for anything else."""
    if not rest:
        return None
    target = target_of(rest, known)
    if target is None:
        raise Refusal("not_an_object", typed=rest)
    return target


def item_in(low: str, known: KnownNumbers, word: str = "n") -> str | None:
    """The number behind `word`, glued or after a blank: 'n7b', 'n 4.1', 'openbaar n7'. None where none stands there.

    Letters alone are a number only where an item is called so, and one letter only after a blank, so that no name is
    eaten.
    """
    if not low.startswith(word):
        return None
    rest = low[len(word) :]
    number = rest.strip()
    blank = rest[:1].isspace()
    if number in known.items and (blank or len(number) > 1 or number.isdigit()):
        return number
    if not is_number(number) or not _WITH_DIGIT.fullmatch(number):
        return None
    if blank or number[0].isdigit():
        return number
    return None


def span_of(word: str, known: KnownNumbers) -> tuple[str, str] | None:
    """First and last item of `5a`, `n5a` or `5a-5f`; None where it is neither. Raises Refusal where it may be both."""
    word = word.removeprefix("n") if word not in known.items else word
    ends = list(_ends(word, known))
    if word in known.items and ends:
        first, last = ends[0]
        raise Refusal("item_or_range", typed=word, first=first, last=last)
    if word in known.items:
        return word, word
    if ends:
        return _two_ends(word, *ends[0])
    if _ITEM_AS_EVER.fullmatch(word):
        return word, word
    first, dash, last = word.partition("-")
    if dash and _ITEM_AS_EVER.fullmatch(first) and _ITEM_AS_EVER.fullmatch(last):
        return _two_ends(word, first, last)
    if is_number(word) and word[0].isdigit():
        return word, word
    return None


def _two_ends(word: str, first: str, last: str) -> tuple[str, str]:
    """A range; of one item it is a slip in one of its ends."""
    if first == last:
        raise Refusal("range_of_one", typed=word, one=first)
    return first, last


def _ends(word: str, known: KnownNumbers) -> Iterator[tuple[str, str]]:
    """Where a word falls apart into two known items at one of its dashes."""
    for dash in re.finditer("-", word):
        first = word[: dash.start()]
        last = word[dash.end() :].removeprefix("n")
        if first in known.items and last in known.items:
            yield first, last
