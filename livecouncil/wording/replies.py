"""What counts as a yes. Whoever asks, in whatever language, takes the same replies."""

from __future__ import annotations

_YES = frozenset({"j", "ja", "y", "yes"})


def is_yes(reply: str) -> bool:
    """Whether `reply`, as it was typed, is a yes in Dutch, Frisian or English. Everything else is a no."""
    return reply.strip().casefold() in _YES
