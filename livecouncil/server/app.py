"""The public server: read-only files and the stream, in a process of its own, following the journals.

Nothing on it can write; a screen may ask to be coupled, and the desk of this machine says which. The chamber's wall has
its own stream behind a token and alone runs ahead of the feed.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from livecouncil.core.meeting.filed_documents import FOLDER
from livecouncil.publishing import pages
from livecouncil.system.lasting import lasting

from .documents import filed_document_served
from .embedding import oembed_answer
from .follow import Meeting
from .screens import add_routes, from_this_machine
from .security import ARCHIVE, SECURITY, playing
from .sentences import LANGUAGE, server_words
from .site import SITE, Site, log_fault, site_of
from .streams import live_view

TRANSCRIPT = "/transcript.html"
INDEX = "index.html"
_TO_COME = re.compile(r"/(\d{4}-\d\d-\d\d-[a-z0-9-]+)/(?:index\.html)?")
"""The address of a meeting, which may be one that has not begun: its page comes there by itself."""
_LOOK_AGAIN = "30"
DATA = "index.jsonld"


def application(base: Path) -> web.Application:
    """The aiohttp application over the folder `base` (with `journal/` and `public/` in it)."""
    app = web.Application(middlewares=[guard])
    app[SITE] = Site(base)
    app.cleanup_ctx.append(_background)
    app.router.add_get("/healthz", _health)
    app.router.add_get("/", index_page)
    app.router.add_get("/oembed", oembed_answer)
    add_routes(app)
    app.router.add_get("/{meeting}/{live:stream|wall|wall-stream}", live_view)
    app.router.add_get("/{path:.+}", public_file)
    app.on_response_prepare.append(secured)
    return app


async def secured(request: web.Request, response: web.StreamResponse) -> None:
    """The security headers on what aiohttp answers before `guard` is asked: 417 to an `Expect` it does not know."""
    if response.status == web.HTTPExpectationFailed.status_code:
        response.headers.update(SECURITY)


async def _background(app: web.Application) -> AsyncIterator[None]:
    site = app[SITE]
    acts = (site.follow, site.write, site.beat, site.mend)
    tasks = [asyncio.create_task(lasting(act, log_fault, act.__name__)) for act in acts]
    yield
    for task in tasks:
        task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await asyncio.gather(*tasks)


@web.middleware
async def guard(request: web.Request, handler: Callable[[web.Request], object]) -> web.StreamResponse:
    """Security headers on everything; a clear page where there is nothing."""
    site = site_of(request)
    site.sweeper.has_asked(request.protocol)
    if ready := site.files.ready(request):
        return ready
    try:
        response = await handler(request)  # type: ignore[misc]
    except web.HTTPNotFound:
        asked = _TO_COME.fullmatch(request.path.removeprefix(site.root.rstrip("/")))
        waits = asked is not None and asked[1] not in site.meetings
        page = pages.not_found(LANGUAGE, server_words(), site.root, waits)
        response = web.Response(body=page, status=404, content_type="text/html", charset="utf-8")
        if waits:
            response.headers["Refresh"] = _LOOK_AGAIN
    except web.HTTPException as error:
        error.headers.update(SECURITY)
        raise
    if not response.prepared:
        response.headers.update(_security(request))
        site.files.remember(request, response)
    return response  # type: ignore[no-any-return]


def _security(request: web.Request) -> dict[str, str]:
    """Headers of a page: the archive's may run WebAssembly, a transcript may play its recording; no other may more."""
    site = site_of(request)
    asked = request.path.removeprefix(site.root.rstrip("/"))
    if asked.startswith("/archief/"):
        return ARCHIVE
    if not asked.endswith(TRANSCRIPT):
        return SECURITY
    meeting = site.meetings.get(asked.strip("/").removesuffix(TRANSCRIPT))
    if not meeting or not meeting.record:
        return SECURITY
    webcast = urlsplit(meeting.record.meeting.webcast)
    if webcast.scheme != "https" or not re.fullmatch(r"[\w.:-]+", webcast.netloc):
        return SECURITY
    return playing(webcast.netloc)


async def index_page(request: web.Request) -> web.StreamResponse:
    site = site_of(request)
    await site.ready_for("")
    return site.files.served(request, site.public / "index.html")


async def public_file(request: web.Request) -> web.StreamResponse:
    """A file below public/, never outside it."""
    site = site_of(request)
    wanted = request.match_info["path"]
    if wanted in site.meetings:
        raise web.HTTPPermanentRedirect(f"{site.root}{wanted}/")
    if "\0" in wanted:
        raise web.HTTPNotFound
    await site.ready_for(wanted)
    if wanted.endswith("/"):
        wanted += INDEX
    path = site.public / wanted
    if not path.is_relative_to(site.public):
        raise web.HTTPNotFound
    if any(part.startswith(".") for part in path.relative_to(site.public).parts):
        raise web.HTTPNotFound
    if _has_file(path / INDEX):
        raise web.HTTPPermanentRedirect(f"{site.root}{path.relative_to(site.public).as_posix()}/")
    data = path.with_name(DATA)
    if request.path.endswith("/") and _has_file(data):
        return _negotiated(request, path, data)
    if path.parent.name == FOLDER:
        return await filed_document_served(request, path, site.public)
    return site.files.served(request, path)


def _has_file(path: Path) -> bool:
    """Whether it is there; what is longer than any path may be is not."""
    try:
        return path.is_file()
    except OSError:
        return False


def _negotiated(request: web.Request, page: Path, data: Path) -> web.StreamResponse:
    """A matter as a page, or as data for who asks for that and no page."""
    accepted = request.headers.get("Accept", "")
    if "application/ld+json" in accepted and "text/html" not in accepted:
        page = data
    response = site_of(request).files.served(request, page)
    response.headers["Vary"] = "Accept, Accept-Encoding"
    return response


async def _health(request: web.Request) -> web.Response:
    """What the griffier's watchdog needs: what each audience has, and how many listen. For this machine alone: that
    something was logged is nobody's business before it is released."""
    if not from_this_machine(request):
        raise web.HTTPNotFound  # also where a page elsewhere had its name lead here
    told = {meeting.id: _health_of(meeting) for meeting in site_of(request).meetings.values()}
    screens = site_of(request).screens.standing()
    body = {"now": datetime.now(UTC).timestamp(), "meetings": told, "screens": screens}
    return web.json_response(body, headers={"Cache-Control": "no-store"})


def _health_of(meeting: Meeting) -> dict[str, object]:
    seq = 0
    if meeting.record:
        seq = meeting.record.feed.seq
    return {
        "seq": seq,
        "lines": len(meeting.events),
        "wall_at": meeting.wall_at,
        "written": meeting.written,
        "walls": len(meeting.wall.followers),
        "followers": len(meeting.feed.followers),
    }
