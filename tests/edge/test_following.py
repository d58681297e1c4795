"""How an edge finds what is new: notices are a wake-up, the numbers of lines and changes are what counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg
import pytest

from livecouncil.edge import following
from livecouncil.edge.cache import CachedMeeting
from livecouncil.edge.councils import Councils
from livecouncil.edge.following import HubFollowing
from livecouncil.hub.judging import StoredLine
from livecouncil.hub.telling import Metrics
from livecouncil.journal.lines import header_of
from livecouncil.mirroring.hub.batch import HubBatch, LateLine
from tests.hub import conftest as of_the_hub
from tests.hub.hubs import CODE, ID, NEIGHBOUR, Council, Sender
from tests.hub.postgres import Postgres
from tests.hub.replay import rechained
from tests.waiting import until

hub = of_the_hub.hub
OURS = "pg_stat_activity where application_name = 'edge'"


@dataclass
class Edge:
    """What an edge has in its cache, and what it told its keeper."""

    councils: Councils
    figures: Metrics
    postgres: Postgres
    sender: Sender

    @property
    def cached(self) -> CachedMeeting:
        return self.councils.cached(CODE, ID)

    async def until_has(self, lines: int) -> None:
        await asyncio.to_thread(until, lambda: self.cached.lines == lines)

    async def loses_its_line(self) -> None:
        """As when the server it hears is gone: another connection is made, which hears nothing before it says so."""
        before = self.postgres.query(f"select pid from {OURS}")
        self.postgres.query(f"select pg_terminate_backend(pid) from {OURS}")
        await asyncio.to_thread(until, lambda: self.postgres.query(f"select pid from {OURS}") not in ([], before))


@pytest.fixture
async def edge(
    hub: str, postgres: Postgres, evening_council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Edge]:
    """One that looks by itself once an hour, so that all it finds it was told or found at a new connection."""
    monkeypatch.setattr(following, "ALL", 3600.0)
    councils = Councils(tmp_path / "cache")
    figures = Metrics("livecouncil_edge")
    at_work = HubFollowing(f"{postgres.dsn} application_name=edge", councils, figures)
    monkeypatch.setattr(Councils, "open", lambda self: [])
    running = asyncio.create_task(at_work.run())
    await asyncio.to_thread(until, lambda: at_work.connected)
    yield Edge(councils, figures, postgres, Sender(hub, evening_council))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    councils.close()


async def test_after_a_lost_line_it_looks_at_once_and_hears_again(edge: Edge) -> None:
    """What came meanwhile, of which nobody is told any more, and what is told after."""
    await edge.sender.send(0, 5)
    await edge.until_has(5)
    for lines in (8, 12):
        come_unheard(edge, lines)
        await edge.loses_its_line()
        await edge.until_has(lines)
        await edge.sender.send(lines, lines + 1)
        await edge.until_has(lines + 1)


def come_unheard(edge: Edge, lines: int) -> None:
    """Lines that are there, and of which no notice was heard."""
    with psycopg.connect(edge.postgres.dsn) as connection:
        for n in range(edge.cached.lines + 1, lines + 1):
            line = StoredLine.of(edge.sender.council.rows[n - 1])
            given = (CODE, ID, n, line.header, line.opening)
            connection.execute(
                "insert into hub.line (council, meeting, n, header, opening) values (%s, %s, %s, %b, %b)", given
            )


async def test_a_change_whose_number_was_given_out_before_is_seen_after_a_failover(edge: Edge) -> None:
    """The first server counted a change that the next one never had; the next gives its number to another."""
    rows = list(edge.sender.council.rows[:30])
    first, second = [n for n, row in enumerate(rows, 1) if header_of(row) != row and n > 1][3:5]
    bare = [header_of(row) if n in (first, second) else row for n, row in enumerate(rows, 1)]
    await edge.sender.post(0, HubBatch("0" * 64, tuple(bare)))
    await edge.sender.send(30, 30, LateLine(first, rows[first - 1]))
    await asyncio.to_thread(until, lambda: edge.cached.rows[first - 1 : first] == [rows[first - 1]])
    edge.postgres.query("update hub.meeting set rev = 0")
    edge.postgres.query(f"update hub.line set opening = null, rev = 0 where n = {first}")
    await edge.sender.send(30, 30, LateLine(second, rows[second - 1]))
    await edge.loses_its_line()
    await asyncio.to_thread(until, lambda: edge.cached.rows[second - 1] == rows[second - 1])


async def test_a_hub_with_less_takes_nothing_off_and_one_with_other_lines_is_told(edge: Edge) -> None:
    rows = edge.sender.council.rows
    await edge.sender.send(0, 20)
    await edge.until_has(20)
    edge.postgres.query("delete from hub.line where n > 12")
    await edge.loses_its_line()
    await edge.sender.send(12, 14)
    await edge.sender.send(14, 22)
    await edge.until_has(22)
    assert edge.cached.rows == list(rows[:22]) and "contradictions" not in edge.figures.text
    other = rechained(rows, CODE, ID, edge.sender.council.key)
    edge.postgres.query("delete from hub.line")
    await edge.sender.post(0, HubBatch("0" * 64, tuple(other[:24])))
    await asyncio.to_thread(until, lambda: "contradictions_total 1" in edge.figures.text)
    assert edge.cached.rows == list(rows[:22]), "what was served stays"


async def test_councils_written_at_once_are_each_read_without_a_gap(edge: Edge) -> None:
    """Readers go on from a number of the meeting's own: one for all would pass over what commits late."""
    key = edge.sender.council.key
    there = [edge.sender]
    rows = rechained(edge.sender.council.rows, NEIGHBOUR, ID, key)
    there.append(Sender(edge.sender.hub, Council(edge.sender.council.folder, key, rows), code=NEIGHBOUR))

    async def write(one: Sender) -> None:
        for after in range(len(one.council.rows)):
            assert (await one.send(after, after + 1))[0] == 200

    await asyncio.gather(*map(write, there))
    for one in there:
        cached = edge.councils.cached(one.code, ID)
        await asyncio.to_thread(until, partial(_has_all, cached, one))
    assert "contradictions" not in edge.figures.text


def _has_all(cached: CachedMeeting, sender: Sender) -> bool:
    return cached.rows == list(sender.council.rows)


__all__ = ["hub"]
