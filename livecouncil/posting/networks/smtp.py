"""One message handed over by SMTP (RFC 5321): what each answer means, and that nothing secret goes in the clear.

Theory. A message is the server's from the moment it says 250 after the last dot, and not before. So until that dot is
on its way, whatever goes wrong means that it was not sent; after it, silence means that it may have been. Who then
hears nothing has to send again, and a receiver knows the same message by its Message-ID.

A refusal belongs to whom it names: of the log-in, the sender or the list it is trouble with the account, which somebody
must mend; of the message's content it is for that message alone. What the server says is shown short and without what
is secret.

Passwords go over TLS or to this machine alone. The talk goes on in a thread of its own that nobody waits for when the
program ends; who gives up cuts its line.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from livecouncil.core.text.addresses import host_of, loopback
from livecouncil.errors import NotSent, Parked, Rejected, Unsure
from livecouncil.system.caught import Caught

from .answers import safe_words
from .client import why_no_answer

PORTS = {"smtp": 587, "smtps": 465}
"""By the scheme of the server's address: TLS asked for once connected, or spoken from the first byte."""
_GO_AHEAD = 354
_LINE_BEGINS_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True)
class MailServer:
    """Where a council's mail is handed in, and by whom; `open_line` permits a server without TLS to who has no
    password to lose."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    open_line: bool = False

    @property
    def may_be_open(self) -> bool:
        return loopback(self.host) or (self.open_line and not self.password)

    def safe(self, words: bytes | str) -> str:
        """What the server said, fit to be shown."""
        if isinstance(words, bytes):
            words = words.decode("utf-8", "replace")
        return safe_words(words, (self.user, self.password))


@dataclass(frozen=True)
class Letter:
    """A whole message and its envelope; `content` is empty where only the envelope is to be tried."""

    sender: str
    to: str
    content: bytes = b""


def mail_server(address: str, user: str, password: str, *, open_line: bool = False) -> MailServer:
    """The server at 'smtp://host:587' or 'smtps://host'. Raises Parked for any other address."""
    scheme = address.partition(":")[0].casefold()
    host = host_of(address)
    try:
        port = urlsplit(address).port or PORTS[scheme]
    except (ValueError, KeyError):
        raise Parked("posting.no_mail_server", server=address) from None
    if not host:
        raise Parked("posting.no_mail_server", server=address)
    return MailServer(scheme, host, port, user, password, open_line)


class Handover:
    """One talk with a server, once."""

    def __init__(self, server: MailServer, letter: Letter, timeout: float) -> None:
        self._server = server
        self._letter = letter
        self._timeout = timeout
        self._smtp: smtplib.SMTP | None = None
        self._cut = False
        self._on_its_way = False

    async def carry_out(self) -> None:
        """Hand it over within the time-out. Raises NotSent, Unsure, Rejected, Parked."""
        try:
            async with asyncio.timeout(self._timeout):
                await _in_own_thread(self._talk)
        except TimeoutError:
            raise self._broken("posting.late") from None
        finally:
            self._give_up()

    def _give_up(self) -> None:
        """Cut the line, so that the thread ends; it does not say anything more on a line it opens after this."""
        self._cut = True
        if self._smtp and self._smtp.sock:
            self._smtp.close()

    def _broken(self, kind: str) -> NotSent | Unsure:
        """Why there was no answer: before the last dot it was surely not sent."""
        if self._on_its_way:
            return Unsure(kind)
        return NotSent(kind)

    def _talk(self) -> None:
        try:
            self._smtp = self._connected()
            if self._cut:
                raise NotSent("posting.late")
            self._introduce(self._smtp)
            self._hand_over(self._smtp)
        except ssl.SSLCertVerificationError as error:
            raise Parked("posting.mail_certificate", reason=error.verify_message) from None
        except smtplib.SMTPResponseException as error:
            raise self._refused_entry(error.smtp_code, error.smtp_error) from None
        except smtplib.SMTPNotSupportedError:
            raise Parked("posting.mail_no_login") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise self._broken(why_no_answer(error)) from None
        finally:
            if self._smtp:
                self._smtp.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        own = self._letter.sender.rpartition("@")[2]
        if server.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, own, timeout=self._timeout, context=context)
        return smtplib.SMTP(server.host, server.port, own, timeout=self._timeout)

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        """Greet, take to TLS, log in."""
        smtp.ehlo_or_helo_if_needed()
        if self._server.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        elif self._server.scheme == "smtp" and not self._server.may_be_open:
            raise Parked("posting.mail_plain", server=self._server.host)
        if self._server.user:
            smtp.login(self._server.user, self._server.password)

    def _hand_over(self, smtp: smtplib.SMTP) -> None:
        """The envelope, and the message behind it. When that is taken, nothing that follows matters."""
        for code, said in (smtp.mail(self._letter.sender), smtp.rcpt(self._letter.to)):
            if code >= 300:
                raise self._refused_entry(code, said)
        if not self._letter.content:
            smtp.rset()
            return
        code, said = smtp.docmd("DATA")
        if code != _GO_AHEAD:
            raise self._refused_letter(code, said)
        body = _LINE_BEGINS_WITH_DOT.sub(b"..", self._letter.content)
        self._on_its_way = True
        smtp.send(body + b".\r\n")
        code, said = smtp.getreply()
        if code >= 300:
            raise self._refused_letter(code, said)

    def _refused_entry(self, code: int, said: bytes | str) -> NotSent | Unsure | Parked:
        """Of greeting, log-in, sender or list: somebody must mend it, unless the server says that it will pass."""
        told = f"{code} {self._server.safe(said)}".strip()
        if code < 0:  # no answer that can be read
            return self._broken(told)
        if 400 <= code < 500:
            return NotSent(told)
        return Parked(told)

    def _refused_letter(self, code: int, said: bytes | str) -> NotSent | Unsure | Rejected:
        """Of this message."""
        told = f"{code} {self._server.safe(said)}".strip()
        if 400 <= code < 500:
            return NotSent(told)
        if 500 <= code < 600:
            return Rejected(told)
        return Unsure(told)


async def _in_own_thread(act: Callable[[], None]) -> None:
    """`act` in a thread of its own, that does not keep the program from ending."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[None] = loop.create_future()

    def tell(fault: Caught) -> None:
        if done.done():
            return
        if fault.struck:
            done.set_exception(fault.error)
        else:
            done.set_result(None)

    def run() -> None:
        with Caught() as fault:
            act()
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, fault)

    threading.Thread(target=run, daemon=True).start()
    await done
