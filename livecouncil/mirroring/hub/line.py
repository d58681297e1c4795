"""The line to a hub: asking where a meeting stands there, and bringing a batch.

What the hub answers becomes a `HubTold`, or an error that says who must act: `MirrorAway` nobody (it is tried again),
`MirrorRefused` the griffier or the hub's keeper. A redirect is not followed: what is signed goes to who was named.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from livecouncil.core.text.addresses import loopback
from livecouncil.errors import MirrorAway, MirrorRefused
from livecouncil.journal.signing.keys import SecretKey

from ..answers import within
from .batch import MOST, SCHEMES, SIGNATURE, HubBatch, HubPlace, batch_signature

WAIT = 30.0
"""Seconds for an answer: a hub that waits for its second machine says so sooner."""
CONNECT = 5.0
LONG = 600.0
"""Seconds for a document."""
LARGEST_ANSWER = 64_000_000
"""Bytes of an answer at most; 500 lines of a meeting are some 500 kB."""
MOST_LINES = 1_000_000
"""Lines of one meeting at most: who gives more gives lines for ever."""


@dataclass
class HubTold:
    """How a meeting stands at the hub: its lines, the head of the last, and which have no opening there: `sealed`, and
    for good `deleted`."""

    lines: int
    head: str
    sealed: set[int] = field(default_factory=set)
    deleted: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Wanted:
    """What an answer must have, of which kind: what comes from elsewhere may be a page that asks to log in."""

    name: str
    kind: type


STANDING = Wanted("lines", int)


class HubGap(Exception):
    """The hub has fewer lines than was thought."""


class HubLine:
    """An open line to the hub at `url`, for `council`, whose key is `key`."""

    def __init__(self, session: aiohttp.ClientSession, url: str, key: SecretKey, clock: Callable[[], datetime]) -> None:
        self._session = session
        self._url, _, self._council = url.rstrip("/").rpartition("/")
        self._key = key
        self.signs_as = key.public
        self._clock = clock

    async def ask(self, meeting: str) -> HubTold:
        """Where `meeting` stands there: a hint, for what is not acknowledged yet may be in it."""
        return _standing_in(await self._answer("GET", self._address(meeting)))

    async def bring(self, meeting: str, after: int, batch: HubBatch) -> HubTold:
        """Have it take `batch`: what it answers it has for good. Raises HubGap, MirrorError."""
        place = HubPlace(self._council, meeting, after)
        body = batch.encoded()
        signature = batch_signature(self._key, place, body, self._clock())
        headers = {SIGNATURE: signature, "Content-Type": "application/json"}
        url = f"{self._address(meeting)}?after={after}"
        return _standing_in(await self._answer("POST", url, data=body, headers=headers))

    async def meetings(self) -> dict[str, int]:
        """How many lines it has of each meeting of the council. Raises MirrorError."""
        told = await self._answer("GET", f"{self._url}/lines/{self._council}", Wanted("meetings", dict))
        return dict(told["meetings"])

    async def rows(self, meeting: str) -> list[bytes]:
        """The lines it has of `meeting`, as they were sent. Raises MirrorError."""
        rows: list[bytes] = []
        while True:
            url = f"{self._url}/lines/{self._council}/{meeting}?after={len(rows)}"
            more = [str(line).encode() for line in (await self._answer("GET", url, Wanted("lines", list)))["lines"]]
            if not more:
                return rows
            rows += more
            if len(rows) > MOST_LINES:
                raise MirrorAway("mirroring.nonsense")

    async def files(self) -> dict[str, str] | None:
        """The hashes of what it has beside the lines, by path; None where it takes none. Raises MirrorError."""
        try:
            told = await self._answer("GET", f"{self._url}/files/{self._council}", Wanted("files", dict))
            return dict(told["files"])
        except MirrorRefused as error:
            if error.slots.get("status") == 404:
                return None
            raise

    async def bring_file(self, path: str, content: bytes) -> None:
        """Have it take `content`, empty for what is to be taken off. Raises MirrorError."""
        place = HubPlace(self._council, path, 0)
        headers = {SIGNATURE: batch_signature(self._key, place, content, self._clock())}
        long = aiohttp.ClientTimeout(total=LONG, sock_connect=CONNECT, sock_read=WAIT)
        url = f"{self._url}/files/{self._council}/{path}"
        await self._answer("PUT", url, Wanted("files", dict), data=content, headers=headers, timeout=long)

    def _address(self, meeting: str) -> str:
        return f"{self._url}/in/{self._council}/{meeting}"

    async def _answer(self, method: str, url: str, wanted: Wanted = STANDING, **more: Any) -> dict[str, Any]:
        try:
            async with self._session.request(method, url, allow_redirects=False, **more) as response:
                status = response.status
                body = await within(response, LARGEST_ANSWER)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise MirrorAway("mirroring.unreachable") from error
        told = _told_in(body)
        if status == 200:
            if type(told.get(wanted.name)) is not wanted.kind:
                raise MirrorAway("mirroring.nonsense")
            return told
        refused = str(told.get("error", ""))
        if refused == "gap":
            raise HubGap
        if status >= 500 or status in (408, 429):
            raise MirrorAway("mirroring.status", status=status)
        if refused in REFUSALS:
            slots = {"council": self._council, "meeting": url.rpartition("/")[2].partition("?")[0], "most": MOST}
            raise MirrorRefused(f"hub.{refused}", **slots)
        raise MirrorRefused("mirroring.status", status=status)


REFUSALS = (
    "fork",
    "unknown",
    "key",
    "clock",
    "size",
    "lines",
    "chain",
    "opening",
    "other",
    "checkpoint",
    "file",
    "outdated",
)
"""What a hub refuses, by the word it says."""


def _standing_in(told: dict[str, Any]) -> HubTold:
    """How a meeting stands. Raises MirrorAway for what no hub says."""
    sealed = told.get("sealed", [])
    deleted = told.get("deleted", [])
    if not (type(told.get("head")) is str and type(sealed) is list and type(deleted) is list):
        raise MirrorAway("mirroring.nonsense")
    if any(type(number) is not int or number < 0 for number in (told["lines"], *sealed, *deleted)):
        raise MirrorAway("mirroring.nonsense")
    return HubTold(told["lines"], told["head"], set(sealed), set(deleted))


def _told_in(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if isinstance(told, dict):
        return told
    return {}


@contextlib.asynccontextmanager
async def hub_line(to: str, key: SecretKey, clock: Callable[[], datetime]) -> AsyncIterator[HubLine]:
    """A line to the hub that `to` names, as it stands in `[[mirrors]]`. Raises MirrorRefused."""
    parts = urlsplit(to)
    scheme = SCHEMES[parts.scheme]
    if scheme == "http" and not loopback(parts.hostname or ""):
        raise MirrorRefused("hub.plain")
    timeout = aiohttp.ClientTimeout(total=WAIT, sock_connect=CONNECT)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield HubLine(session, f"{scheme}://{parts.netloc}{parts.path}", key, clock)
