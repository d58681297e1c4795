"""Keeps a hub even with what a council released, for as long as it runs.

Theory. What the hub lacks is the difference of two lists: the public lines here, and what it says it has. So whatever
broke (a line, the hub, this worker, the laptop) is made up by asking and sending again. What the hub told when it was
asked is a hint; only what it answers to a batch it has for good, so each meeting is confirmed once, with an empty batch
where nothing is new. One batch is on its way at a time, so lines arrive in order.

Where the hub has another line at a number than this journal, two histories bear the council's name. Nothing is
overwritten and nothing more is sent of that meeting; it is told loudly, and the other meetings go on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from livecouncil.core.council.model import MirrorSite
from livecouncil.errors import InputFault, MirrorAway, MirrorError, MirrorRefused
from livecouncil.journal import released
from livecouncil.journal.lines import GENESIS, head_of, header_of
from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.system.caught import Caught
from livecouncil.system.clocks import now_here
from livecouncil.system.watch import FolderWatch

from ..standing import BEAT, MirrorStanding, write_standing
from .batch import HubBatch, LateLine
from .beside import GoesBeside
from .line import HubGap, HubLine, HubTold, hub_line
from .released_lines import ReleasedLines

FIRST = 0.2
LONGEST = 20.0
"""Seconds of waiting after a failure: doubled each time, up to the longest."""
BLIP = 10.0
"""Seconds a hub may be away before that is said to be a standstill."""
AGAIN = 60.0
"""Seconds between two times that what it has is asked anew: it may have been set back to a backup."""
BESIDE = 1.0
"""Seconds between two looks at what goes beside the lines."""
LINES = 200
BYTES = 1_000_000
"""How much goes in one batch."""
GIVEN_UP = 20.0
"""Seconds that is waited for a hub that is away, once all is over."""

_log = logging.getLogger("livecouncil.mirroring.hub")


@dataclass
class _Sent:
    """A meeting here, and what the hub has of it: `told` is None until it was asked, `sure` once it answered to a
    batch."""

    lines: ReleasedLines
    told: HubTold | None = None
    sure: bool = False
    closed: bool = False
    fault: MirrorError | None = None

    @property
    def behind(self) -> int:
        """Lines that the hub is not known to have."""
        known = 0
        if self.told:
            known = self.told.lines
        return max(0, len(self.lines.rows) - known)


@dataclass
class HubKeeper:
    """Sends what is released in the folder `base` to the hub that `site` names; `key_name` is the council's key's."""

    base: Path
    site: MirrorSite
    key_name: str
    first: float = FIRST
    clock: Callable[[], datetime] = field(default=now_here)

    def __post_init__(self) -> None:
        self._meetings: dict[str, _Sent] = {}
        self._beside = GoesBeside(self.base)
        self._beside_at = -BESIDE
        self._files: dict[str, str] | None = None
        self._beside_fault: MirrorError | None = None
        self._standing = MirrorStanding(kind="hub")
        self._told: MirrorStanding | None = None
        self._wrote = 0.0
        self._failing_since: float | None = None
        self._asked = time.monotonic()
        self._ending_since: float | None = None
        self._finished = asyncio.Event()

    async def finish(self) -> None:
        """Until the hub has what is here now, or is away for a while. Meanwhile `run` goes on."""
        self._ending_since = time.monotonic()
        await self._finished.wait()

    async def run(self) -> None:
        """Until cancelled."""
        failures = 0
        while True:
            begun = self._standing.lines
            try:
                with Caught(self._our_fault, "hub", passing=(MirrorError, InputFault, OSError)):
                    async with hub_line(self.site.to, self._key(), self.clock) as line:
                        await self._keep(line)
            except (MirrorError, InputFault, OSError) as error:
                self._failed(error)
            if self._standing.lines > begun:
                failures = 0
            failures += 1
            await self._pause(min(LONGEST, self.first * 2 ** min(failures - 1, 10)) * (0.5 + random.random()))

    def _key(self) -> SecretKey:
        key = council_key(self.key_name, self.base)
        assert key
        return key

    def _our_fault(self, error: Exception, where: str) -> None:
        """What nobody expected: its way goes into the crash report file, its kind to the griffier."""
        _log.error(where, exc_info=error)
        self._failed(MirrorAway("mirroring.our_fault", kind=type(error).__name__))

    # -- sending -------------------------------------------------------------------------------------------------

    async def _keep(self, line: HubLine) -> None:
        """Look and send over one line, until it breaks."""
        with contextlib.closing(FolderWatch(self.base / released.FOLDER)) as notice:
            noticed = True
            while True:
                found = await asyncio.to_thread(self._look)
                if found and not noticed:
                    notice.missed()
                self._ask_anew()
                for meeting in sorted(self._meetings, reverse=True):
                    await self._bring_all(line, meeting)
                await self._bring_beside(line)
                self._well()
                if self._has_other_key(line):
                    self._files = None
                    return
                if self._ending_since is not None:
                    self._finished.set()
                noticed = await notice.wait(urgent=self._is_on())

    def _has_other_key(self, line: HubLine) -> bool:
        """Whether the hub refuses the key, and the council has another one since the line was opened."""
        faults = [self._beside_fault, *(sent.fault for sent in self._meetings.values())]
        if not any(fault and fault.code == "hub.key" for fault in faults):
            return False
        return self._key().public != line.signs_as

    def _look(self) -> bool:
        """Read on in every meeting; whether anything was new. Raises OSError."""
        for meeting in released.meetings(self.base):
            if meeting not in self._meetings:
                self._meetings[meeting] = _Sent(ReleasedLines(self.base, meeting))
        return any([sent.lines.look() for sent in self._meetings.values()])

    def _is_on(self) -> bool:
        return any(not sent.lines.closed for sent in self._meetings.values())

    def _ask_anew(self) -> None:
        if time.monotonic() - self._asked < AGAIN:
            return
        self._asked = time.monotonic()
        self._files = None
        for sent in self._meetings.values():
            sent.told = None
            sent.sure = False

    async def _bring_all(self, line: HubLine, meeting: str) -> None:
        """All that the hub lacks of one meeting. Raises MirrorError but for what is this meeting's own fault."""
        sent = self._meetings[meeting]
        if not sent.lines.rows:
            return
        try:
            while await self._bring(line, meeting, sent):
                self._tell()
            sent.fault = None
        except MirrorRefused as error:
            sent.fault = error
            sent.told = None

    async def _bring_beside(self, line: HubLine) -> None:
        """What else is public and what is so no more. Raises MirrorError but for what the hub refuses, once each."""
        if time.monotonic() - self._beside_at < BESIDE and self._ending_since is None:
            return
        self._beside_at = time.monotonic()
        await asyncio.to_thread(self._beside.look)
        here = self._beside.hashes
        if self._files is None:
            self._files = await line.files()
            self._beside_fault = None
        if self._files is None:
            return
        fresh = [name for name, digest in here.items() if self._files.get(name) != digest]
        for name in (*fresh, *self._beside.gone(self._files)):
            content = b""
            if name in here:
                content = await asyncio.to_thread(self._beside.read, name)
            try:
                await line.bring_file(name, content)
            except MirrorRefused as error:
                self._beside_fault = error
            self._files[name] = here.get(name, "")
            if not here.get(name):
                del self._files[name]

    async def _bring(self, line: HubLine, meeting: str, sent: _Sent) -> bool:
        """One batch; False where nothing is left to send."""
        rows = sent.lines.rows
        if sent.told is None:
            sent.told = await line.ask(meeting)
            sent.sure = False
        told = sent.told
        if told.lines > len(rows):  # another history, where it does not have ours; else ours lacks its end
            await line.bring(meeting, len(rows), HubBatch(_head_behind(rows, len(rows))))
            raise MirrorRefused("hub.ahead", lines=told.lines, here=len(rows))
        late = _late_lines(rows, told)
        closed = None
        if not sent.sure or sent.lines.closed != sent.closed:
            closed = sent.lines.closed
        if closed is None and not late and told.lines == len(rows):
            return False
        batch = HubBatch(_head_behind(rows, told.lines), _next(rows, told.lines), late, closed)
        try:
            answer = await line.bring(meeting, told.lines, batch)
        except HubGap:
            sent.told = None
            return True
        if answer.lines > len(rows) or answer.head != _head_behind(rows, answer.lines):
            raise MirrorRefused("hub.fork")
        self._sent(sent, batch, answer)
        return True

    def _sent(self, sent: _Sent, batch: HubBatch, answer: HubTold) -> None:
        """The hub has it, for good."""
        rows = sent.lines.rows
        assert sent.told
        told = sent.told
        for one in batch.late:
            told.sealed.discard(one.number)
            if one.row is None:
                told.deleted.add(one.number)
        fresh = range(told.lines + 1, answer.lines + 1)
        told.sealed.update(number for number in fresh if _is_bare(rows[number - 1]))
        self._standing = replace(self._standing, lines=self._standing.lines + len(fresh))
        told.lines = answer.lines
        sent.sure = True
        if batch.closed is not None:
            sent.closed = batch.closed

    # -- telling -------------------------------------------------------------------------------------------------

    def _well(self) -> None:
        """The hub answers; what it refuses of a meeting is told all the same, the gravest first."""
        self._failing_since = None
        faults = [sent.fault for sent in self._meetings.values() if sent.fault]
        if self._beside_fault:
            faults.append(self._beside_fault)
        forks = [fault for fault in faults if fault.code == "hub.fork"]
        for fault in [*forks, *faults][:1]:
            self._standing = replace(self._standing, state="stands", reason=str(fault), fork=bool(forks))
        if not faults:
            self._standing = replace(self._standing, state="even", reason="", fork=False)
        self._tell()

    def _failed(self, error: Exception) -> None:
        """Said at once where somebody must mend it; a hub that is away may come back first."""
        self._failing_since = self._failing_since or time.monotonic()
        away = isinstance(error, MirrorAway | OSError)
        self._standing = replace(self._standing, reason=str(error))
        if not away:
            self._standing = replace(self._standing, state="stands")
        self._files = None
        for sent in self._meetings.values():  # what was on its way may be there or not
            sent.sure = False
        self._stand_still()
        self._tell()
        if self._ending_since and time.monotonic() - self._ending_since > GIVEN_UP:
            self._finished.set()

    def _stand_still(self) -> None:
        if self._standing.state == "stands" or self._failing_since is None:
            return
        if time.monotonic() - self._failing_since > BLIP:
            self._standing = replace(self._standing, state="stands")
        elif self._standing.behind:
            self._standing = replace(self._standing, state="behind")

    def _weigh(self) -> None:
        behind = sum(sent.behind for sent in self._meetings.values())
        since = None
        if behind:
            since = self._standing.since or self.clock()
        self._standing = replace(self._standing, behind=behind, since=since)

    def _tell(self) -> None:
        """Write how it stands, where that is otherwise than it was told, or long ago."""
        self._weigh()
        now = time.monotonic()
        if self._standing == self._told and now - self._wrote < BEAT:
            return
        self._told = self._standing
        self._wrote = now
        with contextlib.suppress(OSError):  # a full disk here: the journal says so
            write_standing(self.base, self.site.name, replace(self._standing, at=self.clock()))

    async def _pause(self, seconds: float) -> None:
        """Wait, and meanwhile count what is behind."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(left, 2.0))
            with contextlib.suppress(OSError):
                await asyncio.to_thread(self._look)
            self._stand_still()
            self._tell()


def _is_bare(row: bytes) -> bool:
    return header_of(row) == row


def _head_behind(rows: Sequence[bytes], lines: int) -> str:
    """The head behind the first `lines` of `rows`."""
    if lines:
        return head_of(rows[lines - 1])
    return GENESIS


def _next(rows: Sequence[bytes], after: int) -> tuple[bytes, ...]:
    """As many of the lines behind the first `after` as one batch takes."""
    return tuple(rows[after : after + _fitting(map(len, rows[after : after + LINES]))])


def _fitting(sizes: Iterable[int]) -> int:
    """How many of these go in one batch: one at least."""
    weight = 0
    for number, size in enumerate(sizes):
        weight += size
        if number and weight > BYTES:
            return number
    return LINES


def _late_lines(rows: Sequence[bytes], told: HubTold) -> tuple[LateLine, ...]:
    """Openings that the hub lacks, and those it must not have any more."""
    late = [LateLine(n, rows[n - 1]) for n in sorted(told.sealed - told.deleted) if not _is_bare(rows[n - 1])]
    shut = set(range(1, told.lines + 1)) - told.sealed - told.deleted
    gone = [LateLine(n, None) for n in sorted(shut) if _is_bare(rows[n - 1]) and b'"commitment"' in rows[n - 1]]
    found = [*gone, *late][:LINES]
    return tuple(found[: _fitting(len(one.row or b"") for one in found)])
