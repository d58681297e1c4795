"""Agenda items from pasted text, CSV and saved pages of council information systems."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from livecouncil.core.text.charrefs import unescaped, without_endless
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import natural, printed
from livecouncil.errors import InputFault

from .draft import Draft, date_in
from .numbering import Row, number_in, numbered

_NUMBERS = ("nr", "nummer", "punt", "agendanummer", "volgnummer", "volgnr", "number", "agendapunt")
_MAX_MARKUP = 20_000
_INLINE = re.compile(r"</?(?:a|b|em|font|i|span|strong|sub|sup|u)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-z/!?][^<>]*>", re.I)
_TITLES = ("titel", "onderwerp", "omschrijving", "title", "agendapunt")

_MANY = r"\d{1,3}[a-z]?(?:\.[0-9a-z]{1,3}){0,3}"
_PART = r"[0-9a-z]{1,3}[\s.):]"
"""What goes on behind a point as a part of the same number."""

_ITEM = re.compile(rf"^\s*+({_MANY})(?:\s*+[.):](?!{_PART})\s*+(\S.*)|(?=\s*\t|\s\s)\s*+(\S.*))$", re.I)
_UNPOINTED = re.compile(r"^\s*(\d{1,3}[a-z]|0\d\d|\d{1,3}[a-z]?(?:\.[0-9a-z]{1,3}){1,3})\s+(\S.*)$", re.I)
"""Numbers that are known as such without a dot behind them: with a letter, with noughts before, or in parts."""


_CLOCK = re.compile(r"\d{1,2}\.[0-5]\d")
_LEFT_OUT = 3
"""How many whole numbers an agenda may go on by."""


def from_text(text: str) -> Draft:
    """Numbered lines whose numbers only grow; a line without a number continues the one before it.

    '6a Verordening' needs no dot under item 6; '6 juni' and '7a Kerkstraat' there continue the title.
    """
    items: list[tuple[str, list[str]]] = []
    before: list[str] = []
    gap = False
    for row in text.splitlines():
        found = _item_in_row(row, items)
        if found:
            items.append((found[0], [found[1]]))
            gap = False
        elif not row.strip():
            gap = True
        elif items and not gap:
            items[-1][1].append(row)
        elif not items:
            before.append(row)
    return Draft(
        tuple((number, clean(" ".join(rows))) for number, rows in items), start=date_in(" ".join(before) or text)
    )


def _item_in_row(row: str, items: Sequence[tuple[str, object]]) -> tuple[str, str] | None:
    """Number and title of the item that `row` begins after `items`; None when it begins none."""
    if match := _ITEM.match(row):
        number = printed(match[1])
        if _next_number(items, number):
            return (number, match[2] or match[3])
        return None
    match = _UNPOINTED.match(row)
    if not match:
        return None
    number = printed(match[1])
    lettered = number[-1].isalpha() and "." not in number
    if lettered and not (items and _whole(number) == _whole(items[-1][0])):
        return None
    if _next_number(items, number):
        return (number, match[2])
    return None


def _whole(number: str) -> int:
    """The whole number it begins with."""
    return natural(number)[0][1]


def _next_number(items: Sequence[tuple[str, object]], number: str) -> bool:
    """Whether an agenda goes on with `number`: later, with few numbers left out between; a time is no number, and parts
    with letters ('16.a.3') cannot be anything else."""
    if not items:
        return _whole(number) <= 1
    last = items[-1][0]
    surely = "." in number and any(sign.isalpha() for sign in number)
    near = _whole(number) - _whole(last) <= _LEFT_OUT
    return natural(number) > natural(last) and (surely or near) and not _CLOCK.fullmatch(number)


def delimited(text: str) -> list[list[str]]:
    """Rows of CSV with `;`, `,` or tab, whichever the first line has most of."""
    text = text.lstrip("\ufeff")
    delimiter = max(";,\t", key=text.split("\n", 1)[0].count)
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputFault("import.csv", why=error) from error


def from_csv(text: str) -> Draft:
    """Columns for number and title, by their headings; the first two when there are none."""
    rows = delimited(text)
    number, title = _column_places(rows[0] if rows else [])
    return from_rows(rows, (number or 0, 1 if title is None else title))


def columns(row: Sequence[str]) -> tuple[int, int] | None:
    """Places of number and title in a row of headings; None when it is no such row."""
    number, title = _column_places(row)
    if number is not None and title is not None:
        return (number, title)
    return None


def _column_places(row: Sequence[str]) -> tuple[int | None, int | None]:
    heads = [clean(h).casefold().rstrip(".:") for h in row]
    number = next((heads.index(h) for h in _NUMBERS if h in heads), None)
    return number, next((at for h in _TITLES if h in heads and (at := heads.index(h)) != number), None)


def from_rows(rows: Sequence[Sequence[str]], at: tuple[int, int]) -> Draft:
    """Rows with a number and a title in the columns `at`; the others are left out, the date may stand anywhere."""
    number, title = at
    found = (
        Row(clean(r[title]), r[number].strip())
        for r in rows
        if len(r) > max(number, title) and number_in(r[number].strip()) and r[title].strip()
    )
    return numbered(found, start=date_in(" ".join(cell for r in rows for cell in r)))


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
        self._parts: list[list[str]] = [[]]
        self._skip = 0

    @property
    def lines(self) -> list[str]:
        return ["".join(parts) for parts in self._parts]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skip += tag in ("script", "style", "noscript")
        if tag in self._BLOCKS:
            self._parts.append([])

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag in ("script", "style", "noscript") and self._skip > 0
        if tag in self._BLOCKS:
            self._parts.append([])

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self._parts[-1].append(data)


def plain(text: str) -> str:
    """Text without its markup ('<p>R&amp;D</p>' is 'R&D'), cleaned."""
    return clean(unescaped(_TAG.sub(" ", _INLINE.sub("", text[:_MAX_MARKUP]))))


def from_html(text: str) -> Draft:
    """Numbered items of a saved page; a number alone in its block takes the next block as its title."""
    page = _Page()
    page.feed(without_endless(text))
    rows = [clean(line) for line in page.lines if line.strip()]
    joined: list[str] = []
    for row in rows:
        if joined and re.fullmatch(rf"{_MANY}\.?", joined[-1], re.I):
            joined[-1] = f"{joined[-1].rstrip('.')}. {row}"
        else:
            joined.append(row)
    items: list[tuple[str, str]] = []
    for row in joined:
        found = _item_in_row(row, items)
        if found:
            items.append((found[0], clean(found[1])))
    return Draft(tuple(items), start=date_in(" ".join(rows)))
