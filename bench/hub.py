"""What a hub costs: `python bench/hub.py [--councils 342] [--seconds 300]`.

1. Lines a second of the hub's append beside a bare INSERT and COMMIT of the same bytes in the same database, from one
   council and from sixteen connections, in turns so that a busy machine is busy for both; the ratio is what counts.
2. An evening: so many councils, 34 lines a second over HTTP, signed, through a hub and an edge that are processes of
   their own; from sending to the answer, and to a follower of the edge. Then memory of the edge a follower, and the
   edge's cache made anew from nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import median

import aiohttp
import psycopg

sys.path.insert(0, str(Path(__file__).parents[1]))

from livecouncil.hub.judging import StoredLine
from livecouncil.hub.schema import upgrade
from livecouncil.hub.store import OPTIONS, HubStore
from livecouncil.journal.lines import head_of
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace
from livecouncil.sitting.line_mode import run
from livecouncil.sitting.session import Session
from tests.hub.hubs import ID, council_of, let_in
from tests.hub.postgres import Postgres
from tests.hub.programs import Program
from tests.hub.replay import BEGUN, Replay, Replayed, rechained, share

PACE = 34.0


async def bare(dsn: str, name: str, rows: list[bytes]) -> None:
    """One statement and one commit a line, as little as can be."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True, **OPTIONS) as connection:
        for number, row in enumerate(rows, 1):
            line = StoredLine.of(row)
            await connection.execute(
                "insert into hub.line (council, meeting, n, header, opening) values (%s, %s, %s, %b, %b)",
                (name, ID, number, line.header, line.opening),
            )


async def appended(store: HubStore, name: str, rows: list[bytes]) -> None:
    place = HubPlace(name, ID, 0)
    await store.append(place, HubBatch("0" * 64, (rows[0],)), [StoredLine.of(rows[0])])
    for after in range(1, len(rows)):
        batch = HubBatch(head_of(rows[after - 1]), (rows[after],))
        await store.append(HubPlace(name, ID, after), batch, [StoredLine.of(rows[after])])


@dataclass
class Spent:
    """What one way of writing took, a number a turn."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


async def ratio(postgres: Postgres, rows: list[bytes], writers: int, turns: int = 8) -> dict[str, Spent]:
    """What the bare way and the hub's took for the same lines, in turns; the processor's is of both ends."""
    store = HubStore(postgres.dsn, most=writers)
    await store.open()
    spent = {"bare": Spent(), "hub": Spent()}
    for turn in range(turns):
        for way, took in spent.items():
            names = [f"{way}-{writers}-{turn}-{one}" for one in range(writers)]
            begun = time.perf_counter()
            before = time.process_time() + postgres.processor()
            if way == "bare":
                await asyncio.gather(*(bare(postgres.dsn, name, rows) for name in names))
            else:
                await asyncio.gather(*(appended(store, name, rows) for name in names))
            if turn:  # the first warms
                took.seconds.append(time.perf_counter() - begun)
                took.processor.append(time.process_time() + postgres.processor() - before)
    await store.close()
    return spent


def beside_bare(spent: dict[str, Spent]) -> str:
    """How much more the hub took than the bare way: the middle of the turns."""
    clock = median(hub / bare for hub, bare in zip(spent["hub"].seconds, spent["bare"].seconds, strict=True))
    processor = sum(spent["hub"].processor) / sum(spent["bare"].processor)
    return f"{clock:.2f} × on the clock, {processor:.2f} × of the processor"


def memory(pid: int) -> float:
    """Bytes of its own of a process."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(("Private_Dirty", "Pss:")):
            return float(line.split()[1]) * 1024
    return 0.0


async def evening(postgres: Postgres, folder: Path, rows: list[bytes], count: int, seconds: float) -> None:
    key = SecretKey.new()
    councils = [
        Replayed(code, ID, rechained(rows, code, ID, key)) for code in (f"GM{n:04}" for n in range(1, count + 1))
    ]
    for one in councils:
        let_in(postgres.dsn, one.code, key)
    hub = Program("hub", "--data", str(folder / "hub"), dsn=postgres.dsn).start()
    edge = Program("edge", "--data", str(folder / "cache"), dsn=postgres.dsn).start()
    replay = Replay([hub.url], [edge.url], councils, key)
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=10)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        await replay.begin(session)
        following = [asyncio.create_task(replay.follow(session, one)) for one in councils]
        begun = time.monotonic()
        while len(replay.following) < count:
            await asyncio.sleep(0.1)
        print(f"every council followed after {time.monotonic() - begun:.1f} s", flush=True)
        room = sum(len(one.rows) - BEGUN for one in councils)
        events = min(int(seconds * PACE), room)
        print(f"{count} councils, {events} lines at {PACE:.0f} a second", flush=True)
        await replay.play(session, events, PACE)
        await asyncio.sleep(2)
        for task in following:
            task.cancel()
    for name, of in (
        ("sent → acknowledged", replay.seen.answered),
        ("sent → follower of the edge", replay.seen.followed),
    ):
        print(f"{name}: n {len(of)}, p50 {share(of, 0.5) * 1000:.1f} ms, p99 {share(of, 0.99) * 1000:.1f} ms")
    told = postgres.query("select count(*), count(distinct (council, n)) from hub.line where council like 'GM%'")[0]
    wanted = sum(one.acknowledged for one in councils)
    print(f"acknowledged {wanted}, in the database {told[0]}, distinct {told[1]}, sent again {replay.seen.again}")
    await followers(edge, councils[0])
    edge.stop()
    rebuild(postgres, folder, count)
    hub.stop()


async def followers(edge: Program, one: Replayed, count: int = 2000) -> None:
    """Memory of the edge a follower more."""
    assert edge.process
    before = memory(edge.process.pid)
    port = edge.port
    opened = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET /{one.code}/{one.meeting}/stream?last=99999 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        opened.append(writer)
    await asyncio.sleep(5)
    print(f"memory a follower: {(memory(edge.process.pid) - before) / count / 1024:.1f} KB ({count} followers)")
    for writer in opened:
        writer.close()


def rebuild(postgres: Postgres, folder: Path, count: int) -> None:
    """The cache from nothing, until every meeting is followed."""
    shutil.rmtree(folder / "cache")
    begun = time.monotonic()
    edge = Program("edge", "--data", str(folder / "cache"), dsn=postgres.dsn).start()
    while len(list((folder / "cache").glob("GM*/released/*.jsonl"))) < count:
        time.sleep(0.05)
    print(f"cache of {count} meetings from nothing: {time.monotonic() - begun:.1f} s")
    edge.stop()


def played_evening(folder: Path) -> Path:
    """The demo's council after its evening."""
    council = folder / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    run(session, (council / "evening.txt").read_text().splitlines(), io.StringIO(), io.StringIO(), ask=False)
    session.close()
    return council


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--councils", type=int, default=342)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--lines", type=int, default=300)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="livecouncil-bench-"))
    played = played_evening(folder)
    postgres = Postgres()
    try:
        asyncio.run(upgrade(postgres.dsn))
        rows = list(council_of(played).rows)
        many = (rows * (given.lines // len(rows) + 1))[: given.lines]
        long = rechained([row for row in many if b'"checkpoint"' not in row], "GM0000", ID, SecretKey.new())
        for writers, bound in ((1, 1.5), (16, 1.6)):
            spent = asyncio.run(ratio(postgres, long, writers))
            lines = writers * len(long) / median(spent["bare"].seconds)
            print(f"{writers} connections: bare {lines:.0f} lines/s, hub {beside_bare(spent)} (≤ {bound})", flush=True)
        postgres.query("truncate hub.line, hub.meeting")
        asyncio.run(evening(postgres, folder, rows, given.councils, given.seconds))
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
