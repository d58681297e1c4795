"""The line by which somebody's words are deleted while the meeting goes on: `wis mevrouw de wit: op haar verzoek`.

It holds the very words that must go, so it is kept nowhere itself: not as a note when it is refused, not in a file for
a crash. What it comes to is `redacting`'s to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from livecouncil.errors import Refusal

_LINE = re.compile(r"wis\s+([^:]*)(?::(.*))?", re.S | re.I)
_LINE_NUMBER = re.compile(r"\d{1,6}")


@dataclass(frozen=True)
class Erasing:
    """What must go, words or the number of a line of the journal, and why."""

    what: str
    reason: str


def erasing_in(line: str) -> Erasing | None:
    """What `line` wants deleted; None where it is another line. Raises Refusal 'reason_needed'."""
    match = _LINE.fullmatch(line)
    if not match:
        return None
    what = match[1].strip()
    reason = (match[2] or "").strip()
    if not what or not reason:
        raise Refusal("reason_needed")
    return Erasing(what, reason)


def never_kept(line: str) -> bool:
    """Whether `line` is such a line, as far as it goes."""
    return _LINE.fullmatch(line.strip()) is not None


def line_number(what: str) -> int:
    """The line that is meant where `what` is a number; 0 where it is words."""
    if _LINE_NUMBER.fullmatch(what):
        return int(what)
    return 0
