"""Numbers of agenda items as other systems print them: they stay what they are, without what stands around them.

A number that comes twice and a row without one get the next free letter, and the draft says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from livecouncil.core.council.agenda import LETTERS, free_number, place_of
from livecouncil.core.text.numbers import is_number, printed
from livecouncil.errors import InputFault

from .draft import AgendaDraft
from .seen import Sure, leading_number
from .words import import_text

MAX_ROWS = 1_000
_AROUND = re.compile(r"\W*(?:agenda)?(?:punt\s*)?(.*?)\W*", re.I | re.S)
_APART = re.compile(r"(\d{1,3})\s+([a-z])", re.I)
_WITHOUT_DIGIT = re.compile(r"[a-z]|[ivxl]+(?:\.[a-z])?", re.I)
_WORD = re.compile(r"[^\W\d_]{4,}")
_SUFFIXES = frozenset(["quater", "quinquies", "sexies"])
"""Words a number may end in: what else has four letters in a row is a title."""
_LONGEST = 40
"""Signs of a cell with a number; the patterns above take their time over a cell of blanks."""


@dataclass(frozen=True)
class SourceRow:
    """One row of an agenda elsewhere: `prefix` is its number as printed, `loose` that its place is not known.

    `details` are further keys of the item in the agenda's file; `where` is its place in the source, in words.
    """

    title: str
    prefix: str = ""
    inside: bool = False
    loose: bool = False
    details: dict[str, Any] = field(default_factory=dict)
    where: str = ""


_ID = re.compile(r"[\w.:/-]{1,200}", re.ASCII)


def source_id(scheme: str, told: object) -> str:
    """'notubiz:7853341': what a thing is in the system it comes from, as the agenda keeps it; '' for what is no id."""
    value = str(told) if isinstance(told, str | int) and not isinstance(told, bool) else ""
    if scheme and _ID.fullmatch(value.strip()):
        return f"{scheme}:{value.strip()}"
    return ""


def split(prefix: str, title: str) -> tuple[str, str]:
    """Number and title apart, where a system left the number in the title."""
    seen = None if prefix else leading_number(title)
    if seen and seen.title and seen.number[0].isdigit() and (seen.sure > Sure.BLANK or "." in seen.number):
        return seen.number, seen.title
    return prefix, title


def number_in(prefix: str) -> str | None:
    """'3.' gives 3, '3 b' 3b, '3.1' 3.1, 'punt R-12' R-12; None for what is no number ('TIJD', '3.1.2.4.1.1.1.1')."""
    if len(prefix) > _LONGEST:
        return None
    match = _AROUND.fullmatch(prefix)
    bare = re.sub(r"\s*([.\-/])\s*", r"\1", match[1]) if match else ""
    if apart := _APART.fullmatch(bare):
        bare = f"{apart[1]}{apart[2]}"
    has_digit = any(sign.isdigit() for sign in bare)
    if any(word.casefold() not in _SUFFIXES for word in _WORD.findall(bare)):
        return None
    if is_number(bare) and (has_digit or _WITHOUT_DIGIT.fullmatch(bare)):
        return printed(bare)
    return None


def at_most(rows: Iterable[SourceRow]) -> list[SourceRow]:
    """All `rows`, or a refusal before there are more than any agenda has."""
    taken = list(islice(rows, MAX_ROWS + 1))
    if len(taken) > MAX_ROWS:
        raise InputFault("import.too_many", most=MAX_ROWS)
    return taken


def numbered(rows: Iterable[SourceRow], **known: Any) -> AgendaDraft:
    """`rows` as a draft, each with a number of its own; `known` are further fields of the draft."""
    rows = at_most(rows)
    found = [number_in(row.prefix) for row in rows]
    placed, notes = _rows_in_place(rows, found)
    if rows and not any(found):
        notes.append(import_text("unnumbered"))
    unreadable = [number for number, row in placed if "\ufffd" in row.title]
    if unreadable:
        notes.append(import_text("unreadable", numbers=", ".join(unreadable)))
    notes += [import_text("untitled", number=number) for number, row in placed if not row.title]
    items = tuple((number, row.title or import_text("title", number=number)) for number, row in placed)
    details = {number: row.details for number, row in placed if row.details}
    where = {number: row.where for number, row in placed if row.where}
    return AgendaDraft(items, details=details, where=where, notes=(*known.pop("notes", ()), *notes), **known)


def _rows_in_place(
    rows: Sequence[SourceRow], found: Sequence[str | None]
) -> tuple[list[tuple[str, SourceRow]], list[str]]:
    """Each row with its number in its place, and what is to be said of numbers that are not as they were `found`."""
    first: dict[str, int] = {}
    for at, number in enumerate(found):
        if number:
            first.setdefault(number, at)
    taken = set(first)
    placed: list[tuple[str, SourceRow]] = []
    notes: list[str] = []
    for at, (row, number) in enumerate(zip(rows, found, strict=True)):
        if number is None or first[number] != at:
            number = _free(number or _number_before(placed, row, bool(first)), taken)
            if first:
                notes.append(_note_of_number(row, number))
        taken.add(number)
        _put_in_place(placed, number, row)
    return placed, notes


def _number_before(placed: list[tuple[str, SourceRow]], row: SourceRow, any_number: bool) -> str:
    """The number a row without one follows; '' when it is to have a whole number, as nobody numbered anything."""
    if not any_number and not (row.inside and placed):
        return ""
    if placed:
        return placed[-1][0]
    return "0"


def _free(base: str, taken: set[str]) -> str:
    """A letter after `base` that is not taken; the next whole number without `base` or when its letters are used up."""
    digits = base.rstrip(LETTERS)
    letters = (digits + letter for letter in LETTERS if base and digits + letter not in taken)
    number = next(letters, None) or free_number([(number, "") for number in taken], "number")
    if not is_number(number) or _whole_part(number) > MAX_ROWS:
        raise InputFault("import.same_number")
    return number


def _whole_part(number: str) -> int:
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else 0


def _note_of_number(row: SourceRow, number: str) -> str:
    if row.title:
        title = f"‘{row.title[:60]}’"
    else:
        title = import_text("an_item")
    if row.prefix and number_in(row.prefix):
        return import_text("number_again", printed=row.prefix.strip(" ."), title=title, number=number)
    return import_text("no_number", title=title, number=number)


def _put_in_place(placed: list[tuple[str, SourceRow]], number: str, row: SourceRow) -> None:
    """At the end, in the order of the source; a loose row by its number."""
    at = len(placed)
    if row.loose:
        at = place_of(number, [other for other, _ in placed])
    placed.insert(at, (number, row))


def left_out(titles: Iterable[str]) -> list[str]:
    """A note of the headings that did not become items."""
    named = [f"‘{title[:40]}’" for title in titles if title]
    if named:
        return [import_text("headings", count=len(named), titles=", ".join(named[:6]))]
    return []


def confidential(rows: Iterable[SourceRow]) -> list[str]:
    """A note of the items that the source keeps confidential, and that are closed therefore."""
    hidden = [row.title[:40] for row in rows if row.details.get("kind") == "closed"]
    if hidden:
        return [import_text("confidential", titles=", ".join(hidden))]
    return []
