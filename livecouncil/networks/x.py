"""X by its API, only where a council asks for it: it charges for each post, more for one with an address, and names
government use as another tier. No threads, no edits; a correction is a new post.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

from ..core.agenda import Channel
from ..core.length import accidental_links, fits, measured
from ..core.outbox import Row
from ..core.posts import bare
from ..errors import NotSent, Parked, Rejected, Unreadable, Unsure
from .client import Http, Ref, Thread, same_evening
from .secrets import Secret

SERVER = "https://api.x.com"
_DUPLICATE = "duplicate"


class X:
    """One account; the secret holds `token`, and for OAuth 2 with PKCE `refresh` and `client_id`."""

    def __init__(self, http: Http, channel: Channel, secret: Secret, keep: Callable[[Secret], object]) -> None:
        self._http, self._channel, self._secret, self._keep = http, channel, dict(secret), keep
        self._base = (channel.server or SERVER).rstrip("/")
        self._account = ""

    async def ready(self) -> None:
        """Nothing to learn: the limit is fixed, the token is renewed when it is refused."""

    async def whoami(self) -> str:
        return str((await self._own("GET", "/2/users/me")).get("data", {}).get("username", "?"))

    def fits(self, text: str) -> bool:
        return fits(text, "x")

    def objection(self, text: str) -> str:
        """A domain nobody meant costs thirteen times as much and leads readers elsewhere."""
        told = measured(text, "x")
        if not told.fits:
            return f"{told.length} > {told.limit}"
        meant = accidental_links(text)
        return f"‘{meant[0]}’ = link" if meant else ""

    async def send(self, row: Row, thread: Thread) -> Ref:
        try:
            told = await self._own("POST", "/2/tweets", json={"text": row.text})
        except Parked as error:
            if _DUPLICATE in str(error).casefold():
                raise Unsure(str(error)) from None
            raise
        data = told.get("data") if isinstance(told, dict) else None
        if not isinstance(data, dict) or not data.get("id"):
            raise Unsure("no id")
        return {"id": str(data["id"])}

    async def find(self, row: Row, thread: Thread) -> Ref | None:
        try:
            if not self._account:
                self._account = str((await self._own("GET", "/2/users/me"))["data"]["id"])
            told = await self._own("GET", f"/2/users/{self._account}/tweets?max_results=100&tweet.fields=created_at")
        except (Parked, Rejected, KeyError, TypeError) as error:
            if str(error).startswith("401"):
                raise
            raise Unreadable(str(error)) from None
        rows = (told.get("data") or []) if isinstance(told, dict) else []
        same = [r for r in rows if bare(html.unescape(str(r.get("text", "")))) == bare(row.text)]
        for one in same:
            if same_evening(row, str(one.get("created_at"))):
                return {"id": str(one["id"])}
        if same:  # of another evening, or our clock is wrong: never guess
            raise Unreadable("clock")
        return None

    async def delete(self, ref: Ref) -> None:
        try:
            await self._own("DELETE", f"/2/tweets/{ref['id']}")
        except Rejected as error:
            if not str(error).startswith("404"):
                raise

    async def _own(self, method: str, path: str, **more: Any) -> Any:
        """One call; a token that has expired is renewed once."""
        try:
            return await self._authorised(method, path, **more)
        except Parked as error:
            if not str(error).startswith("401") or not self._secret.get("refresh"):
                raise
        await self._renew()
        return await self._authorised(method, path, **more)

    async def _authorised(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._secret.get('token', '')}"}
        return await self._http.ask(method, self._base + path, headers=headers, **more)

    async def _renew(self) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": self._secret["refresh"], "client_id": self._secret.get("client_id", "")}  # fmt: skip
        try:
            told = await self._http.ask("POST", f"{self._base}/2/oauth2/token", data=form)
            self._secret |= {"token": told["access_token"], "refresh": told.get("refresh_token", self._secret["refresh"])}
        except Unsure as error:
            raise NotSent(str(error)) from None
        except (Rejected, KeyError, TypeError) as error:
            raise Parked(str(error)) from None
        self._keep(self._secret)
