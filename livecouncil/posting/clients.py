"""From a channel and its secret to the client of its network."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import datetime

from livecouncil.core.council.model import Channel
from livecouncil.errors import Parked
from livecouncil.settings import secrets

from .networks.bluesky import Bluesky
from .networks.client import Client, Http, Sender
from .networks.mail import Mail
from .networks.mastodon import Mastodon
from .networks.ntfy import Ntfy
from .networks.webhook import Webhook
from .networks.x import X


def client_of(
    name: str,
    channel: Channel,
    secret: secrets.Secret,
    http: Http,
    sender: Sender,
    clock: Callable[[], datetime],
) -> Client:
    """The client of a channel's network, over `http` with this secret never told. Raises Parked where there is none."""
    own = http.keeping(secret.values(), plain=channel.network == "webhook" and channel.private)

    def keep(fresh: secrets.Secret) -> None:
        own.unspoken.update(fresh.values())
        with contextlib.suppress(OSError):  # a systemd credential is read-only: log in again next time
            secrets.save(sender.info.municipality, name, fresh)

    match channel.network:
        case "mastodon":
            return Mastodon(own, channel, secret)
        case "bluesky":
            return Bluesky(own, channel, secret, keep)
        case "x":
            return X(own, channel, secret, keep)
        case "webhook":
            return Webhook(own, channel, secret, clock)
        case "mail":
            return Mail(channel, secret, sender)
        case "ntfy":
            return Ntfy(own, channel, secret, sender)
        case "copy":
            raise Parked("copy")
