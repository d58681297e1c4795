"""Whether public files follow from a chain: they are made anew from it, and must be the same bytes.

A chain of form 2 opens all that was released, so everything follows from it: pages, feeds, open data and documents
alike. One of form 1 keeps texts apart that only the council's own folder has: somebody else takes them from the feed
and puts them where the chain has a commitment for them (`withheld`), and the rest must follow.

What cannot be made of a chain is named: what was spoken in a recording, and whatever else lies in the folder. Nobody
may take that for a part of what was found to be well.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from livecouncil import __version__
from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import PublicRecord
from livecouncil.journal import chain
from livecouncil.journal.reading import UNTENABLE
from livecouncil.publishing import proof
from livecouncil.publishing.afterwards import files_afterwards
from livecouncil.publishing.awaited import DOCUMENTS, as_it_lies, awaited_in
from livecouncil.publishing.cards import card_files
from livecouncil.publishing.documents import document_at, documents_of
from livecouncil.publishing.folder import record_of, wanted, words_of_meeting
from livecouncil.publishing.pace import WAITING
from livecouncil.publishing.site import Position, meeting_files
from livecouncil.system.extras import installed
from livecouncil.wording.faults import in_words

from .withheld import Published, Unfounded, filled

_UNREADABLE = (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading a feed raises that is not there, or is none of ours."""
_SPOKEN = "transcript."
"""How the names of files begin in which a recording's words stand: those are in no journal."""
_OF_A_WITNESS = re.compile(r"checkpoint\.txt\.[a-z0-9-]{1,40}\.minisig")
_BEFORE = re.compile(r'<link rel="prev-archive" href="[^"]*/([a-z0-9-]{1,80})/feed\.atom"/>')


@dataclass(frozen=True)
class Following:
    """`faults` as sentences; `withheld` entries rest on texts that only the council has; `unmade` are the files of the
    folder that no chain makes, so that nothing is said of them."""

    faults: tuple[str, ...] = ()
    withheld: int = 0
    unmade: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Feed:
    """What a published feed gives: the chain with the feed's texts in it, and when a recording began."""

    events: list[ev.Base]
    withheld: int
    recording: datetime | None


def as_published(base: Path, meeting: str, events: Sequence[ev.Base]) -> Following:
    """Public files of the council's own folder that are not what the journal makes."""
    folder = base / "public" / meeting
    try:
        record = record_of(events)
        made = wanted(as_it_lies(record, folder), base, everything=_has_documents(folder))
    except UNTENABLE as error:
        return _one(in_words("trust.untenable", kind=type(error).__name__))
    held = made
    if record.meeting.closed is None:  # while it goes on, these may be of a moment ago
        held = {name: content for name, content in made.items() if name not in WAITING}
    advice = in_words("trust.make_anew", meeting=meeting)
    faults = [*_differences(folder, held, advice), *_other_documents(folder, record, advice)]
    return Following(tuple(faults), unmade=_unmade(folder, {*made, *_document_paths(record)}))


def following(folder: Path, events: Sequence[ev.Base]) -> Following:
    """Files of a published meeting that do not follow from its chain alone; that a chain of whole lines tells no
    meeting, because openings are left out or it was made up, is a fault too."""
    try:
        return _following(folder, events)
    except UNTENABLE as error:
        return _one(in_words("trust.untenable", kind=type(error).__name__))


def _following(folder: Path, events: Sequence[ev.Base]) -> Following:
    if record_of(events).meeting.closed is None:
        return _one(in_words("trust.no_close", file=proof.JOURNAL))
    try:
        feed = _feed_of(folder, events)
    except _UNREADABLE:
        return _one(in_words("trust.no_feed"))
    except Unfounded as error:
        return _one(in_words("trust.unfounded", seq=error.seq))
    advice = in_words("trust.other_version", version=__version__)
    record = record_of(feed.events)
    made = _made_from(folder, feed)
    faults = [*_differences(folder, made, advice), *_other_documents(folder, record, advice)]
    return Following(tuple(faults), feed.withheld, _unmade(folder, {*made, *_document_paths(record)}))


def _one(fault: str) -> Following:
    return Following((fault,))


def _feed_of(folder: Path, events: Sequence[ev.Base]) -> _Feed:
    """Read feed.json. Raises Unfounded, and what `_UNREADABLE` lists."""
    feed = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
    published = [Published.read(item) for item in _published_entries(folder, feed)]
    whole, withheld = _filled(events, published)
    began = feed.get("_livecouncil", {}).get("recording")
    if not began:
        return _Feed(whole, withheld, None)
    return _Feed(whole, withheld, datetime.fromisoformat(began))


def _published_entries(folder: Path, feed: dict[str, Any]) -> list[dict[str, Any]]:
    """Of the feed of everything and the pages of its archive, oldest first, each once."""
    found: dict[int, dict[str, Any]] = {}
    for number in count(1):
        page = folder / f"feed-{number}.json"
        if not page.exists():
            break
        found |= _entries_by_number(json.loads(page.read_text(encoding="utf-8")))
    found |= _entries_by_number(feed)
    return [found[seq] for seq in sorted(found)]


def _entries_by_number(feed: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {item["_livecouncil"]["seq"]: item for item in feed["items"]}


def _filled(events: Sequence[ev.Base], published: Sequence[Published]) -> tuple[list[ev.Base], int]:
    """The chain with what form 1 keeps apart taken from the feed; form 2 opens all that was released. Raises
    Unfounded."""
    if events[0].v > 1:
        return list(events), 0
    return filled(events, published)


def _made_from(folder: Path, feed: _Feed) -> dict[str, bytes]:
    """The files that the chain makes, but for the chain itself and what was spoken."""
    record = record_of(feed.events).with_recording(feed.recording)
    if not _has_documents(folder):
        record = as_it_lies(record, folder)
    words = words_of_meeting(record.meeting)
    made = meeting_files(record, words, place=Position(_before(folder), newest=False))
    made |= proof.proof_files(record, partial(chain.raw, folder), folder, newest=False)
    if installed("papers"):
        made |= card_files(record, words)
    if _has_documents(folder):
        attached = {proof.JOURNAL: (folder / proof.JOURNAL).read_bytes()}
        made |= files_afterwards(record, words, attached)
    made.pop(proof.JOURNAL, None)
    if feed.recording:
        return {name: content for name, content in made.items() if not name.startswith(_SPOKEN)}
    return made


def _has_documents(folder: Path) -> bool:
    """Whether anything lies there that is made once a meeting is over; then all of it must."""
    return awaited_in(folder) != frozenset(DOCUMENTS)


def _unmade(folder: Path, made: Collection[str]) -> tuple[str, ...]:
    """Names of what lies in the folder and was not made here; signatures of witnesses are asked for by their key."""
    there = (str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if not path.is_dir())
    known = {*made, proof.JOURNAL}
    return tuple(name for name in there if name not in known and not _OF_A_WITNESS.fullmatch(name))


def _document_paths(record: PublicRecord) -> tuple[str, ...]:
    """Where the documents of motions stand."""
    return tuple(document.path for document in documents_of(record))


def _other_documents(folder: Path, record: PublicRecord, advice: str) -> list[str]:
    """Documents of motions that are not there, or not the bytes that were filed."""
    faults = []
    for document in documents_of(record):
        if not (folder / document.path).exists():
            faults.append(in_words("trust.missing", file=document.path, advice=advice))
        elif document_at(folder, document) is None:
            faults.append(in_words("trust.differs", file=document.path, advice=advice))
    return faults


def _before(folder: Path) -> str:
    """The meeting before, as the feed's archive link has it: another meeting's journal is not at hand."""
    for name in ("feed-1.atom", "feed.atom"):  # the first page leads to it, where there are pages
        with contextlib.suppress(FileNotFoundError, ValueError):
            match = _BEFORE.search((folder / name).read_text(encoding="utf-8"))
            if match:
                return match[1]
    return ""


def _differences(folder: Path, made: dict[str, bytes], advice: str) -> list[str]:
    faults = []
    for name, content in made.items():
        path = folder / name
        if not path.exists():
            faults.append(in_words("trust.missing", file=name, advice=advice))
        elif not _stands_as_made(path, content):
            faults.append(in_words("trust.differs", file=name, advice=advice))
    return faults


def _stands_as_made(path: Path, content: bytes) -> bool:
    """Whether that is what lies there; what is no file, or cannot be read, holds nothing."""
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False
