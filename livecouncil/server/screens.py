"""How a screen is coupled over HTTP: `/wand` shows digits, the desk on this machine says which are meant.

The desk alone may couple: the request must come from this machine, name it as its host (no page elsewhere can have its
name lead here), and bear the wall's token, which only the griffier's own user can read. A page of another site cannot
have digits shown either: what asks for them must be of this origin.
"""

from __future__ import annotations

import hmac
import re

from aiohttp import web

from livecouncil.core.text.addresses import host_of, loopback
from livecouncil.publishing.pages import page_templates

from .sentences import LANGUAGE, server_sentence, server_words
from .site import Site, meeting_now_on, site_of

_NO_STORE = {"Cache-Control": "no-store"}
MOST = 64
"""Bytes of what the desk says."""


def add_routes(app: web.Application) -> None:
    """The addresses of coupling, before those of the public files."""
    app.router.add_get("/wand", _page_of_digits)
    app.router.add_post("/wand", _asked_for_digits)
    app.router.add_get("/wand/state", _state_of_screen)
    app.router.add_post("/wand/pair", _couple)


def from_this_machine(request: web.Request) -> bool:
    """Whether a program of this machine asks, and knows that it asks this machine."""
    transport = request.transport
    own = transport.get_extra_info("sockname")[0] if transport else ""
    asked = host_of(f"http://{request.headers.get('Host', '')}/")
    remote = request.remote or ""
    return (loopback(remote) or remote == own) and (loopback(asked) or asked == own)


async def _page_of_digits(request: web.Request) -> web.Response:
    page = page_templates().get_template("wand.html").render(language=LANGUAGE, t=server_words().t)
    return web.Response(text=page, content_type="text/html", charset="utf-8", headers=_NO_STORE)


async def _asked_for_digits(request: web.Request) -> web.Response:
    """Digits to show, and the secret that becomes good with them."""
    origin = request.headers.get("Origin")
    if origin and origin != f"{request.scheme}://{request.headers.get('Host', '')}":
        raise web.HTTPForbidden(text=server_sentence("pair_elsewhere") + "\n")
    site = site_of(request)
    given = None
    if not site.asks.too_many(request.remote or ""):
        given = site.screens.ask(request.remote or "")
    if given is None:
        raise web.HTTPTooManyRequests(text=server_sentence("pair_crowded") + "\n", headers={"Retry-After": "60"})
    digits, secret = given
    return web.json_response({"digits": digits, "token": secret}, headers=_NO_STORE)


async def _state_of_screen(request: web.Request) -> web.Response:
    """What becomes of a screen: asked, or paired with the meeting it goes to ('' before there is one)."""
    site = site_of(request)
    token = request.query.get("token", "")
    if site.screens.number_of(token) or hmac.compare_digest(token.encode(), site.token.encode()):
        return web.json_response({"state": "paired", "meeting": meeting_now_on(site)}, headers=_NO_STORE)
    if site.screens.asks(token):
        return web.json_response({"state": "asked"}, headers=_NO_STORE)
    if site.guesses.too_many(request.remote or ""):
        raise web.HTTPTooManyRequests(text=server_sentence("guessed") + "\n", headers={"Retry-After": "60"})
    raise web.HTTPNotFound


async def _couple(request: web.Request) -> web.Response:
    """The desk names the digits of a screen."""
    site = site_of(request)
    if not from_this_machine(request) or not _of_the_desk(request, site):
        raise web.HTTPNotFound
    digits = (await request.content.read(MOST)).decode("ascii", "replace")
    screen = None
    if re.fullmatch(r"[0-9]{6}", digits):
        screen = site.screens.couple(digits)
    if screen:
        told = {"number": screen.number, "address": screen.address, "trouble": site.screens.trouble}
        return web.json_response(told, headers=_NO_STORE)
    if site.screens.mistyped():
        return web.json_response({}, status=429, headers=_NO_STORE)
    return web.json_response({}, status=410, headers=_NO_STORE)


def _of_the_desk(request: web.Request, site: Site) -> bool:
    borne = request.headers.get("Authorization", "")
    return hmac.compare_digest(borne.encode(), f"Bearer {site.token}".encode())
