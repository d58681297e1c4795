"""One event to many followers: encoded once, written straight to each socket, no queue or task per follower.

A follower that does not read is dropped when more than `LIMIT` bytes wait for it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from aiohttp import web

LIMIT = 64 * 1024


@dataclass
class Hub:
    """The followers of one stream, and what they were told, for replay by id."""

    followers: set[web.StreamResponse] = field(default_factory=set)
    history: list[bytes] = field(default_factory=list)

    def publish(self, message: bytes, keep: bool = True) -> None:
        """Send one encoded event to everybody; `keep` it for whoever comes back."""
        if keep:
            self.history.append(message)
        for follower in list(self.followers):
            self.send(follower, message)

    def send(self, follower: web.StreamResponse, message: bytes) -> None:
        transport = follower._req.transport if follower._req else None
        if transport is None or transport.is_closing():
            self.followers.discard(follower)
        elif transport.get_write_buffer_size() > LIMIT:
            self.followers.discard(follower)
            transport.abort()
        else:
            transport.write(b"%x\r\n%b\r\n" % (len(message), message))


def encode(event: str, data: object, number: int | None = None) -> bytes:
    """One server-sent event; text of several lines becomes several `data:` lines."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    head = f"id: {number}\n" if number is not None else ""
    body = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"{head}event: {event}\n{body}\n".encode()
