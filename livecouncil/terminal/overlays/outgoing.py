"""Everything on its way out, one row a message, one column a gate, like a board of departures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Key

from ..look.ink import LOUD, OUT, QUIET, STRONG, TEXT, Ink, Piece, ScreenRow
from ..look.space import Space, in_minutes, padded, wrapped
from ..regions.public import Gate
from .listing import ChoiceList
from .overlay import KeyNames

BROAD = 11
SLIM = 8
"""Cells of a gate's column, with and without seconds."""


@dataclass(frozen=True)
class Stop:
    """One message at one gate: when it passed, the seconds it still waits, how often it was tried."""

    gate: Gate
    time: str = ""
    left: int | None = None
    tries: int = 0


@dataclass(frozen=True)
class Departure:
    """One message: what is chosen with it, when, what, and how it stands at each gate; `trouble` in a sentence."""

    choice: str
    time: str
    text: str
    stops: tuple[Stop, ...] = ()
    trouble: str = ""


class Departures(ChoiceList):
    """The board. Enter asks what to do with the message that is chosen; Del does not send it."""

    def __init__(self, title: str, gates: Sequence[str], departures: Sequence[Departure], note: str) -> None:
        super().__init__(title, [(d.text, d.choice) for d in departures], "F3")
        self._gates = list(gates)
        self._departures = list(departures)
        self._note = note

    def note(self, space: Space) -> str:
        return self._note

    def rows(self, space: Space) -> list[ScreenRow]:
        if not self._departures:
            return space.filled([space.cap(self.title, key="F3"), space.row([(space.t("nothing"), QUIET)])])
        wide = BROAD if space.width >= 100 else SLIM
        room = space.width - len(self._gates) * wide - 9
        trouble = wrapped(self._departures[self.at].trouble, space.width - 4)
        places = max(1, space.rows - 3 - len(trouble))
        self._places = places
        first = max(0, min(self.at - places // 2, len(self._departures) - places))
        shown = self._departures[first : first + places]
        rows = [space.cap(self.title, self._note, "F3"), self._heads(space, wide, room)]
        rows += [self._departure(space, one, first + n == self.at, wide, room) for n, one in enumerate(shown)]
        if trouble:
            rows += [space.blank(), *[space.row([("  ", TEXT), (line, TEXT)]) for line in trouble]]
        return space.filled(rows)

    def _heads(self, space: Space, wide: int, room: int) -> ScreenRow:
        names = [(padded(space.cut(name, wide - 1), wide), QUIET) for name in self._gates]
        said = f"  {padded(space.t('time'), 7)}{padded(space.t('message'), room)}"
        return space.row([(said, QUIET), *names])

    @staticmethod
    def _departure(space: Space, one: Departure, here: bool, wide: int, room: int) -> ScreenRow:
        sign = space.signs.here if here else " "
        waits = any(stop.gate in (Gate.WAITS, Gate.FAILED) for stop in one.stops)
        ink = STRONG if here or waits else TEXT
        said: list[Piece] = [(f"{sign} ", STRONG), (f"{one.time}  {space.fit(one.text, room - 1)} ", ink)]
        for stop in one.stops:
            said += _stop_pieces(space, stop, wide)
        row = space.row(said)
        return space.chosen(row) if here else row

    def keys(self, space: Space) -> KeyNames:
        return [
            ("Enter", space.t("key.choose")),
            ("Del", space.t("key.not_sent")),
            ("F6", space.t("key.pause")),
            ("Esc", space.t("key.close")),
        ]

    def take(self, key: Key) -> bool:
        if key.key == "delete" and self._departures:
            self.finish(f"cancel {self._departures[self.at].choice}")
            return True
        return super().take(key)


def _stop_pieces(space: Space, stop: Stop, wide: int) -> list[Piece]:
    sign = stop.gate.sign(space.signs)
    ink: Ink
    if stop.gate is Gate.FAILED:
        told = f"{sign} {stop.tries}x " if stop.tries else f"{sign} "
        return [(told, LOUD), (" " * (wide - cell_len(told)), TEXT)]
    if stop.gate is Gate.OFF:
        told = sign
        ink = QUIET
    elif stop.gate is Gate.OUT:
        told = f"{sign} {stop.time[: wide - 3]}"
        ink = OUT
    elif stop.left is not None:
        told = f"{sign} {in_minutes(stop.left)}"
        ink = STRONG
    else:
        told = f"{sign} {space.t('waits')}"
        ink = STRONG
    return [(space.fit(told, wide - 1) + " ", ink)]
