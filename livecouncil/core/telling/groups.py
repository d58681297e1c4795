"""A group's part in a count, as it is told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupVotes:
    """A group on one side of a count; `of` is how many of it voted, so `votes < of` is a divided group."""

    name: str
    short: str
    votes: int
    of: int

    def called(self, short: bool) -> str:
        """Its name, or `short` its abbreviation."""
        if short:
            return self.short
        return self.name
