"""A second copy while it happens: a thread beside the writer that keeps the second place as the journal is.

Theory. The writer leaves its newest word (`Kept`) in one slot and goes on; a later word takes the place of one that was
not looked at yet, so nothing grows while a stick is slow, full or gone, and a key never waits. The thread wakes, brings
the copy up to that word, and looks again every second, for a stick is pulled out and put back between two lines. When
nothing was written for a while it writes a byte and takes it away: a file system without its disk goes on answering
from memory, and only writing shows it.

How it stands is worked out by whoever asks (`standing`), not by the thread, because a disk that answers no more holds
the thread up inside a system call. What it owes other meetings (`copy_record`) is paid when the present one is whole.

It must never hold up the writer, never write where the second place is not, and never call whole what is not on that
disk, fsynced.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from livecouncil.errors import LivecouncilError
from livecouncil.journal.copies.kept import Kept, kept_on_disk
from livecouncil.journal.copies.record import Records
from livecouncil.journal.copies.second import Part, SecondCopy, SecondPlace, part_to_copy
from livecouncil.journal.place import closed
from livecouncil.system import crash
from livecouncil.system.age import is_recipient
from livecouncil.system.caught import Caught
from livecouncil.system.locks import Held, Lock
from livecouncil.system.removable import OtherSize, Removable, device_of
from livecouncil.wording.faults import in_words

LOOK = 1.0
"""Seconds between two looks at the second place while nothing is logged."""
PROBE = 3.0
"""Seconds without writing after which a byte shows that it still can."""
SILENT = 3.0
"""Seconds after which a disk that was asked counts as answering no more."""
BEHIND = 2.0
"""Seconds a copy may lack a line before that is said."""
_REASONS = {
    errno.ENOENT: "absent",
    errno.ENOTDIR: "absent",
    errno.ENODEV: "absent",
    errno.ENXIO: "absent",
    errno.ENOTCONN: "absent",
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EROFS: "read_only",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
}


@dataclass(frozen=True)
class Standing:
    """Whether the second place has every line, in a sentence that says why not; `beside` is what it left alone."""

    whole: bool
    sentence: str
    beside: str = ""


class BadKey(Exception):
    """What a copy is to be encrypted to is no public key of age."""


class Copier:
    """Keeps `place` as the journals in `data / part.journal` are, from `kept` to `close`."""

    def __init__(self, place: SecondPlace, data: Path, part: Part) -> None:
        self._place = place
        self._part = part
        self._data = data
        self._journals = data / part.journal
        self._records = Records(self._journals, place.to)
        self._copy = SecondCopy(place, part)
        self._own = device_of(data)
        self._device = 0
        self._state = threading.Condition()
        self._latest: Kept | None = None
        self._whole: Kept | None = None
        self._since = 0.0
        self._asked = 0.0
        self._reason = ""
        self._probed = 0.0
        self._paid = False
        self._leaving = False
        self._thread = threading.Thread(target=self._run, name="second copy", daemon=True)

    # -- the writer's side ---------------------------------------------------------------------------------------------

    def kept(self, state: Kept) -> None:
        """`state` is proven on the first disk; returns at once."""
        with self._state:
            if self._latest is self._whole:
                self._since = time.monotonic()
            self._latest = state
            self._state.notify_all()
        if not self._thread.is_alive() and not self._leaving:
            self._thread.start()

    def standing(self) -> Standing:
        """How the copy stands now."""
        with self._state:
            reason = self._why_not(time.monotonic())
        if reason:
            return Standing(False, in_words("journal.copies.lacking", reason=reason), self._copy.beside)
        if self._device == self._own:
            return Standing(True, in_words("journal.copies.same_disk"), self._copy.beside)
        return Standing(True, in_words("journal.copies.two"), self._copy.beside)

    def wait(self, patience: float) -> bool:
        """Whether the second place has all that was handed over, within `patience` seconds."""
        with self._state:
            return self._state.wait_for(lambda: self._latest is self._whole and not self._reason, patience)

    def first_look(self, patience: float) -> None:
        """Wait until what was handed over is there, or it is known why not; `patience` seconds at most."""
        with self._state:
            self._state.wait_for(lambda: self._latest is self._whole or bool(self._reason), patience)

    def close(self, patience: float) -> None:
        """Bring the last line over and end; a disk that does not answer within `patience` seconds is left alone."""
        with self._state:
            self._leaving = True
            self._state.notify_all()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _why_not(self, now: float) -> str:
        """Why the copy is not whole, in words; '' when it is, or when a line is only just on its way."""
        if self._asked and now - self._asked > SILENT:
            return self._worded("silent")
        if self._reason:
            return self._reason
        if self._whole is None:
            return self._worded("behind")
        if self._latest is not self._whole and now - self._since > BEHIND:
            return self._worded("behind")
        return ""

    def _worded(self, code: str, **slots: object) -> str:
        return in_words(f"journal.copies.{code}", to=self._place.to, **slots)

    # -- the thread's side ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        leaving = False
        while not leaving:
            with self._state:
                self._state.wait_for(self._called, LOOK)
                leaving = self._leaving
                latest = self._latest
            if latest:
                self._turn(latest)

    def _called(self) -> bool:
        return self._leaving or (self._latest is not self._whole and not self._reason)

    def _turn(self, latest: Kept) -> None:
        """One look at the second place, and all that it asks for."""
        self._asked = time.monotonic()
        reason = ""
        with Caught(crash.note, "second copy", passing=(OSError,)) as fault:
            try:
                self._brought(latest)
            except BadKey:
                reason = self._worded("key")
            except OSError as error:
                reason = self._said(error)
        if fault.struck:
            reason = self._worded("fault", kind=type(fault.error).__name__)
        if reason:
            self._copy.doubt()
            self._paid = False
        self._answered(latest, reason)

    def _answered(self, latest: Kept, reason: str) -> None:
        """The look is over: what came meanwhile waits since it began."""
        with self._state:
            self._reason = reason
            if not reason:
                self._whole = latest
                self._since = self._asked
            self._asked = 0.0
            self._state.notify_all()

    def _said(self, error: OSError) -> str:
        if isinstance(error, OtherSize):
            return self._worded("changed")
        code = _REASONS.get(error.errno or 0, "failing")
        return self._worded(code, reason=error.strerror)

    def _brought(self, latest: Kept) -> None:
        """Bring the copy up to `latest`, then what is owed. Raises OSError, BadKey."""
        if self._place.key and not is_recipient(self._place.key):
            raise BadKey
        self._records.begin(latest.meeting)
        with Removable(self._place.to) as disk:
            self._see_same_disk(disk)
            if self._up_to(disk, latest):
                self._probed = time.monotonic()
            if time.monotonic() - self._probed > PROBE:
                disk.probe()
                self._probed = time.monotonic()
            if not self._paid:
                self._records.whole(latest.meeting)
                self._pay(disk, latest.meeting)
                self._paid = True
        if self._leaving:
            self._records.whole(latest.meeting)

    def _up_to(self, disk: Removable, latest: Kept) -> bool:
        """Whether there was anything to write; where somebody was at the files meanwhile, all is looked at anew."""
        try:
            return self._copy.bring(disk, latest)
        except OtherSize:
            self._copy.doubt()
            return self._copy.bring(disk, latest)

    def _see_same_disk(self, disk: Removable) -> None:
        """Another disk than before is looked at from the start; the first disk in its place is none at all."""
        if disk.device == self._device:
            return
        if self._device and disk.device == self._own:
            raise OSError(errno.ENODEV, os.strerror(errno.ENODEV), str(self._place.to))
        self._device = disk.device
        self._paid = False
        self._copy.doubt()

    def _pay(self, disk: Removable, present: str) -> None:
        """Bring the copies of other meetings up to date; one that another program writes is that one's to bring."""
        for meeting in self._records.owed():
            if meeting == present:
                continue
            lock = Lock(self._journals, meeting)
            try:
                descriptor = lock.take()
            except (Held, LivecouncilError):
                continue
            try:
                copy = SecondCopy(self._place, part_to_copy(self._data, self._part.journal, meeting))
                copy.bring(disk, kept_on_disk(self._journals, meeting))
            finally:
                closed(descriptor)
                lock.release()
            self._records.whole(meeting)
