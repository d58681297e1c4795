"""Where the evening stands on its agenda, as a strip: what was treated, what is treated now, what comes.

Theory. How long an item will take nobody knows, and nothing here guesses it: what is treated now is broad because one
looks for it, anything else is a dash each. How long things took is drawn afterwards, to scale (see `evening`). Nothing
in it moves with the clock: it changes with the item, so that no message costs an open page a picture; and as everybody
who follows is sent it then, it is made of as few bytes as say it: an element of one letter an item, which the style
draws. It stands beside a sentence with the same numbers and is hidden from readers' aids; its parts differ in height,
not in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from livecouncil.core.release.record import ItemRecord, PublicRecord

from .marks import breadth

_WIDTH = 340.0
"""On a phone, in pixels; and of a letter."""
_LETTER = 11.0
_NOW = 3.0
"""So much broader than another."""
_DONE = "u"
_TREATED = "b"
_TO_COME = "i"


@dataclass(frozen=True)
class AgendaStand:
    """How far a meeting is: of each item its element in the strip and what is written there."""

    marks: tuple[tuple[str, str], ...]
    treated: int


def agenda_stand(record: PublicRecord) -> AgendaStand | None:
    """Where it stands; None where nothing is treated now."""
    items = record.decisions.items
    at = record.meeting.item
    if record.meeting.status == "closed" or all(item.number != at for item in items):
        return None
    unit = _WIDTH / (len(items) - 1 + _NOW)
    marks: list[tuple[str, str]] = []
    for mark, row in groupby(items, lambda item: _element(item, at)):
        marks += _run(mark, [item.number for item in row], unit)
    return AgendaStand(tuple(marks), sum(mark == _DONE for mark, _ in marks))


def _element(item: ItemRecord, at: str | None) -> str:
    if item.number == at:
        return _TREATED
    if item.started or item.outcome:
        return _DONE
    return _TO_COME


def _run(mark: str, numbers: list[str], unit: float) -> list[tuple[str, str]]:
    """Items of one kind in a row, their numbers written once where there is room: at the first, of what comes at the
    last."""
    label = "–".join(dict.fromkeys((numbers[0], numbers[-1])))
    broad = unit * (_NOW if mark == _TREATED else len(numbers))
    texts = [""] * len(numbers)
    if breadth(label, _LETTER) <= broad:
        texts[-1 if mark == _TO_COME else 0] = label
    return [(mark, text) for text in texts]
