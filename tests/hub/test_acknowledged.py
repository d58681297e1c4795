"""What "acknowledged" rests on, with a PostgreSQL that waits for a second machine which never comes.

Each rule here cost a line when it was not kept: a commit that waits is not cancelled, a warning is no answer, and what
is visible may not be safe yet.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest

from livecouncil.hub import appending
from livecouncil.hub.bell import CHANNEL, Bell
from livecouncil.hub.judging import sound_lines
from livecouncil.hub.store import HubStore
from livecouncil.journal.lines import header_of
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace, LateLine
from tests.waiting import until

from .hubs import CODE, ID, Council, Sender, head, stored
from .postgres import Postgres

WAITING = "select pid from pg_stat_activity where wait_event = 'SyncRep'"


@pytest.fixture
async def sender(hub: str, evening_council: Council) -> Sender:
    """Ten lines are there."""
    sender = Sender(hub, evening_council)
    await sender.send(0, 10)
    return sender


@contextlib.contextmanager
def second_machine_away(postgres: Postgres) -> Iterator[None]:
    """A commit is answered when another node has it, and there is none."""
    _wait_for(postgres, "nobody")
    try:
        yield
    finally:
        _wait_for(postgres, "")


def _wait_for(postgres: Postgres, standby: str) -> None:
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        connection.execute(f"alter system set synchronous_standby_names = '{standby}'".encode())
        connection.execute("select pg_reload_conf()")
    shown = "select setting from pg_settings where name = 'synchronous_standby_names'"
    until(lambda: postgres.query(shown) == [(standby,)])


@contextlib.asynccontextmanager
async def store_of(postgres: Postgres, limit: float) -> AsyncIterator[HubStore]:
    store = HubStore(postgres.dsn, limit=limit)
    await store.open()
    yield store
    await store.close()


async def add(store: HubStore, council: Council, after: int, stop: int) -> str:
    """Append these lines; what the store refuses, '' where it has them for good."""
    from livecouncil.errors import HubRefusal

    batch = HubBatch(head(council.rows, after), tuple(council.rows[after:stop]))
    place = HubPlace(CODE, ID, after)
    try:
        await store.append(place, batch, sound_lines(batch, place))
    except HubRefusal as refusal:
        return refusal.code
    except psycopg.errors.LockNotAvailable:
        return "locked"
    return ""


async def test_who_waits_too_long_is_not_acknowledged_and_the_line_comes_once(
    sender: Sender, postgres: Postgres
) -> None:
    rows = sender.council.rows
    async with store_of(postgres, limit=0.5) as store:
        with second_machine_away(postgres):
            assert await add(store, sender.council, 10, 11) == "hub.slow"
            assert len(stored(postgres.dsn)) == 10, "nobody sees what is not safe"
            assert len(postgres.query(WAITING)) == 1, "the commit goes on waiting: it was not cancelled"
            status, told = await sender.send(10, 11)
            assert (status, told["error"]) == (503, "away"), "who sends it again does not queue behind it"
        await asyncio.to_thread(until, lambda: len(stored(postgres.dsn)) == 11)
        assert await add(store, sender.council, 10, 12) == ""
    assert stored(postgres.dsn) == list(rows[:12])


async def test_a_wait_that_somebody_cancels_is_no_acknowledgement(sender: Sender, postgres: Postgres) -> None:
    """PostgreSQL answers success, with a warning."""
    with second_machine_away(postgres):
        sending = asyncio.create_task(sender.send(10, 11))
        await asyncio.to_thread(until, lambda: postgres.query(WAITING))
        postgres.query(WAITING.replace("select pid", "select pg_cancel_backend(pid)"))
        status, told = await sending
        assert (status, told["error"]) == (503, "unsure")
        assert len(stored(postgres.dsn)) == 11, "it is visible all the same"
    assert (await sender.send(10, 11))[0] == 200


async def test_a_client_that_goes_away_cancels_nothing(sender: Sender, postgres: Postgres) -> None:
    with second_machine_away(postgres):
        sending = asyncio.create_task(sender.send(10, 11))
        await asyncio.to_thread(until, lambda: postgres.query(WAITING))
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        assert len(postgres.query(WAITING)) == 1 and len(stored(postgres.dsn)) == 10
    await asyncio.to_thread(until, lambda: len(stored(postgres.dsn)) == 11)


async def test_what_is_visible_and_not_safe_is_not_acknowledged_either(sender: Sender, postgres: Postgres) -> None:
    """The leader loses its power while a commit waits, and comes back alone: the line is there, on one machine."""
    async with store_of(postgres, limit=0.5) as store:
        with second_machine_away(postgres):
            assert await add(store, sender.council, 10, 11) == "hub.slow"
            await asyncio.to_thread(postgres.kill)
            await asyncio.to_thread(postgres.start)
            assert len(stored(postgres.dsn)) == 11
            assert await _added_at_last(store, sender.council) == "hub.slow"
        assert await add(store, sender.council, 10, 11) == ""


async def test_a_replay_waits_also_where_it_locks_no_row(
    sender: Sender, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row lock happens to make its commit wait as well. What is answered must not rest on that: without it too the
    transaction that only found its lines waits (`ACK`)."""
    monkeypatch.setattr(appending, "HOLD", appending.HOLD.removesuffix(" for update"))
    async with store_of(postgres, limit=0.5) as store:
        with second_machine_away(postgres):
            assert await add(store, sender.council, 9, 10) == "hub.slow"
        assert await add(store, sender.council, 9, 10) == ""


async def _added_at_last(store: HubStore, council: Council) -> str:
    """The same once a connection of before is given up."""
    while True:
        with contextlib.suppress(psycopg.OperationalError):
            return await add(store, council, 10, 11)


async def test_notices_wait_for_no_second_machine(
    hub: str, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is one heard because it was given up: a commit that is cancelled in its wait tells what it had to tell."""
    monkeypatch.setattr("livecouncil.hub.bell.LIMIT", 3600.0)
    bell = Bell(postgres.dsn)
    ringing = asyncio.create_task(bell.run())
    with second_machine_away(postgres):
        async with await psycopg.AsyncConnection.connect(postgres.dsn, autocommit=True) as listening:
            await listening.execute(f"listen {CHANNEL}".encode())
            bell.ring(CODE, ID)
            heard = [notice.payload async for notice in listening.notifies(timeout=30, stop_after=1)]
    ringing.cancel()
    await asyncio.gather(ringing, return_exceptions=True)
    assert heard == [f"{CODE}/{ID}"]


async def test_what_was_deleted_lies_on_the_disk_until_the_table_is_vacuumed(
    sender: Sender, postgres: Postgres, tmp_path: Path
) -> None:
    rows = sender.council.rows
    await sender.send(10, len(rows))
    number = next(n for n, row in enumerate(rows, 1) if n > 10 and header_of(row) != row)
    salt = rows[number - 1].partition(b'"salt":"')[2][:64]
    ((place,),) = postgres.query("select pg_relation_filepath('hub.line')")

    def on_disk() -> bool:
        postgres.query("checkpoint")
        return salt in (postgres.data / str(place)).read_bytes()

    gone = HubBatch(head(rows, len(rows)), (), (LateLine(number, None),))
    assert on_disk() and (await sender.post(len(rows), gone))[0] == 200
    assert on_disk(), "as docs/hub.md says"
    postgres.query("vacuum hub.line")
    assert not on_disk()
