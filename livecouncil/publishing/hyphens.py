"""Soft hyphens in long words, set by us: the browser of a kiosk or a television often has no Dutch dictionary.

Only words that may not fit in a line get them, and no piece is shorter than four letters, so that no seat reads half a
syllable. Frisian is broken as Dutch is: there are no patterns of its own.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyphen

SOFT = "\u00ad"
JOINED = "\u2060"
_SPAN = re.compile(r"(?<=\d)–(?=\d)")
_FIGURE = re.compile(r" (?=\d)")
_LONG = re.compile(r"[^\W\d_]{10,}")
_PATTERNS = {"nl": "nl_NL", "fy": "nl_NL", "en": "en_US"}
_LEAST = 4


@cache
def _hyphenator(language: str) -> pyphen.Pyphen:
    """Its patterns are loaded only where a wall is drawn."""
    import pyphen

    return pyphen.Pyphen(lang=_PATTERNS.get(language, "nl_NL"), left=_LEAST, right=_LEAST)


def hyphenated(text: str, language: str = "nl") -> str:
    """`text` with soft hyphens in its long words, and nothing that breaks a span of years."""
    kept = _SPAN.sub(f"{JOINED}–{JOINED}", text)
    return _LONG.sub(lambda word: _broken(word[0], language), kept)


def figures_kept(text: str) -> str:
    """`text` with each figure on the line of the word before it."""
    return _FIGURE.sub("\u00a0", text)


@lru_cache(maxsize=2000)
def _broken(word: str, language: str) -> str:
    pieces = []
    begun = 0
    for place in _hyphenator(language).positions(word):
        if place - begun >= _LEAST:
            pieces.append(word[begun:place])
            begun = place
    return SOFT.join([*pieces, word[begun:]])
