"""What the mirror worker does with what a hub answers, without a database: a hub that says what it is told to say."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from livecouncil.core.council.model import MirrorSite
from livecouncil.journal.lines import GENESIS
from livecouncil.mirroring.hub.keeper import HubKeeper
from livecouncil.mirroring.standing import MirrorStanding, read_standing

from .mirrored import until


class Saying:
    """Answers each batch with `answer`, a status and a body; `asked` counts."""

    def __init__(self) -> None:
        self.answer: tuple[int, dict[str, Any]] = (200, {})
        self.asked = 0
        self.lines = 0

    async def get(self, request: web.Request) -> web.Response:
        return web.json_response({"lines": self.lines, "head": GENESIS, "sealed": [], "deleted": []})

    async def post(self, request: web.Request) -> web.Response:
        self.asked += 1
        status, body = self.answer
        return web.json_response(body, status=status)


@contextlib.asynccontextmanager
async def keeping(base: Path) -> AsyncIterator[Saying]:
    saying = Saying()
    app = web.Application()
    app.router.add_get("/in/{council}/{meeting}", saying.get)
    app.router.add_post("/in/{council}/{meeting}", saying.post)
    server = TestServer(app)
    await server.start_server()
    to = f"hub+http://127.0.0.1:{server.port}/GM9999"
    keeper = HubKeeper(base, MirrorSite(name="hub", to=to), "GM9999", first=0.01)
    task = asyncio.create_task(keeper.run())
    try:
        yield saying
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await server.close()


def standing(base: Path) -> MirrorStanding:
    return read_standing(base, "hub")


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (409, "fork", "twee geschiedenissen"),
        (401, "unknown", "livecouncil hub add GM9999"),
        (401, "key", "sleutel"),
        (401, "clock", "klok"),
        (422, "other", "council.toml"),
        (413, "size", "te groot"),
    ],
)
async def test_what_a_hub_refuses_is_said_and_nothing_more_is_sent(
    evening: Path, status: int, error: str, said: str
) -> None:
    async with keeping(evening) as saying:
        saying.answer = (status, {"error": error, "says": "…"})
        await until(lambda: said in standing(evening).reason)
        told = standing(evening)
        assert told.state == "stands" and told.fork == (error == "fork") and told.lines == 0


async def test_a_hub_that_is_away_is_asked_again_and_no_alarm_at_once(evening: Path) -> None:
    async with keeping(evening) as saying:
        saying.answer = (503, {"error": "slow", "says": "…"})
        await until(lambda: saying.asked > 3)
        assert standing(evening).state == "behind" and standing(evening).behind > 0


async def test_a_hub_that_answers_another_head_is_a_fork(evening: Path) -> None:
    async with keeping(evening) as saying:
        saying.answer = (200, {"lines": 5, "head": "f" * 64})
        await until(lambda: standing(evening).fork)


@pytest.mark.parametrize(("status", "error", "said"), [(409, "fork", "twee geschiedenissen"), (200, "", "restore")])
async def test_a_hub_with_more_lines_is_asked_whether_it_has_ours(
    evening: Path, status: int, error: str, said: str
) -> None:
    """Two laptops with one history each are told so; one that lacks its end is told how to get it."""
    async with keeping(evening) as saying:
        saying.lines = 100_000
        saying.answer = (status, {"error": error, "lines": 100_000, "head": "f" * 64})
        await until(lambda: said in standing(evening).reason)
        assert standing(evening).fork == (error == "fork")
