"""What the stream says: an entry, and where the meeting stands.

Each event says it twice, for two readers. A program reads the plain keys (docs/api.md); the live page reads `page`, the
pieces it shows, rendered as in the file (`publishing.living`). A `state` carries only what differs from what followers
know, so that the outcome of one item costs one line of the agenda and not the agenda.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livecouncil.core.release.record import ItemRecord
from livecouncil.core.telling.phrases import clock
from livecouncil.core.text.numbers import escaped, item_anchor
from livecouncil.publishing import feeds, pages
from livecouncil.publishing.living import LivePage, Row

AGENDA = "agenda-"
"""How the ids of the agenda's lines begin."""


def entry_json(page: LivePage, told: Row) -> dict[str, Any]:
    """An entry as the live page and a reporter's script read it; `voters` are (option, names) where they are known."""
    record = page.record
    entry = told.entry
    body: dict[str, Any] = {
        "seq": entry.seq,
        "kind": entry.kind,
        "anchor": entry.anchor,
        "at": entry.at.isoformat(),
        "item": entry.item,
        "object": entry.object,
        "outcome": entry.outcome,
        "for": entry.for_,
        "against": entry.against,
        "text": pages.untagged(entry.texts[record.meeting.language], record),
        "status": entry.status,
        "corrects": entry.corrects,
    }
    body |= feeds.about(record)
    shown = clock(entry.at, record.meeting.opened or record.meeting.start)
    if shown != f"{entry.at:%H:%M}":  # on another day of the sitting
        body["clock"] = shown
    if entry.review:
        body["review"] = True
    if told.vote and told.vote.votes is not None:
        voters = pages.by_option(told.vote)
        body["voters"] = [[page.words.t(f"option.{option}").capitalize(), names] for option, names in voters]
    return body | {"page": told.pieces() | {"updated": _updated(page)}}


def state_json(page: LivePage, known: Mapping[str, str]) -> dict[str, Any]:
    """Where the meeting stands: `text` in a word, `line` with the item; of items and pieces of the page only those that
    differ from the pieces `known`."""
    record = page.record
    slots = page.slots
    meeting = record.meeting
    changed = {name: made for name, made in slots.items() if known.get(name) != made}
    items = [item for item in record.decisions.items if f"{AGENDA}{escaped(item.number)}" in changed]
    pieces: dict[str, Any] = {"mark": page.mark, "updated": _updated(page), "slots": changed}
    if _lines(known) != _lines(slots):
        pieces["lines"] = _lines(slots)
    state: dict[str, Any] = {
        "status": meeting.status,
        "text": page.words.t(f"web.status_{meeting.status}"),
        "line": pages.status_line(record, page.words),
        "item": meeting.item,
    }
    if meeting.expected_resume:
        state["expected_resume"] = meeting.expected_resume.isoformat()
    if record.wall.speaker:
        state["speaker"] = record.wall.speaker
    return state | {"items": [_item(item) for item in items], **feeds.about(record), "page": pieces}


def _updated(page: LivePage) -> str:
    return page.record.feed.updated.isoformat()


def _lines(slots: Mapping[str, str]) -> list[str]:
    """Ids of the agenda's lines, in order."""
    return [name for name in slots if name.startswith(AGENDA)]


def _item(item: ItemRecord) -> dict[str, Any]:
    anchor = item_anchor(item.number)
    return {"number": item.number, "anchor": anchor, "title": item.title, "outcome": item.outcome_word}
