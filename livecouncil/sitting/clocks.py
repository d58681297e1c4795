"""The two clocks of a sitting, and whether somebody set the one.

Facts are dated by the computer's clock, which anybody may set; what is held back is measured on a steady one. Where the
first moves otherwise than the second it was set, and the griffier is told: times on public messages would surprise. The
order of facts is their number, whatever the clock says.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from livecouncil.system.clocks import now_here, steady_here

Clock = Callable[[], datetime]
Steady = Callable[[], float]

JUMP = 5.0
"""Seconds the wall clock may drift from the steady one before it counts as a jump."""


def steady_of(clock: Clock) -> Steady:
    """The steady clock beside `clock`: this computer's own, or where another clock is given, that one in seconds."""
    if clock is now_here:
        return steady_here
    return lambda: clock().timestamp()


class ClockWatch:
    """Compares both clocks from one look to the next."""

    def __init__(self, clock: Clock, steady: Steady) -> None:
        self._clock = clock
        self._steady = steady
        self._then = clock()
        self._before = steady()

    def jumped(self) -> float:
        """Seconds the clock was set on (or back, below 0) since the last look; 0 where it was not."""
        now = self._clock()
        after = self._steady()
        jump = (now - self._then).total_seconds() - (after - self._before)
        self._then = now
        self._before = after
        if abs(jump) > JUMP:
            return jump
        return 0.0
