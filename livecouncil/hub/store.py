"""The hub's record in PostgreSQL: appending, and what is there.

Theory. Line n+1 is inserted only where line n is committed and has the head that the sender names. So a meeting has no
gap and no line twice, however many hubs write at once, without a lock and without a counter: one statement (`_FAST`),
whose row count says whether it fitted. What does not fit (a replay, an overlap, a gap, a fork, a first line, a late
opening, a deletion) goes the slow way, under the lock of the meeting's row, and is compared byte for byte.

Acknowledged is only what PostgreSQL has committed, and with a synchronous standby that is: what that has too. From this
follow three rules that each cost a loss when they were not kept. A running append is never cancelled: a cancelled wait
for the standby counts as success to PostgreSQL; on a time limit the connection is closed instead. A warning with a
commit is no acknowledgement. And an answer that finds its lines already there waits as well (`_ACK`), for they may be
visible and not yet safe.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar
from weakref import WeakSet

import psycopg
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool

from livecouncil.errors import HubRefusal
from livecouncil.journal.lines import GENESIS, head_of
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace

from .judging import StoredLine

Connection: TypeAlias = "psycopg.AsyncConnection[TupleRow]"

Done = TypeVar("Done")

LIMIT = 20.0
"""Seconds an append may take, then its connection is closed."""
ASKING = 10.0
"""Seconds a question may take: a server that is frozen keeps its sockets."""
RECONNECT = 4.0
"""Seconds that the pool tries one connection, at longer and longer pauses, before another is begun: with a limit of an
hour a database that was away for half a minute was found again after a whole one."""
TRIES = 5
OPTIONS: dict[str, Any] = {
    "connect_timeout": 2,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
    "tcp_user_timeout": 3000,
    "target_session_attrs": "read-write",
}
"""How a lost server is found; a conninfo that names several is tried in turn, until one takes writes."""

_FAST = """
insert into hub.line (council, meeting, n, header, opening)
select %(council)s, %(meeting)s, %(after)s + given.i, given.header, given.opening
from unnest(%(headers)b::bytea[], %(openings)b::bytea[]) with ordinality given (header, opening, i)
where exists (
    select 1 from hub.line
    where council = %(council)s and meeting = %(meeting)s and n = %(after)s and sha256(header) = %(head)b
)
"""
_ONE = """
insert into hub.line (council, meeting, n, header, opening)
select %(council)s, %(meeting)s, %(after)s + 1, %(header)b, %(opening)b
where exists (
    select 1 from hub.line
    where council = %(council)s and meeting = %(meeting)s and n = %(after)s and sha256(header) = %(head)b
)
"""
"""The same for one line, which is what nearly all batches are."""
_ADD = """
insert into hub.line (council, meeting, n, header, opening)
select %(council)s, %(meeting)s, %(after)s + given.i, given.header, given.opening
from unnest(%(headers)b::bytea[], %(openings)b::bytea[]) with ordinality given (header, opening, i)
"""
_OF = "council = %(council)s and meeting = %(meeting)s"
_BEGIN = "insert into hub.meeting (council, meeting) values (%(council)s, %(meeting)s) on conflict do nothing"
_HOLD = f"select rev, closed from hub.meeting where {_OF} for update"
_THERE = f"select n, header, opening, redacted from hub.line where {_OF} and n = any(%(numbers)s)"
_LAST = f"select n, header from hub.line where {_OF} order by n desc limit 1"
_OPEN = f"update hub.line set opening = %(opening)b, rev = %(rev)s where {_OF} and n = %(n)s"
_DELETE = f"update hub.line set opening = null, redacted = true, rev = %(rev)s where {_OF} and n = %(n)s"
_STAND = f"update hub.meeting set rev = %(rev)s, closed = %(closed)s where {_OF}"
_ACK = "select pg_logical_emit_message(true, 'ack', '')"
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
_SEALED = f"select n, redacted from hub.line where {_OF} and opening is null order by n"


@dataclass(frozen=True)
class HubStands:
    """How a meeting stands: lines and head; `sealed` without an opening, `deleted` for good."""

    lines: int
    head: str
    sealed: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()


class HubGapFound(Exception):
    """The sender is ahead of what is here: `lines`."""

    def __init__(self, lines: int) -> None:
        super().__init__(lines)
        self.lines = lines


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
            last = await (await connection.execute(_LAST, of)).fetchone()
            if last is None:
                return HubStands(0, GENESIS)
            sealed = await (await connection.execute(_SEALED, of)).fetchall()
        deleted = tuple(n for n, redacted in sealed if redacted)
        return HubStands(last[0], head_of(last[1]), tuple(n for n, redacted in sealed if not redacted), deleted)

    async def headers(self, council: str, meeting: str, size: int) -> list[bytes]:
        """The first `size` headers of a meeting."""
        async with asyncio.timeout(ASKING), self._pool.connection() as connection:
            query = f"select header from hub.line where {_OF} and n <= %(size)s order by n"
            found = await connection.execute(query, {"council": council, "meeting": meeting, "size": size})
            return [row[0] for row in await found.fetchall()]

    @contextlib.asynccontextmanager
    async def witnessed(self, council: str, meeting: str) -> AsyncIterator[KeptHead]:
        """What was witnessed of a meeting, held until the block is left."""
        of: dict[str, object] = {"council": council, "meeting": meeting}
        async with self._pool.connection() as connection, connection.transaction():
            await connection.execute(_HOLD, of)
            found = await connection.execute(f"select size, head, signature from hub.witnessed where {_OF}", of)
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
                await connection.execute(_ACK)
                query = "select sha256 from hub.file where council = %(council)s and path = %(path)s"
                row = await (await connection.execute(query, given)).fetchone()
                return row is not None and row[0] == digest

        return await self._safely(put)

    # -- appending -----------------------------------------------------------------------------------------------

    async def append(self, place: HubPlace, batch: HubBatch, lines: Sequence[StoredLine]) -> HubStands:
        """Take a batch whose lines are sound; what stands there then, safe. Raises HubRefusal, HubGapFound."""
        return await self._safely(lambda connection: _Append(connection, place, batch, lines).run())

    async def _safely(self, write: Callable[[Connection], Awaitable[Done]]) -> Done:
        """What `write` gives, over a connection of the pool, once it is safe."""
        connection = await self._pool.getconn()
        try:
            return await self._uncancelled(connection, write)
        finally:
            await self._pool.putconn(connection)

    async def _uncancelled(self, connection: Connection, write: Callable[[Connection], Awaitable[Done]]) -> Done:
        """What `write` does, which nobody cancels; who waits too long closes the connection."""
        self._warned.discard(connection)
        running = asyncio.ensure_future(write(connection))
        try:
            await asyncio.wait({running}, timeout=self._limit)
        finally:
            if not running.done():
                await connection.close()  # not a cancel: the line stays unseen until the standby has it
                running.cancel()
        if not running.done():
            raise HubRefusal("hub.slow", status=503)
        if connection in self._warned:
            await connection.close()
            raise HubRefusal("hub.unsure", status=503)
        return running.result()


class _Append:
    """One batch, over one connection."""

    def __init__(self, connection: Connection, place: HubPlace, batch: HubBatch, lines: Sequence[StoredLine]) -> None:
        self._connection = connection
        self._place = place
        self._batch = batch
        self._lines = lines
        self._of = {"council": place.council, "meeting": place.meeting}
        self._changes: list[tuple[str, dict[str, object]]] = []

    async def run(self) -> HubStands:
        """The fast way where it fits, else the slow one, again where another was quicker."""
        if self._lines and not self._batch.late and self._batch.closed is None and self._place.after:
            if await self._fast():
                return HubStands(self._place.after + len(self._lines), head_of(self._lines[-1].header))
        for _ in range(TRIES):
            try:
                async with self._connection.transaction():
                    return await self._slow()
            except psycopg.errors.UniqueViolation:
                continue
        raise HubRefusal("hub.busy", status=503)

    async def _fast(self) -> bool:
        head = bytes.fromhex(self._batch.head)
        query = _FAST
        given = self._given(self._place.after, self._lines)
        if len(self._lines) == 1:
            (line,) = self._lines
            query = _ONE
            given = self._of | {"after": self._place.after, "header": line.header, "opening": line.opening}
        try:
            done = await self._connection.execute(query, given | {"head": head})
        except psycopg.errors.UniqueViolation:
            return False
        return done.rowcount == len(self._lines)

    def _given(self, after: int, lines: Sequence[StoredLine]) -> dict[str, object]:
        headers = [line.header for line in lines]
        openings = [line.opening for line in lines]
        return self._of | {"after": after, "headers": headers, "openings": openings}

    async def _slow(self) -> HubStands:
        self._changes = []
        connection = self._connection
        await connection.execute(_BEGIN, self._of)
        held = await (await connection.execute(_HOLD, self._of)).fetchone()
        assert held
        rev, closed = held
        last = await (await connection.execute(_LAST, self._of)).fetchone() or (0, b"")
        size = int(last[0])
        after = self._place.after
        if after > size:
            raise HubGapFound(size)
        await self._compare(size)
        fresh = self._lines[size - after :]
        if fresh:
            await connection.execute(_ADD, self._given(size, fresh))
        wanted = closed if self._batch.closed is None else self._batch.closed
        if self._changes or wanted != closed:
            await self._change(rev + 1, wanted)
        elif not fresh:
            await connection.execute(_ACK)
        if fresh:
            return HubStands(size + len(fresh), head_of(fresh[-1].header))
        return HubStands(size, head_of(last[1]) if size else GENESIS)

    async def _change(self, rev: int, closed: bool) -> None:
        for query, given in self._changes:
            await self._connection.execute(query, self._of | {"rev": rev} | given)
        await self._connection.execute(_STAND, self._of | {"rev": rev, "closed": closed})

    async def _compare(self, size: int) -> None:
        """Hold what is there against what came; what else is to be done to it. Raises HubRefusal."""
        after = self._place.after
        came = {after + i: line for i, line in enumerate(self._lines, 1)}
        late = {one.number: one.row for one in self._batch.late}
        numbers = [n for n in {after, *came, *late} if 0 < n <= size]
        found = await self._connection.execute(_THERE, self._of | {"numbers": numbers})
        for n, header, opening, redacted in await found.fetchall():
            if n == after and head_of(header) != self._batch.head:
                raise HubRefusal("hub.fork", status=409)
            if n in came and came[n].header != header:
                raise HubRefusal("hub.fork", status=409)
            if n in came and not redacted and opening is None and n not in late:
                self._open(n, came[n])
            if n in late:
                self._late(n, StoredLine(header, opening), late[n], redacted)

    def _late(self, n: int, there: StoredLine, row: bytes | None, redacted: bool) -> None:
        if row is None:
            if not redacted:
                self._changes.append((_DELETE, {"n": n}))
            return
        line = StoredLine.of(row)
        if line.header != there.header:
            raise HubRefusal("hub.fork", status=409)
        if not redacted and there.opening is None:
            self._open(n, line)

    def _open(self, n: int, line: StoredLine) -> None:
        if line.opening is not None:
            self._changes.append((_OPEN, {"n": n, "opening": line.opening}))
