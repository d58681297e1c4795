"""The files of every item, motion and amendment: its page, its data, and what others show of it.

Theory. A meeting has a hundred of these pages and an event changes one or two, so each file is kept with all it was
made from and made anew when any of that is other. A page links to what exists: a message, the transcript, and the
decision list once there is one. Nothing stands here that is not of the matter itself (see `addressed`).
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import PurePath
from typing import Any

from livecouncil.core.release.record import MeetingRecord, ObjectRecord, PublicRecord
from livecouncil.core.telling.phrases import day_said
from livecouncil.core.telling.voice import Words

from . import pages, preview
from .addressed import DATA, HTML, Addressed, matter_called, matters_of
from .cards import figures_said, has_card, last_vote
from .feeds import vocabulary_address
from .fragments import Fragments
from .media_types import TYPES
from .open_data.shared import known_elsewhere
from .sharing import sharing_of
from .vote_rows import figures_of


def matter_pages(record: PublicRecord, words: Words, kept: Fragments) -> dict[str, bytes]:
    """`m3/index.html`, `m3/index.jsonld` and their like, by name."""
    meeting = record.meeting
    head = (meeting.closed, meeting.final, meeting.finalized, record.proof.head, meeting.recording, meeting.awaited)
    made: dict[str, bytes] = {}
    for matter in matters_of(record, words, kept):
        page = f"{matter.path}/{HTML}"
        data = f"{matter.path}/{DATA}"
        made[page] = kept.newest(page, (matter, head), partial(_matter_page, record, matter, words, kept))
        quoted = f"{matter.path}/{preview.OEMBED}"
        made[data] = kept.newest(data, (matter, head), partial(_matter_data, record.meeting, matter, words))
        if meeting.public_url:
            made[quoted] = kept.newest(quoted, (matter, head), partial(oembed_of_matter, record, matter, words))
    return made


def _matter_page(record: PublicRecord, matter: Addressed, words: Words, kept: Fragments) -> bytes:
    seen = preview_of(record, matter, words)
    called = matter_called(matter, words)
    known = {"matter": matter, "called": called, "seen": seen, "sharing": sharing_of(record, matter, words, seen)}
    return pages.render("matter.html", record, words, kept, up="../", **known)


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
        "@context": _context(meeting),
        "@type": "CreativeWork",
        "@id": where,
        "url": where,
        "identifier": _identifiers(matter),
        "sameAs": "" if matter.object else _web_source(matter.item.source),
        "name": matter.title,
        "headline": matter_called(matter, words),
        "creativeWorkStatus": matter.word,
        "inLanguage": meeting.language,
        "license": meeting.licence,
        "publisher": {"@type": "Organization", "name": meeting.publisher},
        "isPartOf": {"@type": "Event", "name": f"{meeting.title} {meeting.municipality}", "url": above},
    }
    if vocabulary_address(meeting):
        known |= _decided_data(matter)
    if meeting.mark:
        known["headline"] = f"{meeting.mark} · {known['headline']}"
    if told:
        known["description"] = told.texts[meeting.language]
        known["dateModified"] = told.updated.isoformat()
    if not matter.object:
        known["text"] = matter.item.decision
        known["citation"] = _papers_data(matter)
    if matter.object:
        known["creator"] = [{"@type": "Organization", "name": name} for name in matter.object.movers]
        known["text"] = matter.object.text
        known["encoding"] = _document_data(meeting, matter.object)
    return json.dumps({key: value for key, value in known.items() if value}, ensure_ascii=False, indent=1).encode()


def _context(meeting: MeetingRecord) -> Any:
    """schema.org, and our own words where they have an address."""
    where = vocabulary_address(meeting)
    if not where:
        return "https://schema.org"
    return ["https://schema.org", {"lc": f"{where}#"}]


def _decided_data(matter: Addressed) -> dict[str, Any]:
    """Outcome and figures in our own words, which schema.org does not have."""
    target = matter.object or matter.item
    known: dict[str, Any] = {}
    if target.outcome:
        known["lc:outcome"] = {"@id": f"lc:outcome-{target.outcome}"}
    vote = last_vote(matter)
    if vote:
        known |= {f"lc:{side}": number for side, number in figures_of(vote).items()}
    return known


def _identifiers(matter: Addressed) -> Any:
    """The number as it is printed, and of an item what it is in the system it comes from."""
    if matter.object or not matter.item.source:
        return matter.target
    return [matter.target, *_elsewhere(matter.item.source)]


def _elsewhere(source: str) -> list[dict[str, str]]:
    found = known_elsewhere(source)
    return [{"@type": "PropertyValue", "propertyID": one["scheme"], "value": one["identifier"]} for one in found]


def _web_source(source: str) -> str:
    """An address that names the same thing elsewhere; '' for an id that is none."""
    if source.startswith(("https://", "http://")):
        return source
    return ""


def _papers_data(matter: Addressed) -> list[dict[str, Any]]:
    """The documents of an item, each with its ids."""
    rows = []
    for (title, url), source in zip(matter.item.documents, matter.item.document_sources, strict=True):
        row = {"@type": "CreativeWork", "name": title, "url": url, "identifier": _elsewhere(source)}
        rows.append({key: value for key, value in row.items() if value})
    return rows


def preview_of(record: PublicRecord, matter: Addressed, words: Words) -> preview.PagePreview:
    """The page of an item, a motion or an amendment."""
    meeting = record.meeting
    title = preview.titled(record, matter_called(matter, words))
    said = f"{meeting.title} {meeting.municipality}, {day_said(meeting.start, words.t)}."
    if matter.told:
        said = matter.told.texts[meeting.language]
    where = preview.whole_addresses(record, f"{matter.path}/")
    alt = ". ".join(filter(None, (title, figures_said(last_vote(matter), words))))
    if not has_card(matter):
        where |= {"image": preview.whole_addresses(record, "").get("image", "")}
        alt = preview.titled(record, f"{meeting.title} {meeting.municipality} {day_said(meeting.start, words.t)}")
    return preview.PagePreview(
        title, said, "article", meeting.publisher, preview.LOCALES[meeting.language], alt=alt, **where
    )


def oembed_of_matter(record: PublicRecord, matter: Addressed, words: Words) -> bytes:
    """What was decided, as a quotation."""
    seen = preview_of(record, matter, words)
    return preview.oembed(record, seen, preview.quotation(seen), "matter")
