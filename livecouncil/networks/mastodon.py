"""The Mastodon API, as Mastodon itself, GoToSocial and snac speak it.

`Idempotency-Key` is sent, but never trusted: two of the three ignore it. What may have arrived is looked for in our own
timeline by its text.
"""

from __future__ import annotations

import html
import re
from typing import Any

from ..core.agenda import Channel
from ..core.length import fits, measured
from ..core.outbox import Row
from ..core.posts import bare
from ..errors import Parked, Rejected, Unreadable, Unsure
from .client import Http, Ref, Thread, same_evening
from .secrets import Secret


class Mastodon:
    """One account; the secret holds `token` (scopes write:statuses and read:statuses)."""

    def __init__(self, http: Http, channel: Channel, secret: Secret) -> None:
        self._http, self._channel = http, channel
        self._base = channel.server.rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret.get('token', '')}"}
        self.limit = 0
        self._account = ""

    async def ready(self) -> None:
        if not self.limit:
            self.limit = await self._limit()

    async def _limit(self) -> int:
        """`max_characters` of the server: by the v2 call, else v1, else 500."""
        for version in ("v2", "v1"):
            try:
                told = await self._http.ask("GET", f"{self._base}/api/{version}/instance")
                return int(told["configuration"]["statuses"]["max_characters"])
            except (Rejected, KeyError, TypeError, ValueError):
                continue
        return 500

    async def whoami(self) -> str:
        return str((await self._own("GET", "accounts/verify_credentials")).get("acct", "?"))

    def fits(self, text: str) -> bool:
        return fits(text, "mastodon", self.limit or 500)

    def objection(self, text: str) -> str:
        told = measured(text, "mastodon", self.limit or 500)
        return "" if told.fits else f"{told.length} > {told.limit}"

    async def send(self, row: Row, thread: Thread) -> Ref:
        if await self._may_edit(thread.corrects):
            assert thread.corrects
            body = {"status": row.text, "language": row.language}
            told = await self._own("PUT", f"statuses/{thread.corrects.ref['id']}", json=body)
            return _ref(told, edits=thread.corrects.ref["id"])
        body = {"status": row.text, "language": row.language, "visibility": self._channel.visibility}
        if thread.parent:
            body["in_reply_to_id"] = thread.parent["id"]
        return _ref(await self._own("POST", "statuses", json=body, extra={"Idempotency-Key": row.key}))

    async def _may_edit(self, original: Row | None) -> bool:
        """A correction edits what it corrects where that still reads as we wrote it, or as this correction already."""
        if original is None or not original.ref.get("id"):
            return False
        try:
            told = await self._own("GET", f"statuses/{original.ref['id']}/source")
            return isinstance(told, dict) and bare(str(told.get("text", ""))) == bare(original.text)
        except (Rejected, Parked):
            return False

    async def find(self, row: Row, thread: Thread) -> Ref | None:
        if found := await self._edited(row, thread.corrects):
            return found
        for told in await self._timeline():
            if _same(told, row.text) and _of_this_meeting(told, row):
                return _ref(told)
        return None

    async def _edited(self, row: Row, original: Row | None) -> Ref | None:
        if original is None or not original.ref.get("id"):
            return None
        try:
            told = await self._own("GET", f"statuses/{original.ref['id']}/source")
        except (Rejected, Parked):
            return None
        same = isinstance(told, dict) and bare(str(told.get("text", ""))) == bare(row.text)
        return {"id": original.ref["id"], "edits": original.ref["id"]} if same else None

    async def _timeline(self) -> list[dict[str, Any]]:
        """Our own newest posts. Raises Unreadable where the token may not read or the server has none."""
        try:
            if not self._account:
                self._account = str((await self._own("GET", "accounts/verify_credentials"))["id"])
            rows = await self._own("GET", f"accounts/{self._account}/statuses?limit=40&exclude_reblogs=true")
        except (Parked, Rejected, KeyError) as error:
            if str(error).startswith("401"):
                raise
            raise Unreadable(str(error)) from None
        if not isinstance(rows, list):
            raise Unsure("timeline")
        return [row for row in rows if isinstance(row, dict)]

    async def delete(self, ref: Ref) -> None:
        """Some servers cannot delete and answer as if it were gone: only what is gone counts as deleted."""
        try:
            await self._own("DELETE", f"statuses/{ref['id']}")
        except Rejected as error:
            if not str(error).startswith(("404", "410")) or await self._stands(ref):
                raise

    async def _stands(self, ref: Ref) -> bool:
        try:
            await self._own("GET", f"statuses/{ref['id']}")
        except Rejected:
            return False
        return True

    async def _own(self, method: str, path: str, extra: dict[str, str] | None = None, **more: Any) -> Any:
        return await self._http.ask(method, f"{self._base}/api/v1/{path}", headers=self._headers | (extra or {}), **more)


def _ref(told: Any, edits: str = "") -> Ref:
    if not isinstance(told, dict) or not told.get("id"):
        raise Unsure("no id")
    ref = {"id": str(told["id"]), "url": str(told.get("url") or "")}
    return ref | ({"edits": edits} if edits else {})


def _same(told: dict[str, Any], text: str) -> bool:
    """Whether a status is `text`: by its source where the server gives it, else by what its HTML shows."""
    shown = str(told["text"]) if told.get("text") else plain(str(told.get("content", "")))
    return _unmarked(shown) == _unmarked(text)


def _unmarked(text: str) -> str:
    """Without the signs some servers take for emphasis."""
    return bare(re.sub(r"[*_`~]", "", text))


def _of_this_meeting(told: dict[str, Any], row: Row) -> bool:
    """Whether the same text is this meeting's: by its time, else by its address. Raises Unreadable where neither tells."""
    if same_evening(row, str(told.get("created_at"))):
        return True
    addresses = [word for word in row.text.split() if word.startswith(("http://", "https://"))]
    if not addresses:
        raise Unreadable("clock")
    shown = f"{told.get('text')} {html.unescape(str(told.get('content', '')))} {plain(str(told.get('content', '')))}"
    return all(address in shown for address in addresses)


def plain(content: str) -> str:
    """The text of a status as a reader sees it, from its HTML."""
    text = re.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", content)
    return html.unescape(re.sub(r"<[^>]*>", "", text))


