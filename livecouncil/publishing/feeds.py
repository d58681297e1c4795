"""JSON Feed 1.1 and Atom (RFC 4287; RFC 4685 for corrections) of a meeting: everything, and decisions only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from livecouncil.core.meeting.filed_documents import FOLDER, SUFFIXES
from livecouncil.core.release.record import FeedEntry, MeetingRecord, PublicRecord, WallRecord
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.core.telling.phrases import day_said
from livecouncil.core.telling.sentences import without_tail
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import number_escaped_as

from .entry_ids import council_feed_id, feed_id, message_id
from .feed_pages import COUNCIL, SIZE, Feed
from .fragments import Fragments
from .media_types import TYPES

_NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:fh="http://purl.org/syndication/history/1.0"'
)


LICENCE_OF_REPORTER = {"CC0-1.0": "web.licence_unofficial", "CC-BY-4.0": "web.licence_by_name"}
"""The sentence by which who reports gives it away."""


def licence(record: WallRecord, words: Words) -> str:
    """Who grants the licence, in a sentence: the council, or the reporter of an unofficial report."""
    if record.meeting.unofficial:
        return granted_by(record.meeting.publisher, record.meeting.granted, words)
    return words.t("web.licence")


def granted_by(reporter: str, granted: str, words: Words) -> str:
    """The same of a reporter, under the licence `granted`."""
    return words.t(LICENCE_OF_REPORTER[granted], reporter=reporter)


def about(record: PublicRecord) -> dict[str, Any]:
    """What a data file of an unofficial report says of itself; nothing for the council's own."""
    if record.meeting.unofficial:
        return {"unofficial": True, "mark": record.meeting.mark, "reporter": record.meeting.publisher}
    return {}


VOCABULARY = "static/vocabulary.html"
"""The page of our own words, below the council's address (see `vocabulary`)."""


def vocabulary_address(meeting: MeetingRecord) -> str:
    """Where the words of our data are told; '' while the council has no address."""
    if not meeting.public_url:
        return ""
    return f"{meeting.public_url}/{VOCABULARY}"


def decision_entries(record: PublicRecord) -> tuple[FeedEntry, ...]:
    """Entries with an outcome, and their corrections."""
    return tuple(e for e in record.feed.entries if e.outcome)


def json_feed(record: PublicRecord, feed: Feed, words: Words, fragments: Fragments | None = None) -> bytes:
    """JSON Feed 1.1 with the `_livecouncil` extension; newest first."""
    kept = fragments or Fragments()
    head: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _document_title(record, feed, words),
        "language": record.meeting.language,
        "description": licence(record, words),
    }
    if record.meeting.unofficial:
        head["authors"] = [{"name": record.meeting.publisher}]
    if record.meeting.public_url:
        head |= {"home_page_url": address(record), "feed_url": _self(record, f"{feed.name}.json")}
        if feed.older:
            head["next_url"] = _self(record, f"{feed.older}.json")
    head["_livecouncil"] = _feed_extension(record, feed)
    items = kept.each("json", reversed(feed.entries), partial(_json_item, record))
    return json_lines(head, "items", items)


def _feed_extension(record: PublicRecord, feed: Feed) -> dict[str, Any]:
    """What a machine needs of a feed: its meeting, its licence, where its recording begins; of a live feed whether the
    report of the meeting is final, which is said here for all its entries."""
    known: dict[str, Any] = {
        "about": vocabulary_address(record.meeting) or "https://www.jsonfeed.org/version/1.1/",
        "meeting": record.meeting.meeting_id,
        "licence": record.meeting.licence,
        "rehearsal": record.meeting.rehearsal,
        **about(record),
    }
    if record.meeting.recording:
        known["recording"] = record.meeting.recording.isoformat()
    if not feed.page:
        known["status"] = ("provisional", "final")[record.meeting.final]
    return known


def json_lines(head: dict[str, Any], key: str, rows: Iterable[str]) -> bytes:
    """A JSON object with `rows` (JSON already) as its last key, one a line: readable, and quick to write."""
    first = json.dumps(head, ensure_ascii=False)[:-1]
    if head:
        first += ", "
    body = ",\n".join(rows)
    return f'{first}"{key}": [\n{body}\n]}}\n'.encode()


def _json_item(record: PublicRecord, entry: FeedEntry) -> str:
    item: dict[str, Any] = {
        "id": message_id(record.meeting, entry.seq),
        "content_text": entry.texts[record.meeting.language],
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "language": record.meeting.language,
    }
    if record.meeting.public_url:
        item["url"] = address(record, f"#{entry.anchor}")
    if record.meeting.hashtag:
        item["tags"] = [record.meeting.hashtag]
    if attached := _attached(record, entry):
        item["attachments"] = [{"url": attached, "mime_type": _mime_of(attached)}]
    item["_livecouncil"] = extension(entry, record.meeting.second(entry.at))
    return json.dumps(item, ensure_ascii=False)


def _attached(record: PublicRecord, entry: FeedEntry) -> str:
    """The whole address of a document that belongs to an entry; '' where the meeting has no address of its own."""
    if not entry.attached.startswith(f"{FOLDER}/"):
        return entry.attached
    if not record.meeting.public_url:
        return ""
    return address(record, entry.attached)


def _mime_of(url: str) -> str:
    """What a document is, by the end of its address; a page of the web otherwise."""
    suffix = f".{url.rpartition('.')[2].casefold()}"
    if suffix in SUFFIXES:
        return TYPES[suffix].partition(";")[0]
    return "text/html"


def extension(entry: FeedEntry, second: int | None = None) -> dict[str, Any]:
    """What a machine needs of an entry; keys without a value are left out, but never the figures of a count.

    `media_offset` is the second of the recording, where there is one.
    """
    values = {
        "seq": entry.seq,
        "kind": entry.kind,
        "item": entry.item,
        "object": entry.object,
        "also": list(entry.also),
        "outcome": entry.outcome,
        "for": entry.for_,
        "against": entry.against,
        "groups_for": _group_votes(entry.groups_for),
        "groups_against": _group_votes(entry.groups_against),
        "status": _status_of(entry),
        "corrects": entry.corrects,
        "review": entry.review or None,
        "media_offset": second,
    }
    return {k: v for k, v in values.items() if v not in (None, [])}


def _status_of(entry: FeedEntry) -> str | None:
    """That it was corrected. Whether it is final is said once, of the feed."""
    if entry.status == "corrected":
        return entry.status
    return None


def _group_votes(groups: tuple[GroupVotes, ...]) -> list[dict[str, object]]:
    return [{"name": g.name, "votes": g.votes} for g in groups]


def atom(record: PublicRecord, feed: Feed, words: Words, fragments: Fragments | None = None) -> bytes:
    """Atom 1.0; corrections carry `thr:in-reply-to`, corrected entries a newer `updated` under the same id.

    Every document links the one before it (RFC 5005).
    """
    kept = fragments or Fragments()
    updated = max([record.meeting.start, *(entry.updated for entry in feed.entries)])
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed {_NAMESPACES} xml:lang="{record.meeting.language}">',
        f"<id>{escape(_feed_id(record, feed.name))}</id>",
        f"<title>{escape(_document_title(record, feed, words))}</title>",
        f"<updated>{updated.isoformat()}</updated>",
        f"<author><name>{escape(record.meeting.publisher)}</name></author>",
        f"<rights>{escape(licence(record, words))}</rights>",
    ]
    if record.meeting.public_url:
        lines += [
            f'<link rel="alternate" href={quoteattr(address(record))}/>',
            f'<link rel="self" href={quoteattr(_self(record, f"{feed.name}.atom"))}/>',
        ]
        lines += _archive(record, feed)
    lines += kept.each("atom", reversed(feed.entries), partial(_atom_entry, record))
    return "\n".join([*lines, "</feed>", ""]).encode()


def _archive(record: PublicRecord, feed: Feed) -> list[str]:
    """Marks and links of an archived feed: whether it is whole, the feed to subscribe to, the document before."""
    links = {}
    marks = []
    if feed.page or feed.name == "feed":
        links["current"] = _self(record, f"{_subscribed(feed)}.atom")
    if feed.page or (feed.name == "feed" and record.meeting.closed):
        marks.append("<fh:archive/>")
    if feed.older:
        links["prev-archive"] = _self(record, f"{feed.older}.atom")
    return marks + [f'<link rel="{rel}" href={quoteattr(href)}/>' for rel, href in links.items()]


def _subscribed(feed: Feed) -> str:
    """The live feed that an archived one belongs to."""
    if feed.live == "feed":
        return COUNCIL
    return feed.live


def _atom_entry(record: PublicRecord, entry: FeedEntry) -> str:
    said = entry.texts[record.meeting.language]
    text = escape(said)
    title = escape(without_tail(said))
    parts = [
        f"<entry><id>{escape(message_id(record.meeting, entry.seq))}</id><title>{title}</title>",
        f"<published>{entry.published.isoformat()}</published><updated>{entry.updated.isoformat()}</updated>",
    ]
    if record.meeting.public_url:
        parts.append(f'<link rel="alternate" href={quoteattr(address(record, f"#{entry.anchor}"))}/>')
    if attached := _attached(record, entry):
        parts.append(f'<link rel="enclosure" type="{_mime_of(attached)}" href={quoteattr(attached)}/>')
    if entry.corrects:
        parts.append(f"<thr:in-reply-to ref={quoteattr(message_id(record.meeting, entry.corrects))}/>")
    if record.meeting.hashtag:
        parts.append(f"<category term={quoteattr(record.meeting.hashtag)}/>")
    return "".join([*parts, f'<content type="text">{text}</content></entry>'])


def _document_title(record: PublicRecord, feed: Feed, words: Words) -> str:
    """Of one document; a page says which numbers stand on it."""
    name = title(record, feed.live, words)
    if not feed.page:
        return name
    last = feed.page * SIZE
    return f"{name} · {last - SIZE + 1}–{last}"


def title(record: PublicRecord, name: str, words: Words) -> str:
    """Title of a feed; a rehearsal and an unofficial report say so."""
    if name == COUNCIL:
        marks = [record.meeting.mark] * record.meeting.unofficial
        return " · ".join([*marks, record.meeting.municipality, words.t("web.feed")])
    what = words.t("web.feed")
    if name == "decisions":
        what = words.t("web.decisions")
    if name.startswith("items/"):
        what = words.t("web.item", number=number_escaped_as(name.removeprefix("items/")))
    marks = [words.t("word.rehearsal")] * record.meeting.rehearsal + [
        words.t("word.unofficial")
    ] * record.meeting.unofficial
    day = day_said(record.meeting.start, words.t)
    return " · ".join([*marks, f"{record.meeting.title} {record.meeting.municipality} {day}", what])


def address(record: WallRecord, tail: str = "") -> str:
    return f"{record.meeting.public_url}/{record.meeting.meeting_id}/{tail}"


def _self(record: PublicRecord, name: str) -> str:
    if name.startswith("../"):
        return f"{record.meeting.public_url}/{name.removeprefix('../')}"
    return address(record, name)


def _feed_id(record: PublicRecord, name: str) -> str:
    """Of a meeting's feed, or of the council's, which is the same from meeting to meeting."""
    if name != COUNCIL:
        return feed_id(record.meeting, name)
    where = ""
    if record.meeting.public_url:
        where = _self(record, f"{COUNCIL}.atom")
    return council_feed_id(record.meeting, where)
