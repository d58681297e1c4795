"""One meeting done anew: its journal read once, and from that its public files and what the catalog keeps of it.

Theory. A meeting is done whole by one process, which reads its journal once and makes one record of it: from that come
the meeting's own files, its row in the catalog, its digest for the archive's pages and what search reads. So a meeting
that was told to be done is done. The stamp is taken when the journal was signed and before it is read: whatever is
written in it later is seen the next time.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import LivecouncilError
from livecouncil.journal.documents import kept_in
from livecouncil.journal.place import Place
from livecouncil.journal.reading import UNTENABLE, Reading, read
from livecouncil.journal.signing.signing_off import sign_off
from livecouncil.publishing import folder as publishing
from livecouncil.system.collecting import uncollected
from livecouncil.wording.faults import in_words

from . import tables
from .catalog import KnownMeeting, published_as, stamp_of
from .digest import digest, document, dumps, in_archive
from .document_texts import document_texts


class MeetingTask(NamedTuple):
    """A meeting under `base` to be done: what is known of it, and its `place` among the others."""

    base: Path
    known: KnownMeeting
    place: str


class MeetingDone(NamedTuple):
    """What came of it: what is known of the meeting now, what was written, and the sentences to tell."""

    row: KnownMeeting
    written: list[Path]
    told: list[str]


def done_anew(task: MeetingTask) -> MeetingDone:
    """The public files and the row of one meeting; of a journal that does not let them be made, why."""
    base, known, place = task
    told = [*filter(None, [_signed_off(base, known.id)])]
    stamp = stamp_of(base / "journal", known.id)
    row, record = known_by(base / "journal", KnownMeeting(known.id, stamp, known.published))
    if row.fault:
        told.append(f"{row.id}: {row.fault}")
    if record is None or not row.start:
        return MeetingDone(row, [], told)
    try:
        written = publishing.put_public(base, record)
    except LivecouncilError as error:
        return MeetingDone(row, [], [*told, f"{row.id}: {error}"])
    except UNTENABLE as error:
        return MeetingDone(
            row, [], [*told, in_words("publishing.untenable", meeting=row.id, kind=type(error).__name__)]
        )
    told.append(in_words("archive.meeting_updated", meeting=row.id, number=len(written)))
    return MeetingDone(replace(row, published=published_as(stamp, place)), written, told)


def _signed_off(base: Path, meeting: str) -> str:
    """Sign a closed meeting; why that could not be done. A journal that cannot be read is told of when it is."""
    try:
        return sign_off(base, meeting)
    except (OSError, *UNTENABLE):
        return ""


def known_by(folder: Path, row: KnownMeeting) -> tuple[KnownMeeting, PublicRecord | None]:
    """What the catalog keeps of a journal, and its record; of one that cannot be read, only why."""
    try:
        reading = read(folder, row.id)
    except OSError as error:
        return replace(row, fault=in_words("archive.unreadable", reason=error.strerror)), None
    row = replace(row, fault=" ".join(reading.damage))
    if not reading.events or not isinstance(reading.events[0], ev.Snapshot):
        return _with_fault(row, in_words("archive.no_begin")), None
    try:
        with uncollected():
            return _recorded(row, reading, kept_in(Place(folder, row.id)))
    except UNTENABLE as error:
        return _with_fault(row, in_words("archive.untenable", kind=type(error).__name__)), None


def _recorded(row: KnownMeeting, reading: Reading, kept: Path) -> tuple[KnownMeeting, PublicRecord]:
    record = publishing.record_of(reading.events)
    return _with_record(row, record, kept), record


def _with_fault(row: KnownMeeting, sentence: str) -> KnownMeeting:
    return replace(row, fault=f"{row.fault} {sentence}".strip())


def _with_record(row: KnownMeeting, record: PublicRecord, kept: Path) -> KnownMeeting:
    row = replace(row, title=record.meeting.title, start=record.meeting.start.isoformat(), final=record.meeting.final)
    if record.meeting.policy == "chamber":
        return replace(row, status="chamber")
    votes = sum(len(i.votes) + len(i.ballots) for i in record.decisions.items)
    row = replace(row, status=record.meeting.status, items=len(record.decisions.items), votes=votes)
    if not in_archive(record):
        return row
    words = publishing.words_of_meeting(record.meeting)
    searched = document(record, words, document_texts(record, kept))
    return replace(row, digest=dumps(digest(record)), document=searched, counted=tables.packed(record, words))
