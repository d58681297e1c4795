"""oEmbed for any address of the site: `/oembed?url=…`, in JSON or XML, within the size the other site has room for.

Theory. Each page that can be embedded has its answer beside it as a file (`publishing.preview`), so that a plain web
server has it too. What a file cannot do is done here: find it from the page's address, keep to `maxwidth` and
`maxheight`, and write XML for who reads nothing else. It answers for public pages of this very site and nothing else:
an address is only taken apart, never asked.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from aiohttp import web

from livecouncil.publishing.preview import OEMBED, fitting
from livecouncil.system.files import read_file

from .site import Site, site_of

_XML = "xml"
_FORMATS = ("json", _XML)
_LONGEST = 2000


async def oembed_answer(request: web.Request) -> web.Response:
    """The answer of the endpoint, for the pages of the site that is asked."""
    return await oembed_of(request, site_of(request))


def address_asked(request: web.Request) -> str:
    """The address of which somebody asks. Raises HTTPBadRequest without one."""
    wanted = request.query.get("url", "")
    if not wanted or len(wanted) > _LONGEST:
        raise web.HTTPBadRequest
    return wanted


async def oembed_of(request: web.Request, site: Site) -> web.Response:
    """The answer for a page of `site`. Raises HTTPBadRequest without an address or with a size that is none,
    HTTPNotFound for what is not public there, HTTPNotImplemented for another format (oEmbed §2.3.4)."""
    wanted = address_asked(request)
    form = request.query.get("format", _FORMATS[0])
    if form not in _FORMATS:
        raise web.HTTPNotImplemented
    width = _size(request, "maxwidth")
    height = _size(request, "maxheight")
    known = await _answer_for(wanted, site)
    if known is None:
        raise web.HTTPNotFound
    told = fitting(known, width, height)
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": f"max-age={told['cache_age']}"}
    if form == _XML:
        return web.Response(body=_oembed_xml(told), content_type="text/xml", charset="utf-8", headers=headers)
    return web.json_response(told, headers=headers, dumps=lambda said: json.dumps(said, ensure_ascii=False))


def _size(request: web.Request, name: str) -> int | None:
    asked = request.query.get(name)
    if asked is None:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 6 or not int(asked):
        raise web.HTTPBadRequest
    return int(asked)


def steps_of(address: str) -> list[str]:
    """What stands between the slashes of an address; nothing for what is none."""
    try:
        return [unquote(step) for step in urlsplit(address).path.split("/") if step]
    except ValueError:
        return []


async def _answer_for(address: str, asked: Site) -> dict[str, Any] | None:
    """What the file beside the page at `address` says; None where there is no such page, or it is another site's."""
    steps = steps_of(address)
    if not steps:
        return None
    parts = urlsplit(address)
    site = f"{parts.scheme}://{parts.netloc}".casefold()
    for first in range(len(steps)):
        for folder in _folders(steps[first:], unquote(parts.fragment)):
            known = await _read(asked, folder)
            above = "".join(f"/{step}" for step in steps[:first])
            if known and f"{site}{above}/" == _site_of(known["provider_url"]):
                return known
    return None


def _folders(steps: list[str], fragment: str) -> list[tuple[str, ...]]:
    """Folders of which a page may be meant, the most exact first: what the fragment names, what the path does. A page
    of the meeting, such as its transcript, stands for the meeting."""
    if "." in steps[-1]:
        steps = steps[:-1]
    named = fragment.removesuffix("-stemming")
    found = [tuple(steps)]
    if named and len(steps) == 1:
        found.insert(0, (steps[0], named))
    return [folder for folder in found if folder and not any(set(step) <= {"."} or "/" in step for step in folder)]


def _site_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".casefold() + parts.path


async def _read(site: Site, folder: tuple[str, ...]) -> dict[str, Any] | None:
    await site.ready_for("/".join((*folder, OEMBED)))
    try:
        told = json.loads(read_file(site.public.joinpath(*folder, OEMBED), site.public))
    except (OSError, ValueError):
        return None
    if isinstance(told, dict):
        return told
    return None


def _oembed_xml(told: dict[str, Any]) -> bytes:
    root = Element("oembed")
    for name, value in told.items():
        SubElement(root, name).text = str(value)
    made: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return made
