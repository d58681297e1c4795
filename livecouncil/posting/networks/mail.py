"""Mail at the gavel: every decision as one message to the council's own mailing list.

Who is on the list is the business of the list's own program: it takes people on, lets them off, and keeps their
addresses, which this program never sees. What is made here is one message, in plain text and in simple HTML, with what
list programs, mailboxes and answering machines look at: that it is a list's, how one leaves it, that no person wrote
it. A correction answers the message it corrects, where that stands.

Nobody can look in a mailbox whether a message arrived. So a message bears an id that comes from the decision itself,
and every try is the same to the byte: a try that was cut off is made again, as SMTP asks, and a program that gets the
same id twice has one message.

The list's address is kept with the password: a journal is public, and what stands in it is found by who sends spam.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape

from livecouncil.core.council.model import Channel
from livecouncil.core.text.length import fits
from livecouncil.errors import Parked, Rejected
from livecouncil.posting.outbox import Sending
from livecouncil.settings.secrets import Secret
from livecouncil.wording.voices import words_of

from .client import Ref, Sender, Thread
from .smtp import Handover, Letter, MailServer, mail_server

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,250}")
"""An address as every server takes it."""
_SUBJECT = 90
_LAST_WORD = re.compile(r"\s+\S*$")
_POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)


class Mail:
    """One list; the secret holds `to`, its address, and `user` and `password` where the server asks for them."""

    def __init__(self, channel: Channel, secret: Secret, sender: Sender) -> None:
        self._channel = channel
        self._secret = secret
        self._sender = sender

    async def ready(self) -> None:
        """Nothing is opened before there is something to send; what is not set up is told at once."""
        for address in (self._channel.account, self._secret.get("to", "")):
            if not ADDRESS.fullmatch(address):
                raise Parked("posting.no_mail_address", address=address)
        self._server()

    async def whoami(self) -> str:
        """The sender and the list, once the server takes both; no message is sent."""
        letter = Letter(self._channel.account, self._secret["to"])
        await Handover(self._server(), letter, self._channel.timeout).carry_out()
        return f"{letter.sender} → {letter.to}"

    def fits(self, text: str) -> bool:
        return fits(text, "mail")

    def objection(self, text: str) -> str:
        return ""

    async def send(self, row: Sending, thread: Thread) -> Ref:
        content = self._message(row, thread).as_bytes(policy=_POLICY)
        letter = Letter(self._channel.account, self._secret["to"], content)
        await Handover(self._server(), letter, self._channel.timeout).carry_out()
        return {"id": self._id_of(row)}

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        """There is nothing to look at: the same id again is the same message."""
        return None

    async def delete(self, ref: Ref) -> None:
        raise Rejected("posting.mail_stays")

    def _server(self) -> MailServer:
        return mail_server(
            self._channel.server,
            self._secret.get("user", ""),
            self._secret.get("password", ""),
            open_line=self._channel.private,
        )

    def _id_of(self, row: Sending) -> str:
        """Its Message-ID: of the decision and its text, the same at every try."""
        return f"<{row.key}@{self._channel.account.rpartition('@')[2]}>"

    def _message(self, row: Sending, thread: Thread) -> EmailMessage:
        """The message, the same to the byte at every try."""
        message = EmailMessage(policy=_POLICY)
        footer = self._footer(row)
        message.set_content(f"{row.text}\n\n-- \n" + "".join(f"{line}\n" for line in footer), cte="quoted-printable")
        message.add_alternative(_html(row, footer), subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{row.key}")
        for name, value in self._headers(row, thread).items():
            if value:
                message[name] = value
        return message

    def _headers(self, row: Sending, thread: Thread) -> dict[str, str | Address]:
        to = self._secret["to"]
        list_name = to.replace("@", ".")
        corrects = ""
        if thread.corrects:
            corrects = thread.corrects.ref.get("id", "")
        assert row.created
        return {
            "From": Address(self._sender.name, addr_spec=self._channel.account),
            "To": to,
            "Subject": _subject(row.text),
            "Date": format_datetime(row.created),
            "Message-ID": self._id_of(row),
            "In-Reply-To": corrects,
            "References": corrects,
            "List-Id": f"<{list_name}>",
            "List-Unsubscribe": f"<{self._channel.unsubscribe}>" * bool(self._channel.unsubscribe),
            "List-Archive": f"<{self._sender.page}>" * bool(self._sender.page),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": row.language,
        }

    def _footer(self, row: Sending) -> list[str]:
        """Whose message it is, where to read on, how to be let off."""
        t = words_of(row.language).t
        lines = [self._sender.name]
        if self._sender.page:
            lines.append(t("mail.follow", address=self._sender.page))
        if self._channel.unsubscribe:
            lines.append(t("mail.leave", address=self._channel.unsubscribe.removeprefix("mailto:")))
        return lines


def _subject(text: str) -> str:
    """What the message says, short: without its addresses and tags."""
    words = [word for word in text.split() if not word.startswith(("http://", "https://", "#"))]
    whole = " ".join(words)
    if len(whole) <= _SUBJECT:
        return whole
    return f"{_LAST_WORD.sub('', whole[:_SUBJECT])} …"


def _html(row: Sending, footer: list[str]) -> str:
    """The same words, with their addresses to click on."""
    said = _linked(row.text)
    foot = "<br>".join(map(_linked, footer))
    head = f'<!DOCTYPE html><html lang="{row.language}"><head><meta charset="utf-8"><title>{escape(_subject(row.text))}'
    return f"{head}</title></head><body><p>{said}</p><hr><p><small>{foot}</small></p></body></html>\n"


def _linked(text: str) -> str:
    parts = [
        f'<a href="{escape(word)}">{escape(word)}</a>' if word.startswith(("http://", "https://")) else escape(word)
        for word in text.split(" ")
    ]
    return " ".join(parts)
