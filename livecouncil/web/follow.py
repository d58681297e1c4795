"""Follows the journals of a council's folder and turns what they release into stream events and public files."""

from __future__ import annotations

import contextlib
import math
import time
from dataclasses import dataclass, field
from pathlib import Path

from ..core import events as ev
from ..core.disclose import Memory
from ..core.record import Entry, PublicRecord
from ..publish import pages
from ..publish.fragments import Fragments
from ..publishing import record_of, words_of, write, write_index
from ..store.follower import Follower
from ..store.reading import journals
from .hub import Hub, encode

Left = tuple[int, ...]


@dataclass
class Meeting:
    """One meeting as this process sees it."""

    id: str
    follower: Follower
    events: list[ev.Base] = field(default_factory=list)
    feed: Hub = field(default_factory=Hub)
    wall: Hub = field(default_factory=Hub)
    record: PublicRecord | None = None
    memory: Memory = field(default_factory=Memory)
    wall_memory: Memory = field(default_factory=Memory)
    fragments: Fragments = field(default_factory=Fragments)
    status: str = ""
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
            self.events, self.memory, self.wall_memory, self.fragments = [], Memory(), Memory(), Fragments()
            self.record, self.feed.history = None, []
            new = self.follower.poll() or []
        self.events += new
        return bool(new)

    async def tell(self) -> None:
        """Stream what is new: entries to the public, the wall's fragment to the chamber."""
        await self._tell_wall()
        record = record_of(self.events, memory=self.memory)
        told = self.record.seq if self.record else 0
        if self.record and record.seq < told:
            self.feed.history.clear()
            told = 0
        for entry in record.entries[told:]:
            await self.feed.publish(encode("entry", entry_json(record, entry), entry.seq))
        self.record = record
        words = words_of(record.language)
        if record.status != self.status:
            self.status = record.status
            told_state = {"status": record.status, "text": words.t(f"web.status_{record.status}")}
            await self.feed.publish(encode("state", told_state), keep=False)

    async def _tell_wall(self) -> None:
        """The chamber first: it alone runs ahead of the feed."""
        record = self.wall_record()
        fragment = pages.wall_fragment(record, words_of(record.language))
        if fragment != self.wall_seen:
            self.wall_seen, self.wall_at = fragment, time.time()
            self.wall.history = [encode("wall", fragment.decode())]
            await self.wall.publish(self.wall.history[0], keep=False)

    def wall_record(self) -> PublicRecord:
        return record_of(self.events, "wall", self.wall_memory, brief=True)

    def write(self, public: Path) -> None:
        """Public files, whole; after the stream. A closed meeting whose folder is gone gets all it had."""
        folder = public / self.id
        if self.record:
            everything = self.record.status == "closed" and self.written > 0 and not folder.exists()
            write(self.record, public, self.fragments, everything)
            self.left = _left(folder)
        listed = _listed(public)
        if listed != self.listed or not (public / "index.html").exists():
            write_index(public)
            self.listed = listed
        self.written = time.time()

    def disturbed(self, public: Path) -> bool:
        """Whether its folder, or the list of meetings, is no longer as it was left."""
        if not self.written:
            return False
        return _left(public / self.id) != self.left or not (public / "index.html").exists()


def _left(folder: Path) -> Left:
    """Names come and go in a folder: its moment of change tells."""
    found: list[int] = []
    for one in (folder, folder / "items"):
        with contextlib.suppress(OSError):
            stat = one.stat()
            found += (stat.st_ino, stat.st_mtime_ns)
    return tuple(found)


def _listed(public: Path) -> tuple[object, ...]:
    """What the list of meetings is made of: which journals there are, and the agendas."""
    agendas = sorted((p.name, p.stat().st_mtime_ns) for p in (public.parent / "agendas").glob("*.toml"))
    return (*journals(public.parent), *agendas)


def entry_json(record: PublicRecord, entry: Entry) -> dict[str, object]:
    """An entry as the live page and a reporter's script read it."""
    text = pages.untagged(entry.texts[record.language], record)
    return {
        "seq": entry.seq, "kind": entry.kind, "anchor": entry.anchor, "at": entry.at.isoformat(), "item": entry.item,
        "object": entry.object, "outcome": entry.outcome, "for": entry.for_, "against": entry.against, "text": text,
        "status": entry.status, "corrects": entry.corrects,
    }  # fmt: skip
