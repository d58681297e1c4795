"""What the public server gives to whom, and for how long: every figure of it, and who is let go of.

Anybody on the internet may open a connection, so nothing that one reader does may cost another. A connection that asks
for nothing is closed; an answer that its reader does not take is given up; nobody opens streams without end; whoever
guesses at the wall's token is soon no longer answered. The kernel's own buffers are bounded too: else who stops reading
reading costs memory that this process never sees.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

BEAT = 2.0  # to the wall, which says it is stale after five seconds
FEED_BEAT = 4.0  # to the feed's followers, after a silence as long; live.js opens its line again after ten seconds
AGAIN = 2.0  # seconds until files that could not be written are tried again
SILENT = 5.0  # seconds a connection may take to ask for something
PER_ADDRESS = 256  # streams
YIELDS = 5  # how far the server stands back (nice) for the terminal app beside it
DISCOVER = 0.5  # seconds between two looks for new meetings
PATIENCE = 15.0  # seconds a reader may take nothing of what waits for it
LONGEST = 300.0  # seconds an answer may take in all
GUESSES = 20  # wrong tokens of one address in a minute
_LINGER = "hh" if sys.platform == "win32" else "ii"  # how two numbers lie in the option of that name
KERNEL_BYTES = 64 * 1024  # that the kernel may keep for one follower
UNHEARD = 30_000  # milliseconds without a sign of a follower's machine until the kernel gives it up


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
    """Closes connections that ask for nothing, and those that do not take what they asked for."""

    def __init__(self) -> None:
        self._asked: set[Any] = set()

    def has_asked(self, connection: Any) -> None:
        """A request came on `connection` (aiohttp's protocol of it)."""
        self._asked.add(connection)

    async def sweep(self, connections: Callable[[], Iterable[Any]]) -> None:
        """Look at all `connections` until cancelled; who was silent at two looks in a row is let go of."""
        known: set[Any] = set()
        stuck: dict[Any, Stuck] = {}
        while True:
            await asyncio.sleep(SILENT / 2)
            now = set(connections())
            stuck = stuck_answers(now, stuck)
            self._asked &= now
            silent = now - self._asked
            for connection in silent & known:
                if connection.transport:
                    connection.transport.abort()
            known = silent


class Guesses:
    """Wrong tokens by address, in this minute."""

    def __init__(self) -> None:
        self._minute = 0
        self._wrong: Counter[str] = Counter()

    def too_many(self, who: str) -> bool:
        """Count one more wrong token of `who`; whether that is more than anybody mistypes."""
        minute = int(time.monotonic() / 60)
        if self._minute != minute:
            self._minute = minute
            self._wrong.clear()
        self._wrong[who] += 1
        return self._wrong[who] > GUESSES


class Places:
    """Open streams by address. A proxy and the chamber's wall, on this machine, have no limit."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def none_left(self, who: str) -> bool:
        return self._taken[who] >= PER_ADDRESS and not who.startswith("127.")

    def take(self, who: str) -> None:
        self._taken[who] += 1

    def leave(self, who: str) -> None:
        self._taken[who] -= 1
        if not self._taken[who]:
            del self._taken[who]


def bound(sock: socket.socket) -> None:
    """Bound what the kernel keeps for a follower that stops reading."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNHEARD)
