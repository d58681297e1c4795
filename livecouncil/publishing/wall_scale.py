"""How large letters on the wall must be to be read at the back: a capital's height at least the distance / 200.

That height is the floor of everything on the wall, not of its headline alone: what cannot be read from the last row is
not there. What a screen is too small for, `fits` says; wall.js never goes below the floor.
"""

from __future__ import annotations

from dataclasses import dataclass

CAPITAL = 0.66  # height of a capital over the size of its font (Source Sans 3)
FLOOR = 6.2  # vmin: height of the smallest capital at factor 1, 50 mm on a screen of 65 inch
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
        """Size of the smallest type in vh."""
        return round(FLOOR / CAPITAL * self.factor, 1)

    @property
    def characters(self) -> int:
        """Characters in one line of it, about: nine tenths of 16:9 at half its size each."""
        return int(0.9 * 100 * 16 / 9 / (0.45 * self.headline))


def scale(diagonal: float, distance: float, width: int = 16, height: int = 9) -> Scale:
    """Scale for a screen of `diagonal` inches whose farthest reader sits at `distance` metres."""
    tall = diagonal * 2.54 * height / (width**2 + height**2) ** 0.5
    letter = distance * 100 / 200
    factor = 100 * letter / tall / FLOOR
    farthest = LARGEST * FLOOR / 100 * tall * 200 / 100
    kept = min(LARGEST, max(SMALLEST, factor))
    return Scale(round(kept, 3), round(letter, 1), round(tall, 1), round(farthest, 1), factor <= LARGEST)
