"""Lets go of connections of which nothing comes, and of readers that take nothing.

aiohttp has no limit for the first request of a connection: who opens one and sends half a header, or nothing, would
hold it for ever. Every server here is swept, the public one, an edge and a hub.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SILENT = 5.0
"""Seconds a connection may take to ask for something."""
PATIENCE = 15.0
"""Seconds a reader may take nothing of what waits for it."""
LONGEST = 300.0
"""Seconds an answer may take in all."""


@dataclass(frozen=True)
class Stuck:
    """An answer that waits for its reader: bytes left; since when it waits, and did not move (seconds)."""

    left: int
    since: float
    still: float


def stuck_answers(connections: Iterable[Any], before: Mapping[Any, Stuck]) -> dict[Any, Stuck]:
    """The answers that wait now; one that waited too long is given up, so that nobody keeps memory by not reading."""
    found: dict[Any, Stuck] = {}
    now = time.monotonic()
    for connection in connections:
        left = 0
        if connection.transport:
            left = connection.transport.get_write_buffer_size()
        if not left:
            continue
        known = before.get(connection) or Stuck(left, now, now)
        still = now
        if known.left == left:
            still = known.still
        waiting = Stuck(left, known.since, still)
        if now - waiting.still > PATIENCE or now - waiting.since > LONGEST:
            connection.transport.abort()
        else:
            found[connection] = waiting
    return found


class Sweeper:
    """Closes connections that ask for nothing in `silent` seconds, and those that do not take what they asked for."""

    def __init__(self, silent: float = SILENT) -> None:
        self._silent = silent
        self._asked: set[Any] = set()

    def has_asked(self, connection: Any) -> None:
        """A request came on `connection` (aiohttp's protocol of it)."""
        self._asked.add(connection)

    async def sweep(self, connections: Callable[[], Iterable[Any]]) -> None:
        """Look at all `connections` until cancelled; who was silent at two looks in a row is let go of."""
        known: set[Any] = set()
        stuck: dict[Any, Stuck] = {}
        while True:
            await asyncio.sleep(self._silent / 2)
            now = set(connections())
            stuck = stuck_answers(now, stuck)
            self._asked &= now
            silent = now - self._asked
            for connection in silent & known:
                if connection.transport:
                    connection.transport.abort()
            known = silent
