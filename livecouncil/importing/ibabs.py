"""Meetings in the XML of iBabs: an export, or the answer of its public service (`iBabsMeeting`, `iBabsMeetingItem`).

Elements are known by their own name, whatever their namespace. `Features` is the number as printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault

from . import limits
from .agenda_text import plain
from .dates import moment_in, moment_of
from .draft import AgendaDraft
from .numbering import SourceRow, at_most, confidential, numbered, source_id, split
from .official import without_mark
from .sources import Source

_MEETING = ("ibabsmeeting", "meeting", "vergadering")
_ITEM = ("ibabsmeetingitem", "meetingitem", "agendaitem", "agendapunt", "heeftalssubagendapunt", "item")
_DOCUMENT = ("ibabsdocument", "document")


def read_ibabs(source: Source) -> list[AgendaDraft]:
    """Every meeting with items in `source`. Raises InputFault when it has none."""
    root = limits.xml(source.path, source.data)
    if _local_name(root) == "ori-a":
        return _of_archive(root)
    meetings = [m for m in root.iter() if _local_name(m) in _MEETING and next(_nearest_items(m), None) is not None]
    if not meetings and next(_nearest_items(root), None) is not None:
        meetings = [root]
    if not meetings:
        answer = _first_text(root, "message", deep=True)
        said = ""
        if answer:
            said = f" (‘{answer[:120]}’)"
        raise InputFault("import.no_meeting_xml", file=source.path, said=said)
    return [_draft_of_xml(meeting) for meeting in meetings]


def _of_archive(root: Any) -> list[AgendaDraft]:
    """ORI-A, as councils hand it to their archives: the items stand beside the meeting."""
    meeting = next((child for child in root if _local_name(child) == "vergadering"), root)
    rows = at_most(_rows_of_xml(root, titled=clean))
    start = moment_in(_first_text(meeting, "geplandeaanvang", "aanvang", "geplandedatum", "datum"))
    title = without_mark(_first_text(meeting, "naam")) or AgendaDraft.title
    return [numbered(rows, title=title, start=start, notes=tuple(confidential(rows)))]


def _draft_of_xml(meeting: Any) -> AgendaDraft:
    rows = at_most(_rows_of_xml(meeting))
    return numbered(
        rows,
        title=_first_text(meeting, "meetingtype", "title", "titel", "name", "naam") or AgendaDraft.title,
        start=_start_in_xml(meeting),
        chair=_first_text(meeting, "chairman", "voorzitter"),
        place=_first_text(meeting, "location", "locatie"),
        notes=tuple(confidential(rows)),
        source=source_id("ibabs", _first_text(meeting, "id")),
    )


def _start_in_xml(meeting: Any) -> datetime | None:
    """The date with the time that iBabs keeps beside it."""
    day = _first_text(meeting, "meetingdate", "date", "datum", "start")
    return moment_of(day, _first_text(meeting, "starttime", "aanvang", "tijd"))


def _nearest_items(element: Any) -> Iterator[Any]:
    """The nearest items below `element`."""
    for child in element:
        if _local_name(child) in _ITEM:
            yield child
        elif _local_name(child) not in _MEETING:
            yield from _nearest_items(child)


def _rows_of_xml(element: Any, inside: bool = False, titled: Callable[[str], str] = plain) -> Iterator[SourceRow]:
    """Items in their order; `titled` makes a title of what stands there, which may have markup."""
    for item in _nearest_items(element):
        title = _first_text(item, "title", "titel", "onderwerp", "subject", "naam", read=titled)
        prefix, title = split(_first_text(item, "features", "number", "nummer", "agendanummer", "volgnummer"), title)
        yield SourceRow(title, prefix, inside, details=_details_of_xml(item))
        yield from _rows_of_xml(item, inside=True, titled=titled)


def _details_of_xml(item: Any) -> dict[str, Any]:
    documents = [d for d in map(_document_of_xml, _nearest_documents(item)) if d]
    if documents:
        details: dict[str, Any] = {"documents": documents}
    else:
        details = {}
    if _local_name(item.getparent()) != "ori-a" and (source := source_id("ibabs", _first_text(item, "id"))):
        details["source"] = source
    return details | ({"kind": "closed"} if _confidential(item) else {})


def _nearest_documents(item: Any) -> Iterator[Any]:
    for child in item:
        if _local_name(child) in _DOCUMENT:
            yield child
        elif _local_name(child) not in _ITEM:
            yield from _nearest_documents(child)


def _document_of_xml(document: Any) -> dict[str, str] | None:
    title = _first_text(document, "displayname", "title", "titel", "filename", "name")[:200]
    if _confidential(document) or not title:
        return None
    address = clean(_first_text(document, "publicdownloadurl", "url"))
    if not address.startswith(("https://", "http://")):
        address = ""
    told = {"title": title, "url": address, "source": source_id("ibabs", _first_text(document, "id"))}
    return {key: value for key, value in told.items() if value}


def _confidential(element: Any) -> bool:
    return _first_text(element, "confidential", "vertrouwelijk", "indicatiebesloten").casefold() in ("true", "1", "ja")


def _first_text(element: Any, *names: str, deep: bool = False, read: Callable[[str], str] = plain) -> str:
    """Text of the first child, or attribute, with one of `names`, in their order."""
    for name in names:
        for child in element.iter() if deep else element:
            if _local_name(child) == name and (text := read("".join(child.itertext()))):
                return text
        for key, value in element.attrib.items():
            if str(key).rpartition("}")[2].casefold() == name and (text := plain(str(value))):
                return text
    return ""


def _local_name(element: Any) -> str:
    """Name without namespace, folded; '' for comments and instructions."""
    if isinstance(element.tag, str):
        return element.tag.rpartition("}")[2].casefold()
    return ""
