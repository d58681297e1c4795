"""Bluesky by its own protocol: `putRecord` under a key of ours creates once, whatever happened to the answer.

The same body again is no change, another body is refused. Facets are ours to write: every byte slice is exactly its tag
or link.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from livecouncil.core.council.model import Channel
from livecouncil.core.text.length import facets, fits, measured
from livecouncil.errors import NotSent, Parked, Rejected, Unsure
from livecouncil.posting.outbox import Sending
from livecouncil.settings.secrets import Secret

from . import answers
from .client import Http, Ref, Thread

COLLECTION = "app.bsky.feed.post"
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"


def tid(at: datetime, name: str) -> str:
    """A TID (AT Protocol record key) of a moment in microseconds and ten bits of `name`."""
    number = int(at.timestamp() * 1_000_000) << 10 | int.from_bytes(sha256(name.encode()).digest()[:2]) % 1024
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -1, -5))


class Bluesky:
    """One account; the secret holds `identifier`, `password` (an app password) and the session, once there is one."""

    def __init__(self, http: Http, channel: Channel, secret: Secret, keep: Callable[[Secret], object]) -> None:
        self._http = http
        self._secret = dict(secret)
        self._keep = keep
        self._base = f"{(channel.server or 'https://bsky.social').rstrip('/')}/xrpc/"
        self._access = ""

    async def ready(self) -> None:
        if not self._access:
            await self._renew()

    async def _renew(self) -> None:
        """A new access token: from the refresh token, which is kept, else from the app password."""
        try:
            self._take(await self._session("refreshSession", token=self._secret["refresh"]))
        except (KeyError, Parked, Rejected):
            body = {k: self._secret.get(k, "") for k in ("identifier", "password")}
            try:
                self._take(await self._session("createSession", json=body))
            except Rejected as error:
                raise Parked(str(error)) from None

    async def _session(self, call: str, token: str = "", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"} if token else None
        try:
            return await self._http.ask("POST", f"{self._base}com.atproto.server.{call}", headers=headers, **more)
        except Unsure as error:
            raise NotSent(str(error)) from None

    def _take(self, told: Any) -> None:
        access = answers.text(told, "accessJwt")
        fresh = {"refresh": answers.text(told, "refreshJwt"), "did": answers.identifier(told, "did")}
        if not access or not all(fresh.values()):
            raise NotSent("no session")
        self._access = access
        if fresh.items() - self._secret.items():
            self._secret |= fresh
            self._keep(self._secret)

    async def whoami(self) -> str:
        return (
            answers.safe_words(answers.text(await self._own("GET", "com.atproto.server.getSession"), "handle")) or "?"
        )

    def fits(self, text: str) -> bool:
        return fits(text, "bluesky")

    def objection(self, text: str) -> str:
        told = measured(text, "bluesky")
        if told.fits:
            return ""
        return f"{told.length} > {told.limit}"

    async def send(self, row: Sending, thread: Thread) -> Ref:
        body = {
            "repo": self._secret["did"],
            "collection": COLLECTION,
            "rkey": row.rkey,
            "record": record(row, thread),
            "swapRecord": None,
            "validate": True,
        }
        try:
            return _record_ref(await self._own("POST", "com.atproto.repo.putRecord", json=body))
        except Rejected as error:
            if "swap" in str(error).casefold():
                raise Unsure(str(error)) from None  # there already, with another body: look
            raise

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        where = {"repo": self._secret["did"], "collection": COLLECTION, "rkey": row.rkey}
        try:
            return _record_ref(await self._own("GET", "com.atproto.repo.getRecord", params=where))
        except Rejected:
            return None

    async def delete(self, ref: Ref) -> None:
        rkey = ref["uri"].rsplit("/")[-1]
        body = {"repo": self._secret["did"], "collection": COLLECTION, "rkey": rkey}
        await self._own("POST", "com.atproto.repo.deleteRecord", json=body)

    async def _own(self, method: str, call: str, **more: Any) -> Any:
        """One call; an access token that has expired is renewed once."""
        for last in (False, True):
            await self.ready()
            try:
                headers = {"Authorization": f"Bearer {self._access}"}
                return await self._http.ask(method, f"{self._base}{call}", headers=headers, **more)
            except (Parked, Rejected) as error:
                if last or not any(word in str(error) for word in ("401", "ExpiredToken", "expired", "InvalidToken")):
                    raise
                self._access = ""
        raise AssertionError


def record(row: Sending, thread: Thread) -> dict[str, Any]:
    """The post itself (lexicon app.bsky.feed.post)."""
    assert row.created
    told: dict[str, Any] = {
        "$type": COLLECTION,
        "text": row.text,
        "langs": [row.language],
        "facets": [_rich_facet(f) for f in facets(row.text)],
        "createdAt": row.created.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if thread.parent:
        root = thread.root or thread.parent
        told["reply"] = {
            name: {k: ref[k] for k in ("uri", "cid")} for name, ref in (("root", root), ("parent", thread.parent))
        }
    return told


def _rich_facet(facet: Any) -> dict[str, Any]:
    kind = "app.bsky.richtext.facet#"
    feature = (
        {"$type": f"{kind}tag", "tag": facet.value}
        if facet.kind == "tag"
        else {"$type": f"{kind}link", "uri": facet.value}
    )
    return {"index": {"byteStart": facet.byte_start, "byteEnd": facet.byte_end}, "features": [feature]}


def _record_ref(told: Any) -> Ref:
    ref = {name: answers.identifier(told, name) for name in ("uri", "cid")}
    if not all(ref.values()):
        raise Unsure("no uri")
    return ref
