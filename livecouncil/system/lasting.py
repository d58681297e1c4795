"""A task that is to last as long as its process, whatever it raises."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from .caught import Caught, Hears

AGAIN = 1.0
"""Seconds until a task that failed is begun again."""


async def lasting(act: Callable[[], Awaitable[None]], failed: Hears, where: str) -> None:
    """Run `act`, which lasts until it is cancelled, and begin it again whenever it raises or ends; `failed` hears why,
    with `where`, a word of ours for what was being done."""
    while True:
        with Caught(failed, where):
            await act()
        await asyncio.sleep(AGAIN)
