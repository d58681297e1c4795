"""A meeting as the API of Notubiz gives it (`events/meetings/<id>`), whole or only its meeting, of any year.

Items have a prefix ('3.1'), a place (`order`, sometimes none), attributes (1 is the title) and offsets into the webcast
in seconds. Rows that are headings give no item of their own; what is confidential there is closed here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault

from . import limits, messages, ori, vendors
from .agenda_text import plain
from .dates import moment_in
from .draft import AgendaDraft
from .kinds import kind_of
from .numbering import SourceRow, at_most, confidential, left_out, number_in, numbered, source_id, split
from .sources import Source
from .words import import_text

_TITLE = 1
_PLACE = 50


def read_notubiz(source: Source) -> list[AgendaDraft]:
    """Every meeting with an agenda in `source`. Raises InputFault when it has none."""
    data = limits.parse_json(source.path, source.text)
    meetings = list(_notubiz_meetings(data))
    if not meetings:
        others = ori.drafts_of_ori(data) or messages.drafts_of_json_feed(data) or vendors.meetings_in(data)
        if others:
            return others
        raise InputFault("import.no_meeting_json", file=source.path)
    return [_draft_of_json(meeting) for meeting in meetings]


def _notubiz_meetings(data: Any) -> Iterator[dict[str, Any]]:
    """Whatever lies in `data` that has agenda items, through the wrappings the API and its users put around it."""
    if isinstance(data, dict) and isinstance(data.get("agenda_items"), list):
        yield data
    elif isinstance(data, list | dict):
        for one in data.values() if isinstance(data, dict) else data:
            yield from _notubiz_meetings(one)


def _draft_of_json(meeting: dict[str, Any]) -> AgendaDraft:
    headings: list[str] = []
    rows = at_most(_rows_of_json(meeting["agenda_items"], headings))
    timed = any("webcast" in row.details for row in rows)
    notes = left_out(headings)
    if _yes(meeting.get("canceled")):
        notes.append(import_text("canceled"))
    notes += confidential(rows)
    return numbered(
        rows,
        title=_attribute(meeting, _TITLE, "titel", "title", "name") or AgendaDraft.title,
        start=_planned_start(meeting),
        place=_attribute(meeting, _PLACE, "locatie", "location"),
        notes=tuple(notes),
        source=source_id("notubiz", meeting.get("id")),
        webcast=_web_address(meeting.get("url")) if timed else "",
    )


def _planned_start(meeting: dict[str, Any]) -> Any:
    planned = [p.get("start_date") for p in limits.objects_in(meeting.get("plannings"))]
    found = (moment_in(t) for t in (*planned, meeting.get("start_date"), meeting.get("date")) if t)
    return min((moment for moment in found if moment), default=None)


def _rows_of_json(items: Any, headings: list[str], inside: bool = False, hammer: bool = False) -> Iterator[SourceRow]:
    """Items in the order of the meeting, those inside another after it; headings go to `headings`."""
    for item in sorted(limits.objects_in(items), key=_place_in_meeting):
        data = {**item, **(item["type_data"] if isinstance(item.get("type_data"), dict) else {})}
        title = _attribute(data, _TITLE, "titel", "title", "name")
        prefix, title = split(clean(str(data.get("title_prefix") or data.get("prefix") or "")), title)
        heading = _yes(data.get("heading")) or item.get("type") in ("label", "heading")
        kept = not heading or number_in(prefix) is not None
        if kept:
            loose = not math.isfinite(_place_in_meeting(item)) and not inside
            yield SourceRow(title, prefix, inside, loose, _details_of_json(item, title, hammer))
        else:
            headings.append(title)
        yield from _rows_of_json(item.get("agenda_items"), headings, kept or inside, kind_of(title) == "hamerstuk")


def _details_of_json(item: dict[str, Any], title: str, hammer: bool) -> dict[str, Any]:
    """Documents, start in the webcast, and the kind where the source knows better than the title."""
    closed = _kept_from_public(item)
    documents = [d for d in map(_document_of_json, limits.objects_in(item.get("documents"))) if d]
    offset = None if closed else _seconds_in_webcast(item.get("start_offset"))
    details: dict[str, Any] = {"documents": documents} if documents else {}
    details |= {"webcast": offset} if offset is not None else {}
    if source := source_id("notubiz", item.get("id")):
        details["source"] = source
    if closed or (hammer and kind_of(title) == "proposal"):
        details["kind"] = "closed" if closed else "hamerstuk"
    return details


def _kept_from_public(thing: dict[str, Any]) -> bool:
    return _yes(thing.get("confidential")) or thing.get("permission_group", "public") not in ("public", "", None)


def _document_of_json(document: dict[str, Any]) -> dict[str, str] | None:
    """Title and address; None for what is confidential or has no name."""
    title = plain(str(document.get("title") or ""))[:200]
    if _kept_from_public(document) or not title:
        return None
    address = _web_address(document.get("url"))
    told = {"title": title, "url": address, "source": source_id("notubiz", document.get("id"))}
    return {key: value for key, value in told.items() if value}


def _attribute(thing: dict[str, Any], wanted: int, *names: str) -> str:
    """An attribute by its number in a list, or by name in an object or beside it."""
    attributes = thing.get("attributes")
    found: list[Any] = [a.get("value") for a in limits.objects_in(attributes) if str(a.get("id")) == str(wanted)]
    for holder in (attributes, thing):
        if isinstance(holder, dict):
            found += [v for k, v in holder.items() if k.casefold() in names]
    return next((plain(str(v)) for v in found if isinstance(v, str | int) and plain(str(v))), "")


def _web_address(value: Any) -> str:
    text = clean(str(value or ""))
    return text if text.startswith(("https://", "http://")) else ""


def _seconds_in_webcast(value: Any) -> float | None:
    """Seconds from '651', 651.5 or '0:10:51'."""
    try:
        parts = [float(part) for part in str(value).split(":")]
    except ValueError:
        return None
    total = sum(part * 60**power for power, part in enumerate(reversed(parts[:3])))
    return total if math.isfinite(total) and total >= 0 else None


def _place_in_meeting(item: dict[str, Any]) -> float:
    """Place in the meeting; infinite when the source gives none, or nought."""
    order = _seconds_in_webcast(item.get("order"))
    return order if order else math.inf


def _yes(value: Any) -> bool:
    return value in (True, 1, "1", "true")
