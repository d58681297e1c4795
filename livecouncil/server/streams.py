"""What is alive below a meeting's address: the public stream, and the chamber's wall behind its token.

**How a request becomes a follower.** aiohttp serves a request with a task, a parser, buffers and a keep-alive timer,
some tens of kilobytes as long as the answer lasts; a stream lasts all evening, and ten thousand are to fit in a small
machine. So aiohttp answers the head, and then the connection changes hands (`Listener.take_over`): the transport gets
the listener for its protocol, aiohttp's own protocol is told that its connection was lost, and what it held is freed.
From then on bytes go straight from the hub to the socket. Three things make that safe. The head is written and drained
before (`prepare`), so that nothing of aiohttp's still waits in front of the stream. Between the replay and joining the
hub there is no `await`, so that nothing published meanwhile can be missed. And the listener alone hears of the
connection's end, once, and gives its place back. It leans on three names of aiohttp's inside (`request.protocol`, its
`transport`, its `connection_lost`); the tests of the hub and of a real server fail where a new version changes them.
"""

from __future__ import annotations

import hmac
import random
import re
from collections.abc import Callable

from aiohttp import HttpVersion11, web

from livecouncil.publishing.folder import words_of_meeting
from livecouncil.publishing.wall_pages import wall_page

from .hub import Hub, Listener, chunked
from .limits import bound
from .security import SECURITY
from .sentences import server_sentence
from .site import meeting_now_on, site_of, told_meeting

ANY_MEETING = "MEETING"  # in the wall's address: whichever meeting goes on
STREAM = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    **SECURITY,
}


async def live_view(request: web.Request) -> web.StreamResponse:
    """What is alive below a meeting's address. One route, for each costs every request for a file."""
    acts = {"stream": _feed_stream, "wall": _wall_page, "wall-stream": _wall_stream}
    return await acts[request.match_info["live"]](request)


async def _feed_stream(request: web.Request) -> web.StreamResponse:
    """Public entries as server-sent events; ids are public numbers, replayed from `Last-Event-ID` or `?last=`.

    Entries before that number which were changed since come along, and where the meeting stands, unless `?mark=` says
    that this is known: see `Hub.replay`.
    """
    await site_of(request).ready_for(f"{request.match_info['meeting']}/stream")
    meeting = told_meeting(request)
    asked = request.headers.get("Last-Event-ID") or request.query.get("last", "0")
    last = 0
    if re.fullmatch(r"[0-9]{1,9}", asked):
        last = int(asked)
    mark = request.query.get("mark", "")

    def lacking() -> bytes:
        return meeting.feed.replay(last, mark) + meeting.beat()

    return await _attach(request, meeting.feed, lacking, {"Access-Control-Allow-Origin": "*"})


async def _wall_stream(request: web.Request) -> web.StreamResponse:
    """What the wall shows, now and whenever that changes, and the server's time."""
    meeting = told_meeting(request)
    screen = _admit(request)

    def lacking() -> bytes:
        return meeting.wall_beat(meeting_now_on(site_of(request))) + meeting.wall.replay(0)

    return await _attach(request, meeting.wall, lacking, {}, screen)


async def _wall_page(request: web.Request) -> web.StreamResponse:
    if request.match_info["meeting"] == ANY_MEETING:
        _admit(request)
        on = meeting_now_on(site_of(request))
        if not on:
            raise web.HTTPNotFound
        raise web.HTTPFound(f"../{on}/wall?token={request.query['token']}&follow=1")
    meeting = told_meeting(request)
    _admit(request)
    record = meeting.wall_record()
    return web.Response(
        body=wall_page(record, words_of_meeting(record.meeting), live=True),
        content_type="text/html",
        charset="utf-8",
        headers={"Cache-Control": "no-store"},
    )


def _admit(request: web.Request) -> int:
    """Only the chamber's own wall, with its token, runs ahead of the feed, and screens that were coupled, whose number
    this is (else 0). Who guesses is soon no longer answered."""
    site = site_of(request)
    token = request.query.get("token", "")
    if hmac.compare_digest(token.encode(), site.token.encode()):
        return 0
    if number := site.screens.number_of(token):
        return number
    if site.guesses.too_many(request.remote or ""):
        raise web.HTTPTooManyRequests(text=server_sentence("guessed") + "\n", headers={"Retry-After": "60"})
    raise web.HTTPNotFound


async def _attach(
    request: web.Request, hub: Hub, lacking: Callable[[], bytes], headers: dict[str, str], screen: int = 0
) -> web.StreamResponse:
    """Keep the connection of `request` as a follower of `hub`, told first of what it is `lacking`; `screen` is the
    number of the coupled screen that it is."""
    places = site_of(request).places
    who = request.remote or ""
    if places.none_left(who):
        raise web.HTTPTooManyRequests(text=server_sentence("crowded") + "\n")
    response = web.StreamResponse(headers=STREAM | headers)
    if request.method == "HEAD":
        return response
    if request.version < HttpVersion11:
        raise web.HTTPVersionNotSupported(text=server_sentence("old_http") + "\n")
    response.enable_chunked_encoding()
    await response.prepare(request)
    transport = request.transport
    if transport is None:
        return response
    sock = transport.get_extra_info("socket")
    bound(sock)

    def gone(follower: Listener) -> None:
        hub.followers.discard(follower)
        places.leave(who)
        if screen:
            site_of(request).screens.left(screen, follower)

    # No await between the replay and joining: nothing published meanwhile can be missed.
    follower = Listener(transport, sock.fileno(), gone)
    greeting = f"retry: {random.randint(1500, 4500)}\n\n".encode()
    follower.send(chunked(greeting + lacking()))
    hub.followers.add(follower)
    places.take(who)
    if screen:
        site_of(request).screens.joined(screen, follower)
    follower.take_over(request)
    return response
