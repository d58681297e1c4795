"""A storm: half of the writes go wrong in every way a network knows, and the worker is killed again and again.

Nothing may be missing, doubled or out of order. The control leaves out the look before a retry, and must double.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from livecouncil.posting.outbox_file import outbox_path, read_outbox
from tests.conftest import ROOT, STORM

from .fault_proxy import STORM as FAULTS
from .fault_proxy import FaultProxy
from .meeting import ID, Meeting
from .servers import Account, Server
from .test_clients import channel, posted, secret

POSTS, KILLS = (90, 55) if STORM else (14, 4)
ONLY = {"bluesky": "putRecord", "x": "/2/tweets"}


@pytest.fixture(autouse=True)
def _own_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


async def worker(council: Path, how: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "tests.posting.post", str(council), ID, how]
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=asyncio.subprocess.DEVNULL)


@contextlib.asynccontextmanager
async def stormy(accounts: dict[str, Account], seed: int) -> AsyncIterator[dict[str, FaultProxy]]:
    async with contextlib.AsyncExitStack() as stack:
        yield {
            name: await stack.enter_async_context(
                FaultProxy(who.url, seed=seed, share=0.5, hold=1.5, only=ONLY.get(name, "statuses"))
            )
            for name, who in accounts.items()
        }


async def survive(meeting: Meeting, count: int, kills: int, how: str, chance: random.Random) -> int:
    """Run the worker until every channel has `count` posts, killing it `kills` times on the way; the kills done."""
    killed, path = 0, outbox_path(meeting.folder, ID)
    process = await worker(meeting.folder, how)
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 0.6 + 0.6 * chance.random() if killed < kills else 0.1)
        rows = read_outbox(path).rows
        if len(rows) == len(meeting.channels) and all(
            sum(r.state == "done" for r in of.values()) >= count for of in rows.values()
        ):
            break
        if killed < kills or process.returncode is not None:
            if process.returncode is None:
                process.send_signal(signal.SIGKILL)
            await process.wait()
            killed += 1
            process = await worker(meeting.folder, how)
    process.kill()
    await process.wait()
    return killed


async def everything(http: ClientSession, network: str, who: Account) -> list[str]:
    """Texts as they stand, oldest first; page by page where there are pages."""
    if network != "mastodon":
        return [row["text"] for row in await posted(http, network, who)]
    found: list[dict[str, Any]] = []
    while True:
        older = f"&max_id={found[-1]['id']}" if found else ""
        headers = {"Authorization": f"Bearer {who.token}"}
        async with http.get(f"{who.url}/api/v1/accounts/{who.id}/statuses?limit=40{older}", headers=headers) as answer:
            page = await answer.json()
        if not page:
            return [row["content"] for row in reversed(found)]
        found += page


def numbers(texts: list[str]) -> list[int]:
    """Which of the numbered messages, in the order they stand; the opening is 0."""
    return [int(text.split("nummer ")[1].split()[0].strip(".")) if "nummer " in text else 0 for text in texts]


async def test_a_storm_loses_nothing_and_doubles_nothing(
    pds: Server, snac: Server, mastodon: Server, x_api: Server, council: Path, http: ClientSession
) -> None:
    accounts = {"bluesky": pds.new(), "snac": snac.new(), "mastodon": mastodon.new(), "x": x_api.new()}
    async with stormy(accounts, seed=2026) as proxies:
        meeting = Meeting(
            council,
            {n: channel(n, proxies[n].url, timeout=0.6) for n in accounts},
            {n: secret(n, who) for n, who in accounts.items()},
        )
        meeting.enter("open", "n6", *(f"b: Bericht nummer {n} van de griffie =" for n in range(1, POSTS + 1)))
        killed = await survive(meeting, POSTS + 1, KILLS, "looking", random.Random(7))
        meeting.close()
        struck = {name: sum(proxy.counts[f] for f in FAULTS) for name, proxy in proxies.items()}
        writes = {name: sum(proxy.counts.values()) for name, proxy in proxies.items()}
    for name, who in accounts.items():
        assert numbers(await everything(http, name, who)) == list(range(POSTS + 1)), name
    assert killed >= KILLS and all(struck[n] > writes[n] / 4 for n in accounts)
    print(
        f"\nstorm: {4 * (POSTS + 1)} posts, {sum(writes.values())} writes of which {sum(struck.values())} struck, "
        f"{killed} kills: 0 missing, 0 doubled, in order"
    )


async def test_the_control_without_looking_doubles(snac: Server, council: Path, http: ClientSession) -> None:
    who = snac.new()
    async with stormy({"snac": who}, seed=2026) as proxies:
        meeting = Meeting(
            council, {"snac": channel("snac", proxies["snac"].url, timeout=0.6)}, {"snac": secret("snac", who)}
        )
        meeting.enter("open", "n6", *(f"b: Bericht nummer {n} van de griffie =" for n in range(1, POSTS + 1)))
        await survive(meeting, POSTS + 1, 0, "blind", random.Random(7))
        meeting.close()
    told = numbers(await everything(http, "snac", who))
    assert set(told) == set(range(POSTS + 1)) and len(told) > POSTS + 1
    print(f"\ncontrol: {len(told) - POSTS - 1} doubled of {POSTS + 1}")
