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
from livecouncil.posting.networks.client import Http
from livecouncil.posting.networks.webhook import public_session
from livecouncil.settings.load import load_council
from livecouncil.system.caught import Caught
from livecouncil.system.clocks import SteadyWall

from . import secrets
from .clients import client_of
from .networks import answers
from .outbox_file import path_of, read_outbox

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
SCOPES = "read:accounts read:statuses write:statuses"
X_SCOPES = "tweet.read tweet.write users.read offline.access"
X_TERMS = (
    "X rekent per bericht ($0,015; met een adres $0,200), staat antwoorden via de API maar beperkt toe en noemt gebruik door "
    'overheden een aparte dienst. livecouncil plaatst er daarom zonder adres en zonder draad. Zonder API: kanaal met network = "copy".'
)


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
        raise UsageError(
            f"Geen kanaal ‘{name}’ in {data / 'council.toml'}. Er is niets veranderd; zet er [channels.{name}] in, en wat het netwerk vraagt."
        )
    if not sys.stdin.isatty():
        raise UsageError(
            "Een geheim vraag ik alleen aan het toetsenbord. Er is niets veranderd; start dit in een terminal."
        )
    return asyncio.run(set_up(council, name, channel, Keyboard()))


async def set_up(council: Council, name: str, channel: Channel, keyboard: Keyboard) -> int:
    """Ask, log in without posting, keep the secret. Nothing is kept when the network does not agree."""
    if channel.network == "copy":
        keyboard.tell(f"{name}: de griffier kopieert de getelde tekst bij F3; er is niets in te stellen.")
        return 0
    municipality = council.council.municipality
    async with _HttpOf(channel) as http:
        try:
            secret = await _STEPS[channel.network](http, channel, keyboard)
            who = await _whoami(name, channel, secret, http, municipality)
        except PostingError as error:
            keyboard.tell(
                f"{name}: het netwerk zegt nee ({error}). Er is niets bewaard; controleer adres en gegevens en begin opnieuw."
            )
            return 1
    kept = secrets.load_secret(municipality, name) or {}
    path = secrets.save(
        municipality,
        name,
        {**{k: v for k, v in kept.items() if k in ("refresh", "did")}, **secret}
        if channel.network == "bluesky"
        else secret,
    )
    keyboard.tell(f"{name}: aangemeld als {who}. Er is niets geplaatst. Bewaard in {path}, alleen leesbaar voor u.")
    return 0


async def _whoami(name: str, channel: Channel, secret: secrets.Secret, http: Http, municipality: str) -> str:
    client = client_of(name, channel, secret, http, municipality, SteadyWall())
    await client.ready()
    return await client.whoami()


async def _bluesky(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    identifier = channel.account or keyboard.ask("Handle (raad.example.nl): ").strip().lstrip("@")
    keyboard.tell("Maak op bsky.app bij Instellingen → Privacy → App-wachtwoorden een app-wachtwoord voor livecouncil.")
    return {"identifier": identifier, "password": keyboard.hidden("App-wachtwoord (blijft onzichtbaar): ").strip()}


async def _mastodon(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    """OAuth with a code shown in the browser (RFC 6749 §4.1, out of band)."""
    server = channel.server.rstrip("/")
    if not server:
        raise InputFault(
            'Het kanaal heeft geen server. Er is niets veranderd; zet server = "https://…" in council.toml.'
        )
    form = {"client_name": "livecouncil", "redirect_uris": OUT_OF_BAND, "scopes": SCOPES}
    app = await http.ask("POST", f"{server}/api/v1/apps", data=form)
    client = _given_by(app, "client_id")
    asked = {"response_type": "code", "client_id": client, "redirect_uri": OUT_OF_BAND, "scope": SCOPES}
    keyboard.tell(
        f"Open dit adres, meld aan als het account dat plaatst, en sta livecouncil toe:\n{server}/oauth/authorize?{urlencode(asked)}"
    )
    code = keyboard.hidden("Code uit de browser (blijft onzichtbaar): ").strip()
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
        raise Parked(f"geen {name}")
    return found


async def _x(http: Http, channel: Channel, keyboard: Keyboard) -> secrets.Secret:
    """OAuth 2 with PKCE (RFC 7636)."""
    keyboard.tell(X_TERMS)
    if keyboard.ask("Gaat u akkoord met kosten en voorwaarden van X? (ja/nee) ").strip().casefold() not in ("ja", "j"):
        raise InputFault('Niet ingesteld. Er is niets veranderd; met network = "copy" kopieert u de tekst zelf.')
    client = keyboard.ask("Client-id van uw X-app: ").strip()
    verifier = token_urlsafe(48)
    state = token_urlsafe(12)
    back = keyboard.ask("Callback-adres zoals in uw X-app: ").strip()
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
    keyboard.tell(f"Open dit adres en sta livecouncil toe:\nhttps://x.com/i/oauth2/authorize?{urlencode(asked)}")
    answer = parse_qs(
        urlsplit(keyboard.hidden("Plak het adres waar de browser uitkomt (blijft onzichtbaar): ").strip()).query
    )
    if answer.get("state") != [state] or not answer.get("code"):
        raise InputFault("Dat adres hoort niet bij deze aanvraag. Er is niets bewaard; begin opnieuw.")
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
    url = keyboard.hidden("Adres van de ontvanger (blijft onzichtbaar): ").strip()
    keyboard.tell(f"Sleutel voor de ontvanger, eenmalig getoond (HMAC-SHA256): {key}")
    return {"url": url, "key": key}


_STEPS: dict[str, Callable[[Http, Channel, Keyboard], Awaitable[secrets.Secret]]] = {
    "bluesky": _bluesky,
    "mastodon": _mastodon,
    "x": _x,
    "webhook": _webhook,
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
        print("Geen kanalen in council.toml: berichten gaan naar wand, site en feed.")
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
        return "klaar: kopiëren bij F3", True
    try:
        secret = secrets.load_secret(council.council.municipality, name)
    except InputFault as error:
        return str(error), False
    if channel.server and not keeps_secrets(channel.server):
        return 'werkt niet: een geheim gaat alleen over https; zet server = "https://…"', False
    if secret is None:
        return f"niet ingesteld: livecouncil channels {name}", False
    if check:
        async with _HttpOf(channel) as http:
            try:
                with Caught(passing=(PostingError,)) as fault:
                    who = await _whoami(name, channel, secret, http, council.council.municipality)
                    return f"aangemeld als {who}; niets geplaatst", True
            except PostingError as error:
                return f"werkt niet ({error}): livecouncil channels {name}", False
            # one channel's trouble never hides how the others stand
            kind = type(fault.error).__name__
            return f"werkt niet (fout in livecouncil, {kind}): livecouncil channels {name}", False
    meetings = journals(data)
    last = read_outbox(path_of(data / "journal", meetings[-1])).channels.get(name) if meetings else None
    return (f"ingesteld; laatst {last.state} {last.reason}".rstrip() if last else "ingesteld"), True
