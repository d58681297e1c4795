"""A council at an edge: the same pages and streams as its own server's, made when they are asked for.

Theory. A council's own server makes every file at every event, for whoever may want it. An edge has hundreds of
councils and a cache in front, so it streams at once and makes files when one is asked for: of a meeting that changed
since, and at most once a second. Of a meeting that is over nothing is read until somebody asks, and it is forgotten
when nobody has for a while. There is no wall here: what the wall shows before the feed does not travel.
"""

from __future__ import annotations

import asyncio
import math
import time
from pathlib import Path

from livecouncil.core.meeting.events import Snapshot
from livecouncil.journal.follower import MeetingFollower
from livecouncil.journal.released import FOLDER, path_of
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.sources import FromReleased
from livecouncil.server.files import Files
from livecouncil.server.follow import Meeting, mark_of_list
from livecouncil.server.limits import FEED_BEAT
from livecouncil.server.site import Site, goes_on

EVERY = 1.0
"""Seconds between two times that the files of a meeting are made."""
IDLE = 600.0
"""Seconds after which a meeting that is over and asked for by nobody is forgotten."""
LIVE = "public, max-age=1, stale-while-revalidate=10, stale-if-error=60"
PAGES = "public, max-age=10, stale-while-revalidate=10, stale-if-error=60"
SHARED = "public, max-age=60, stale-while-revalidate=600"
STREAM = "/stream"
_MADE_AT_ONCE = (".json", ".atom")


def caching(path: Path) -> str:
    """For how long a cache may keep what lies at `path`: nothing that is deleted is shown longer than a minute."""
    if "static" in path.parts:
        return SHARED
    if path.suffix in _MADE_AT_ONCE:
        return LIVE
    return PAGES


class EdgeSite(Site):
    """The meetings of one council in the cache folder `base`, below the address `/<council>/`."""

    def __init__(self, base: Path, council: str) -> None:
        (base / FOLDER).mkdir(parents=True, exist_ok=True)
        super().__init__(base, f"/{council}/".replace("//", "/"))
        self._council = council
        self.files = Files(self.public, caching)
        self._making = asyncio.Lock()
        self._asked: dict[str, float] = {}
        self._made_at: dict[str, float] = {}
        self._complete: set[str] = set()
        self._listed: tuple[object, ...] | None = None
        self._static = False

    def add(self, name: str) -> Meeting:
        """A meeting of which there are lines."""
        if name not in self.meetings:
            self.meetings[name] = Meeting(name, MeetingFollower(self.base, name), walled=False)
        return self.meetings[name]

    async def changed(self, name: str, closed: bool) -> None:
        """There are new lines of a meeting; one that is over and that nobody looks at can wait."""
        meeting = self.add(name)
        if meeting.record is not None or not closed:
            await self.look(meeting)

    async def ready_for(self, path: str) -> None:
        """See `Site`."""
        top = path.partition("/")[0]
        if not top:
            await self._list()
        elif top == "static":
            await self._shared()
        elif top in self.meetings:
            await self._made(self.meetings[top], path)

    async def _made(self, meeting: Meeting, path: str) -> None:
        self._asked[meeting.id] = time.monotonic()
        if meeting.record is None:
            await self.look(meeting)
        if meeting.record is None or path.endswith(STREAM):
            return
        await self._make(meeting)
        document = path.rpartition("/")[2]
        if not goes_on(meeting) and document and not (self.public / path).exists():
            await self._make_documents(meeting)

    async def _make(self, meeting: Meeting) -> None:
        """The files of a meeting that changed since they were made, at most once in a while."""
        if not (self.public / meeting.id).is_dir():
            meeting.due = -math.inf
        elif time.monotonic() - self._made_at.get(meeting.id, -EVERY) < EVERY:
            return
        async with self._making:
            if meeting.due > time.monotonic():
                return
            meeting.due = math.inf
            await asyncio.to_thread(meeting.write_files, self.public, False, FromReleased(self.base))
            meeting.due = min(meeting.due, meeting.pace.again)
            self._made_at[meeting.id] = time.monotonic()

    async def _make_documents(self, meeting: Meeting) -> None:
        """What takes long, once, for the first who asks for some of it."""
        async with self._making:
            if meeting.id in self._complete:
                return
            self._complete.add(meeting.id)
            await asyncio.to_thread(meeting.write_files, self.public, True, FromReleased(self.base))

    async def _list(self) -> None:
        sources = FromReleased(self.base)
        listed = (*mark_of_list(sources), *(meeting.standing for meeting in self.meetings.values()))
        if self.meetings and (listed != self._listed or not (self.public / "index.html").exists()):
            async with self._making:
                await asyncio.to_thread(publishing.write_index, self.public, sources)
            self._listed = listed

    async def _shared(self) -> None:
        if not self._static:
            async with self._making:
                await asyncio.to_thread(publishing.write_static, self.public, missing=True)
            self._static = True

    async def breathe(self) -> None:
        """A sign of life for those who hear nothing else; forget what nobody asked for in a while."""
        now = time.monotonic()
        for meeting in list(self.meetings.values()):
            if meeting.feed.followers and now - meeting.feed.spoke >= FEED_BEAT:
                await meeting.feed.publish(meeting.beat(), keep=False)
            idle = now - self._asked.get(meeting.id, now) > IDLE
            if idle and not goes_on(meeting) and not meeting.feed.followers:
                del self.meetings[meeting.id]
                del self._asked[meeting.id]
                self.add(meeting.id)

    def title(self) -> str:
        """What the council is called: as its newest meeting says, else by its code."""
        for name in sorted(self.meetings, reverse=True):
            first = FromReleased(self.base).snapshot(name)
            if isinstance(first, Snapshot):
                return str(first.council.get("council", {}).get("municipality", self._council))
        return self._council

    def kept(self, name: str) -> Path:
        """Where the lines of a meeting lie."""
        return path_of(self.base, name)
