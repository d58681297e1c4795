"""The released view of a journal, written: what the public server and the posting worker may know of it.

Theory. The view (`released`) follows from the journal, so it may be lost at any moment: it is written after the
journal's fsync and without one of its own, and what is wrong with it stops no line. Its writer knows every line of the
trunk and which of them may be opened (`Known`), so after each append it adds what is new: the headers up to the last
line that may be known, and whole what may be opened by now. The file is looked at before each addition, as the
journal's is; one that is not as it was left, or that shows what may not be known any more, is replaced whole. When the
journal is opened the view is held against what it must be, for a crash may have come between the two.

It must never hold an opening that `core.release.revealed` does not give, not for a moment: a view that must lose
something is replaced, never mended where it lies.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.revealed import TAKES_AWAY, Known
from livecouncil.errors import JournalError
from livecouncil.system.files import SHARED, replace, write_whole
from livecouncil.system.locks import Held, Lock, open_private

from . import chain
from .inventory import journals
from .lines import header_of
from .place import closed, content_of
from .reading import read
from .released import joined, merged, path_of
from .troubles import Troubles


def see_to(base: Path, meeting: str) -> None:
    """Hold the view of `meeting` against its journal; who writes that now does so itself. Raises OSError."""
    folder = base / "journal"
    taken = Lock(folder, meeting)
    try:
        descriptor = taken.take()
    except (Held, JournalError):
        return
    try:
        found = read(folder, meeting)
        if found.events and isinstance(found.events[0], ev.Snapshot):
            view = Releasing(path_of(base, meeting), Troubles())
            view.begin(found.chain, found.rows, found.events)
            view.close()
    finally:
        closed(descriptor)
        taken.release()


def see_to_missing(base: Path) -> None:
    """Make the views that are not there: of meetings that an earlier version, or a copied folder, brought along.
    Raises OSError."""
    for meeting in journals(base):
        if not path_of(base, meeting).exists():
            see_to(base, meeting)


class Releasing:
    """The view at `path` of one journal, as long as that is open to be written."""

    def __init__(self, path: Path, troubles: Troubles) -> None:
        self.path = path
        self._troubles = troubles
        self._rows: list[bytes] = []  # the trunk; of a line that may never be shown its header, or that it is damaged
        self._place: dict[int, int] = {}  # of each number's line in there
        self._known = Known()
        self._opened: set[int] = set()  # what stands in the view with its opening
        self._lines = 0  # how many of the trunk stand in the view
        self._file = _Left()

    def begin(self, walked: chain.Chain, rows: Sequence[bytes], events: Sequence[ev.Base]) -> None:
        """The view is that of the journal `walked`, of which `rows` are the lines and `events` what they say."""
        self._rows = []
        self._place = {}
        number_of = {id(line): number for number, line in enumerate(walked.lines)}
        for line in walked.trunk:
            self._take_row(chain.soundly(line, rows[number_of[id(line)]]), line.body)
        self._known = Known.of(_of_form(walked.form, events))
        with self._telling():
            self._as_it_must_be()

    def grow(self, rows: Sequence[bytes], new: Sequence[ev.Base], events: Sequence[ev.Base]) -> None:
        """`new` were logged in `rows`, the newest lines of the journal, which says `events` by now."""
        for event, row in zip(new, rows, strict=True):
            self._place[event.seq] = len(self._rows)
            self._rows.append(row)
        if any(type(event) in TAKES_AWAY for event in new):
            self._known = Known.of(events)
        else:
            for event in new:
                self._known.take(event)
        with self._telling():
            self._bring_up()

    def close(self) -> None:
        """The disk has it from here on; who writes the journal next looks at it again."""
        self._file.close()

    def _take_row(self, row: bytes, body: dict[str, Any]) -> None:
        if row != chain.DAMAGED and body["type"] != "segment":
            self._place[body["seq"]] = len(self._rows)
        self._rows.append(row)

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        """What goes wrong is said, and put right with the next line."""
        try:
            yield
        except (OSError, JournalError) as error:
            self._file.close()
            reason = getattr(error, "strerror", None) or str(error)
            self._troubles.tell("view", "journal.view_unwritten", file=self.path, reason=reason)
        else:
            self._troubles.over("view")

    def _as_it_must_be(self) -> None:
        """Keep what lies there where it says the same; else make it anew. Raises OSError, JournalError."""
        content = self._all()
        there = content_of(self.path)
        if there == content or (there.endswith(b"\n") and merged(there) == content):
            self._file.open(self.path)
        else:
            self._make_anew(content)

    def _bring_up(self) -> None:
        """Add what may be known by now, or make the view anew. Raises OSError, JournalError."""
        if not self._file.as_left(self.path) or not self._opened <= self._known.opened:
            self._make_anew(self._all())
            return
        added = joined(self._added())
        if added:
            self._file.write(added)

    def _make_anew(self, content: bytes) -> None:
        self._file.close()
        replace(self.path, content, SHARED, durable=False)
        self._file.open(self.path)

    # -- which lines --------------------------------------------------------------------------------------------------

    def _all(self) -> bytes:
        """What the whole view must hold."""
        self._known.news.clear()
        self._opened = {seq for seq in self._known.opened if seq in self._place}
        self._lines = max((self._place[seq] for seq in self._opened), default=-1) + 1
        places = {self._place[seq] for seq in self._opened}
        return joined(self._shown(range(self._lines), places))

    def _added(self) -> Iterator[bytes]:
        """What is opened of the lines that stand there, then those that do not."""
        news = {seq for seq in self._known.news if seq not in self._opened and seq in self._place}
        places = {self._place[seq] for seq in news}
        before = self._lines
        self._lines = max([before, *(place + 1 for place in places)])
        self._opened.update(news)
        self._known.news.clear()
        yield from (self._rows[place] for place in sorted(places) if place < before)
        yield from self._shown(range(before, self._lines), places)

    def _shown(self, lines: range, opened: Collection[int]) -> Iterator[bytes]:
        """Those lines of the trunk, the `opened` ones whole."""
        for place in lines:
            row = self._rows[place]
            if place in opened:
                yield row
            else:
                yield header_of(row)


class _Left:
    """The view's file as it was left: open to be added to."""

    def __init__(self) -> None:
        self._descriptor = -1
        self._inode = 0
        self._size = 0

    def open(self, path: Path) -> None:
        """Go on in the file at `path`. Raises OSError, JournalError."""
        self._descriptor = open_private(path)
        found = os.fstat(self._descriptor)
        self._inode = found.st_ino
        self._size = found.st_size

    def as_left(self, path: Path) -> bool:
        """Whether the file at `path` is open here, and nobody wrote in it."""
        try:
            found = path.stat(follow_symlinks=False)
        except OSError:
            return False
        return self._descriptor >= 0 and found.st_ino == self._inode and found.st_size == self._size

    def write(self, data: bytes) -> None:
        """Raises OSError; the file is then not as it was left."""
        write_whole(self._descriptor, data)
        self._size += len(data)

    def close(self) -> None:
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.fsync(self._descriptor)
        closed(self._descriptor)
        self._descriptor = -1


def _of_form(form: int, events: Sequence[ev.Base]) -> Sequence[ev.Base]:
    """What a view can tell of: of a journal of form 1 only what it begins with."""
    if form == 1:
        return events[:1]
    return events
