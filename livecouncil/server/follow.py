"""Follows the journals of a council's folder and turns what they release into stream events and public files."""

from __future__ import annotations

import contextlib
import math
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.record import PublicRecord, WallRecord
from livecouncil.core.telling.voice import Words
from livecouncil.journal.follower import Follows, taken_in
from livecouncil.publishing.all_meetings import renew_index, write_index
from livecouncil.publishing.awaited import DECISIONS, as_it_lies, awaited_in
from livecouncil.publishing.folder import (
    record_of,
    wall_record_of,
    words_of_meeting,
    write_public,
)
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.living import LivePage, Row, matter_of_rows
from livecouncil.publishing.pace import Pace
from livecouncil.publishing.sources import FromReleased, Sources
from livecouncil.publishing.wall_pages import wall_build, wall_fragment

from .hub import Hub, sse_event
from .telling import entry_json, state_json

Left = tuple[int, ...]
SITTING = ("open", "suspended", "closed_doors")
"""Between the opening and the close."""
WITH_RECORDING = "captions.vtt"
"""The public file that says that a meeting's files were made with its recording."""


@dataclass
class Meeting:
    """One meeting as this process sees it. `documents` is the folder where somebody else puts those of a closed one;
    None where they are made when they are asked for."""

    id: str
    follower: Follows
    documents: Path | None = None
    events: list[ev.Base] = field(default_factory=list)
    feed: Hub = field(default_factory=Hub)
    wall: Hub = field(default_factory=Hub)
    record: PublicRecord | None = None
    memory: Memory = field(default_factory=Memory)
    wall_memory: Memory = field(default_factory=Memory)
    fragments: Fragments = field(default_factory=Fragments)
    pace: Pace = Pace()
    pieces: Fragments = field(default_factory=Fragments)  # of the stream; `fragments` are those of the files
    told: list[Row] = field(default_factory=list)  # what followers of the feed have, in the order of its numbers
    slots: dict[str, str] = field(default_factory=dict)  # and what they know of where the meeting stands
    wall_seen: bytes = b""
    wall_at: float = 0.0
    written: float = 0.0
    left: Left = ()  # its folder as this process left it
    walled: bool = True  # whether the chamber's wall hangs here
    listed: tuple[object, ...] = ()  # what the list of meetings was made of
    due: float = math.inf  # when its files are to be written (monotonic seconds)

    def poll(self) -> bool:
        """Read on; True when there was anything new."""
        new = self.follower.poll()
        if new is None:
            self.events = []
            self.memory = Memory()
            self.wall_memory = Memory()
            self.fragments = Fragments()
            self.pieces = Fragments()
            self.pace = Pace()
            self.record = None
            new = self.follower.poll() or []
        self.events = taken_in(self.events, new)
        return bool(new)

    async def tell(self) -> None:
        """Stream what is new or changed: entries and where it stands to the public, the wall's fragment to the chamber.

        What one line of the journal brings about goes out in one piece: a follower is written to once.
        """
        if self.walled:
            await self._tell_wall()
        record = record_of(self.events, memory=self.memory)
        if self.documents:
            record = as_it_lies(record, self.documents)
        page = LivePage(record, words_of_meeting(record.meeting), self.pieces)
        now = page.rows
        first = not self.told
        out: list[bytes] = []
        if len(now) < len(self.told):
            self.feed.forget()
            self.told = []
            out.append(sse_event("reset", ""))
        for before, after in zip(self.told, now, strict=False):
            if before != after:
                out.append(self._change(page, after))
        for told in now[len(self.told) :]:
            out.append(self.feed.keep(sse_event("entry", entry_json(page, told), told.entry.seq)))
        self.record = record
        self.told = now
        if first:
            self._recall_changes(page)
        out.append(self._stand(page))
        await self.feed.publish(b"".join(out), keep=False)

    def _change(self, page: LivePage, told: Row) -> bytes:
        body = entry_json(page, told)
        number = told.entry.seq
        return self.feed.change(number, sse_event("entry", body, number), sse_event("changed", body))

    def _recall_changes(self, page: LivePage) -> None:
        """What was changed before this process began: a page that held it is told when it comes back."""
        first = first_told(self.events, page.words)
        for told in self.told:
            entry = told.entry
            other = not told.says(page.record.meeting.language) <= first
            if entry.status == "corrected" or entry.updated > entry.published or other:
                self._change(page, told)

    def _stand(self, page: LivePage) -> bytes:
        """Where the meeting stands, as far as followers do not know it; b'' where they know all."""
        if page.mark == self.feed.mark:
            return b""
        part = state_json(page, self.slots)
        self.slots = page.slots
        self.feed.mark = page.mark
        self.feed.standing = sse_event("state", state_json(page, {}))
        return sse_event("state", part)

    async def _tell_wall(self) -> None:
        """The chamber first: it alone runs ahead of the feed."""
        record = self.wall_record()
        fragment = wall_fragment(record, words_of_meeting(record.meeting))
        if fragment != self.wall_seen:
            self.wall_seen = fragment
            self.wall_at = time.time()
            self.wall.history = [sse_event("wall", fragment.decode())]
            await self.wall.publish(self.wall.history[0], keep=False)

    def beat(self) -> bytes:
        """That the line is alive, and what time it is where the council sits: no reader's own clock is asked."""
        zone: tzinfo = UTC
        if self.record:
            zone = ZoneInfo(self.record.meeting.zone)
        return sse_event("beat", {"at": datetime.now(zone).isoformat(timespec="seconds")})

    def wall_beat(self, on: str) -> bytes:
        """The server's time, as its clock shows it in the council's zone, which meeting is `on`, whether this one is
        sitting, and of which make the wall's page is: what a screen must know that has no clock, no zone and nobody
        beside it."""
        zone: tzinfo = UTC
        sitting = False
        if self.record:
            zone = ZoneInfo(self.record.meeting.zone)
            sitting = self.record.meeting.status in SITTING
        now = datetime.now(zone)
        told = {"now": now.timestamp(), "clock": f"{now:%H:%M}", "on": on, "sitting": sitting, "build": wall_build()}
        return sse_event("beat", told)

    def wall_record(self) -> WallRecord:
        return wall_record_of(self.events, self.wall_memory)

    def write(self, public: Path) -> None:
        """Public files, whole; after the stream. A closed meeting whose folder is gone gets all it had; what was made
        with a recording is the clerk's, who has that."""
        sources = FromReleased(public.parent)
        folder = public / self.id
        if self.record:
            closed = self.record.meeting.status == "closed"
            everything = closed and self.written > 0 and not folder.exists()
            if not (closed and (folder / WITH_RECORDING).exists()):
                self.write_files(public, everything, sources)
            self.left = _folder_mark(folder)
        listed = (*mark_of_list(sources), self.standing)
        if listed != self.listed or not (public / "index.html").exists():
            write_index(public, sources)
            self.listed = listed
        self.written = time.time()

    @property
    def standing(self) -> tuple[object, ...]:
        """What the front door and the calendar of all meetings say of this one, but for what it began with."""
        if self.record is None:
            return ()
        meeting = self.record.meeting
        return meeting.status == "not_opened", meeting.opened, meeting.closed, DECISIONS in meeting.awaited

    def write_files(self, public: Path, everything: bool, sources: Sources) -> None:
        """The meeting's own, but for those that may wait; `pace` tells until when.

        The events first: where more come meanwhile, the record knows them and the pace does not yet, never the reverse.
        """
        events = self.events
        record = self.record
        fragments = self.fragments
        assert record
        pace = self.pace.next(record, events, public / self.id, time.monotonic())
        fragments.later = pace.later
        write_public(record, public, fragments, everything, sources=sources)
        renew_index(public, record)
        self.pace = pace

    @property
    def _awaited(self) -> frozenset[str]:
        if self.record is None:
            return frozenset()
        return self.record.meeting.awaited

    def disturbed(self, public: Path) -> bool:
        """Whether its folder, or the list of meetings, is no longer as it was left, or what was awaited came."""
        if not self.written:
            return False
        if self._awaited and self.documents and awaited_in(self.documents) != self._awaited:
            return True
        return _folder_mark(public / self.id) != self.left or not (public / "index.html").exists()


def _folder_mark(folder: Path) -> Left:
    """Names come and go in a folder and in those of its items and motions: their moments of change tell."""
    found: list[int] = []
    for one in (folder, *sorted(folder.glob("*/"))):
        with contextlib.suppress(OSError):
            stat = one.stat()
            found += (stat.st_ino, stat.st_mtime_ns)
    return tuple(found)


def mark_of_list(sources: Sources) -> tuple[object, ...]:
    """What the list of meetings is made of: which meetings there are, and the agendas."""
    return (*sources.meetings(), *sources.announced())


def first_told(events: list[ev.Base], words: Words) -> set[str]:
    """What rows said before anything was corrected, deleted or completed with names.

    A correction changes other sentences too, such as every one with the title it mends; only both records side by side
    tell which. A correction's own sentence is among them.
    """

    def changes(event: ev.Base) -> bool:
        return isinstance(event, ev.Corrected | ev.Redacted) or getattr(event, "completes", None) is not None

    record = record_of(events)
    said = {e.texts[record.meeting.language] for e in record.feed.entries if e.kind == "correctie"}
    if any(map(changes, events)):
        record = record_of([e for e in events if not changes(e)])
    return said | matter_of_rows(record, words)
