"""What a hub gives back to a council that lost its own: the public lines of its meetings.

They are public, so they are asked for without a signature, and are believed as far as whoever asks checks them: a hub
is another's machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import urlsplit

from livecouncil.errors import UsageError
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.system.clocks import now_here

from .batch import COUNCIL, SCHEMES
from .line import HubLine, hub_line

Told = TypeVar("Told")


def is_hub(address: str) -> bool:
    """Whether `address` is that of a hub, as under [[mirrors]]."""
    return urlsplit(address).scheme in SCHEMES


def meetings_at(to: str) -> dict[str, int]:
    """How many lines the hub has of each meeting. Raises MirrorError, UsageError."""
    return _over_a_line(to, HubLine.meetings)


def rows_at(to: str, meeting: str) -> list[bytes]:
    """The lines the hub has of `meeting`. Raises MirrorError, UsageError."""
    return _over_a_line(to, lambda line: line.rows(meeting))


def _over_a_line(to: str, ask: Callable[[HubLine], Awaitable[Told]]) -> Told:
    if not COUNCIL.fullmatch(to.rstrip("/").rpartition("/")[2]):
        raise UsageError("hub.no_council", to=to)

    async def asked() -> Told:
        async with hub_line(to, SecretKey.new(), now_here) as line:  # nothing is signed: a key that is nobody's
            return await ask(line)

    return asyncio.run(asked())
