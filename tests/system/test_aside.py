"""Work that the end of a process does not wait for."""

from __future__ import annotations

import asyncio
import threading

import pytest

from livecouncil.system.aside import aside


def test_a_process_ends_while_it_goes_on() -> None:
    begun = threading.Event()
    never = threading.Event()

    def act() -> None:
        begun.set()
        never.wait()

    async def process() -> None:
        asyncio.create_task(aside(act))
        await asyncio.to_thread(begun.wait)

    asyncio.run(process())  # with asyncio.to_thread it would wait for ever
    never.set()


async def test_what_is_made_and_what_is_raised_comes_back() -> None:
    def fail() -> None:
        raise OSError("full")

    assert await aside(lambda: 7) == 7
    with pytest.raises(OSError, match="full"):
        await aside(fail)
