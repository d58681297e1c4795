"""Agenda items from pasted text, CSV and saved pages of council information systems."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

from ..core.clean import clean
from ..core.state import item_order
from .draft import Draft, date_in

_ITEM = re.compile(r"^\s*(\d{1,3}[a-z]?)\s*[.)\t:]\s*(\S.*)$|^\s*(\d{1,3}[a-z]?)\s{2,}(\S.*)$", re.I)


def from_text(text: str) -> Draft:
    """Numbered lines whose numbers only grow; a line without a number continues the one before it."""
    items: list[tuple[str, str]] = []
    before: list[str] = []
    gap = False
    for row in text.splitlines():
        match = _ITEM.match(row)
        if match and _follows(items, number := (match[1] or match[3]).casefold()):
            items.append((number, clean(match[2] or match[4])))
            gap = False
        elif not row.strip():
            gap = True
        elif items and not gap:
            items[-1] = (items[-1][0], clean(f"{items[-1][1]} {row}"))
        elif not items:
            before.append(row)
    return Draft(tuple(items), start=date_in(" ".join(before) or text))


def _follows(items: list[tuple[str, str]], number: str) -> bool:
    if not items:
        return item_order(number)[0] <= 1
    last, now = item_order(items[-1][0]), item_order(number)
    return now > last and now[0] - last[0] <= 1


def from_csv(text: str) -> Draft:
    """Columns for number and title, by their headings; `;`, `,` or tab."""
    text = text.lstrip("\ufeff")
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    heads = [h.strip().casefold() for h in rows[0]] if rows else []
    number = next((i for i, h in enumerate(heads) if h in ("nr", "nummer", "nr.", "punt", "agendapunt", "number")), 0)
    title = next((i for i, h in enumerate(heads) if h in ("titel", "onderwerp", "omschrijving", "title")), 1)
    items = tuple(
        (r[number].strip().rstrip(".").casefold(), clean(r[title]))
        for r in rows if len(r) > max(number, title) and re.fullmatch(r"\d{1,3}[a-z]?\.?", r[number].strip(), re.I) and r[title].strip()
    )  # fmt: skip
    return Draft(items, start=date_in(text))


class _Page(HTMLParser):
    """The visible text of a page, a line a block; scripts and menus' code left out."""

    _BLOCKS = frozenset(
        {
            "p",
            "div",
            "li",
            "tr",
            "br",
            "h1",
            "h2",
            "h3",
            "h4",
            "td",
            "th",
            "dt",
            "dd",
            "section",
            "article",
            "ul",
            "ol",
            "table",
            "title",
        }
    )

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skip += tag in ("script", "style", "noscript")
        if tag in self._BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("script", "style", "noscript") and self._skip > 0
        if tag in self._BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.lines[-1] += data


def from_html(text: str) -> Draft:
    """Numbered items of a saved page; a number alone in its block takes the next block as its title."""
    page = _Page()
    page.feed(text)
    rows = [clean(line) for line in page.lines if line.strip()]
    joined: list[str] = []
    for row in rows:
        if joined and re.fullmatch(r"\d{1,3}[a-z]?\.?", joined[-1], re.I):
            joined[-1] = f"{joined[-1].rstrip('.')}. {row}"
        else:
            joined.append(row)
    items: list[tuple[str, str]] = []
    for row in joined:
        match = _ITEM.match(row)
        if match and _follows(items, number := (match[1] or match[3]).casefold()):
            items.append((number, clean(match[2] or match[4])))
    return Draft(tuple(items), start=date_in(" ".join(rows)))
