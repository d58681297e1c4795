"""Each fault of the proxy does what it says, and what it does not touch passes unchanged."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientPayloadError, ClientSession, ClientTimeout

from . import servers
from .fault_proxy import FaultProxy
from .servers import Account, Server
from .test_servers import POST, TEXT, put, send, timeline, toot

HASTY = ClientTimeout(total=1.0)


@pytest.fixture
async def before_x(x_api: Server) -> AsyncIterator[tuple[FaultProxy, Account]]:
    who = x_api.new()
    async with FaultProxy(who.url, hold=10) as proxy:
        yield proxy, Account(proxy.url, who.id, who.handle, who.token)


async def count(http: ClientSession, who: Account) -> int:
    return int((await send(http, "GET", who, f"/2/users/{who.id}/tweets"))[1]["meta"]["result_count"])


@pytest.mark.parametrize(
    ("fault", "error", "accepted"),
    [
        ("reset", ClientConnectionError, 0),
        ("lose", ClientConnectionError, 1),
        ("hold", TimeoutError, 1),
        ("late", TimeoutError, 0),
        ("malformed", json.JSONDecodeError, 1),
        ("truncated", ClientPayloadError, 1),
    ],
)
async def test_a_fault_without_an_answer(
    before_x: tuple[FaultProxy, Account], http: ClientSession, fault: str, error: type[Exception], accepted: int
) -> None:
    proxy, who = before_x
    proxy.plan(fault)
    with pytest.raises(error):
        async with ClientSession(timeout=HASTY if error is TimeoutError else ClientTimeout()) as client:
            await send(client, "POST", who, "/2/tweets", {"text": "Motie 5 aangenomen"})
    async with asyncio.timeout(60):
        while await count(http, who) < accepted:
            pass
    assert await count(http, who) == accepted
    assert dict(proxy.counts) == {fault: 1} and proxy.done == [("POST", "/2/tweets", fault)]
    assert (await send(http, "POST", who, "/2/tweets", {"text": "Motie 6 aangenomen"}))[0] == 201


@pytest.mark.parametrize("status", [401, 403, 422, 429, 500, 502, 503, 504])
async def test_a_fault_with_an_answer(before_x: tuple[FaultProxy, Account], http: ClientSession, status: int) -> None:
    proxy, who = before_x
    proxy.plan(str(status))
    assert (await send(http, "POST", who, "/2/tweets", {"text": "Motie 5 aangenomen"}))[0] == status
    assert await count(http, who) == (status == 504)


async def test_late_arrives_after_the_client_has_gone(x_api: Server, http: ClientSession) -> None:
    who = x_api.new()
    async with FaultProxy(who.url, hold=2.0) as proxy, ClientSession(timeout=HASTY) as hasty:
        behind = Account(proxy.url, who.id, who.handle, who.token)
        proxy.plan("late")
        with pytest.raises(TimeoutError):
            await send(hasty, "POST", behind, "/2/tweets", {"text": "Motie 5 aangenomen"})
        async with asyncio.timeout(60):
            while not await count(http, who):
                pass


async def test_refusing_is_refusing(before_x: tuple[FaultProxy, Account]) -> None:
    proxy, who = before_x
    async with ClientSession() as keeping, asyncio.timeout(60):
        assert await count(keeping, who) == 0  # leaves a connection open
        await proxy.close()
        with pytest.raises(ClientConnectionError, match="Cannot connect"):
            await send(keeping, "POST", who, "/2/tweets", {"text": "Motie 5 aangenomen"})
        await proxy.open()
        assert await count(keeping, who) == 0

        proxy.plan("refuse", "503")
        with pytest.raises(ClientConnectionError, match="Cannot connect"):
            await send(keeping, "POST", who, "/2/tweets", {"text": "Motie 5 aangenomen"})
        while proxy.counts["503"] == 0:
            with suppress(ClientConnectionError):
                assert (await send(keeping, "POST", who, "/2/tweets", {"text": "Motie 5 aangenomen"}))[0] == 503
        assert await count(keeping, who) == 0 and proxy.counts["refuse"] == 1


async def test_what_is_not_touched_passes_unchanged(pds: Server, http: ClientSession) -> None:
    who = pds.new()
    async with FaultProxy(who.url, seed=1, share=1.0, faults=["500"], only="putRecord") as proxy:
        behind = Account(proxy.url, who.id, who.handle, who.token, who.password)
        path = f"/xrpc/com.atproto.repo.listRecords?repo={who.id}&collection={POST}"
        assert await send(http, "GET", behind, path) == await send(http, "GET", who, path)
        login = {"identifier": who.handle, "password": who.password}
        assert (await send(http, "POST", behind, "/xrpc/com.atproto.server.createSession", login))[0] == 200
        assert (await put(http, behind, TEXT))[0] == 500
        assert (await put(http, behind, TEXT))[0] == 500


async def test_an_answer_lost_is_a_post_accepted(
    snac: Server, mastodon: Server, pds: Server, http: ClientSession
) -> None:
    for server, write in ((snac, toot), (mastodon, toot), (pds, put)):
        who = server.new()
        async with FaultProxy(who.url) as proxy:
            proxy.plan("lose")
            with pytest.raises(ClientConnectionError):
                await write(http, Account(proxy.url, who.id, who.handle, who.token), "Motie 5 aangenomen")
        if write is toot:
            assert len(await timeline(http, who)) == 1
        else:
            assert "commit" not in (await put(http, who, "Motie 5 aangenomen"))[1]


def plans(seed: int, folder: Path, who: Account) -> list[list[str]]:
    folder.mkdir()
    with servers.fault_proxy(who.url, folder, f"--seed={seed}", "--faults=429,500,503") as url:
        for number in range(20):
            with suppress(OSError):
                servers.call(f"{url}/2/tweets", {"text": f"{folder.name} {number}"}, who.token)
        done: list[list[str]] = servers.call(f"{url}/_faults")["done"]
        return done


def test_the_same_seed_does_the_same(x_api: Server, tmp_path: Path) -> None:
    first, same, other = (plans(seed, tmp_path / name, x_api.new()) for seed, name in ((1, "a"), (1, "b"), (2, "c")))
    assert first == same != other
    assert {fault for _, _, fault in first} == {"pass", "429", "500", "503"}
