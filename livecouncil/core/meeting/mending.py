"""A typed line with one name in it replaced: in the place of the slip, whatever stands before, after or in its text."""

from __future__ import annotations

import re

from livecouncil.errors import Refusal

from .entry import parse

_DATED = re.compile(r"@(?:\d{1,2}-\d{1,2}\s+)?\d{1,2}:\d{2}\s+")
_NAME_SIGNS = ("+", "-", "~", ".")


def mended(line: str, typed: str, name: str) -> str:
    """`line` with `name` for the word or words `typed` among its names; '' where those do not stand there.

    A name that would be read as a command where it stands gets the dot that forces a name.
    """
    place = _place_of(line, typed.split())
    if place is None:
        return ""
    start, end = place
    whole = line[:start] + name + line[end:]
    if _act(whole) == _act(line):
        return whole
    return f"{line[:start]}.{name}{line[end:]}"


def _place_of(line: str, typed: list[str]) -> tuple[int, int] | None:
    """Where the last such words stand before the line's text begins."""
    words = [(m.start() + _signs(m[0]), m.end()) for m in re.finditer(r"\S+", line[: _text_from(line)])]
    for first in range(len(words) - len(typed), -1, -1):
        span = words[first : first + len(typed)]
        if [_as_grammar_has_it(line[start:end]) for start, end in span] == typed:
            return span[0][0], span[-1][1]
    return None


def _text_from(line: str) -> int:
    """Where the text of a line begins: at its first colon, not counting the one in `@20:46`."""
    dated = _DATED.match(line)
    colon = line.find(":", dated.end() if dated else 0)
    if colon >= 0:
        return colon
    return len(line)


def _signs(word: str) -> int:
    """How many signs stand before a name: `-cda`, `-.aan`."""
    if len(word) > 1:
        return len(word) - len(word.lstrip("".join(_NAME_SIGNS)))
    return 0


def _as_grammar_has_it(word: str) -> str:
    """A word as the grammar reads it."""
    return word.casefold().replace("–", "-")


def _act(line: str) -> str:
    try:
        entry = parse(line)
    except Refusal:
        return ""
    if entry:
        return entry.act
    return ""
