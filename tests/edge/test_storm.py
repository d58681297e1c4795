"""An evening of many councils: through one PostgreSQL at any time, and in `make storm` through three whose leader is
killed again and again.

`LIVECOUNCIL_COUNCILS` and `LIVECOUNCIL_KILLS` give another size.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from livecouncil.hub.schema import upgrade
from livecouncil.journal.chain import rows_of
from livecouncil.journal.released import merged
from livecouncil.journal.signing.keys import SecretKey
from tests.conftest import STORM
from tests.hub.hubs import ID, council_of, let_in, stored
from tests.hub.patroni import Cluster
from tests.hub.postgres import Postgres
from tests.hub.programs import Program
from tests.hub.replay import Replay, Replayed, rechained
from tests.waiting import until

COUNCILS = int(os.environ.get("LIVECOUNCIL_COUNCILS", 342 if STORM else 5))
KILLS = int(os.environ.get("LIVECOUNCIL_KILLS", 5))
PACE = 34.0


def replayed(evening: Path, dsn: str, count: int) -> tuple[list[Replayed], SecretKey]:
    key = SecretKey.new()
    rows = council_of(evening).rows
    codes = [f"GM{number:04}" for number in range(1, count + 1)]
    for code in codes:
        let_in(dsn, code, key)
    return [Replayed(code, ID, rechained(rows, code, ID, key)) for code in codes], key


def kept(cache: Path, code: str) -> list[bytes]:
    """The lines in the edge's cache, each once."""
    path = cache / code / "released" / f"{ID}.jsonl"
    if not path.exists():
        return []
    data = path.read_bytes()
    return [row for row in rows_of(merged(data[: data.rfind(b"\n") + 1])) if row]


def all_there(dsn: str, cache: Path, councils: list[Replayed]) -> None:
    """Every line that was acknowledged, once and in its order, in the database and at the edge."""
    for one in councils:
        rows = one.rows[: one.acknowledged]
        assert stored(dsn, one.code)[: len(rows)] == rows
        until(lambda one=one, rows=rows: kept(cache, one.code)[: len(rows)] == rows)  # type: ignore[misc]


async def played(dsn: str, evening: Path, folder: Path, count: int, disturb: asyncio.Task[None] | None = None) -> None:
    councils, key = replayed(evening, dsn, count)
    hub = Program("hub", "--data", str(folder / "hub"), dsn=dsn).start()
    edge = Program("edge", "--data", str(folder / "cache"), dsn=dsn).start()
    replay = Replay(hub.url, edge.url, councils, key)
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=40)) as session:
        await replay.begin(session)
        room = sum(len(one.rows) - one.at for one in councils)
        while room and (disturb is None or not disturb.done()):
            await replay.play(session, min(room, 200), PACE)
            room = sum(len(one.rows) - one.at for one in councils)
        if disturb:
            await disturb
    await asyncio.to_thread(all_there, dsn, folder / "cache", councils)
    assert edge.stop() == 0 and hub.stop() == 0


async def test_councils_on_one_evening(postgres: Postgres, evening: Path, tmp_path: Path) -> None:
    postgres.query("truncate hub.line, hub.meeting, hub.witnessed, hub.council")
    await played(postgres.dsn, evening, tmp_path, COUNCILS)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    if not STORM:
        pytest.skip("three nodes whose leader is killed: make storm")
    running = Cluster()
    yield running
    running.stop()


@pytest.mark.storm
async def test_the_leader_is_killed_and_no_acknowledged_line_is_lost(
    cluster: Cluster, evening: Path, tmp_path: Path
) -> None:
    await upgrade(cluster.dsn)

    def kill_leaders() -> None:
        for _ in range(KILLS):
            node = cluster.leader()
            cluster.kill(node)
            until(
                lambda gone=node: any(  # type: ignore[misc]
                    one["role"] == "leader" and one["name"] != gone.name for one in cluster.members()
                )
            )
            cluster.start(node)
            cluster.until_whole()

    disturb = asyncio.create_task(asyncio.to_thread(kill_leaders))
    await played(cluster.dsn, evening, tmp_path, COUNCILS, disturb)
