"""Reading what another process writes: the public server and the posting worker follow a meeting this way.

They follow its released view (`released`), and nothing of its journal; only one of form 1, which has no such view, is
followed itself. What was read is never read again: a poll costs what is new, however long the meeting is.

In a view a line that was read as a bare header may be opened later, nearly always in the order in which the gates let
facts through. What a poll gives is then an event with a number that was given before, and stands in the place of the
sealed one (`taken_in`): nobody has to read, or fold, the meeting anew.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.references import Mentioned

from . import chain, inventory, reading, released
from .lines import GENESIS, body_of, form_begun, head_of


@dataclass(frozen=True)
class _Place:
    """How far the last segment was read: bytes, and the head of the chain and the number of its last line there."""

    path: Path
    offset: int
    head: str
    seq: int


class Follows(Protocol):
    """Who reads a meeting that another process logs."""

    def poll(self) -> list[ev.Base] | None:
        """What is new since the last poll, [] where nothing is; None when all that was read is void: poll again."""
        ...


def taken_in(events: Sequence[ev.Base], new: Sequence[ev.Base]) -> list[ev.Base]:
    """The meeting's `events` with what a poll gave: those with a number of before in the place of what was sealed."""
    known = list(events)
    for event in new:
        place = bisect_left(known, event.seq, key=_number)
        if place < len(known) and known[place].seq == event.seq:
            known[place] = event
        else:
            known.insert(place, event)
    return known


def _number(event: ev.Base) -> int:
    return event.seq


class MeetingFollower:
    """Follows the view of a meeting, or its journal where that is one of form 1. A poll gives nothing while there is
    neither."""

    def __init__(self, base: Path, meeting: str) -> None:
        self._base = base
        self._meeting = meeting
        self._follows: Follows | None = None

    def poll(self) -> list[ev.Base] | None:
        """As `Follows.poll`."""
        if self._follows is None:
            self._follows = self._begun()
        if self._follows is None:
            return []
        return self._follows.poll()

    def _begun(self) -> Follows | None:
        if released.is_begun(self._base, self._meeting):
            return ViewFollower(released.path_of(self._base, self._meeting))
        if self._meeting in released.older(self._base):
            return Follower(self._base / "journal", self._meeting)
        return None


class ViewFollower:
    """Reads the released view at `path`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = (0, 0)
        self._offset = 0
        self._head = GENESIS
        self._last = 0
        self._bare: dict[int, str] = {}
        self._named = Mentioned()

    def poll(self) -> list[ev.Base] | None:
        """As `Follows.poll`; None when the view was replaced or cut, or something in it was deleted on request."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return []
        now = (found.st_ino, found.st_size)
        if now == self._seen:
            return []
        before = self._seen
        self._seen = now
        if before == (0, 0):
            return self._read_all()
        if now[0] != before[0] or now[1] < before[1]:
            self._forget()
            return None
        return self._read_on()

    def _forget(self) -> None:
        self._seen = (0, 0)
        self._offset = 0
        self._head = GENESIS
        self._last = 0
        self._bare = {}
        self._named = Mentioned()

    def _read_all(self) -> list[ev.Base]:
        """The whole view: what is damaged in it is left out."""
        with self._path.open("rb") as file:
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._offset = len(whole)
        walked = chain.walk(released.merged(whole))
        self._head = walked.head
        self._last = walked.seq
        self._bare = {line.body["seq"]: line.head for line in walked.trunk if line.body.get("type") == "private"}
        return self._events(walked.bodies)

    def _read_on(self) -> list[ev.Base] | None:
        """The whole lines behind the last place: next ones, or the openings of bare ones; else all is read anew."""
        with self._path.open("rb") as file:
            file.seek(self._offset)
            *rows, _ = file.read().split(b"\n")
        bodies: dict[int, dict[str, Any]] = {}
        for raw in rows:
            body = body_of(raw)
            if not body or form_begun(raw) != 2 or not self._fits(body, head_of(raw)):
                self._forget()
                return None
            bodies[body["seq"]] = body
            self._offset += len(raw) + 1
        if any(body["type"] == "redacted" for body in bodies.values()):
            self._forget()
            return None
        return self._events(bodies)

    def _fits(self, body: dict[str, Any], head: str) -> bool:
        """Whether a line is the next one, or opens one that was bare."""
        seq = body["seq"]
        if seq == self._last + 1 and body["prev"] == self._head:
            self._last = seq
            self._head = head
            if body["type"] == "private":
                self._bare[seq] = head
            return True
        return body["type"] != "private" and self._bare.pop(seq, "") == head

    def _events(self, bodies: dict[int, dict[str, Any]]) -> list[ev.Base]:
        read = reading.Reading(named=self._named)
        reading.to_events(self._path.with_suffix(".private"), bodies, read)
        return read.events


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
