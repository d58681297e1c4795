"""Reading a journal while another process writes it: the server, the posting worker and the archive follow this way.

What was read is never read again: a poll costs what is new, however long the meeting is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.references import Mentioned

from . import inventory, reading
from .lines import body_of, head_of


@dataclass(frozen=True)
class _Place:
    """How far the last segment was read: bytes, and the head of the chain and the number of its last line there."""

    path: Path
    offset: int
    head: str
    seq: int


class Follower:
    """Reads a journal another process writes, without its lock."""

    def __init__(self, folder: Path, meeting: str) -> None:
        self._folder = folder
        self._meeting = meeting
        self._seen: tuple[tuple[str, int, int], ...] = ()
        self._paths: list[Path] = []
        self._folder_at = 0
        self._last = 0
        self._segments = 0
        self._place: _Place | None = None
        self._named = Mentioned()

    def poll(self) -> list[ev.Base] | None:
        """New events since the last poll, [] where there are none; None when it was replaced, cut or redacted."""
        try:
            changed = self._folder.stat().st_mtime_ns
            if changed != self._folder_at:  # a segment came or went; else two stats tell that nothing did
                self._folder_at = changed
                self._paths = inventory.segments(self._folder, self._meeting)
            now = tuple((p.name, s.st_ino, s.st_size) for p in self._paths for s in [p.stat()])
        except FileNotFoundError:
            self._folder_at = 0
            return []
        if now == self._seen:
            return []
        before = self._seen
        self._seen = now
        if _replaced(before, now):
            self._forget()
            return None
        grown = [one[:2] for one in now] == [one[:2] for one in before]
        if grown and self._place:
            return self._read_on()
        return self._read_all()

    def _forget(self) -> None:
        self._seen = ()
        self._last = 0
        self._segments = 0
        self._place = None

    def _read_all(self) -> list[ev.Base] | None:
        """Every segment, damage and all."""
        read = reading.read(self._folder, self._meeting)
        self._named = read.named
        new = read.starts[self._segments :]
        self._segments = len(read.starts)
        if any(start <= self._last for start in new):
            self._forget()  # lines that were read before they were safe are no longer the journal's
            return None
        if read.events:
            last = read.events[-1].seq
        else:
            last = 0
        if last < self._last:
            self._forget()
            return None
        self._place = (
            None if read.tail or read.torn_newline else _Place(self._paths[-1], read.good_size, read.head, read.seq)
        )
        return self._since(read.events)

    def _read_on(self) -> list[ev.Base] | None:
        """The whole lines behind the last place; anything but plain next lines asks for a reading from the start."""
        assert self._place
        with self._place.path.open("rb") as file:
            file.seek(self._place.offset)
            *rows, _ = file.read().split(b"\n")
        bodies: dict[int, dict[str, Any]] = {}
        head = self._place.head
        seq = self._place.seq
        for raw in rows:
            body = body_of(raw)
            if body.get("prev") != head or body["type"] == "segment" or body["seq"] != seq + 1:
                self._forget()
                return None
            head = head_of(raw)
            seq = body["seq"]
            bodies[seq] = body
        read = reading.Reading(named=self._named)
        reading.to_events(self._folder / f"{self._meeting}.private", bodies, read)
        size = sum(len(raw) + 1 for raw in rows)
        self._place = _Place(self._place.path, self._place.offset + size, head, seq)
        return self._since(read.events)

    def _since(self, events: list[ev.Base]) -> list[ev.Base] | None:
        """What is new of `events`; a redaction asks to read all anew, so that nobody keeps what was deleted."""
        new = [e for e in events if e.seq > self._last]
        if self._last and any(isinstance(e, ev.Redacted) for e in new):
            self._forget()
            return None
        self._last = max([self._last, *(e.seq for e in new)])
        return new


def _replaced(before: tuple[tuple[str, int, int], ...], now: tuple[tuple[str, int, int], ...]) -> bool:
    if len(now) < len(before):
        return True
    return any(a[1] != b[1] or b[2] < a[2] for a, b in zip(before, now, strict=False))
