"""Where a vote without an object lands, and when that has to be asked first.

A vote that names no object is about the item being treated. Two things make that item another one than the griffier
has in mind: a meeting that went on without a line, and a line that named an item and was refused (`n4b` where there
is no 4b). The first is answered by saying the item with every such vote, before it is staged. The second is
remembered: the next such vote is refused once, with the item it would land on; the same line again, a line that
names the item, or another item begun, is the answer. A refused line that named the item the vote lands on (`h 2-3`
where 2 goes apart, then `h`) needs no question. Both shells get it from the desk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from livecouncil.core.acts import OUTCOME, acts_that
from livecouncil.core.council.agenda import Item
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.rules.shared import items_between, resolve_target
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal

_NAMES_AN_ITEM = re.compile(r"(?:@\S+\s+)?(?:n(?:\s*\d.*|\s+\S*\d.*)?|h\s+\S*\d.*)", re.I | re.S)
_SLIPPED = re.compile(r"[^\W\d_]?n\D?\s*\d\w*|[bhj]\s*\d\w*", re.I)
"""A goto with a sign too many (`yn4`, `n,4`), or with the key beside n; `m4` is a motion's."""
_NAMED_OTHERWISE = frozenset({"together", "ballot"})
"""Outcomes that name what they decide themselves: by their numbers, or by a title."""
DECIDES_ONE = acts_that(lambda act: act.corrects == OUTCOME) - _NAMED_OTHERWISE
"""Outcomes of the object or the item that the line names, or of the item under way."""


@dataclass
class Landing:
    """Remembers the last refused line that named an item; `asked` is the vote that was refused for it."""

    astray: str = ""
    asked: str = ""

    def refused(self, line: str) -> None:
        """A line was refused: where it named an item, the next vote asks."""
        line = " ".join(line.split())
        if _NAMES_AN_ITEM.fullmatch(line) or _SLIPPED.fullmatch(line):
            self.astray = line
            self.asked = ""

    def taken(self, entry: TypedLine) -> None:
        """A line was taken: where it named an item, everybody knows again where the meeting is."""
        if names_an_item(entry):
            self.settled()

    def settled(self) -> None:
        self.astray = ""
        self.asked = ""

    def ask(self, state: MeetingState, entry: TypedLine) -> None:
        """Refuse, once, a vote that lands elsewhere than the last line that named an item. Raises Refusal 'astray'."""
        item = lands_on(state, entry)
        if not self.astray or item is None:
            return
        if self.asked == entry.line or _names_item(state, self.astray, item.number):
            self.settled()
            return
        self.asked = entry.line
        raise Refusal("astray", typed=self.astray, number=item.number, title=item.title, line=entry.line)


def names_an_item(entry: TypedLine) -> bool:
    """Whether the line says which item it is about: `n`, `n4`, `n4 v cda`, `h 4`."""
    if entry.act in ("next", "goto"):
        return True
    if entry.act == "together":
        return bool(entry.ranges)
    return bool(entry.target) and str(entry.target).startswith("#")


def _names_item(state: MeetingState, line: str, number: str) -> bool:
    """Whether a line names item `number` itself, alone or within a range; one that cannot be read names none."""
    try:
        entry = parse(line.removesuffix("=").rstrip(), known=state.known)
        if entry is None:
            return False
        if entry.target:
            return resolve_target(state, entry.target) == number
        return any(number in items_between(state, first, last) for first, last in entry.ranges)
    except Refusal:
        return False


def lands_on(state: MeetingState, entry: TypedLine) -> Item | None:
    """The item that an outcome without an object is about; None where the line says it, or is no outcome."""
    if entry.correction or names_an_item(entry) or not state.item:
        return None
    own = entry.act in DECIDES_ONE and entry.target is None
    if own or entry.act == "together":
        return state.find_item(state.item)
    return None
