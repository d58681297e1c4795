"""Where the evening stands on its agenda, as a strip: what was treated, what is treated now, what comes.

Theory. How long an item will take nobody knows, and nothing here guesses it: what is treated now is broad because one
looks for it, what comes is equally narrow. How long things took is drawn afterwards, to scale (see `evening`). Nothing
in it moves with the clock: it changes with the item, so that no message costs an open page a picture. It stands beside
a sentence with the same numbers and is hidden from readers' aids; the marks differ in height, not in colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from livecouncil.core.release.record import ItemRecord, PublicRecord

from .marks import Frame, breadth, framed, lettering, number

_WIDTH = 340.0
_LETTER = 11.0
_GAP = 2.0
_SHARES = {"done": 1.6, "now": 3.0, "to_come": 1.0}
_HEIGHTS = {"done": 4.0, "now": 9.0, "to_come": 1.0}


@dataclass(frozen=True)
class AgendaStand:
    """How far a meeting is: parts of the agenda as (`done`, `now` or `to_come`, label), in its order."""

    parts: tuple[tuple[str, str], ...]
    treated: int
    items: int


def agenda_stand(record: PublicRecord) -> AgendaStand | None:
    """Where it stands; None where nothing is treated now."""
    items = record.decisions.items
    at = record.meeting.item
    if record.meeting.status == "closed" or all(item.number != at for item in items):
        return None
    parts = tuple(_parts_of(items, at))
    treated = sum(_part_kind(item, at) == "done" for item in items)
    return AgendaStand(parts, treated, len(items))


def _part_kind(item: ItemRecord, at: str | None) -> str:
    if item.number == at:
        return "now"
    if item.started or item.outcome:
        return "done"
    return "to_come"


def _parts_of(items: Sequence[ItemRecord], at: str | None) -> Iterator[tuple[str, str]]:
    """What was treated one after another is one part; anything else is one by itself."""
    for kind, row in groupby(items, lambda item: _part_kind(item, at)):
        numbers = [item.number for item in row]
        if kind == "done" and len(numbers) > 1:
            yield kind, f"{numbers[0]}–{numbers[-1]}"
        else:
            yield from ((kind, one) for one in numbers)


def agenda_strip(stand: AgendaStand) -> str:
    """The strip."""
    unit = _WIDTH / sum(_SHARES[kind] for kind, _ in stand.parts)
    x = 0.0
    body = ""
    for kind, label in stand.parts:
        width = unit * _SHARES[kind]
        body += _part_drawn(kind, label, x, width)
        x += width
    return framed(Frame(_WIDTH, 28, "agenda"), body)


def _part_drawn(kind: str, label: str, x: float, width: float) -> str:
    high = _HEIGHTS[kind]
    place = f'x="{number(x)}" y="{number(26 - high)}" width="{number(max(1.0, width - _GAP))}" height="{number(high)}"'
    drawn = f"<rect {place}/>"
    if breadth(label, _LETTER) > width - _GAP:
        return drawn
    return drawn + lettering(x + (width - _GAP) / 2, 12, _LETTER, label, bold=kind == "now")
