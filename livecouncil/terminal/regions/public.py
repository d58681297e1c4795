"""What the public sees, since when, and how far behind each gate is; below it what is still on its way.

The card is the wall of the chamber as it stands now: the only box on the screen, because it is a picture of another
one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ..look.ink import LOUD, OUT, QUIET, RULE, STRONG, TEXT, Ink, Piece, ScreenRow
from ..look.signs import Signs
from ..look.space import Space, in_minutes, padded

NETWORKS_ALWAYS = 3
"""Rows of networks shown however little room there is for more."""

BAR = 10


class Gate(Enum):
    """How a gate stands: passed, holding or waiting, failed, or not meant for this."""

    OUT = "out"
    WAITS = "waits"
    FAILED = "failed"
    OFF = "off"

    def sign(self, signs: Signs) -> str:
        """Its one sign."""
        found: str = getattr(signs, self.value)
        return found

    @property
    def ink(self) -> Ink:
        """Its one ink."""
        return {Gate.OUT: OUT, Gate.FAILED: LOUD}.get(self, TEXT)


SIGN_AND_GAPS = 5
"""Columns of a row of a gate beside its name and its note."""


@dataclass(frozen=True)
class GateRow:
    """One way out: `note` says since when, or what is wrong; while it holds `left` of `whole` seconds."""

    name: str
    gate: Gate
    note: str = ""
    left: int | None = None
    whole: int = 1
    readers: str = ""


@dataclass(frozen=True)
class Going:
    """Something on its way, and the longest it still takes."""

    text: str
    left: int
    whole: int


@dataclass(frozen=True)
class Public:
    """The card's two lines and since when it shows them; the gates; what is on its way, of `held` in all."""

    title: str = ""
    said: str = ""
    since: str = ""
    gates: tuple[GateRow, ...] = ()
    going: tuple[Going, ...] = ()
    held: int = 0
    beside: str = ""


def public_rows(space: Space, seen: Public) -> list[ScreenRow]:
    """The card, the gates, what is on its way."""
    since = space.t("since", time=seen.since) if seen.since else ""
    rows = [space.cap(space.t("public_sees"), since), *card_rows(space, seen.title, seen.said)]
    room = space.rows - len(rows) - bool(seen.beside)  # how many copies there are is told at every size
    rows += _gates_in_room(space, seen.gates, max(NETWORKS_ALWAYS, room))
    if seen.beside and len(rows) < space.rows:
        rows.append(space.row([(seen.beside, QUIET)]))
    if space.rows - len(rows) >= 3:
        rows += [space.blank(), *_on_its_way(space, seen, space.rows - len(rows) - 1)]
    return space.filled(rows)


def card_rows(space: Space, title: str, said: str) -> list[ScreenRow]:
    """A picture of the wall, two lines in a box."""
    left_top, flat, right_top, side, left_end, right_end = space.signs.box
    inside = space.width - 4
    lines: list[tuple[str, Ink]] = [(title, TEXT), (said, STRONG)]
    body = [space.row([(f"{side} ", RULE), (space.fit(text, inside), ink), (f" {side}", RULE)]) for text, ink in lines]
    top = space.row([(left_top + flat * (space.width - 2) + right_top, RULE)])
    end = space.row([(left_end + flat * (space.width - 2) + right_end, RULE)])
    return [top, *body, end]


def _gates_in_room(space: Space, gates: Sequence[GateRow], room: int) -> list[ScreenRow]:
    """A row each; where there is no room for that, the last one has all that are left, each by its sign."""
    if len(gates) <= room:
        return [gate_row(space, one) for one in gates]
    left = in_one_row(space, gates[room - 1 :])
    return [*(gate_row(space, one) for one in gates[: room - 1]), space.row(left[1:])]


def gate_row(space: Space, one: GateRow) -> ScreenRow:
    """Sign, name, how many read there; at the right since when, the seconds it still holds, or what is wrong."""
    left: list[Piece] = [(one.gate.sign(space.signs), one.gate.ink), (" ", TEXT)]
    if one.gate is Gate.OUT and one.readers:
        left += [(padded(one.name, 10), TEXT), (one.readers, QUIET)]
    else:
        left.append((one.name, TEXT))
    return space.row(left, _gate_told(space, one))


def _gate_told(space: Space, one: GateRow) -> list[Piece]:
    if one.gate is Gate.FAILED:
        return [(f" {_fitting_note(space, one)} ", LOUD)]
    if one.left is None:
        return [(one.note, TEXT)]
    share = one.left / one.whole if one.whole else 0.0
    return [(space.t("still", time=in_minutes(one.left)) + "  ", STRONG), *space.bar(BAR, share, OUT)]


def _fitting_note(space: Space, one: GateRow) -> str:
    """All of it, or its first part where that would cut the name: whose it is comes before how long."""
    if len(one.name) + len(one.note) + SIGN_AND_GAPS > space.width:
        return one.note.partition(", ")[0]
    return one.note


def _on_its_way(space: Space, seen: Public, room: int) -> list[ScreenRow]:
    rows = [space.cap(space.t("on_its_way"), str(seen.held) if seen.held else "", "F3")]
    for one in seen.going[: room - 1]:
        share = one.left / one.whole if one.whole else 0.0
        rows.append(space.row([(f"{in_minutes(one.left)} ", STRONG), (one.text, TEXT)], space.bar(BAR, share, OUT)))
    if not seen.going:
        rows.append(space.row([(space.t("nothing"), QUIET)]))
    return rows


def in_one_row(space: Space, gates: Sequence[GateRow]) -> list[Piece]:
    """The same in one row, for a screen without room for the panel: the sign of each gate, the seconds of the next."""
    pieces: list[Piece] = []
    for one in gates:
        pieces += [("  ", TEXT), (f"{one.gate.sign(space.signs)} ", one.gate.ink), (one.name, one.gate.ink)]
        if one.left is not None:
            pieces.append((f" {in_minutes(one.left)}", STRONG))
    return pieces
