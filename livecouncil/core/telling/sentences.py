"""The sentence of a telling, in one language and as short as a style asks.

Skeleton: `{object} ‘{title}’ is {outcome}. Voor n: … Tegen n: … {url} #Tag`. Number, outcome and figures are never cut.
"""

from __future__ import annotations

import re
from datetime import datetime
from itertools import chain, count

from .matters import SecretBallot, ToldDecision
from .phrases import with_capital
from .slots import PLACEHOLDERS
from .telling import Telling
from .voice import WHOLE, Style, Voice, Words

_NO_ADDRESS = "\uffff"
_TAIL = re.compile(r"(?: +https?://\S+)?(?: +#\w+)?$")
_AS_TOLD = (ToldDecision, SecretBallot)


def sentence(told: Telling, words: Words, url: str = "", hashtag: str = "", style: Style = WHOLE) -> str:
    """The whole sentence of `told` in `words`' language, with `url` and `hashtag` at its end where `style` has room."""
    key = told.content.key(told.kind, style)
    voice = Voice(words, style, key)
    address = url if style.address else ""
    tag = f"#{hashtag}" if hashtag and style.tag else ""
    slots = {PLACEHOLDERS[name]: said for name, said in told.content.slots(voice).items()}
    text = words.t(key, count=told.content.count(), **slots, url=address or _NO_ADDRESS, tag=tag)
    text = _tidy(_without_empty_reference(text))
    if told.kind != "vrij_bericht":
        text = with_capital(text)
    afterwards = " ".join(told.content.afterwards(voice))
    if afterwards:
        return before_tail(text, afterwards, address, tag)
    return text


def beside(told: Telling, words: Words, style: Style = WHOLE) -> list[str]:
    """Who did not vote, a sentence a reason; of a correction, as it is now."""
    return told.content.beside().sentences(Voice(words, style))


def marked(text: str, told: Telling, words: Words) -> str:
    """A message of an unofficial report: the mark comes first, and whoever cuts the message cuts behind it.

    Of a vote it says that the chair told so, and of a correction that who reports was wrong, not the council.
    """
    mark = "unofficial_short"
    if told.corrects is not None:
        mark = "unofficial_mistake"
    elif told.content.counted() or isinstance(told.content, _AS_TOLD):
        mark = "unofficial_told"
    return f"{words.t(f'word.{mark}')} {text}"


def before_tail(text: str, extra: str, url: str, tag: str) -> str:
    """`text` with `extra` before whatever of address and tag ends it."""
    tails = (" ".join(part for part in (url, tag) if part), tag, url)
    tail = next((t for t in tails if t and text.endswith(t)), "")
    said = text.removesuffix(tail).rstrip()
    return " ".join(part for part in (said, extra, tail) if part)


def without_tail(text: str) -> str:
    """A message as a title: without the address and the tag that end it, and without what only leads to the address."""
    said = _TAIL.sub("", text)
    if said == text:
        return text
    return _tidy(_without_empty_reference(f"{said} {_NO_ADDRESS}"))


def unique(text: str, seen: set[str], at: datetime, url: str, hashtag: str) -> str:
    """Texts are unique within a meeting: one said before gets its time, then its second, then a number."""
    tag = f"#{hashtag}" if hashtag else ""
    marks = chain((f"({at:%H:%M})", f"({at:%H:%M:%S})"), (f"({n})" for n in count(2)))
    told = text
    while told in seen:
        mark = next(marks)
        if mark not in text:
            told = before_tail(text, mark, url, tag)
    return told


def _without_empty_reference(text: str) -> str:
    """A council without a public address: 'Agenda: {url}' goes as a whole, not only its address."""
    return re.sub(rf"(?<=\.) [^.]*: {_NO_ADDRESS}", "", text).replace(_NO_ADDRESS, "")


def _tidy(text: str) -> str:
    """Close the gaps empty slots leave: a side with nobody is its figure alone ("Voor 0.")."""
    text = re.sub(r"(\d): ?\.", r"\1.", text)
    text = re.sub(r"\s+([.,:;])", r"\1", text)
    text = re.sub(r"([.!?…])\.(?=\s|$)", r"\1", text)
    return " ".join(text.split())
