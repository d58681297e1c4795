"""Lines onto the disk: one write and one fsync for those that belong together, and where to go when a disk fails.

Segments. After an fsync failed nobody knows which of its bytes the disk has, and the system says so only once: Linux
marks the pages clean whatever became of them, so a second fsync that succeeds proves nothing. The descriptor counts as
lying from then on; the meeting goes on in a new file, `<id>.2.jsonl` and further, whose first line names the file
before it and how many of its lines are good. When that fails too nothing is accepted until a newer one could be begun.
What was not acknowledged is taken off again where the disk lets it, and is a dead branch where it does not: readers
follow the chain of the last line, not the files. Where nothing at all was acknowledged yet there is no line to go on
from, and a new file takes the journal's place. A segment is begun as well where an earlier line is damaged, for
damage must not be built upon.

It must never say that a line is there which is not proven, and never raise on the way out with a file longer than its
`content` says: what is begun and not finished is undone (`undone_by`).
Source: https://lwn.net/Articles/752063/ (PostgreSQL's fsync() surprise, 2018).
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from livecouncil.system.caught import undone_by
from livecouncil.system.files import sync_folder
from livecouncil.system.locks import lock, open_private
from livecouncil.wording.faults import in_words

from .lines import NEWEST, head_of, written
from .mirror import Mirror
from .place import closed
from .reserve import Reserve
from .segment import Operations, Segment
from .troubles import Troubles

NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
"""What a disk, or a quota, says that is full."""

FSYNC_FAILED = "fsync mislukt"
DAMAGED_LINE = "beschadigde regel"
_REASONS = {FSYNC_FAILED: "journal.reason.fsync_failed", DAMAGED_LINE: "journal.reason.damaged_line"}
"""Why a segment was begun, as version 1 of the format writes it in every language, and what is said of it."""


class Appender:
    """The end of a journal. `head` is the hash of its last line, `lines` how many lead there, `seq` the last number;
    `form` that of its lines."""

    def __init__(self, mirror: Mirror, reserve: Reserve, troubles: Troubles, operations: Operations) -> None:
        self.head = ""
        self.lines = 0
        self.seq = 0
        self.form = NEWEST
        self._mirror = mirror
        self._reserve = reserve
        self._troubles = troubles
        self._do = operations

    def begin_behind(self, head: str, *, lines: int, seq: int, form: int) -> None:
        """The next line follows from the one with hash `head`; `form` 0 is a journal's that has none yet."""
        self.head = head
        self.form = form or NEWEST
        self.lines = lines
        self.seq = seq

    def write(self, bodies: Sequence[dict[str, Any]]) -> None:
        """Put the lines of `bodies` on the disk, proven. Raises OSError, JournalError; then none of them counts."""
        if self._mirror.lied:
            self._go_elsewhere(bodies)
        else:
            self._write_here(bodies)
            if self._reserve.used:
                self._reserve.set_aside()
        self.lines += len(bodies)

    def put(self, raw: bytes) -> None:
        """Write behind the last byte of the last segment. Raises OSError."""
        done = 0
        while done < len(raw):
            done += self._do.write(self._mirror.last.descriptor, raw[done:])

    def new_segment(self, reason: str, bodies: Sequence[dict[str, Any]] = ()) -> None:
        """Go on in a new file, with `bodies` behind its first line. Raises OSError, JournalError."""
        head, raw = self._chained([self._beginning(reason, bodies), *bodies])
        place = self._mirror.place
        path = place.next_segment()
        segment = Segment(path, open_private(path, os.O_EXCL), bytearray(raw))
        self._mirror.segments.append(segment)
        with undone_by(partial(self._drop, segment)):
            lock(segment.descriptor)
            self.put(raw)
            self._do.fsync(segment.descriptor)
            sync_folder(place.folder)
            self._mirror.mend()
        self._mirror.lied = False
        self.head = head
        self._troubles.tell("copy", "journal.goes_on", file=path.name, reason=in_words(_REASONS[reason]))

    # -- in the file that was written so far --------------------------------------------------------------------------

    def _write_here(self, bodies: Sequence[dict[str, Any]]) -> None:
        head, raw = self._chained(bodies)
        last = self._mirror.last
        try:
            self.put(raw)
        except OSError as error:
            self._full(raw, error)
        try:
            self._do.fsync(last.descriptor)
        except OSError:
            self._write_elsewhere(last, raw, bodies)
        else:
            self._proven(last, raw)
            self.head = head

    def _chained(self, bodies: Sequence[dict[str, Any]]) -> tuple[str, bytes]:
        """The lines of `bodies` behind the last one, and the head they lead to."""
        head = self.head
        raw = b""
        for body in bodies:
            line = written(body, head, self.form)
            head = head_of(line)
            raw = raw + line + b"\n"
        return head, raw

    def _proven(self, last: Segment, raw: bytes) -> None:
        """The disk has `raw`; what lies at the path must be the file it was written to."""
        before = len(last.content)
        last.content += raw
        with undone_by(partial(last.shortened, before)):
            self._mirror.mend()

    def _full(self, raw: bytes, error: OSError) -> None:
        """No room: cut back to the last whole line, free the reserve, try once more."""
        self._mirror.torn = raw
        self._cut_back()
        if error.errno not in NO_SPACE or not self._reserve.give_back():
            raise error
        try:
            self.put(raw)
        except OSError:
            self._cut_back()
            raise

    def _cut_back(self) -> None:
        """Back to the last whole line; a disk that does not even let that is asked again before the next line."""
        with contextlib.suppress(OSError):
            self._mirror.last.cut_to_content()

    # -- in another one -----------------------------------------------------------------------------------------------

    def _write_elsewhere(self, last: Segment, raw: bytes, bodies: Sequence[dict[str, Any]]) -> None:
        """After a failed fsync `raw` may or may not be on the disk: a dead branch, once `bodies` are in a new segment.
        Where they are not it is taken off, for nobody acknowledged it."""
        self._mirror.lied = True
        before = len(last.content)
        last.content += raw
        with undone_by(partial(last.taken_off, before)):
            self._go_elsewhere(bodies)

    def _go_elsewhere(self, bodies: Sequence[dict[str, Any]]) -> None:
        """Write `bodies` to a file whose fsync never failed. A segment goes on from a line; where there is none yet,
        the journal begins again."""
        if self.lines:
            self.new_segment(FSYNC_FAILED, bodies)
        else:
            self._begin_again(bodies)

    def _begin_again(self, bodies: Sequence[dict[str, Any]]) -> None:
        """A new file in the place of one of which nothing was ever acknowledged."""
        head, raw = self._chained(bodies)
        first = self._mirror.last
        unproven = first.content
        first.content = bytearray(raw)
        with undone_by(partial(first.holding, unproven)):
            self._mirror.afresh(first)
            self._mirror.mend()
        self._mirror.lied = False
        self.head = head
        self._troubles.tell("copy", "journal.begun_again")

    def _beginning(self, reason: str, bodies: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """The first line of a new segment: where it goes on from. It bears the number of the line that follows."""
        if bodies:
            first = bodies[0]["seq"]
            at = bodies[0]["at"]
        else:
            first = self.seq + 1
            at = datetime.now().astimezone().isoformat(timespec="seconds")
        return {
            "seq": first,
            "at": at,
            "type": "segment",
            "v": 1,
            "after": self._mirror.last.path.name,
            "good": self.lines,
            "from": first,
            "reason": reason,
        }

    def _drop(self, segment: Segment) -> None:
        """Take a segment away that was never good; its descriptor is not used again."""
        self._mirror.segments.remove(segment)
        self._mirror.lied = True
        with contextlib.suppress(OSError):
            segment.path.unlink()
        if segment.path.exists():
            with contextlib.suppress(OSError):
                os.ftruncate(segment.descriptor, 0)
        closed(segment.descriptor)
