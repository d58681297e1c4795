"""Follows the hub's record into the caches of an edge, and wakes whoever streams it.

Theory. What is new of a meeting are the lines behind the last one here: a number that each meeting counts by itself,
gapless, so nothing can be passed over. What changed behind it (an opening that came later, a deletion) bears the
meeting's `rev`. A notice only says where to look; once a second every meeting that goes on is looked at anyway, and
once a minute all. After each reconnect `rev` counts from nothing again, for one that was seen of a server that then
failed may be given out a second time.

It must never make up for the hub: where that has less than is here, what is here stays; where it has something else,
that meeting stands still and it is told.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, LiteralString

import psycopg
from psycopg.rows import TupleRow

from livecouncil.hub.bell import CHANNEL, OTHERS
from livecouncil.hub.judging import StoredLine
from livecouncil.hub.schema import require_current
from livecouncil.hub.store import OPTIONS
from livecouncil.hub.telling import Metrics, tell_keeper
from livecouncil.journal.lines import body_of
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import PublicKey, Signature, verify
from livecouncil.mirroring.hub.batch import COUNCIL, MEETING
from livecouncil.system.caught import Caught

from .cache import CachedMeeting, Contradiction, HubRow
from .councils import Councils

POLL = 1.0
"""Seconds between two looks at the meetings that go on."""
ALL = 60.0
"""Seconds between two looks at every meeting."""
AGAIN = 0.2
LONGEST = 2.0
"""Seconds of waiting for a database that is away: doubled each time, up to the longest."""
LIMIT = 15.0
"""Seconds that a question may take: a server that is frozen keeps its sockets, and no option of TCP finds it."""
AT_ONCE = 50
"""Meetings that are asked for in one question."""

_NEW = """
select k.council, k.meeting, l.n, l.header, l.opening
from unnest(%(councils)s::text[], %(meetings)s::text[], %(lasts)s::int[]) k (council, meeting, last)
join lateral (
    select n, header, opening from hub.line
    where council = k.council and meeting = k.meeting and n > k.last order by n limit 2000
) l on true
"""
_MEETINGS = "select council, meeting, rev, closed from hub.meeting"
_THESE = f"""{_MEETINGS} join unnest(%(councils)s::text[], %(meetings)s::text[]) k (council, meeting)
using (council, meeting)"""
_LATER = """
select n, header, opening from hub.line
where council = %(council)s and meeting = %(meeting)s and rev > %(rev)s and n <= %(last)s order by n
"""
_BESIDE = "select council, path, sha256 from hub.file where content is not null and council = any(%(councils)s)"
_FILE = "select content from hub.file where council = %(council)s and path = %(path)s and content is not null"
_WITNESSED = "select council, meeting, signature, key from hub.witnessed where council = any(%(councils)s)"
_READING = OPTIONS | {
    "autocommit": True,
    "options": "-c default_transaction_read_only=on",
    "target_session_attrs": "primary",
}
"""An edge writes nothing there. Only the first of several servers hears notices."""
Name = tuple[str, str]
Connection = psycopg.AsyncConnection[TupleRow]


@dataclass
class HubFollowing:
    """Follows the record at `dsn` for `councils`."""

    dsn: str
    councils: Councils
    figures: Metrics
    connected: bool = False
    _keys: dict[str, PublicKey] = field(default_factory=dict)

    async def run(self) -> None:
        """Until cancelled; a database that is away is tried again."""
        wait = AGAIN
        while True:
            try:
                with Caught(self._fault, "following", passing=(psycopg.Error, OSError)):
                    async with await psycopg.AsyncConnection.connect(self.dsn, **_READING) as connection:
                        await require_current(connection)
                        wait = AGAIN
                        await self._follow(connection)
            except (psycopg.Error, OSError) as error:
                tell_keeper("database_away", kind=type(error).__name__)
            self.connected = False
            await asyncio.sleep(wait)
            wait = min(LONGEST, wait * 2)

    def _fault(self, error: Exception, where: str) -> None:
        self.figures.count("faults")
        tell_keeper("fault", kind=type(error).__name__, where=where)

    async def _follow(self, connection: Connection) -> None:
        """Over one connection, until it breaks."""
        async with asyncio.timeout(LIMIT):
            await connection.execute(f"listen {CHANNEL}")
        for cached in self.councils.everyone():
            cached.rev = 0
        await self._all(connection)
        self.connected = True
        looked = whole = time.monotonic()
        while True:
            names = await self._heard(connection)
            now = time.monotonic()
            if now - whole > ALL or OTHERS in names:
                whole = looked = now
                await self._all(connection)
            elif now - looked > POLL:
                looked = now
                await self._look(connection, {*self.councils.open(), *_names_told(names)})
            elif names:
                await self._look(connection, _names_told(names))
            if told := {name[:-1] for name in names if name.endswith("/")} & self._keys.keys():
                await self._look_beside(connection, sorted(told))

    async def _heard(self, connection: Connection) -> set[str]:
        """What was rung for, after a second at most."""
        heard: set[str] = set()
        async for notice in connection.notifies(timeout=POLL, stop_after=1):
            heard |= set(notice.payload.split("\n"))
        return heard

    async def _all(self, connection: Connection) -> None:
        """Every meeting there is, and every council's key."""
        found = await _answered_in_time(connection, "select council, key from hub.council")
        self._keys = {str(name): PublicKey.parse(key) for name, key in found}
        for council in self._keys:
            self.councils.add(council)
        rows = await _answered_in_time(connection, _MEETINGS)
        names = [(council, meeting) for council, meeting, _, _ in rows if _is_name(council, meeting)]
        for begin in range(0, len(names), AT_ONCE):
            await self._look(connection, set(names[begin : begin + AT_ONCE]))
        await self._look_beside(connection, sorted(self._keys))

    async def _look_beside(self, connection: Connection, councils: list[str]) -> None:
        """What these councils have beside their lines."""
        listed: dict[str, dict[str, str]] = {council: {} for council in councils}
        signed: dict[str, list[tuple[str, str, str]]] = {council: [] for council in councils}
        for council, path, digest in await _answered_in_time(connection, _BESIDE, {"councils": councils}):
            listed[council][path] = digest
        for council, meeting, signature, key in await _answered_in_time(connection, _WITNESSED, {"councils": councils}):
            signed[council].append((meeting, signature, key))
        for council in councils:
            site = self.councils.add(council)
            await site.take_beside(listed[council], partial(self._fetched, connection, council))
            site.beside.sign(signed[council])

    async def _fetched(self, connection: Connection, council: str, path: str) -> bytes:
        found = await _answered_in_time(connection, _FILE, {"council": council, "path": path})
        if found:
            return bytes(found[0][0])
        return b""

    async def _look(self, connection: Connection, names: set[Name]) -> None:
        """What is new of these meetings; lines first, then what changed behind them."""
        known = {name: self.councils.cached(*name) for name in sorted(names)}
        known = {name: cached for name, cached in known.items() if not cached.contradicted}
        asked = {
            "councils": [council for council, _ in known],
            "meetings": [meeting for _, meeting in known],
            "lasts": [cached.lines for cached in known.values()],
        }
        found = await _answered_in_time(connection, _NEW, asked)
        fresh = _rows_by_name(found)
        state = await _answered_in_time(connection, _THESE, asked)
        for council, meeting, rev, closed in state:
            name = (council, meeting)
            cached = known[name]
            rows = fresh.get(name, [])
            if rev > cached.rev:
                given = {"council": council, "meeting": meeting, "rev": cached.rev, "last": cached.lines}
                later = await _answered_in_time(connection, _LATER, given)
                rows = [HubRow(n, StoredLine(h, o)) for n, h, o in later] + rows
            turned = self.councils.closing(name, closed)
            await self._take(name, rows, turned)
            cached.rev = rev

    async def _take(self, name: Name, rows: list[HubRow], turned: bool) -> None:
        """These lines of a meeting, which is over or goes on again if it `turned`."""
        cached = self.councils.cached(*name)
        before = cached.lines
        try:
            taken = cached.take(rows)
            self._check(name, cached, before)
        except Contradiction:
            cached.contradicted = True
            self.figures.count("contradictions")
            tell_keeper("contradiction", council=name[0], meeting=name[1], lines=before)
            return
        if taken.new or turned:
            self.figures.count("lines", by=cached.lines - before)
            await self.councils.changed(name, deleted=taken.deleted)
        await asyncio.sleep(0)  # who asks or signals is heard between two meetings

    def _check(self, name: Name, cached: CachedMeeting, before: int) -> None:
        """Signed heads among the new lines. Raises Contradiction where the lines are not those that were signed."""
        for row in cached.rows[before:]:
            if b'"checkpoint"' not in row:
                continue
            body = body_of(row)
            if body.get("type") == "checkpoint":
                note = SignedNote(name[1], body["size"], body["head"])
                if not cached.holds(note):
                    raise Contradiction
                self._check_signature(name[0], note, body)

    def _check_signature(self, council: str, note: SignedNote, body: dict[str, Any]) -> None:
        """One that is by another key than the council's present one is for the council's own statements to explain."""
        key = self._keys.get(council)
        if key is None or body["key"] != key.base64:
            return
        try:
            right = verify(key, note.text.encode(), Signature.parse(body["signature"]))
        except ValueError:
            right = False
        if not right:
            self.figures.count("bad_signatures")
            tell_keeper("bad_signature", council=council, meeting=note.origin, size=note.size)


async def _answered_in_time(
    connection: Connection, query: LiteralString, given: dict[str, Any] | None = None
) -> list[TupleRow]:
    """What the database answers, within the limit. Raises psycopg.Error, TimeoutError."""
    async with asyncio.timeout(LIMIT):
        found = await connection.execute(query, given, binary=True)
        return await found.fetchall()


def _is_name(council: str, meeting: str) -> bool:
    """Whether these can be folders: whatever stands in a database, nothing else is written."""
    return COUNCIL.fullmatch(council) is not None and MEETING.fullmatch(meeting) is not None


def _names_told(names: Iterable[str]) -> set[Name]:
    """What a notice names."""
    parts = (name.partition("/") for name in names)
    return {(council, meeting) for council, _, meeting in parts if _is_name(council, meeting)}


def _rows_by_name(found: Iterable[TupleRow]) -> dict[Name, list[HubRow]]:
    rows: dict[Name, list[HubRow]] = {}
    for council, meeting, n, header, opening in found:
        rows.setdefault((council, meeting), []).append(HubRow(n, StoredLine(header, opening)))
    return rows
