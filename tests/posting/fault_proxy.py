"""A proxy that does what networks do to a request: refuses it, loses its answer, keeps it waiting, answers nonsense.

In a test: `async with FaultProxy(upstream) as proxy`, then `proxy.plan("lose", "pass")` for the next writes, or
`FaultProxy(upstream, seed=1, share=0.5)` for a plan of its own. As a process:
`python -m tests.networks.fault_proxy UPSTREAM [--seed N --share P --hold S --faults a,b --only PATH]` prints its URL,
takes plans at POST /_faults {"plan": [...]}, tells what it did at GET /_faults and stops at end of input.
Only writes (POST, PUT, PATCH, DELETE) are touched, except that a refusing proxy is closed to everybody.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import socket
import struct
import sys
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, TCPConnector, web
from multidict import CIMultiDict

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
NOT_FORWARDED = {"401", "403", "422", "429", "500", "502", "503"}
FAULTS = {
    "pass": "forwarded",
    "refuse": "closed: nobody can connect for a moment",
    "reset": "connection reset before forwarding",
    "lose": "forwarded and accepted, then reset: the answer is lost",
    "hold": "forwarded and accepted, the answer held back",
    "late": "forwarded only after holding: accepted when nobody waits any longer",
    "malformed": "forwarded, answered 200 with JSON that is none",
    "truncated": "forwarded, the answer cut off halfway",
    "504": "forwarded and accepted, then answered 504 as a gateway does that lost patience",
    **{status: f"answered {status}, not forwarded" for status in sorted(NOT_FORWARDED)},
}
# What may befall a post that has to arrive once all the same. ("late" is not among them: no outbox can know of it.)
STORM = ("refuse", "reset", "lose", "hold", "malformed", "truncated", "429", "500", "502", "503", "504")
HOP = {"connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "content-length", "host"}


class FaultProxy:
    def __init__(
        self,
        upstream: str,
        *,
        seed: int | None = None,
        share: float = 0.5,
        faults: Sequence[str] = STORM,
        hold: float = 3.0,
        closed: float = 0.05,
        only: str = "",
    ) -> None:
        self.upstream = upstream.rstrip("/")
        self.random = random.Random(seed) if seed is not None else None
        self.share, self.faults, self.hold, self.closed, self.only = share, faults, hold, closed, only
        self.planned: deque[str] = deque()
        self.counts: Counter[str] = Counter()
        self.done: list[tuple[str, str, str]] = []
        self._leaving = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    # The port stays ours while nobody listens on it, so that it refuses and nobody else can take it.
    async def __aenter__(self) -> Self:
        self._reserved = bound(0)
        self.port = self._reserved.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._session = ClientSession(connector=TCPConnector(force_close=True), auto_decompress=False)
        app = web.Application(client_max_size=2**26)
        app.router.add_route("*", "/_faults", self._control)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        self._site: web.SockSite | None = None
        await self.open()
        self._ahead()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        for task in self._tasks:
            task.cancel()
        await self._runner.cleanup()
        await self._session.close()
        self._reserved.close()

    async def open(self) -> None:
        if not self._site:
            self._site = web.SockSite(self._runner, bound(self.port))
            await self._site.start()

    async def close(self) -> None:
        """Refuse every connection until opened again. None is open that has had its answer: each ends with it."""
        if self._site:
            site, self._site = self._site, None
            await site.stop()

    def plan(self, *faults: str) -> None:
        """What befalls the next writes, one each; after them writes pass, or follow the seed."""
        unknown = set(faults) - set(FAULTS)
        assert not unknown, unknown
        self.planned.extend(faults)
        self._ahead()

    def _ahead(self) -> None:
        """A refusal is not met by a request but by the lack of one: it happens as soon as its turn is next."""
        if not self.planned and self.random:
            struck = self.random.random() < self.share
            self.planned.append(self.random.choice(self.faults) if struck else "pass")
        while self.planned and self.planned[0] == "refuse":
            self._note("", "", self.planned.popleft())
            task = asyncio.get_running_loop().create_task(self._refuse())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            self._ahead()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = await self._answer(request, await request.read())
        answer.force_close()
        return answer

    async def _answer(self, request: web.Request, body: bytes) -> web.StreamResponse:
        if request.method not in WRITES or self.only not in request.path:
            return await self._forward(request, body)
        fault = self.planned.popleft() if self.planned else "pass"
        self._note(request.method, request.path, fault)
        self._ahead()
        return await self._befall(fault, request, body)

    def _note(self, method: str, path: str, fault: str) -> None:
        self.counts[fault] += 1
        self.done.append((method, path, fault))

    async def _befall(self, fault: str, request: web.Request, body: bytes) -> web.StreamResponse:
        if fault == "reset":
            return abort(request)
        if fault in NOT_FORWARDED:
            return failure(fault)
        if fault == "late":
            await self._wait()
        answer = await self._forward(request, body)
        if fault in ("hold", "late"):
            if fault == "hold":
                await self._wait()
            return abort(request)
        return await garbled(fault, request, answer)

    async def _forward(self, request: web.Request, body: bytes) -> web.Response:
        headers = CIMultiDict((k, v) for k, v in request.headers.items() if k.lower() not in HOP)
        url = self.upstream + request.raw_path
        try:
            async with self._session.request(
                request.method, url, data=body or None, headers=headers, allow_redirects=False
            ) as got:
                kept = CIMultiDict((k, v) for k, v in got.headers.items() if k.lower() not in HOP)
                return web.Response(status=got.status, reason=got.reason, body=await got.read(), headers=kept)
        except ClientError as error:
            return web.json_response({"error": f"{self.upstream}: {error}"}, status=502)

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._leaving.wait(), self.hold)

    async def _refuse(self) -> None:
        await self.close()
        await asyncio.sleep(self.closed)
        await self.open()

    async def _control(self, request: web.Request) -> web.Response:
        if request.method == "POST":
            self.plan(*(await request.json())["plan"])
        return web.json_response({"counts": self.counts, "done": self.done, "planned": list(self.planned)})


def bound(port: int) -> socket.socket:
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", port))
    return held


def abort(request: web.Request) -> web.StreamResponse:
    """Reset the connection (RST), with no answer."""
    if request.transport:
        raw = request.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response()


def failure(status: str) -> web.Response:
    headers = {"Retry-After": "1"} if status in ("429", "503") else None
    return web.json_response({"error": f"fault {status}"}, status=int(status), headers=headers)


async def garbled(fault: str, request: web.Request, answer: web.Response) -> web.StreamResponse:
    if fault == "lose":
        return abort(request)
    if fault == "504":
        return failure(fault)
    if fault == "malformed":
        return web.Response(text='{"id": "1", "conten', content_type="application/json")
    if fault == "truncated":
        return await cut(request, answer)
    return answer


async def cut(request: web.Request, answer: web.Response) -> web.StreamResponse:
    """Half of the body that its length promises."""
    body = bytes(answer.body or b"")  # type: ignore[arg-type]
    half = web.StreamResponse(status=answer.status, headers=answer.headers)
    half.force_close()
    half.content_length = len(body) + 1
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
    if request.transport:
        request.transport.close()
    return half


def options(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fault_proxy")
    parser.add_argument("upstream")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--hold", type=float, default=3.0)
    parser.add_argument("--only", default="")
    parser.add_argument("--faults", type=lambda names: names.split(","), default=STORM)
    return parser.parse_args(given)


async def main(given: argparse.Namespace) -> None:
    async with FaultProxy(**vars(given)) as proxy:
        print(proxy.url, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(options(sys.argv[1:])))
