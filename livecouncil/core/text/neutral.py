"""Neutral by construction: what a free message or undertaking may not say. Official names and titles are not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from livecouncil.errors import Refusal


def lint(text: str, avoid: Iterable[str], known: Iterable[str] = ()) -> Refusal | None:
    """First offence in `text`: a word of judgement, `!` or `?`, a shouted word, an emoji or styled letters.

    `known` are official names that may stand in the text as they are ("Helder Onafhankelijk!").
    """
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, " ")
    for word in avoid:
        if match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I):
            return Refusal("lint", typed=match[0])
    if match := re.search(r"[!?]+", text):
        return Refusal("lint_mark", typed=match[0])
    for word in re.findall(r"\b[^\W\d_]{5,}\b", text):
        if word.isupper():
            return Refusal("lint_mark", typed=word)
    for c in text:
        if unicodedata.category(c) == "So" or 0x1D400 <= ord(c) <= 0x1D7FF:
            return Refusal("lint_mark", typed=c)
    return None
