"""X by its API, only where a council asks for it: it charges for each post, more for one with an address, and names
government use as another tier. No threads, no edits; a correction is a new post.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from livecouncil.core.council.model import Channel
from livecouncil.core.text.charrefs import unescaped
from livecouncil.core.text.length import accidental_links, fits, measured
from livecouncil.errors import NotSent, Parked, Rejected, Unreadable, Unsure
from livecouncil.posting.outbox import Sending
from livecouncil.posting.posts import recognisable
from livecouncil.settings.secrets import Secret

from . import answers
from .client import Http, Ref, Thread, same_evening

SERVER = "https://api.x.com"
_DUPLICATE = "duplicate"


class X:
    """One account; the secret holds `token`, and for OAuth 2 with PKCE `refresh` and `client_id`."""

    def __init__(self, http: Http, channel: Channel, secret: Secret, keep: Callable[[Secret], object]) -> None:
        self._http = http
        self._channel = channel
        self._secret = dict(secret)
        self._keep = keep
        self._base = (channel.server or SERVER).rstrip("/")
        self._account = ""

    async def ready(self) -> None:
        """Nothing to learn: the limit is fixed, the token is renewed when it is refused."""

    async def whoami(self) -> str:
        return answers.safe_words(answers.text(await self._own("GET", "/2/users/me"), "data", "username")) or "?"

    def fits(self, text: str) -> bool:
        return fits(text, "x")

    def objection(self, text: str) -> str:
        """A domain nobody meant costs thirteen times as much and leads readers elsewhere."""
        told = measured(text, "x")
        if not told.fits:
            return f"{told.length} > {told.limit}"
        meant = accidental_links(text)
        if meant:
            return f"‘{meant[0]}’ = link"
        return ""

    async def send(self, row: Sending, thread: Thread) -> Ref:
        try:
            told = await self._own("POST", "/2/tweets", json={"text": row.text})
        except Parked as error:
            if _DUPLICATE in str(error).casefold():
                raise Unsure(str(error)) from None
            raise
        number = answers.identifier(told, "data", "id")
        if not number:
            raise Unsure("no id")
        return {"id": number}

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        try:
            if not self._account:
                self._account = answers.identifier(await self._own("GET", "/2/users/me"), "data", "id")
                if not self._account:
                    raise Unreadable("no id")
            told = await self._own("GET", f"/2/users/{self._account}/tweets?max_results=100&tweet.fields=created_at")
        except (Parked, Rejected) as error:
            if str(error).startswith("401"):
                raise
            raise Unreadable(str(error)) from None
        wanted = recognisable(row.text)
        posts = answers.rows(answers.value(told, "data"))
        same = [one for one in posts if recognisable(unescaped(answers.text(one, "text"))) == wanted]
        for one in same:
            number = answers.identifier(one, "id")
            if number and same_evening(row, answers.text(one, "created_at")):
                return {"id": number}
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
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self._secret["refresh"],
            "client_id": self._secret.get("client_id", ""),
        }
        try:
            told = await self._http.ask("POST", f"{self._base}/2/oauth2/token", data=form)
        except Unsure as error:
            raise NotSent(str(error)) from None
        except Rejected as error:
            raise Parked(str(error)) from None
        token = answers.text(told, "access_token")
        if not token:
            raise Parked("no token")
        refresh = answers.text(told, "refresh_token") or self._secret["refresh"]
        self._secret |= {"token": token, "refresh": refresh}
        self._keep(self._secret)
