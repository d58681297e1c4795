"""One writer a meeting.

The lock is an flock on the journal itself, so no file beside it can be deleted to get two writers; `<id>.lock` only
says who has it (and is locked as well, for programs of version 0.1 look there). Some network file systems know no
flock. There `<id>.lock` itself is the lock: made with O_EXCL, given back at the end, taken over from a process of
this machine that is gone, and looked at before every line, so that of two that took it over at once one stops.

The library `filelock` does not do this: it opens a lock file of its own, so whoever deletes that lets a second writer
in. Here the descriptor that is locked is the one that is written, and after locking it is compared with
what lies at the path: a journal that was replaced between opening and locking is opened anew.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import socket
import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from livecouncil.errors import JournalError, LivecouncilError

from .caught import undone_by
from .open_locks import NoLocks, lock_in_turn, lock_now
from .processes import is_running
from .rights import BINARY, CLOEXEC, NOFOLLOW, NONBLOCK, allow, user_number

_OURS = os.O_RDWR | os.O_CREAT | NOFOLLOW | NONBLOCK | CLOEXEC | BINARY
_TRIES = 5


class Held(LivecouncilError):
    """Another program has it; `str(error)` names that."""


class Lock:
    """Held from `take` to `release`. `exclusive` where the file system knows no flock."""

    def __init__(self, folder: Path, meeting: str) -> None:
        self._journal = folder / f"{meeting}.jsonl"
        self._card = folder / f"{meeting}.lock"
        self._descriptor = -1
        self._inode = 0
        self.exclusive = False

    def take(self) -> int:
        """A descriptor of the journal, made where it is missing, locked. Raises Held, OSError, JournalError."""
        descriptor = self._locked_journal()
        with undone_by(lambda: os.close(descriptor)):
            self._claim()
        return descriptor

    def holder(self) -> str:
        """Who else has it now; '' where it could be taken. Raises OSError, JournalError.

        Leaves no card of this process: where the next lock fails, it would be held off by its own name.
        """
        try:
            descriptor = self.take()
        except Held as held:
            return str(held)
        if self.kept():
            with contextlib.suppress(OSError):
                self._card.unlink()
        os.close(descriptor)
        self.release()
        return ""

    def _locked_journal(self) -> int:
        for _ in range(_TRIES):
            descriptor = open_private(self._journal)
            with undone_by(partial(os.close, descriptor)):
                self._lock_or_say_who(descriptor)
                if same(self._journal, descriptor):
                    return descriptor
            os.close(descriptor)  # replaced between opening and locking
        raise JournalError("system.replaced_again", path=self._journal)

    def _lock_or_say_who(self, descriptor: int) -> None:
        try:
            self.exclusive = not lock(descriptor)
        except Held:
            raise self._held() from None

    def kept(self) -> bool:
        """Whether `<id>.lock` is still ours."""
        try:
            return self._card.stat().st_ino == self._inode
        except OSError:
            return False

    def claim_again(self) -> None:
        """Put `<id>.lock` back. Raises Held where it was the lock itself and another has it now."""
        with contextlib.suppress(OSError):
            os.close(self._descriptor)
        self._descriptor = -1
        self._claim()

    def _claim(self) -> None:
        if self.exclusive:
            self._claim_exclusively()
        else:
            with contextlib.suppress(OSError):  # it only informs: the lock is the journal's
                self._claim_card()

    def _claim_card(self) -> None:
        descriptor = os.open(self._card, _OURS, 0o600)
        try:
            lock(descriptor)
        except Held:
            os.close(descriptor)
            raise self._held() from None
        self._sign(descriptor)

    def _claim_exclusively(self) -> None:
        for _ in range(_TRIES):
            try:
                descriptor = os.open(self._card, _OURS | os.O_EXCL, 0o600)
            except FileExistsError:
                self._clear_stale()
                continue
            self._sign(descriptor)
            return
        raise self._held()

    def _clear_stale(self) -> None:
        """Move away the lock of a process of this machine that is gone. Raises Held for any other."""
        held = _holder_in(self._card)
        if held.get("host") != socket.gethostname() or is_running(held.get("pid")):
            raise self._held()
        aside = self._card.with_name(f".{self._card.name}.{os.urandom(8).hex()}")
        with contextlib.suppress(FileNotFoundError):
            self._card.rename(aside)
            aside.unlink()

    def _sign(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._inode = os.fstat(descriptor).st_ino
        private(descriptor)
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(_who()).encode())

    def _held(self) -> Held:
        """Who has it, as far as `<id>.lock` says; where that is the lock itself, how to get rid of a dead one."""
        told = _holder_in(self._card)
        try:
            since = told["since"][11:16]
            holder = Held("system.holder", user=told["user"], host=told["host"], pid=told["pid"], since=since)
        except (KeyError, TypeError):
            holder = Held("system.another_program")
        if self.exclusive:
            return Held("system.holder_by_card", holder=holder, card=self._card)
        return holder

    def release(self) -> None:
        if self.exclusive and self._descriptor >= 0 and self.kept():
            with contextlib.suppress(OSError):
                self._card.unlink()
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
        self._descriptor = -1


def lock(descriptor: int) -> bool:
    """Lock an open file; False where the file system knows no locks. Raises Held when another has it."""
    try:
        lock_now(descriptor)
    except BlockingIOError:
        raise Held("system.another_program") from None
    except NoLocks:
        return False
    return True


@contextlib.contextmanager
def held_when_free(path: Path, waits: Callable[[], None]) -> Iterator[bool]:
    """Hold the lock of a file, made where it is missing; False where the file system knows no locks.

    `waits` is called before waiting for another program that has it. Raises OSError, JournalError.
    """
    descriptor = open_private(path)
    try:
        try:
            locked = lock(descriptor)
        except Held:
            waits()
            lock_in_turn(descriptor)
            locked = True
        yield locked
    finally:
        os.close(descriptor)


def lock_surely(descriptor: int) -> None:
    """Lock an open file. Raises Held when another has it, OSError where the file system knows no locks."""
    if not lock(descriptor):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))


def open_private(path: Path, flags: int = 0) -> int:
    """Open a regular file to append to and to read, made where it is missing, closed to others. Raises OSError."""
    descriptor = os.open(path, _OURS | os.O_APPEND | flags, 0o600)
    with undone_by(lambda: os.close(descriptor)):
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise JournalError("system.no_plain_file", path=path)
        private(descriptor)
    return descriptor


def private(descriptor: int) -> None:
    """Take away what others may do with a file of ours; a group that was let in on purpose stays."""
    mode = stat.S_IMODE(os.fstat(descriptor).st_mode)
    if mode & 0o007:
        with contextlib.suppress(OSError):
            allow(descriptor, 0o600)


def same(path: Path, descriptor: int) -> bool:
    """Whether `path` is the file that is open as `descriptor`."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(descriptor))


def _holder_in(path: Path) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text(encoding="utf-8", errors="replace")[:1000])
    except (OSError, ValueError):
        return {}
    if isinstance(held, dict):
        return held
    return {}


def _who() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return user_number()
