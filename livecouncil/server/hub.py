"""One event to many followers: encoded once, written straight to each socket, no queue or task per follower.

A follower that does not read is dropped when more than `LIMIT` bytes wait for it.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

LIMIT = 64 * 1024
DIRECT = sys.platform != "win32"  # there a socket is no file that could be written to
TURN = 128  # followers between two turns of the event loop


class Listener(asyncio.Protocol):
    """One open stream: its transport, the descriptor of its socket, and nothing else of the request it began as."""

    __slots__ = ("_behind", "_descriptor", "_left", "_transport")

    def __init__(self, transport: asyncio.Transport, descriptor: int, left: Callable[[Listener], None]) -> None:
        self._transport = transport
        self._descriptor = descriptor
        self._left = left
        self._behind = not DIRECT or transport.get_write_buffer_size() > 0
        transport.set_write_buffer_limits(high=0)  # so that it tells of every byte that has to wait

    def take_over(self, request: web.BaseRequest) -> None:
        """Have the connection of `request`, whose head was answered; aiohttp takes it for lost and frees its memory."""
        self._transport.set_protocol(self)
        request.protocol.transport = None
        request.protocol.connection_lost(None)

    def connection_lost(self, exc: Exception | None) -> None:
        """The follower left; its descriptor may be another's from now on."""
        self._descriptor = -1
        self._left(self)

    def pause_writing(self) -> None:
        self._behind = True

    def resume_writing(self) -> None:
        self._behind = not DIRECT

    def send(self, chunk: bytes) -> None:
        """Hand over one encoded chunk; a follower that is gone or does not read is dropped."""
        if self._behind:
            self._wait(chunk)
            return
        try:
            sent = os.write(self._descriptor, chunk)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._transport.abort()
            return
        if sent < len(chunk):
            self._transport.write(chunk[sent:])

    def _wait(self, chunk: bytes) -> None:
        if self._transport.get_write_buffer_size() > LIMIT:
            self._transport.abort()
        else:
            self._transport.write(chunk)

    def drop(self) -> None:
        """Let go of a follower, also of one that does not read."""
        self._transport.abort()


@dataclass
class Hub:
    """The followers of one stream, and what whoever comes back must know.

    Nobody keeps what was taken back: numbered events are kept as they now stand, and whoever held one that was changed
    since is told of it anew, however long it was away and whatever it missed.
    """

    followers: set[Listener] = field(default_factory=set)
    history: list[bytes] = field(default_factory=list)  # numbered events as they now stand, that of number 1 first
    changed: dict[int, bytes] = field(default_factory=dict)  # what tells that the event of a number was changed
    standing: bytes = b""  # the whole of what has no number
    mark: str = ""  # names what `standing` says: who has that already is not told again
    spoke: float = 0.0  # when they last heard anything (monotonic seconds)

    async def publish(self, message: bytes, keep: bool = True) -> None:
        """Send one encoded event to everybody; `keep` it for whoever comes back."""
        if keep:
            self.history.append(message)
        if not message:
            return
        self.spoke = time.monotonic()
        chunk = chunked(message)
        everybody = list(self.followers)
        for first in range(0, len(everybody), TURN):
            if first:
                await asyncio.sleep(0)
            for follower in everybody[first : first + TURN]:
                follower.send(chunk)

    def keep(self, message: bytes) -> bytes:
        """The next numbered event is `message`, which is told to everybody hereafter."""
        self.history.append(message)
        return message

    def change(self, number: int, message: bytes, notice: bytes) -> bytes:
        """The event of `number` is `message` from now on; `notice`, given back, tells who had it, also on return."""
        self.history[number - 1] = message
        self.changed[number] = notice
        return notice

    def forget(self) -> None:
        """Everything told is void: numbers begin anew."""
        self.history.clear()
        self.changed.clear()

    def replay(self, last: int, mark: str = "") -> bytes:
        """What a follower lacks that has the events up to number `last`, however old its copies of them are, and what
        stands that is named `mark`. Who has more than there are began before the numbers did: all is told anew."""
        if last > len(self.history):
            return sse_event("reset", "") + self.replay(0, mark)
        changed = [self.changed[number] for number in sorted(self.changed) if number <= last]
        standing = self.standing
        if mark and mark == self.mark:
            standing = b""
        return b"".join([*changed, *self.history[last:], standing])

    def close(self) -> None:
        """Let go of everybody."""
        for follower in list(self.followers):
            follower.drop()


def chunked(message: bytes) -> bytes:
    """One chunk of HTTP/1.1's chunked transfer coding (RFC 9112)."""
    return b"%x\r\n%b\r\n" % (len(message), message)


def sse_event(event: str, data: object, number: int | None = None) -> bytes:
    """One server-sent event; text of several lines becomes several `data:` lines."""
    if isinstance(data, str):
        text = data
    else:
        text = json.dumps(data, ensure_ascii=False)
    if number is not None:
        head = f"id: {number}\n"
    else:
        head = ""
    body = "".join(f"data: {line}\n" for line in text.splitlines() or [""])
    return f"{head}event: {event}\n{body}\n".encode()
