"""One parser of agendas, over the blocks of any document; it loses nothing in silence.

Theory. What looks like an item (`seen`) is one when it goes on where the agenda is: 4 after 3, 3.1 after 3, R6 after
R5, b after a. A list that begins anew below an item (1, 2 or a, b, set in or a list in a list) has items of that
item, and their numbers are put together: 3.1, 3a. Whatever looks like an item and is not taken (a list of decisions,
a number out of line) is kept in `left` with its place, so that the griffier is told. Lines behind an item without a
blank line are the rest of its title, unless a label says that they are something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import is_number

from .candidates import NEAR, FoundItems, Left, LikelyItem, candidates_in, text_below, title_in_columns
from .document import Block
from .numbering import SourceRow
from .seen import LeadingNumber, Sure, continued
from .series import composed, continues_series, family_of, is_later, is_lettered, is_next, whole_part

_LABELLED = re.compile(
    r"\s*(?:portefeuillehouder|portefúljehâlder|pfh|bijlagen?|stukken|spreektijd|tijd|tijdsduur|duur|toelichting|"
    r"besluit|"
    r"advies|indieners?|ingediend door|behandelend|zaaknummer|registratienummer|kenmerk|aard|status|soort|documenten|"
    r"steller|doel|inhoud|woordvoerders?|gevraagd besluit|aanvang|locatie|plaats)\b[^:]{0,30}:.*",
    re.I | re.S,
)
_LIKE_ITEM = re.compile(
    r"(?:initiatief)?(?:motie|moasje|amendement|voorstel|raadsvoorstel|hamerstuk|benoeming)\b", re.I
)
AHEAD = 500
"""How many candidates are looked at before and behind one, so that a file without end costs no more than its length."""
_FIRST = frozenset({"0", "1", "01", "001", "a", "i", "1.1", "1.a", "1a", "0.1"})


def items_of(blocks: Sequence[Block]) -> FoundItems:
    """The items of a document."""
    found = FoundItems()
    candidates = list(candidates_in(blocks, found))
    reading = _Reading(found, candidates)
    for at, candidate in enumerate(candidates):
        reading.take(at, candidate)
    if not found.rows:
        _without_numbers(blocks, found)
    return found


class _Reading:
    """Goes through the candidates once and knows how far the agenda is."""

    def __init__(self, found: FoundItems, candidates: Sequence[LikelyItem]) -> None:
        self.found = found
        self._all = candidates
        self._last: dict[str, str] = {}
        self._run: list[tuple[int, str, str]] = []  # lists below an item: depth, the item's number, the last one's own
        self._gap = True
        self._open = False
        self._pending: tuple[LeadingNumber, Block, int] | None = None
        self._top = 0
        self._weak = False
        self._title_at = 0
        self._tables: set[int] = set()
        self._announced = False
        self._at = 0
        self._taken: set[tuple[str, str]] = set()
        self._numbers: set[str] = set()
        self._start = self._where_it_begins()

    def _where_it_begins(self) -> int:
        """The first candidate an agenda can begin with; else the first that another goes on from; else none."""
        numbered = [(at, one.seen) for at, one in enumerate(self._all) if one.seen and one.seen.number]
        numbered = numbered[:AHEAD]
        for at, seen in numbered:
            if seen.number.casefold() in _FIRST or re.match(r"[A-Za-z]{1,3}-?0*1\b", seen.number):
                if seen.sure > Sure.BLANK or self._goes_on(seen, numbered, at):
                    return at
        for at, seen in numbered:
            if self._goes_on(seen, numbered, at):
                return at
        surely = (at for at, seen in numbered if seen.sure > Sure.BLANK)
        return next(surely, len(self._all))

    def _goes_on(self, seen: LeadingNumber, numbered: Sequence[tuple[int, LeadingNumber]], at: int) -> bool:
        near = [other for later, other in numbered if at < later <= at + AHEAD]
        return any(continues_series(seen.number, other.number) for other in near)

    # -- one candidate

    def take(self, at: int, candidate: LikelyItem) -> None:
        block = candidate.block
        seen = candidate.seen
        self._at = at
        if block.kind == "gap":
            self._gap = True
            return
        if self._pending:
            seen = self._with_title(candidate)
            if seen is None:
                return
        if seen and not seen.number:
            self._unnumbered_row(seen, block)
        elif at < self._start or seen is None:
            self._no_number(candidate, seen)
        elif not seen.title:
            self._pending = (seen, block, candidate.depth)
        else:
            self._numbered(at, seen, block, candidate.depth)

    def _with_title(self, candidate: LikelyItem) -> LeadingNumber | None:
        """A number that stood alone takes this line as its title; None once it has."""
        assert self._pending
        bare, block, depth = self._pending
        self._pending = None
        if candidate.seen and candidate.seen.number and candidate.seen.sure > Sure.BLANK:
            return candidate.seen
        whole = replace(bare, title=clean(candidate.block.text))
        if not any(sign.isalpha() for sign in whole.title):
            return candidate.seen
        self._numbered(self._at, whole, block, depth)
        return None

    def _no_number(self, candidate: LikelyItem, seen: LeadingNumber | None) -> None:
        block = candidate.block
        text = clean(block.text)
        self._announced = bool(self.found.rows) and text.endswith(":")
        if not self.found.rows:
            self.found.before.append(text)
            if seen and seen.sure > Sure.BLANK and seen.title:
                self.found.left.append(Left(text, block.where))
        elif block.kind == "listed":
            self._bullet(block)
        elif block.kind == "link":
            self.found.aside.append(text)
        elif block.kind == "heading":
            self._open = False
            self.found.headings.append(text)
        elif _LABELLED.fullmatch(text):
            self._open = False
            self.found.aside.append(text)
        elif self._open and not self._gap:
            self._glue(block)
        else:
            self._open = False
            self.found.before.append(text)
        self._gap = False

    def _bullet(self, block: Block) -> None:
        """A bullet below an item: an item where it is called one, else left over."""
        text = clean(block.text)
        self._open = False
        if _LIKE_ITEM.match(text):
            self.found.rows.append(SourceRow(text, inside=True, where=block.where))
        else:
            self.found.left.append(Left(text, block.where))

    def _unnumbered_row(self, seen: LeadingNumber, block: Block) -> None:
        """A row of a table with a title and no number."""
        self.found.rows.append(SourceRow(seen.title, inside=bool(self.found.rows), where=block.where))
        self._open = False

    def _glue(self, block: Block) -> None:
        """The rest of a title; of a line in columns only what stands below the title."""
        row = self.found.rows[-1]
        text = text_below(block.text, self._title_at)
        if not text:
            return
        if row.title.endswith((".", "!", "?")) and text[:1].isupper():
            self._open = False
            return
        self.found.rows[-1] = replace(row, title=clean(continued(row.title, text)))
        if not self.found.glued or self.found.glued[-1] != row.prefix:
            self.found.glued.append(row.prefix)

    # -- numbers

    def _numbered(self, at: int, seen: LeadingNumber, block: Block, depth: int) -> None:
        number = self._place(at, seen, depth, block.table)
        if number is None:
            self._not_taken(at, seen, block)
            return
        self.found.clocks |= bool(seen.clock)
        title = title_in_columns(block, seen)
        self.found.rows.append(SourceRow(title, number, where=block.where))
        self._taken.add((number, title))
        self._numbers.add(number.casefold())
        self._announced = False
        self._title_at = seen.at
        self._open = block.kind in ("line", "heading")
        self._gap = False

    def _not_taken(self, at: int, seen: LeadingNumber, block: Block) -> None:
        text = clean(block.text)
        if (seen.number, seen.title) in self._taken:
            self._open = False
            return
        if seen.sure > Sure.BLANK or is_lettered(seen.number):
            self.found.left.append(Left(f"{seen.number}. {text}" if block.number else text, block.where))
        if self._open and not self._gap and seen.sure == Sure.BLANK:
            self._glue(block)
        elif seen.sure > Sure.BLANK:
            self._open = False

    def _place(self, at: int, seen: LeadingNumber, depth: int, table: int) -> str | None:
        """The number this has in the agenda; None when the agenda does not go on with it."""
        number = seen.number
        if not self.found.rows or not self._last:
            self._top = depth
            self._weak = seen.sure == Sure.BLANK
            self._tables.add(table)
            return self._goes(number)
        if seen.sure == Sure.OWN and table:
            return self._of_row(number, table)
        deeper = depth > self._top + 1
        if deeper:
            inner = self._inner(seen, depth)
            if inner is not None:
                return inner
        if seen.sure == Sure.BLANK and not self._weak_may(at, seen):
            return None
        if self._follows_here(at, seen) and not (
            deeper and seen.sure == Sure.SIGN and "." not in number and self._is_inner(number)
        ):
            self._run = [] if not deeper else self._run
            return self._goes(number)
        return self._lettered_below(seen, depth)

    def _of_row(self, number: str, table: int) -> str | None:
        """In a table the order is the agenda's own; a number that comes again in another table is of something else."""
        if number.casefold() in self._numbers and table not in self._tables:
            return None
        self._tables.add(table)
        return self._goes(number)

    def _is_inner(self, number: str) -> bool:
        """Whether the list below the item goes on with it."""
        return bool(self._run) and is_next(self._run[-1][2], number)

    def _goes(self, number: str) -> str:
        self._last[family_of(number)] = number
        return number

    def _follows_here(self, at: int, seen: LeadingNumber) -> bool:
        """Whether the agenda goes on with this number: later, and near, or the next ones go on from it."""
        family = family_of(seen.number)
        letter = self._last.get("letter", "")
        if letter and len(seen.number) == 1 and is_next(letter, seen.number):
            self._last["letter"] = seen.number
            return True
        last = self._last.get(family)
        if last is None:
            return self._new_family(family, seen)
        if not is_later(seen.number, last):
            return False
        if not family and whole_part(seen.number) - whole_part(last) > NEAR:
            return self._taken_up(at, seen)
        return True

    def _new_family(self, family: str, seen: LeadingNumber) -> bool:
        """R5 among 1, 2, 3 is one; a letter there is not, and stands below an item."""
        if len(family) > 0 and any(sign.isdigit() for sign in seen.number):
            others = (one.seen for one in self._around() if one.seen and one.seen.number != seen.number)
            alike = any(family_of(other.number) == family for other in others)
            if not (alike or _LIKE_ITEM.match(seen.title) or seen.sure == Sure.OWN):
                return False
            self.found.weak.append(seen.number)
            return True
        return False

    def _taken_up(self, at: int, seen: LeadingNumber) -> bool:
        """Whether the very next number of this kind goes on from it, so that a gap is a gap."""
        ahead = self._all[at + 1 : at + 1 + AHEAD]
        later = (one.seen for one in ahead if one.seen and one.seen.sure >= seen.sure)
        following = next((other for other in later if not family_of(other.number) and other.number), None)
        if following is None:
            return False
        step = whole_part(following.number) - whole_part(seen.number)
        return 0 <= step <= 1 and is_later(following.number, seen.number)

    def _around(self) -> Sequence[LikelyItem]:
        return self._all[max(0, self._at - AHEAD) : self._at + AHEAD]

    def _weak_may(self, at: int, seen: LeadingNumber) -> bool:
        """Whether a number with one blank behind it is one, by what stands around it."""
        number = seen.number
        last = self._last.get("", "")
        if family_of(number):
            return seen.title[:1].isupper()
        if "." in number or "-" in number or number[:1] == "0" or number.endswith(("bis", "ter")):
            return True
        if is_lettered(number):
            return bool(last) and whole_part(number) == whole_part(last)
        if not seen.title[:1].isupper() and seen.title[:1] not in "‘“\"'":
            return False
        if self._weak:
            return True
        return bool(last) and whole_part(number) == whole_part(last) + 1 and not self._comes_surely(at, number)

    def _comes_surely(self, at: int, number: str) -> bool:
        later = (one.seen for one in self._all[at + 1 : at + 1 + AHEAD] if one.seen)
        return any(other.number == number and other.sure > Sure.BLANK for other in later)

    # -- lists below an item

    def _inner(self, seen: LeadingNumber, depth: int) -> str | None:
        """The number of an item of a list that is set in below an item; None when it is none."""
        number = seen.number
        while self._run and self._run[-1][0] > depth + 1:
            self._run.pop()
        same = bool(self._run) and abs(self._run[-1][0] - depth) <= 1
        if same and is_next(self._run[-1][2], number):
            _, parent, _ = self._run.pop()
            return self._compose(depth, parent, number)
        if number.casefold() in ("1", "a", "i") and seen.sure > Sure.BLANK and not same:
            return self._compose(depth, self.found.rows[-1].prefix, number)
        return None

    def _lettered_below(self, seen: LeadingNumber, depth: int) -> str | None:
        """a, b, c below an item of whole numbers, also where they are not set in."""
        number = seen.number
        if len(number) != 1 or not number.isalpha() or seen.sure == Sure.BLANK or not self._last.get(""):
            return None
        if self._run and is_next(self._run[-1][2], number):
            _, parent, _ = self._run.pop()
            return self._compose(depth, parent, number)
        if number.casefold() == "a":
            self._run = []
            return self._compose(depth, self._last[""], number)
        return None

    def _compose(self, depth: int, parent: str, number: str) -> str | None:
        whole = composed(parent, number)
        if not parent or not is_number(whole) or self._announced:
            return None
        self._run.append((depth, parent, number))
        self.found.composed.append(whole)
        if not family_of(whole) and is_later(whole, self._last.get("", "")):
            self._last[""] = whole
        return whole


def _without_numbers(blocks: Sequence[Block], found: FoundItems) -> None:
    """A document of which nothing has a number: the points of its first list, numbered on."""
    shown = [block for block in blocks if block.kind == "listed" and block.depth < 4]
    if len(shown) > 1:
        found.rows = [SourceRow(clean(block.text), where=block.where) for block in shown]
        found.left = []
        found.unnumbered = True
