"""Meetings in the JSON of GemeenteOplossingen, Parlaeus and iBabs, by the fields that their public clients read.

No documentation of these systems is public, so nothing is relied on that a client does not read; the review says by
which names it was read. A meeting is an object that has a list of items with titles. An item may have items of its own,
under whatever name: a list in it of which something has both a number and a title is one of items, for what is not
read would be lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from livecouncil.core.text.clean import clean

from . import limits
from .agenda_text import plain
from .dates import moment_of
from .draft import AgendaDraft
from .numbering import SourceRow, at_most, confidential, number_in, numbered, source_id, split
from .words import import_text


@dataclass(frozen=True)
class _System:
    """A system: its name, where its items lie, a field that only it has, and what its ids are called by."""

    name: str
    items: tuple[str, ...]
    mark: str
    scheme: str = ""


_SYSTEMS = (
    _System("iBabs", ("meetingitems", "ibabsmeetingitem", "items"), "meetingdate", "ibabs"),
    _System("Parlaeus", ("points",), "agid", "parlaeus"),
    _System("GemeenteOplossingen", ("items", "meetingitems"), "dmu", "gemeenteoplossingen"),
)
_UNKNOWN = _System(
    "een raadsinformatiesysteem", ("items", "points", "meetingitems", "agendapunten", "agendaitems", "agenda"), ""
)
_BELOW = ("items", "points", "subitems", "subpoints", "children", "meetingitems", "ibabsmeetingitem", "listitems")
_TITLE = ("title", "titel", "onderwerp", "subject", "description", "name", "naam")
_NUMBER = ("number", "features", "nummer", "prefix", "titleprefix", "agendanumber", "position")
_MEETING = ("meetingtype", "title", "titel", "description", "name")
_DAYS = ("meetingdate", "date", "datum", "startdate")
_SECRET = ("confidential", "vertrouwelijk", "isconfidential", "secret", "closed", "besloten")
_DEEPEST = 8


def meetings_in(data: Any) -> list[AgendaDraft]:
    """Every meeting of one of these systems in `data`, or the items that are all there is of one."""
    meetings = list(_vendor_meetings(data, 0))
    if not meetings and any(map(_is_numbered, _objects_held(data))):
        meetings = [({"items": data}, _UNKNOWN)]
    return [_draft_of(meeting, system) for meeting, system in meetings]


def _vendor_meetings(data: Any, depth: int) -> Iterator[tuple[dict[str, Any], _System]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _vendor_meetings(one, depth + 1)
    elif isinstance(data, dict):
        folded = _folded_keys(data)
        system = _system_of(folded)
        if system:
            yield folded, system
            return
        for value in data.values():
            yield from _vendor_meetings(value, depth + 1)


def _system_of(meeting: dict[str, Any]) -> _System | None:
    """Whose meeting it is, by a field that only they have; of another where it has a title or a day."""
    known = next((one for one in _SYSTEMS if one.mark in meeting and _items_under(meeting, one.items)), None)
    if known:
        return known
    is_meeting = _text_among(meeting, (*_MEETING, *_DAYS)) and _items_under(meeting, _UNKNOWN.items)
    return _UNKNOWN if is_meeting else None


def _folded_keys(data: dict[str, Any]) -> dict[str, Any]:
    """In one spelling: start_date and startDate are startdate."""
    return {str(key).casefold().replace("_", ""): value for key, value in data.items()}


def _items_under(thing: dict[str, Any], names: Sequence[str]) -> list[dict[str, Any]]:
    """The items under one of `names`."""
    for name in names:
        items = _objects_held(thing.get(name))
        if any(_text_among(item, _TITLE) for item in items):
            return items
    return []


def _items_below(item: dict[str, Any]) -> list[dict[str, Any]]:
    """The items of an item: under a name that is known, else under any."""
    known = _items_under(item, _BELOW)
    others = [name for name in item if not known and any(map(_is_numbered, _objects_held(item[name])))]
    return known or _items_under(item, others)


def _is_numbered(thing: dict[str, Any]) -> bool:
    return bool(_text_among(thing, _NUMBER) and _text_among(thing, _TITLE))


def _objects_held(held: Any) -> list[dict[str, Any]]:
    """The objects of a list; of an object that holds a list, as SOAP has it, or objects one by one, by their ids."""
    if isinstance(held, dict):
        lists = [value for value in held.values() if isinstance(value, list)]
        inner = [value for value in held.values() if isinstance(value, dict)]
        held = next(iter(lists), inner if len(inner) == len(held) else [])
    return [_folded_keys(one) for one in limits.objects_in(held)]


def _text_among(thing: dict[str, Any], names: tuple[str, ...]) -> str:
    found = (thing.get(name) for name in names)
    return next((plain(str(v)) for v in found if isinstance(v, str | int) and plain(str(v))), "")


def _draft_of(meeting: dict[str, Any], system: _System) -> AgendaDraft:
    rows = at_most(_rows_of(_items_under(meeting, system.items), system.scheme))
    rows, counted = _counted_on(rows)
    notes = [import_text("by_clients", system=system.name)]
    if counted:
        notes.append(import_text("counted_on", numbers=", ".join(counted)))
    if str(meeting.get("cancelled", meeting.get("canceled", ""))).casefold() in ("1", "true"):
        notes.append(import_text("canceled"))
    return numbered(
        rows,
        title=_text_among(meeting, _MEETING) or AgendaDraft.title,
        start=_start_of(meeting),
        chair=_text_among(meeting, ("chairman", "voorzitter")),
        place=_text_among(meeting, ("location", "locatie")),
        source=source_id(system.scheme, _text_among(meeting, ("agid", "id"))),
        notes=tuple([*notes, *confidential(rows)]),
    )


def _start_of(meeting: dict[str, Any]) -> datetime | None:
    return moment_of(_text_among(meeting, _DAYS), _text_among(meeting, ("starttime", "time", "tijd", "aanvang")))


def _rows_of(items: Sequence[dict[str, Any]], scheme: str, inside: bool = False, depth: int = 0) -> Iterator[SourceRow]:
    ordered = sorted(items, key=_sort_order)
    for item in ordered:
        prefix, title = split(_text_among(item, _NUMBER), _text_among(item, _TITLE))
        yield SourceRow(title, prefix, inside, details=_details_of(item, scheme))
        if depth < _DEEPEST:
            yield from _rows_of(_items_below(item), scheme, True, depth + 1)


def _sort_order(item: dict[str, Any]) -> float:
    try:
        return float(_text_among(item, ("sortorder", "order")))
    except ValueError:
        return 0.0


def _counted_on(rows: list[SourceRow]) -> tuple[list[SourceRow], list[str]]:
    """Rows without a number get that of their place where the numbers around leave room for just that."""
    printed = {number_in(row.prefix) for row in rows}
    counted: list[str] = []
    out: list[SourceRow] = []
    for place, row in enumerate(rows, 1):
        if not row.prefix and not row.inside and any(printed) and str(place) not in printed:
            before = all(int(n) < place for n in map(_plain_number, out) if n)
            after = all(int(n) > place for n in map(_plain_number, rows[place:]) if n)
            if before and after:
                counted.append(str(place))
                row = replace(row, prefix=str(place))
        out.append(row)
    return out, counted


def _plain_number(row: SourceRow) -> str:
    """Its number where that is whole; '' otherwise."""
    number = number_in(row.prefix) or ""
    return number if number.isascii() and number.isdigit() else ""


def _details_of(item: dict[str, Any], scheme: str) -> dict[str, Any]:
    details: dict[str, Any] = {}
    documents = [found for one in _objects_held(item.get("documents")) if (found := _document_of(one, scheme))]
    if documents:
        details["documents"] = documents
    if source := source_id(scheme, _text_among(item, ("apid", "id"))):
        details["source"] = source
    if _is_secret(item):
        details["kind"] = "closed"
    return details


def _is_secret(thing: dict[str, Any]) -> bool:
    return any(str(thing.get(name, "")).casefold() in ("1", "true", "ja") for name in _SECRET)


def _document_of(document: dict[str, Any], scheme: str) -> dict[str, str] | None:
    title = _text_among(document, ("displayname", "description", "title", "titel", "filename", "name"))[:200]
    if not title or _is_secret(document):
        return None
    address = clean(_text_among(document, ("publicdownloadurl", "link", "url")))
    if not address.startswith(("https://", "http://")):
        address = ""
    told = {"title": title, "url": address, "source": source_id(scheme, _text_among(document, ("dcid", "id")))}
    return {key: value for key, value in told.items() if value}
