"""What a mirror's server may answer beside what it ought to: each becomes a sentence that says who must act."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from livecouncil.errors import MirrorAway, MirrorError, MirrorFull, MirrorRefused
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.mirroring.hub.batch import HubBatch
from livecouncil.mirroring.hub.line import hub_line
from livecouncil.mirroring.targets.s3 import BucketAddress, bucket
from livecouncil.mirroring.targets.webdav import DavAddress, webdav
from livecouncil.system.clocks import now_here

PORTAL = "<html><title>Gratis wifi</title>Inloggen</html>"
SKEWED = """<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too
large.</Message></Error>"""
LISTED = """<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a%20b</D:href><D:propstat><D:prop><D:getcontentlength>
{size}</D:getcontentlength></D:prop></D:propstat></D:response></D:multistatus>"""


@contextlib.asynccontextmanager
async def answering(status: int, text: str = "", kind: str = "application/xml") -> AsyncIterator[str]:
    """A server that answers everything so; its address."""

    async def answer(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(status=status, text=text, content_type=kind)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    server = TestServer(app)
    await server.start_server()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        await server.close()


@pytest.mark.parametrize(
    ("status", "raised"),
    [
        (207, MirrorAway),
        (409, MirrorAway),
        (423, MirrorAway),
        (429, MirrorAway),
        (503, MirrorAway),
        (507, MirrorFull),
        (401, MirrorRefused),
        (302, MirrorRefused),
    ],
)
async def test_what_was_not_put_or_not_deleted_is_not_taken_for_done(status: int, raised: type[MirrorError]) -> None:
    async with answering(status) as url, webdav(DavAddress(url, "", "")) as target:
        with pytest.raises(raised):
            await target.put("feed.json", b"x")
        if status != 409:  # nothing is there to be deleted
            with pytest.raises(raised):
                await target.delete("feed.json")


@pytest.mark.parametrize("size", ["", "many", "-1", "٣"])
async def test_a_list_with_a_size_that_is_none_is_a_list(size: str) -> None:
    async with answering(207, LISTED.format(size=size)) as url, webdav(DavAddress(url, "", "")) as target:
        assert await target.list("") == {"a b": 0}


async def test_what_is_no_list_is_nonsense() -> None:
    async with answering(207, "<html>Inloggen") as url, webdav(DavAddress(url, "", "")) as target:
        with pytest.raises(MirrorAway):
            await target.list("")


async def test_a_page_that_asks_to_log_in_has_kept_nothing() -> None:
    """A network in between, or the host's own door, that answers everything with 200."""
    async with answering(200, PORTAL, "text/html") as url, webdav(DavAddress(url, "", "")) as target:
        for act in (target.put("feed.json", b"x"), target.list("a")):
            with pytest.raises(MirrorAway, match="onleesbaars"):
                await act


async def test_an_answer_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livecouncil.mirroring.targets.webdav.LARGEST", 9)
    async with answering(200, "0123456789") as url, webdav(DavAddress(url, "", "")) as target:
        with pytest.raises(MirrorAway, match="onleesbaars"):
            await target.get("feed.json")


@pytest.mark.parametrize(
    "body",
    [
        PORTAL,
        "[]",
        "{}",
        '{"lines": 1}',
        '{"lines": "x", "head": 1, "sealed": 3, "deleted": null}',
        '{"lines": -4, "head": "00", "sealed": [], "deleted": []}',
        '{"lines": NaN, "head": "x", "sealed": [], "deleted": []}',
        '{"lines": 1, "head": "x", "sealed": ["a"], "deleted": [{}]}',
        '{"meetings": [], "files": 3, "lines": "abc"}',
    ],
)
async def test_what_no_hub_says_is_nonsense(body: str) -> None:
    async with answering(200, body) as url, hub_line(f"hub+{url}GM0400", SecretKey.new(), now_here) as line:
        meeting = "2026-03-12-raad"
        for act in (line.ask(meeting), line.bring(meeting, 0, HubBatch("0" * 64)), line.meetings(), line.files()):
            with pytest.raises(MirrorAway, match="onleesbaars"):
                await act


async def test_a_hub_that_gives_lines_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livecouncil.mirroring.hub.line.MOST_LINES", 50)
    async with (
        answering(200, '{"lines": ["a"]}') as url,
        hub_line(f"hub+{url}GM0400", SecretKey.new(), now_here) as line,
    ):
        with pytest.raises(MirrorAway, match="onleesbaars"):
            await line.rows("2026-03-12-raad")


async def test_a_store_whose_clock_differs_says_so() -> None:
    async with answering(403, SKEWED) as url, bucket(BucketAddress("raad", "", url, "", "k", "s")) as target:
        with pytest.raises(MirrorRefused, match="klok"):
            await target.put("feed.json", b"x")
