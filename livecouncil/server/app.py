"""The public server: read-only files and the stream, in a process of its own, following the journals.

Nothing on it can write. The chamber's wall has its own stream behind a token and alone runs ahead of the feed.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hmac
import logging
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
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import HttpVersion11, web

from livecouncil.core.text.addresses import host_of, loopback
from livecouncil.journal import inventory
from livecouncil.journal.follower import Follower
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import pages
from livecouncil.publishing.folder import words_of
from livecouncil.system.files import PRIVATE, replace, sweep
from livecouncil.system.lasting import lasting
from livecouncil.system.parent import PARENT, PORT_TAKEN, SAME_PORT
from livecouncil.system.watch import Notice

from .files import Files
from .follow import Meeting
from .hub import Hub, Listener, chunked, encode
from .security import ARCHIVE, SECURITY, Answering, playing

BEAT = 2.0  # to the wall, which says it is stale after five seconds
FEED_BEAT = 16.0  # to the feed's followers, after a silence as long; live.js opens its line again after two of them
AGAIN = 2.0  # seconds until files that could not be written are tried again
SILENT = 5.0  # seconds a connection may take to ask for something
PER_ADDRESS = 256  # streams
YIELDS = 5  # how far the server stands back (nice) for the terminal app beside it
DISCOVER = 0.5  # seconds between two looks for new meetings
PATIENCE = 15.0  # seconds a reader may take nothing of what waits for it
LONGEST = 300.0  # seconds an answer may take in all
TRANSCRIPT = "/transcript.html"
ANY_MEETING = "MEETING"  # in the wall's address: whichever meeting goes on
GUESSES = 20  # wrong tokens of one address in a minute

_log = logging.getLogger("livecouncil.server")


class Site:
    """Everything one server process knows."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.public = base / "public"
        self.meetings: dict[str, Meeting] = {}
        self.token = _token(base / "wall.url")
        self.places: Counter[str] = Counter()
        self.guesses: Counter[str] = Counter()  # wrong tokens by address, in this minute
        self.minute = 0
        self.asked: set[Any] = set()
        self.files = Files(self.public)
        self.unwritten = asyncio.Event()
        self._trouble: dict[str, str] = {}
        self._blind: dict[str, float] = {}  # until when a meeting that could not be told is left alone (monotonic)

    async def follow(self) -> None:
        """Stream new journal lines until cancelled; the meetings that go on are looked at first and most."""
        looked = -math.inf
        noticed = True
        with contextlib.closing(Notice(self.base / "journal")) as notice:
            while True:
                everything = noticed or time.monotonic() - looked >= DISCOVER
                if everything:
                    self._discover()
                    looked = time.monotonic()
                for meeting in sorted(self.meetings.values(), key=lambda m: not _goes_on(m)):
                    if (everything or _goes_on(meeting)) and await self._followed(meeting) and not noticed:
                        notice.missed()
                noticed = await notice.wait(urgent=any(map(_goes_on, self.meetings.values())))

    async def _followed(self, meeting: Meeting) -> bool:
        """Tell what is new of one meeting; True when there was something. What raises blinds this meeting for a while and
        no other."""
        if self._blind.get(meeting.id, 0.0) > time.monotonic():
            return False
        try:
            if not meeting.poll():
                return False
            await self._told(meeting)
        except Exception as error:
            _failed(error, "meeting")
            self._blind[meeting.id] = time.monotonic() + AGAIN
            self._say_once(meeting.id, f"{meeting.id}: {type(error).__name__}. De andere vergaderingen gaan door.")
            return False
        return True

    async def _told(self, meeting: Meeting) -> None:
        await meeting.tell()
        meeting.due = time.monotonic()
        self.unwritten.set()

    async def write(self) -> None:
        """Write public files until cancelled: behind the stream and never in its way."""
        while True:
            meeting = min(self.meetings.values(), key=lambda m: m.due, default=None)
            if meeting:
                wait = meeting.due - time.monotonic()
            else:
                wait = math.inf
            if meeting and wait <= 0:
                await self._write(meeting)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait if wait < math.inf else None):
                    await self.unwritten.wait()
            self.unwritten.clear()

    async def _write(self, meeting: Meeting) -> None:
        """A full disk or a folder in the way does not stop the stream: tried again until it works."""
        meeting.due = math.inf
        try:
            await asyncio.to_thread(meeting.write, self.public)
            self._trouble.pop(meeting.id, None)
        except OSError as error:
            meeting.due = time.monotonic() + AGAIN
            self._say_once(meeting.id, f"{meeting.id}: {error}. De stroom gaat door; ik probeer het opnieuw.")
        except Exception as error:
            meeting.due = time.monotonic() + AGAIN
            _failed(error, "files")

    def _say_once(self, what: str, sentence: str) -> None:
        if self._trouble.get(what) != sentence:
            self._trouble[what] = sentence
            print(sentence, file=sys.stderr)

    async def mend(self) -> None:
        """Write anew what somebody removed from the public folder, until cancelled."""
        while True:
            await asyncio.sleep(AGAIN)
            for meeting in list(self.meetings.values()):
                if meeting.due == math.inf and meeting.disturbed(self.public):
                    meeting.due = time.monotonic()
                    self.unwritten.set()
            with contextlib.suppress(OSError):
                publishing.write_static(self.public, missing=True)

    def _discover(self) -> None:
        folder = self.base / "journal"
        there = inventory.look(folder)
        for stray in there.strays:
            self._say_once(stray.name, stray.sentence)
        for sentence in there.blinded:
            self._say_once(sentence, sentence)
        for name in there.meetings:
            if name not in self.meetings:
                self.meetings[name] = Meeting(name, Follower(folder, name))

    async def beat(self) -> None:
        """A sign of life for those who hear nothing else."""
        while True:
            await asyncio.sleep(BEAT)
            for meeting in self.meetings.values():
                await meeting.wall.publish(encode("beat", ""), keep=False)
                if time.monotonic() - meeting.feed.spoke >= FEED_BEAT:
                    await meeting.feed.publish(encode("beat", ""), keep=False)

    async def sweep(self, connections: Callable[[], Iterable[Any]]) -> None:
        """Close connections that ask for nothing, and those that do not take what they asked for."""
        known: set[Any] = set()
        stuck: dict[Any, Stuck] = {}
        while True:
            await asyncio.sleep(SILENT / 2)
            now = set(connections())
            stuck = _stuck(now, stuck)
            self.asked &= now
            silent = now - self.asked
            for connection in silent & known:
                if connection.transport:
                    connection.transport.abort()
            known = silent


@dataclass(frozen=True)
class Stuck:
    """An answer that waits for its reader: bytes left, since when it waits, and since when it did not move (seconds)."""

    left: int
    since: float
    still: float


def _stuck(connections: Iterable[Any], before: Mapping[Any, Stuck]) -> dict[Any, Stuck]:
    """The answers that wait now; one that waited too long is given up, so that nobody keeps memory by not reading."""
    found: dict[Any, Stuck] = {}
    now = time.monotonic()
    for connection in connections:
        if connection.transport:
            left = connection.transport.get_write_buffer_size()
        else:
            left = 0
        if not left:
            continue
        known = before.get(connection) or Stuck(left, now, now)
        waiting = Stuck(left, known.since, known.still if known.left == left else now)
        if now - waiting.still > PATIENCE or now - waiting.since > LONGEST:
            connection.transport.abort()
        else:
            found[connection] = waiting
    return found


def _failed(error: Exception, where: str) -> None:
    """What nobody expected goes into the crash report file; its way, not what it says."""
    _log.error(where, exc_info=error)


def _goes_on(meeting: Meeting) -> bool:
    return meeting.record is None or meeting.record.status != "closed"


SITE = web.AppKey("site", Site)


def application(base: Path) -> web.Application:
    """The aiohttp application over the folder `base` (with `journal/` and `public/` in it)."""
    app = web.Application(middlewares=[_guard])
    app[SITE] = Site(base)
    app.cleanup_ctx.append(_background)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/", _index)
    app.router.add_get("/{meeting}/{live:stream|wall|wall-stream}", _live)
    app.router.add_get("/{path:.+}", _file)
    app.on_response_prepare.append(_secured)
    return app


async def _secured(request: web.Request, response: web.StreamResponse) -> None:
    """The security headers on what aiohttp answers before `_guard` is asked: 417 to an `Expect` it does not know."""
    if response.status == web.HTTPExpectationFailed.status_code:
        response.headers.update(SECURITY)


async def _background(app: web.Application) -> AsyncIterator[None]:
    site_ = app[SITE]
    tasks = [
        asyncio.create_task(lasting(act, _failed, act.__name__))
        for act in (site_.follow, site_.write, site_.beat, site_.mend)
    ]
    yield
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)


@web.middleware
async def _guard(request: web.Request, handler: Callable[[web.Request], object]) -> web.StreamResponse:
    """Security headers on everything; a clear page where there is nothing."""
    site_ = request.app[SITE]
    site_.asked.add(request.protocol)
    if ready := site_.files.ready(request):
        return ready
    try:
        response = await handler(request)  # type: ignore[misc]
    except web.HTTPNotFound:
        words = words_of("nl")
        page = pages.not_found("nl", words)
        response = web.Response(body=page, status=404, content_type="text/html", charset="utf-8")
    except web.HTTPException as error:
        error.headers.update(SECURITY)
        raise
    if not response.prepared:
        response.headers.update(_security(request))
        site_.files.remember(request, response)
    return response  # type: ignore[no-any-return]


def _security(request: web.Request) -> dict[str, str]:
    """Headers of a page: the archive's may run WebAssembly, a transcript may play its recording; no other may more."""
    if request.path.startswith("/archief/"):
        return ARCHIVE
    if not request.path.endswith(TRANSCRIPT):
        return SECURITY
    meeting = request.app[SITE].meetings.get(request.path.strip("/").removesuffix(TRANSCRIPT))
    webcast = urlsplit(meeting.record.webcast) if meeting and meeting.record else None
    if not webcast or webcast.scheme != "https" or not re.fullmatch(r"[\w.:-]+", webcast.netloc):
        return SECURITY
    return playing(webcast.netloc)


def _meeting(request: web.Request) -> Meeting:
    meeting = request.app[SITE].meetings.get(request.match_info["meeting"])
    if meeting is None or meeting.record is None:
        raise web.HTTPNotFound
    return meeting


async def _index(request: web.Request) -> web.StreamResponse:
    return request.app[SITE].files.served(request, request.app[SITE].public / "index.html")


async def _file(request: web.Request) -> web.StreamResponse:
    """A file below public/, never outside it."""
    public = request.app[SITE].public
    wanted = request.match_info["path"]
    if wanted in request.app[SITE].meetings:
        raise web.HTTPPermanentRedirect(f"/{wanted}/")
    if "\0" in wanted:
        raise web.HTTPNotFound
    path = public / (wanted + "index.html" if wanted.endswith("/") else wanted)
    if not path.is_relative_to(public) or any(p.startswith(".") for p in path.relative_to(public).parts):
        raise web.HTTPNotFound
    return request.app[SITE].files.served(request, path)


async def _live(request: web.Request) -> web.StreamResponse:
    """What is alive below a meeting's address. One route, for each costs every request for a file."""
    acts = {"stream": _stream, "wall": _wall, "wall-stream": _wall_stream}
    return await acts[request.match_info["live"]](request)


async def _stream(request: web.Request) -> web.StreamResponse:
    """Public entries as server-sent events; ids are public numbers, replayed from `Last-Event-ID` or `?last=`.

    Entries before that number which were changed since come along, and the state of the meeting: see `Hub.replay`.
    """
    meeting = _meeting(request)
    asked = request.headers.get("Last-Event-ID") or request.query.get("last", "0")
    if re.fullmatch(r"[0-9]{1,9}", asked):
        last = int(asked)
    else:
        last = 0
    return await _attach(request, meeting.feed, last, {"Access-Control-Allow-Origin": "*"})


async def _wall_stream(request: web.Request) -> web.StreamResponse:
    meeting = _meeting(request)
    _admit(request)
    return await _attach(request, meeting.wall, 0, {})


async def _wall(request: web.Request) -> web.StreamResponse:
    if request.match_info["meeting"] == ANY_MEETING:
        _admit(request)
        raise web.HTTPFound(f"../{_now_on(request)}/wall?token={request.query['token']}")
    meeting = _meeting(request)
    _admit(request)
    record = meeting.wall_record()
    return web.Response(
        body=pages.wall(record, words_of(record.language), live=True),
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _now_on(request: web.Request) -> str:
    """The newest meeting that goes on, else the newest there is (ids begin with their day)."""
    told = [meeting for meeting in request.app[SITE].meetings.values() if meeting.record is not None]
    if not told:
        raise web.HTTPNotFound
    return max(told, key=lambda meeting: (_goes_on(meeting), meeting.id)).id


def _admit(request: web.Request) -> None:
    """Only the chamber's own wall, with its token, runs ahead of the feed. Whoever guesses is soon no longer answered."""
    site_ = request.app[SITE]
    if hmac.compare_digest(request.query.get("token", "").encode(), site_.token.encode()):
        return
    minute = int(time.monotonic() / 60)
    if site_.minute != minute:
        site_.minute = minute
        site_.guesses.clear()
    site_.guesses[request.remote or ""] += 1
    if site_.guesses[request.remote or ""] > GUESSES:
        raise web.HTTPTooManyRequests(
            text="Te vaak een verkeerd adres van de wand. Wacht een minuut.\n", headers={"Retry-After": "60"}
        )
    raise web.HTTPNotFound


async def _attach(request: web.Request, hub: Hub, last: int, headers: dict[str, str]) -> web.StreamResponse:
    """Keep the connection of `request` as a follower of `hub`, told first of everything after `last`."""
    places = request.app[SITE].places
    who = request.remote or ""
    if places[who] >= PER_ADDRESS and not who.startswith("127."):  # a proxy and the chamber's wall have no limit
        raise web.HTTPTooManyRequests(text="Te veel verbindingen van dit adres. Probeer het later opnieuw.\n")
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            **SECURITY,
            **headers,
        }
    )
    if request.method == "HEAD":
        return response
    if request.version < HttpVersion11:
        raise web.HTTPVersionNotSupported(text="De stroom vraagt HTTP/1.1; zet in een proxy proxy_http_version 1.1.\n")
    response.enable_chunked_encoding()
    await response.prepare(request)
    transport = request.transport
    if transport is None:
        return response
    sock = transport.get_extra_info("socket")
    _bound(sock)
    # No await between the replay and joining: nothing published meanwhile can be missed.
    follower = Listener(transport, sock.fileno(), partial(_left, places, who, hub))
    follower.send(chunked(f"retry: {random.randint(1500, 4500)}\n\n".encode() + hub.replay(last)))
    hub.followers.add(follower)
    places[who] += 1
    follower.take_over(request)
    return response


def _left(places: Counter[str], who: str, hub: Hub, follower: Listener) -> None:
    hub.followers.discard(follower)
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
    """What the griffier's watchdog needs: what each audience has, and how many listen. For this machine alone: that
    something was logged is nobody's business before it is released."""
    if not loopback(request.remote or "") or not loopback(host_of(f"http://{request.headers.get('Host', '')}/")):
        raise web.HTTPNotFound  # also where a page elsewhere had its name lead here
    told = {
        m.id: {
            "seq": m.record.seq if m.record else 0,
            "lines": len(m.events),
            "wall_at": m.wall_at,
            "written": m.written,
            "walls": len(m.wall.followers),
            "followers": len(m.feed.followers),
        }
        for m in request.app[SITE].meetings.values()
    }
    return web.json_response(
        {"now": datetime.now(UTC).timestamp(), "meetings": told}, headers={"Cache-Control": "no-store"}
    )


def serve(data: Path, *, host: str = "127.0.0.1", port: int = 8080, rehearsal: bool = False) -> int:
    """Run until SIGTERM (or until the parent's pipe closes). Prints its address; a taken port falls back to a free one."""
    if rehearsal:
        base = data / "oefening"
    else:
        base = data
    try:
        asyncio.run(_run(base, host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE and os.environ.get(SAME_PORT):
            return PORT_TAKEN
        raise
    return 0


async def _run(base: Path, host: str, port: int) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # as many followers as the machine allows
    runner = web.AppRunner(app := application(base), shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    sock = _listen(host, port)
    loop = asyncio.get_running_loop()
    assert runner.server
    options: dict[str, Any] = {"access_log": None, "keepalive_timeout": SILENT}
    answering = partial(Answering, runner.server, loop=loop, **options)
    # A short backlog while the loop starts to accept, then a long one: ten thousand joins at once stall it least so.
    listening = await loop.create_server(answering, sock=sock, backlog=64)
    sock.listen(4096)
    address = f"http://{host}:{sock.getsockname()[1]}/"
    sweeper = asyncio.create_task(lasting(partial(app[SITE].sweep, partial(_connections, runner)), _failed, "sweep"))
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if os.environ.get(PARENT):
        os.nice(YIELDS)
        loop.add_reader(sys.stdin.fileno(), lambda: None if os.read(sys.stdin.fileno(), 100) else stop.set())
    _leave_address(base, address, app[SITE].token)
    print(address, flush=True)
    try:
        await stop.wait()
    finally:
        sweeper.cancel()
        listening.close()
        for meeting in app[SITE].meetings.values():
            meeting.feed.close()
            meeting.wall.close()
        await runner.cleanup()


def _connections(runner: web.AppRunner) -> Iterable[Any]:
    if runner.server:
        return runner.server.connections
    return ()


def _listen(host: str, port: int) -> socket.socket:
    """A socket on `port`, else on a free one; a server that comes back to its readers takes its own or none."""
    same = bool(os.environ.get(SAME_PORT))
    for wanted in (port,) if same else (port, 0):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, wanted))
            return sock
        except OSError:
            sock.close()
    raise OSError(errno.EADDRINUSE, f"geen vrije poort op {host}")


def _token(path: Path) -> str:
    """The wall's token: the one of `wall.url` as long as that lies there, so that a wall survives a restart."""
    with contextlib.suppress(OSError):
        if found := re.search(r"token=([\w-]{20,})$", path.read_text(encoding="utf-8").strip()):
            return found[1]
    return secrets.token_urlsafe(18)


def _leave_address(base: Path, address: str, token: str) -> None:
    """`wall.url`, readable by this user only: the wall of the meeting that goes on. Deleting it gives a new token."""
    replace(base / "wall.url", f"{address}{ANY_MEETING}/wall?token={token}\n".encode(), PRIVATE)
    sweep(base / "public")
    with contextlib.suppress(OSError):  # a disk without room: tried again with the meetings' files
        publishing.write_static(base / "public")
