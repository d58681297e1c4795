"""Follows the journals of a council's folder and turns what they release into stream events and public files."""

from __future__ import annotations

import contextlib
import math
import time
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.record import FeedEntry, PublicRecord, VoteRecord, WallRecord
from livecouncil.core.telling.phrases import clock
from livecouncil.core.text.numbers import item_anchor
from livecouncil.journal.follower import Follows, taken_in
from livecouncil.publishing import feeds, pages
from livecouncil.publishing.folder import record_of, wall_record_of, words_of_meeting, write_index, write_public
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.pace import Pace
from livecouncil.publishing.sources import FromReleased, Sources
from livecouncil.wording import Wording

from .hub import Hub, sse_event

Left = tuple[int, ...]
WITH_RECORDING = "captions.vtt"
"""The public file that says that a meeting's files were made with its recording."""


@dataclass(frozen=True)
class Streamed:
    """An entry as it was streamed, and the vote whose names stand under it."""

    entry: FeedEntry
    vote: VoteRecord | None


@dataclass
class Meeting:
    """One meeting as this process sees it."""

    id: str
    follower: Follows
    events: list[ev.Base] = field(default_factory=list)
    feed: Hub = field(default_factory=Hub)
    wall: Hub = field(default_factory=Hub)
    record: PublicRecord | None = None
    memory: Memory = field(default_factory=Memory)
    wall_memory: Memory = field(default_factory=Memory)
    fragments: Fragments = field(default_factory=Fragments)
    pace: Pace = Pace()
    told: list[Streamed] = field(default_factory=list)  # what followers of the feed have, in the order of its numbers
    wall_seen: bytes = b""
    wall_at: float = 0.0
    written: float = 0.0
    left: Left = ()  # its folder as this process left it
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
            self.pace = Pace()
            self.record = None
            new = self.follower.poll() or []
        self.events = taken_in(self.events, new)
        return bool(new)

    async def tell(self) -> None:
        """Stream what is new or changed: entries to the public, the wall's fragment to the chamber."""
        await self._tell_wall()
        record = record_of(self.events, memory=self.memory)
        words = words_of_meeting(record.meeting)
        now = [Streamed(entry, vote) for entry, vote in pages.told_votes(record)]
        if len(now) < len(self.told):
            self.feed.forget()
            self.told = []
            await self.feed.publish(sse_event("reset", ""), keep=False)
        first = not self.told
        for number, (before, after) in enumerate(zip(self.told, now, strict=False), 1):
            if before != after:
                await self._change(number, entry_json(record, after.entry, words, after.vote))
        for told in now[len(self.told) :]:
            body = entry_json(record, told.entry, words, told.vote)
            await self.feed.publish(sse_event("entry", body, told.entry.seq))
        self.record = record
        self.told = now
        if first:
            await self._recall_changes(record, words)
        await self.feed.stand("state", sse_event("state", live_state_json(record, words)))
        await self.feed.stand("agenda", sse_event("agenda", agenda_json(record)))

    async def _change(self, number: int, body: dict[str, object], tell: bool = True) -> None:
        await self.feed.change(number, sse_event("entry", body, number), sse_event("changed", body), tell)

    async def _recall_changes(self, record: PublicRecord, words: Wording) -> None:
        """What was changed before this process began: a page that held it is told when it comes back."""
        first = first_told(self.events)
        for told in self.told:
            entry = told.entry
            text = entry.texts[record.meeting.language]
            if entry.status == "corrected" or entry.updated > entry.published or text not in first:
                await self._change(entry.seq, entry_json(record, entry, words, told.vote), tell=False)

    async def _tell_wall(self) -> None:
        """The chamber first: it alone runs ahead of the feed."""
        record = self.wall_record()
        fragment = pages.wall_fragment(record, words_of_meeting(record.meeting))
        if fragment != self.wall_seen:
            self.wall_seen = fragment
            self.wall_at = time.time()
            self.wall.history = [sse_event("wall", fragment.decode())]
            await self.wall.publish(self.wall.history[0], keep=False)

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
                self._write_files(public, everything, sources)
            self.left = _folder_mark(folder)
        listed = _list_mark(sources)
        if listed != self.listed or not (public / "index.html").exists():
            write_index(public, sources)
            self.listed = listed
        self.written = time.time()

    def _write_files(self, public: Path, everything: bool, sources: Sources) -> None:
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
        self.pace = pace

    def disturbed(self, public: Path) -> bool:
        """Whether its folder, or the list of meetings, is no longer as it was left."""
        if not self.written:
            return False
        return _folder_mark(public / self.id) != self.left or not (public / "index.html").exists()


def _folder_mark(folder: Path) -> Left:
    """Names come and go in a folder: its moment of change tells."""
    found: list[int] = []
    for one in (folder, folder / "items"):
        with contextlib.suppress(OSError):
            stat = one.stat()
            found += (stat.st_ino, stat.st_mtime_ns)
    return tuple(found)


def _list_mark(sources: Sources) -> tuple[object, ...]:
    """What the list of meetings is made of: which meetings there are, and the agendas."""
    return (*sources.meetings(), *sources.announced())


def first_told(events: list[ev.Base]) -> set[str]:
    """Texts of the entries as they were before anything was corrected, deleted or completed with names.

    A correction changes other sentences too, such as every one with the title it mends; only both records side by side
    tell which. A correction's own sentence is among them.
    """

    def changes(event: ev.Base) -> bool:
        return isinstance(event, ev.Corrected | ev.Redacted) or getattr(event, "completes", None) is not None

    record = record_of(events)
    said = {e.texts[record.meeting.language] for e in record.feed.entries if e.kind == "correctie"}
    if any(map(changes, events)):
        record = record_of([e for e in events if not changes(e)])
    return said | {e.texts[record.meeting.language] for e in record.feed.entries}


def entry_json(
    record: PublicRecord, entry: FeedEntry, words: Wording, vote: VoteRecord | None = None
) -> dict[str, object]:
    """An entry as the live page and a reporter's script read it; `voters` are (option, names) where they are known."""
    text = pages.untagged(entry.texts[record.meeting.language], record)
    body: dict[str, object] = {
        "seq": entry.seq,
        "kind": entry.kind,
        "anchor": entry.anchor,
        "at": entry.at.isoformat(),
        "item": entry.item,
        "object": entry.object,
        "outcome": entry.outcome,
        "for": entry.for_,
        "against": entry.against,
        "text": text,
        "status": entry.status,
        "corrects": entry.corrects,
    }
    body |= feeds.about(record)
    shown = clock(entry.at, record.meeting.opened or record.meeting.start)
    if shown != f"{entry.at:%H:%M}":  # on another day of the sitting
        body["clock"] = shown
    if entry.review:
        body["review"] = True
    if vote:
        voters = pages.by_option(vote)
        body["voters"] = [[words.t(f"option.{option}").capitalize(), names] for option, names in voters]
    return body


def live_state_json(record: PublicRecord, words: Wording) -> dict[str, object]:
    """Where the meeting stands: `text` in a word, `line` as the live page shows it, with the item."""
    return {
        "status": record.meeting.status,
        "text": words.t(f"web.status_{record.meeting.status}"),
        "line": pages.status_line(record, words),
        "item": record.meeting.item,
        **feeds.about(record),
    }


def agenda_json(record: PublicRecord) -> dict[str, object]:
    """The agenda with what became of each item, as the live page shows it."""
    items = [
        {"number": i.number, "anchor": item_anchor(i.number), "title": i.title, "outcome": i.outcome_word}
        for i in record.decisions.items
    ]
    return {"items": items, **feeds.about(record)}
