"""The entry line. It is drawn before anything of a meeting is read, so it asks for nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from ..look.ink import CURSOR, FIELD, QUIET, SELECTED, STRONG, Piece, ScreenRow
from ..look.space import Space


@dataclass(frozen=True)
class Entry:
    """The line: its text, the cursor, what is selected (`anchor` is the other end), and what stands there while it is
    empty."""

    text: str = ""
    cursor: int = 0
    anchor: int = 0
    hint: str = ""
    shut: bool = False


def entry_rows(space: Space, seen: Entry) -> list[ScreenRow]:
    """Prompt and line, with the cursor always in view; in the middle of its rows."""
    prompt = space.signs.shut if seen.shut else space.signs.prompt
    room = max(1, space.width - 4)
    before, under, after = _around(seen, room)
    pieces: list[Piece] = [(f" {prompt} ", STRONG), *before, under, *after]
    if not seen.text:
        pieces.append((f"  {seen.hint}", QUIET))
    line = space.row(pieces, ground=FIELD)
    above = (space.rows - 1) // 2
    return [*[space.blank(FIELD)] * above, line, *[space.blank(FIELD)] * (space.rows - 1 - above)]


def _around(seen: Entry, room: int) -> tuple[list[Piece], Piece, list[Piece]]:
    """What stands before the cursor, under it and behind it, in a window of `room` cells."""
    step = max(1, room // 4)
    start = max(0, seen.cursor - 4 * room) // step * step  # further back none can be in view
    while cell_len(seen.text[start : seen.cursor]) >= room:
        start += step
    start = min(start, seen.cursor)
    first, last = sorted((seen.cursor, seen.anchor))
    before = _inked(seen.text, start, seen.cursor, first, last)
    under = seen.text[seen.cursor : seen.cursor + 1] or " "
    after = _inked(seen.text, seen.cursor + 1, len(seen.text), first, last)
    return before, (under, CURSOR), after


def _inked(text: str, start: int, end: int, first: int, last: int) -> list[Piece]:
    """`text[start:end]`, what is selected on its own ground."""
    cuts = sorted({start, end, *(place for place in (first, last) if start < place < end)})
    pieces: list[Piece] = []
    for begin, until in zip(cuts, cuts[1:], strict=False):
        ink = SELECTED if first <= begin < last else STRONG
        pieces.append((text[begin:until], ink))
    return pieces
