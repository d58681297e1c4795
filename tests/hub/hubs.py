"""A hub in this process, a council that sends, and how both are held against each other."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import psycopg
from aiohttp.test_utils import TestServer

from livecouncil.hub.app import HubDesk, hub_application
from livecouncil.hub.bell import Bell
from livecouncil.hub.judging import StoredLine
from livecouncil.hub.store import HubStore
from livecouncil.hub.telling import Metrics
from livecouncil.hub.witnessing import HubWitness
from livecouncil.journal.lines import GENESIS, head_of
from livecouncil.journal.signing.custody import key_path, read_secret
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.mirroring.hub.batch import SIGNATURE, HubBatch, HubPlace, LateLine, batch_signature
from livecouncil.mirroring.hub.released_lines import ReleasedLines

CODE = "GM9999"
NEIGHBOUR = "GM0007"
"""Is let in too, in these tests with the same key."""
ID = "2026-03-12-raadsvergadering"


@dataclass
class Council:
    """A council's folder, its secret key, and the public lines of its meeting."""

    folder: Path
    key: SecretKey
    rows: Sequence[bytes]


def released(folder: Path) -> list[bytes]:
    """The public lines of the council's meeting, in its own folder."""
    lines = ReleasedLines(folder, ID)
    lines.look()
    return list(lines.rows)


def council_of(folder: Path) -> Council:
    """As its own sitting left it."""
    path = Path(os.environ.get("LIVECOUNCIL_KEY") or key_path(CODE))
    key = read_secret(path) if path.exists() else SecretKey.new()
    return Council(folder, key, released(folder))


def let_in(dsn: str, code: str, key: SecretKey) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "insert into hub.council (council, key) values (%s, %s) on conflict do nothing", (code, key.public.base64)
        )


@contextlib.asynccontextmanager
async def hub_served(dsn: str, council: Council, folder: Path) -> AsyncIterator[str]:
    let_in(dsn, CODE, council.key)
    let_in(dsn, NEIGHBOUR, council.key)
    store = HubStore(dsn)
    await store.open()
    desk = HubDesk(store, HubWitness(SecretKey.new(), store), Bell(dsn), Metrics("livecouncil_hub"))
    server = TestServer(hub_application(desk))
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()
        await store.close()


def head(rows: Sequence[bytes], n: int) -> str:
    return head_of(rows[n - 1]) if n else GENESIS


@dataclass
class Sender:
    """Sends batches to `hub` as the council does, or otherwise where a test says so."""

    hub: str
    council: Council
    code: str = CODE
    meeting: str = ID

    async def post(self, after: int, batch: HubBatch | bytes, **otherwise: Any) -> tuple[int, dict[str, Any]]:
        """`key`, `at`, `signature` and `place` may be others than they ought to be."""
        body = batch if isinstance(batch, bytes) else batch.encoded()
        place = otherwise.get("place", HubPlace(self.code, self.meeting, after))
        signature = otherwise.get("signature") or batch_signature(
            otherwise.get("key", self.council.key), place, body, otherwise.get("at", datetime.now(UTC))
        )
        url = f"{self.hub}/in/{self.code}/{self.meeting}?after={after}"
        headers = {SIGNATURE: signature}
        async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def send(self, start: int, stop: int, *late: LateLine) -> tuple[int, dict[str, Any]]:
        """The council's lines behind `start` up to `stop`."""
        rows = self.council.rows
        return await self.post(start, HubBatch(head(rows, start), tuple(rows[start:stop]), late))

    async def stands(self) -> dict[str, Any]:
        url = f"{self.hub}/in/{self.code}/{self.meeting}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            found: dict[str, Any] = await answer.json()
            return found


def stored(dsn: str, code: str = CODE, meeting: str = ID) -> list[bytes]:
    """The rows in the database, in their order; fails where a number is missing or double."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute(
            "select n, header, opening from hub.line where council = %s and meeting = %s order by n", (code, meeting)
        ).fetchall()
    assert [row[0] for row in found] == list(range(1, len(found) + 1))
    return [StoredLine(bytes(row[1]), row[2]).row for row in found]
