"""Where the evening stands on its agenda, as a strip: what was treated, what is treated now, what comes.

Theory. How long an item will take nobody knows, and nothing here guesses it: what is treated now is broad because one
looks for it, anything else is a dash each. How long things took is drawn afterwards, to scale (see `evening`). Nothing
in it moves with the clock: it changes with the item, so that no message costs an open page a picture; and as everybody
who follows is sent it then, it is made of as few bytes as say it. It stands beside a sentence with the same numbers and
is hidden from readers' aids; its parts differ in height, not in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import groupby

from livecouncil.core.release.record import ItemRecord, PublicRecord

from .marks import breadth, number

_WIDTH = 340.0
_LETTER = 11.0
_GAP = 2.0
_NOW = 3.0
"""So much broader than another."""
_HEIGHTS = {"done": 4, "now": 9, "to_come": 1}


@dataclass(frozen=True)
class AgendaStand:
    """How far a meeting is: its agenda as runs of (`done`, `now` or `to_come`, label, number of items)."""

    runs: tuple[tuple[str, str, int], ...]
    treated: int
    items: int


def agenda_stand(record: PublicRecord) -> AgendaStand | None:
    """Where it stands; None where nothing is treated now."""
    items = record.decisions.items
    at = record.meeting.item
    if record.meeting.status == "closed" or all(item.number != at for item in items):
        return None
    runs = []
    for kind, row in groupby(items, lambda item: _run_kind(item, at)):
        numbers = [item.number for item in row]
        runs.append((kind, "–".join(dict.fromkeys((numbers[0], numbers[-1]))), len(numbers)))
    treated = sum(count for kind, _, count in runs if kind == "done")
    return AgendaStand(tuple(runs), treated, len(items))


def _run_kind(item: ItemRecord, at: str | None) -> str:
    if item.number == at:
        return "now"
    if item.started or item.outcome:
        return "done"
    return "to_come"


def agenda_strip(stand: AgendaStand) -> str:
    """The strip."""
    unit = _WIDTH / (stand.items - 1 + _NOW)
    x = 0.0
    body = ""
    for kind, label, count in stand.runs:
        width = unit * count
        if kind == "now":
            width = unit * _NOW
        body += _run_drawn(kind, x, width, width / count)
        if breadth(label, _LETTER) <= width:
            body += f'<text x="{number(x)}" y="12">{escape(label)}</text>'
        x += width
    return f'<svg class="picture" viewBox="0 0 {number(_WIDTH)} 28" font-size="11" aria-hidden="true">{body}</svg>'


def _run_drawn(kind: str, x: float, width: float, each: float) -> str:
    """A run as one line of dashes, as high as its kind is."""
    high = _HEIGHTS[kind]
    dashes = f'stroke-width="{high}" stroke-dasharray="{number(max(1.0, each - _GAP))} {number(_GAP)}"'
    return f'<path d="M{number(x)} {number(26 - high / 2)}h{number(width)}" {dashes}/>'
