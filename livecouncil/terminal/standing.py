"""What stands over the middle of the screen, one on the other; each gives its result to who put it there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .overlays.checks import StartChecks
from .overlays.overlay import Overlay
from .overlays.question import Question


class OverlayStack:
    """The one put there last is on top."""

    def __init__(self) -> None:
        self._standing: list[Overlay] = []

    @property
    def top(self) -> Overlay | None:
        """What is seen and handed the keys."""
        return self._standing[-1] if self._standing else None

    def put(self, overlay: Overlay, then: Callable[[Any], object]) -> None:
        """On top of what stands; `then` gets its result."""
        overlay.then = then
        self._standing.append(overlay)

    def drop(self, overlay: Overlay) -> None:
        """It is over."""
        if overlay in self._standing:
            self._standing.remove(overlay)

    def closes(self, overlay: Overlay) -> bool:
        """Whether opening another list closes this one: not what must be answered, nor the checks."""
        return not isinstance(overlay, Question | StartChecks)
