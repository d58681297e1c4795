"""Meetings in the JSON of GemeenteOplossingen, Parlaeus and iBabs, by the fields that their public clients read.

No documentation of these systems is public, so nothing is relied on that a client does not read; the review says by
which names it was read. A meeting is an object that has a list of items with titles, an item may have items of its
own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from livecouncil.core.text.clean import clean

from .agenda_text import plain
from .dates import moment_in
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
    _System("een raadsinformatiesysteem", ("items", "points", "meetingitems", "agendapunten"), "title"),
)
_BELOW = ("items", "points", "subitems", "subpoints", "children", "meetingitems", "ibabsmeetingitem", "listitems")
_TITLE = ("title", "titel", "onderwerp", "subject", "description")
_NUMBER = ("number", "features", "nummer", "prefix", "agendanumber")
_MEETING = ("meetingtype", "title", "titel", "description", "name")
_SECRET = ("confidential", "vertrouwelijk", "isconfidential", "secret", "closed", "besloten")
_DEEPEST = 8


def meetings_in(data: Any) -> list[AgendaDraft]:
    """Every meeting of one of these systems in `data`."""
    return [_draft_of(meeting, system) for meeting, system in _vendor_meetings(data, 0)]


def _vendor_meetings(data: Any, depth: int) -> Iterator[tuple[dict[str, Any], _System]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for one in data:
            yield from _vendor_meetings(one, depth + 1)
    elif isinstance(data, dict):
        folded = _folded_keys(data)
        system = next((one for one in _SYSTEMS if one.mark in folded and _items_under(folded, one.items)), None)
        if system:
            yield folded, system
            return
        for value in data.values():
            yield from _vendor_meetings(value, depth + 1)


def _folded_keys(data: dict[str, Any]) -> dict[str, Any]:
    return {str(key).casefold(): value for key, value in data.items()}


def _items_under(thing: dict[str, Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The items under one of `names`: a list, or an object around a list as SOAP has it."""
    for name in names:
        held = thing.get(name)
        if isinstance(held, dict):
            held = next((value for value in held.values() if isinstance(value, list)), [held])
        items = [_folded_keys(one) for one in held if isinstance(one, dict)] if isinstance(held, list) else []
        if any(_text_among(item, _TITLE) for item in items):
            return items
    return []


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
    day = moment_in(_text_among(meeting, ("meetingdate", "date", "datum", "startdate")))
    time = _text_among(meeting, ("starttime", "time", "tijd", "aanvang")).replace(".", ":")[:5]
    if day and time:
        return moment_in(f"{day:%Y-%m-%d} {time:0>5}") or day
    return day


def _rows_of(items: Sequence[dict[str, Any]], scheme: str, inside: bool = False, depth: int = 0) -> Iterator[SourceRow]:
    ordered = sorted(items, key=_sort_order)
    for item in ordered:
        prefix, title = split(_text_among(item, _NUMBER), _text_among(item, _TITLE))
        yield SourceRow(title, prefix, inside, details=_details_of(item, scheme))
        if depth < _DEEPEST:
            yield from _rows_of(_items_under(item, _BELOW), scheme, True, depth + 1)


def _sort_order(item: dict[str, Any]) -> float:
    order = item.get("sortorder", item.get("order"))
    if isinstance(order, int | float) and not isinstance(order, bool):
        return float(order)
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
    documents = [found for one in _papers_of(item) if (found := _document_of(one, scheme))]
    if documents:
        details["documents"] = documents
    if source := source_id(scheme, _text_among(item, ("apid", "id"))):
        details["source"] = source
    if _is_secret(item):
        details["kind"] = "closed"
    return details


def _is_secret(thing: dict[str, Any]) -> bool:
    return any(str(thing.get(name, "")).casefold() in ("1", "true", "ja") for name in _SECRET)


def _papers_of(item: dict[str, Any]) -> list[dict[str, Any]]:
    held = item.get("documents")
    if isinstance(held, dict):
        held = next((value for value in held.values() if isinstance(value, list)), [])
    return [_folded_keys(one) for one in held if isinstance(one, dict)] if isinstance(held, list) else []


def _document_of(document: dict[str, Any], scheme: str) -> dict[str, str] | None:
    title = _text_among(document, ("displayname", "description", "title", "titel", "filename", "name"))[:200]
    if not title or _is_secret(document):
        return None
    address = clean(_text_among(document, ("publicdownloadurl", "link", "url")))
    if not address.startswith(("https://", "http://")):
        address = ""
    told = {"title": title, "url": address, "source": source_id(scheme, _text_among(document, ("dcid", "id")))}
    return {key: value for key, value in told.items() if value}
