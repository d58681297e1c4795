"""What stands in a title, a name or a message never acts on a network: nobody is mentioned, nothing tagged or linked.

A title is somebody else's text. Posted as it is, `@minister` would call a stranger, `#StopX` would join a campaign in
the council's name and `www.plan.nl` would be a link the council vouches for (and pays for, on X). So a word joiner
(U+2060) is put into what would be a name or an address: nothing is seen of it, screen readers pass it over, no line
breaks there, and no network takes it for part of a name or a domain. Of a tag some do (snac, Misskey), so a blank
stands after its sign. Both are counted, as every network counts them. Journal, page and feeds keep what was typed; only
posts are made inert.
"""

from __future__ import annotations

from collections.abc import Iterable

import regex

from . import length
from . import twitter_text as x_text

JOINER = "\u2060"
_HASHTAG_SIGN = regex.compile(r"(?<=[#\uff03])(?!\ufe0f?\u20e3)(?=[A-Za-z0-9_]|[^\x00-\x7f\s])")
_LINKING_SIGNS = regex.compile(
    r"(?<=[@\uff20])(?=[\p{L}\p{M}\p{N}_])|(?<=\$)(?=\p{L})|(?<=:)(?=//)"
    r"|(?i:(?<=\b(?:xmpp|magnet|mailto):)(?=[^\s\u2060]))"
)


def inert(text: str, keep: Iterable[str] = (), *, links: bool = False) -> str:
    """`text` with nothing in it that a network would act on but what is in `keep`: our own address and tag.

    `links` keeps addresses with their scheme too, where whoever wrote the text meant them.
    """
    meant = [word for word in keep if word]
    if links:
        meant += [entity.value for entity in length.links_with_scheme(text)]
    if not meant:
        return _inert(text)
    longest_first = sorted(set(meant), key=len, reverse=True)
    either = "|".join(map(regex.escape, longest_first))
    parts = regex.split(rf"((?<![\w/])(?:{either})(?!\w))", text)
    return "".join(part if part in meant else _inert(part) for part in parts)


def _inert(text: str) -> str:
    told: str = _LINKING_SIGNS.sub(JOINER, _HASHTAG_SIGN.sub(" ", text))
    for _ in range(len(told)):
        found = x_text.urls(told)
        if not found:
            break
        last = found[-1]
        told = told[: last.start] + last.value.replace(".", f".{JOINER}") + told[last.end :]
    return told
