"""How long a text is on each network, counted as that network counts it.

X: twitter-text v3 weights. Bluesky: graphemes and UTF-8 bytes. Mastodon: the larger of its own count and code points,
which is safe for every server of its API.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

import regex

LIMITS = {"x": 280, "bluesky": 300, "mastodon": 500}
URL_LENGTH = 23
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
_EMOJI = regex.compile(
    r"(?:\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Emoji}(?:\p{Emoji_Modifier}|\uFE0F)?(?:\u200D\p{Emoji}(?:\p{Emoji_Modifier}|\uFE0F)?)*)"
)
_HASHTAG = re.compile(r"(?=\w*[^\W\d_])\w{1,64}")


@cache
def _domain() -> re.Pattern[str]:
    names = (files("livecouncil") / "locale" / "tlds.txt").read_text(encoding="utf-8").split()
    ascii_names = "|".join(sorted((n for n in names if n.isascii()), key=len, reverse=True))
    other = "|".join(sorted((n for n in names if not n.isascii()), key=len, reverse=True))
    label = r"[a-z0-9\u00c0-\u024f](?:[a-z0-9\u00c0-\u024f_-]*[a-z0-9\u00c0-\u024f])?"
    tld = (
        rf"(?:(?:{ascii_names})(?![a-z0-9@+-])|(?:{other})(?![a-z0-9@+-]))"
        if other
        else rf"(?:{ascii_names})(?![a-z0-9@+-])"
    )
    tail = r"(?::\d{1,5})?(?:/[^\s‘’“”<>]*[\w/=#&%+@-])?/?(?:\?[\w!?*'();:&=+$/%#\[\],.~|@-]*[\w&=#/-])?"
    return re.compile(rf"(?<![\w@＠$#＃.-])(?:https?://)?(?:{label}\.)+{tld}{tail}", re.I)


def links(text: str) -> list[str]:
    """Everything X takes for an address, with or without scheme."""
    return [m[0] for m in _domain().finditer(text)]


def accidental_links(text: str) -> list[str]:
    """Addresses nobody meant: 'aangenomen.De' for want of a space."""
    return [link for link in links(text) if not link.casefold().startswith(("http://", "https://"))]


def x_length(text: str) -> int:
    """Weighted length on X: 280 at most; an address is 23, an emoji 2, most other signs beyond Latin 2."""
    text = unicodedata.normalize("NFC", text)
    count, position = 0, 0
    for match in _domain().finditer(text):
        count += _weight(text[position : match.start()]) + URL_LENGTH
        position = match.end()
    return count + _weight(text[position:])


def _weight(text: str) -> int:
    rest = _EMOJI.sub(lambda m: m[0] if m[0].isascii() else "", text)
    found = sum(1 for m in _EMOJI.finditer(text) if not m[0].isascii())
    return 2 * found + sum(1 if any(a <= ord(c) <= b for a, b in _LIGHT) else 2 for c in rest)


def bluesky_length(text: str) -> tuple[int, int]:
    """Graphemes (300 at most) and UTF-8 bytes (3,000 at most)."""
    return len(regex.findall(r"\X", text)), len(text.encode())


def mastodon_length(text: str) -> int:
    """Safe length for any server of the Mastodon API."""
    text = unicodedata.normalize("NFC", text)
    counted = re.sub(r"https?://\S+", "x" * URL_LENGTH, text)
    counted = re.sub(r"(@\w+)@[\w.-]+", r"\1", counted)
    return max(len(regex.findall(r"\X", counted)), len(text))


def portable_hashtag(tag: str) -> bool:
    """Letters, digits and underscore, at least one letter, 64 at most: the same tag on every network."""
    return unicodedata.normalize("NFC", tag) == tag and bool(_HASHTAG.fullmatch(tag))
