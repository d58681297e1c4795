"""Hub, edge, worker and PostgreSQL killed in the middle of an evening, and the lines between them cut.

What was acknowledged is written down where it is sent; at the end, and after each restart, the database has every one
of these lines, once and in order, and so has the edge. A follower of the edge that comes back by the number it had gets
every message once.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from tests.conftest import STORM
from tests.hub.hubs import CODE, ID, Council, Sender, stored
from tests.hub.postgres import Postgres
from tests.hub.programs import Program
from tests.mirroring.wire import Wire
from tests.waiting import until

from .conftest import Whole

ROUNDS = 40 if STORM else 2


@contextlib.contextmanager
def killed_meanwhile(postgres: Postgres, hub: Program, rounds: int) -> Iterator[threading.Event]:
    """PostgreSQL and the hub, one after the other, at no chosen moment."""
    over = threading.Event()
    chance = random.Random(7)

    def kill() -> None:
        for _ in range(rounds):
            over.wait(chance.random() / 2)
            postgres.kill()
            postgres.start()
            over.wait(chance.random() / 2)
            hub.kill()
            hub.start()
        over.set()

    killing = threading.Thread(target=kill)
    killing.start()
    yield over
    killing.join()


async def test_no_acknowledged_line_is_lost_or_double_when_database_and_hub_are_killed(whole: Whole) -> None:
    whole.mirror.stop()
    whole.type(400)
    rows = whole.released()
    sender = Sender(whole.hub.url.rstrip("/"), Council(whole.folder, whole.key, rows))
    acknowledged = 0
    with killed_meanwhile(whole.postgres, whole.hub, ROUNDS) as over:
        while acknowledged < len(rows) or not over.is_set():
            after = min(acknowledged, len(rows) - 1)
            try:
                status, told = await sender.send(after, after + 1)
            except (aiohttp.ClientError, OSError):
                await asyncio.sleep(0.02)
                continue
            assert status in (200, 503), told
            if status == 200:
                assert told["lines"] >= acknowledged
                acknowledged = max(acknowledged, after + 1)
    assert stored(whole.postgres.dsn) == rows
    await asyncio.to_thread(until, lambda: whole.at_edge() == rows)


class Follower:
    """Reads the edge's stream, and comes back with the number it had whenever it breaks."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole
        self.numbers: list[int] = []
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self.over.is_set():
            with contextlib.suppress(OSError, http_errors()):
                last = str(self.numbers[-1]) if self.numbers else "0"
                for raw in self._whole.edge.listen(f"/{CODE}/{ID}/stream", Last_Event_ID=last):
                    if match := re.match(rb"id: (\d+)", raw):
                        self.numbers.append(int(match[1]))
            self.over.wait(0.05)


def http_errors() -> type[Exception]:
    import http.client

    return http.client.HTTPException


def test_everything_is_killed_in_turn_and_a_follower_gets_each_message_once(whole: Whole) -> None:
    whole.type(10)
    follower = Follower(whole)
    turns = itertools.cycle(("edge", "hub", "mirror", "postgres"))
    for _ in range(ROUNDS * 4):
        part = getattr(whole, next(turns))
        part.kill()
        whole.type(4)
        part.start()
    whole.type(400)
    until(whole.is_even)
    entries = 0
    while not entries:
        found = re.findall(rb'"seq": (\d+)', whole.edge.get(f"/{CODE}/{ID}/feed.json")[2])
        entries = max(map(int, found), default=0)
    until(lambda: len(follower.numbers) >= entries)
    follower.over.set()
    assert follower.numbers == list(range(1, len(follower.numbers) + 1))


async def test_lines_that_are_cut_or_frozen_are_made_up_for(whole: Whole, tmp_path: Path) -> None:
    whole.mirror.stop()
    whole.edge.stop()
    toml = whole.folder / "council.toml"
    async with Wire(whole.hub.port) as sending, Wire(whole.postgres.port) as following:
        toml.write_text(toml.read_text().replace(f":{whole.hub.port}/", f":{sending.port}/"))
        dsn = whole.postgres.dsn.replace(f"port={whole.postgres.port}", f"port={following.port}")
        edge = Program("edge", "--data", str(tmp_path / "cache"), dsn=dsn)
        await asyncio.to_thread(edge.start)
        await asyncio.to_thread(whole.mirror.start)
        for act in ("cut", "freeze", "cut"):
            whole.type(10)
            for wire in (sending, following):
                if act == "cut":
                    await wire.cut()
                else:
                    wire.freeze()
            whole.type(10)
            assert whole.at_hub() != whole.released()
            for wire in (sending, following):
                await wire.cut()
                await wire.mend()
            await asyncio.to_thread(until, whole.is_even)
        await asyncio.to_thread(edge.stop)
    await asyncio.sleep(0)
