"""What a server over there answers, read within bounds: it may be broken, hostile, or a page that asks to log in."""

from __future__ import annotations

import aiohttp

from livecouncil.errors import MirrorAway


async def within(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """The body of an answer. Raises MirrorAway where it has more bytes than `most`."""
    body = bytearray()
    async for block in answer.content.iter_any():
        body += block
        if len(body) > most:
            raise MirrorAway("mirroring.nonsense")
    return bytes(body)
