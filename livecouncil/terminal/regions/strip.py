"""The strip: where a fact lives between being typed and being out. One row, one place, one word: TYPT, KLAAR, VRIJ.

Never cut: the object's label, the outcome, both figures, the seconds, the keys. What remains is for the title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from ..look.ink import DESK, FIELD, HAMMER, LABEL, LOUD, OUT, QUIET, RULE, STRONG, TEXT, TITLE, Piece, ScreenRow
from ..look.space import Space, cells, in_minutes, padded
from .public import Gate

WORD = 6
"""Cells of its word."""


@dataclass(frozen=True)
class Idle:
    """Nothing is typed and nothing waits; `word` is that of the rows below."""

    word: str
    told: str = ""


@dataclass(frozen=True)
class Typing:
    """A line that is being typed: on what, what it does, and at the right the verdict, `loud` where figures differ."""

    word: str
    label: str = ""
    title: str = ""
    what: str = ""
    verdict: str = ""
    short: str = ""
    loud: bool = False


@dataclass(frozen=True)
class Waiting:
    """An outcome that waits for the hammer. `release` stands where the hammer's key does: what it waits for, if not
    for that."""

    word: str
    label: str
    title: str
    outcome: str
    figures: tuple[int, int] | None = None
    release: str = ""
    leave: str = ""
    loud: str = ""


@dataclass(frozen=True)
class HoldingGate:
    """A gate of what was just released: seconds left of the whole, None where it passed."""

    name: str
    short: str
    left: int | None
    whole: int = 1


@dataclass(frozen=True)
class LastReleased:
    """What was released last, as long as a gate holds it; `back` names the key that takes it back.

    `short` of a decision (`whole`) is its label, outcome and figures: nothing of that is cut.
    """

    word: str
    said: str
    short: str
    gates: tuple[HoldingGate, ...]
    back: str
    whole: bool = False


@dataclass(frozen=True)
class Told:
    """A sentence in the strip: before the meeting, or (`loud`) behind closed doors."""

    word: str
    told: str
    loud: bool = False


Strip = Idle | Typing | Waiting | LastReleased | Told


def edge_rows(space: Space, flat: bool) -> list[ScreenRow]:
    """What parts the page from the desk: a rule where no tone does (`flat`)."""
    if flat:
        return [space.row([(space.signs.line * space.width, RULE)])]
    return [space.blank()]


def strip_rows(space: Space, seen: Strip) -> list[ScreenRow]:
    """The strip's one row."""
    match seen:
        case Idle():
            told = f"   {seen.told}" if seen.told else ""
            return [space.row([(f" {seen.word}", TITLE), (told, QUIET)], ground=FIELD)]
        case Typing():
            return [_typing_row(space, seen)]
        case Waiting():
            return [_waiting_row(space, seen)]
        case LastReleased():
            return [_released_row(space, seen)]
    if seen.loud:
        return [_edge_to_edge(space, f" {padded(seen.word, WORD - 1)} {seen.told}")]
    return [space.row([(f" {padded(seen.word, WORD)}", LABEL), (seen.told, LABEL)], ground=FIELD)]


def _edge_to_edge(space: Space, text: str) -> ScreenRow:
    return space.row([(space.fit(text, space.width), LOUD)], ground=DESK)


def _quoted(space: Space, title: str, room: int) -> str:
    """‘title’ in so many cells; '' where there is no room for any of it."""
    if not title or room < 6:
        return ""
    opens, closes = space.signs.quotes
    if cell_len(title) + 3 <= room:
        return f" {opens}{title}{closes}"
    return f" {opens}{space.cut(title, room - 2)}"


def _typing_row(space: Space, seen: Typing) -> ScreenRow:
    verdict = seen.short if space.narrow and seen.short else seen.verdict
    right: list[Piece] = []
    if verdict:
        right = [(f" {verdict} ", LOUD) if seen.loud else (verdict, TEXT)]
    right.append((" ", TEXT))
    what = f"  {seen.what}" if seen.what and (space.wide or not seen.label) else ""
    taken = 1 + WORD + cell_len(seen.label) + cell_len(what) + sum(cell_len(text) for text, _ in right) + 2
    title = "" if space.narrow else _quoted(space, seen.title, space.width - taken)
    left: list[Piece] = [
        (f" {padded(seen.word, WORD)}", LABEL),
        (f"{seen.label}{title}", STRONG),
        (what if seen.label else what.strip(), TEXT),
    ]
    return space.row(left, right, FIELD)


def _waiting_row(space: Space, seen: Waiting) -> ScreenRow:
    """Reversed from edge to edge; the same colour for every outcome."""
    dash = space.signs.dash
    said = f"   {seen.outcome}" if seen.outcome else ""
    if seen.figures and space.narrow:
        said += f"   {seen.figures[0]}{dash}{seen.figures[1]}"
    elif seen.figures:
        voor = space.t("for_figure", n=seen.figures[0])
        tegen = space.t("against_figure", n=seen.figures[1])
        said += f"   {voor}  {tegen}"
    keys = seen.release
    if seen.leave and not space.narrow:
        keys += f"   {seen.leave}"
    if seen.loud:
        keys = f"{seen.loud}   {keys}"
    word = f" {padded(seen.word, WORD - 1)} "
    taken = cell_len(word + seen.label + said + keys) + 3
    title = ""
    if seen.label and not (space.narrow and said):
        title = _quoted(space, seen.title, space.width - taken)
    left = space.cut(f"{word}{seen.label}{title}{said}", max(0, space.width - cell_len(keys) - 2))
    gap = " " * max(1, space.width - cell_len(left) - cell_len(keys) - 1)
    return space.row([(f"{left}{gap}{keys} ", HAMMER)], ground=FIELD)


def _released_row(space: Space, seen: LastReleased) -> ScreenRow:
    right, gates = _key_and_gates(space, seen)
    taken = 1 + WORD + cells([*gates, *right]) + 1
    said = seen.said if cell_len(seen.said) <= space.width - taken else seen.short
    left: list[Piece] = [(f" {padded(seen.word, WORD)}", LABEL), (space.cut(said, space.width - taken), STRONG)]
    return space.row([*left, *gates], right, FIELD)


def _key_and_gates(space: Space, seen: LastReleased) -> tuple[list[Piece], list[Piece]]:
    """The key that takes it back, and the gates. Where a decision needs the room, first the gates that passed go, then
    the key, which the keys' row names as well; seconds never."""
    needed = 1 + WORD + cell_len(seen.short) + 1
    back: list[Piece] = [(seen.back, STRONG), (" ", TEXT)]
    every = _every_gate(space, seen.gates)
    if not seen.whole or needed + cells([*every, *back]) <= space.width:
        return back, every
    holding = _every_gate(space, [one for one in seen.gates if one.left is not None])
    if needed + cells([*holding, *back]) <= space.width:
        return back, holding
    return [(" ", TEXT)], holding


def _every_gate(space: Space, gates: Sequence[HoldingGate]) -> list[Piece]:
    pieces: list[Piece] = []
    for one in gates:
        pieces += _gate_pieces(space, one)
    return pieces


def _gate_pieces(space: Space, one: HoldingGate) -> list[Piece]:
    """The bars go first where there is little room, the seconds never."""
    gap = "   " if space.wide else "  "
    name = one.name if space.wide else one.short
    if one.left is None:
        return [(gap, TEXT), (f"{Gate.OUT.sign(space.signs)} ", OUT), (name, TEXT)]
    told: list[Piece] = [(gap, TEXT), (f"{Gate.WAITS.sign(space.signs)} {name} ", TEXT), (in_minutes(one.left), STRONG)]
    if not space.wide:
        return told
    share = one.left / one.whole if one.whole else 0.0
    return [*told, (" ", TEXT), *space.bar(6, share, OUT)]
