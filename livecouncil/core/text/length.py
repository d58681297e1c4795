"""How long a text is on each network, counted as that network counts it, and what in it becomes clickable there.

X by twitter-text (`x_text`), Bluesky in graphemes and UTF-8 bytes, Mastodon by its own count or in code points,
whichever is larger: that is safe for every server of its API. The table `NETWORKS` holds the limits.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import regex

from . import twitter_text as x_text

_FEDERATED_MENTION = regex.compile(
    r"(?i)(?<![=/\w])(?>(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*)@\w+(?:[.-]+\w+)*)(?![@＠]|://)"
)
_ADDRESS = regex.compile(r"(?i)(?<!\S)https?://[^\s‘’“”<>]*[\w/=#&%+@-]")
_PORTABLE = regex.compile(r"(?=.*\p{L})[\p{L}\p{Nd}_]{1,64}")
_MAX_TAG = 64
_TAG_WITHOUT_LETTER = "Raad"


@dataclass(frozen=True)
class Network:
    """What a network lets a text be: `limit` in its own measure and, where it has one, a limit in UTF-8 bytes."""

    name: str
    limit: int
    measure: Callable[[str], int]
    byte_limit: int = 0


@dataclass(frozen=True)
class Measured:
    """A text on one network (a key of `NETWORKS`): its length beside the limit, and its bytes where they count."""

    network: str
    name: str
    length: int
    limit: int
    bytes: int = 0
    byte_limit: int = 0

    @property
    def fits(self) -> bool:
        return self.length <= self.limit and self.bytes <= self.byte_limit

    @property
    def figures(self) -> dict[str, int]:
        """For `livecouncil length --json`."""
        in_bytes = {"bytes": self.bytes, "byte_limit": self.byte_limit} if self.byte_limit else {}
        return {"length": self.length, "limit": self.limit, **in_bytes}


@dataclass(frozen=True)
class Facet:
    """A link or tag to be made clickable: `text` is exactly [start, end) in code points and [byte_start, byte_end) in
    UTF-8; `value` is the address, or the tag without its sign."""

    kind: str
    value: str
    text: str
    start: int
    end: int
    byte_start: int
    byte_end: int


def x_length(text: str) -> int:
    """Weighted length on X: an address is 23 even without scheme, an emoji 2, most signs beyond Latin 2."""
    return x_text.weighted_length(text)


def graphemes(text: str) -> int:
    """What a reader takes for one sign counts as one (UAX 29)."""
    return len(regex.findall(r"\X", text))


def bluesky_length(text: str) -> tuple[int, int]:
    """Graphemes and UTF-8 bytes."""
    return graphemes(text), _bytes(text)


def mastodon_length(text: str) -> int:
    """Safe length for any server of the Mastodon API: Mastodon's own count or the code points, the larger.

    Mastodon counts graphemes, 23 for an address with scheme, and a mention without its domain; other servers of its API
    count code points as they stand.
    """
    text = unicodedata.normalize("NFC", text)
    return max(graphemes(_mastodon_counts(text)), len(text))


def _mastodon_counts(text: str) -> str:
    parts = []
    position = 0
    for url in x_text.urls(text, x_text.MASTODON) if "://" in text else ():
        if _with_scheme(url.value):
            parts += [text[position : url.start], "x" * x_text.URL_LENGTH]
            position = url.end
    return str(_FEDERATED_MENTION.sub(r"\1", "".join([*parts, text[position:]])))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


NETWORKS = {
    "x": Network("X", x_text.MAX_WEIGHT, x_length),
    "bluesky": Network("Bluesky", 300, graphemes, byte_limit=3_000),
    "mastodon": Network("Mastodon", 500, mastodon_length),
}
WEBHOOK = 10_000
"""Code points for a receiver of our own and for a mail; no network, so `lengths` does not tell of it."""
NTFY = 4_096
"""Bytes of an ntfy message; a longer one becomes a file."""


def measured(text: str, network: str, limit: int | None = None) -> Measured:
    """`text` on one network; `limit` is a Mastodon server's own `max_characters`, otherwise the table's."""
    kind = NETWORKS[network]
    if kind.byte_limit:
        in_bytes = _bytes(text)
    else:
        in_bytes = 0
    return Measured(network, kind.name, kind.measure(text), limit or kind.limit, in_bytes, kind.byte_limit)


def fits(text: str, network: str, limit: int | None = None) -> bool:
    """Whether `network` takes a text of this length; a webhook and a mail take nearly everything."""
    if network in ("webhook", "mail"):
        return len(text) <= WEBHOOK
    if network == "ntfy":
        return _bytes(text) <= NTFY
    return measured(text, network, limit).fits


def on_every_network(text: str, mastodon: int | None = None) -> tuple[Measured, ...]:
    """`text` on every network; `mastodon` is the server's `max_characters`."""
    return tuple(measured(text, key, mastodon if key == "mastodon" else None) for key in NETWORKS)


def links(text: str) -> list[str]:
    """Everything X takes for an address, with or without scheme."""
    return [url.value for url in x_text.urls(text)]


def accidental_links(text: str) -> list[str]:
    """Addresses nobody meant: 'aangenomen.De' for want of a space, 'D66.nl'. On X each costs 23 signs and money."""
    return [link for link in links(text) if not _with_scheme(link)]


def facets(text: str) -> tuple[Facet, ...]:
    """Links with scheme and hashtags in order of place, for Bluesky, where the writer says what is clickable.

    Write them for `text` as it is posted (in NFC). A domain without scheme is no link: nobody meant it.
    """
    addresses = links_with_scheme(text)
    tags = (e for e in x_text.hashtags(text) if not any(a.start <= e.start < a.end for a in addresses))
    found = [("link", e) for e in addresses] + [("tag", e) for e in tags if graphemes(e.value) <= _MAX_TAG]
    return tuple(_as_facet(text, kind, e) for kind, e in sorted(found, key=lambda pair: pair[1].start))


def links_with_scheme(text: str) -> list[x_text.Entity]:
    """Also those with a name X does not know as a domain: who writes the scheme means the link."""
    known = [e for e in x_text.urls(text) if _with_scheme(e.value)]
    others = (x_text.Entity(m[0], m.start(), m.end()) for m in _ADDRESS.finditer(text))
    return known + [o for o in others if not any(e.start <= o.start < e.end for e in known)]


def _as_facet(text: str, kind: str, entity: x_text.Entity) -> Facet:
    before = text[: entity.start]
    inside = text[entity.start : entity.end]
    start = _bytes(before)
    return Facet(kind, entity.value, inside, entity.start, entity.end, start, start + _bytes(inside))


def _with_scheme(url: str) -> bool:
    return url.casefold().startswith(("http://", "https://"))


def portable_hashtag(tag: str) -> bool:
    """Whether `tag` (without #) is the same tag on every network when blanks or an edge stand around it.

    NFC; letters, digits and underscore, at least one letter, 64 at most.
    """
    return unicodedata.is_normalized("NFC", tag) and bool(_PORTABLE.fullmatch(tag))


def suggest_hashtag(tag: str) -> str:
    """A portable tag nearest to `tag`: 'raad-urk' gives 'RaadUrk', '040' gives 'Raad040'."""
    words = regex.findall(r"[\p{L}\p{Nd}_]+", unicodedata.normalize("NFC", tag))
    joined = "".join(word[:1].upper() + word[1:] for word in words)[:_MAX_TAG]
    if portable_hashtag(joined):
        return joined
    return (_TAG_WITHOUT_LETTER + joined)[:_MAX_TAG]
