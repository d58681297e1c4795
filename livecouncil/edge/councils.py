"""The councils of an edge: their caches and their sites."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

from livecouncil.journal.released import FOLDER
from livecouncil.mirroring.hub.batch import COUNCIL, MEETING
from livecouncil.server.limits import FEED_BEAT, Places
from livecouncil.system.sweeping import Sweeper

from .cache import CachedMeeting
from .site import EdgeSite, Turns


class Councils:
    """Below the cache folder `base`, a folder a council."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._cached: dict[tuple[str, str], CachedMeeting] = {}
        self.sites: dict[str, EdgeSite] = {}
        self.places = Places()
        self.sweeper = Sweeper()
        self.turns = Turns()
        self.none = EdgeSite(base / ".none", "")

    def find(self) -> None:
        """What an earlier run left: it is served before the database answers. A folder that is no cache is left."""
        for folder in sorted(self._base.glob("*/")):
            if COUNCIL.fullmatch(folder.name):
                for path in sorted((folder / FOLDER).glob("*.jsonl")):
                    if MEETING.fullmatch(path.stem):
                        self.cached(folder.name, path.stem)

    def add(self, council: str) -> EdgeSite:
        """The site of a council, made when it is new."""
        if council not in self.sites:
            site = EdgeSite(self._base / council, council)
            site.places = self.places
            site.sweeper = self.sweeper
            site.turns = self.turns
            self.sites[council] = site
        return self.sites[council]

    def cached(self, council: str, meeting: str) -> CachedMeeting:
        """The lines kept of a meeting."""
        known = self._cached.get((council, meeting))
        if known is None:
            known = CachedMeeting(self.add(council).kept(meeting))
            known.load()
            self._cached[council, meeting] = known
            if known.lines:
                self.sites[council].add(meeting)
        return known

    def everyone(self) -> Iterator[CachedMeeting]:
        """Every meeting that is kept."""
        yield from self._cached.values()

    def open(self) -> list[tuple[str, str]]:
        """The meetings that go on."""
        return [name for name, cached in self._cached.items() if not cached.closed]

    def closing(self, name: tuple[str, str], closed: bool) -> bool:
        """Whether the meeting is over, as the hub has it; whether that is otherwise than before."""
        cached = self._cached[name]
        turned = cached.closed != closed
        cached.closed = closed
        return turned

    async def changed(self, name: tuple[str, str], *, deleted: bool) -> None:
        """There are new lines of a meeting, or such in which something was deleted."""
        council, meeting = name
        await self.sites[council].changed(meeting, closed=self._cached[name].closed, deleted=deleted)

    def followers(self) -> float:
        """How many streams are open."""
        meetings = (meeting for site in self.sites.values() for meeting in site.meetings.values())
        return sum(len(meeting.feed.followers) for meeting in meetings)

    async def breathe(self) -> None:
        """Signs of life, until cancelled."""
        while True:
            await asyncio.sleep(FEED_BEAT / 2)
            for site in list(self.sites.values()):
                await site.breathe()

    def close(self) -> None:
        """Let go of everybody who listens."""
        for site in self.sites.values():
            for meeting in site.meetings.values():
                with contextlib.suppress(OSError):
                    meeting.feed.close()
