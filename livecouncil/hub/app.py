"""The hub over HTTP: where a meeting stands, taking a batch and what goes beside, and what was witnessed.

One hub is as good as another: it keeps nothing but a short memory of who is let in. What is refused is said twice, as a
word for the sender's program and as a sentence for whoever reads; nothing of what was sent is in either, nor in a log.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import psycopg
from aiohttp import http_exceptions, web
from psycopg_pool import PoolTimeout

from livecouncil.errors import HubRefusal
from livecouncil.journal.signing.keys import PublicKey
from livecouncil.mirroring.hub.batch import COUNCIL, MEETING, MOST, SIGNATURE, HubPlace
from livecouncil.mirroring.hub.beside import LARGEST, may_go_beside
from livecouncil.mirroring.hub.line import LONG
from livecouncil.system.sweeping import Sweeper

from .appending import HubGapFound
from .bell import Bell
from .judging import of_this_key, signed_now, sound_lines
from .store import HubStore
from .telling import Metrics, tell_keeper
from .witnessing import HubWitness

GIVEN_BACK = 500
"""Lines of one answer to who wants them back."""
PATIENCE = 60.0
"""Seconds that a batch may take to come: who sends nothing holds nothing."""
HEADERS = 10.0
"""Seconds that the headers before it may take: a laptop on a poor line is no attack."""
KNOWN_FOR = 5.0
"""Seconds that is believed who is let in."""
_AWAY = (psycopg.OperationalError, psycopg.errors.LockNotAvailable, PoolTimeout, OSError)


@dataclass
class HubDesk:
    """What one hub works with."""

    store: HubStore
    witness: HubWitness
    bell: Bell
    figures: Metrics
    sweeper: Sweeper = field(default_factory=partial(Sweeper, HEADERS))
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    _keys: dict[str, PublicKey] = field(default_factory=dict)
    _read: float = -KNOWN_FOR

    async def key_of(self, council: str) -> PublicKey | None:
        """The key of a council that is let in."""
        if time.monotonic() - self._read > KNOWN_FOR:
            self._keys = {name: PublicKey.parse(key) for name, key in (await self.store.keys()).items()}
            self._read = time.monotonic()
        return self._keys.get(council)


DESK = web.AppKey("desk", HubDesk)


class HubAnswer(web.Response):
    """What is answered, and what of it goes into the log: the word of a refusal, how many lines are there."""

    def __init__(self, told: dict[str, object], *, error: str = "", lines: int = -1, **more: Any) -> None:
        body = json.dumps(told, ensure_ascii=False).encode()
        headers = {"Cache-Control": "no-store"} | more.pop("headers", {})
        super().__init__(body=body, content_type="application/json", headers=headers, **more)
        self.error = error
        self.lines = lines


def hub_application(desk: HubDesk) -> web.Application:
    """The aiohttp application."""
    app = web.Application(middlewares=[_worded], client_max_size=MOST + 1)
    app[DESK] = desk
    app.router.add_get("/in/{council}/{meeting}", _where_it_stands)
    app.router.add_post("/in/{council}/{meeting}", _take)
    app.router.add_get("/witness/{council}/{meeting}", _witnessed)
    app.router.add_get("/lines/{council}", _meetings_there)
    app.router.add_get("/lines/{council}/{meeting}", _lines_there)
    app.router.add_get("/files/{council}", _files_there)
    app.router.add_put("/files/{council}/{path:.+}", _take_file)
    app.cleanup_ctx.append(_ringing)
    return app


async def _ringing(app: web.Application) -> AsyncIterator[None]:
    ringing = asyncio.create_task(app[DESK].bell.run())
    yield
    ringing.cancel()
    await asyncio.gather(ringing, return_exceptions=True)


@web.middleware
async def _worded(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """What was refused, in a word and a sentence."""
    desk = request.app[DESK]
    desk.sweeper.has_asked(request.protocol)
    begun = time.monotonic()
    response: web.StreamResponse
    try:
        response = await handler(request)
    except HubGapFound as gap:
        response = _refusal_answer(HubRefusal("hub.gap", status=409), lines=gap.lines)
    except HubRefusal as refusal:
        response = _refusal_answer(refusal)
    except web.HTTPRequestEntityTooLarge:
        response = _refusal_answer(HubRefusal("hub.size", status=413, most=MOST))
    except (web.RequestPayloadError, http_exceptions.HttpProcessingError):
        response = _refusal_answer(HubRefusal("hub.lines"))
    except _AWAY:
        response = _refusal_answer(HubRefusal("hub.away", status=503))
    seconds = time.monotonic() - begun
    desk.figures.count("requests", f'method="{request.method}",status="{response.status}"')
    desk.figures.took(request.method.lower(), seconds)
    if request.method != "GET" or response.status >= 400:
        _log_request(request, response, seconds)
    return response


def _log_request(request: web.Request, response: web.StreamResponse, seconds: float) -> None:
    """One line: who, where, how it ended; only names that have the form of one."""
    council = request.match_info.get("council", "")
    meeting = request.match_info.get("meeting", "")
    if not COUNCIL.fullmatch(council) or not MEETING.fullmatch(meeting):
        council = meeting = ""
    said: dict[str, object] = {"status": response.status, "ms": round(seconds * 1000, 1)}
    if isinstance(response, HubAnswer):
        said |= {"error": response.error, "lines": response.lines}
    tell_keeper(request.method.lower(), council=council, meeting=meeting, **said)


def _refusal_answer(refusal: HubRefusal, **more: object) -> HubAnswer:
    error = refusal.code.partition(".")[2]
    headers = {}
    if refusal.status == 503:
        headers["Retry-After"] = "1"
    told = {"error": error, "says": str(refusal), **more}
    return HubAnswer(told, error=error, status=refusal.status, headers=headers)


def _place_asked(request: web.Request) -> HubPlace:
    """The place that the address names. Raises HubRefusal."""
    council = request.match_info["council"]
    meeting = request.match_info["meeting"]
    after = request.query.get("after", "0")
    if not COUNCIL.fullmatch(council) or not MEETING.fullmatch(meeting):
        raise HubRefusal("hub.unknown", status=401, council="?")
    if not (after.isascii() and after.isdecimal() and len(after) < 9):
        raise HubRefusal("hub.lines")
    return HubPlace(council, meeting, int(after))


async def _where_it_stands(request: web.Request) -> HubAnswer:
    """A hint: what is visible may not be safe yet."""
    desk = request.app[DESK]
    place = _place_asked(request)
    if await desk.key_of(place.council) is None:
        raise HubRefusal("hub.unknown", status=401, council=place.council)
    told = await desk.store.stands(place.council, place.meeting)
    more = {"sealed": told.sealed, "deleted": told.deleted}
    return HubAnswer({"lines": told.lines, "head": told.head, **more})


async def _take(request: web.Request) -> HubAnswer:
    """A batch: what is answered here is safe."""
    desk = request.app[DESK]
    place = _place_asked(request)
    key = await desk.key_of(place.council)
    if key is None:
        raise HubRefusal("hub.unknown", status=401, council=place.council)
    body = await _come_in_time(request.read(), PATIENCE)
    batch = of_this_key(key, place, body, request.headers.get(SIGNATURE, ""), desk.clock())
    lines = sound_lines(batch, place)
    notes = desk.witness.notes(place, batch, key)
    told = await desk.store.append(place, batch, lines)
    desk.bell.ring(place.council, place.meeting)
    desk.figures.count("lines", by=len(lines))
    if fault := await desk.witness.sign(place, notes):
        tell_keeper("unwitnessed", council=place.council, meeting=place.meeting, why=fault)
    if notes:
        desk.bell.ring(place.council, "")
    return HubAnswer({"lines": told.lines, "head": told.head}, lines=told.lines)


async def _meetings_there(request: web.Request) -> HubAnswer:
    """How many lines there are of each meeting, for a council that lost its own."""
    council, _ = await _council_asked(request)
    return HubAnswer({"meetings": await request.app[DESK].store.meetings(council)})


async def _lines_there(request: web.Request) -> HubAnswer:
    """Lines of a meeting as they were sent, behind the first `after`: public, as all that is here."""
    place = _place_asked(request)
    await _council_asked(request)
    found = await request.app[DESK].store.behind(place, GIVEN_BACK)
    return HubAnswer({"lines": [line.row.decode() for line in found]})


async def _council_asked(request: web.Request) -> tuple[str, PublicKey]:
    """The council that the address names, and its key. Raises HubRefusal."""
    council = request.match_info["council"]
    key = None
    if COUNCIL.fullmatch(council):
        key = await request.app[DESK].key_of(council)
    if key is None:
        raise HubRefusal("hub.unknown", status=401, council="?")
    return council, key


async def _files_there(request: web.Request) -> HubAnswer:
    """What a council has beside its lines: a hint, as where a meeting stands."""
    council, _ = await _council_asked(request)
    return HubAnswer({"files": await request.app[DESK].store.files(council)})


async def _take_file(request: web.Request) -> HubAnswer:
    """One of them, or an empty one that is taken off: what is answered here is safe."""
    desk = request.app[DESK]
    council, key = await _council_asked(request)
    path = request.match_info["path"]
    body = await _come_in_time(_whole_body(request), LONG)
    place = HubPlace(council, path, 0)
    moment = signed_now(key, place, body, request.headers.get(SIGNATURE, ""), desk.clock())
    if not may_go_beside(path, body):
        raise HubRefusal("hub.file")
    if not await desk.store.keep_file(council, path, moment, body):
        raise HubRefusal("hub.outdated", status=409)
    desk.bell.ring(council, "")
    return HubAnswer({"files": {path: hashlib.sha256(body).hexdigest()}})


async def _come_in_time(body: Awaitable[bytes], seconds: float) -> bytes:
    """What is sent, once it is all there. Raises HubRefusal."""
    try:
        return await asyncio.wait_for(body, seconds)
    except TimeoutError:
        raise HubRefusal("hub.patience", status=408) from None


async def _whole_body(request: web.Request) -> bytes:
    """What is sent, which may be larger than a batch. Raises HubRefusal."""
    body = bytearray()
    async for block in request.content.iter_any():
        body += block
        if len(body) > LARGEST:
            raise HubRefusal("hub.size", status=413, most=LARGEST)
    return bytes(body)


async def _witnessed(request: web.Request) -> HubAnswer:
    """The newest head that this hub signed of a meeting, and the key to check it with."""
    desk = request.app[DESK]
    place = _place_asked(request)
    async with desk.store.witnessed(place.council, place.meeting) as kept:
        note = kept.last
        signature = kept.signature
    if note is None:
        raise HubRefusal("hub.unwitnessed", status=404)
    key = desk.witness.key.public.base64
    told = {"size": note.size, "head": note.head, "signature": signature, "key": key}
    return HubAnswer(told)
