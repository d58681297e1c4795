"""Public files over HTTP: from memory, packed, with validators.

A file is read, hashed and packed once, and again when its moment of change, size or inode differs; a reader gets it as
it was when it was opened, never half of the next. Most questions of an evening are "has this changed?", so an answer
"no" (304) is kept as bytes for whoever asks the same with the same tag: it costs one look at the file and one write.
What is kept belongs to one address and one state of the file, and carries only what any reader may get.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from pathlib import Path

import brotli
from aiohttp import HttpVersion11, web
from aiohttp.abc import AbstractStreamWriter

from livecouncil.publishing.media_types import content_type
from livecouncil.system.files import opened

OPEN = (".json", ".atom", ".csv", ".xml", ".vtt", ".jsonl", ".jsonld", ".ics", ".html", ".png")
"""What a page of another site may read: all that is public, for nothing of it depends on who asks."""
READY = 1000  # addresses with a prepared answer
SMALL = 500  # bytes up to which a file is not packed

SETTLED = 2.0
"""Seconds after which a file's date names its content: it counts whole seconds, and a file may change twice in one. Who
keeps no tag (HTTP/1.0 on the way, a proxy that drops it) would hold the first of both for good."""

Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class KeptFile:
    """A public file as last read: `stamp` tells whether it changed since."""

    path: Path
    stamp: Stamp
    body: bytes
    packed: dict[str, bytes]  # by content coding; empty for a small file
    tag: str


class Files:
    """The public files asked for so far, all of them below `root`: no link leads out of it."""

    def __init__(self, root: Path, caching: Callable[[Path], str] = lambda path: "no-cache") -> None:
        self._root = root
        self._caching = caching
        self._kept: dict[Path, KeptFile] = {}
        self._ready: dict[str, tuple[KeptFile, bytes]] = {}

    def served(self, request: web.Request, path: Path) -> web.Response:
        """The answer to `request` for the file at `path`. Raises HTTPNotFound."""
        try:
            kept = self.file(path)
        except OSError:
            raise web.HTTPNotFound from None
        headers = _headers(path, kept) | {"Cache-Control": self._caching(path)}
        if _unchanged(request, kept.tag, kept.stamp[0] / 1e9):
            return NotModified(kept, headers)
        coding = _coding(request.headers.get("Accept-Encoding", ""), kept.packed)
        if coding:
            return web.Response(body=kept.packed[coding], headers=headers | {"Content-Encoding": coding})
        return web.Response(body=kept.body, headers=headers)

    def file(self, path: Path) -> KeptFile:
        """A public file with its tag and its packed form, read again only when it changed. Raises OSError."""
        with os.fdopen(opened(path, self._root), "rb") as file:
            stamp = _file_stamp(os.fstat(file.fileno()))
            kept = self._kept.get(path)
            if kept is None or kept.stamp != stamp:
                kept = self._kept[path] = _as_read(path, stamp, file.read())
        return kept

    def remember(self, request: web.Request, response: web.StreamResponse) -> None:
        """Keep a 304, with all its headers, for whoever asks the same of the same file."""
        if not isinstance(response, NotModified):
            return
        if len(self._ready) >= READY:
            self._ready.clear()
        rows = "".join(f"{name}: {value}\r\n" for name, value in response.headers.items())
        head = f"HTTP/1.1 304 Not Modified\r\n{rows}".encode()
        self._ready[request.raw_path] = response.kept, head

    def ready(self, request: web.Request) -> web.StreamResponse | None:
        """The prepared answer where the tag sent is still the file's; None for any other request."""
        kept, head = self._ready.get(request.raw_path, (None, b""))
        if kept is None or request.headers.get("If-None-Match") != kept.tag or request.method != "GET":
            return None
        if request.version != HttpVersion11 or not request.keep_alive:
            return None
        with contextlib.suppress(OSError):
            if _file_stamp(kept.path.lstat()) == kept.stamp:
                return PreparedAnswer(head + _date(int(time.time())))
        return None


class NotModified(web.Response):
    """The answer 304 for a file as `kept`: what may be given again while the file is the same."""

    def __init__(self, kept: KeptFile, headers: dict[str, str]) -> None:
        super().__init__(status=304, headers=headers)
        self.kept = kept


class PreparedAnswer(web.StreamResponse):
    """An answer without a body whose bytes are ready, to a request that leaves its connection open."""

    def __init__(self, head: bytes) -> None:
        super().__init__()
        self._head = head

    @property
    def keep_alive(self) -> bool:
        return True

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        if request.transport:
            request.transport.write(self._head)
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing follows."""


@lru_cache(maxsize=1)
def _date(second: int) -> bytes:
    return f"Date: {formatdate(second, usegmt=True)}\r\n\r\n".encode()


def _as_read(path: Path, stamp: Stamp, body: bytes) -> KeptFile:
    packed: dict[str, bytes] = {}
    if len(body) > SMALL:
        packed = {"br": brotli.compress(body, quality=5), "gzip": gzip.compress(body, 6, mtime=0)}
    digest = hashlib.sha256(body).hexdigest()
    return KeptFile(path, stamp, body, packed, tag=f'"{digest[:20]}"')


def _file_stamp(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino


def _headers(path: Path, kept: KeptFile) -> dict[str, str]:
    headers = {
        "ETag": kept.tag,
        "Content-Type": content_type(path),
        "Vary": "Accept-Encoding",
    }
    changed = kept.stamp[0] / 1e9
    if time.time() - changed > SETTLED:
        headers["Last-Modified"] = formatdate(changed, usegmt=True)
    if path.suffix in OPEN:
        headers["Access-Control-Allow-Origin"] = "*"
    return headers


def _coding(accepted: str, offered: Iterable[str]) -> str:
    """The first of `offered` that `Accept-Encoding` takes (RFC 9110 §12.5.3); '' for none."""
    asked = [part.replace(" ", "").partition(";q=") for part in accepted.casefold().split(",")]
    taken = {name for name, _, weight in asked if not re.fullmatch(r"0(\.0*)?", weight)}
    return next((coding for coding in offered if coding in taken), "")


def _unchanged(request: web.Request, tag: str, modified: float) -> bool:
    if known := request.headers.get("If-None-Match"):
        tags = [one.strip().removeprefix("W/") for one in known.split(",")]
        return tag in tags or known.strip() == "*"
    if since := request.headers.get("If-Modified-Since"):
        with contextlib.suppress(ValueError, TypeError, OverflowError):
            return int(modified) <= parsedate_to_datetime(since).timestamp()
    return False
