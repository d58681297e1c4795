"""`livecouncil channels`: sets a network up step by step, tries it without posting, and lists how each stands.

What is secret is asked for at the keyboard, never taken from arguments, and kept as `secrets` says.
"""

from __future__ import annotations

import asyncio
import base64
import getpass
import hashlib
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp

from livecouncil.core.council.model import Channel, Council
from livecouncil.core.text.addresses import keeps_secrets
from livecouncil.errors import InputFault, Parked, PostingError, UsageError
from livecouncil.journal.inventory import journals
from livecouncil.posting.networks.client import Http, Sender
from livecouncil.posting.networks.ntfy import COMPANY
from livecouncil.posting.networks.webhook import public_session
from livecouncil.settings import secrets
from livecouncil.settings.load import load_council
from livecouncil.system.caught import Caught
from livecouncil.system.clocks import SteadyWall
from livecouncil.wording import is_yes
from livecouncil.wording.faults import in_words

from .clients import client_of
from .networks import answers
from .outbox_file import outbox_path, read_outbox

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = "read:accounts read:statuses write:statuses"
X_SCOPES = "tweet.read tweet.write users.read offline.access"


@dataclass
class Keyboard:
    """Who answers: `ask` in the open, `hidden` for what is secret; `tell` shows a line."""

    ask: Callable[[str], str] = input
    hidden: Callable[[str], str] = getpass.getpass
    tell: Callable[[str], None] = print


def set_up_channels(data: Path, name: str | None, check: bool) -> int:
    """Set `name` up, or list (with `check`: try) every channel. Exit 1 when one is not well."""
    council = load_council(data / "council.toml")
    if name is None:
        return asyncio.run(_list_channels(data, council, check))
    channel = council.channels.get(name)
    if channel is None:
        raise UsageError("posting.no_channel", name=name, path=data / "council.toml")
    if not sys.stdin.isatty():
        raise UsageError("posting.only_keyboard")
    return asyncio.run(set_up(council, name, channel, Keyboard()))


async def set_up(council: Council, name: str, channel: Channel, keyboard: Keyboard) -> int:
    """Ask, log in without posting, keep the secret. Nothing is kept when the network does not agree."""
    if channel.network == "copy":
        keyboard.tell(_said("copy", name=name))
        return 0
    municipality = council.council.municipality
    async with _HttpOf(channel) as http:
        try:
            secret = await _STEPS[channel.network](http, channel, keyboard)
            who = await _whoami(name, channel, secret, http, Sender(council.council))
        except PostingError as error:
            keyboard.tell(_said("refused", name=name, error=error))
            return 1
    if channel.network == "bluesky":
        before = secrets.load_secret(municipality, name) or {}
        session = {key: value for key, value in before.items() if key in ("refresh", "did")}
        secret = session | secret
    path = secrets.save(municipality, name, secret)
    keyboard.tell(_said("kept", name=name, who=who, path=path))
    return 0


def _said(key: str, /, **slots: object) -> str:
    """What is said or asked while a network is set up."""
    return in_words(f"posting.setup.{key}", **slots)


async def _whoami(name: str, channel: Channel, secret: secrets.Secret, http: Http, sender: Sender) -> str:
    client = client_of(name, channel, secret, http, sender, SteadyWall())
    await client.ready()
    return await client.whoami()


async def _bluesky(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    identifier = channel.account or keyboard.ask(_said("handle")).strip().lstrip("@")
    keyboard.tell(_said("app_password"))
    return {"identifier": identifier, "password": keyboard.hidden(_said("password")).strip()}


async def _mastodon(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    """OAuth with a code shown in the browser (RFC 6749 §4.1, out of band)."""
    server = channel.server.rstrip("/")
    if not server:
        raise InputFault("posting.no_server")
    form = {"client_name": "livecouncil", "redirect_uris": OUT_OF_BAND, "scopes": SCOPES}
    app = await http.ask("POST", f"{server}/api/v1/apps", data=form)
    client = _given_by(app, "client_id")
    asked = {"response_type": "code", "client_id": client, "redirect_uri": OUT_OF_BAND, "scope": SCOPES}
    address = f"{server}/oauth/authorize?{urlencode(asked)}"
    keyboard.tell(_said("mastodon_address", address=address))
    code = keyboard.hidden(_said("code")).strip()
    told = await http.ask(
        "POST",
        f"{server}/oauth/token",
        data={
            "grant_type": "authorization_code",
            "code": code,
            "client_id": client,
            "client_secret": _given_by(app, "client_secret"),
            "redirect_uri": OUT_OF_BAND,
            "scope": SCOPES,
        },
    )
    return {"token": _given_by(told, "access_token")}


def _given_by(told: Any, name: str) -> str:
    """What a server has to give. Raises Parked where it does not."""
    found = answers.text(told, name)
    if not found:
        raise Parked("posting.not_given", name=name)
    return found


async def _x(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    """OAuth 2 with PKCE (RFC 7636)."""
    keyboard.tell(_said("x_terms"))
    if not is_yes(keyboard.ask(_said("x_agree"))):
        raise InputFault("posting.not_agreed")
    client = keyboard.ask(_said("x_client")).strip()
    verifier = token_urlsafe(48)
    state = token_urlsafe(12)
    back = keyboard.ask(_said("x_callback")).strip()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": back,
        "scope": X_SCOPES,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    address = f"https://x.com/i/oauth2/authorize?{urlencode(asked)}"
    keyboard.tell(_said("x_address", address=address))
    pasted = keyboard.hidden(_said("x_pasted")).strip()
    answer = parse_qs(urlsplit(pasted).query)
    if answer.get("state") != [state] or not answer.get("code"):
        raise InputFault("posting.other_request")
    form = {
        "grant_type": "authorization_code",
        "code": answer["code"][0],
        "client_id": client,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    told = await http.ask("POST", f"{channel.server or 'https://api.x.com'}/2/oauth2/token", data=form)
    return {
        "token": _given_by(told, "access_token"),
        "refresh": answers.text(told, "refresh_token"),
        "client_id": client,
    }


async def _webhook(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    key = token_urlsafe(32)
    url = keyboard.hidden(_said("receiver")).strip()
    keyboard.tell(_said("key", key=key))
    return {"url": url, "key": key}


async def _mail(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    """The list, and the log-in where the server asks for one; the server takes both before anything is kept."""
    to = keyboard.hidden(_said("list")).strip()
    user = keyboard.ask(_said("mail_user")).strip()
    password = ""
    if user:
        password = keyboard.hidden(_said("mail_password"))
    return {"to": to, "user": user, "password": password}


async def _ntfy(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    keyboard.tell(_said("topic", topic=channel.topic, server=channel.server or COMPANY))
    return {"token": keyboard.hidden(_said("token")).strip()}


_STEPS: dict[str, Callable[[Http, Channel, Keyboard], Awaitable[secrets.Secret]]] = {
    "bluesky": _bluesky,
    "mastodon": _mastodon,
    "x": _x,
    "webhook": _webhook,
    "mail": _mail,
    "ntfy": _ntfy,
}


class _HttpOf:
    """An `Http` for one channel, its session closed afterwards."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    async def __aenter__(self) -> Http:
        public = self._channel.network == "webhook" and not self._channel.private
        if public:
            self._session = public_session()
        else:
            self._session = aiohttp.ClientSession()
        return Http(self._session, self._channel.timeout)

    async def __aexit__(self, *_: Any) -> None:
        await self._session.close()


async def _list_channels(data: Path, council: Council, check: bool) -> int:
    if not council.channels:
        print(_said("none"))
    wrong = 0
    for name, channel in council.channels.items():
        state, well = await _channel_state(data, council, name, channel, check)
        wrong += not well
        print(f"{name:<16} {channel.network:<9} {channel.server or channel.account or '–':<32} {state}")
    if wrong:
        return 1
    return 0


async def _channel_state(data: Path, council: Council, name: str, channel: Channel, check: bool) -> tuple[str, bool]:
    """How a channel stands, in a few words, and whether that is well."""
    if channel.network == "copy":
        return _state_words("copy"), True
    try:
        secret = secrets.load_secret(council.council.municipality, name)
    except InputFault as error:
        return str(error), False
    if channel.server and channel.network != "mail" and not keeps_secrets(channel.server):
        return _state_words("plain_http"), False
    if secret is None:
        return _state_words("not_set_up", name=name), False
    if check:
        return await _tried(council, name, channel, secret)
    return _last_told(data, name), True


async def _tried(council: Council, name: str, channel: Channel, secret: secrets.Secret) -> tuple[str, bool]:
    """Log in without posting; one channel's trouble never hides how the others stand."""
    async with _HttpOf(channel) as http:
        try:
            with Caught(passing=(PostingError,)) as fault:
                who = await _whoami(name, channel, secret, http, Sender(council.council))
                return _state_words("well", who=who), True
        except PostingError as error:
            return _state_words("wrong", error=error, name=name), False
        kind = type(fault.error).__name__
        return _state_words("our_fault", kind=kind, name=name), False


def _last_told(data: Path, name: str) -> str:
    """What the outbox of the newest meeting says of a channel."""
    meetings = journals(data)
    if not meetings:
        return _state_words("set_up")
    last = read_outbox(outbox_path(data, meetings[-1])).channels.get(name)
    if last is None:
        return _state_words("set_up")
    return _state_words("last", state=last.state, reason=last.reason).rstrip()


def _state_words(key: str, /, **slots: object) -> str:
    return in_words(f"posting.state.{key}", **slots)
