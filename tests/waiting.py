"""Waiting for what a test waits for, and for nothing else: a slow machine only takes longer.

A number of looks is no wait: a quick machine is done with them before a slow server has begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 90.0
"""Seconds, far beyond what anything here takes: only what never happens is told by it."""


def until(done: Callable[[], object], what: str = "it did not happen", said: Callable[[], str] = str) -> None:
    """Look until `done`; what never happens fails with `what`, and with what `said` then says of it."""
    begun = time.monotonic()
    while not done():
        waited = time.monotonic() - begun
        assert waited < PATIENCE, what + said()
        time.sleep(pause(waited))


def pause(waited: float) -> float:
    """Seconds to the next look, which costs something too: ever longer, but an eighth of the time waited at most."""
    return min(max(0.02, waited / 8), 0.5)


def until_in(page: Any, expression: str, given: object = None) -> None:
    """Wait until `expression` is true in a browser's page, which may name what is `given`.

    Our pages forbid the browser to evaluate text. A function Playwright evaluates once, when it asks, which is allowed;
    a bare expression again at every frame, which is not: a wait that is not over at once then fails.
    """
    page.wait_for_function(f"(given) => {expression}", arg=given, timeout=PATIENCE * 1000)
