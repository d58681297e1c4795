"""Emoji built of several signs, as twitter-text 3 knows them: each weighs as one, however it is built.

The signs themselves stand in `emoji.txt`, as a table; here is only how they are put together: a skin colour after a
person, a joiner between two, a selector that makes a sign of text an emoji, two letters that are a flag. An emoji of
one sign is no matter of this file: it weighs 2 like every sign that is not light.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import regex

_SKIN = "[\U0001f3fb-\U0001f3ff]"
_REGIONAL_A = 0x1F1E6
_BUILT = regex.compile(r"[\u200d\u20e3\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e007f]")
"""What an emoji of several signs has; few texts have any, and those alone are searched."""


def without_emoji(text: str) -> tuple[str, int]:
    """`text` without its emoji of several signs, and how many they were."""
    if not _BUILT.search(text):
        return text, 0
    rest, found = _emoji().subn("", text)
    return str(rest), int(found)


@cache
def _emoji_table() -> dict[str, str]:
    text = (files("livecouncil.core.text") / "emoji.txt").read_text(encoding="utf-8")
    rows = [line.partition(": ") for line in text.splitlines() if not line.startswith("#")]
    return {name: signs for name, _, signs in rows}


@cache
def _emoji() -> regex.Pattern[str]:
    table = _emoji_table()
    people = table["people"]
    sports = table["sports"]
    as_text = table["shaded as text"]
    shaded = table["shaded"]
    two_ways = table["two ways"]
    forms = (
        rf"[👨👩]{_SKIN}?\u200d(?:[⚕⚖✈]\ufe0f|[🌾🍳🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰-🦳])",
        rf"[{sports}](?:{_SKIN}|\ufe0f)\u200d[♀♂]\ufe0f",
        rf"[{people}]{_SKIN}?\u200d[♀♂]\ufe0f|[👯🤼🧞🧟]\u200d[♀♂]\ufe0f",
        r"(?:👨\u200d[👨👩]\u200d|👩\u200d👩\u200d|[👨👩]\u200d)(?:👦\u200d👦|👧\u200d[👦👧]|[👦👧])",
        r"👨\u200d❤\ufe0f\u200d(?:💋\u200d)?👨|👩\u200d❤\ufe0f\u200d(?:💋\u200d)?[👨👩]",
        r"🏳\ufe0f\u200d🌈|🏴\u200d☠\ufe0f|👁\u200d🗨",
        r"[#*0-9]\ufe0f?\u20e3",
        rf"[{as_text}]\ufe0f?{_SKIN}|[{shaded}]{_SKIN}",
        rf"[{as_text}{two_ways}]\ufe0f",
        r"🏴\U000e0067\U000e0062"
        r"(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073)\U000e007f",
    )
    flags = (_pair_of_letters(name[-1], letters) for name, letters in table.items() if name.startswith("flag "))
    return regex.compile("|".join((*forms, *flags)))


def _pair_of_letters(first: str, letters: str) -> str:
    """Flags are two regional letters: that which is `first`, then one of `letters`."""
    seconds = "".join(_regional(letter) for letter in letters)
    return f"{_regional(first)}[{seconds}]"


def _regional(letter: str) -> str:
    return chr(_REGIONAL_A + ord(letter) - ord("A"))
