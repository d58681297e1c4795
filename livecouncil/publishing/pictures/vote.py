"""The picture of a vote: the one way in.

    drawn = drawn_vote(vote, record.people.groups, words)      from `.drawn`; None where the vote has no figures
    svg = picture(drawn, 320, "seats")

    seats   the half circle with names of groups, figures and key; as bars where names and groups are not known
    bars    a row a group; figures alone; the blocks of a ballot on persons
    bare    the dots of the half circle and nothing else; '' where there are none
    strip   96 × 18: voor from the left, tegen from the right, a notch at half

The first two stand alone: they have a title and a description. The others stand beside words that say it all, and are
hidden from readers' aids.

`width` is in units of the picture; it is scaled to where it stands. Below 15 units a dot of tegen loses its strokes, so
ask for about the width it will have. SVG 1.1 without style, script or reference: it may be put into a page, a PDF or a
card as it is, and takes the colour of the text around it (black where there is none).
"""

from __future__ import annotations

from typing import Literal

from .bars import bars
from .drawn import DrawnVote
from .marks import Frame, framed, mark, number
from .seats import bare_seats, seats

Form = Literal["seats", "bars", "bare", "strip"]
_STRIP = 96.0


def picture(vote: DrawnVote, width: float, form: Form = "seats") -> str:
    """`vote` as SVG, `width` broad, in one of the forms above."""
    if form == "strip":
        return _strip_of(vote)
    if form == "bare":
        if vote.benches:
            return bare_seats(vote, width)
        return ""
    if form == "seats" and vote.benches:
        return seats(vote, width)
    return bars(vote, width)


def mark_alone(option: str) -> str:
    """The mark of an option alone, to stand before its word."""
    return framed(Frame(20, 20, "sign"), mark(10, 10, 19, option))


def _strip_of(vote: DrawnVote) -> str:
    if vote.blocks:
        return framed(Frame(_STRIP, 18, "strip"), _thin_bars(vote))
    most = max(1, vote.for_ + vote.against + sum(votes for _, votes in vote.beside))
    unit = (_STRIP - 2) / most
    body = ""
    if vote.for_:
        body += f'<rect class="for" x="1" y="3" width="{number(vote.for_ * unit)}" height="12"/>'
    if vote.against:
        body += _against_from(_STRIP - 1 - vote.against * unit)
    half = number(_STRIP / 2)
    notches = f'<path d="M{half} 0v2.2M{half} 15.8v2.2" stroke="currentColor" stroke-width="1.5"/>'
    return framed(Frame(_STRIP, 18, "strip"), body + notches)


def _against_from(x: float) -> str:
    """The hatched end of a strip, from x on."""
    room = max(1.0, _STRIP - 2 - x)
    outline = f'<rect x="{number(x + 1)}" y="3.8" width="{number(room)}" height="10.5" fill="none" stroke-width="1.5"/>'
    strokes = "".join(f"M{at} 14l8-10" for at in range(int(x) + 3, int(_STRIP - 9), 6))
    if strokes:
        outline += f'<path d="{strokes}" stroke-width="1.1"/>'
    return f'<g class="against" stroke="currentColor">{outline}</g>'


def _thin_bars(vote: DrawnVote) -> str:
    """The first three of the last ballot, as thin bars."""
    rows = vote.blocks[-1].candidates[:3]
    most = max([1, *(votes for _, votes in rows)])
    high = 16 / max(1, len(rows))
    places = [(1 + at * high, _STRIP * votes / most) for at, (_, votes) in enumerate(rows)]
    return "".join(
        f'<rect x="0" y="{number(y)}" width="{number(width)}" height="{number(high - 2)}"/>' for y, width in places
    )
