"""One overlay: what it draws, which keys it takes, and what came of it.

It is no screen of its own: it stands in the middle of the meeting's, and its keys are handled in their order with all
others. `finish` says what came of it, once; whoever put it there gets that within the very key that gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.events import Key, Paste

from ..look.ink import ScreenRow
from ..look.space import Space
from ..regions.desk import Offer
from ..regions.strip import Strip

KeyNames = Sequence[tuple[str, str]]
"""Keys as they are called on screen, and what they do."""


class Overlay:
    """Esc leaves it without a result. `covers` says that it also takes the picture's rows; only while nothing waits for
    the hammer. `keeps` says that it hears every key: none goes on to the entry line.
    """

    covers = False
    keeps = False
    title = ""

    def __init__(self) -> None:
        self.then: Callable[[Any], object] | None = None
        self.finished = False
        self.result: object = None

    # -- what it shows -------------------------------------------------------------------------------------------

    def rows(self, space: Space) -> list[ScreenRow]:
        """Its rows, for the room it has."""
        return space.filled([space.cap(self.title)])

    def keys(self, space: Space) -> KeyNames:
        """What the keys do while it stands."""
        return [("Esc", space.t("key.close"))]

    def doing(self) -> str:
        """What goes on, for the second row; '' leaves that as it is."""
        return ""

    def strip(self) -> Strip | None:
        """A strip of its own, while nothing is staged."""
        return None

    def offer(self) -> Offer | None:
        """What stands above the entry line."""
        return None

    def sentence(self) -> str | None:
        """A sentence of its own; None leaves that of the line."""
        return None

    # -- its keys ------------------------------------------------------------------------------------------------

    def finish(self, result: object) -> None:
        """It is over, once, with `result`."""
        if not self.finished:
            self.finished = True
            self.result = result

    def take(self, key: Key) -> bool:
        """Handle one key, whole; False where it has no use for it."""
        if key.key == "escape":
            self.finish(None)
            return True
        return False

    def paste(self, pasted: Paste) -> bool:
        """Handle what was pasted; False where it has no use for it."""
        return False
