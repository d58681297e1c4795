"""The app under Textual's pilot, which waits after each key until the process has done nothing for a while.

That while is 20 ms at Textual, twice a key: most of what an evening in the app takes here. It is also a guess, worse on
a busy machine, where a process that is given no time does nothing either. Here the event loop turns so often that a key
has reached whoever it is for, however long that takes; the while may then be short.

A pilot's pause ends with the screen's layout, which tells each region its new size: a region that has just been given
room draws itself a few turns later, so the pause turns once more.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from textual import _wait, app, pilot

TURNS = 50
"""Of the event loop. A key passes some ten: app, screen, entry line, and what they tell each other."""
_idle = _wait.wait_for_idle
_pause = pilot.Pilot.pause


async def _handled() -> None:
    """Until whatever was posted is handled."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


async def turned(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Until whatever was posted is handled, and then until the process does little."""
    await _handled()
    await _idle(min_sleep, max_sleep)


async def paused(self: pilot.Pilot[Any], delay: float | None = None) -> None:
    """The pilot's pause, until what its layout told the regions is handled too."""
    await _pause(self, delay)
    await _handled()


@pytest.fixture(scope="session", autouse=True)
def short_rests() -> Iterator[None]:
    """A tenth of the pilot's while; what counts as little is less with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_wait, "SLEEP_GRANULARITY", _wait.SLEEP_GRANULARITY / 10)
        patch.setattr(_wait, "SLEEP_IDLE", _wait.SLEEP_IDLE / 2)
        for where in (app, pilot):
            patch.setattr(where, "wait_for_idle", turned)
        patch.setattr(pilot.Pilot, "pause", paused)
        yield
