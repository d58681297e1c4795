"""What every network's client is to the worker, and how an answer, or its absence, is read.

A refused connection or a 429 means not sent; a reset, a time-out, a 1xx or 5xx or an answer that cannot be read means
it may be there; 401, 403 and an answer that sends us elsewhere are trouble with the account or its address; any other
4xx is a refusal for good.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol, TypedDict

import aiohttp

from livecouncil.core.council.model import CouncilInfo
from livecouncil.core.text.addresses import keeps_secrets
from livecouncil.errors import NotSent, Parked, Rejected, Unsure
from livecouncil.posting.outbox import Sending
from livecouncil.wording.voices import words_of

from .answers import AS_IT_IS, answer_body, message, parsed

SAME_EVENING = timedelta(hours=12)
"""Texts are unique within a meeting, not over the years; clocks may differ by hours."""

Ref = Mapping[str, str]
"""Where a network keeps a post: `uri` and `cid` on Bluesky, `id` elsewhere; `url` for people."""


@dataclass(frozen=True)
class Thread:
    """What a post answers, as far as that stands there: its own branch, the meeting's root, what it corrects."""

    parent: Ref | None = None
    root: Ref | None = None
    corrects: Sending | None = None


@dataclass(frozen=True)
class Sender:
    """Who speaks, to networks that show it: the council that `info` tells of, of the meeting `meeting` with its
    `title`; '' while no meeting is on."""

    info: CouncilInfo
    meeting: str = ""
    title: str = ""

    @property
    def name(self) -> str:
        """'Raadsvergadering Voorbeeld'; an unofficial report's is its reporter's, and says so."""
        if self.info.unofficial:
            words = words_of(self.info.language)
            return f"{self.info.reporter or words.t('data.reporter')} ({words.t('word.unofficial')})"
        return f"{self.title} {self.info.municipality}".strip()

    @property
    def page(self) -> str:
        """The address of the meeting's page; '' for none."""
        root = self.info.public_url.rstrip("/")
        if root and self.meeting:
            return f"{root}/{self.meeting}/"
        return ""


class Client(Protocol):
    """One account on one network. Every call may raise the `PostingError`s of errors.py."""

    async def ready(self) -> None:
        """Log in where needed and learn the server's limit."""

    async def whoami(self) -> str:
        """The account's name on the network, asked without posting."""

    def fits(self, text: str) -> bool:
        """Whether this network takes a text of this length."""

    def objection(self, text: str) -> str:
        """Why this network must not get `text`; '' when it may."""

    async def send(self, row: Sending, thread: Thread) -> Ref:
        """Post the frozen `row`."""

    async def find(self, row: Sending, thread: Thread) -> Ref | None:
        """Where `row` stands already; None when it surely does not. Raises Unreadable when that cannot be known."""

    async def delete(self, ref: Ref) -> None:
        """Take it off; that it is gone already is well."""


@dataclass
class Http:
    """Requests of one channel: bounded in time and size, without following redirects, never telling a secret.

    `unspoken` is what a network's own words must not repeat to the outbox or the screen; so is the token of the
    request. Nothing is asked over plain http but of this machine, unless `plain`: a receiver in the council's own
    network.
    """

    session: aiohttp.ClientSession
    timeout: float
    unspoken: set[str] = field(default_factory=set)
    plain: bool = False

    def keeping(self, secrets: Iterable[str], *, plain: bool) -> Http:
        """The same session for one account, whose `secrets` are never told; see the class for `plain`."""
        return Http(self.session, self.timeout, set(secrets), plain)

    async def ask(self, method: str, url: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Any:
        """The JSON of a 2xx answer ({} where it has none). Raises NotSent, Unsure, Rejected, Parked."""
        if not self.plain and not keeps_secrets(url):
            raise Parked("posting.plain_http")
        own = {**AS_IT_IS, **(headers or {})}
        hide = (*self.unspoken, own.get("Authorization", "").removeprefix("Bearer "))
        options = _Options(
            timeout=aiohttp.ClientTimeout(total=self.timeout), allow_redirects=False, auto_decompress=False
        )
        try:
            async with self.session.request(method, url, headers=own, **options, **more) as answer:
                after = answer.headers.get("Retry-After", "")
                return _judged(answer.status, after, await answer_body(answer), hide)
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as error:
            raise NotSent(why_no_answer(error)) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unsure(why_no_answer(error)) from None


class _Options(TypedDict):
    timeout: aiohttp.ClientTimeout
    allow_redirects: bool
    auto_decompress: bool


def why_no_answer(error: BaseException) -> str:
    """What there was instead of an answer, as a code: people read it at F3."""
    match error:
        case TimeoutError():
            return "posting.late"
        case aiohttp.ClientConnectorError() | aiohttp.InvalidURL() | ConnectionRefusedError() | socket.gaierror():
            return "posting.unreachable"
        case aiohttp.ClientPayloadError() | aiohttp.ClientResponseError() | ValueError():
            return "posting.garbled"
    return "posting.cut_off"


def _judged(status: int, after: str, body: bytes | None, hide: Sequence[str] = ()) -> Any:
    told = parsed(body)
    said = f"{status} {message(told, hide)}".strip()
    match status:
        case 429:
            raise NotSent(said, _retry_after(after))
        case 401 | 403:
            raise Parked(said)
        case _ if 200 <= status < 300 and told is None:
            raise Unsure("posting.garbled")
        case _ if status < 200 or status >= 500 or status == 408:
            raise Unsure(said)
        case _ if 300 <= status < 400:
            raise Parked(said)
        case _ if status >= 400:
            raise Rejected(said)
    return told


def _retry_after(after: str) -> float:
    """`Retry-After` (RFC 9110 §10.2.3) in seconds, at most a quarter of an hour."""
    with contextlib.suppress(ValueError, TypeError):
        return min(900.0, max(0.0, float(after)))
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        return min(900.0, max(0.0, (parsedate_to_datetime(after) - datetime.now(UTC)).total_seconds()))
    return 0.0


def same_evening(row: Sending, created: str) -> bool:
    """Whether what a network made at `created` may be `row`, by our clock; True where it does not tell."""
    try:
        when = datetime.fromisoformat(created.replace("Z", "+00:00"))
        return row.at is None or abs(when - row.at) < SAME_EVENING
    except (ValueError, TypeError, OverflowError):  # no moment, or one without its zone
        return True
