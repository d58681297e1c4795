"""The three rows above all: whose evening it is, what is going on now, and one fault at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..look.ink import DESK, LABEL, LOUD, QUIET, STRONG, TEXT, Piece, ScreenRow
from ..look.space import Space, cells, in_minutes, wrapped

GRACE = 10
"""Seconds over time from which that is loud."""
_PAUSE = re.compile(r", | (?=\()")
"""Where a clause that is wider than the row is parted."""


@dataclass(frozen=True)
class MeetingRow:
    """Row 1. `marks` are states that must be seen all the time; `known` counts faults that last and were read; `hammer`
    says who of two clerks has it."""

    municipality: str
    about: tuple[str, ...]
    present: int
    sitting: int
    doors: str
    time: str
    shut: bool = False
    marks: tuple[str, ...] = ()
    known: int = 0
    hammer: str = ""


@dataclass(frozen=True)
class Floor:
    """Who has the floor; `spoken` and `allowed` in seconds, None where the council keeps no times."""

    name: str
    short: str
    spoken: int | None = None
    allowed: int | None = None
    running: bool = True


@dataclass(frozen=True)
class Now:
    """Row 2: the item in hand; who has the floor, else what is going on."""

    item: str
    doing: str = ""
    floor: Floor | None = None


@dataclass(frozen=True)
class Alarm:
    """Row 3: what happened, what is safe, the next key; `more` faults stand behind it."""

    what: str
    safe: str = ""
    more: int = 0


def meeting_rows(space: Space, seen: MeetingRow) -> list[ScreenRow]:
    """The clock, the doors and who is here have a fixed place at the right; what may be cut stands left."""
    right: list[Piece] = []
    for mark in seen.marks:
        right += [(f" {mark} ", LOUD), (" ", TEXT)]
    if seen.hammer:
        right += [(f"{seen.hammer}   ", STRONG)]
    right += [(f"{seen.present}", STRONG), (_of_sitting(space, seen.sitting), TEXT)]
    if seen.known:
        right += [(f" ! {seen.known} ", LOUD), ("  ", TEXT)]
    doors = f" {seen.doors} " if seen.shut else seen.doors
    right += [(doors, LOUD if seen.shut else STRONG), (f"  {seen.time} ", STRONG)]
    left: list[Piece] = [(f" {seen.municipality}", LABEL)]
    about = seen.about[:1] if not space.wide else seen.about
    if not space.narrow:
        left += [(f" {space.signs.dot} {part}", QUIET) for part in about if part]
    return [space.row(left, right, DESK)]


def _of_sitting(space: Space, sitting: int) -> str:
    if space.narrow:
        return f"/{sitting}  "
    return space.t("present", sitting=sitting) + "   "


def now_rows(space: Space, seen: Now) -> list[ScreenRow]:
    """The item in hand keeps its place; what goes on stands at the right."""
    right: list[Piece] = [(seen.doing, TEXT)]
    if seen.floor:
        right = _floor_pieces(space, seen.floor)
    left: list[Piece] = [(f" {space.signs.here} ", STRONG), (seen.item, STRONG)]
    return [space.row(left, [*right, (" ", TEXT)], DESK)]


def _floor_pieces(space: Space, floor: Floor) -> list[Piece]:
    name = floor.short if space.narrow else floor.name
    pieces: list[Piece] = [(f"{name}  ", STRONG)]
    if floor.spoken is None:
        return pieces
    if floor.allowed is None:
        return [*pieces, (in_minutes(floor.spoken), STRONG)]
    over = floor.spoken - floor.allowed
    if over > 0:
        told: Piece = (f" +{in_minutes(over)} ", LOUD if over > GRACE else STRONG)
    else:
        told = (in_minutes(floor.spoken), STRONG)
    allowed = "" if space.narrow else space.t("allowed", time=in_minutes(floor.allowed))
    if not floor.running:
        allowed = " " + space.t("standing")
    share = floor.spoken / floor.allowed if floor.allowed else 1.0
    bar = space.bar(5 if space.narrow else 10, share, TEXT)
    return [*pieces, told, (f"{allowed}  ", TEXT), *bar]


def alarm_rows(space: Space, seen: Alarm | None) -> list[ScreenRow]:
    """Blank for four hours; or one fault, its first clause never cut before what is safe is."""
    if seen is None:
        return [space.blank()]
    said, _ = parted(space, seen)
    key = space.t("alarm_read")
    return [space.row([(said, LOUD)], [(f"{key} ", LOUD)], DESK) if not said else _loud_row(space, said, key)]


def parted(space: Space, seen: Alarm) -> tuple[str, str]:
    """What the row has room for, and what it has not: that is told in the row above the entry line."""
    room = space.width - len(space.t("alarm_read")) - 3
    whole = f" ! {seen.what}"
    if seen.safe:
        whole += f"   {seen.safe}"
    more = "  " + space.t("alarm_more", n=seen.more) if seen.more else ""
    if cells([(whole + more, TEXT)]) <= room:
        return whole + more, ""
    first, rest = _first_words(seen.what, room - cells([(f" ! {more}", TEXT)]))
    return f" ! {first}{more}", "; ".join(part for part in (rest, seen.safe) if part)


def _first_words(what: str, room: int) -> tuple[str, str]:
    """As much of a clause as there is room for, up to where it pauses or else to a word, and the rest of it."""
    if cells([(what, TEXT)]) <= room:
        return what, ""
    pauses = [found.start() for found in _PAUSE.finditer(what) if cells([(what[: found.start()], TEXT)]) <= room]
    if pauses:
        return what[: pauses[-1]], what[pauses[-1] :].lstrip(" ,")
    first, *rest = wrapped(what, max(1, room))
    return first, " ".join(rest)


def _loud_row(space: Space, said: str, key: str) -> ScreenRow:
    """One reversed row from edge to edge."""
    gap = " " * max(1, space.width - cells([(said + key, TEXT)]) - 1)
    return space.row([(f"{said}{gap}{key} ", LOUD)], ground=DESK)
