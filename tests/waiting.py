"""Waiting for what a test waits for, and for nothing else: a slow machine only takes longer.

A number of looks is no wait: a quick machine is done with them before a slow server has begun.
"""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 90.0
"""Seconds, far beyond what anything here takes: only what never happens is told by it."""


def until(done: Callable[[], object], what: str = "it did not happen", said: Callable[[], str] = str) -> None:
    """Look until `done`; what never happens fails with `what`, and with what `said` then says of it."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, what + said()
        time.sleep(0.02)
