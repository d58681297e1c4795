"""What the clerk without the hammer proposes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Proposal:
    """A line the clerk without the hammer would have entered, typed at `at` (hours and minutes)."""

    clerk: str
    sent: int
    line: str
    at: str = ""
