"""X's own rules for text, twitter-text 3: what is an address, a hashtag, a mention, an emoji, and what they weigh.

`length` stands on this. The rules work on JavaScript's idea of "the same letter" (its flag `i`), so patterns are in
capitals and read a text put through `_CANONICAL`, position by position the same as the text itself. Source:
https://github.com/twitter/twitter-text, config v3; Mastodon's addresses are its rules with wider paths.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import regex

from .emoji import without_emoji

MAX_WEIGHT = 280
URL_LENGTH = 23
_MAX_URL = 4_096
_MAX_LABEL = 63
_MAX_SLUG = 40

_INVALID = r"\ufffe\ufeff\uffff"
_PUNCTUATION_SIGNS = r"!'#%&()*+,\\./:;<=>?@\[\]^{|}~$"
_PUNCTUATION = _PUNCTUATION_SIGNS + r"_\-"
_SPACES = r"\x09-\x0d\x20\x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIRECTIONS = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_LATIN = (
    r"\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    r"\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_ACCENTED = _LATIN + r"\u0399\u2c7e\u2c7f"  # capitals of three of them
_CYRILLIC = r"\u0400-\u04ff"

_NO_DOMAIN = rf"{_PUNCTUATION_SIGNS}{_SPACES}{_INVALID}{_DIRECTIONS}"
_SUBDOMAIN = rf"(?![_-])[^{_NO_DOMAIN}]++(?<![_-])\."
_DOMAIN_NAME = rf"(?!-)[^{_NO_DOMAIN}_]++(?<!-)\."
_TOP_LEVEL = r"(?:\L<top>(?![0-9A-Z@+-])|XN--[-0-9A-Z]+)"


class Tail(NamedTuple):
    """What may follow a domain: signs of a path, signs it may end with, what stands before a handle, and of a query."""

    general: str
    ending: str
    handle: str
    query: str
    query_ending: str


X_TAIL = Tail(
    rf"[A-Z{_CYRILLIC}0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{_ACCENTED}]",
    rf"[+\-A-Z{_CYRILLIC}0-9=_#/{_ACCENTED}]",
    "@",
    r"[A-Z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]",
    r"[A-Z0-9\-_&=#/]",
)
MASTODON = Tail(
    r"[^\s<>()?]",
    r"""[^\s()?!*"'「」<>;:=,.$%\[\]~&|@]""",
    "",
    r"[A-Z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\u00a0-\U0010fffd]",
    r"[A-Z0-9_&=#/\-\u00a0-\U0010fffd]",
)


@dataclass(frozen=True)
class Entity:
    """Something in a text that X makes clickable: `value` without its sign, [start, end) in code points."""

    value: str
    start: int
    end: int


class _Canonical(dict[int, int]):
    """JavaScript's Canonicalize: a sign's capital, unless that is several signs, or ASCII where the sign is not."""

    def __missing__(self, code: int) -> int:
        capital = chr(code).upper()
        if len(capital) != 1 or code >= 128 > ord(capital):
            self[code] = code
        else:
            self[code] = ord(capital)
        return self[code]


_CANONICAL = _Canonical()
_ASCII_DOMAIN = rf"(?:[-A-Z0-9{_ACCENTED}]+\.)+{_TOP_LEVEL}"
_DOMAIN = rf"(?:{_SUBDOMAIN})*{_DOMAIN_NAME}{_TOP_LEVEL}"


@cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    listed = (files("livecouncil.core.text") / "tlds.txt").read_text(encoding="utf-8")
    return regex.compile(pattern, top=listed.translate(_CANONICAL).split())


@cache
def _address_pattern(tail: Tail) -> regex.Pattern[str]:
    """Groups: what stands before, address, scheme, domain, path."""
    g = tail.general
    balanced = rf"\((?:{g}+|{g}*\({g}+\){g}*)\)"
    path = rf"(?:{g}*(?:{balanced}{g}*)*{tail.ending}|{balanced}|{tail.handle}{g}+/)"
    return _compiled(
        rf"([^A-Z0-9@＠$#＃{_INVALID}]|^)(?=[^{_NO_DOMAIN}]++[.:])((HTTPS?://)?({_DOMAIN})(?::[0-9]+)?(/{path}*)?"
        rf"(?:\?{tail.query}*{tail.query_ending})?)"
    )


_A_DOT_IN_A_WORD = regex.compile(rf"\.[^{_NO_DOMAIN}]")
_WITH_BLANK_BEFORE = regex.compile(r" ?[^ ]*")
_BEYOND = regex.compile(r"[\U00010000-\U0010ffff]")
_PRINTABLE = regex.compile(r"[\x20-\x7e]*")
_T_CO = regex.compile(rf"HTTPS?://T\.CO/([A-Z0-9]+)(?:\?{X_TAIL.query}*{X_TAIL.query_ending})?")


def urls(text: str, tail: Tail = X_TAIL) -> list[Entity]:
    """Every address with or without scheme, as they stand in `text`."""
    units = _units(text)
    found = _urls_in_units(units, tail)
    if len(units) == len(text):
        return found
    return [_in_code_points(entity, units) for entity in found]


def _urls_in_units(units: str, tail: Tail = X_TAIL) -> list[Entity]:
    """No address holds a blank, so each word is looked at alone, with the blank before it; a sentence that is typed has
    most of its words in common with the one before."""
    if not _A_DOT_IN_A_WORD.search(units):
        return []
    found: list[Entity] = []
    start = 0
    for word in _WITH_BLANK_BEFORE.findall(units):
        found += [Entity(e.value, start + e.start, start + e.end) for e in _urls_in_word(word, tail)]
        start += len(word)
    return found


@lru_cache(maxsize=1024)
def _urls_in_word(word: str, tail: Tail) -> tuple[Entity, ...]:
    if not _A_DOT_IN_A_WORD.search(word):
        return ()
    canonical = word.translate(_CANONICAL)
    pattern = _address_pattern(tail)
    return tuple(entity for found in pattern.finditer(canonical) for entity in _addresses(word, found))


def _units(text: str) -> str:
    """`text` as JavaScript sees it: a sign beyond U+FFFF is two."""
    return str(_BEYOND.sub(lambda m: chr(0xD7C0 + (ord(m[0]) >> 10)) + chr(0xDC00 + (ord(m[0]) & 0x3FF)), text))


def _code_points(units: str) -> str:
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _in_code_points(entity: Entity, units: str) -> Entity:
    start, end = (len(_code_points(units[:place])) for place in (entity.start, entity.end))
    return Entity(_code_points(entity.value), start, end)


def _addresses(units: str, found: regex.Match[str]) -> Iterable[Entity]:
    (start, end) = found.span(2)
    scheme = found[3] or ""
    if not _resolvable(units[slice(*found.span(4))], found[4], len(scheme or "https://") + len(found[2])):
        return ()
    if not scheme:
        if found[1] in tuple("-_./"):
            return ()
        return _without_scheme(units, found)
    if short := _T_CO.match(found[2]):
        if len(short[1]) > _MAX_SLUG:
            return ()
        end = start + short.end()
    return (Entity(units[start:end], start, end),)


def _without_scheme(units: str, found: regex.Match[str]) -> list[Entity]:
    """The ASCII domains in what might be one long word of another script; the last takes the path.

    Each is placed where its text first stands, as in the library.
    """
    entities = []
    end = found.start(4)
    for ascii_domain in _compiled(_ASCII_DOMAIN).finditer(found[4]):
        value = units[found.start(4) + ascii_domain.start() : found.start(4) + ascii_domain.end()]
        start = units.find(value, end)
        end = start + len(value)
        entities.append(Entity(value, start, end))
    if entities and found[5]:
        last = entities[-1]
        entities[-1] = Entity(last.value + units[found.end(4) : found.end(2)], last.start, found.end(2))
    return entities


def _resolvable(domain: str, canonical: str, length: int) -> bool:
    """Whether no label is over 63 signs once in punycode, and the address (its scheme counts twice) not over 4,096."""
    if domain.startswith("xn--") and not _compiled(_ASCII_DOMAIN).search(canonical):
        return False
    return length <= _MAX_URL and all(1 <= _label_length(label) <= _MAX_LABEL for label in domain.split("."))


def _label_length(label: str) -> int:
    if _PRINTABLE.fullmatch(label):
        return len(label)
    parts = regex.split(r"[\u3002\uff0e\uff61]", _code_points(label))
    return len(".".join(p if _PRINTABLE.fullmatch(p) else "xn--" + p.encode("punycode").decode() for p in parts))


_WORD = (
    r"\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\xb7"
)
_HASHTAG = regex.compile(
    rf"(?:^|[\ufe0e\ufe0f]|[^{_WORD}&])"
    rf"([#＃](?![\ufe0f\u20e3])([{_WORD}]*[\p{{L}}\p{{M}}][{_WORD}]*))(?=(?P<spoilt>[#＃]|://)?)"
)
_MENTION = regex.compile(
    r"(?:^|[^a-zA-Z0-9_!#$%&*@＠]|(?:^|[^a-zA-Z0-9_+~.-])[rR][tT]:?)"
    rf"([@＠]([a-zA-Z0-9_]{{1,20}}(?:/[a-zA-Z][a-zA-Z0-9_-]{{0,24}})?))(?=(?P<spoilt>[@＠{_LATIN}]|://)?)"
)
_CASHTAG = regex.compile(rf"(?:^|[{_SPACES}])(\$([a-zA-Z]{{1,6}}(?:[._][a-zA-Z]{{1,2}})?))(?=$|\s|[{_PUNCTUATION}])")


def hashtags(text: str) -> list[Entity]:
    """Hashtags outside addresses."""
    tags = _after_sign(_HASHTAG, text)
    if tags:
        return [tag for tag in _without_overlap([*tags, *urls(text)]) if tag in tags]
    return []


def mentions(text: str) -> list[Entity]:
    """Names after @; 'name/list' for a list."""
    return _after_sign(_MENTION, text)


def cashtags(text: str) -> list[Entity]:
    """Ticker symbols after $."""
    return _after_sign(_CASHTAG, text)


def _after_sign(pattern: regex.Pattern[str], text: str) -> list[Entity]:
    """Matches that nothing spoils; groups are the whole, and the value."""
    found = (m for m in pattern.finditer(text) if not m.groupdict().get("spoilt"))
    return [Entity(m[2], *m.span(1)) for m in found]


def _without_overlap(entities: list[Entity]) -> Iterator[Entity]:
    end = 0
    for entity in sorted(entities, key=lambda e: e.start):
        if entity.start >= end:
            end = entity.end
            yield entity


_LIGHT = r"\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037"
_HEAVY = regex.compile(f"[^{_LIGHT}]")


def weighted_length(text: str, emoji: bool = True) -> int:
    """Weight of `text` on X: 23 an address, 2 an emoji however it is built, 1 a light sign, 2 any other.

    Only emoji of several signs are listed here; one alone weighs 2 like all that is not light. Newer sequences than
    twitter-text's (Emoji 11) weigh the sum of their parts there and here. `emoji=False` is config v2, without emoji.
    """
    units = _units(unicodedata.normalize("NFC", text))
    weight = position = 0
    for url in _urls_in_units(units):
        weight += _weight(units[position : url.start], emoji) + URL_LENGTH
        position = url.start + len(url.value)
    return weight + _weight(units[position:], emoji)


def _weight(units: str, emoji: bool) -> int:
    text = _code_points(units)
    rest = text
    found = 0
    if emoji:
        rest, found = without_emoji(text)
    return 2 * found + len(rest) + len(_HEAVY.findall(rest))


def valid(text: str) -> bool:
    """Whether X takes `text`: not empty, 280 at most, no signs that are none."""
    return 0 < weighted_length(text) <= MAX_WEIGHT and not regex.search(f"[{_INVALID}]", text)
