"""Which places the regions have, by the size of the terminal: wide, middling, small; and what goes first below that."""

from __future__ import annotations

WIDE = (110, 34)
MIDDLING = (78, 22)
"""Columns and rows under which the screen is middling, and small."""

LEAST = 15
"""Rows below which rows go: the keys, the meeting, then a row of the sentence. The strip, sums and entry never do."""


def classes_for(width: int, height: int) -> frozenset[str]:
    """Classes of the screen's style sheet."""
    found = set()
    if width < WIDE[0] or height < WIDE[1]:
        found.add("-middling")
    if width < MIDDLING[0] or height < MIDDLING[1]:
        found.add("-small")
    if height < LEAST:
        found.add("-no-keys")
    if height < LEAST - 1:
        found.add("-no-meeting")
    if height < LEAST - 5:
        found.add("-one-row")
    return frozenset(found)
