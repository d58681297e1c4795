"""A council at an edge: the same pages and streams as its own server's, made when they are asked for.

Theory. A council's own server makes every file at every event, for whoever may want it. An edge has hundreds of
councils and a cache in front, so it reads a meeting when somebody follows or asks, streams at once, and makes files
when one is asked for: of a meeting that changed since, and at most once a second. What is made is made once for all who
wait, also where one of them goes away, and not by many at a time: it shares its processor with the streams. Who asks
for a file that is there gets it as it is where making it anew takes long. A meeting that is over is forgotten when
nobody has asked for a while. There is no wall here: what the wall shows before the feed does not travel.
"""

from __future__ import annotations

import asyncio
import math
import shutil
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from aiohttp import web

from livecouncil.core.meeting.events import Snapshot
from livecouncil.core.meeting.filed_documents import FOLDER as DOCUMENTS
from livecouncil.journal.follower import MeetingFollower
from livecouncil.journal.released import FOLDER, path_of
from livecouncil.publishing import all_meetings
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.calendars import CALENDAR
from livecouncil.publishing.sources import FromReleased
from livecouncil.server.files import Files
from livecouncil.server.follow import Meeting, mark_of_list
from livecouncil.server.limits import FEED_BEAT
from livecouncil.server.sentences import server_sentence
from livecouncil.server.site import Site, goes_on, log_fault
from livecouncil.system.aside import aside
from livecouncil.system.caught import Caught, undone_by

from .beside import WITNESSED, Fetched, FilesBeside

EVERY = 1.0
"""Seconds between two times that the files of a meeting are made."""
PATIENT = 1.0
"""Seconds that somebody waits for a newer file than the one that is there."""
IDLE = 600.0
"""Seconds after which a meeting that is over and asked for by nobody is forgotten."""
LIVE = "public, max-age=1, stale-while-revalidate=10, stale-if-error=60"
PAGES = "public, max-age=10, stale-while-revalidate=10, stale-if-error=60"
SHARED = "public, max-age=60, stale-while-revalidate=600"
STREAM = "/stream"
STATE = "state.json"
_MADE_AT_ONCE = (".json", ".atom")


def caching(path: Path) -> str:
    """For how long a cache may keep what lies at `path`: nothing that is deleted is shown longer than a minute."""
    if "static" in path.parts:
        return SHARED
    if path.suffix in _MADE_AT_ONCE:
        return LIVE
    return PAGES


class FilesWhenAsked(Files):
    """Files of which none is known to be current before it was seen to: no answer is kept ready."""

    def remember(self, request: web.Request, response: web.StreamResponse) -> None:
        """Nothing."""


class Turns:
    """Who makes files now, of all councils: some page, and some document, which takes long."""

    def __init__(self) -> None:
        self.pages = asyncio.Semaphore(1)
        self.documents = asyncio.Semaphore(1)


class EdgeSite(Site):
    """The meetings of one council in the cache folder `base`, below the address `/<council>/`."""

    def __init__(self, base: Path, council: str) -> None:
        (base / FOLDER).mkdir(parents=True, exist_ok=True)
        super().__init__(base, f"/{council}/".replace("//", "/"))
        self._council = council
        self.files = FilesWhenAsked(self.public, caching)
        self.turns = Turns()
        self._making: dict[str, asyncio.Task[None]] = {}
        self._asked: dict[str, float] = {}
        self._made_at: dict[str, float] = {}
        self._unseen: set[str] = set()
        self._over: set[str] = set()
        self._complete: set[str] = set()
        self._listed: tuple[object, ...] | None = None
        self.beside = FilesBeside(base)
        self._titled = ("", council)
        self._static = False

    def add(self, name: str) -> Meeting:
        """A meeting of which there are lines."""
        if name not in self.meetings:
            self.meetings[name] = Meeting(name, MeetingFollower(self.base, name), walled=False)
            self._unseen.add(name)
        return self.meetings[name]

    async def changed(self, name: str, *, closed: bool, deleted: bool) -> None:
        """There are new lines of a meeting, or lines in which something was `deleted`: read now if somebody follows,
        else when somebody asks. Files that may say what was deleted go at once."""
        meeting = self.add(name)
        self._unseen.add(name)
        self._over.discard(name)
        if closed:
            self._over.add(name)
        if deleted:
            await self._clear(name)
        if meeting.feed.followers:
            await self._see(meeting)

    async def _clear(self, name: str) -> None:
        """Take off the files of a meeting, once nobody makes them."""
        if making := [task for what, task in self._making.items() if what.partition(" ")[0] in ("", name)]:
            await asyncio.wait(making)
        await asyncio.to_thread(self._remove_made, name)
        self._complete.discard(name)
        self._listed = None
        self.meetings[name].due = -math.inf

    def _remove_made(self, name: str) -> None:
        """All that was made here: documents and the hub's signature were not."""
        for path in (self.public / name).glob("*"):
            if path.is_dir() and path.name != DOCUMENTS:
                shutil.rmtree(path)
            elif path.is_file() and path.name != WITNESSED:
                path.unlink()
        for feed in self.public.glob("feed.*"):
            feed.unlink()

    async def take_beside(self, there: dict[str, str], fetched: Fetched) -> None:
        """What goes beside the lines is as the hub lists it. Raises OSError."""
        if await self.beside.take(there, fetched):
            self._listed = None
            for meeting in self.meetings.values():
                if meeting.record:
                    meeting.due = time.monotonic()

    async def _see(self, meeting: Meeting) -> None:
        """Read what is new of a meeting; one that could not be told is tried again."""
        self._unseen.discard(meeting.id)
        if not await self.look(meeting) and meeting.record is None:
            self._unseen.add(meeting.id)

    async def ready_for(self, path: str) -> None:
        """See `Site`."""
        top = path.partition("/")[0]
        if top in ("", CALENDAR):
            await self._list()
        elif top == "static":
            await self._shared()
        elif top in self.meetings:
            await self._made(self.meetings[top], path)
        elif self.meetings:  # the feed that is always the newest meeting's, the council's key
            await self._made(self.meetings[max(self.meetings)], path)

    async def _made(self, meeting: Meeting, path: str) -> None:
        self._asked[meeting.id] = time.monotonic()
        if meeting.id in self._unseen:
            await self._see(meeting)
        if meeting.record is None or path.endswith(STREAM):
            return
        there = (self.public / path).exists()
        if self._is_due(meeting):
            await self._once(meeting.id, partial(self._make, meeting), wait=not there)
        document = path.rpartition("/")[2]
        ours = f"/{DOCUMENTS}/" not in path and document
        if not goes_on(meeting) and ours and not (self.public / path).exists():
            await self._once(f"{meeting.id} documents", partial(self._make_documents, meeting), wait=True)

    async def _once(self, what: str, act: Callable[[], Awaitable[None]], wait: bool) -> None:
        """Have `act` done, once for all who ask for `what`; without `wait` go on where it takes long."""
        making = self._making.get(what)
        if making is None:
            making = self._making[what] = asyncio.create_task(self._held(what, act))
            making.add_done_callback(lambda _: self._making.pop(what))
        if wait:
            await asyncio.wait({making})
        else:
            await asyncio.wait({making}, timeout=PATIENT)

    async def _held(self, what: str, act: Callable[[], Awaitable[None]]) -> None:
        """A full disk or a fault costs who asked for this: there is no such file, or an older one."""
        try:
            with Caught(log_fault, "files", passing=(OSError,)):
                await act()
        except OSError as error:
            self._say_once(what, server_sentence("unwritten", meeting=what, error=error))

    def _is_due(self, meeting: Meeting) -> bool:
        if not (self.public / meeting.id / STATE).is_file():
            meeting.due = -math.inf
        elif time.monotonic() - self._made_at.get(meeting.id, -EVERY) < EVERY:
            return False
        return meeting.due <= time.monotonic()

    async def _make(self, meeting: Meeting) -> None:
        """The files of a meeting that changed since they were made, at most once in a while."""
        async with self.turns.pages:
            self._made_at[meeting.id] = time.monotonic()
            meeting.due = math.inf
            with undone_by(partial(setattr, meeting, "due", -math.inf)):
                await aside(partial(meeting.write_files, self.public, False, FromReleased(self.base)))
            meeting.due = min(meeting.due, meeting.pace.again)

    async def _make_documents(self, meeting: Meeting) -> None:
        """What takes long, once, for the first who asks for some of it."""
        async with self.turns.documents:
            if meeting.id in self._complete:
                return
            await aside(partial(meeting.write_files, self.public, True, FromReleased(self.base)))
            self._complete.add(meeting.id)

    async def _list(self) -> None:
        """The front door: those that go on are read for it, those long over are as their first line says."""
        for name in sorted(self._unseen):
            if name not in self._over or self.meetings[name].record is not None:
                await self._see(self.meetings[name])
        sources = FromReleased(self.base)
        standing = [meeting.standing for meeting in self.meetings.values()]
        listed = (*mark_of_list(sources), *standing, *sorted(self._over))
        if self.meetings and (listed != self._listed or not (self.public / "index.html").exists()):
            await self._once("", partial(self._write_list, sources, listed), wait=True)

    async def _write_list(self, sources: FromReleased, listed: tuple[object, ...]) -> None:
        async with self.turns.pages:
            await aside(partial(all_meetings.write_index, self.public, sources, when_asked=True))
            self._listed = listed

    async def _shared(self) -> None:
        if not self._static:
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
        newest = max(self.meetings, default="")
        if newest and newest != self._titled[0]:
            first = FromReleased(self.base).snapshot(newest)
            if isinstance(first, Snapshot):
                called = first.council.get("council", {}).get("municipality", self._council)
                self._titled = (newest, str(called))
        return self._titled[1]

    def kept(self, name: str) -> Path:
        """Where the lines of a meeting lie."""
        return path_of(self.base, name)
