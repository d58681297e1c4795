"""The seats of a vote: a dot a member, in a half circle.

Theory. A group is a block of radial columns, in the council's order, with half a column free between two groups; so a
group is told from its neighbour without a colour, and a member keeps the place all evening. The number of rows is the
one that gives the largest dot while both figures have room in the middle: of `units` columns on a half circle broad W

    d = (W/2) / (0.5 + 1.17·(rows − 1) + 1.15·units/π)        units = Σ⌈nᵢ/rows⌉ + 0.55·(groups − 1)

The figures of both sides are of one size and stand alike. Names of groups stand outside the arc, all of them or, where
two would touch, none: the bars have them too.

Where everybody sits follows from the sizes of the groups and the breadth alone, and a council sits all evening as it
does; so places are worked out once and kept, and a vote only fills them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import count

from .drawn import Bench, DrawnVote
from .marks import Frame, breadth, framed, lettering, mark

_MOST_ROWS = 7
_LARGEST = 9
"""A dot takes at most this part of the breadth."""
_ROW = 1.17
_COLUMN = 1.15
_GAP = 0.55
_ABOVE = 1.5
"""What names of groups take above the arc, in letters' sizes."""
_INNER = 0.44
"""Share of the half breadth that stays free in the middle."""


@dataclass(frozen=True)
class Arc:
    """How a council sits in a half circle of some breadth: dots of size `dot` in `rows` rows, the outermost at radius
    `outer`, over `units` columns."""

    dot: float
    rows: int
    units: float
    breadth: float

    @property
    def outer(self) -> float:
        return (self.breadth - self.dot) / 2

    @property
    def free(self) -> float:
        """The radius inside the innermost row that no dot reaches into."""
        return self.outer - (self.rows - 1) * self.dot * _ROW - self.dot / 2

    def angle(self, column: float) -> float:
        return math.pi * (1 - column / self.units)


@dataclass(frozen=True)
class Seat:
    x: float
    y: float
    option: str
    whose: str  # 'De Boer (VVD)', '' for nobody's


@dataclass(frozen=True)
class GroupLabel:
    """The name of a group outside the arc, and the room it takes."""

    x: float
    y: float
    size: float
    text: str
    anchor: str

    @property
    def left(self) -> float:
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[self.anchor]
        return self.x - share * breadth(self.text, self.size)

    @property
    def right(self) -> float:
        return self.left + breadth(self.text, self.size)

    def touches(self, other: GroupLabel) -> bool:
        beside = self.right - 1 <= other.left or other.right - 1 <= self.left
        return not beside and abs(self.y - other.y) < 0.9 * self.size - 1


def seats(drawn: DrawnVote, width: float) -> str:
    """The half circle with names of groups, both figures and who did not vote."""
    size = max(13.0, width / 34)
    above = size * _ABOVE
    ends = (drawn.benches[0], drawn.benches[-1])
    side = max(above, max(breadth(bench.short, size) for bench in ends) + size * 0.5)
    arc = arc_of(drawn.benches, width - 2 * side)
    body = _marked(drawn, arc, side, above)
    body += _names_outside(tuple((bench.short, len(bench.options)) for bench in drawn.benches), arc, width, size)
    foot = above + arc.outer + arc.dot / 2
    figures, bottom = _both_figures(drawn, arc, width / 2, foot)
    frame = Frame(width, max(bottom, foot + arc.dot / 2) + 2, "seats", drawn.key, drawn.title, drawn.said)
    return framed(frame, body + figures)


def bare_seats(drawn: DrawnVote, width: float) -> str:
    """The dots alone, to stand beside words that say it all."""
    arc = arc_of(drawn.benches, width)
    body = "".join(mark(seat.x, seat.y, arc.dot, seat.option) for seat in seats_in(drawn, arc))
    return framed(Frame(width, arc.outer + arc.dot, "bare"), body)


def arc_of(benches: Sequence[Bench], width: float) -> Arc:
    """The arc with the largest dot, and of those the one with the fewest rows."""
    return _arc_of_sizes(tuple(len(bench.options) for bench in benches), width)


@lru_cache(maxsize=64)
def _arc_of_sizes(sizes: tuple[int, ...], width: float) -> Arc:
    arcs = [_arc_of_rows(sizes, width, rows) for rows in range(1, _MOST_ROWS + 1)]
    roomy = [arc for arc in arcs if arc.rows == 1 or _COLUMN * arc.units / math.pi * arc.dot >= _INNER * width / 2]
    capped = [replace(arc, dot=min(arc.dot, width / _LARGEST)) for arc in roomy]
    return max(capped, key=lambda arc: arc.dot)


def _arc_of_rows(sizes: Sequence[int], width: float, rows: int) -> Arc:
    units = sum(math.ceil(size / rows) for size in sizes) + _GAP * (len(sizes) - 1)
    dot = (width / 2) / (0.5 + _ROW * (rows - 1) + _COLUMN * units / math.pi)
    return Arc(dot, rows, units, width)


@lru_cache(maxsize=64)
def _places_in(sizes: tuple[int, ...], arc: Arc) -> tuple[tuple[float, float], ...]:
    """Where each seat is, group after group."""
    found = []
    begin = 0.0
    for size in sizes:
        for place in range(size):
            column, row = divmod(place, arc.rows)
            angle = arc.angle(begin + column + 0.5)
            radius = arc.outer - row * arc.dot * _ROW
            found.append((arc.breadth / 2 + radius * math.cos(angle), arc.breadth / 2 - radius * math.sin(angle)))
        begin += math.ceil(size / arc.rows) + _GAP
    return tuple(found)


def seats_in(drawn: DrawnVote, arc: Arc) -> Iterator[Seat]:
    """Every seat with its place, in an arc whose upper left corner is (0, 0)."""
    places = iter(_places_in(tuple(len(bench.options) for bench in drawn.benches), arc))
    for bench in drawn.benches:
        for place, option in enumerate(bench.options):
            whose = "".join(f"{name} ({bench.short})" for name in bench.members[place : place + 1])
            yield Seat(*next(places), option, whose)


def _marked(drawn: DrawnVote, arc: Arc, left: float, above: float) -> str:
    """The seats; each that is somebody's says whose it is and how they voted."""
    body = ""
    named = count()
    for seat in seats_in(drawn, arc):
        dot = mark(seat.x + left, seat.y + above, arc.dot, seat.option)
        if seat.whose:
            said = escape(f"{seat.whose}: {drawn.words[seat.option]}")
            dot = f'<g data-seat="{next(named)}">{dot}<title>{said}</title></g>'
        body += dot
    return body


@lru_cache(maxsize=64)
def _names_outside(groups: tuple[tuple[str, int], ...], arc: Arc, width: float, size: float) -> str:
    """The names of `groups`, which have so many seats, all or none."""
    labels = list(_group_labels(groups, arc, width / 2, size))
    if not _all_have_room(labels, width):
        return ""
    return "".join(lettering(one.x, one.y, size, one.text, one.anchor) for one in labels)


def _group_labels(groups: Sequence[tuple[str, int]], arc: Arc, middle: float, size: float) -> Iterator[GroupLabel]:
    begin = 0.0
    for short, number in groups:
        columns = math.ceil(number / arc.rows)
        angle = arc.angle(begin + columns / 2)
        begin += columns + _GAP
        radius = arc.breadth / 2 + size * 0.45
        y = size * _ABOVE + arc.breadth / 2 - radius * math.sin(angle)
        drop = size * 0.34 * (1 - 0.9 * math.sin(angle))
        yield GroupLabel(middle + radius * math.cos(angle), y + drop, size, short, _text_anchor(math.cos(angle)))


def _text_anchor(cosine: float) -> str:
    if cosine < -0.3:
        return "end"
    if cosine > 0.3:
        return "start"
    return "middle"


def _all_have_room(labels: Sequence[GroupLabel], width: float) -> bool:
    if any(label.left < 0 or label.right > width for label in labels):
        return False
    return not any(one.touches(other) for at, one in enumerate(labels) for other in labels[at + 1 :])


def _both_figures(drawn: DrawnVote, arc: Arc, middle: float, foot: float) -> tuple[str, float]:
    """Both figures with their key, and below them who did not vote; and where that ends. The arc ends at `foot`.

    Where there is no room for the key between the ends of the arc it stands below them.
    """
    small = max(13.0, arc.free * 0.135)
    line = foot - small * 1.25
    widths = [breadth(drawn.words[side], small) for side in ("for", "against")]
    aside = max(arc.free * 0.43, sum(widths) / 4 + small * 0.8)
    drop = 0.0
    if aside + max(widths) / 2 + small * 0.75 > arc.free - arc.dot / 2:
        drop = arc.dot / 2 + small * 0.65
    signs = max(len(str(votes)) for votes in (drawn.for_, drawn.against))
    size = _figure_size(signs, arc.free, aside, rise=foot - arc.dot / 2 - line)
    body = ""
    for x, option, votes in ((middle - aside, "for", drawn.for_), (middle + aside, "against", drawn.against)):
        said = drawn.words[option]
        body += lettering(x, line, size, votes, bold=True)
        body += mark(x - breadth(said, small) / 2 - small * 0.3, line + drop + small * 1.1, small * 0.82, option)
        body += lettering(x + small * 0.45, line + drop + small * 1.4, small, said)
    rest = _not_cast(drawn, middle, foot + drop + arc.dot / 2 + small * 0.95, small)
    if rest:
        return f'<g class="key">{body}{rest}</g>', foot + drop + arc.dot / 2 + small * 1.6
    return f'<g class="key">{body}</g>', line + drop + small * 1.9


@lru_cache(maxsize=64)
def _figure_size(signs: int, free: float, aside: float, rise: float) -> float:
    """The largest size of so many signs whose upper outer corners stay clear of the innermost row."""
    size = free * 0.56
    while size > 12 and math.hypot(aside + breadth("0" * signs, size) / 2, rise + size * 0.67) > free * 0.97:
        size *= 0.98
    return size


def _not_cast(drawn: DrawnVote, middle: float, line: float, size: float) -> str:
    """'• 1 afwezig  ◇ 1 art. 28', in the middle."""
    said = [(option, f"{number} {drawn.words[option]}") for option, number in drawn.beside]
    x = middle - sum(breadth(text, size) + size * 1.9 for _, text in said) / 2 + size * 0.35
    body = ""
    for option, text in said:
        body += mark(x + size * 0.5, line - size * 0.33, size, option) + lettering(
            x + size * 1.2, line, size, text, "start"
        )
        x += breadth(text, size) + size * 1.9
    return body
