"""A network that answers whatever it is told to: every call of every client gets the same answer.

An input is a line with status, `Retry-After` and `Content-Encoding`, each optional, and below it the body.
"""

from __future__ import annotations

import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from aiohttp import ClientSession

from livecouncil.core.council.model import Channel
from livecouncil.errors import PostingError
from livecouncil.posting.networks.bluesky import Bluesky
from livecouncil.posting.networks.client import Client, Http, Thread
from livecouncil.posting.networks.mastodon import Mastodon
from livecouncil.posting.networks.webhook import Webhook
from livecouncil.posting.networks.x import X
from livecouncil.posting.outbox import Sending

AT = datetime(2026, 3, 12, 19, 30, tzinfo=UTC)
SERVER = "http://127.0.0.1:1"
SECRET = {"token": "t", "refresh": "r", "client_id": "c", "identifier": "raad", "password": "p", "did": "did:plc:raad"}
SECRET |= {"url": SERVER, "key": "k"}
ROW = Sending("kanaal", 1, at=AT, text="Motie M3 is aangenomen.", language="nl", created=AT, rkey="3l", key="k1")
POSTED = Sending("kanaal", 0, at=AT, text="Motie M3 is verworpen.", created=AT, ref={"id": "7", "uri": "at://a/b/c"})
THREAD = Thread(corrects=POSTED)


@dataclass
class _Content:
    """The body of an answer, read as aiohttp's stream is."""

    left: bytes

    async def read(self, most: int) -> bytes:
        part = self.left[:most]
        self.left = self.left[most:]
        return part


class _Answer:
    """One answer, as far as `Http.ask` looks at it."""

    def __init__(self, told: bytes) -> None:
        head, _, body = told.partition(b"\n")
        status, after, coding = (*head.decode("latin-1").split(" ", 2), "", "", "")[:3]
        self.status = int(status) if status.isascii() and status.isdigit() and len(status) < 4 else 200
        self.headers = {"Retry-After": after, "Content-Encoding": coding}
        self.content = _Content(body)

    async def __aenter__(self) -> _Answer:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


@dataclass
class _Session:
    """What aiohttp's session is to `Http`: it makes requests."""

    told: bytes

    def request(self, *_: object, **__: object) -> _Answer:
        return _Answer(self.told)


def ask_everything(told: bytes) -> None:
    """Everything the worker asks of a network, of each kind; a `PostingError` is an answer like any other."""
    http = Http(cast(ClientSession, _Session(told)), 1.0)
    for client in _clients(http):
        row = ROW
        for call in (
            client.ready(),
            client.whoami(),
            client.send(row, THREAD),
            client.find(row, THREAD),
            client.delete({"id": "7", "uri": "at://a/b/c"}),
        ):
            with contextlib.suppress(PostingError):
                _answered(call)
        assert isinstance(client.fits(row.text), bool)
        assert isinstance(client.objection(row.text), str)


def _clients(http: Http) -> list[Client]:
    channel = Channel.model_validate({"network": "mastodon", "server": SERVER})
    hook = Channel.model_validate({"network": "webhook", "private": True})
    return [
        Mastodon(http, channel, dict(SECRET)),
        Bluesky(http, channel, dict(SECRET), lambda fresh: None),
        X(http, channel, dict(SECRET), lambda fresh: None),
        Webhook(http, hook, dict(SECRET), lambda: AT),
    ]


def _answered(call: Coroutine[Any, Any, object]) -> None:
    """Run a call that waits for nothing."""
    with contextlib.suppress(StopIteration):
        call.send(None)
        raise AssertionError("a network that answers at once was waited for")
