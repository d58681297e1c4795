"""How large letters on the wall must be to be read at the back: a capital's height at least the distance / 200."""

from __future__ import annotations

from dataclasses import dataclass

CAPITAL = 0.72  # height of a capital over the size of its font (DejaVu Sans, Inter, Arial: 0.71–0.73)
HEADLINE = 8.6  # vh: the headline in wall.css at factor 1
# factors between which every state of the wall still fits
LARGEST = 1.3
SMALLEST = 0.75


@dataclass(frozen=True)
class Scale:
    """`factor` multiplies every size of wall.css; letters in cm, screen height in cm, distances in m."""

    factor: float
    letter: float
    height: float
    farthest: float
    fits: bool

    @property
    def headline(self) -> float:
        """Size of the headline in vh."""
        return round(HEADLINE * self.factor, 1)

    @property
    def characters(self) -> int:
        """Characters in one line of the headline, about: nine tenths of 16:9 at 0.53 em each."""
        return int(0.9 * 100 * 16 / 9 / (0.5 * self.headline))


def scale(diagonal: float, distance: float, width: int = 16, height: int = 9) -> Scale:
    """Scale for a screen of `diagonal` inches whose farthest reader sits at `distance` metres."""
    tall = diagonal * 2.54 * height / (width**2 + height**2) ** 0.5
    letter = distance * 100 / 200
    factor = 100 * letter / tall / CAPITAL / HEADLINE
    farthest = LARGEST * HEADLINE / 100 * CAPITAL * tall * 200 / 100
    kept = min(LARGEST, max(SMALLEST, factor))
    return Scale(round(kept, 3), round(letter, 1), round(tall, 1), round(farthest, 1), factor <= LARGEST)
