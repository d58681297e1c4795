"""A wire between a mirror and its server that can be cut, and cut in the middle of what goes over it."""

from __future__ import annotations

import asyncio
import contextlib
import math
import socket
from types import TracebackType
from typing import Self


class Wire:
    """`port` leads to `to`. `sent` counts bytes that went that way; `cut_after` is where the wire breaks next."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._flows = asyncio.Event()
        self._flows.set()
        self.sent = 0
        self.cuts = 0
        self.cut_after: float = math.inf
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    async def __aenter__(self) -> Self:
        await self.mend()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, way: TracebackType | None
    ) -> None:
        await self.cut()
        for task in self._tasks:
            task.cancel()

    async def mend(self) -> None:
        """It leads there again."""
        self._flows.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def cut(self) -> None:
        """Nobody gets through, and whoever was is thrown out."""
        if self._server:
            self._server.close()
            self._server = None
        self._break()

    def freeze(self) -> None:
        """Everything stays open, and nothing gets through."""
        self._flows.clear()

    def _break(self) -> None:
        self.cuts += 1
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, thither = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, thither}
        for source, sink, counted in ((reader, thither, True), (there, writer, False)):
            task = asyncio.create_task(self._pump(source, sink, counted))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while block := await source.read(16_384):
                await self._flows.wait()
                if counted:
                    self.sent += len(block)
                    if self.sent > self.cut_after:
                        self.cut_after = math.inf
                        self._break()
                        return
                sink.write(block)
                await sink.drain()
        sink.close()
        self._writers.discard(sink)
