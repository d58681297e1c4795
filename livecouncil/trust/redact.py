"""`livecouncil redact`: deletes what must not be kept, such as personal data of a member of the public.

What a line says is deleted from the disk; that there was a line stays, and what is left to show of it is logged in its
place (`core.meeting.substitutes`), so numbers, permalinks and counts stand. A text goes with all corrections of it, and
with what an earlier redaction left of it. In a journal of form 1 only what lies apart from the chain can go: titles and
names of speakers stand in the chain itself there.

The event is written before anything is deleted: what a crash cuts short is finished when the journal is next written.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.substitutes import substitute, typed_in
from livecouncil.core.meeting.written import fact_of
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.journal.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish, words_in
from livecouncil.wording.faults import in_words

_MADE_ANEW = (".pdf", ".odt", ".gz", ".br")
_INDEX = (".pf_fragment", ".pf_index", ".pf_meta")
"""Packed files of a search index: what is in them cannot be seen, only that they are older."""
_SHORTEST = 4
"""Shorter texts are not looked for elsewhere: they would be found everywhere."""

_APART = ev.Message | ev.Undertaking | ev.Note
"""Facts whose text form 1 keeps apart from the chain."""


@dataclass(frozen=True)
class Redaction:
    """Numbers of the lines whose text is gone, and files in which it may still be read."""

    seqs: tuple[int, ...]
    leftovers: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What must go from line `seq`, and why: `words`, or with none of them all that was typed there."""

    seq: int
    reason: str
    words: str = ""


def redact(base: Path, meeting: str, wish: Wish) -> Redaction:
    """Delete what is wished, with all corrections of that line, and publish anew.

    Raises InputFault when it cannot be deleted, JournalLocked while `live` runs, JournalError when the disk refuses.
    """
    began = time.time()
    with writing(base, meeting) as journal:
        family = _family(journal.events, wish.seq)
        if not _done(journal.events, family[0]):
            _allowed(family, wish, journal.form)
        texts = _texts(family, wish)
        changed = _changed(journal.events, family, wish)
        if changed:
            journal.redact([*changed, *_outdated(journal.events, changed)])
            journal.append(_told(journal.events, family, wish))
        _forget_draft(journal.private / "draft.json", texts)
    for path in (base / "public" / meeting).rglob("*"):
        if path.suffix in _MADE_ANEW:  # what cannot be looked into must not outlive it
            path.unlink()
    publish(base, meeting)
    leftovers = dict.fromkeys(_leftovers(base, texts, began))
    return Redaction(tuple(event.seq for event in family), tuple(leftovers))


def listed(events: Sequence[ev.Base], form: int) -> list[tuple[int, str]]:
    """What can be deleted from a journal of that form: number and a line to recognise it by."""
    return [(event.seq, _row(event)) for event in events if _typed(event) and _reachable(event, form)]


def _row(event: ev.Base) -> str:
    return f"{event.at:%H:%M} {_kind(event)}: {' · '.join(dict.fromkeys(_typed(event)))}"


def _typed(event: ev.Base) -> tuple[str, ...]:
    """What somebody typed in an event, each text once."""
    said = fact_of(event)
    if isinstance(said, ev.Note):
        return tuple(text for text in (said.text,) if text)
    return typed_in(said)


def _reachable(event: ev.Base, form: int) -> bool:
    return form > 1 or isinstance(fact_of(event), _APART)


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


def _done(events: Sequence[ev.Base], root: ev.Base) -> bool:
    """Whether all of it was deleted before."""
    asked = any(isinstance(event, ev.Redacted) and event.of == root.seq for event in events)
    return asked and isinstance(root, ev.Sealed)


def _allowed(family: Sequence[ev.Base], wish: Wish, form: int) -> None:
    """Raise InputFault where nothing of `family` can go, or not without saying which words."""
    root = family[0]
    if isinstance(root, ev.Sealed):
        raise InputFault("trust.text_not_here", line=wish.seq)
    if not _reachable(root, form):
        raise InputFault("trust.in_the_chain", line=wish.seq)
    typed = [text for event in family for text in _typed(event)]
    if not typed and not isinstance(fact_of(root), _APART):
        raise InputFault("trust.nothing_typed", line=wish.seq)
    if wish.words and not any(wish.words.casefold() in text.casefold() for text in typed):
        raise InputFault("trust.no_such_words", line=wish.seq, words=wish.words)
    if not wish.words and len(_typed(root)) > 1 and not isinstance(root, _APART):
        raise InputFault("trust.which_words", line=wish.seq, texts=" · ".join(dict.fromkeys(typed)))


def _texts(family: Sequence[ev.Base], wish: Wish) -> list[str]:
    """What must not be found anywhere afterwards."""
    if wish.words:
        return [wish.words]
    return [text for event in family for text in _goes(event)]


def _goes(event: ev.Base) -> tuple[str, ...]:
    """What of an event goes where no words are named: who gave an undertaking stays."""
    said = fact_of(event)
    if isinstance(said, _APART):
        return tuple(text for text in (said.text,) if text)
    return _typed(event)


def _changed(events: Sequence[ev.Base], family: Sequence[ev.Base], wish: Wish) -> list[ev.Redacted]:
    """What the journal says of it, a line each: what is left to show."""
    at = now(events)
    mark = words_in(events, opening(events)[0].council.language).t("trust.mark")
    told = []
    for event in family:
        if isinstance(event, ev.Sealed):
            continue
        if isinstance(event, ev.Note):
            told.append(ev.Redacted(at=at, of=event.seq))
            continue
        left = substitute(event, wish.words, mark)
        if left != event:
            told.append(ev.Redacted.model_validate({"at": at, "of": event.seq, "event": left}))
    return told


def _outdated(events: Sequence[ev.Base], changed: Sequence[ev.Redacted]) -> list[ev.Redacted]:
    """What an earlier redaction left of the same lines must go too: it may hold the words."""
    lines = {event.of for event in changed}
    earlier = [event for event in events if isinstance(event, ev.Redacted) and event.of in lines and event.event]
    return [ev.Redacted(at=changed[0].at, of=event.seq) for event in earlier]


def _told(events: Sequence[ev.Base], family: Sequence[ev.Base], wish: Wish) -> list[ev.Base]:
    """Privately why, and that the networks must lose it too."""
    at = now(events)
    told: list[ev.Base] = [ev.Note(at=at, kind="reason", text=clean(wish.reason), of=family[0].seq)]
    posted = tuple(event.seq for event in family if not isinstance(event, ev.Note))
    if posted and opening(events)[0].channels:
        told.append(ev.Posting(at=at, act="delete", of=posted, reason="personal"))
    return told


_NOTES = ("red", "reason", "override", "closed_titles")
"""Kinds of notes that the program makes itself."""


def _kind(event: ev.Base) -> str:
    """What a text is, in words: a note by what it was made for, else by its type, and whether it is a correction."""
    said = fact_of(event)
    if isinstance(said, ev.Note) and said.kind in _NOTES:
        return in_words(f"trust.note.{said.kind}")
    kind = in_words(f"trust.text.{ev.type_of(said)}")
    if isinstance(event, ev.Corrected):
        return in_words("trust.corrected", kind=kind)
    return kind


def _forget_draft(path: Path, texts: Sequence[str]) -> None:
    """The half-typed line of a sitting that is over, when it says the same."""
    if path.exists() and any(form in path.read_bytes() for text in texts for form in _forms(text)):
        path.unlink()


def _leftovers(base: Path, texts: Sequence[str], began: float) -> Iterable[Path]:
    """Files that still hold one of `texts`, and folders of a search index that is older than this."""
    forms = [form for text in texts if len(text) >= _SHORTEST for form in _forms(text)]
    for path in sorted(p for part in ("public", "journal") for p in (base / part).rglob("*") if p.is_file()):
        if path.suffix in _INDEX:
            if path.stat().st_mtime < began:
                yield path.parent
        elif any(form in path.read_bytes() for form in forms):
            yield path


def _forms(text: str) -> set[bytes]:
    """`text` as it may stand in a file: plain, in JSON, in HTML."""
    return {
        f.encode() for f in (text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], escape(text))
    }
