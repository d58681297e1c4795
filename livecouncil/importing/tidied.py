"""The last look at the items of a document: what does not belong in a title goes, and what may hide in one is told.

Theory. However an agenda is laid out, two items that became one show it: the number of the second stands within the
title of the first. So every title is looked through for a number that could be the next, whatever put it there.
"""

from __future__ import annotations

import re
from dataclasses import replace

from .candidates import FoundItems, Left
from .numbering import SourceRow
from .seen import CLOCK
from .series import whole_part

_LEADERS = re.compile(r"\s*(?:\.{4,}|…{2,}|(?: \.){3,})\s*\d{0,4}\s*$")
_CLOCK_BEHIND = re.compile(rf"\s*[(\[](?:(?:ca|circa|om|vanaf)\.?\s)?{CLOCK.pattern}[)\]]$", re.I)
_INSIDE = re.compile(r"(?<=\s)(\d{1,3})(?:[a-z]|\.\d{1,2})*([.)]|)\s+(?=[‘“\"']?[^\W\d_])")
_FAR = 30


def tidy(found: FoundItems) -> None:
    """Take leaders to a page and times off the titles, and tell of titles in which another item seems to stand."""
    rows = [replace(row, title=_LEADERS.sub("", row.title) or row.title) for row in found.rows]
    timed = sum(_CLOCK_BEHIND.search(row.title) is not None for row in rows)
    if timed > 1:
        rows = [replace(row, title=_CLOCK_BEHIND.sub("", row.title) or row.title) for row in rows]
        found.clocks = True
    if not any(row.prefix for row in rows):
        rows = [replace(row, inside=False) for row in rows]
    found.rows = rows
    numbers = {row.prefix for row in rows}
    found.left += [Left(row.title, row.where) for row in rows if _holds_another(row, numbers)]


def _holds_another(row: SourceRow, numbers: set[str]) -> bool:
    """Whether a number that could be a later item's stands within a title, and is nowhere an item."""
    own = whole_part(row.prefix)
    for match in _INSIDE.finditer(row.title):
        number = int(match[1])
        far = _FAR if match[2] else 1
        if row.prefix[:1].isdigit() and own < number <= own + far and match[1] not in numbers:
            return True
    return False
