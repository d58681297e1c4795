"""A page of its own for every item, motion and amendment: what can be sent to somebody, found again and cited.

Theory. `/<meeting>/m3/` and `/<meeting>/punt-7b/` say of one matter all that is public of it, and lead back to the
meeting. They are files (`m3/index.html`, and beside it `m3/index.jsonld` for machines), so that any web server serves
them; the path is the same escape of the printed number that anchors and ids have. A matter that is no longer in the
record has no page: who writes the folder takes away what was not made (see `folder`). A page links to what exists: a
message, the transcript, and the decision list once there is one.

A meeting has a hundred of these pages and an event changes one or two, so a page is kept with all it was made from and
made anew when any of that is other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import Any

from livecouncil.core.release.record import (
    FeedEntry,
    ItemRecord,
    MeetingRecord,
    ObjectRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import address_of

from . import feeds, pages
from .fragments import Fragments
from .media_types import TYPES
from .papers import papers

HTML = "index.html"
DATA = "index.jsonld"


@dataclass(frozen=True)
class Addressed:
    """One matter and all that its page says. `object` is None for an item itself; `parts` are an item's objects, each
    with its outcome in words and the last vote on it."""

    path: str
    target: str
    item: ItemRecord
    object: ObjectRecord | None
    word: str
    votes: tuple[VoteRecord, ...]
    entries: tuple[FeedEntry, ...]
    undertakings: tuple[tuple[str, str], ...]
    parts: tuple[tuple[ObjectRecord, str, VoteRecord | None], ...]

    @property
    def title(self) -> str:
        if self.object:
            return self.object.title
        return self.item.title

    @property
    def corrections(self) -> tuple[FeedEntry, ...]:
        """Those of the matter itself, not of its parts."""
        made = (entry for entry in self.entries if entry.kind == "correctie")
        return tuple(entry for entry in made if self.target in (entry.object or self.target, *entry.also))

    @property
    def told(self) -> FeedEntry | None:
        """The message that says what was decided of it, the newest of them."""
        decided = [entry for entry in self.entries if entry.outcome and self.target in (entry.object, *entry.also)]
        return next((entry for entry in reversed(decided) if entry.kind != "correctie"), None)

    @property
    def first(self) -> FeedEntry | None:
        """Where it begins on the live page."""
        return next(iter(self.entries), None)


def matters_of(record: PublicRecord, words: Words) -> Iterator[Addressed]:
    """Every matter of a meeting that has an address of its own."""
    for matter in papers.matters(record, words):
        item = matter.item
        entries = tuple(entry for entry in record.feed.entries if entry.item == item.number)
        parts = tuple((o, word, next(reversed(votes), None)) for o, word, votes in matter.objects)
        path = address_of(item.number, is_item=True)
        undertakings = matter.undertakings
        yield Addressed(path, item.number, item, None, matter.word, matter.votes, entries, undertakings, parts)
        about = _by_object(entries)
        for o, word, votes in matter.objects:
            told = tuple(about.get(o.key, ()))
            yield Addressed(address_of(o.key), o.key, _above(item, o), o, word, votes, told, (), ())


def _by_object(entries: Iterable[FeedEntry]) -> dict[str, list[FeedEntry]]:
    """The messages about each object."""
    found: dict[str, list[FeedEntry]] = {}
    for entry in entries:
        for key in dict.fromkeys((entry.object or "", *entry.also)):
            found.setdefault(key, []).append(entry)
    return found


def _above(item: ItemRecord, thing: ObjectRecord) -> ItemRecord:
    """As much of `item` as the page of `thing` says: of its other objects only the one that `thing` belongs to. With
    more, a vote on one motion would make the pages of all others anew."""
    parents = tuple(other for other in item.objects if thing.parent and other.key == thing.parent)
    return ItemRecord(item.number, item.title, item.kind, "", (), None, "", False, parents, closed=item.closed)


def matter_pages(record: PublicRecord, words: Words, kept: Fragments) -> dict[str, bytes]:
    """`m3/index.html`, `m3/index.jsonld` and their like, by name."""
    meeting = record.meeting
    head = (meeting.closed, meeting.final, meeting.finalized, record.proof.head, meeting.recording)
    made: dict[str, bytes] = {}
    for matter in matters_of(record, words):
        page = f"{matter.path}/{HTML}"
        data = f"{matter.path}/{DATA}"
        made[page] = kept.newest(page, (matter, head), partial(_matter_page, record, matter, words, kept))
        made[data] = kept.newest(data, (matter, head), partial(_matter_data, record.meeting, matter, words))
    return made


def matter_called(matter: Addressed, words: Words) -> str:
    """A matter with what became of it: 'Motie M3 ‘Starters eerst’: verworpen', '7 Krediet zwembad: vastgesteld'."""
    what = f"{matter.item.number} {matter.item.title}"
    if matter.object:
        what = matter.object.name
    if matter.object and matter.object.title:
        what = words.t("picture.object", label=matter.object.name, title=matter.object.title)
    if matter.word:
        return words.t("picture.title", what=what, outcome=matter.word)
    return what


def _matter_page(record: PublicRecord, matter: Addressed, words: Words, kept: Fragments) -> bytes:
    where = ""
    if record.meeting.public_url:
        where = f"{feeds.address(record)}{matter.path}/"
    return pages.render(
        "matter.html", record, words, kept, up="../", matter=matter, called=matter_called(matter, words), where=where
    )


def _document_data(meeting: MeetingRecord, filed: ObjectRecord) -> dict[str, Any]:
    """The document itself as linked data: where it stands, seen from the page where the meeting has no address."""
    document = filed.document
    if document is None:
        return {}
    above = "../"
    if meeting.public_url:
        above = f"{meeting.public_url}/{meeting.meeting_id}/"
    return {
        "@type": "MediaObject",
        "name": document.name,
        "contentUrl": f"{above}{document.path}",
        "encodingFormat": TYPES[PurePath(document.path).suffix].partition(";")[0],
        "contentSize": str(document.size),
        "sha256": document.sha256,
    }


def _matter_data(meeting: MeetingRecord, matter: Addressed, words: Words) -> bytes:
    """The matter as linked data (schema.org)."""
    where = ""
    above = ""
    if meeting.public_url:
        above = f"{meeting.public_url}/{meeting.meeting_id}/"
        where = f"{above}{matter.path}/"
    told = matter.told
    known: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": where,
        "url": where,
        "identifier": matter.target,
        "name": matter.title,
        "headline": matter_called(matter, words),
        "creativeWorkStatus": matter.word,
        "inLanguage": meeting.language,
        "license": meeting.licence,
        "publisher": {"@type": "Organization", "name": meeting.publisher},
        "isPartOf": {"@type": "Event", "name": f"{meeting.title} {meeting.municipality}", "url": above},
    }
    if meeting.mark:
        known["headline"] = f"{meeting.mark} · {known['headline']}"
    if told:
        known["description"] = told.texts[meeting.language]
        known["dateModified"] = told.updated.isoformat()
    if matter.object:
        known["creator"] = [{"@type": "Organization", "name": name} for name in matter.object.movers]
        known["text"] = matter.object.text
        known["encoding"] = _document_data(meeting, matter.object)
    return json.dumps({key: value for key, value in known.items() if value}, ensure_ascii=False, indent=1).encode()
