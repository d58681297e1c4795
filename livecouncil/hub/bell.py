"""Tells the edges that something is there: gathered, after the commit, over a connection of its own.

Theory. A notice is a wake-up and no more: an edge that hears none looks by itself. So it may come late and may be lost,
and must never hold up an append: within the same transaction it would make all commits of the hub queue. PostgreSQL 15
lets a transaction that only notifies wait for no standby; that it stays so is not left to it (`synchronous_commit`).
"""

from __future__ import annotations

import asyncio

import psycopg

from .store import OPTIONS

CHANNEL = "livecouncil"
GATHER = 0.005
"""Seconds in which what happens is told at once."""
LONGEST = 7000
"""Bytes of one notice; PostgreSQL takes 8,000."""
AGAIN = 1.0
LIMIT = 5.0
"""Seconds after which a server that says nothing is taken for frozen."""
OTHERS = "*"
"""Says: look at all of them."""


class Bell:
    """Rings for meetings of councils, as long as `run` runs."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._waiting: set[str] = set()
        self._rung = asyncio.Event()

    def ring(self, council: str, meeting: str) -> None:
        """Something of this meeting is there."""
        self._waiting.add(f"{council}/{meeting}")
        self._rung.set()

    async def run(self) -> None:
        """Until cancelled; a database that is away is tried again."""
        while True:
            try:
                options = OPTIONS | {"options": "-c synchronous_commit=off"}
                async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True, **options) as connection:
                    await self._tell(connection)
            except (psycopg.Error, OSError):
                await asyncio.sleep(AGAIN)

    async def _tell(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        while True:
            await self._rung.wait()
            await asyncio.sleep(GATHER)
            self._rung.clear()
            names = set(self._waiting)
            self._waiting.clear()
            told = "\n".join(sorted(names))
            if len(told) > LONGEST:
                told = OTHERS
            try:
                async with asyncio.timeout(LIMIT):
                    await connection.execute("select pg_notify(%s, %s)", (CHANNEL, told))
            except (psycopg.Error, TimeoutError):  # one of before shows only now that it is gone: told over the next
                self._waiting |= names
                self._rung.set()
                raise
