"""Many councils on one evening: the demo's meeting under as many names, sent at a given pace to a hub.

Each council has a chain of its own, made of the same facts with salts of its own and heads signed anew, so a hub and an
edge have with each the work they have with a real one. What is measured is from the moment a line is sent, signed, to
the moment a follower of the edge reads what became of it.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import aiohttp

from livecouncil.journal.lines import GENESIS, body_of, commit, head_of, header_of
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.journal.signing.signing_off import signed
from livecouncil.mirroring.hub.batch import SIGNATURE, HubBatch, HubPlace, batch_signature

BEGUN = 4
"""Lines that are there before the evening is measured."""


@dataclass
class Replayed:
    """A council of the replay: its code and chain, how far it is, and what the hub acknowledged."""

    code: str
    meeting: str
    rows: list[bytes]
    at: int = 0
    acknowledged: int = 0
    sent_at: float = 0.0
    closed: bool = False


@dataclass
class Seen:
    """What a replay saw: seconds from sending to the answer, and to a follower of the edge; what broke and was sent
    again; the longest time without an answer to anybody."""

    answered: list[float] = field(default_factory=list)
    followed: list[float] = field(default_factory=list)
    again: int = 0
    last: float = 0.0
    gap: float = 0.0


def rechained(rows: Sequence[bytes], code: str, meeting: str, key: SecretKey) -> list[bytes]:
    """The same meeting of another council."""
    made: list[bytes] = []
    prev = GENESIS
    for row in rows:
        body = body_of(row)
        if body["type"] == "private":
            body = {"type": "note", "text": "", **{k: body[k] for k in ("seq", "at", "v")}}
        if body["type"] == "snapshot":
            body["council"]["council"]["code"] = code
        if body["type"] == "checkpoint":
            at = datetime.fromisoformat(body["at"])
            new = signed(key, SignedNote(meeting, len(made), prev), at)
            body |= {"size": new.size, "head": new.head, "signature": new.signature, "key": new.key}
        body.pop("prev", None)
        line = commit(body, prev, secrets.token_bytes(32))
        made.append(header_of(line) if body["type"] == "note" else line)
        prev = head_of(line)
    return made


class Replay:
    """`councils` in turn at `hubs`, followed at `edges`; `read` are the numbers that each follower got."""

    def __init__(self, hubs: Sequence[str], edges: Sequence[str], councils: list[Replayed], key: SecretKey) -> None:
        self._hubs = {one.code: hubs[n % len(hubs)].rstrip("/") for n, one in enumerate(councils)}
        self.edges = [edge.rstrip("/") for edge in edges]
        self._key = key
        self._waiting: dict[str, float] = {}
        self.following: set[str] = set()
        self.read: dict[tuple[str, str], list[int]] = {}
        self.councils = councils
        self.seen = Seen()

    async def begin(self, session: aiohttp.ClientSession) -> None:
        """Every meeting has begun."""
        for one in self.councils:
            await self._send(session, one, BEGUN)

    async def play(
        self, session: aiohttp.ClientSession, events: int, pace: float, at_most: asyncio.Future[None] | None = None
    ) -> None:
        """`events` lines at `pace` a second, or until `at_most` is done, of councils in no order; each has one on its
        way at a time."""
        chance = random.Random(11)
        begun = time.monotonic()
        tasks: set[asyncio.Task[None]] = set()
        busy: set[str] = set()
        for number in range(events):
            await asyncio.sleep(max(0.0, begun + number / pace - time.monotonic()))
            if at_most and at_most.done():
                break
            free = [one for one in self.councils if one.code not in busy and one.at < len(one.rows)]
            if not free:
                continue
            one = chance.choice(free)
            busy.add(one.code)
            task = asyncio.create_task(self._send(session, one, 1, follow=True))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            task.add_done_callback(lambda _, code=one.code: busy.discard(code))  # type: ignore[misc]
        await asyncio.gather(*tasks)

    async def _send(self, session: aiohttp.ClientSession, one: Replayed, lines: int, follow: bool = False) -> None:
        """The next lines of a council, again and again until they are acknowledged."""
        after = one.at
        rows = tuple(one.rows[after : after + lines])
        one.at += len(rows)
        prev = head_of(one.rows[after - 1]) if after else GENESIS
        body = HubBatch(prev, rows).encoded()
        begun = time.monotonic()
        if follow:
            self._waiting[one.code] = begun
        pause = 0.1
        while True:
            place = HubPlace(one.code, one.meeting, after)
            headers = {SIGNATURE: batch_signature(self._key, place, body, datetime.now(UTC))}
            url = f"{self._hubs[one.code]}/in/{one.code}/{one.meeting}?after={after}"
            try:
                async with session.post(url, data=body, headers=headers) as answer:
                    told = await answer.json()
                    if answer.status == 200:
                        break
                    assert answer.status == 503, told
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            self.seen.again += 1
            await asyncio.sleep(pause * (0.5 + random.random()))
            pause = min(2.0, pause * 2)
        assert told["lines"] == one.at and told["head"] == head_of(rows[-1])
        one.acknowledged = one.at
        if follow:
            self.seen.answered.append(time.monotonic() - begun)
            self.seen.gap = max(self.seen.gap, time.monotonic() - (self.seen.last or begun))
            self.seen.last = time.monotonic()

    async def follow(self, session: aiohttp.ClientSession, one: Replayed, edge: str = "") -> None:
        """Read the council's stream at `edge`, the first where none is named, until cancelled."""
        edge = edge or self.edges[0]
        numbers = self.read.setdefault((edge, one.code), [])
        while True:
            url = f"{edge}/{one.code}/{one.meeting}/stream"
            last = str(numbers[-1]) if numbers else "0"
            try:
                async with session.get(url, headers={"Last-Event-ID": last}) as answer:
                    if answer.status != 200:
                        await asyncio.sleep(0.5)
                        continue
                    self.following.add(one.code)
                    async for raw in answer.content:
                        if raw.startswith(b"id: "):
                            numbers.append(int(raw[4:]))
                        if raw.startswith((b"event: entry", b"event: state", b"event: changed")):
                            self._arrived(one.code)
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(0.2)

    def _arrived(self, code: str) -> None:
        begun = self._waiting.pop(code, None)
        if begun is not None:
            self.seen.followed.append(time.monotonic() - begun)


def share(of: Sequence[float], part: float) -> float:
    """The value below which `part` of them lie."""
    ordered = sorted(of)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
