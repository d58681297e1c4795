"""The vote as a picture: one column a group in the council's fixed order, its seats in the lane voor or in tegen.

Left of the lanes stands the running sum beside the total the chair told, so that a slip is loud before the hammer.
Voor and tegen have the same sign, weight and colour; voor comes first. Where the groups need more than the width the
lanes become lists of names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ..look.ink import DESK, HAMMER, LOUD, QUIET, RULE, STRONG, TEXT, Ink, Piece, ScreenRow
from ..look.space import Space, padded, right, wrapped

BESIDE = 34
"""Cells of the remarks, which stand in the column of what the public sees."""

SUM = 4
TOTAL = 7
"""Cells of a running sum, and of the sign with the chair's total."""


@dataclass(frozen=True)
class GroupSeats:
    """A group: its seats, and how many of it voted for and against."""

    short: str
    seats: int
    for_: int
    against: int


@dataclass(frozen=True)
class VotePicture:
    """A vote that is typed or waits. `said` are the chair's totals; `not_voting` how many did not, and `why` who.

    `staged` draws the strip's edge down beside it. `remarks` are whole sentences; `majority` how many votes decide.
    """

    groups: tuple[GroupSeats, ...]
    for_: int
    against: int
    said: tuple[int, int] | None = None
    not_voting: int = 0
    why: str = ""
    majority: int = 0
    remarks: tuple[str, ...] = ()
    staged: bool = False

    @property
    def differs(self) -> bool:
        """Whether the chair told something else."""
        return self.said is not None and self.said != (self.for_, self.against)


def picture_rows(space: Space, seen: VotePicture) -> list[ScreenRow]:
    """Both lanes, who did not vote, and beside them what must be known."""
    edge: Piece = (" ", HAMMER if seen.staged else TEXT)
    lines = _lanes(space, seen)
    if space.rows < len(lines):
        lines = lines[-space.rows :]
    beside = _notes_beside(space, seen) if space.wide else []
    rows = []
    for place in range(space.rows):
        line = lines[place] if place < len(lines) else []
        note = beside[place] if place < len(beside) else None
        rows.append(_picture_row(space, [edge, *line], note))
    return rows


def remarks_fit(space: Space, seen: VotePicture) -> bool:
    """Whether all remarks stand beside the picture, so that they need not stand anywhere else."""
    return space.wide and len(_notes_beside(space, seen)) <= space.rows


def _picture_row(space: Space, line: Sequence[Piece], note: Piece | None) -> ScreenRow:
    if note is None:
        return space.row(line, ground=DESK)
    start = space.width - BESIDE - 1
    left = space.within(start - 1).row(line).pieces
    return space.row([*left, (" ", TEXT), note], ground=DESK)


def _notes_beside(space: Space, seen: VotePicture) -> list[Piece]:
    """Majority; which side has how many too many; then the remarks, broken to the column."""
    votes = seen.for_ + seen.against
    first = space.t("votes_cast", count=votes, n=votes, majority=seen.majority) if seen.majority else ""
    notes: list[Piece] = [(first, TEXT)]
    if seen.differs and seen.said:
        over = (seen.for_ - seen.said[0], seen.against - seen.said[1])
        notes += [(_difference(space, each), STRONG) for each in over]
    elif seen.said:
        notes.append((space.t("as_the_chair"), TEXT))
    for remark in seen.remarks:
        notes += [(line, TEXT) for line in wrapped(remark, BESIDE)]
    return notes


def _difference(space: Space, over: int) -> str:
    if over > 0:
        return space.t("too_many", n=over)
    if over < 0:
        return space.t("too_few", n=-over)
    return ""


# -- lanes -------------------------------------------------------------------------------------------------------


def _lanes(space: Space, seen: VotePicture) -> list[list[Piece]]:
    words = (space.t("for"), space.t("against"), space.t("not"))
    column = max(map(cell_len, words)) + 1
    gap = 2 if space.width >= 100 else 1
    said = seen.said or (None, None)
    sides = [(words[0], "for_", said[0]), (words[1], "against", said[1])]
    listed = space.narrow or _needs(seen, column, gap) > _room(space)
    lines: list[list[Piece]] = []
    if not listed:
        lines.append(_lane_heads(space, seen, column, gap))
    for word, side, theirs in sides:
        line: list[Piece] = [(f" {padded(word, column)}", TEXT), *_sum(space, getattr(seen, side), theirs)]
        line += _lane_names(space, seen, side) if listed else _lane_seats(space, seen, side, gap)
        lines.append(line)
    if seen.not_voting:
        nobody: list[Piece] = [(f" {padded(words[2], column)}", TEXT), (right(str(seen.not_voting), SUM), STRONG)]
        lines.append([*nobody, (" " * TOTAL, TEXT), (seen.why, TEXT)])
    return lines


def _room(space: Space) -> int:
    """Cells for the picture: beside it stand the remarks where the screen is wide."""
    return space.width - (BESIDE + 2 if space.wide else 1)


def _needs(seen: VotePicture, column: int, gap: int) -> int:
    """Cells the lanes take."""
    return 2 + column + SUM + TOTAL + sum(_wide(group) + gap for group in seen.groups) - gap


def _wide(group: GroupSeats) -> int:
    return max(cell_len(group.short), group.seats)


def _lane_heads(space: Space, seen: VotePicture, column: int, gap: int) -> list[Piece]:
    sums = f" {' ' * column}{right(space.t('sum'), SUM)}{right(space.t('chair'), SUM)}"
    names = [(padded(group.short, _wide(group) + gap), TEXT) for group in seen.groups]
    return [(padded(sums, 1 + column + SUM + TOTAL), QUIET), *names]


def _sum(space: Space, mine: int, theirs: int | None) -> list[Piece]:
    """The running sum beside what the chair told; a difference is loud before the hammer."""
    own: Piece = (right(str(mine), SUM), STRONG)
    if theirs is None:
        return [own, (padded("   ?", TOTAL), QUIET)]
    sign = space.signs.same
    ink: Ink = STRONG
    if mine != theirs:
        sign = space.signs.differs
        ink = LOUD
    told = f" {sign} {theirs:<2} "
    return [own, (told, ink), (" " * max(1, TOTAL - cell_len(told)), TEXT)]


def _lane_seats(space: Space, seen: VotePicture, side: str, gap: int) -> list[Piece]:
    """Each group's seats on this side, and its places without a vote here."""
    pieces: list[Piece] = []
    for group in seen.groups:
        taken = getattr(group, side)
        free = group.seats - taken
        rest = " " * (_wide(group) + gap - taken - free)
        pieces += [(space.signs.seat * taken, STRONG), (space.signs.empty * free, RULE), (rest, TEXT)]
    return pieces


def _lane_names(space: Space, seen: VotePicture, side: str) -> list[Piece]:
    """The groups on this side by name, a divided one with its figure."""
    said = []
    for group in seen.groups:
        taken = getattr(group, side)
        divided = taken < group.for_ + group.against
        if taken:
            said.append(f"{group.short}({taken})" if divided else group.short)
    return [(" ".join(said), TEXT)]
