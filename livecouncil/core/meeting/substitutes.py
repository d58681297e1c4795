"""What is left to show of a fact when something in it must go: the same fact, without the text or the name.

Theory. A redaction never takes a fact away, for later facts rest on it: a motion whose title goes is still the motion
that was voted on. So the fact is put in the journal anew, of the same kind and with the same numbers, and only the
fields that hold what somebody typed (`_TYPED`) may differ. What is counted by name (a vote, a ballot's figures) and
who sits on the council is not among them: those the law makes public.

A fact with one such field loses it whole; of one with several the words that must go are to be named, and every place
where they stand in it is covered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from . import events as ev
from .written import fact_of

_TYPED: dict[type[ev.Base], tuple[str, ...]] = {
    ev.Message: ("text",),
    ev.Undertaking: ("text", "who"),
    ev.Asked: ("text", "who"),
    ev.Answered: ("who", "asker"),
    ev.Filed: ("title", "movers"),
    ev.Retitled: ("title",),
    ev.MoversChanged: ("who",),
    ev.Amended: ("text",),
    ev.Worded: ("text",),
    ev.Documented: ("url",),
    ev.Attached: ("name",),
    ev.Speaker: ("who",),
    ev.ChairChanged: ("who",),
    ev.ItemAdded: ("title",),
    ev.ItemOpened: ("title",),
    ev.Ballot: ("title", "ballots", "elected", "appointed"),
    ev.Recused: ("member",),
    ev.MistakeNoted: ("member",),
    ev.Explained: ("member",),
    ev.CountedAgainst: ("who",),
    ev.Attendance: ("members",),
}
_ITEM = ("title", "decision", "documents")
"""What of an item of the agenda was typed."""

_EMPTIED = (ev.Message, ev.Undertaking)
"""Facts that are nothing but their text: without it the sentence says that it was removed."""

Cover = Callable[[str], str]


def typed_in(fact: ev.Base) -> tuple[str, ...]:
    """What somebody typed in `fact`, a text or name each; () when nothing in it can be covered."""
    said = fact_of(fact)
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _covered(said, note)
    return tuple(text for text in found if text)


def substitute(fact: ev.Base, words: str, mark: str) -> ev.Base:
    """`fact` with `mark` where `words` stand in what was typed, whatever their case; with no `words`, without all of
    it.

    A correction is covered in the fact it puts in place.
    """
    if isinstance(fact, ev.Corrected):
        return fact.model_copy(update={"event": substitute(fact.event, words, mark)})
    if isinstance(fact, _EMPTIED) and not words:
        return fact.model_copy(update={"text": ""})

    def cover(text: str) -> str:
        if not words:
            return mark if text else ""
        return re.sub(re.escape(words), lambda _: mark, text, flags=re.IGNORECASE)

    return _covered(fact, cover)


def _covered(fact: ev.Base, cover: Cover) -> ev.Base:
    """`fact` with every typed text in it covered."""
    if isinstance(fact, ev.Snapshot):
        return fact.model_copy(update={"agenda": _covered_agenda(fact.agenda, cover)})
    fields = _TYPED.get(type(fact), ())
    left = fact.model_copy(update={name: _each(getattr(fact, name), cover) for name in fields})
    if isinstance(left, ev.Attached) and left != fact:  # nobody can look into a document, so it goes whole
        return left.model_copy(update={"sha256": "", "size": 0})
    return left


def _covered_agenda(agenda: dict[str, Any], cover: Cover) -> dict[str, Any]:
    items = [{**item, **{key: _each(item[key], cover) for key in _ITEM if key in item}} for item in agenda["items"]]
    return {**agenda, "items": items}


def _each(value: Any, cover: Cover) -> Any:
    """The same value with every text in it covered; in a ballot the candidates, never their figures."""
    if isinstance(value, str):
        return cover(value)
    if isinstance(value, list | tuple):
        return type(value)(_each(one, cover) for one in value)
    if isinstance(value, dict):
        return {_candidate(key, one, cover): _each(one, cover) for key, one in value.items()}
    return value


def _candidate(key: str, value: Any, cover: Cover) -> str:
    """A candidate is the key of a figure; any other key is no text."""
    if isinstance(value, int):
        return cover(key)
    return key
