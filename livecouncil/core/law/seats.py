"""How many members a council has (Gemeentewet art. 8.1): by the inhabitants of its municipality, always odd."""

from __future__ import annotations

UP_TO = (
    (3_000, 9),
    (6_000, 11),
    (10_000, 13),
    (15_000, 15),
    (20_000, 17),
    (25_000, 19),
    (30_000, 21),
    (35_000, 23),
    (40_000, 25),
    (45_000, 27),
    (50_000, 29),
    (60_000, 31),
    (70_000, 33),
    (80_000, 35),
    (100_000, 37),
    (200_000, 39),
)
"""Most inhabitants, and the seats of a council of so many."""
MOST = 45
"""Of a municipality with more."""
