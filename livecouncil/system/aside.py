"""Work beside the event loop that may be cut off anywhere: the end of the process does not wait for it.

`asyncio.to_thread` is for what must be finished: a process that is told to end waits for all such work, however long
that takes. What only makes anew what can be made again (a cache) is done here. Whoever waits for it may go away; the
work then goes on unseen.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


async def aside(act: Callable[[], Made]) -> Made:
    """What `act` gives, done in a thread of its own. Raises what it raises."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Made] = loop.create_future()

    def settle(made: Made | None, error: Exception | None) -> None:
        if done.cancelled():
            return
        if error:
            done.set_exception(error)
        else:
            done.set_result(made)  # type: ignore[arg-type]

    def run() -> None:
        made: Made | None = None
        failed: Exception | None = None
        try:
            made = act()
        except Exception as error:
            failed = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, made, failed)

    threading.Thread(target=run, daemon=True).start()
    return await done
