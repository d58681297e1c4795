"""The collector of cycles, paused while much is made that stays.

Each few hundred new objects it walks the young ones, and now and then all there are; of a journal's thousands of events
none is ever freed, so while they are read it only costs: a quarter of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing is collected within; where it was off already it stays off."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
