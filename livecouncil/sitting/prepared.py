"""Lines that wait to be entered: what was pasted, and what was prepared beforehand.

A prepared line is not an entry: nothing of it is journaled or public until the griffier has entered it, one at a
time, in the order in which they were written. Only a paste that the terminal marks as one (bracketed) makes prepared
lines; anything else that arrives fast is typing, and is entered in order.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from livecouncil.core.text.clean import clean

MOST = 1_000
"""Lines kept waiting. What is more is not taken, and that is said."""

LONGEST = 50_000
"""Signs of a pasted line: more than twice the longest text of a motion."""

PREPARED = "voorbereid.txt"
"""Lines prepared beforehand, beside the agenda."""

_MOST_BYTES = 1 << 20
"""Bytes of such a file that are read."""

_END_OF_LINE = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


def lines_of(text: str) -> list[str]:
    """The lines of pasted or prepared text as they would be typed: cleaned, without blank lines and comments (`# `)."""
    cleaned = (clean(line, limit=len(line)) for line in _END_OF_LINE.split(text))
    return [line for line in cleaned if line and line != "#" and not line.startswith("# ")]


@dataclass(frozen=True)
class Beforehand:
    """The lines of a file prepared beforehand, and the digest by which the same file is known again."""

    lines: tuple[str, ...]
    digest: str


def beforehand(folder: Path, taken: str = "") -> Beforehand | None:
    """What was prepared beside the agenda in `folder`; None where nothing was, it cannot be read, or it is the file
    with the digest `taken`, which was taken over before."""
    try:
        with (folder / PREPARED).open("rb") as file:
            found = file.read(_MOST_BYTES)
    except OSError:
        return None
    digest = hashlib.sha256(found).hexdigest()
    if digest == taken:
        return None
    return Beforehand(tuple(lines_of(found.decode("utf-8-sig", errors="replace"))), digest)


@dataclass
class Prepared:
    """The lines that wait, first in front. It never changes what was entered: it is only what may be entered next."""

    lines: tuple[str, ...] = ()

    def add(self, lines: Sequence[str]) -> int:
        """Put `lines` behind those that wait; returns how many did not fit."""
        room = max(0, MOST - len(self.lines))
        self.lines = (*self.lines, *lines[:room])
        return max(0, len(lines) - room)

    def take(self, place: int = 0) -> str:
        """Take the line at `place` (0: the next) out of the list; '' where there is none."""
        if not 0 <= place < len(self.lines):
            return ""
        line = self.lines[place]
        self.lines = self.lines[:place] + self.lines[place + 1 :]
        return line
