"""ntfy: a topic that telephones subscribe to; the company's server, or one of the council's own.

A topic is public: whoever knows its name may listen, and is meant to. What may be said on it is the server's to guard,
by a token where it has one. A message bears a sequence id that comes from its text, so that a telephone that gets it
twice shows it once; the server is asked all the same whether it has it, for it keeps messages for some hours.

Nothing here is urgent: the priority is the ordinary one, and no night is disturbed by a meeting that runs late.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from livecouncil.core.council.model import Channel
from livecouncil.core.text.length import fits
from livecouncil.errors import Parked, Rejected, Unreadable, Unsure
from livecouncil.posting.outbox import Sending
from livecouncil.settings.secrets import Secret

from . import answers
from .client import Http, Ref, Sender, Thread

COMPANY = "https://ntfy.sh"
"""Where a topic lies when no server is named."""
TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_LONGEST_TOPIC = 64
_ORDINARY = 3
_BEFORE = timedelta(minutes=1)
"""How much earlier than it was made a message is looked for: a server's clock may be behind."""


class Ntfy:
    """One topic; the secret may hold a `token`."""

    def __init__(self, http: Http, channel: Channel, secret: Secret, sender: Sender) -> None:
        self._http = http
        self._server = (channel.server or COMPANY).rstrip("/")
        self._topic = channel.topic.replace("{meeting}", sender.meeting)[:_LONGEST_TOPIC]
        self._sender = sender
        self._headers = {}
        if token := secret.get("token"):
            self._headers = {"Authorization": f"Bearer {token}"}

    async def ready(self) -> None:
        """There is no session to begin."""
        if not TOPIC.fullmatch(self._topic):
            raise Parked("posting.no_topic", topic=self._topic)

    async def whoami(self) -> str:
        """The account, where the server knows one, and the topic."""
        told = await self._http.ask("GET", f"{self._server}/v1/account", headers=self._headers)
        who = answers.safe_words(answers.text(told, "username"))
        return f"{who or '*'} → {self._topic}"

    def fits(self, text: str) -> bool:
        return fits(text, "ntfy")

    def objection(self, text: str) -> str:
        return ""

    async def send(self, row: Sending, thread: Thread) -> Ref:
        said, address = _said_and_address(row.text)
        body: dict[str, Any] = {
            "topic": self._topic,
            "title": self._sender.name,
            "message": said,
            "priority": _ORDINARY,
            "sequence_id": row.key,
        }
        if address:
            body["click"] = address
        if self._sender.info.hashtag:
            body["tags"] = [self._sender.info.hashtag]
        told = await self._http.ask("POST", self._server, headers=self._headers, json=body)
        if not answers.identifier(told, "id"):
            raise Unsure("no id")
        return {"id": row.key}

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        """Whether the server has it. It answers a line a message: one is it, several are it and its double."""
        said, _ = _said_and_address(row.text)
        since = "all"
        if row.created:
            since = str(int((row.created - _BEFORE).timestamp()))
        asked = urlencode({"poll": "1", "since": since, "message": said})
        try:
            told = await self._http.ask("GET", f"{self._server}/{self._topic}/json?{asked}", headers=self._headers)
        except (Parked, Rejected) as error:
            raise Unreadable(str(error)) from None
        except Unsure as error:
            if str(error).startswith("200"):
                return {"id": row.key}
            raise
        if answers.text(told, "message") == said:
            return {"id": row.key}
        return None

    async def delete(self, ref: Ref) -> None:
        """From the server and from telephones that know how; an older server says that it cannot."""
        await self._http.ask("DELETE", f"{self._server}/{self._topic}/{ref['id']}", headers=self._headers)


def _said_and_address(text: str) -> tuple[str, str]:
    """The words of a message, and the address that a touch on it opens: the last it has, '' for none."""
    words = text.split(" ")
    addresses = [word for word in words if word.startswith(("http://", "https://"))]
    if not addresses:
        return text, ""
    words.remove(addresses[-1])
    return " ".join(words).strip(), addresses[-1]
