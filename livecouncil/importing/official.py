"""The agenda of a council that itself uses this program, from its live page as it was saved (`ori`: from its data).

Who reports beside the council begins with what the council has made public, and leads every item of the report to the
council's own. So an item brings along the address of its page there.

A live page also holds messages, figures and names. Only its agenda is read, which is marked; a page without that mark
is read as any other.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from livecouncil.core.text.charrefs import without_endless
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import address_of, number_escaped_as
from livecouncil.wording import LANGUAGES, Wording

from .dates import moment_in
from .draft import AgendaDraft
from .numbering import SourceRow, at_most, numbered
from .sources import Source, decode
from .words import import_text

_AGENDA = b'id="items"'
_LINE = "agenda-"


def live_page(source: Source) -> list[AgendaDraft]:
    """The meeting of a saved live page; none where it is none."""
    if _AGENDA not in source.data:
        return []
    page = _LivePage()
    page.feed(without_endless(decode(source.data)))
    rows = [
        SourceRow(title.strip(), number, details=linked_to(page.address, number) | closed_there(title))
        for number, title in page.items
        if title.strip()
    ]
    if not rows:
        return []
    title = page.title.strip() or AgendaDraft.title
    return [numbered(at_most(rows), title=clean(title), start=moment_in(page.start))]


def linked_to(address: str, number: str) -> dict[str, Any]:
    """The page of an item of the official record, as a document of ours."""
    if not address.startswith(("https://", "http://")):
        return {}
    page = f"{address.rstrip('/')}/{address_of(number, is_item=True)}/"
    return {"documents": [{"title": import_text("official"), "url": clean(page)}]}


def without_mark(title: str) -> str:
    """The title of a meeting without what a report that is not the council's own puts before it."""
    for language in LANGUAGES:
        title = title.removeprefix(f"{Wording.load(language).t('word.unofficial')} · ")
    return title


def closed_there(title: str) -> dict[str, Any]:
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
