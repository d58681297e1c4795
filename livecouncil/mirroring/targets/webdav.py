"""A mirror reached by WebDAV over TLS: what many a web host offers beside its website.

A file is sent by one PUT straight to its name: common servers write beside it and rename (nginx, Apache), where MOVE
leaves a moment without any file. Folders are made by MKCOL with a slash. Some servers cannot list (nginx without its
extension); nothing here needs that. No redirect is followed, so that what is secret goes to the server that was named.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

import aiohttp
from lxml import etree

from livecouncil.core.text.addresses import keeps_secrets
from livecouncil.errors import MirrorAway, MirrorFull, MirrorRefused
from livecouncil.publishing.media_types import content_type

from ..answers import within

WAIT = 15
"""Seconds for a connection, and for an answer."""
_NO_LIST = (400, 403, 405, 501)
_THERE = (405, 301)
_ENTRY = "{DAV:}response"
_IN_PARTS = 207
"""An answer of several: to what changes something it says that a part of it failed (RFC 4918 §9.6.1)."""


_A_PAGE = 200
"""Who keeps a file says 201 or 204; a page with this is one that asks to log in, and nothing was kept."""
LARGEST = 256_000_000
"""Bytes of an answer at most."""


@dataclass(frozen=True)
class DavAddress:
    """The address of the folder, who logs in and with what; both '' where the server asks nobody."""

    url: str
    user: str
    password: str


class WebDav:
    """A `Target` over one session."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url.rstrip("/") + "/"
        self._made: set[str] = set()

    async def list(self, folder: str) -> dict[str, int | None] | None:
        """See `Target`."""
        url = self._at(f"{folder}/".lstrip("/"))
        status, body = await self._ask("PROPFIND", url, headers={"Depth": "1"})
        if status == 404:
            return {}
        if status in _NO_LIST:
            return None
        if status != _IN_PARTS:
            _judge(status, url)
            raise MirrorAway("mirroring.nonsense")
        return _entries(body, urlsplit(url).path)

    async def put(self, path: str, data: bytes) -> None:
        """See `Target`."""
        await self._make(path)
        headers = {"Content-Type": content_type(PurePosixPath(path))}
        status, body = await self._ask("PUT", self._at(path), data=data, headers=headers)
        if status in (404, 409):
            raise MirrorAway("mirroring.status", status=status)
        if status == _A_PAGE and body.lstrip().startswith(b"<"):
            raise MirrorAway("mirroring.nonsense")
        _judge(status, path)

    async def _make(self, path: str) -> None:
        for end in [at for at, sign in enumerate(path) if sign == "/"]:
            folder = path[:end]
            if folder not in self._made:
                status, _ = await self._ask("MKCOL", f"{self._at(folder)}/")
                if status not in _THERE:
                    _judge(status, folder)
                self._made.add(folder)

    async def delete(self, path: str) -> None:
        """See `Target`."""
        status, _ = await self._ask("DELETE", self._at(path))
        if status not in (404, 409, 410):
            _judge(status, path)

    async def get(self, path: str) -> bytes | None:
        """See `Target`."""
        status, body = await self._ask("GET", self._at(path), headers={"Cache-Control": "no-cache"})
        if status in (404, 410):
            return None
        _judge(status, path)
        return body

    def _at(self, path: str) -> str:
        return self._url + quote(path)

    async def _ask(
        self, method: str, url: str, *, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        try:
            async with self._session.request(method, url, data=data, headers=headers, allow_redirects=False) as answer:
                return answer.status, await within(answer, LARGEST)
        except (aiohttp.ClientConnectorError, TimeoutError):
            raise MirrorAway("mirroring.unreachable") from None
        except (aiohttp.ClientError, OSError):
            raise MirrorAway("mirroring.broke") from None


def _judge(status: int, path: str) -> None:
    """Raise what a status means; nothing where it went well."""
    if 200 <= status < 300 and status != _IN_PARTS:
        return
    if status == 507:
        raise MirrorFull("mirroring.full")
    if status >= 500 or status in (_IN_PARTS, 408, 423, 425, 429):
        raise MirrorAway("mirroring.status", status=status)
    if status == 401:
        raise MirrorRefused("mirroring.password")
    raise MirrorRefused("mirroring.status_of", status=status, path=path)


def _entries(body: bytes, own: str) -> dict[str, int | None]:
    """Names and sizes of a multistatus answer (RFC 4918 §9.1) but for the folder's own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        raise MirrorAway("mirroring.nonsense") from None
    found: dict[str, int | None] = {}
    for entry in root.iter(_ENTRY):
        path = unquote(urlsplit(entry.findtext("{DAV:}href", "")).path)
        if path.rstrip("/") == unquote(own).rstrip("/"):
            continue
        name = path.rstrip("/").rpartition("/")[2]
        found[name] = None
        if entry.find(".//{DAV:}collection") is None:
            size = entry.findtext(".//{DAV:}getcontentlength", "").strip()
            found[name] = int(size) if size.isascii() and size.isdecimal() else 0
    return found


@contextlib.asynccontextmanager
async def webdav(address: DavAddress) -> AsyncIterator[WebDav]:
    """The mirror at `address`. Raises MirrorRefused where a secret would go over plain http."""
    if not keeps_secrets(address.url):
        raise MirrorRefused("mirroring.plain_http")
    headers = {}
    if address.user:
        known = base64.b64encode(f"{address.user}:{address.password}".encode()).decode()
        headers["Authorization"] = f"Basic {known}"  # RFC 7617; no redirect takes it elsewhere
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=WAIT, sock_read=WAIT)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        yield WebDav(session, address.url)
