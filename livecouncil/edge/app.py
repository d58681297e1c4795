"""An edge over HTTP: below `/<council>/` what the council's own server has, but for the wall.

What is told to a cache in front is in `site.caching`; streams say of themselves that nobody may keep them. Who watches
the edge asks a port of its own: behind a proxy on the same machine everybody seems to be this machine.
"""

from __future__ import annotations

from aiohttp import web

from livecouncil.publishing.pages import page_templates
from livecouncil.server.app import guard, index_page, public_file, secured
from livecouncil.server.embedding import address_asked, oembed_answer, oembed_of, steps_of
from livecouncil.server.sentences import LANGUAGE, server_words
from livecouncil.server.site import SITE_OF
from livecouncil.server.streams import live_view

from .councils import Councils
from .site import PAGES, EdgeSite

COUNCILS = web.AppKey("councils", Councils)


def edge_application(councils: Councils) -> web.Application:
    """The aiohttp application."""
    app = web.Application(middlewares=[guard])
    app[COUNCILS] = councils
    app[SITE_OF] = _site_asked
    app.router.add_get("/", _councils_page)
    app.router.add_get("/oembed", _oembed_of_its_council)
    app.router.add_get("/static/{name}", _shared)
    app.router.add_get("/{council}", _to_its_list)
    app.router.add_get("/{council}/", index_page)
    app.router.add_get("/{council}/oembed", oembed_answer)
    app.router.add_get("/{council}/{meeting}/{live:stream}", live_view)
    app.router.add_get("/{council}/{path:.+}", public_file)
    app.on_response_prepare.append(secured)
    return app


def _site_asked(request: web.Request) -> EdgeSite:
    """The council's site; one without meetings for what belongs to none."""
    councils = request.app[COUNCILS]
    council = request.match_info.get("council", "")
    return councils.sites.get(council) or councils.none


async def _shared(request: web.Request) -> web.Response:
    """Style of the pages that are no council's."""
    site = request.app[COUNCILS].none
    await site.ready_for("static")
    return site.files.served(request, site.public / "static" / request.match_info["name"])


async def _oembed_of_its_council(request: web.Request) -> web.Response:
    """For whoever knows one address for all: the council is in the address of the page."""
    sites = request.app[COUNCILS].sites
    named = (sites[step] for step in steps_of(address_asked(request)) if step in sites)
    return await oembed_of(request, next(named, request.app[COUNCILS].none))


async def _to_its_list(request: web.Request) -> web.Response:
    council = request.match_info["council"]
    if council not in request.app[COUNCILS].sites:
        raise web.HTTPNotFound
    raise web.HTTPPermanentRedirect(f"/{council}/")


async def _councils_page(request: web.Request) -> web.Response:
    """The councils that are here."""
    names = [(council, site.title()) for council, site in sorted(request.app[COUNCILS].sites.items()) if site.meetings]
    page = page_templates().get_template("councils.html").render(language=LANGUAGE, t=server_words().t, councils=names)
    return web.Response(text=page, content_type="text/html", charset="utf-8", headers={"Cache-Control": PAGES})
