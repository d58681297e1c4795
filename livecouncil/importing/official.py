"""The agenda of a council that itself uses this program: from its live page as it was saved, or from its `ori.json`.

Who reports beside the council begins with what the council has made public, and leads every item of the report to the
council's own. So an item brings along the address of its page there. `ori.json` is in the vocabulary of the ORI API
2.0: what another system gives in it (a list of 'agendapunten', with its 'vergaderingen') is read alike, without
addresses that are not pages.

A live page also holds messages, figures and names. Only its agenda is read, which is marked; a page without that mark
is read as any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from livecouncil.core.text.charrefs import without_endless
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import address_of, number_escaped_as
from livecouncil.wording import LANGUAGES, Wording

from . import limits
from .dates import moment_in
from .draft import AgendaDraft
from .kinds import kind_of
from .numbering import SourceRow, at_most, confidential, numbered
from .sources import Source, decode
from .words import import_text

_AGENDA = b'id="items"'
_LINE = "agenda-"
_RESOURCE = re.compile(r"(https?://\S+/)ori\.json#\S+")
_POINTS = "agendapunten"


def live_page(source: Source) -> list[AgendaDraft]:
    """The meeting of a saved live page; none where it is none."""
    if _AGENDA not in source.data:
        return []
    page = _LivePage()
    page.feed(without_endless(decode(source.data)))
    rows = [
        SourceRow(title.strip(), number, details=_linked_to(page.address, number) | _closed_there(title))
        for number, title in page.items
        if title.strip()
    ]
    if not rows:
        return []
    title = page.title.strip() or AgendaDraft.title
    return [numbered(at_most(rows), title=clean(title), start=moment_in(page.start))]


def _linked_to(address: str, number: str) -> dict[str, Any]:
    """The page of an item of the official record, as a document of ours."""
    if not address.startswith(("https://", "http://")):
        return {}
    page = f"{address.rstrip('/')}/{address_of(number, is_item=True)}/"
    return {"documents": [{"title": import_text("official"), "url": clean(page)}]}


def _closed_there(title: str) -> dict[str, Any]:
    """That an item is closed, where its title is what this program writes in place of such a title."""
    for language in LANGUAGES:
        if title.strip() == Wording.load(language).t("word.closed_item"):
            return {"kind": "closed"}
    return {}


class _LivePage(HTMLParser):
    """What a live page says of its meeting: title, start, address, and the items of its agenda."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.start = ""
        self.address = ""
        self.items: list[tuple[str, str]] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "link" and told.get("rel") == "canonical":
            self.address = told.get("href", "")
        elif tag == "time" and not self.start:
            self.start = told.get("datetime", "")
        elif tag == "h1" and not self.title:
            self._inside = "h1"
        elif tag == "li" and told.get("id", "").startswith(_LINE):
            self.items.append((number_escaped_as(told["id"].removeprefix(_LINE)), ""))
        elif tag == "a" and self.items and not self.items[-1][1]:
            self._inside = "a"

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside == "a":
            number, text = self.items[-1]
            self.items[-1] = (number, text.removeprefix(number).strip() or text)
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h1":
            self.title += data
        elif self._inside == "a":
            number, text = self.items[-1]
            self.items[-1] = (number, text + data)


def ori_meetings(data: Any) -> list[AgendaDraft]:
    """Every meeting with items in the vocabulary of the ORI API; none where `data` is something else."""
    if not isinstance(data, dict) or not isinstance(data.get(_POINTS), list):
        return []
    points = [row for row in limits.objects_in(data[_POINTS]) if isinstance(row.get("agendapuntTitel"), str)]
    meetings = limits.objects_in(data.get("vergaderingen")) or limits.objects_in([data.get("vergadering")]) or [{}]
    if len(meetings) == 1:
        return [_draft_of_ori(meetings[0], points)] if points else []
    apart = [(meeting, [row for row in points if _belongs_to(row, meeting)]) for meeting in meetings]
    return [_draft_of_ori(meeting, rows) for meeting, rows in apart if rows]


def _belongs_to(row: dict[str, Any], meeting: dict[str, Any]) -> bool:
    of = row.get("vergadering")
    return isinstance(of, dict) and any(of.get(key) == meeting.get(key) for key in ("id", "url") if meeting.get(key))


def _draft_of_ori(meeting: dict[str, Any], points: list[dict[str, Any]]) -> AgendaDraft:
    rows = at_most(_rows_of_ori(points))
    told = (meeting.get(key) for key in ("geplandeAanvangVergadering", "geplandeVergaderdatum", "vergaderdatum"))
    start = next((moment for one in told if one and (moment := moment_in(one))), None)
    title = clean(str(meeting.get("naam") or "")) or AgendaDraft.title
    return numbered(rows, title=title, start=start, notes=tuple(confidential(rows)))


def _rows_of_ori(points: list[dict[str, Any]]) -> Iterator[SourceRow]:
    for row in points:
        number = clean(str(row.get("agendapuntKenmerk") or row.get("agendapuntvolgnummer") or ""))
        details: dict[str, Any] = {}
        if row.get("indicatorBesloten") is True:
            details["kind"] = "closed"
        elif row.get("indicatieHamerstuk") is True and kind_of(row["agendapuntTitel"]) == "proposal":
            details["kind"] = "hamerstuk"
        if page := _RESOURCE.fullmatch(str(row.get("url") or "")):
            details |= _linked_to(page[1], number)
        yield SourceRow(clean(row["agendapuntTitel"]), number, details=details)
