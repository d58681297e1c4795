"""Documents of motions over HTTP: from the disk in pieces, never kept in memory and never packed.

Theory. They are the only public files that somebody else made. So each goes out as the one kind its name says, and the
browser is told not to guess; what a browser does not show itself is saved and not opened in the site's name. They may
be large and are seldom asked for, so one reader costs a piece of memory and no more, and one that shows a page at a
time gets the part it asks for. A document's address is made of its hash, so whoever has it has it for good, and asks
only whether it is still public.
"""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import BinaryIO

from aiohttp import web

from livecouncil.publishing.media_types import content_type
from livecouncil.system.files import opened

from .security import SECURITY

PIECE = 1 << 18
STUCK = 30.0
"""Seconds in which a reader must have taken a piece; who does not is dropped."""
_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})")
_SHOWN = (".pdf", ".txt")
"""What a browser shows by itself, and without running anything of it."""


async def filed_document_served(request: web.Request, path: Path, root: Path) -> web.StreamResponse:
    """The answer to `request` for the document at `path`, with no link followed below `root`. Raises HTTPNotFound."""
    try:
        descriptor = opened(path, root)
    except OSError:
        raise web.HTTPNotFound from None
    with os.fdopen(descriptor, "rb") as file:
        size = os.fstat(descriptor).st_size
        headers = _headers_of(path)
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        try:
            part = _part_asked(request, headers["ETag"], size)
        except _NoSuchPart:
            return web.Response(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        if part != range(size):
            headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        response = web.StreamResponse(status=206 if "Content-Range" in headers else 200, headers=headers | SECURITY)
        response.content_length = len(part)
        await response.prepare(request)
        file.seek(part.start)
        if request.method == "GET":
            await _sent(response, file, len(part))
    await response.write_eof()
    return response


async def _sent(response: web.StreamResponse, file: BinaryIO, size: int) -> None:
    """The next `size` bytes of `file`, a piece at a time."""
    left = size
    while left and (piece := file.read(min(PIECE, left))):
        async with asyncio.timeout(STUCK):
            await response.write(piece)
        left -= len(piece)


class _NoSuchPart(Exception):
    """A part is asked for that begins behind the end."""


def _part_asked(request: web.Request, etag: str, size: int) -> range:
    """The bytes that are asked for: all, or one stretch of what the reader has the beginning of. A range that cannot
    be read, or several, is as if none was asked for. Raises _NoSuchPart."""
    whole = range(size)
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    if not asked or request.headers.get("If-Range", etag) != etag or not (asked[1] or asked[2]):
        return whole
    if not asked[1]:
        first = max(0, size - int(asked[2]))
        last = size - 1
    else:
        first = int(asked[1])
        last = min(int(asked[2] or size - 1), size - 1)
        if asked[2] and int(asked[2]) < first:
            return whole
    if first >= size:
        raise _NoSuchPart
    return range(first, last + 1)


def _headers_of(path: Path) -> dict[str, str]:
    where = "attachment"
    if path.suffix in _SHOWN:
        where = "inline"
    return {
        "ETag": f'"{path.stem}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
        "Content-Type": content_type(path),
        "Content-Disposition": f'{where}; filename="{path.name}"',
    }
