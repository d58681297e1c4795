"""What the public server gives to whom, and for how long.

Anybody on the internet may open a connection, so nothing that one reader does may cost another. Who is silent is let go
of (`system.sweeping`); nobody opens streams without end; who guesses at the wall's token is soon no longer answered.
The kernel's own buffers are bounded too: else who stops reading costs memory that this process never sees.
"""

from __future__ import annotations

import socket
import struct
import sys
import time
from collections import Counter

BEAT = 2.0  # to the wall, which says it is stale after five seconds
FEED_BEAT = 4.0  # to the feed's followers, after a silence as long; live.js opens its line again after ten seconds
AGAIN = 2.0  # seconds until files that could not be written are tried again
PER_ADDRESS = 256  # streams
YIELDS = 5  # how far the server stands back (nice) for the terminal app beside it
DISCOVER = 0.5  # seconds between two looks for new meetings
GUESSES = 20  # wrong tokens of one address in a minute
_LINGER = "hh" if sys.platform == "win32" else "ii"  # how two numbers lie in the option of that name
KERNEL_BYTES = 64 * 1024  # that the kernel may keep for one follower
UNHEARD = 30_000  # milliseconds without a sign of a follower's machine until the kernel gives it up


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
