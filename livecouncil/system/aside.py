"""Work beside the event loop that may be cut off anywhere: the end of the process does not wait for it.

`asyncio.to_thread` is for what must be finished: a process that is told to end waits for all such work, however long
that takes. What only makes anew what can be made again (a cache) is done here. Whoever waits for it may go away; the
work then goes on unseen.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Made = TypeVar("Made")


async def aside(act: Callable[[], Made]) -> Made:
    """What `act` gives, done in a thread of its own. Raises what it raises."""
    made: Future[Made] = Future()
    made.set_running_or_notify_cancel()  # who waits may go away, and what is done here goes on
    threading.Thread(target=_settle, args=(made, act), daemon=True).start()
    return await asyncio.wrap_future(made)


def _settle(made: Future[Made], act: Callable[[], Made]) -> None:
    """Whatever ends `act`, nobody waits for ever."""
    try:
        made.set_result(act())
    except BaseException as error:
        made.set_exception(error)
