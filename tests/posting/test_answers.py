"""Servers that answer what no server should: bounded before anything is made of it, and no trouble but their own."""

from __future__ import annotations

import asyncio
import gzip
import resource
import zlib
from collections.abc import Callable
from typing import Any

import brotli
import pytest
from aiohttp import ClientPayloadError, ClientSession, ServerDisconnectedError, web

from livecouncil.core.council.model import Channel, CouncilInfo
from livecouncil.core.text.addresses import forbidden, host_of, keeps_secrets, normal_host
from livecouncil.errors import NotSent, Parked, PostingError, Rejected, Unsure
from livecouncil.posting.clients import client_of
from livecouncil.posting.networks import answers
from livecouncil.posting.networks.client import Http, Sender, why_no_answer
from livecouncil.posting.networks.mastodon import USUAL, text_of_html
from tests.conftest import Clock

from .servers import free_port
from .test_clients import channel, serving, settled, working

TOKEN = "TOKENKANARIE"
ZEROS = b" " * 50_000_000


def bomb(pack: Callable[[bytes], bytes]) -> bytes:
    return pack(ZEROS)


def _answer(body: bytes, status: int = 200, **headers: str) -> web.Response:
    return web.Response(body=body, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})


ANSWERS: dict[str, tuple[type[PostingError], Callable[[], web.Response]]] = {
    "brackets": (Unsure, lambda: _answer(b"[" * 200_000)),
    "objects": (Unsure, lambda: _answer(b'{"a":' * 100_000 + b"1" + b"}" * 100_000)),
    "brackets in an error": (Rejected, lambda: _answer(b"[" * 200_000, 422)),
    "not a number": (Unsure, lambda: _answer(b'{"id": NaN}')),
    "infinite": (Unsure, lambda: _answer(b'{"id": 1e999}')),
    "huge number": (Unsure, lambda: _answer(b'{"id": ' + b"9" * 5000 + b"}")),
    "not UTF-8": (Unsure, lambda: _answer(b"\x00\xff\xfe")),
    "half": (Unsure, lambda: _answer(b'{"id": "1')),
    "no gzip": (Unsure, lambda: _answer(b"{}", Content_Encoding="gzip")),
    "gzip bomb": (Unsure, lambda: _answer(bomb(gzip.compress), Content_Encoding="gzip")),
    "nested gzip bomb": (Unsure, lambda: _answer(gzip.compress(bomb(gzip.compress)), Content_Encoding="gzip")),
    "gzip twice": (Unsure, lambda: _answer(gzip.compress(gzip.compress(b"{}")), Content_Encoding="gzip, gzip")),
    "deflate bomb": (Unsure, lambda: _answer(bomb(zlib.compress), Content_Encoding="deflate")),
    "brotli bomb": (Unsure, lambda: _answer(brotli.compress(ZEROS, quality=1), Content_Encoding="br")),
    "zstd": (Unsure, lambda: _answer(b"{}", Content_Encoding="zstd")),
    "thousands of headers": (Unsure, lambda: _answer(b"{}", 200, **{f"X{n}": "a" for n in range(3000)})),
    "other protocols": (Unsure, lambda: _answer(b"{}", 101)),
    "no status": (Unsure, lambda: _answer(b"{}", 99)),
    "elsewhere": (Parked, lambda: _answer(b"", 302, Location="http://127.0.0.1:9/steal")),
    "later, not a number": (NotSent, lambda: _answer(b"", 429, Retry_After="nan")),
    "later, for ever": (NotSent, lambda: _answer(b"", 429, Retry_After="9" * 400)),
    "later, before": (NotSent, lambda: _answer(b"", 429, Retry_After="-5")),
    "later, far away": (NotSent, lambda: _answer(b"", 429, Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")),
    "later, never": (NotSent, lambda: _answer(b"", 429, Retry_After="Fri, 99 Foo 99999999 99:59:59 +9999")),
}


@pytest.mark.parametrize("kind", ANSWERS)
async def test_an_answer_is_bounded_before_anything_is_made_of_it(kind: str) -> None:
    expected, make = ANSWERS[kind]
    app = web.Application()
    made = make()

    async def answer(_: web.Request) -> web.Response:
        return made

    app.router.add_post("/", answer)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    async with serving(app) as url, ClientSession() as session:
        with pytest.raises(expected) as told:
            await Http(session, 20.0).ask("POST", url, headers={"Authorization": f"Bearer {TOKEN}"}, json={})
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40_000, "kilobytes: nothing was unpacked"
    if isinstance(told.value, NotSent):
        assert 0.0 <= told.value.after <= 900.0


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while request.transport and not request.transport.is_closing():
        await response.write(b" " * 100_000)
    return response


async def _dripping(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while request.transport and not request.transport.is_closing():
        await response.write(b" ")
        await asyncio.sleep(0.01)
    return response


@pytest.mark.parametrize("handler", [_endless, _dripping])
async def test_an_answer_without_end_is_left(handler: Any) -> None:
    app = web.Application()
    app.router.add_get("/", handler)
    async with serving(app) as url, ClientSession() as session:
        with pytest.raises(Unsure):
            await asyncio.wait_for(Http(session, 1.0).ask("GET", url), 30)


async def test_why_there_was_no_answer_is_said_in_words_and_not_in_names_of_classes() -> None:
    async with ClientSession() as session:
        with pytest.raises(NotSent, match="niet te bereiken"):
            await Http(session, 5.0).ask("GET", f"http://127.0.0.1:{free_port()}/")
    for error in (TimeoutError(), ClientPayloadError(), ServerDisconnectedError(), ConnectionResetError()):
        told = str(Unsure(why_no_answer(error)))
        assert " " in told and type(error).__name__ not in told


def test_a_servers_words_are_cleaned_and_tell_no_secret() -> None:
    said = f"\x1b]0;GEKAAPT\x07\x1b[31mrood\x1b[2J \u202eom {TOKEN[:4]}\x1b[0m\u200f{TOKEN[4:]} \x9b31m" + "m" * 5000
    told = answers.message({"error": said, "title": ["x"], "detail": {"a": 1}}, (TOKEN,))
    assert not any(sign in told for sign in "\x1b\x07\u202e\u200f\x9b") and "GEKAAPT" not in told
    assert TOKEN not in told and "rood" in told and len(told) <= 160
    glued = answers.message({"error": f"{TOKEN[:4]}\u200f{TOKEN[4:]}"}, (TOKEN,))
    assert glued == "…", "cleaning does not put a secret together again"


WRONG: list[Any] = [
    [1, 2, 3],
    [],
    "x",
    5,
    True,
    None,
    {"id": {}},
    {"id": []},
    {"id": "../../x"},
    {"id": "a b"},
    {"data": [1]},
]


@pytest.mark.parametrize("network", ["mastodon", "bluesky", "x"])
async def test_wrong_types_everywhere_are_unreadable_and_no_fault_of_ours(network: str) -> None:
    told: list[Any] = [None]
    app = web.Application()

    async def answer(_: web.Request) -> web.Response:
        return web.json_response(told[0])

    app.router.add_route("*", "/{path:.*}", answer)
    secret = {"token": TOKEN, "refresh": "r", "identifier": "raad", "password": "p", "did": "did:plc:x"}
    row = (await _frozen())[0]
    async with serving(app) as url, ClientSession() as session:
        for wrong in WRONG:
            told[0] = wrong
            client = client_of("k", Channel(network=network, server=url), secret, Http(session, 5.0), "Proef", Clock())  # type: ignore[arg-type]
            for call in (
                client.ready,
                client.whoami,
                lambda c=client: c.send(row, _thread()),
                lambda c=client: c.find(row, _thread()),
            ):
                try:
                    found = await call()
                except PostingError:
                    continue
                assert found in (None, "?"), (wrong, found)


async def _frozen() -> list[Any]:
    from livecouncil.posting.outbox import Sending

    when = Clock()()
    return [Sending("k", 1, text="Proef", language="nl", at=when, created=when, rkey="3k2abcdefgh2a", key="k")]


def _thread() -> Any:
    from livecouncil.posting.networks.client import Thread

    return Thread()


@pytest.mark.parametrize("limit", [-5, 0, True, "500", 5e9, None, [500], {"a": 1}])
async def test_a_limit_no_server_can_mean_is_the_usual_one(limit: Any) -> None:
    app = web.Application()

    async def instance(_: web.Request) -> web.Response:
        return web.json_response({"configuration": {"statuses": {"max_characters": limit}}})

    app.router.add_get("/{path:.*}", instance)
    async with serving(app) as url, ClientSession() as session:
        nobody = Sender(CouncilInfo(municipality="P", seats=9))
        client: Any = client_of(
            "k", Channel(network="mastodon", server=url), {"token": "t"}, Http(session, 5.0), nobody, Clock()
        )
        await client.ready()
    assert client.limit == USUAL


def test_a_status_of_two_million_brackets_is_read_at_once() -> None:
    assert text_of_html("<" * 2_000_000) == "<" * 2_000_000
    assert text_of_html(f"&#{'9' * 5_000};") == "\ufffd"


async def test_a_channel_that_breaks_costs_only_itself(meetings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the fault is ours: an exception nobody foresaw."""
    from livecouncil.posting.networks.mastodon import Mastodon

    got: list[str] = []
    app = web.Application()

    async def answer(request: web.Request) -> web.Response:
        if request.method == "POST":
            got.append((await request.json())["status"])
        return web.json_response({"id": str(len(got) + 1)})

    app.router.add_route("*", "/{path:.*}", answer)
    proper = Mastodon.send

    async def breaks(self: Any, row: Any, thread: Any) -> Any:
        if row.channel == "kwaad":
            raise MemoryError
        return await proper(self, row, thread)

    monkeypatch.setattr(Mastodon, "send", breaks)
    async with serving(app) as url:
        both = {name: channel("mastodon", url) for name in ("kwaad", "goed")}
        meeting = meetings(both, {name: {"token": TOKEN} for name in both})
        meeting.enter("open", "n6", "m3 i pvda: Groen", "m3v cda =")
        async with working(meeting) as until:
            contents = await until(lambda c: settled(2, "goed")(c) and c.channels.get("kwaad", None) is not None)
    assert len(got) == 2 and "MemoryError" in contents.channels["kwaad"].reason
    assert all(row.state == "sending" for row in contents.rows["kwaad"].values() if row.tries)


# -- addresses -------------------------------------------------------------------------------------------------------


LOOPBACK = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.0.0.1.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[::1%25lo]",
    "%31%32%37.0.0.1",
    "\uff11\uff12\uff17.\uff10.\uff10.\uff11",
    "127\u30020\u30020\u30021",
    "\u2460\u2461\u2466.0.0.1",
    "localhost",
    "LOCALHOST.",
    "x.localhost",
]
INSIDE = [
    "10.0.0.8",
    "0xa000008",
    "192.168.1.1",
    "172.16.5.5",
    "169.254.169.254",
    "0",
    "0.0.0.0",
    "224.0.0.1",
    "[fe80::1]",
    "[fc00::1]",
    "100.64.0.1",
]
OUTSIDE = ["8.8.8.8", "raad.example.nl", "[2a00:1450:400e::1]", "1.1.1.1.", "xn--caf-dma.example"]


@pytest.mark.parametrize("host", LOOPBACK + INSIDE)
def test_an_address_inside_is_known_however_it_is_written(host: str) -> None:
    assert forbidden(host) and forbidden(host_of(f"http://wie:wat@{host}:8697/w/"))


@pytest.mark.parametrize("host", OUTSIDE)
def test_an_address_outside_stays_allowed(host: str) -> None:
    assert not forbidden(host) and host_of(f"https://{host}/w")


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example\\@127.0.0.1/",
        "https://x.example /",
        "https://x\n.example/",
        "https:///x",
        "x",
        "https://[::1/",
    ],
)
def test_an_address_that_reads_two_ways_has_no_host(url: str) -> None:
    assert host_of(url) == "" and not keeps_secrets(url)


def test_one_form_for_every_spelling() -> None:
    assert {normal_host(host) for host in LOOPBACK[:7]} == {"127.0.0.1"}
    assert normal_host("Raad.Example.NL.") == "raad.example.nl"


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://social.example", True),
        ("http://social.example", False),
        ("http://127.0.0.1:80", True),
        ("http://localhost:1", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://10.0.0.8", False),
        ("ftp://social.example", False),
        ("//social.example", False),
    ],
)
def test_a_secret_goes_over_https_or_stays_on_this_machine(url: str, may: bool) -> None:
    assert keeps_secrets(url) == may


async def test_a_token_is_never_sent_over_plain_http() -> None:
    async with ClientSession() as session:
        with pytest.raises(Parked, match="https"):
            await Http(session, 5.0).ask(
                "GET", "http://mastodon.example/", headers={"Authorization": f"Bearer {TOKEN}"}
            )


async def test_the_peer_is_asked_for_its_address_before_a_byte_is_sent() -> None:
    """A name that resolves to the outside and connects to the inside: what counts is who answers."""
    from aiohttp.abc import AbstractResolver

    from livecouncil.posting.networks.webhook import PublicConnector

    got: list[str] = []
    app = web.Application()

    async def take(request: web.Request) -> web.Response:
        got.append(request.path)
        return web.Response()

    app.router.add_route("*", "/{path:.*}", take)

    class Rebound(AbstractResolver):
        async def resolve(self, host: str, port: int = 0, family: Any = 0) -> Any:
            return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

        async def close(self) -> None: ...

    async with serving(app) as url, ClientSession(connector=PublicConnector(resolver=Rebound())) as session:
        port = url.rsplit(":")[-1]
        for host in ("haak.example", "127.0.0.1", "2130706433"):
            with pytest.raises(PostingError):
                await Http(session, 5.0, plain=True).ask("POST", f"http://{host}:{port}/", json={})
    assert got == []
