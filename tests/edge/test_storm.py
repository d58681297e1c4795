"""An evening of many councils: through one PostgreSQL at any time, and in `make storm` through three nodes, two hubs
and two edges, while the leader is killed again and again, hubs and edges at random, and lines are cut for two minutes.

In the end every line that was acknowledged is in the database and at both edges, once and in its order, and whoever
followed a council at an edge got every message of it once and in order. `LIVECOUNCIL_COUNCILS`, `LIVECOUNCIL_KILLS` and
`LIVECOUNCIL_CUT` (seconds) give another size.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from livecouncil.hub.schema import upgrade
from livecouncil.journal.chain import rows_of
from livecouncil.journal.follower import MeetingFollower
from livecouncil.journal.released import joined, merged, path_of
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.publishing.folder import record_of
from tests.conftest import STORM
from tests.hub.hubs import ID, council_of, let_in, stored
from tests.hub.patroni import Cluster
from tests.hub.postgres import Postgres
from tests.hub.programs import Program
from tests.hub.replay import Replay, Replayed, rechained, share
from tests.mirroring.wire import Wire
from tests.waiting import until

COUNCILS = int(os.environ.get("LIVECOUNCIL_COUNCILS", 342 if STORM else 5))
KILLS = int(os.environ.get("LIVECOUNCIL_KILLS", 5))
CUT = float(os.environ.get("LIVECOUNCIL_CUT", 120))
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


def entries_of(rows: list[bytes], folder: Path) -> int:
    """How many messages a follower gets of a meeting of these lines."""
    path = path_of(folder / str(len(rows)), ID)
    path.parent.mkdir(parents=True)
    path.write_bytes(joined(rows))
    events = MeetingFollower(folder / str(len(rows)), ID).poll() or []
    return record_of(events).feed.seq


class Evening:
    """Two hubs and two edges, or one of each, of the database at `dsns`, and the councils that send there."""

    def __init__(self, dsns: list[str], folder: Path, evening: Path, count: int) -> None:
        self.folder = folder
        self.councils, key = replayed(evening, dsns[0], count)
        self.hubs = [Program("hub", "--data", str(folder / f"hub{n}"), dsn=dsns[0]).start() for n in range(len(dsns))]
        self.edges = [
            Program("edge", "--data", str(folder / f"cache{n}"), dsn=dsn).start() for n, dsn in enumerate(dsns)
        ]
        self._dsn = dsns[0]
        self._key = key
        self.replay = Replay([hub.url for hub in self.hubs], [edge.url for edge in self.edges], self.councils, key)

    def led_over(self, port: int) -> None:
        """The last hub is reached over `port`."""
        urls = [hub.url for hub in self.hubs[:-1]] + [f"http://127.0.0.1:{port}"]
        self.replay = Replay(urls, [edge.url for edge in self.edges], self.councils, self._key)

    async def played(self, disturb: Callable[[], Awaitable[None]] | None = None) -> None:
        """Until all is sent or whoever disturbs is done; then all is held against each other."""
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
        async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
            await self.replay.begin(session)
            following = [
                asyncio.create_task(self.replay.follow(session, one, edge))
                for one in self.councils
                for edge in self.replay.edges
            ]
            disturbing = asyncio.ensure_future(disturb()) if disturb else None
            await self.replay.play(session, self._room(), PACE, disturbing)
            if disturbing:
                await disturbing
            await asyncio.to_thread(self._all_there)
            await self._all_read()
            for task in following:
                task.cancel()

    def _room(self) -> int:
        return sum(len(one.rows) - one.at for one in self.councils)

    def _all_there(self) -> None:
        """Every line that was acknowledged, once and in its order, in the database and at each edge."""
        for one in self.councils:
            rows = one.rows[: one.acknowledged]
            assert len(rows) == one.at and stored(self._dsn, one.code) == rows
            for number in range(len(self.edges)):
                cache = self.folder / f"cache{number}"
                until(lambda one=one, rows=rows, cache=cache: kept(cache, one.code) == rows)  # type: ignore[misc]

    async def _all_read(self) -> None:
        """Every message once and in order, by whoever followed."""
        wanted: dict[int, int] = {}
        for one in self.councils:
            size = one.acknowledged
            wanted[size] = wanted.get(size) or entries_of(one.rows[:size], self.folder / "counted")
            for edge in self.replay.edges:
                numbers = self.replay.read[edge, one.code]
                while len(numbers) < wanted[size]:
                    await asyncio.sleep(0.05)
                assert numbers == list(range(1, wanted[size] + 1))

    def stop(self) -> None:
        for program in (*self.edges, *self.hubs):
            assert program.stop() == 0

    def told(self) -> str:
        seen = self.replay.seen
        lines = sum(one.acknowledged for one in self.councils)
        read = sum(map(len, self.replay.read.values()))
        times = [
            f"{name} p50 {share(of, 0.5) * 1000:.0f} p99 {share(of, 0.99) * 1000:.0f} ms"
            for name, of in (("acknowledged", seen.answered), ("followed", seen.followed))
            if of
        ]
        return (
            f"{len(self.councils)} councils, {lines} lines acknowledged, {seen.again} sent again, {read} read; "
            f"{', '.join(times)}; longest without an answer {seen.gap:.1f} s; load {os.getloadavg()[0]:.1f}"
        )


async def test_councils_on_one_evening(postgres: Postgres, evening: Path, tmp_path: Path) -> None:
    postgres.query("truncate hub.line, hub.meeting, hub.witnessed, hub.council")
    whole = Evening([postgres.dsn], tmp_path, evening, COUNCILS)
    await whole.played()
    whole.stop()


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    if not STORM:
        pytest.skip("three nodes whose leader is killed: make storm")
    running = Cluster()
    yield running
    running.stop()


def leaders(cluster: Cluster) -> list[str]:
    return [one["name"] for one in cluster.members() if one["role"] == "leader"]


def kill_leaders(cluster: Cluster) -> None:
    for _ in range(KILLS):
        node = cluster.leader()
        cluster.kill(node)
        until(lambda gone=node.name: (now := leaders(cluster)) and gone not in now)  # type: ignore[misc]
        cluster.start(node)
        cluster.until_whole()
        time.sleep(CUT / 5)  # of an evening as it should be, in between


def kill_programs(programs: list[Program], over: threading.Event) -> None:
    """One after the other, at no chosen moment. A hub that finds no database ends, and is begun again."""
    chance = random.Random(5)
    while not over.wait(10 + 20 * chance.random()):
        program = chance.choice(programs)
        program.kill()
        over.wait(chance.random())
        while True:
            with contextlib.suppress(AssertionError):
                program.start()
                break


async def cut_lines(wires: Sequence[Wire], seconds: float) -> None:
    """Frozen for half of the time, then cut, then there again."""
    for wire in wires:
        wire.freeze()
    await asyncio.sleep(seconds / 2)
    for wire in wires:
        await wire.cut()
    await asyncio.sleep(seconds / 2)
    for wire in wires:
        await wire.mend()


@pytest.mark.storm
async def test_nodes_hubs_edges_and_lines_fail_and_no_acknowledged_line_is_lost(
    cluster: Cluster, evening: Path, tmp_path: Path
) -> None:
    await upgrade(cluster.dsn)
    async with contextlib.AsyncExitStack() as stack:
        wires = [await stack.enter_async_context(Wire(node.port)) for node in cluster.nodes]
        wired = cluster.dsn.replace(
            ",".join(str(node.port) for node in cluster.nodes), ",".join(str(wire.port) for wire in wires)
        )
        whole = Evening([cluster.dsn, wired], tmp_path, evening, COUNCILS)
        sending = await stack.enter_async_context(Wire(whole.hubs[-1].port))
        whole.led_over(sending.port)

        async def disturb() -> None:
            over = threading.Event()
            killing = asyncio.create_task(asyncio.to_thread(kill_programs, [*whole.hubs, *whole.edges], over))
            cutting = asyncio.create_task(cut_lines([*wires, sending], CUT))
            await asyncio.to_thread(kill_leaders, cluster)
            await cutting
            over.set()
            await killing

        await whole.played(disturb)
        print(whole.told())
        whole.stop()
