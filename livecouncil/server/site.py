"""Everything one server process knows: the meetings it follows, and the tasks that last as long as it does.

Three tasks share the event loop and never wait for each other. `follow` reads what was released and streams it, the
meeting that goes on first. `write` makes the public files, behind the stream and in a thread: a full disk or a slow one
stops no follower. `mend` puts back what somebody removed. What one meeting's view makes them raise blinds that meeting
for a while and no other; what fails is said once on the server's own screen, not at every look.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
import re
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

from livecouncil.journal import released
from livecouncil.journal.follower import MeetingFollower
from livecouncil.publishing import folder as publishing
from livecouncil.system.caught import Caught
from livecouncil.system.credentials import credential
from livecouncil.system.sweeping import Sweeper
from livecouncil.system.watch import FolderWatch

from .files import Files
from .follow import Meeting
from .limits import AGAIN, BEAT, DISCOVER, FEED_BEAT, Guesses, Places
from .pairing import Screens
from .sentences import server_sentence

_log = logging.getLogger("livecouncil.server")


class Site:
    """The meetings below the folder `base`, their files, and who listens. Its addresses begin with `root`."""

    def __init__(self, base: Path, root: str = "/") -> None:
        self.base = base
        self.root = root
        self.public = base / "public"
        self.meetings: dict[str, Meeting] = {}
        self.token = wall_token(base / "wall.url")
        self.places = Places()
        self.guesses = Guesses()
        self.asks = Guesses()
        self.screens = Screens(base)
        self.sweeper = Sweeper()
        self.files = Files(self.public)
        self.unwritten = asyncio.Event()
        self._trouble: dict[str, str] = {}
        self._blind: dict[str, float] = {}  # until when a meeting that could not be told is left alone (monotonic)

    async def ready_for(self, path: str) -> None:
        """Have made what is asked for at `path`, below the root. Here all is made at each event; see `livecouncil.edge`
        for where it is made when it is asked for."""

    async def follow(self) -> None:
        """Stream new journal lines until cancelled; the meetings that go on are looked at first and most."""
        looked = -math.inf
        noticed = True
        with contextlib.closing(FolderWatch(self.base / released.FOLDER)) as notice:
            while True:
                everything = noticed or time.monotonic() - looked >= DISCOVER
                if everything:
                    self._discover()
                    looked = time.monotonic()
                for meeting in sorted(self.meetings.values(), key=lambda m: not goes_on(m)):
                    if (everything or goes_on(meeting)) and await self.look(meeting) and not noticed:
                        notice.missed()
                noticed = await notice.wait(urgent=any(map(goes_on, self.meetings.values())))

    async def look(self, meeting: Meeting) -> bool:
        """Tell what is new of one meeting; True when there was something. What raises blinds this meeting for a while
        and no other."""
        if self._blind.get(meeting.id, 0.0) > time.monotonic():
            return False
        with Caught(log_fault, "meeting") as fault:
            if not meeting.poll():
                return False
            await self._told(meeting)
            return True
        self._blind[meeting.id] = time.monotonic() + AGAIN
        self._say_once(meeting.id, server_sentence("blinded", meeting=meeting.id, kind=type(fault.error).__name__))
        return False

    async def _told(self, meeting: Meeting) -> None:
        await meeting.tell()
        meeting.due = time.monotonic()
        self.unwritten.set()

    async def write(self) -> None:
        """Write public files until cancelled: behind the stream and never in its way."""
        while True:
            meeting = min(self.meetings.values(), key=lambda m: m.due, default=None)
            wait = math.inf
            if meeting:
                wait = meeting.due - time.monotonic()
            if meeting and wait <= 0:
                await self._write(meeting)
            else:
                await self._until_unwritten(wait)

    async def _until_unwritten(self, wait: float) -> None:
        """Until something is to be written, at most `wait` seconds (infinity: as long as it takes)."""
        limit = None
        if wait < math.inf:
            limit = wait
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit):
                await self.unwritten.wait()
        self.unwritten.clear()

    async def _write(self, meeting: Meeting) -> None:
        """A full disk or a folder in the way does not stop the stream: tried again until it works."""
        meeting.due = math.inf
        try:
            with Caught(log_fault, "files", passing=(OSError,)) as fault:
                await asyncio.to_thread(meeting.write, self.public)
                meeting.due = min(meeting.due, meeting.pace.again)
                self._trouble.pop(meeting.id, None)
            if fault.struck:
                meeting.due = time.monotonic() + AGAIN
        except OSError as error:
            meeting.due = time.monotonic() + AGAIN
            self._say_once(meeting.id, server_sentence("unwritten", meeting=meeting.id, error=error))

    def _say_once(self, what: str, told: str) -> None:
        if self._trouble.get(what) != told:
            self._trouble[what] = told
            print(told, file=sys.stderr)

    async def mend(self) -> None:
        """Write anew what somebody removed from the public folder, and tell of documents that came into it, until
        cancelled."""
        while True:
            await asyncio.sleep(AGAIN)
            for meeting in list(self.meetings.values()):
                if meeting.due == math.inf and meeting.disturbed(self.public):
                    with Caught(log_fault, "meeting"):
                        await self._told(meeting)
            with contextlib.suppress(OSError):
                publishing.write_static(self.public, missing=True)

    def _discover(self) -> None:
        """Meetings are found by their released views; what lies in `journal/` and is none is the clerk's to hear of."""
        for name in released.meetings(self.base):
            if name not in self.meetings:
                self.meetings[name] = Meeting(name, MeetingFollower(self.base, name), self.public / name)

    async def beat(self) -> None:
        """A sign of life for those who hear nothing else."""
        while True:
            await asyncio.sleep(BEAT)
            self.screens.look()
            on = meeting_now_on(self)
            for meeting in self.meetings.values():
                await meeting.wall.publish(meeting.wall_beat(on), keep=False)
                if time.monotonic() - meeting.feed.spoke >= FEED_BEAT:
                    await meeting.feed.publish(meeting.beat(), keep=False)


SITE = web.AppKey("site", Site)
SITE_OF: web.AppKey[Callable[[web.Request], Site]] = web.AppKey("site_of")
"""How a server that has several finds the site that a request asks for."""


def site_of(request: web.Request) -> Site:
    """Whose pages `request` asks for. Raises HTTPNotFound."""
    chosen = request.app.get(SITE_OF)
    if chosen:
        return chosen(request)
    return request.app[SITE]


def log_fault(error: Exception, where: str) -> None:
    """What nobody expected goes into the crash report file; its way, not what it says."""
    _log.error(where, exc_info=error)


def goes_on(meeting: Meeting) -> bool:
    return meeting.record is None or meeting.record.meeting.status != "closed"


def meeting_now_on(site: Site) -> str:
    """The newest meeting that goes on, else the newest there is (ids begin with their day); '' before there is one."""
    told = [meeting for meeting in site.meetings.values() if meeting.record is not None]
    if not told:
        return ""
    return max(told, key=lambda meeting: (goes_on(meeting), meeting.id)).id


def given_token() -> str:
    """The wall's token where systemd hands this service one; ''."""
    path = credential("wall")
    if path is None:
        return ""
    with contextlib.suppress(OSError, ValueError):
        if found := re.fullmatch(r"[\w-]{20,}", path.read_text(encoding="ascii").strip()):
            return found[0]
    return ""


def wall_token(path: Path) -> str:
    """The wall's token: the one that was given, else that of `wall.url` as long as that lies there, so that a wall
    survives a restart."""
    if given := given_token():
        return given
    with contextlib.suppress(OSError):
        if found := re.search(r"token=([\w-]{20,})$", path.read_text(encoding="utf-8").strip()):
            return found[1]
    return secrets.token_urlsafe(18)


def told_meeting(request: web.Request) -> Meeting:
    """The meeting that the address of `request` names. Raises HTTPNotFound where nothing was told of it yet."""
    meeting = site_of(request).meetings.get(request.match_info["meeting"])
    if meeting is None or meeting.record is None:
        raise web.HTTPNotFound
    return meeting
