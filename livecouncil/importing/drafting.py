"""From a document to a draft: its items, its day, and everything that was guessed, glued, left aside or left over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from livecouncil.core.text.clean import clean

from .agenda import items_of
from .candidates import FoundItems
from .dates import when_in
from .document import Block, in_table
from .draft import AgendaDraft
from .numbering import numbered
from .words import import_text

_SHOWN = 6
_GAP = 20
_TITLE_AT_MOST = 60
_COMMITTEE = re.compile(
    r"\b((?:raads|staten)?commissie(?:vergadering)?(?: [A-Z&][\w&\-]*(?:,? (?:en|&) [A-Z][\w\-]*)*)?|"
    r"provinciale staten|algemeen bestuur|verenigde vergadering|gemeenteraadscommissie|forum|ronde tafel\w*|"
    r"beeldvormende \w+|oordeelsvormende \w+)\b",
    re.I,
)

_HEAD_OF = {
    "chair": re.compile(r"(?:de )?(?:voorzitter|foarsitter|chair(?:man|woman|person)?)\s*:\s*(.+)", re.I),
    "place": re.compile(r"(?:locatie|plaats|lokaasje|plak|place|location)\s*:\s*(.+)", re.I),
}
"""What the lines before the items say of the meeting, each behind its own word."""
_NEXT_WORD = re.compile(r"\s{2,}|\s*[;|\t]\s*|\s+[^\W\d_]{4,}:")
_GROUP_OF_CHAIR = re.compile(r"\s*\([^()]*\)$")
_NOBODY_YET = re.compile(r"[.…_?-]*|n\.?[nvt]\.?[bt]?\.?|nog .*|onbekend|vacature|volgt", re.I)


def draft_of(blocks: Sequence[Block]) -> AgendaDraft:
    """The agenda in a document, with notes of what the griffier should look at."""
    found = items_of(blocks)
    when = when_in([line for line in found.before if line], [row.title for row in found.rows])
    furniture = [block.text for block in blocks if block.kind == "furniture"]
    if when.start is None and not when.asked:
        when = when_in(furniture)
    return numbered(
        found.rows,
        title=_title_of(found),
        start=when.start,
        chair=_said_before(found, "chair"),
        place=_said_before(found, "place"),
        asked=when.asked,
        left=tuple(_left_over(found)),
        notes=tuple([*when.notes, *_agenda_notes(found)]),
    )


def draft_of_table(rows: Sequence[Sequence[str]], where: str) -> AgendaDraft:
    """The agenda in the rows of one table; `where` has a place for the number of the row."""
    return draft_of(in_table(rows, 1, where))


def _left_over(found: FoundItems) -> list[str]:
    return [import_text("left_line", where=one.where, text=clean(one.text)[:120]) for one in found.left]


def _said_before(found: FoundItems, what: str) -> str:
    """The chair or the place, as a line before the items names it; '' where none does, or says it is not known."""
    for line in found.before:
        match = _HEAD_OF[what].match(line.strip())
        if match:
            said = _GROUP_OF_CHAIR.sub("", clean(_NEXT_WORD.split(match[1])[0]))[:_TITLE_AT_MOST]
            if not _NOBODY_YET.fullmatch(said):
                return said
    return ""


def _title_of(found: FoundItems) -> str:
    """Another body's meeting is called by its name; all else is a meeting of the council until the griffier says so."""
    head = " ".join(found.before[:12])[:1_500]
    if re.search(r"raadsvergadering|gemeenteraad|riedsgearkomste|council meeting", head, re.I):
        return AgendaDraft.title
    match = _COMMITTEE.search(head)
    if match:
        return clean(match[1][:1].upper() + match[1][1:])[:_TITLE_AT_MOST]
    return AgendaDraft.title


def _agenda_notes(found: FoundItems) -> list[str]:
    """What was done to what stands in the source, each once."""
    notes: list[str] = []
    glued = [number for number in found.glued if number]
    told: tuple[tuple[str, Sequence[str]], ...] = (
        ("glued", glued),
        ("composed", found.composed),
        ("weak_numbers", found.weak),
        ("wide", found.wide),
        ("gap", _missing([row.prefix for row in found.rows])),
    )
    notes += [import_text(key, numbers=", ".join(dict.fromkeys(numbers))) for key, numbers in told if numbers]
    headings = [f"‘{clean(text)[:40]}’" for text in found.headings if found.rows]
    if headings:
        notes.append(import_text("headings", count=len(headings), titles=", ".join(headings[:_SHOWN])))
    aside = [f"‘{clean(text)[:40]}’" for text in found.aside]
    if aside:
        notes.append(import_text("aside", count=len(aside), titles=", ".join(aside[:_SHOWN])))
    if found.clocks:
        notes.append(import_text("clocks"))
    return notes


def _missing(numbers: Sequence[str]) -> list[str]:
    """Whole numbers that are left out between two that are printed."""
    whole = [int(match[0]) for number in numbers if (match := re.match(r"\d{1,4}", number))]
    gaps = (n for one, other in pairwise(whole) if 1 < other - one < _GAP for n in range(one + 1, other))
    return [str(n) for n in gaps if n not in whole]
