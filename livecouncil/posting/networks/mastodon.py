"""The Mastodon API, as Mastodon itself, GoToSocial and snac speak it.

`Idempotency-Key` is sent, but never trusted: two of the three ignore it. What may have arrived is looked for in our own
timeline by its text.
"""

from __future__ import annotations

import re
from typing import Any

from livecouncil.core.council.model import Channel
from livecouncil.core.text.charrefs import unescaped
from livecouncil.core.text.length import fits, measured
from livecouncil.errors import Parked, Rejected, Unreadable, Unsure
from livecouncil.posting.outbox import Sending
from livecouncil.posting.posts import recognisable
from livecouncil.settings.secrets import Secret

from . import answers
from .client import Http, Ref, Thread, same_evening

USUAL = 500  # signs in a post, where a server does not say
SHORTEST = 50
LONGEST = 100_000
"""What a server may say of it and be believed."""


class Mastodon:
    """One account; the secret holds `token` (scopes write:statuses and read:statuses)."""

    def __init__(self, http: Http, channel: Channel, secret: Secret) -> None:
        self._http = http
        self._channel = channel
        self._base = channel.server.rstrip("/")
        self._headers = {"Authorization": f"Bearer {secret.get('token', '')}"}
        self.limit = 0
        self._account = ""

    async def ready(self) -> None:
        if not self.limit:
            self.limit = await self._limit()

    async def _limit(self) -> int:
        """`max_characters` of the server, where that can be: by the v2 call, else v1, else 500."""
        for version in ("v2", "v1"):
            try:
                told = await self._http.ask("GET", f"{self._base}/api/{version}/instance")
            except Rejected:
                continue
            limit = answers.whole_number(told, "configuration", "statuses", "max_characters")
            if limit is not None and limit >= SHORTEST:
                return min(limit, LONGEST)
        return USUAL

    async def whoami(self) -> str:
        return answers.safe_words(answers.text(await self._own("GET", "accounts/verify_credentials"), "acct")) or "?"

    def fits(self, text: str) -> bool:
        return fits(text, "mastodon", self.limit or USUAL)

    def objection(self, text: str) -> str:
        told = measured(text, "mastodon", self.limit or USUAL)
        if told.fits:
            return ""
        return f"{told.length} > {told.limit}"

    async def send(self, row: Sending, thread: Thread) -> Ref:
        if await self._may_edit(thread.corrects):
            assert thread.corrects
            body = {"status": row.text, "language": row.language}
            told = await self._own("PUT", f"statuses/{thread.corrects.ref['id']}", json=body)
            return _status_ref(told, edits=thread.corrects.ref["id"])
        body = {"status": row.text, "language": row.language, "visibility": self._channel.visibility}
        if thread.parent:
            body["in_reply_to_id"] = thread.parent["id"]
        return _status_ref(await self._own("POST", "statuses", json=body, extra={"Idempotency-Key": row.key}))

    async def _may_edit(self, original: Sending | None) -> bool:
        """A correction edits what it corrects where that still reads as we wrote it, or as this correction already."""
        if original is None or not original.ref.get("id"):
            return False
        try:
            told = await self._own("GET", f"statuses/{original.ref['id']}/source")
            return recognisable(answers.text(told, "text")) == recognisable(original.text)
        except (Rejected, Parked):
            return False

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        if found := await self._edited(row, thread.corrects):
            return found
        for told in await self._timeline():
            if _same_status(told, row.text) and _of_this_meeting(told, row):
                return _status_ref(told)
        return None

    async def _edited(self, row: Sending, original: Sending | None) -> Ref | None:
        if original is None or not original.ref.get("id"):
            return None
        try:
            told = await self._own("GET", f"statuses/{original.ref['id']}/source")
        except (Rejected, Parked):
            return None
        same = recognisable(answers.text(told, "text")) == recognisable(row.text)
        if same:
            return {"id": original.ref["id"], "edits": original.ref["id"]}
        return None

    async def _timeline(self) -> list[dict[str, Any]]:
        """Our own newest posts. Raises Unreadable where the token may not read or the server has none."""
        try:
            if not self._account:
                self._account = answers.identifier(await self._own("GET", "accounts/verify_credentials"), "id")
            if not self._account:
                raise Unreadable("no id")
            told = await self._own("GET", f"accounts/{self._account}/statuses?limit=40&exclude_reblogs=true")
        except (Parked, Rejected) as error:
            if str(error).startswith("401"):
                raise
            raise Unreadable(str(error)) from None
        if not isinstance(told, list):
            raise Unsure("timeline")
        return answers.rows(told)

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
        return await self._http.ask(
            method, f"{self._base}/api/v1/{path}", headers=self._headers | (extra or {}), **more
        )


def _status_ref(told: Any, edits: str = "") -> Ref:
    number = answers.identifier(told, "id")
    if not number:
        raise Unsure("no id")
    ref = {"id": number, "url": answers.safe_words(answers.text(told, "url"), limit=500)}
    return ref | ({"edits": edits} if edits else {})


def _same_status(told: dict[str, Any], wanted: str) -> bool:
    """Whether a status is `wanted`: by its source where the server gives it, else by what its HTML shows."""
    source = answers.text(told, "text") or text_of_html(answers.text(told, "content"))
    return _without_emphasis(source) == _without_emphasis(wanted)


def _without_emphasis(text: str) -> str:
    """Without the signs some servers take for emphasis."""
    return recognisable(re.sub(r"[*_`~]", "", text))


def _of_this_meeting(told: dict[str, Any], row: Sending) -> bool:
    """Whether the same text is this meeting's: by its time, else its address. Raises Unreadable where neither tells."""
    if same_evening(row, answers.text(told, "created_at")):
        return True
    addresses = [word for word in row.text.split() if word.startswith(("http://", "https://"))]
    if not addresses:
        raise Unreadable("clock")
    content = answers.text(told, "content")
    read = f"{answers.text(told, 'text')} {unescaped(content)} {text_of_html(content)}"
    return all(address in read for address in addresses)


def text_of_html(content: str) -> str:
    """The text of a status as a reader sees it, from its HTML."""
    lines = re.sub(r"<br\s*/?>|</p>\s*<p[^<>]*>", "\n", content)
    return unescaped(re.sub(r"<[^<>]*>", "", lines))
