"""Looks at the public side from the outside in: page, feed, stream and wall as a reader gets them.

`healthz` says what the server believes; the page, the feed and the stream are fetched as anybody would and must carry
the newest entry. What lags for longer than one look is said loudly.

All of a look is done in a thread, also counting what the public should see by now: the journal is folded on from where
the last look stopped, so that a look costs the key beside it nothing, however long the meeting is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.release.memory import Memory
from livecouncil.sitting.session import Session

from .public_side import PublicSide


@dataclass(frozen=True)
class CoupledScreen:
    """A screen of the hall: its number, whether it follows the wall, and since when not (None: not seen yet)."""

    number: int
    on: bool
    gone: datetime | None = None


@dataclass(frozen=True)
class Sighting:
    """One look: the newest entry there is, what the server believes, and the newest entry each reader gets."""

    newest: int
    health: dict[str, float]
    readers: dict[str, int]
    screens: list[CoupledScreen] = field(default_factory=list)


class Watchdog(PublicSide):
    """How the public side stands, looked at; `loud` when something is wrong for longer than one look."""

    def __init__(self, session: Session, server_url: str | None, served: bool | None = None) -> None:
        super().__init__(bool(server_url) if served is None else served, server_url)
        self._session = session
        self._late: frozenset[str] = frozenset()
        self._memory = Memory()
        self.seen = False
        self.followers = 0
        self.screens: list[CoupledScreen] = []
        self.loud = False
        if not self.served:
            self.sentence = session.words.t("tui.server_none")

    async def look(self) -> None:
        """Ask as a reader would; never in the way of a key."""
        if not self.url:
            return
        events = list(self._session.desk.state.events)
        try:
            seen = await asyncio.to_thread(self._seen, events)
        except (OSError, ValueError):
            self.loud = True
            self.gone_since = self.gone_since or local(self._session.clock(), self._session.desk.state.zone)
            self.sentence = self._session.words.t("tui.server_down")
            return
        self._judge(seen)

    def _seen(self, events: Sequence[ev.Base]) -> Sighting:
        """Ask server, page, feed and stream. Raises OSError, ValueError."""
        from livecouncil.publishing.folder import lines_of_entries  # neither is a matter of the first frame

        from . import public_reader

        state = self._session.desk.state
        meeting = state.agenda.id
        newest = len(lines_of_entries(events, self._memory))
        health, coupled = public_reader.health(self.url or "", meeting)
        screens = [self._screen(one) for one in coupled]
        if not newest or state.council.release.policy == "chamber":
            return Sighting(newest, health, {}, screens)
        base = f"{self.url}{meeting}/"
        readers = {
            "page": public_reader.newest(base, rb'data-seq="(\d+)"'),
            "feed": public_reader.newest(f"{base}feed.json", rb'"seq": (\d+)'),
            "stream": public_reader.first_streamed(f"{base}stream?last={newest - 1}"),
        }
        return Sighting(newest, health, readers, screens)

    def _screen(self, told: Mapping[str, float]) -> CoupledScreen:
        """A coupled screen as the server tells of it."""
        gone = None
        if told["gone"]:
            gone = local(datetime.fromtimestamp(told["gone"], UTC), self._session.desk.state.zone)
        return CoupledScreen(int(told["number"]), bool(told["on"]), gone)

    def _judge(self, seen: Sighting) -> None:
        words = self._session.words
        self.gone_since = None
        self.seen = True
        self.walls = int(seen.health.get("walls", 0))
        self.followers = int(seen.health.get("followers", 0))
        self.screens = seen.screens
        late = frozenset(name for name, seq in seen.readers.items() if seq < seen.newest)
        lasting = late & self._late
        self._late = late
        self.loud = bool(lasting)
        self.behind = lasting
        if lasting:
            names = ", ".join(words.t(f"tui.sees.{name}") for name in sorted(lasting))
            least = min(seen.readers[name] for name in lasting)
            self.sentence = words.t("tui.server_behind", names=names, seen=least, logged=seen.newest)
            return
        at = datetime.fromtimestamp(seen.health.get("written") or 0, UTC)
        written = local(at, self._session.desk.state.zone)
        if self.walls:
            key = "tui.server_ok"
        else:
            key = "tui.server_no_wall"
        counts = {"walls": self.walls, "followers": self.followers}
        self.sentence = words.t(key, written=f"{written:%H:%M:%S}", **counts)
