"""The clocks of this computer: the one on the wall, which anybody can set, and one that nobody can.

Order is the journal's (`seq`), never a clock's. What waits, holds or is measured goes by the steady clock; only what is
shown or written down as a time comes from the wall.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime, timedelta


def now_here() -> datetime:
    """The wall clock, with its zone, in whole seconds."""
    return datetime.now().astimezone().replace(microsecond=0)


def steady_here() -> float:
    """Seconds on a clock nobody can set, which goes on while the lid is closed, where the system has such a one."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class SteadyWall:
    """The wall clock as it stood at the start, moved on by one that nobody can set."""

    def __init__(self) -> None:
        self._start = datetime.now().astimezone()
        self._since = time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)
