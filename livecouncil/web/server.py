"""The public server: read-only files and the stream, in a process of its own, following the journals.

Nothing on it can write. The chamber's wall has its own stream behind a token and alone runs ahead of the feed.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import hmac
import itertools
import math
import os
import random
import re
import resource
import secrets
import signal
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

import brotli
from aiohttp import web

from ..publish import pages, site
from ..publishing import words_of
from ..store.files import replace
from ..store.follower import Follower
from .follow import Meeting
from .hub import Hub, Listener, chunked, encode

BEAT = 2.0  # to the wall, which says it is stale after five seconds
FEED_BEATS = 8  # one to the feed's followers in so many
AGAIN = 2.0  # seconds until files that could not be written are tried again
SILENT = 5.0  # seconds a connection may take to ask for something
PER_ADDRESS = 256  # streams
POLL = 0.01
DISCOVER = 0.5  # seconds between two looks for new meetings
TYPES = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8", ".csv": "text/csv; charset=utf-8", ".json": "application/json; charset=utf-8",
}  # fmt: skip
FEEDS = ("feed.json", "decisions.json")
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors *",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
}  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A public file as last read: `stamp` tells whether it changed since."""

    stamp: tuple[int, int, int]
    body: bytes
    packed: dict[str, bytes]  # by content coding; empty for a small file
    tag: str


class Site:
    """Everything one server process knows."""

    def __init__(self, base: Path) -> None:
        self.base, self.public = base, base / "public"
        self.meetings: dict[str, Meeting] = {}
        self.token = _token(base / "wall.url")
        self.places: Counter[str] = Counter()
        self.asked: set[Any] = set()
        self.files: dict[Path, Kept] = {}

    async def follow(self) -> None:
        """Look for new journal lines until cancelled: stream first, files after."""
        looked = -DISCOVER
        while True:
            if time.monotonic() - looked > DISCOVER:
                self._discover()
                looked = time.monotonic()
            for meeting in self.meetings.values():
                if meeting.poll():
                    await meeting.tell()
                    meeting.due = time.monotonic()
                if meeting.due <= time.monotonic():
                    await self._write(meeting)
            await asyncio.sleep(POLL)

    async def _write(self, meeting: Meeting) -> None:
        """A full disk or a folder in the way does not stop the stream: tried again until it works."""
        meeting.due = math.inf
        try:
            await asyncio.to_thread(meeting.write, self.public)
        except OSError as error:
            meeting.due = time.monotonic() + AGAIN
            print(f"{meeting.id}: {error}. De stroom gaat door; ik probeer het opnieuw.", file=sys.stderr)

    def _discover(self) -> None:
        for path in (self.base / "journal").glob("*.jsonl"):
            name = path.name.removesuffix(".jsonl")
            if "." not in name and name not in self.meetings and path.stat().st_size:
                self.meetings[name] = Meeting(name, Follower(path.parent, name))

    async def beat(self) -> None:
        """A sign of life for those who hear nothing else."""
        for number in itertools.count(1):
            await asyncio.sleep(BEAT)
            for meeting in self.meetings.values():
                await meeting.wall.publish(encode("beat", ""), keep=False)
                if number % FEED_BEATS == 0:
                    await meeting.feed.publish(b": beat\n\n", keep=False)

    def file(self, path: Path) -> Kept:
        """A public file with its tag and its packed form, read again only when it changed. Raises OSError."""
        found = path.stat()
        stamp = found.st_mtime_ns, found.st_size, found.st_ino
        kept = self.files.get(path)
        if kept is None or kept.stamp != stamp:
            body = path.read_bytes()
            packed = {"br": brotli.compress(body, quality=5), "gzip": gzip.compress(body, 6, mtime=0)} if len(body) > 500 else {}
            kept = self.files[path] = Kept(stamp, body, packed, f'"{hashlib.sha256(body).hexdigest()[:20]}"')
        return kept

    async def sweep(self, connections: Callable[[], Iterable[Any]]) -> None:
        """Close connections that ask for nothing."""
        known: set[Any] = set()
        while True:
            await asyncio.sleep(SILENT / 2)
            now = set(connections())
            self.asked &= now
            silent = now - self.asked
            for connection in silent & known:
                if connection.transport:
                    connection.transport.abort()
            known = silent


SITE = web.AppKey("site", Site)


def application(base: Path) -> web.Application:
    """The aiohttp application over the folder `base` (with `journal/` and `public/` in it)."""
    app = web.Application(middlewares=[_guard])
    app[SITE] = Site(base)
    app.cleanup_ctx.append(_background)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/", _index)
    app.router.add_get("/{meeting}/stream", _stream)
    app.router.add_get("/{meeting}/wall", _wall)
    app.router.add_get("/{meeting}/wall-stream", _wall_stream)
    app.router.add_get("/{path:.+}", _file)
    return app


async def _background(app: web.Application) -> AsyncIterator[None]:
    site_ = app[SITE]
    tasks = [asyncio.create_task(site_.follow()), asyncio.create_task(site_.beat())]
    yield
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)


@web.middleware
async def _guard(request: web.Request, handler: Callable[[web.Request], object]) -> web.StreamResponse:
    """Security headers on everything; a clear page where there is nothing."""
    request.app[SITE].asked.add(request.protocol)
    try:
        response = await handler(request)  # type: ignore[misc]
    except web.HTTPNotFound:
        words = words_of("nl")
        page = pages.not_found("nl", words)
        response = web.Response(body=page, status=404, content_type="text/html", charset="utf-8")
    if not response.prepared:
        response.headers.update(SECURITY)
    return response  # type: ignore[no-any-return]


def _meeting(request: web.Request) -> Meeting:
    meeting = request.app[SITE].meetings.get(request.match_info["meeting"])
    if meeting is None or meeting.record is None:
        raise web.HTTPNotFound
    return meeting


async def _index(request: web.Request) -> web.StreamResponse:
    return _served(request, request.app[SITE].public / "index.html")


async def _file(request: web.Request) -> web.StreamResponse:
    """A file below public/, never outside it."""
    public = request.app[SITE].public.resolve()
    wanted = request.match_info["path"]
    if wanted in request.app[SITE].meetings:
        raise web.HTTPPermanentRedirect(f"/{wanted}/")
    path = (public / (wanted + "index.html" if wanted.endswith("/") else wanted)).resolve()
    if not path.is_relative_to(public) or path.name.startswith("."):
        raise web.HTTPNotFound
    return _served(request, path)


def _served(request: web.Request, path: Path) -> web.Response:
    try:
        kept = request.app[SITE].file(path)
    except OSError:
        raise web.HTTPNotFound from None
    json_feed = path.name in FEEDS or (path.parent.name == "items" and path.suffix == ".json")
    kind = TYPES.get(path.suffix, "application/octet-stream")
    headers = {
        "ETag": kept.tag, "Last-Modified": formatdate(kept.stamp[0] / 1e9, usegmt=True), "Cache-Control": "no-cache",
        "Content-Type": "application/feed+json; charset=utf-8" if json_feed else kind, "Vary": "Accept-Encoding",
    }  # fmt: skip
    if path.suffix in (".json", ".atom", ".csv"):
        headers["Access-Control-Allow-Origin"] = "*"
    if _unchanged(request, kept.tag, kept.stamp[0] / 1e9):
        return web.Response(status=304, headers=headers)
    coding = _coding(request.headers.get("Accept-Encoding", ""), kept.packed)
    if coding:
        return web.Response(body=kept.packed[coding], headers=headers | {"Content-Encoding": coding})
    return web.Response(body=kept.body, headers=headers)


def _coding(accepted: str, offered: Iterable[str]) -> str:
    """The first of `offered` that `Accept-Encoding` takes (RFC 9110 §12.5.3); '' for none."""
    asked = [part.replace(" ", "").partition(";q=") for part in accepted.casefold().split(",")]
    taken = {name for name, _, weight in asked if not re.fullmatch(r"0(\.0*)?", weight)}
    return next((coding for coding in offered if coding in taken), "")


def _unchanged(request: web.Request, tag: str, modified: float) -> bool:
    if known := request.headers.get("If-None-Match"):
        return tag in (t.strip().removeprefix("W/") for t in known.split(",")) or known.strip() == "*"
    if since := request.headers.get("If-Modified-Since"):
        with contextlib.suppress(ValueError, TypeError):
            return int(modified) <= parsedate_to_datetime(since).timestamp()
    return False


async def _stream(request: web.Request) -> web.StreamResponse:
    """Public entries as server-sent events; ids are public numbers, replayed from `Last-Event-ID` or `?last=`."""
    meeting = _meeting(request)
    asked = request.headers.get("Last-Event-ID") or request.query.get("last", "0")
    last = int(asked) if asked.isdigit() else 0
    return await _attach(request, meeting.feed, last, {"Access-Control-Allow-Origin": "*"})


async def _wall_stream(request: web.Request) -> web.StreamResponse:
    meeting = _meeting(request)
    _admit(request)
    return await _attach(request, meeting.wall, 0, {})


async def _wall(request: web.Request) -> web.StreamResponse:
    meeting = _meeting(request)
    _admit(request)
    record = meeting.wall_record()
    return web.Response(
        body=pages.wall(record, words_of(record.language), live=True),
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _admit(request: web.Request) -> None:
    """Only the chamber's own wall, with its token, runs ahead of the feed."""
    if not hmac.compare_digest(request.query.get("token", "").encode(), request.app[SITE].token.encode()):
        raise web.HTTPNotFound


async def _attach(request: web.Request, hub: Hub, last: int, headers: dict[str, str]) -> web.StreamResponse:
    """Keep `request` open as a follower of `hub`, told first of everything after `last`."""
    response = web.StreamResponse(headers={
        "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no", **SECURITY, **headers,
    })  # fmt: skip
    response.enable_chunked_encoding()
    with _place(request):
        await response.prepare(request)
        sock = request.transport.get_extra_info("socket") if request.transport else None
        if sock is None or request.transport is None:
            return response
        _bound(sock)
        follower = Listener(request.transport, sock.fileno())
        # No await between the replay and joining: nothing published meanwhile can be missed.
        follower.send(chunked(f"retry: {random.randint(1500, 4500)}\n\n".encode() + b"".join(hub.history[last:])))
        hub.followers.add(follower)
        try:
            await asyncio.get_running_loop().create_future()  # until the follower leaves and aiohttp cancels this
        finally:
            hub.followers.discard(follower)
    return response


@contextlib.contextmanager
def _place(request: web.Request) -> Iterator[None]:
    """A place among the streams of one address; the machine itself (a proxy, the chamber's wall) has no limit."""
    places, who = request.app[SITE].places, request.remote or ""
    if places[who] >= PER_ADDRESS and not who.startswith("127."):
        raise web.HTTPTooManyRequests(text="Te veel verbindingen van dit adres. Probeer het later opnieuw.\n")
    places[who] += 1
    try:
        yield
    finally:
        places[who] -= 1
        if not places[who]:
            del places[who]


def _bound(sock: socket.socket) -> None:
    """Bound what the kernel keeps for a follower that stops reading."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 * 1024)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 30_000)


async def _health(request: web.Request) -> web.Response:
    """What the griffier's watchdog needs: what each audience has, and how many listen."""
    told = {
        m.id: {
            "seq": m.record.seq if m.record else 0, "lines": len(m.events), "wall_at": m.wall_at, "written": m.written,
            "walls": len(m.wall.followers), "followers": len(m.feed.followers),
        }
        for m in request.app[SITE].meetings.values()
    }  # fmt: skip
    return web.json_response(
        {"now": datetime.now(UTC).timestamp(), "meetings": told}, headers={"Cache-Control": "no-store"}
    )


def serve(data: Path, *, host: str = "127.0.0.1", port: int = 8080, rehearsal: bool = False) -> int:
    """Run until SIGTERM (or until the parent's pipe closes). Prints its address; a taken port falls back to a free one."""
    base = data / "oefening" if rehearsal else data
    asyncio.run(_run(base, host, port))
    return 0


async def _run(base: Path, host: str, port: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # as many followers as the machine allows
    runner = web.AppRunner(
        app := application(base), access_log=None, keepalive_timeout=5, shutdown_timeout=1.0, handler_cancellation=True
    )
    await runner.setup()
    sock = _listen(host, port)
    # A short backlog while the loop starts to accept, then a long one: ten thousand joins at once stall it least so.
    await web.SockSite(runner, sock, backlog=64).start()
    sock.listen(4096)
    address = f"http://{host}:{sock.getsockname()[1]}/"
    sweeper = asyncio.create_task(app[SITE].sweep(lambda: runner.server.connections if runner.server else ()))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if os.environ.get("LIVECOUNCIL_PARENT_STDIN"):
        loop.add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 100) else stop.set())
    _leave_address(base, address, app[SITE].token)
    print(address, flush=True)
    try:
        await stop.wait()
    finally:
        sweeper.cancel()
        for meeting in app[SITE].meetings.values():
            meeting.feed.close()
            meeting.wall.close()
        await runner.cleanup()


def _listen(host: str, port: int) -> socket.socket:
    for wanted in (port, 0):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, wanted))
            return sock
        except OSError:
            sock.close()
    raise OSError(f"geen vrije poort op {host}")


def _token(path: Path) -> str:
    """The wall's token: the one of `wall.url` as long as that lies there, so that a wall survives a restart."""
    with contextlib.suppress(OSError):
        if found := re.search(r"token=([\w-]{20,})$", path.read_text(encoding="utf-8").strip()):
            return found[1]
    return secrets.token_urlsafe(18)


def _leave_address(base: Path, address: str, token: str) -> None:
    """`wall.url`, readable by this user only: the chamber's wall, per meeting id. Deleting it gives a new token."""
    replace(base / "wall.url", f"{address}MEETING/wall?token={token}\n".encode(), 0o600)
    for name, content in site.static_files().items():
        replace(base / "public" / name, content)
