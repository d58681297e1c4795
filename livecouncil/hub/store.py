"""The hub's record in PostgreSQL: appending, and what is there.

Theory. Line n+1 is inserted only where line n is committed and has the head that the sender names. So a meeting has no
gap and no line twice, however many hubs write at once, without a lock and without a counter: one statement (see
`appending`), whose row count says whether it fitted. What does not fit (a replay, an overlap, a gap, a fork, a first
line, a late opening, a deletion) goes the slow way, under the lock of the meeting's row, and is compared byte for byte.

Acknowledged is only what PostgreSQL has committed, and with a synchronous standby that is: what that has too. From this
follow three rules that each cost a loss when they were not kept. A running append is never cancelled: a cancelled wait
for the standby counts as success to PostgreSQL; on a time limit the line is cut instead. A warning with a
commit is no acknowledgement. And an answer that finds its lines already there waits as well (`ACK`), for they may be
visible and not yet safe.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from psycopg_pool import AsyncConnectionPool

from livecouncil.errors import HubRefusal
from livecouncil.journal.lines import GENESIS, head_of
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace

from .appending import ACK, HOLD, LAST, OF, Append, Connection, HubStands
from .judging import StoredLine

Done = TypeVar("Done")

LIMIT = 20.0
"""Seconds an append may take, then its connection is closed."""
ASKING = 10.0
"""Seconds a question may take: a server that is frozen keeps its sockets."""
RECONNECT = 4.0
"""Seconds that the pool tries one connection, at longer and longer pauses, before another is begun: with a limit of an
hour a database that was away for half a minute was found again after a whole one."""
OPTIONS: dict[str, Any] = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
    "target_session_attrs": "read-write",
}
"""How a lost server is found; a conninfo that names several is tried in turn, until one takes writes."""

_WITNESS = """
insert into hub.witnessed (council, meeting, size, head, signature, key)
values (%(council)s, %(meeting)s, %(size)s, %(head)s, %(signature)s, %(key)s)
on conflict (council, meeting) do update
set size = excluded.size, head = excluded.head, signature = excluded.signature, key = excluded.key, at = now()
"""
_FILE = """
insert into hub.file (council, path, at, sha256, content)
values (%(council)s, %(path)s, %(at)s, %(sha256)s, %(content)b)
on conflict (council, path) do update
set at = excluded.at, sha256 = excluded.sha256, content = excluded.content
where file.at < excluded.at or (file.at = excluded.at and file.content is not null)
"""
_BEHIND = f"select header, opening from hub.line where {OF} and n > %(after)s order by n limit %(most)s"
_SEALED = f"select n, redacted from hub.line where {OF} and opening is null order by n"


@dataclass(frozen=True)
class KeptHead:
    """The head that was witnessed last of a meeting, with the signature over it."""

    connection: Connection
    of: dict[str, object]
    last: SignedNote | None = None
    signature: str = ""

    async def keep(self, note: SignedNote, signature: str, key: str) -> None:
        """From now on it is this one, signed with `key`."""
        given = self.of | {"size": note.size, "head": note.head, "signature": signature, "key": key}
        await self.connection.execute(_WITNESS, given)


class HubStore:
    """The record at `dsn`, over a small pool. To be entered."""

    def __init__(self, dsn: str, most: int = 8, limit: float = LIMIT) -> None:
        self._warned: WeakSet[Connection] = WeakSet()
        self._limit = limit
        self._knocking: asyncio.Task[None] | None = None
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            dsn,
            min_size=min(2, most),
            max_size=most,
            open=False,
            timeout=5.0,
            reconnect_timeout=RECONNECT,
            reconnect_failed=self._knock_again,
            kwargs=OPTIONS | {"autocommit": True, "options": "-c lock_timeout=1000"},
            configure=self._configure,
        )

    async def _knock_again(self, pool: AsyncConnectionPool[Connection]) -> None:
        """Once more, also while nobody asks: who watches must hear that the database is back."""
        if self._knocking is None or self._knocking.done():
            self._knocking = asyncio.create_task(self._knock(pool))

    async def _knock(self, pool: AsyncConnectionPool[Connection]) -> None:
        await asyncio.sleep(RECONNECT / 4)
        with contextlib.suppress(psycopg.Error):
            async with pool.connection():
                return

    async def open(self) -> None:
        await self._pool.open()

    async def close(self) -> None:
        if self._knocking:
            self._knocking.cancel()
        await self._pool.close()

    def writing(self) -> float:
        """Connections that are in use now."""
        told = self._pool.get_stats()
        return told.get("pool_size", 0) - told.get("pool_available", 0)

    def standing(self) -> dict[str, object] | None:
        """How it stands; None while no connection can be had."""
        told = self._pool.get_stats()
        if not told.get("pool_size"):
            return None
        return {"connections": told["pool_size"], "waiting": told.get("requests_waiting", 0)}

    async def _configure(self, connection: Connection) -> None:
        def heard(diagnostic: psycopg.errors.Diagnostic) -> None:
            if diagnostic.severity_nonlocalized == "WARNING":
                self._warned.add(connection)

        connection.add_notice_handler(heard)

    # -- reading -------------------------------------------------------------------------------------------------

    async def keys(self) -> dict[str, str]:
        """The councils that are let in, with their public keys."""
        async with asyncio.timeout(ASKING), self._pool.connection() as connection:
            found = await connection.execute("select council, key from hub.council")
            return {str(council): str(key) for council, key in await found.fetchall()}

    async def stands(self, council: str, meeting: str) -> HubStands:
        """What is there of a meeting."""
        of = {"council": council, "meeting": meeting}
        async with asyncio.timeout(ASKING), self._pool.connection() as connection, connection.transaction():
            last = await (await connection.execute(LAST, of)).fetchone()
            if last is None:
                return HubStands(0, GENESIS)
            sealed = await (await connection.execute(_SEALED, of)).fetchall()
        deleted = tuple(n for n, redacted in sealed if redacted)
        return HubStands(last[0], head_of(last[1]), tuple(n for n, redacted in sealed if not redacted), deleted)

    async def meetings(self, council: str) -> dict[str, int]:
        """How many lines there are of each meeting of a council."""
        async with asyncio.timeout(ASKING), self._pool.connection() as connection:
            query = "select meeting, max(n) from hub.line where council = %s group by meeting"
            return dict(await (await connection.execute(query, (council,))).fetchall())

    async def behind(self, place: HubPlace, most: int) -> list[StoredLine]:
        """At most so many lines of a meeting, behind those that `place` names."""
        async with asyncio.timeout(ASKING), self._pool.connection() as connection:
            given = {"council": place.council, "meeting": place.meeting, "after": place.after, "most": most}
            found = await connection.execute(_BEHIND, given, binary=True)
            return [StoredLine(header, opening) for header, opening in await found.fetchall()]

    async def headers(self, council: str, meeting: str, size: int) -> list[bytes]:
        """The first `size` headers of a meeting."""
        async with asyncio.timeout(ASKING), self._pool.connection() as connection:
            query = f"select header from hub.line where {OF} and n <= %(size)s order by n"
            found = await connection.execute(query, {"council": council, "meeting": meeting, "size": size})
            return [row[0] for row in await found.fetchall()]

    @contextlib.asynccontextmanager
    async def witnessed(self, council: str, meeting: str) -> AsyncIterator[KeptHead]:
        """What was witnessed of a meeting, held until the block is left."""
        of: dict[str, object] = {"council": council, "meeting": meeting}
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(HOLD, of)
            found = await connection.execute(f"select size, head, signature from hub.witnessed where {OF}", of)
            row = await found.fetchone()
            if row:
                yield KeptHead(connection, of, SignedNote(meeting, row[0], row[1]), row[2])
            else:
                yield KeptHead(connection, of)

    async def files(self, council: str) -> dict[str, str]:
        """The hashes of what a council has beside its lines, by path."""
        async with asyncio.timeout(ASKING), self._pool.connection() as connection:
            query = "select path, sha256 from hub.file where council = %s and content is not null"
            return dict(await (await connection.execute(query, (council,))).fetchall())

    async def keep_file(self, council: str, path: str, at: int, content: bytes) -> bool:
        """Have `content` at `path`, signed for the moment `at`, for good; empty is taken off. Whether that is what
        stands there: False where something newer does. Raises HubRefusal."""
        digest = hashlib.sha256(content).hexdigest()
        given = {"council": council, "path": path, "at": at, "sha256": digest, "content": content or None}

        async def put(connection: Connection) -> bool:
            async with connection.transaction():
                done = await connection.execute(_FILE, given)
                if done.rowcount:
                    return True
                await connection.execute(ACK)
                query = "select sha256 from hub.file where council = %(council)s and path = %(path)s"
                row = await (await connection.execute(query, given)).fetchone()
                return row is not None and row[0] == digest

        return await self._safely(put)

    # -- appending -----------------------------------------------------------------------------------------------

    async def append(self, place: HubPlace, batch: HubBatch, lines: Sequence[StoredLine]) -> HubStands:
        """Take a batch whose lines are sound; what stands there then, safe. Raises HubRefusal, HubGapFound."""
        return await self._safely(lambda connection: Append(connection, place, batch, lines).run())

    async def _safely(self, write: Callable[[Connection], Awaitable[Done]]) -> Done:
        """What `write` gives, over a connection of the pool, once it is safe."""
        connection = await self._pool.getconn()
        try:
            return await self._uncancelled(connection, write)
        finally:
            await self._pool.putconn(connection)

    async def _uncancelled(self, connection: Connection, write: Callable[[Connection], Awaitable[Done]]) -> Done:
        """What `write` does, which nobody cancels; who waits too long hangs up."""
        self._warned.discard(connection)
        running = asyncio.ensure_future(write(connection))
        running.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # which nobody may ask for
        try:
            await asyncio.wait({running}, timeout=self._limit)
        finally:
            late = not running.done()
            if late:
                _hang_up(connection)
                await asyncio.wait({running}, timeout=self._limit)
        if late:
            raise HubRefusal("hub.slow", status=503)
        if connection in self._warned:
            await connection.close()
            raise HubRefusal("hub.unsure", status=503)
        return running.result()


def _hang_up(connection: Connection) -> None:
    """End what waits for an answer, without a cancel: the line stays unseen until the standby has it.

    The socket is shut and not closed: who waits over it lets go of it first. One that is closed under him leaves its
    number with the event loop, and the next connection that gets this number breaks.
    """
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.shutdown(socket.SHUT_RDWR)
