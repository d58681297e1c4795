"""What the hands work on, around the entry line (`line`): the journal below the strip, the offer, sentence and keys."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ..look.ink import DESK, FIELD, LABEL, QUIET, STRONG, TEXT, Ink, Piece, ScreenRow
from ..look.space import Space, cells, padded, wrapped
from .public import Gate, Public, in_one_row

TITLE_LEAST = 12
"""Cells of a title on the row of what the public sees, before gates make room for it."""

# -- the journal -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Logged:
    """One logged fact in columns: how far it is out, when, on what, what, to what or whom, figures or filers."""

    gate: Gate
    time: str
    label: str
    what: str
    whom: str
    figures: str = ""


def journal_rows(space: Space, seen: Sequence[Logged]) -> list[ScreenRow]:
    """The last facts, newest first; the newest in text, older ones quiet."""
    column = max([4, *(cell_len(fact.label) + 1 for fact in seen[: space.rows])])
    rows = [_logged_row(space, fact, number == 0, column) for number, fact in enumerate(seen[: space.rows])]
    return space.filled(rows, DESK)


def _logged_row(space: Space, fact: Logged, newest: bool, column: int) -> ScreenRow:
    ink = TEXT if newest else QUIET
    label = Ink(ink.role, bold=True)
    before = 10 + column + 16
    if space.narrow:
        room = max(0, space.width - before - 1)
    else:
        room = max(8, min(46, space.width - before - 19))
    pieces: list[Piece] = [
        (f" {fact.gate.sign(space.signs)} ", fact.gate.ink),
        (f"{fact.time}  ", ink),
        (padded(fact.label, column), label),
        (f"{space.fit(fact.what, 15)} ", ink),
    ]
    if not fact.figures or space.narrow:
        return space.row([*pieces, (space.cut(fact.whom, space.width - before - 1), ink)], ground=DESK)
    return space.row([*pieces, (space.fit(fact.whom, room), ink), (f" {fact.figures}", ink)], ground=DESK)


def closed_rows(space: Space, seen: Sequence[str]) -> list[ScreenRow]:
    """Behind closed doors: what can be typed, between shut edges. No journal."""
    shut: Piece = (space.signs.shut * 2, TEXT)
    told = [row for line in seen for row in wrapped(line, space.width - 7)]
    lines = ["", *told] if space.rows > 5 else told
    lines += [""] * space.rows
    return [space.row([shut, (f"  {line}", TEXT)], [shut], DESK) for line in lines[: space.rows]]


# -- the row above the entry line --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """What Tab would take, who proposes it, and the keys; or (no `line`) a sentence.

    `after` is what comes next, where no key is named: it has the room that is left.
    """

    head: str
    line: str = ""
    then: str = ""
    after: str = ""


def offer_rows(space: Space, seen: Offer | None, seeing: Public | None = None) -> list[ScreenRow]:
    """The offer; on a screen without room for it elsewhere, and where this row is free, what the public sees."""
    if seen and seen.line:
        left: list[Piece] = [(f" {seen.head}  ", STRONG), (f" {seen.line} ", STRONG.on(FIELD))]
        then = seen.then or space.cut(seen.after, space.width - cells(left) - 2)
        return [space.row(left, [(f"{then} ", TEXT)], DESK)]
    if seen:
        return [space.row([(f" {seen.head}", STRONG)], [(f"{seen.then} ", TEXT)] if seen.then else [], DESK)]
    if not space.narrow or seeing is None:
        return [space.blank(DESK)]
    return [_public_row(space, seeing)]


def _public_row(space: Space, seen: Public) -> ScreenRow:
    """What the wall says, never cut, since when, and the gates as far as there is room; the title has what is left."""
    head: Piece = (f" {space.t('public')} ", QUIET)
    said: list[Piece] = [(f" {text}", ink) for text, ink in ((seen.said, STRONG), (seen.since, TEXT)) if text]
    left = space.width - cells([head, *said]) - TITLE_LEAST - 1
    gates = in_one_row(space, seen.gates)
    for count in range(len(seen.gates), -1, -1):
        gates = in_one_row(space, seen.gates[:count])
        if cells(gates) <= left:
            break
    gates.append((" ", TEXT))
    room = space.width - cells([head, *said, *gates]) - 1
    return space.row([head, (space.cut(seen.title, room), TEXT), *said], gates, DESK)


_SENTENCE_ENDS = re.compile(r"(?<=[a-z0-9)]{2}\.) (?=[A-Z0-9‘])")
"""Not behind the initial of a name."""

# -- the sentence ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sentence:
    """The exact sentence, shorter forms of it for where there is little room, what is remarked, and its lengths."""

    text: str = ""
    shorter: Sequence[str] = ()
    remark: str = ""
    lengths: str = ""


def sentence_rows(space: Space, seen: Sentence) -> list[ScreenRow]:
    """What will go out, never cut off mid-name; then what is remarked; at the end of the last row the lengths."""
    width = space.width - 2
    lines = _sentence_lines(space, seen, width)
    rows = [space.row([(f" {line}", ink)], ground=DESK) for line, ink in lines[: space.rows]]
    if seen.lengths and len(rows) < space.rows:
        rows += [space.blank(DESK)] * (space.rows - len(rows) - 1)
        rows.append(space.row([], [(f"{seen.lengths} ", QUIET)], DESK))
    return space.filled(rows, DESK)


def _sentence_lines(space: Space, seen: Sentence, width: int) -> list[tuple[str, Ink]]:
    remarks = [(line, LABEL) for line in _lines_within(space, wrapped(seen.remark, width), max(1, space.rows - 1))]
    room = max(1, space.rows - len(remarks))
    said = wrapped(seen.text, width)
    for shorter in seen.shorter if len(said) > room else ():
        said = wrapped(shorter, width)
        if len(said) <= room:
            break
    if len(said) > room:
        said = _in_whole_sentences(" ".join(said), width, room) or said
    return [*((line, TEXT) for line in _lines_within(space, said, room)), *remarks]


def _in_whole_sentences(text: str, width: int, room: int) -> list[str]:
    """The first sentences of `text`, as many as there is room for, with the sign that there are more; [] where there
    is room for none."""
    kept: list[str] = []
    for end in _SENTENCE_ENDS.finditer(text):
        lines = wrapped(f"{text[: end.start()]} …", width)
        if len(lines) > room:
            break
        kept = lines
    return kept


def _lines_within(space: Space, lines: list[str], room: int) -> list[str]:
    """As many lines as there is room for; where there are more, the last one ends in the sign for that."""
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], space.cut(" ".join(lines[room - 1 :]), space.width - 2)]


# -- the keys ----------------------------------------------------------------------------------------------------


def keys_rows(space: Space, seen: Sequence[tuple[str, str]]) -> list[ScreenRow]:
    """What the keys do now; what there is no room for is not named, and no name is cut."""
    pieces: list[Piece] = []
    for key, does in seen:
        more: list[Piece] = [("   " if pieces else " ", TEXT), (key, LABEL), (f" {does}", QUIET)]
        if cells([*pieces, *more]) <= space.width:
            pieces += more
    return [space.row(pieces)]
