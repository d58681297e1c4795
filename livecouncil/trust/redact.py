"""`livecouncil redact`: deletes what must not be kept, such as personal data of a member of the public.

What a line says is deleted from the disk; that there was a line stays, and what is left to show of it is logged in its
place (`core.meeting.redacting`), so numbers, permalinks and counts stand. The public files are made anew, and files in
which the text may still be read are named.

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
from livecouncil.core.meeting.redacting import Redaction, Wish, can_go, redaction_of, typed_texts
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.written import fact_of
from livecouncil.core.text.clean import clean
from livecouncil.journal.signing.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish, words_in
from livecouncil.wording.faults import in_words

_MADE_ANEW = (".pdf", ".odt", ".gz", ".br")
_HELD_IN = ("public", "journal", "released", "outbox")
"""The folders of a council in which what was typed may stand."""
_INDEX = (".pf_fragment", ".pf_index", ".pf_meta")
"""Packed files of a search index: what is in them cannot be seen, only that they are older."""
_SHORTEST = 4
"""Shorter texts are not looked for elsewhere: they would be found everywhere."""


@dataclass(frozen=True)
class Done:
    """Numbers of the lines whose text is gone, and files in which it may still be read."""

    seqs: tuple[int, ...]
    leftovers: tuple[Path, ...] = ()


def redact(base: Path, meeting: str, wish: Wish) -> Done:
    """Delete what is wished, with all corrections of that line, and publish anew.

    Raises InputFault when it cannot be deleted, JournalLocked while `live` runs, JournalError when the disk refuses.
    """
    began = time.time()
    with writing(base, meeting) as journal:
        events = journal.events
        mark = words_in(events, opening(events)[0].council.language).t("trust.mark")
        redaction = redaction_of(events, wish, journal.form, at=now(events), mark=mark)
        if redaction.left:
            journal.redact(redaction.left)
            journal.append(_told(events, redaction, wish))
        _forget_draft(journal.private / "draft.json", redaction.texts)
    for path in (base / "public" / meeting).rglob("*"):
        if path.suffix in _MADE_ANEW:  # what cannot be looked into must not outlive it
            path.unlink()
    publish(base, meeting)
    leftovers = dict.fromkeys(_leftovers(base, redaction.texts, began))
    return Done(redaction.lines, tuple(leftovers))


def listed(events: Sequence[ev.Base], form: int) -> list[tuple[int, str]]:
    """What can be deleted from a journal of that form: number and a line to recognise it by."""
    return [(event.seq, _row(event)) for event in events if can_go(event, form)]


def _row(event: ev.Base) -> str:
    return f"{event.at:%H:%M} {_kind(event)}: {' · '.join(dict.fromkeys(typed_texts(event)))}"


def _told(events: Sequence[ev.Base], redaction: Redaction, wish: Wish) -> list[ev.Base]:
    """Privately why, and that the networks must lose it too."""
    at = now(events)
    told: list[ev.Base] = [ev.Note(at=at, kind="reason", text=clean(wish.reason), of=redaction.lines[0])]
    notes = {event.seq for event in events if isinstance(event, ev.Note)}
    posted = tuple(seq for seq in redaction.lines if seq not in notes)
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
    for path in sorted(p for part in _HELD_IN for p in (base / part).rglob("*") if p.is_file()):
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
