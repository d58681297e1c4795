"""One signed webhook for everything else: whoever receives it tells repeats by their id.

`Livecouncil-Signature: t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>` and `Livecouncil-Id` say who sent it
and which one it is. The address actually connected to is checked, so that no name leads into the council's own network.
"""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Callable
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client import ClientRequest
from aiohttp.connector import Connection
from aiohttp.resolver import ThreadedResolver
from aiohttp.tracing import Trace

from livecouncil.core.council.model import Channel
from livecouncil.core.text.addresses import forbidden, host_of
from livecouncil.core.text.length import fits
from livecouncil.errors import Parked, Unsure
from livecouncil.posting.outbox import Sending
from livecouncil.settings.secrets import Secret

from .client import Http, Ref, Thread


class Webhook:
    """One receiver; the secret holds `url` and `key`, for an address may be a secret too."""

    def __init__(self, http: Http, channel: Channel, secret: Secret, clock: Callable[[], datetime]) -> None:
        self._http = http
        self._url = secret.get("url", "")
        self._key = secret.get("key", "")
        self._clock = clock
        self._private = channel.private

    async def ready(self) -> None:
        """Refuse an address that leads into the council's own network, however it is written."""
        host = host_of(self._url)
        if not host:
            raise Parked("no address")
        if not self._private and forbidden(host):
            raise Parked("private address")

    async def whoami(self) -> str:
        """The receiver's host; it gets a signed message marked as a test."""
        await self._tell(Sending("webhook", 0, key="test"), {"test": True})
        return host_of(self._url)

    def fits(self, text: str) -> bool:
        return fits(text, "webhook")

    def objection(self, text: str) -> str:
        return ""

    async def send(self, row: Sending, thread: Thread) -> Ref:
        await self._tell(
            row, {"text": row.text, "language": row.language, "created": _iso(row.created)} | _answers(thread)
        )
        return {"id": row.key}

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        """There is nothing to look at, and no need: the same id again is the same message."""
        return None

    async def delete(self, ref: Ref) -> None:
        await self._tell(Sending("webhook", 0, key=ref["id"]), {"deleted": True})

    async def _tell(self, row: Sending, said: dict[str, Any]) -> None:
        body = json.dumps({"id": row.key, **said}, ensure_ascii=False, sort_keys=True).encode()
        headers = {
            "Content-Type": "application/json",
            "Livecouncil-Id": row.key,
            "Livecouncil-Signature": self.sign(body),
        }
        try:
            await self._http.ask("POST", self._url, headers=headers, data=body)
        except Unsure as error:
            if str(error).startswith("2"):  # whatever a receiver answers with 2xx, it has it
                return
            raise

    def sign(self, body: bytes) -> str:
        seconds = int(self._clock().timestamp())
        mac = hmac.new(self._key.encode(), f"{seconds}.".encode() + body, "sha256").hexdigest()
        return f"t={seconds},v1={mac}"


def _answers(thread: Thread) -> dict[str, Any]:
    told = {"answers": thread.parent and thread.parent.get("id"), "corrects": thread.corrects and thread.corrects.key}
    return {k: v for k, v in told.items() if v}


def _iso(when: datetime | None) -> str:
    if when:
        return when.isoformat()
    return ""


class PublicResolver(AbstractResolver):
    """Names to addresses of the internet only; what is resolved here is what is connected to."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = [one for one in await self._inner.resolve(host, port, family) if not forbidden(str(one["host"]))]
        if not found:
            raise OSError(f"{host}: private address")
        return found

    async def close(self) -> None:
        await self._inner.close()


class PublicConnector(aiohttp.TCPConnector):
    """Connections to the internet only: whoever answered is asked for its address before a byte is sent to it.

    That holds for addresses written as figures too, which no resolver sees.
    """

    async def connect(self, req: ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout) -> Connection:
        connection = await super().connect(req, traces, timeout)
        peer = connection.transport and connection.transport.get_extra_info("peername")
        if not peer or forbidden(str(peer[0])):
            connection.close()
            raise Parked("private address")
        return connection


def public_session() -> aiohttp.ClientSession:
    """A session that reaches the internet only."""
    return aiohttp.ClientSession(connector=PublicConnector(resolver=PublicResolver(), force_close=True))
