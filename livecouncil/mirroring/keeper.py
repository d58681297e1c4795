"""Keeps one mirror even with the public folder, for as long as it runs.

Theory. Look, send what differs, look again; that is all. Whatever breaks ends the connection, and the next one reads
from the mirror itself what is sure to stand there. So hours without a network, a kill, a full disk over there and a
laptop that was put away are one case: it goes on where it stopped, in order. A failure waits ever longer, with jitter,
up to half a minute; meanwhile what is behind is still counted, so that the griffier sees it grow.

Web servers tell files apart by the second in which they were written and by their size, so between the ends of two
rounds lies a second or more: else a reader who asks whether `state.json` changed could be told no.

It must never hold up anything else: reading and hashing happen in a thread, in a process that gives way to others.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from livecouncil.errors import MirrorAway, MirrorError, MirrorFull, MirrorRefused
from livecouncil.system.caught import Caught
from livecouncil.system.clocks import now_here

from .addresses import Opened
from .holdings import Holdings
from .public_folder import PublicFolder
from .round import Changed, Plan, Round, bounded, planned
from .standing import BEAT, MirrorStanding, write_standing
from .target import Target

LOOK = 0.2
"""Seconds between two looks at the public folder while something happens."""
CALM = 1.0
"""The same when nothing did for a while."""
QUIET = 20.0
"""Seconds without a change after which that is so, and the records on the mirror are brought up."""
THOROUGH = 30.0
"""Seconds between two looks at every folder, however old."""
FIRST = 0.5
LONGEST = 30.0
"""Seconds of waiting after a failure: doubled each time, up to the longest."""
BLIP = 10.0
"""Seconds a mirror may be away before that is said to be a standstill."""

GIVEN_UP = 20.0
"""Seconds that is waited for a mirror that is away, once all is over."""

_log = logging.getLogger("livecouncil.mirroring")


@dataclass
class Keeper:
    """`connect` opens the mirror `name` of the council in `base`; between two rounds lie at least `every` seconds."""

    base: Path
    name: str
    council: str
    connect: Callable[[], Opened]
    every: float = 1.0
    first: float = FIRST
    clock: Callable[[], datetime] = field(default=now_here)

    def __post_init__(self) -> None:
        self._folder = PublicFolder(self.base / "public")
        self._there: Mapping[str, str] | None = None
        self._pending: dict[str, datetime] = {}
        self._standing = MirrorStanding()
        self._thorough = 0.0
        self._failing_since: float | None = None
        self._trouble: Exception | None = None
        self._changed = time.monotonic()
        self._told: MirrorStanding | None = None
        self._wrote = 0.0
        self._ending_since: float | None = None
        self._finished = asyncio.Event()

    async def finish(self) -> None:
        """Until the mirror is even with what is here now, or has stood still for a while. Meanwhile `run` goes on."""
        self._ending_since = time.monotonic()
        self._thorough = -THOROUGH
        await self._finished.wait()

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            try:
                with Caught(self._our_fault, "mirror", passing=(MirrorError, OSError)):
                    async with self.connect() as target:
                        holdings = Holdings(target, self.council)
                        await holdings.load()
                        self._there = holdings.there
                        failures = 0
                        await self._keep(target, holdings)
            except (MirrorError, OSError) as error:
                self._failed(error)
            failures += 1
            await self._pause(min(LONGEST, self.first * 2 ** min(failures - 1, 10)) * (0.5 + random.random()))

    def _our_fault(self, error: Exception, where: str) -> None:
        """What nobody expected: its way goes into the crash report file, its kind to the griffier."""
        _log.error(where, exc_info=error)
        self._failed(MirrorAway("mirroring.our_fault", kind=type(error).__name__))

    async def _keep(self, target: Target, holdings: Holdings) -> None:
        """Rounds over one connection, until it breaks."""
        while True:
            ending = self._ending_since is not None
            plan = await self._look()
            if plan.behind:
                await self._round(target, holdings, plan)
            self._well()
            self._tell()
            if plan.behind:
                await asyncio.sleep(self.every)
                continue
            if not holdings.settled and (ending or time.monotonic() - self._changed > QUIET):
                await holdings.settle()
            if ending:
                self._finished.set()
            await asyncio.sleep(min(self.every, self._rest()))

    async def _round(self, target: Target, holdings: Holdings, plan: Plan) -> None:
        self._changed = time.monotonic()
        self._tell()
        sending = Round(target, holdings, self._folder, self._one_done)
        part = bounded(plan, self._folder.size)
        try:
            with contextlib.suppress(Changed):
                await sending.send(part)
            if len(part.puts) < len(plan.puts):
                await holdings.settle()  # a long way: what was sent is not sent again whatever happens
        finally:
            self._standing = replace(self._standing, size=self._standing.size + sending.sent)
            self._weigh(plan)

    def _one_done(self) -> None:
        self._standing = replace(self._standing, files=self._standing.files + 1)
        if not isinstance(self._trouble, MirrorFull | MirrorRefused):  # some files fit where others do not
            self._well()
        if time.monotonic() - self._wrote > 1:
            self._tell()

    def _rest(self) -> float:
        if time.monotonic() - self._changed > QUIET:
            return CALM
        return LOOK

    # -- looking -------------------------------------------------------------------------------------------------

    async def _look(self) -> Plan:
        """What is to be done now. Raises MirrorError where the public folder cannot be read, or is gone."""
        now = time.monotonic()
        thorough = now - self._thorough > THOROUGH
        seen = await asyncio.to_thread(self._folder.look, thorough)
        if thorough:
            self._thorough = now
        if not seen and self._there:
            raise MirrorAway("mirroring.empty", folder=self.base / "public")
        plan = planned(seen, self._there or {})
        self._weigh(plan)
        return plan

    def _weigh(self, plan: Plan) -> None:
        """Since when each file is behind; the oldest is how far the mirror is."""
        there = self._there or {}
        behind = [path for path, digest in plan.puts.items() if there.get(path) != digest]
        behind += [path for path in plan.deletes if path in there]
        now = self.clock()
        self._pending = {path: self._pending.get(path, now) for path in behind}
        since = min(self._pending.values(), default=None)
        self._standing = replace(self._standing, behind=len(behind), since=since)

    # -- telling -------------------------------------------------------------------------------------------------

    def _well(self) -> None:
        """Something gets there again."""
        self._trouble = None
        self._failing_since = None

    def _failed(self, error: Exception) -> None:
        """Said at once where somebody must mend it; a mirror that is away may come back first."""
        self._trouble = error
        self._failing_since = self._failing_since or time.monotonic()
        away = isinstance(error, MirrorAway | OSError)
        if not away or self._standing.state == "stands" or time.monotonic() - self._failing_since > BLIP:
            self._standing = replace(self._standing, state="stands")
        elif self._standing.behind:
            self._standing = replace(self._standing, state="behind")
        self._standing = replace(self._standing, reason=str(error))
        self._tell()
        if self._ending_since and time.monotonic() - self._ending_since > GIVEN_UP:
            self._finished.set()

    def _tell(self) -> None:
        """Write how it stands, where that is otherwise than it was told, or long ago."""
        if self._failing_since is None:
            self._standing = replace(self._standing, state="even", reason="")
            if self._standing.behind:
                self._standing = replace(self._standing, state="behind")
        now = time.monotonic()
        told = self._standing
        if told == self._told and now - self._wrote < BEAT:
            return
        self._told = told
        self._wrote = now
        with contextlib.suppress(OSError):  # a full disk here: the journal says so
            write_standing(self.base, self.name, replace(told, at=self.clock()))

    async def _pause(self, seconds: float) -> None:
        """Wait, and meanwhile count what is behind."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 2.0))
            with contextlib.suppress(MirrorError, OSError):
                await self._look()
            if self._failing_since and time.monotonic() - self._failing_since > BLIP:
                self._standing = replace(self._standing, state="stands")
            self._tell()
