"""One parser of agendas, over the blocks of any document; it loses nothing in silence.

Theory. What looks like an item (`seen`) is one when it goes on where the agenda is: 4 after 3, 3.1 after 3, R6 after
R5, b after a. A list that begins anew below an item (1, 2 or a, b, set in or a list in a list) has items of that
item, and their numbers are put together: 3.1, 3a. Whatever looks like an item and is not taken (a list of decisions,
a number out of line) is kept in `left` with its place, so that the griffier is told. Lines behind an item without a
blank line are the rest of its title, unless a label says that they are something else; below 'De raad besluit:' stand
decisions. Where an agenda begins and what comes further on is known by `surroundings`, what stands beside a title on a
page in columns by `line_columns`, agendas and items without numbers by `unnumbered`; `tidied` looks last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import is_number

from .candidates import NEAR, FoundItems, Left, LikelyItem, candidates_in, title_beside_columns
from .document import Block, as_point
from .labels import is_called_item, is_greeting, is_label, is_shouted, is_unfinished
from .line_columns import columns_of
from .numbering import SourceRow
from .seen import CLOCK, LeadingNumber, Sure, continued
from .series import chapters_of, composed, continues_series, family_of, is_later, is_lettered, is_next, whole_part
from .surroundings import FIRST, Surroundings
from .tidied import tidy
from .unnumbered import stands_alone, take_unnumbered


def items_of(blocks: Sequence[Block]) -> FoundItems:
    """The items of a document."""
    found = FoundItems()
    blocks = [as_point(block) for block in blocks]
    candidates = list(candidates_in(blocks, found))
    lines = ((one.block.text, one.seen.at) for one in candidates if one.block.kind == "line" and one.seen)
    found.columns = columns_of(list(lines))
    reading = _Reading(found, candidates)
    for at, candidate in enumerate(candidates):
        reading.take(at, candidate)
    reading.drop_bare_number()
    if not found.rows:
        take_unnumbered(blocks, candidates, found)
    tidy(found)
    return found


class _Reading:
    """Goes through the candidates once and knows how far the agenda is."""

    def __init__(self, found: FoundItems, candidates: Sequence[LikelyItem]) -> None:
        self.found = found
        self._all = Surroundings(candidates)
        self._last: dict[str, str] = {}
        self._run: list[tuple[int, str, str]] = []  # lists below an item: depth, the item's number, the last one's own
        self._gap = True
        self._open = False
        self._pending: tuple[LeadingNumber, Block, int] | None = None
        self._top = 0
        self._weak = False
        self._whole = False
        self._tables: set[int] = set()
        self._announced = False
        self._decided = ""
        self._alone: tuple[int, Block] | None = None
        self._roman = False
        self._at = 0
        self._taken: set[tuple[str, str]] = set()
        self._numbers: set[str] = set()
        self._start = self._all.opening()
        self._chapters = chapters_of([one.seen for one in candidates[self._start :] if one.seen])
        self._signed = False

    # -- one candidate

    def take(self, at: int, candidate: LikelyItem) -> None:
        block = candidate.block
        seen = candidate.seen
        self._at = at
        if block.kind == "gap":
            self._gap = True
            return
        if self._signed and seen and seen.number.isalpha():
            seen = None
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
        if candidate.seen and candidate.seen.number and candidate.seen.sure > Sure.BLANK:
            self.drop_bare_number()
            return candidate.seen
        self._pending = None
        whole = replace(bare, title=clean(candidate.block.text))
        if not any(sign.isalpha() for sign in whole.title):
            return candidate.seen
        self._numbered(self._at, whole, replace(block, whole=candidate.block.whole), depth)
        return None

    def drop_bare_number(self) -> None:
        """A number that stood alone gets no title; one with a sign behind it was an item of something."""
        if self._pending and self._pending[0].sure > Sure.BLANK:
            self.found.left.append(Left(clean(self._pending[1].text), self._pending[1].where))
        self._pending = None

    def _no_number(self, candidate: LikelyItem, seen: LeadingNumber | None) -> None:
        block = candidate.block
        text = clean(block.text)
        self._signed |= bool(self.found.rows) and is_greeting(text)
        if self.found.rows and CLOCK.fullmatch(text):
            self.found.clocks = True
            return
        self._announced = bool(self.found.rows) and text.endswith(":")
        if not self.found.rows:
            self._before_all(block, text, seen)
        elif stands_alone(text) and not self._is_translation():
            self._row_alone(block)
        elif block.kind == "listed":
            self._bullet(block)
        elif block.kind == "link":
            self.found.aside.append(text)
        elif block.kind == "heading" or is_shouted(text, self.found.rows[-1].title):
            self._open = False
            self.found.headings.append(text)
        elif self._goes_on_with(text):
            self._glue(block)
        else:
            self._set_aside(text)
        self._gap = False

    def _before_all(self, block: Block, text: str, seen: LeadingNumber | None) -> None:
        self.found.before.append(text)
        if stands_alone(text):
            self._alone = (self._at, block)
        if seen and seen.sure > Sure.BLANK and seen.title:
            self.found.left.append(Left(text, block.where))

    def _row_alone(self, block: Block) -> None:
        """An item that has no number, among others that have one."""
        title = clean(block.text)
        self._open = False
        if not any(row.title.casefold() == title.casefold() for row in self.found.rows):
            self.found.rows.append(SourceRow(title, inside=True, where=block.where))

    def _is_translation(self) -> bool:
        """Whether the line above is such a title too: 'Opening' and below it 'Iepening' are one item."""
        return self._open and not self._gap and stands_alone(self.found.rows[-1].title)

    def _goes_on_with(self, text: str) -> bool:
        """Whether a line is the rest of the title above it."""
        if not self._open or self._gap or is_label(text):
            return False
        title = self.found.rows[-1].title
        if self._whole:
            return is_unfinished(title)
        return text[:1].islower() or not (self._announced or stands_alone(title))

    def _set_aside(self, text: str) -> None:
        self._open = False
        self.found.before.append(text)
        self.found.aside.append(text)

    def _bullet(self, block: Block) -> None:
        """A bullet below an item: an item where it is called one, else left over."""
        text = clean(block.text)
        self._open = False
        if is_called_item(text):
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
        text = self.found.columns.below(block.text)
        if not text:
            return
        if row.title.endswith((".", "!", "?")) and text[:1].isupper():
            self._set_aside(text)
            return
        self._whole = block.whole
        self.found.rows[-1] = replace(row, title=clean(continued(row.title, text)))
        if not self.found.glued or self.found.glued[-1] != row.prefix:
            self.found.glued.append(row.prefix)

    # -- numbers

    def _numbered(self, at: int, seen: LeadingNumber, block: Block, depth: int) -> None:
        number = None if self._is_decision(at, seen) else self._place(at, seen, depth, block.table)
        if number is None:
            self._not_taken(seen, block)
            return
        self.found.clocks |= bool(seen.clock) or block.timed
        if self._alone and self._alone[0] + NEAR >= at and not self.found.rows:
            self._row_alone(self._alone[1])
        title = title_beside_columns(block, seen, self.found)
        self.found.rows.append(SourceRow(title, number, where=block.where))
        self._taken.add((number, title))
        self._numbers.add(number.casefold())
        self._announced = False
        self._whole = block.whole
        self._open = not block.table and (block.kind in ("line", "heading") or not block.whole)
        self._gap = False

    def _is_decision(self, at: int, seen: LeadingNumber) -> bool:
        """Whether it is a point of what the council decides, below a line that announces it ('De raad besluit:')."""
        if self._announced and seen.number.casefold() in FIRST and self.found.rows:
            self._decided = seen.number
            return True
        last = self._decided
        self._decided = ""
        if not last or not is_next(last, seen.number):
            return False
        expected = continues_series(self._last.get("", ""), seen.number)
        if expected and not (seen.title[:1].islower() or self._all.comes_again(at, seen.number)):
            return False
        self._decided = seen.number
        return True

    def _not_taken(self, seen: LeadingNumber, block: Block) -> None:
        text = clean(block.text)
        if (seen.number, seen.title) in self._taken:
            self._open = False
            return
        if seen.sure == Sure.OWN and not block.table:  # a list that is not the agenda's goes on without it
            self._decided = seen.number
        glued = self._open and not self._gap and seen.sure == Sure.BLANK and not family_of(seen.number)
        if seen.sure > Sure.BLANK or family_of(seen.number) or is_lettered(seen.number):
            self.found.left.append(Left(f"{seen.number}. {text}" if block.number else text, block.where))
            self._open = glued
        elif not glued:
            self._set_aside(text)
        if glued:
            self._glue(block)

    def _place(self, at: int, seen: LeadingNumber, depth: int, table: int) -> str | None:
        """The number this has in the agenda; None when the agenda does not go on with it."""
        number = seen.number
        if not self.found.rows or not self._last:
            self._top = depth
            self._weak = seen.sure == Sure.BLANK
            self._tables.add(table)
            return self._goes(number)
        if seen.sure == Sure.OWN and table:
            return self._of_row(seen, depth, table)
        if family_of(number) and number.rpartition(".")[0].casefold() in self._numbers - {number.casefold()}:
            return number
        if self._chapters and (not family_of(number) or self._chapters.begins_with(number)):
            return self._in_chapter(number)
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

    def _of_row(self, seen: LeadingNumber, depth: int, table: int) -> str | None:
        """In a table the order is the agenda's own; a number that comes again in another table is of something else."""
        number = seen.number
        if number.isalpha() and table not in self._tables and self._last.get(""):
            return self._lettered_below(seen, depth)
        if number.casefold() in self._numbers and table not in self._tables:
            return None
        self._tables.add(table)
        return self._goes(number)

    def _in_chapter(self, number: str) -> str | None:
        """A chapter, or an item in one: its number goes through all chapters, or begins anew in each."""
        assert self._chapters
        if family_of(number):
            return self._goes(number)
        chapter = self._last[self._chapters.family]
        if self._chapters.anew:
            return composed(chapter, number)
        if is_later(number, self._last.get("", "")):
            return self._goes(number)
        return None

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
            return self._all.goes_on_from(at, seen) or (seen.sure > Sure.BLANK and stands_alone(seen.title))
        return True

    def _new_family(self, family: str, seen: LeadingNumber) -> bool:
        """R5 among 1, 2, 3 is one; a letter there is not, and stands below an item."""
        if len(family) > 0 and any(sign.isdigit() for sign in seen.number):
            alike = self._all.has_alike(self._at, seen)
            if not (alike or self.found.weak or is_called_item(seen.title) or seen.sure == Sure.OWN):
                return False
            self.found.weak.append(seen.number)
            return True
        return False

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
        follows = bool(last) and whole_part(number) == whole_part(last) + 1
        if self._weak and follows and not self._all.comes_again(at, number):
            return True
        if not seen.title[:1].isupper() and seen.title[:1] not in "‘“\"'":
            return False
        if self._weak:
            return True
        return follows and not self._all.comes_surely(at, number)

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
            self._roman = number.casefold() == "i"
            return self._compose(depth, self.found.rows[-1].prefix, number)
        return None

    def _lettered_below(self, seen: LeadingNumber, depth: int) -> str | None:
        """a, b, c below an item of whole numbers, also where they are not set in."""
        number = seen.number
        if not number.isalpha() or seen.sure == Sure.BLANK or not self._last.get(""):
            return None
        follows = bool(self._run) and is_next(self._run[-1][2], number)
        if follows and (len(number) == 1 or self._roman):
            _, parent, _ = self._run.pop()
            return self._compose(depth, parent, number)
        roman = number == "i" and self._all.comes_surely(self._at, "ii")
        if roman or number.casefold() == "a":
            self._run = []
            self._roman = roman
            return self._compose(depth, self._last[""], number)
        return None

    def _compose(self, depth: int, parent: str, number: str) -> str | None:
        whole = composed(parent, number, self._roman and family_of(number) == "roman")
        if not parent or not is_number(whole) or self._announced:
            return None
        self._run.append((depth, parent, number))
        self.found.composed.append(whole)
        if not family_of(whole) and is_later(whole, self._last.get("", "")):
            self._last[""] = whole
        return whole
