"""A vote in bars: a row a group, both sides from one axis on one scale; figures alone; and ballots on persons.

Theory. A cell is a vote and both sides share one scale from zero, so no side looks larger than it is. A figure stands
at the end of each row. Where only figures are known there is a row a side and no group. Of a secret ballot bars are
whole and all in one ink, with a slit and a mark where the majority lies; blank and improper papers are outlined.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from .drawn import Bench, DrawnVote, PaperBlock
from .marks import Frame, breadth, framed, lettering, mark, number

_CELLS = 10
"""The most cells on one line of a row."""
_ASIDE = 4
"""The most marks on one line of who did not vote."""
_SIDES = (("for", -1), ("against", 1))


def bars(drawn: DrawnVote, width: float) -> str:
    """Blocks of a ballot on persons, a row a group, or the figures alone: the most that is known."""
    size = max(14.0, min(20.0, width / 26))
    if drawn.blocks:
        body, height = _ballot_blocks(drawn, width, size)
    elif drawn.benches:
        body, height = _bars_by_group(drawn, width, size)
    else:
        body, height = _figures_alone(drawn, width, size)
    return framed(Frame(width, height, "bars", drawn.key, drawn.title, drawn.said), body)


@dataclass(frozen=True)
class BarScale:
    """Where the columns of the bars by group stand."""

    width: float
    size: float
    peak: int
    cell: float
    axis: float
    full_names: bool


def _bar_scale(drawn: DrawnVote, width: float, size: float) -> BarScale:
    longest = max(breadth(bench.name, size * 0.9) for bench in drawn.benches)
    full = longest <= width * 0.42
    if not full:
        longest = max(breadth(bench.short, size) for bench in drawn.benches)
    names = min(width * 0.42, longest + size * 0.6)
    most = max(bench.number(side) for bench in drawn.benches for side, _ in _SIDES)
    peak = max(1, min(_CELLS, most))
    aside = size * 3.4 * bool(drawn.beside)
    cell = min(size * 1.15, (width - names - 3 * size - aside) / (2 * peak))
    return BarScale(width, size, peak, cell, names + 1.5 * size + peak * cell, full)


def _bars_by_group(drawn: DrawnVote, width: float, size: float) -> tuple[str, float]:
    scale = _bar_scale(drawn, width, size)
    aside = scale.cell * 0.3
    for_ = f"{drawn.words['for']} {drawn.for_}"
    against = f"{drawn.words['against']} {drawn.against}"
    body = lettering(scale.axis - aside, size, size * 0.95, for_, "end", bold=True)
    body += lettering(scale.axis + aside, size, size * 0.95, against, "start", bold=True)
    if drawn.beside:
        body += lettering(width, size, size * 0.85, drawn.words["no_vote"], "end")
    y = size * 1.6
    for bench in drawn.benches:
        lines = _lines_of_cells(bench, scale)
        height = max(size * 1.55, lines * scale.cell * 1.05 + size * 0.35)
        body += _bar_row(bench, scale, y + height / 2)
        y += height
    axis = f'<path d="M{number(scale.axis)} {number(size * 1.3)}V{number(y)}" stroke="currentColor"/>'
    return body + axis, y + 2


def _lines_of_cells(bench: Bench, scale: BarScale) -> int:
    """How many lines of cells a group's row has."""
    cells = max(bench.number(side) for side, _ in _SIDES)
    aside = len([option for option in bench.options if option not in ("for", "against")])
    return max(1, math.ceil(cells / scale.peak), math.ceil(aside / _ASIDE))


def _bar_row(bench: Bench, scale: BarScale, middle: float) -> str:
    size = scale.size
    name = bench.short
    if scale.full_names:
        name = bench.name
    body = lettering(0, middle + size * 0.34, size, name, "start")
    for side, sign in _SIDES:
        votes = bench.number(side)
        lines = math.ceil(votes / scale.peak)
        for place in range(votes):
            line, column = divmod(place, scale.peak)
            x = scale.axis + sign * (column + 0.62) * scale.cell
            body += mark(x, middle + (line - (lines - 1) / 2) * scale.cell * 1.05, scale.cell * 0.86, side)
        if votes:
            end = scale.axis + sign * ((min(votes, scale.peak) + 0.12) * scale.cell + size * 0.3)
            body += lettering(end, middle + size * 0.34, size, votes, {-1: "end", 1: "start"}[sign], bold=True)
    return body + _gone(bench, scale, middle)


def _gone(bench: Bench, scale: BarScale, middle: float) -> str:
    """Who of a group did not vote, at the right edge."""
    gone = [option for option in bench.options if option not in ("for", "against")]
    lines = math.ceil(len(gone) / _ASIDE)
    body = ""
    for place, option in enumerate(gone):
        line, column = divmod(place, _ASIDE)
        x = scale.width - scale.size * (0.5 + 0.62 * column)
        body += mark(x, middle + (line - (lines - 1) / 2) * scale.cell * 1.05, scale.size * 0.8, option)
    return body


def _figures_alone(drawn: DrawnVote, width: float, size: float) -> tuple[str, float]:
    """A row a side; no seats and no groups are suggested."""
    most = max(1, drawn.for_, drawn.against)
    a_line = most
    if drawn.for_ + drawn.against > 20:
        a_line = 25
    words = max(breadth(drawn.words[side], size) for side, _ in _SIDES)
    lead = words + size * 3.2
    cell = min(size * 1.2, (width - lead) / a_line)
    y = size * 0.4
    body = ""
    for side, votes in (("for", drawn.for_), ("against", drawn.against)):
        body += lettering(0, y + size * 1.15, size, drawn.words[side], "start")
        body += lettering(lead - size * 0.7, y + size * 1.15, size * 1.3, votes, "end", bold=True)
        for place in range(votes):
            line, column = divmod(place, a_line)
            body += mark(lead + (column + 0.5) * cell, y + size * 0.7 + line * cell * 1.06, cell * 0.86, side)
        y += max(size * 1.9, math.ceil(votes / a_line) * cell * 1.06 + size * 0.7)
    return body, y


@dataclass(frozen=True)
class Ruler:
    """Where the bars of a ballot begin, and how broad one vote is."""

    lead: float
    unit: float
    size: float

    def at(self, votes: int) -> float:
        return self.lead + votes * self.unit


def _ballot_blocks(drawn: DrawnVote, width: float, size: float) -> tuple[str, float]:
    rows = [row for block in drawn.blocks for row in (*block.candidates, *block.besides)]
    peak = max([1, *(votes for _, votes in rows), *(block.majority for block in drawn.blocks)])
    longest = max((breadth(name, size * 0.9) for name, _ in rows), default=0.0)
    lead = min(width * 0.42, longest + size)
    ruler = Ruler(lead, (width - lead - size * 2.4) / peak, size)
    y = size * 0.2
    body = ""
    for block in drawn.blocks:
        if len(drawn.blocks) > 1:
            body += lettering(0, y + size * 1.1, size, block.heading, "start", bold=True)
            y += size * 1.8
        drawn_block, y = _block_of(block, drawn.words["majority"], ruler, y)
        body += drawn_block
        y += size * 0.5
    return body, y


def _block_of(block: PaperBlock, majority: str, ruler: Ruler, y: float) -> tuple[str, float]:
    size = ruler.size
    body = ""
    if block.majority:
        line = ruler.at(block.majority)
        said = majority.format(n=block.majority)
        body += lettering(line + size * 0.3, y + size, size * 0.9, said, "end")
        body += f'<path d="M{number(line - size * 0.3)} {number(y + size * 1.2)}h{number(size * 0.6)}'
        body += f'l{number(-size * 0.3)} {number(size * 0.38)}z"/>'
        y += size * 1.4
    for name, votes in block.candidates:
        body += _candidate_bar(name, votes, name in block.elected, block.majority, ruler, y)
        y += size * 1.7
    for name, votes in block.besides:
        body += _outlined(name, votes, ruler, y)
        y += size * 1.5
    return body, y


def _candidate_bar(name: str, votes: int, elected: bool, needed: int, ruler: Ruler, y: float) -> str:
    """A whole bar, with a slit where the majority lies."""
    size = ruler.size
    body = lettering(0, y + size * 1.15, size, name, "start", bold=elected)
    pieces = [(ruler.lead, ruler.at(votes))]
    if needed and votes >= needed:
        slit = ruler.at(needed)
        pieces = [(ruler.lead, slit - 1.5), (slit + 1.5, max(slit + 3, ruler.at(votes)))]
    for left, right in pieces:
        place = f'x="{number(left)}" y="{number(y + size * 0.3)}" width="{number(max(1.5, right - left))}"'
        body += f'<rect {place} height="{number(size * 1.15)}"/>'
    return body + lettering(pieces[-1][1] + size * 0.4, y + size * 1.15, size * 1.1, votes, "start", bold=True)


def _outlined(name: str, votes: int, ruler: Ruler, y: float) -> str:
    size = ruler.size
    place = f'x="{number(ruler.lead + 0.8)}" y="{number(y + size * 0.4)}" width="{number(votes * ruler.unit)}"'
    line = 'fill="none" stroke="currentColor" stroke-width="1.5"'
    body = lettering(0, y + size * 1.05, size * 0.95, name, "start")
    body += f'<rect {place} height="{number(size * 0.85)}" {line}/>'
    return body + lettering(ruler.at(votes) + size * 0.4, y + size * 1.1, size, votes, "start")
