"""A stand-in for an ntfy server by its documented API (docs.ntfy.sh/publish, /subscribe/api), on 127.0.0.1.

The server itself is written in Go and could not be had here. This one keeps to what the documents say of publishing as
JSON, polling with filters, access by token, deleting by sequence id, and the limits of topic and message.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

_KNOWN = {
    "topic": str,
    "message": str,
    "title": str,
    "tags": list,
    "priority": int,
    "click": str,
    "actions": list,
    "attach": str,
    "markdown": bool,
    "icon": str,
    "filename": str,
    "delay": str,
    "email": str,
    "call": str,
    "sequence_id": str,
}
_LONGEST = 4_096


@dataclass
class NtfyFake:
    """What was published; `token` is asked of who publishes, `deaf` tells nobody what is kept, `ill` is how the next
    requests to publish are met: a status, or 'cut' after it was kept."""

    token: str = ""
    deaf: bool = False
    ill: list[str] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)

    async def publish(self, request: web.Request) -> web.StreamResponse:
        if self.token and request.headers.get("Authorization") != f"Bearer {self.token}":
            return _error(403, 40301, "forbidden")
        how = self.ill.pop(0) if self.ill else ""
        if how.isdecimal():
            return _error(int(how), 42901, "limit reached: too many requests")
        told = json.loads(await request.read())
        if any(key not in _KNOWN or not isinstance(value, _KNOWN[key]) for key, value in told.items()):
            return _error(400, 40024, "invalid request: request body must be valid JSON")
        if not re.fullmatch(r"[-_A-Za-z0-9]{1,64}", told.get("topic", "")):
            return _error(400, 40009, "invalid request: topic invalid")
        if len(told.get("message", "").encode()) > _LONGEST:
            return _error(413, 41301, "attachment too large, or bandwidth limit reached")
        number = f"m{len(self.kept)}"
        row = {"id": number, "time": int(time.time()), "event": "message", **told}
        self.kept.append(row)
        if how and request.transport:
            request.transport.close()
        return web.json_response(row)

    async def poll(self, request: web.Request) -> web.StreamResponse:
        if self.deaf:
            return _error(403, 40301, "forbidden")
        asked = request.query
        assert asked["poll"] == "1"
        since = 0 if asked.get("since", "all") == "all" else int(asked["since"])
        found = [
            row
            for row in self.kept
            if row["topic"] == request.match_info["topic"]
            and row["time"] >= since
            and asked.get("message", row["message"]) == row["message"]
        ]
        lines = "".join(json.dumps(row) + "\n" for row in found)
        return web.Response(text=lines, content_type="application/x-ndjson")

    async def delete(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["sequence"]
        self.kept = [row for row in self.kept if row.get("sequence_id") != number]
        return web.json_response({"id": "d1", "event": "message_delete", "sequence_id": number})

    async def account(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization", f"Bearer {self.token}") != f"Bearer {self.token}":
            return _error(401, 40101, "unauthorized")
        return web.json_response({"username": "raad" if self.token else "*", "role": "user"})


def _error(status: int, code: int, said: str) -> web.Response:
    return web.json_response({"code": code, "http": status, "error": said}, status=status)


@asynccontextmanager
async def ntfy(fake: NtfyFake) -> AsyncIterator[str]:
    """Its address, while it listens."""
    app = web.Application()
    app.router.add_post("/", fake.publish)
    app.router.add_get("/v1/account", fake.account)
    app.router.add_get("/{topic}/json", fake.poll)
    app.router.add_delete("/{topic}/{sequence}", fake.delete)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    try:
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
