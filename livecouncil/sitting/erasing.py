"""What was typed is deleted: from the journal, and from everything beside it that keeps what was typed.

The one way of it, for the desk while a meeting goes on (`wis`) and for `livecouncil redact` afterwards. The journal is
told first, so that nobody is shown it from then on; then what it said is deleted from the disk (`Journal.redact`), the
reason is kept privately, and the networks are told to lose it too. Documents of the meeting that cannot be looked into
must not outlive it; the other public files follow from the journal.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.erasing import line_number
from livecouncil.core.meeting.filed_documents import FOLDER
from livecouncil.core.meeting.redacting import Redaction, Wish, can_go, everywhere, redaction_of, typed_texts
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.written import fact_of
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault, JournalError
from livecouncil.journal.documents import forget_kept, kept_in
from livecouncil.journal.journal import Journal
from livecouncil.journal.place import Place
from livecouncil.wording.faults import in_words

_MADE_ANEW = (".pdf", ".odt", ".gz", ".br")
_SHORTEST = 3
"""Fewer letters stand everywhere."""
_SHORTEST_IN_FILES = 4
"""Shorter texts are not looked for in files: they would be found everywhere."""
_OWN = ("agendas", "captions", "stukken")
"""Folders of a council whose files somebody made or was given."""
_MOST_ROWS = 3
_NOTES = ("red", "reason", "override", "closed_titles")
"""Kinds of notes that the program makes itself."""


def wished(events: Sequence[ev.Base], what: str, form: int, *, at: datetime, mark: str) -> Redaction:
    """What comes of deleting `what`, words or the number of a line. Raises InputFault where it cannot be."""
    seq = line_number(what)
    if seq:
        return redaction_of(events, Wish(seq, ""), form, at=at, mark=mark)
    if len(what) < _SHORTEST:
        raise InputFault("trust.too_short", words=what)
    return everywhere(events, what, form, at=at, mark=mark)


@dataclass(frozen=True)
class Doomed:
    """What is about to be deleted, as the griffier is asked: how many lines, and the first of them."""

    number: int
    rows: str


def doomed(events: Sequence[ev.Base], redaction: Redaction) -> Doomed:
    """What `redaction` deletes, to be recognised by."""
    reached = [event for event in events if event.seq in redaction.lines]
    shown = " · ".join(row_of(event) for event in reached[:_MOST_ROWS])
    if len(reached) > _MOST_ROWS:
        shown += " · …"
    return Doomed(len(reached), shown)


def erase(journal: Journal, redaction: Redaction, reason: str, at: datetime) -> None:
    """Delete it from the journal. Raises JournalError where the disk refuses."""
    if not redaction.left:
        return
    events = journal.events
    journal.redact(redaction.left)
    _forget_kept_documents(journal, redaction)
    journal.append(_told(events, redaction, reason, at))


def _forget_kept_documents(journal: Journal, redaction: Redaction) -> None:
    """Delete what was kept of documents of which nothing is left to show. Raises JournalError."""
    left = (fact_of(event) for event in journal.events if event.seq not in redaction.lines)
    wanted = {fact.sha256 for fact in left if isinstance(fact, ev.Attached)}
    try:
        forget_kept(kept_in(Place(journal.folder, journal.meeting)), wanted)
    except OSError as error:
        raise JournalError(
            "trust.document_left", file=error.filename or journal.folder, reason=error.strerror
        ) from error


def forget_documents(public: Path) -> tuple[str, ...]:
    """Delete the documents in a meeting's public folder that cannot be looked into; which could not be, in words."""
    left = []
    for path in public.rglob("*"):
        if path.suffix not in _MADE_ANEW and path.parent.name != FOLDER:
            continue
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            left.append(in_words("trust.document_left", file=path, reason=error.strerror))
    return tuple(left)


def forget_draft(path: Path, texts: Sequence[str]) -> None:
    """The half-typed line of a sitting that is over, when it says the same."""
    if path.exists() and says(path, texts):
        path.unlink()


def says(path: Path, texts: Sequence[str]) -> bool:
    """Whether one of `texts` stands in a file, in capitals or not: plain, in JSON or in HTML. Raises OSError."""
    content = path.read_bytes().decode(errors="replace").casefold()
    return any(form.casefold() in content for text in texts for form in _forms_of(text))


def _forms_of(text: str) -> set[str]:
    return {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], escape(text)}


def own_files_that_say(base: Path, texts: Sequence[str]) -> tuple[Path, ...]:
    """Files of the council's own in which one of `texts` stands: agendas, what was prepared, captions, settings. They
    follow from no journal, so nobody but their owner can take it out. What cannot be read is passed over."""
    long = [text for text in texts if len(text) >= _SHORTEST_IN_FILES]
    there = [base / "council.toml", *(path for part in _OWN for path in sorted((base / part).rglob("*")))]
    found = []
    for path in there:
        with contextlib.suppress(OSError):
            if path.is_file() and (path.name in long or says(path, long)):
                found.append(path)
    return tuple(found)


def erasable(events: Sequence[ev.Base], form: int) -> list[tuple[int, str]]:
    """What can be deleted from a journal of that form: number and a line to recognise it by."""
    return [(event.seq, row_of(event)) for event in events if can_go(event, form)]


def row_of(event: ev.Base) -> str:
    """A line to recognise `event` by."""
    return f"{event.at:%H:%M} {_kind(event)}: {' · '.join(dict.fromkeys(typed_texts(event)))}"


def _told(events: Sequence[ev.Base], redaction: Redaction, reason: str, at: datetime) -> list[ev.Base]:
    """Privately why, and that the networks must lose it too."""
    told: list[ev.Base] = [ev.Note(at=at, kind="reason", text=clean(reason), of=redaction.lines[0])]
    notes = {event.seq for event in events if isinstance(event, ev.Note)}
    posted = tuple(seq for seq in redaction.lines if seq not in notes)
    if posted and opening(events)[0].channels:
        told.append(ev.Posting(at=at, act="delete", of=posted, reason="personal"))
    return told


def _kind(event: ev.Base) -> str:
    """What a text is, in words: a note by what it was made for, else by its type, and whether it is a correction."""
    said = fact_of(event)
    if isinstance(said, ev.Note) and said.kind in _NOTES:
        return in_words(f"trust.note.{said.kind}")
    kind = in_words(f"trust.text.{ev.type_of(said)}")
    if isinstance(event, ev.Corrected):
        return in_words("trust.corrected", kind=kind)
    return kind
