"""Meetings in the XML of iBabs: an export, or the answer of its public service (`iBabsMeeting`, `iBabsMeetingItem`).

Elements are known by their own name, whatever their namespace. `Features` is the number as printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault

from . import limits
from .agenda_text import plain
from .draft import Draft, moment_in
from .numbering import Row, at_most, numbered, split
from .sources import Source

_MEETING = ("ibabsmeeting", "meeting", "vergadering")
_ITEM = ("ibabsmeetingitem", "meetingitem", "agendaitem", "agendapunt")
_DOCUMENT = ("ibabsdocument", "document")


def read(source: Source) -> list[Draft]:
    """Every meeting with items in `source`. Raises InputFault when it has none."""
    root = limits.xml(source.path, source.data)
    meetings = [m for m in root.iter() if _name(m) in _MEETING and next(_items(m), None) is not None]
    if not meetings and next(_items(root), None) is not None:
        meetings = [root]
    if not meetings:
        said = _text(root, "message", deep=True)
        raise InputFault(
            f"{source.path}: geen vergadering met agendapunten in deze XML{f' (‘{said[:120]}’)' if said else ''}. Er is "
            "niets veranderd; exporteer de vergadering met haar agendapunten."
        )
    return [_draft(meeting) for meeting in meetings]


def _draft(meeting: Any) -> Draft:
    rows = at_most(_rows(meeting))
    hidden = [row.title for row in rows if row.details.get("kind") == "closed"]
    return numbered(
        rows,
        title=_text(meeting, "meetingtype", "title", "titel", "name", "naam") or Draft.title,
        start=_start(meeting),
        chair=_text(meeting, "chairman", "voorzitter"),
        place=_text(meeting, "location", "locatie"),
        notes=(f"Vertrouwelijk in de bron, dus besloten: {', '.join(t[:40] for t in hidden)}.",) if hidden else (),
    )


def _start(meeting: Any) -> datetime | None:
    """The date with the time that iBabs keeps beside it."""
    day = moment_in(_text(meeting, "meetingdate", "date", "datum", "start"))
    time = _text(meeting, "starttime", "aanvang", "tijd").replace(".", ":")
    timed = moment_in(f"{day:%Y-%m-%d} {time:0>5}") if day and time else None
    return timed or day


def _items(element: Any) -> Iterator[Any]:
    """The nearest items below `element`."""
    for child in element:
        if _name(child) in _ITEM:
            yield child
        elif _name(child) not in _MEETING:
            yield from _items(child)


def _rows(element: Any, inside: bool = False) -> Iterator[Row]:
    for item in _items(element):
        title = _text(item, "title", "titel", "onderwerp", "subject")
        prefix, title = split(_text(item, "features", "number", "nummer", "agendanummer", "volgnummer"), title)
        yield Row(title, prefix, inside, details=_details(item))
        yield from _rows(item, inside=True)


def _details(item: Any) -> dict[str, Any]:
    documents = [d for d in map(_document, _documents(item)) if d]
    if documents:
        details: dict[str, Any] = {"documents": documents}
    else:
        details = {}
    return details | ({"kind": "closed"} if _closed(item) else {})


def _documents(item: Any) -> Iterator[Any]:
    for child in item:
        if _name(child) in _DOCUMENT:
            yield child
        elif _name(child) not in _ITEM:
            yield from _documents(child)


def _document(document: Any) -> dict[str, str] | None:
    title = _text(document, "displayname", "title", "titel", "filename", "name")[:200]
    if _closed(document) or not title:
        return None
    address = clean(_text(document, "publicdownloadurl", "url"))
    if address.startswith(("https://", "http://")):
        return {"title": title, "url": address}
    return {"title": title}


def _closed(element: Any) -> bool:
    return _text(element, "confidential", "vertrouwelijk").casefold() in ("true", "1", "ja")


def _text(element: Any, *names: str, deep: bool = False) -> str:
    """Text of the first child, or attribute, with one of `names`, in their order."""
    for name in names:
        for child in element.iter() if deep else element:
            if _name(child) == name and (text := plain("".join(child.itertext()))):
                return text
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2].casefold() == name and (text := plain(str(value))):
                return text
    return ""


def _name(element: Any) -> str:
    """Name without namespace, folded; '' for comments and instructions."""
    if isinstance(element.tag, str):
        return element.tag.rpartition("}")[2].casefold()
    return ""
