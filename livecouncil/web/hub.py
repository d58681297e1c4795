"""One event to many followers: encoded once, written straight to each socket, no queue or task per follower.

A follower that does not read is dropped when more than `LIMIT` bytes wait for it.
"""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import dataclass, field

LIMIT = 64 * 1024
TURN = 128  # followers between two turns of the event loop


@dataclass(frozen=True)
class Listener:
    """One open stream: its transport and the descriptor of its socket."""

    transport: asyncio.WriteTransport
    descriptor: int

    def send(self, chunk: bytes) -> bool:
        """Hand over one encoded chunk; False when this follower is gone or was dropped."""
        if self.transport.is_closing():
            return False
        waiting = self.transport.get_write_buffer_size()
        if waiting > LIMIT:
            self.transport.abort()
            return False
        if not waiting:
            try:
                sent = os.write(self.descriptor, chunk)
            except BlockingIOError:
                sent = 0
            except OSError:
                self.transport.abort()
                return False
            chunk = chunk[sent:]
        if chunk:
            self.transport.write(chunk)
        return True


@dataclass
class Hub:
    """The followers of one stream, and what they were told, for replay by id."""

    followers: set[Listener] = field(default_factory=set)
    history: list[bytes] = field(default_factory=list)

    async def publish(self, message: bytes, keep: bool = True) -> None:
        """Send one encoded event to everybody; `keep` it for whoever comes back."""
        if keep:
            self.history.append(message)
        chunk = chunked(message)
        for number, follower in enumerate(list(self.followers), 1):
            if not follower.send(chunk):
                self.followers.discard(follower)
            if number % TURN == 0:
                await asyncio.sleep(0)

    def close(self) -> None:
        """Let go of everybody, those who do not read included."""
        for follower in self.followers:
            follower.transport.abort()
        self.followers.clear()


def chunked(message: bytes) -> bytes:
    """One chunk of HTTP/1.1's chunked transfer coding (RFC 9112)."""
    return b"%x\r\n%b\r\n" % (len(message), message)


def encode(event: str, data: object, number: int | None = None) -> bytes:
    """One server-sent event; text of several lines becomes several `data:` lines."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    head = f"id: {number}\n" if number is not None else ""
    body = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"{head}event: {event}\n{body}\n".encode()
