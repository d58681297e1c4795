"""What a wish to delete means: which lines it reaches, whether it may be, and what the journal says afterwards.

A text goes with all corrections of it, for a correction shows what was wrong and what is right, and with what an
earlier redaction left of the same lines, which may hold the words. In a journal of form 1 only what lies apart from
the chain can go: titles and names of speakers stand in the chain itself there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from livecouncil.errors import InputFault

from . import events as ev
from .substitutes import substitute, typed_in
from .written import fact_of

APART = ev.Message | ev.Undertaking | ev.Note
"""Facts whose text form 1 keeps apart from the chain."""


@dataclass(frozen=True)
class Wish:
    """What must go from line `seq`, and why: `words`, or with none of them all that was typed there."""

    seq: int
    reason: str
    words: str = ""


@dataclass(frozen=True)
class Redaction:
    """What a wish comes to: the lines it reaches, the texts that must be found nowhere, and what is to be logged.

    `left` says what is left to show; it is empty where all of it was deleted before.
    """

    lines: tuple[int, ...]
    texts: tuple[str, ...]
    left: tuple[ev.Redacted, ...]


def redaction_of(events: Sequence[ev.Base], wish: Wish, form: int, *, at: datetime, mark: str) -> Redaction:
    """What `wish` comes to in a journal of that form; `mark` stands where words were. Raises InputFault."""
    family = _family(events, wish.seq)
    if not _was_done(events, family[0]):
        _refuse_unreachable(family, wish, form)
    left = _left_of(family, wish, at=at, mark=mark)
    texts = tuple(text for event in family for text in _going(event, wish))
    return Redaction(tuple(event.seq for event in family), texts, (*left, *_outdated(events, left)))


def everywhere(events: Sequence[ev.Base], words: str, form: int, *, at: datetime, mark: str) -> Redaction:
    """What it comes to that `words` must go from every line in which somebody typed them. Raises InputFault."""
    said = words.casefold()
    holding = [event for event in events if any(said in text.casefold() for text in typed_texts(event))]
    if not holding:
        raise InputFault("trust.words_nowhere", words=words)
    roots = dict.fromkeys(_corrects(event) or event.seq for event in holding)
    parts = [redaction_of(events, Wish(root, "", words), form, at=at, mark=mark) for root in roots]
    return Redaction(
        lines=tuple(seq for part in parts for seq in part.lines),
        texts=(words,),
        left=tuple(event for part in parts for event in part.left),
    )


def typed_texts(event: ev.Base) -> tuple[str, ...]:
    """What somebody typed in an event, a text or name each; () when nothing in it can go."""
    said = fact_of(event)
    if isinstance(said, ev.Note):
        return tuple(text for text in (said.text,) if text)
    return typed_in(said)


def can_go(event: ev.Base, form: int) -> bool:
    """Whether what was typed in `event` can be deleted from a journal of that form."""
    return bool(typed_texts(event)) and (form > 1 or isinstance(fact_of(event), APART))


def _family(events: Sequence[ev.Base], seq: int) -> list[ev.Base]:
    """The event of that number, or the one it corrects, and every correction of it. Raises InputFault."""
    by_number = {event.seq: event for event in events}
    asked = by_number.get(seq)
    if asked is None:
        raise InputFault("trust.no_such_line", line=seq)
    root = _corrects(asked) or seq
    return [by_number[root], *(event for event in events if _corrects(event) == root)]


def _corrects(event: ev.Base) -> int:
    """The line an event corrects; 0 when it corrects none."""
    if isinstance(event, ev.Corrected):
        return event.of
    return 0


def _was_done(events: Sequence[ev.Base], root: ev.Base) -> bool:
    """Whether all of it was deleted before."""
    asked = any(isinstance(event, ev.Redacted) and event.of == root.seq for event in events)
    return asked and isinstance(root, ev.Sealed)


def _refuse_unreachable(family: Sequence[ev.Base], wish: Wish, form: int) -> None:
    """Raise InputFault where nothing of `family` can go, or not without saying which words."""
    root = family[0]
    apart = isinstance(fact_of(root), APART)
    typed = [text for event in family for text in typed_texts(event)]
    if isinstance(root, ev.Sealed):
        raise InputFault("trust.text_not_here", line=wish.seq)
    if form == 1 and not apart:
        raise InputFault("trust.in_the_chain", line=wish.seq)
    if not typed and not apart:
        raise InputFault("trust.nothing_typed", line=wish.seq)
    if wish.words and not any(wish.words.casefold() in text.casefold() for text in typed):
        raise InputFault("trust.no_such_words", line=wish.seq, words=wish.words)
    if not wish.words and not apart and len(typed_texts(root)) > 1:
        raise InputFault("trust.which_words", line=wish.seq, texts=" · ".join(dict.fromkeys(typed)))


def _going(event: ev.Base, wish: Wish) -> tuple[str, ...]:
    """What of an event goes; where no words are named, who gave an undertaking stays."""
    if wish.words:
        return (wish.words,)
    said = fact_of(event)
    if isinstance(said, APART):
        return tuple(text for text in (said.text,) if text)
    return typed_texts(event)


def _left_of(family: Sequence[ev.Base], wish: Wish, *, at: datetime, mark: str) -> list[ev.Redacted]:
    """What the journal says of it, a line each: what is left to show."""
    told = []
    for event in family:
        if isinstance(event, ev.Note):
            told.append(ev.Redacted(at=at, of=event.seq))
            continue
        left = substitute(event, wish.words, mark)
        if left != event:
            told.append(ev.Redacted.model_validate({"at": at, "of": event.seq, "event": left}))
    return told


def _outdated(events: Sequence[ev.Base], left: Sequence[ev.Redacted]) -> list[ev.Redacted]:
    """What an earlier redaction left of the same lines goes too."""
    lines = {event.of for event in left}
    earlier = [event for event in events if isinstance(event, ev.Redacted) and event.of in lines and event.event]
    return [ev.Redacted(at=left[0].at, of=event.seq) for event in earlier]
