"""What a journal hands to those who keep it a second time: a stick today, a mirror elsewhere later.

After every append, and after every redaction, the writer says what now lies proven on its disk (`Kept`): all of it, not
what is new. So nothing is queued: whoever was away, slow or full takes the newest word and finds out for itself what it
lacks, and the word itself costs the writer the same however long the meeting is. It points into the writer's own memory
and copies nothing; a part of a file that was handed over is never changed, only grown behind, and a redaction puts
another content in its place.

Whoever hears it must return at once and never raise: the answer to a key waits behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from livecouncil.core.meeting import events as ev
from livecouncil.journal import inventory, private
from livecouncil.journal.lines import head_of, header_of, whole
from livecouncil.journal.reading import read

_SEGMENT = re.compile(r"[a-z0-9-]{1,80}(\.[0-9]{1,6})?\.jsonl")


@dataclass(frozen=True, eq=False)
class Stretch:
    """The first `size` bytes of `content`, which may have grown since."""

    content: bytes | bytearray
    size: int

    def after(self, start: int) -> bytes:
        """The bytes from `start` on."""
        return bytes(self.content[start : self.size])

    @property
    def all(self) -> bytes:
        return self.after(0)

    def is_still(self, other: Stretch | None) -> bool:
        """Whether nothing was added or replaced since `other`."""
        return other is not None and self.goes_on(other) and other.size == self.size

    def goes_on(self, other: Stretch) -> bool:
        """Whether this is the file `other` was, only grown."""
        return other.content is self.content


def stretch_of(content: bytes | bytearray) -> Stretch:
    """All of `content` as it now is."""
    return Stretch(content, len(content))


@dataclass(frozen=True)
class Kept:
    """A journal as it lies proven on the first disk.

    `segments` are its files by name, in order; `payloads` the private texts of form 1, by name of their file; `gone`
    the names of those that were deleted on request, which a copy must lose too.
    """

    meeting: str
    segments: Mapping[str, Stretch]
    payloads: Mapping[str, bytes] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    @property
    def identity(self) -> str:
        """What tells this journal from every other of the same name: the beginning of its first line's hash. No
        redaction changes it. '' while there is no line."""
        first = next(iter(self.segments.values()), stretch_of(b""))
        end = first.content.find(b"\n", 0, first.size)
        if end < 0:
            return ""
        return head_of(bytes(first.content[:end]))[:12]


class Copies(Protocol):
    """Whoever keeps a journal a second time."""

    def kept(self, state: Kept) -> None:
        """`state` is proven. Returns at once and never raises."""


def deleted(events: Iterable[ev.Base]) -> frozenset[str]:
    """Names of the private texts that were deleted on request."""
    return frozenset(private.name(event.of) for event in events if isinstance(event, ev.Redacted))


def kept_on_disk(folder: Path, meeting: str) -> Kept:
    """The same of a journal nobody writes now, from its files. Raises OSError."""
    segments = {}
    for path in inventory.segments(folder, meeting):
        data = path.read_bytes()
        segments[path.name] = stretch_of(data[: data.rfind(b"\n") + 1])
    reading = read(folder, meeting)
    if reading.form != 1:
        return Kept(meeting, segments)
    payloads = private.payloads_in(folder / f"{meeting}.private")
    return Kept(meeting, segments, payloads, deleted(reading.events))


def is_segment(name: str) -> bool:
    """Whether `name` is that of a file of lines."""
    return _SEGMENT.fullmatch(name) is not None


def is_earlier(copy: bytes, ours: bytes) -> bool:
    """Whether `copy` holds nothing that `ours` has not, but for what a redaction took out of it.

    A last line that lacks its end was never whole; it does not count. A line that is damaged on either side does: then
    the other may be the only whole one, and must not be written over.
    """
    if ours.startswith(copy):
        return True
    *rows, tail = copy.split(b"\n")
    if whole(tail):
        rows.append(tail)
    known = ours.split(b"\n")[:-1]
    if len(rows) > len(known):
        return False
    return all(mine in (row, header_of(row)) for row, mine in zip(rows, known, strict=False))
