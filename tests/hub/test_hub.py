"""What a hub takes, and what it refuses, over HTTP and with a real PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from livecouncil.journal.lines import GENESIS, header_of
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace, LateLine

from .hubs import CODE, ID, NEIGHBOUR, Council, Sender, head, stored
from .postgres import Postgres
from .replay import rechained


@pytest.fixture
def sender(hub: str, evening_council: Council) -> Sender:
    return Sender(hub, evening_council)


async def test_an_evening_arrives_line_by_line_and_in_batches(sender: Sender, postgres: Postgres) -> None:
    rows = sender.council.rows
    for n in range(20):
        status, told = await sender.send(n, n + 1)
        assert (status, told["lines"], told["head"]) == (200, n + 1, head(rows, n + 1))
    assert (await sender.send(20, len(rows)))[0] == 200
    assert stored(postgres.dsn) == list(rows)


async def test_sending_again_overlapping_or_nothing_changes_nothing(sender: Sender, postgres: Postgres) -> None:
    rows = sender.council.rows
    await sender.send(0, 30)
    for start, stop in ((0, 30), (10, 20), (29, 30), (30, 30), (0, 0), (7, 9)):
        status, told = await sender.send(start, stop)
        assert (status, told["lines"], told["head"]) == (200, 30, head(rows, 30))
    assert (await sender.send(25, 40))[1]["lines"] == 40
    assert stored(postgres.dsn) == list(rows[:40])


async def test_a_gap_and_a_fork_are_two_answers(sender: Sender, postgres: Postgres) -> None:
    rows = sender.council.rows
    await sender.send(0, 10)
    status, told = await sender.send(12, 14)
    assert (status, told["error"], told["lines"]) == (409, "gap", 10)
    for at in (1, 4, 9):
        other = HubBatch(head(rows, at - 1), (header_of(rows[at - 1]).replace(b'"v":2', b'"v":3'),))
        assert (await sender.post(at - 1, other))[0] in (409, 422)
    status, told = await sender.post(10, HubBatch("f" * 64))
    assert (status, told["error"]) == (409, "fork")
    assert stored(postgres.dsn) == list(rows[:10])


async def test_who_is_not_let_in_or_signs_with_another_key_gets_nothing_there(
    sender: Sender, postgres: Postgres
) -> None:
    rows = sender.council.rows
    batch = HubBatch(GENESIS, tuple(rows[:3]))
    now = datetime.now(UTC)
    elsewhere = HubPlace(CODE, "2026-03-13-raadsvergadering", 0)
    for otherwise, error in (
        ({"key": SecretKey.new()}, "key"),
        ({"signature": "garbage"}, "key"),
        ({"place": elsewhere}, "key"),
        ({"place": HubPlace(CODE, ID, 1)}, "key"),
        ({"at": now - timedelta(seconds=400)}, "clock"),
        ({"at": now + timedelta(seconds=400)}, "clock"),
    ):
        status, told = await sender.post(0, batch, **otherwise)
        assert (status, told["error"]) == (401, error)
        assert len(told["says"]) > 20
    stranger = Sender(sender.hub, sender.council, code="GM0001")
    assert (await stranger.post(0, batch))[1]["error"] == "unknown"
    assert stored(postgres.dsn) == []


async def test_what_is_no_line_does_not_follow_or_does_not_open_is_refused(sender: Sender, postgres: Postgres) -> None:
    rows = sender.council.rows
    opened = next(n for n, row in enumerate(rows) if n > 5 and header_of(row) != row)
    bent = rows[opened].replace(b'"salt":"', b'"salt":"0', 1)[:-1]
    for after, batch, error in (
        (0, b"garbage", "lines"),
        (0, b"[" * 5000, "lines"),
        (0, b'{"head":1,"lines":[],"late":[],"closed":null}', "lines"),
        (0, HubBatch(GENESIS, (rows[0], rows[2])), "chain"),
        (0, HubBatch(GENESIS, (b'{"seq":1}',)), "lines"),
        (0, HubBatch(GENESIS, (rows[0].replace(b"GM9999", b"GM9998"),)), "opening"),
        (opened, HubBatch(head(rows, opened), (bent,)), "opening"),
        (1, HubBatch(head(rows, 1), (), (LateLine(2, None),)), "lines"),
    ):
        status, told = await sender.post(after, batch)
        assert (status, told["error"]) == (422, error)
    assert stored(postgres.dsn) == []


async def test_another_councils_or_another_meetings_lines_are_refused(sender: Sender, postgres: Postgres) -> None:
    """Also where they are signed by a key that is let in."""
    rows = sender.council.rows
    other = Sender(sender.hub, sender.council, code=NEIGHBOUR)
    later = Sender(sender.hub, sender.council, meeting="2026-03-13-raadsvergadering")
    for one in (other, later):
        status, told = await one.post(0, HubBatch(GENESIS, tuple(rows[:3])))
        assert (status, told["error"]) == (422, "other")
    assert postgres.query("select * from hub.line") == []


async def test_what_is_too_large_is_refused(sender: Sender) -> None:
    status, told = await sender.post(0, b"x" * 5_000_000)
    assert (status, told["error"]) == (413, "size")


async def test_what_says_it_is_packed_and_is_not_is_no_batch(sender: Sender) -> None:
    url = f"{sender.hub}/in/{CODE}/{ID}?after=0"
    packed = {"Content-Encoding": "gzip"}
    async with aiohttp.ClientSession() as session, session.post(url, data=b"abcde", headers=packed) as answer:
        assert (answer.status, (await answer.json())["error"]) == (422, "lines")


async def test_who_sends_half_a_batch_and_waits_is_let_go_of(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livecouncil.hub.app.PATIENCE", 0.1)
    host, _, port = sender.hub.rpartition("/")[2].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"POST /in/{CODE}/{ID}?after=0 HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{".encode())
    assert b" 408 " in await reader.readline()
    writer.close()


async def test_openings_come_later_and_a_deletion_stays_whoever_sends_the_line_again(
    sender: Sender, postgres: Postgres
) -> None:
    rows = list(sender.council.rows)
    opened = [n for n, row in enumerate(rows[:30], 1) if header_of(row) != row and n > 1]
    first, second = opened[3], opened[5]
    bare = [header_of(row) if n in (first, second) else row for n, row in enumerate(rows[:30], 1)]
    assert (await sender.post(0, HubBatch(GENESIS, tuple(bare))))[0] == 200
    assert set((await sender.stands())["sealed"]) >= {first, second}
    assert (await sender.send(30, 30, LateLine(first, rows[first - 1])))[0] == 200
    assert stored(postgres.dsn)[first - 1] == rows[first - 1]
    assert (await sender.send(30, 30, LateLine(first, None), LateLine(second, None)))[0] == 200
    for batch in (
        HubBatch(GENESIS, tuple(rows[:30])),
        HubBatch(head(rows, 30), (), (LateLine(first, rows[first - 1]),)),
        HubBatch(head(rows, first - 1), (rows[first - 1],)),
    ):
        after = 30 if batch.late else (first - 1 if len(batch.rows) == 1 else 0)
        assert (await sender.post(after, batch))[0] == 200
        assert stored(postgres.dsn) == bare
    assert set((await sender.stands())["deleted"]) == {first, second}


async def test_writers_race_and_the_chain_stays_whole(sender: Sender, postgres: Postgres) -> None:
    rows = sender.council.rows

    async def write(step: int) -> None:
        after = 0
        while after < len(rows):
            status, told = await sender.send(after, min(len(rows), after + step))
            assert status in (200, 409)
            after = told["lines"]

    await asyncio.gather(*(write(step) for step in (1, 2, 3, 4, 2, 3)))
    assert stored(postgres.dsn) == list(rows)


async def test_the_hub_witnesses_heads_that_councils_signed(sender: Sender) -> None:
    from livecouncil.journal.signing.checkpoint import SignedNote
    from livecouncil.journal.signing.keys import PublicKey, Signature, verify

    rows = sender.council.rows
    await sender.send(0, len(rows))
    async with aiohttp.ClientSession() as session, session.get(f"{sender.hub}/witness/{CODE}/{ID}") as answer:
        assert answer.status == 200
        told = await answer.json()
    note = SignedNote(ID, told["size"], told["head"])
    assert note.head == head(rows, note.size)
    assert verify(PublicKey.parse(told["key"]), note.text.encode(), Signature.parse(told["signature"]))


async def test_of_two_laptops_with_one_key_exactly_one_is_told_of_the_fork(sender: Sender, postgres: Postgres) -> None:
    key = sender.council.key
    laptops = [
        Sender(sender.hub, Council(sender.council.folder, key, rechained(sender.council.rows, CODE, ID, key)))
        for _ in range(2)
    ]

    async def write(laptop: Sender) -> str:
        rows = laptop.council.rows
        for after in range(len(rows)):
            status, told = await laptop.send(after, after + 1)
            if status != 200:
                return str(told["error"])
        return ""

    ends = await asyncio.gather(*map(write, laptops))
    assert sorted(ends) == ["", "fork"]
    assert stored(postgres.dsn) == list(laptops[ends.index("")].council.rows)


async def test_backends_killed_in_the_middle_leave_all_of_a_batch_or_nothing(
    sender: Sender, postgres: Postgres
) -> None:
    rows = sender.council.rows
    after = 0
    kill = "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = 'hub'"
    for turn in itertools.count():
        sending = asyncio.create_task(sender.send(after, min(len(rows), after + 2)))
        if turn < 30:
            await asyncio.to_thread(postgres.query, kill)
        status, told = await sending
        assert status in (200, 409, 503)
        there = stored(postgres.dsn)
        assert there == list(rows[: len(there)]) and len(there) >= after
        after = told.get("lines", after)
        if after == len(rows) and turn > 30:
            break
