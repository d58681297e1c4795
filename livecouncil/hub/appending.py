"""Appending one batch: the fast way where it fits, else the slow one, under the lock of the meeting's row.

Line n+1 is inserted only where line n is committed and has the head that the sender names; see `store` for what counts
as acknowledged. What does not fit is compared byte for byte: what is there already is waited for (`ACK`), what differs
is a fork, and nothing is overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import psycopg
from psycopg.rows import TupleRow

from livecouncil.errors import HubRefusal
from livecouncil.journal.lines import GENESIS, head_of
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace

from .judging import StoredLine

Connection: TypeAlias = "psycopg.AsyncConnection[TupleRow]"

TRIES = 5
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
OF = "council = %(council)s and meeting = %(meeting)s"
_BEGIN = "insert into hub.meeting (council, meeting) values (%(council)s, %(meeting)s) on conflict do nothing"
HOLD = f"select rev, closed from hub.meeting where {OF} for update"
_THERE = f"select n, header, opening, redacted from hub.line where {OF} and n = any(%(numbers)s)"
LAST = f"select n, header from hub.line where {OF} order by n desc limit 1"
_OPEN = f"update hub.line set opening = %(opening)b, rev = %(rev)s where {OF} and n = %(n)s"
_DELETE = f"update hub.line set opening = null, redacted = true, rev = %(rev)s where {OF} and n = %(n)s"
_STAND = f"update hub.meeting set rev = %(rev)s, closed = %(closed)s where {OF}"
ACK = "select pg_logical_emit_message(true, 'ack', '')"


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


class Append:
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
        held = await (await connection.execute(HOLD, self._of)).fetchone()
        assert held
        rev, closed = held
        last = await (await connection.execute(LAST, self._of)).fetchone() or (0, b"")
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
            await connection.execute(ACK)
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
