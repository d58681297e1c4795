"""`livecouncil redact`: deletes a text that must not be kept, such as personal data of a member of the public.

Only what stands in the private folder can be deleted: the chain commits to it and goes on to verify. What stands in the
chain itself (titles, names of speakers) cannot. Every output shows that something was removed, where it stood.
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
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.journal import private
from livecouncil.journal.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish
from livecouncil.system.files import sync_folder
from livecouncil.wording.faults import in_words

_MADE_ANEW = (".pdf", ".odt", ".gz", ".br")
_INDEX = (".pf_fragment", ".pf_index", ".pf_meta")
"""Packed files of a search index: what is in them cannot be seen, only that they are older."""
_SHORTEST = 4
"""Shorter texts are not looked for elsewhere: they would be found everywhere."""

Text = ev.Message | ev.Undertaking | ev.Note


@dataclass(frozen=True)
class Redaction:
    """Numbers of the lines whose text is gone, and files in which it may still be read."""

    seqs: tuple[int, ...]
    leftovers: tuple[Path, ...] = ()


def redact(base: Path, meeting: str, seq: int, reason: str) -> Redaction:
    """Delete the text of line `seq` of the journal, with all corrections of it, and publish anew.

    The event is written before the text is deleted: after a crash the same command finishes it. Raises InputFault when
    it cannot be deleted, JournalLocked while `live` runs.
    """
    began = time.time()
    with writing(base, meeting) as journal:
        family = _family(journal.events, seq)
        texts = [t for e in family if (t := _text(e))]
        new = [e for e in family if not _done(journal.events, e.seq)]
        if new:
            journal.append(_told(journal.events, new, reason))
        for event in family:
            private.delete(journal.private, event.seq)
        _forget_draft(journal.private / "draft.json", texts)
        sync_folder(journal.private)
    for path in (base / "public" / meeting).rglob("*"):
        if path.suffix in _MADE_ANEW:  # what cannot be looked into must not outlive it
            path.unlink()
    publish(base, meeting)
    return Redaction(tuple(e.seq for e in family), tuple(dict.fromkeys(_leftovers(base, texts, began))))


def listed(events: Iterable[ev.Base]) -> list[tuple[int, str]]:
    """What can be deleted: number and a line to recognise it by."""
    return [(event.seq, _row(event)) for event in events if _text(event)]


def _row(event: ev.Base) -> str:
    return f"{event.at:%H:%M} {_kind(event)}: {_text(event)}"


def _family(events: Sequence[ev.Base], seq: int) -> list[ev.Base]:
    """The event with that text and every correction of it. Raises InputFault where it cannot be deleted."""
    by_number = {event.seq: event for event in events}
    left = {event.of: event.event for event in events if isinstance(event, ev.Redacted)}
    asked = left.get(seq) or by_number.get(seq)
    if asked is None:
        raise InputFault("trust.no_such_line", line=seq)
    root = _corrects(asked) or seq
    corrections = [event for event in events if _corrects(left.get(event.seq) or event) == root]
    if seq in left or _text(asked):
        return [by_number[root], *corrections]
    if isinstance(asked, ev.Sealed):
        raise InputFault("trust.text_not_here", line=seq)
    raise InputFault("trust.in_the_chain", line=seq)


def _corrects(event: ev.Base) -> int:
    """The line an event corrects; 0 when it corrects none."""
    if isinstance(event, ev.Corrected):
        return event.of
    return 0


def _text(event: ev.Base) -> str:
    """The free text an event keeps in the private folder; '' when it has none."""
    said = event.event if isinstance(event, ev.Corrected) else event
    return said.text if isinstance(said, Text) else ""


_NOTES = ("red", "reason", "override", "closed_titles")
"""Kinds of notes that the program makes itself."""


def _kind(event: ev.Base) -> str:
    """What a text is, in words: a note by what it was made for, else by its type, and whether it is a correction."""
    said = event.event if isinstance(event, ev.Corrected) else event
    if isinstance(said, ev.Note) and said.kind in _NOTES:
        return in_words(f"trust.note.{said.kind}")
    kind = in_words(f"trust.text.{getattr(said, 'type', '')}")
    if isinstance(event, ev.Corrected):
        return in_words("trust.corrected", kind=kind)
    return kind


def _done(events: Sequence[ev.Base], seq: int) -> bool:
    return any(isinstance(e, ev.Redacted) and e.of == seq for e in events)


def _told(events: Sequence[ev.Base], gone: Sequence[ev.Base], reason: str) -> list[ev.Base]:
    """What the journal says of it: that it is gone, privately why, and that the networks must lose it too."""
    at = now(events)
    told: list[ev.Base] = [ev.Redacted(at=at, of=e.seq, event=_blank(e)) for e in gone]
    told.append(ev.Note(at=at, kind="reason", text=clean(reason), of=gone[0].seq))
    posted = tuple(e.seq for e in gone if not isinstance(e, ev.Note))
    if posted and opening(events)[0].channels:
        told.append(ev.Posting(at=at, act="delete", of=posted, reason="personal"))
    return told


def _blank(event: ev.Base) -> ev.Message | ev.Undertaking | ev.Corrected | None:
    """What is left to show of `event`."""
    if isinstance(event, ev.Corrected):
        return event.model_copy(update={"event": _blank(event.event)})
    return event.model_copy(update={"text": ""}) if isinstance(event, ev.Message | ev.Undertaking) else None


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
