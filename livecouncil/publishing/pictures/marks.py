"""What every picture is drawn with: marks, texts and the frame.

Theory. A vote gets its shape here and nowhere else. voor is a filled disc, tegen a ring with three strokes (below 15
units a heavier ring alone: one stroke would read as a prohibition sign), both of the same size; who did not vote is
small: absent a dot, recused (art. 28) a diamond, abstained a dash. All of it in `currentColor`: the shape tells it in
light and dark, in black and white and to who sees no colours, and no colour ever tells how anybody voted. A coordinate
is written with one decimal, so that the same record gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

FONT = "'Livecouncil Sans','Source Sans 3',Arial,sans-serif"
OPTIONS = ("for", "against", "absent", "recused", "abstained")
HATCHED = 15.0
"""Diameter from which tegen has its strokes."""
_DRAWN = 4096
"""So many marks and texts are kept as they were drawn: the same stand at the same places all evening."""
_HALF = math.sqrt(0.5)
_SIGN = 0.6
"""Breadth of a sign in ems: more than ours takes, so that it also holds in a wide face."""


@dataclass(frozen=True)
class Frame:
    """The edge of a picture and what it says to who cannot see it. Without `title` it stands beside a text that says
    the same, and is hidden from readers' aids."""

    width: float
    height: float
    form: str
    key: str = ""
    title: str = ""
    said: str = ""


def framed(frame: Frame, body: str) -> str:
    """`body` as a whole SVG; ids are of its form, width and key, which stand on a page once."""
    size = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(frame.width)} {number(frame.height)}"'
    look = f'class="picture {frame.form}" fill="currentColor" font-family="{FONT}"'
    if not frame.title:
        return f'<svg {size} {look} aria-hidden="true" focusable="false">{body}</svg>'
    name = escape(f"{frame.form}-{number(frame.width)}-{frame.key}")
    told = f'<title id="{name}-t">{escape(frame.title)}</title><desc id="{name}-d">{escape(frame.said)}</desc>'
    return f'<svg {size} {look} role="img" aria-labelledby="{name}-t {name}-d">{told}{body}</svg>'


def number(value: float) -> str:
    """A coordinate: '12', '12.5'."""
    text = f"{value:.1f}".removesuffix(".0")
    if text == "-0":
        return "0"
    return text


def breadth(text: object, size: float) -> float:
    """How broad a text can become at `size`."""
    return len(str(text)) * size * _SIGN


@lru_cache(maxsize=_DRAWN)
def lettering(x: float, y: float, size: float, text: object, anchor: str = "middle", bold: bool = False) -> str:
    """A text with its baseline at y."""
    weight = ' font-weight="700"' * bold
    place = f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}" text-anchor="{anchor}"'
    return f"<text {place}{weight}>{escape(str(text))}</text>"


@lru_cache(maxsize=_DRAWN)
def mark(x: float, y: float, size: float, option: str) -> str:
    """One vote at (x, y), in a square of `size`."""
    return _MARKS[option](x, y, size)


def _for_mark(x: float, y: float, size: float) -> str:
    return f'<circle class="for" cx="{number(x)}" cy="{number(y)}" r="{number(size / 2)}"/>'


def _against_mark(x: float, y: float, size: float) -> str:
    width = max(1.1, size * 0.19)
    if size >= HATCHED:
        width = max(1.1, size * 0.115)
    radius = (size - width) / 2
    ring = (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" stroke-width="{number(width)}"/>'
    )
    if size >= HATCHED:
        ring += _hatching(x, y, size, radius)
    return f'<g class="against" stroke="currentColor">{ring}</g>'


def _hatching(x: float, y: float, size: float, radius: float) -> str:
    """Three strokes of 45 degrees, ending on the ring."""
    path = ""
    for offset in (-0.46, 0.0, 0.46):
        away = offset * size / 2
        half = math.sqrt(max(0.0, radius**2 - away**2)) * _HALF
        middle_x = x + away * _HALF
        middle_y = y + away * _HALF
        begin = f"{number(middle_x - half)} {number(middle_y + half)}"
        path += f"M{begin}L{number(middle_x + half)} {number(middle_y - half)}"
    return f'<path d="{path}" stroke-width="{number(max(1.0, size * 0.085))}"/>'


def _absent_mark(x: float, y: float, size: float) -> str:
    radius = max(1.4, size * 0.17)
    return f'<circle class="absent" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" opacity=".62"/>'


def _recused_mark(x: float, y: float, size: float) -> str:
    half = size * 0.3
    path = f"M{number(x)} {number(y - half)}l{number(half)} {number(half)}l{number(-half)} {number(half)}"
    outline = f'fill="none" stroke="currentColor" stroke-width="{number(max(1.1, size * 0.09))}"'
    return f'<path class="recused" d="{path}l{number(-half)} {number(-half)}z" {outline}/>'


def _abstained_mark(x: float, y: float, size: float) -> str:
    line = f'd="M{number(x - size * 0.25)} {number(y)}h{number(size * 0.5)}"'
    return f'<path class="abstained" {line} stroke="currentColor" stroke-width="{number(max(1.4, size * 0.14))}"/>'


_MARKS: dict[str, Callable[[float, float, float], str]] = {
    "for": _for_mark,
    "against": _against_mark,
    "absent": _absent_mark,
    "recused": _recused_mark,
    "abstained": _abstained_mark,
}
