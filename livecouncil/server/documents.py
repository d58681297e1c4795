"""Documents of motions over HTTP: from the disk in pieces, never kept in memory and never packed.

Theory. They are the only public files that somebody else made. So each goes out as the one kind its name says, and the
browser is told not to guess; what a browser does not show itself is saved and not opened in the site's name. They may
be large and are seldom asked for, so one reader costs a piece of memory and no more. A document's address is made of
its hash, so whoever has it has it for good, and asks only whether it is still public.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from aiohttp import web

from livecouncil.publishing.media_types import content_type
from livecouncil.system.files import opened

from .security import SECURITY

PIECE = 1 << 18
STUCK = 30.0
"""Seconds in which a reader must have taken a piece; who does not is dropped."""
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
        response = web.StreamResponse(headers=headers | SECURITY)
        response.content_length = size
        await response.prepare(request)
        left = size
        while request.method == "GET" and left and (piece := file.read(min(PIECE, left))):
            async with asyncio.timeout(STUCK):
                await response.write(piece)
            left -= len(piece)
    await response.write_eof()
    return response


def _headers_of(path: Path) -> dict[str, str]:
    where = "attachment"
    if path.suffix in _SHOWN:
        where = "inline"
    return {
        "ETag": f'"{path.stem}"',
        "Cache-Control": "no-cache",
        "Content-Type": content_type(path),
        "Content-Disposition": f'{where}; filename="{path.name}"',
    }
