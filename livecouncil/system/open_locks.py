"""The lock on an open file, as this system has it; who wants one waits or is told that another has it.

POSIX systems lock the file as a whole (flock); Windows locks bytes, and whoever else reads those is refused. There the
byte locked lies far behind any end a file of ours comes to, so that everybody reads on. Where Python was built without
either there are no locks, as on some network file systems: the caller knows what then to do.
"""

from __future__ import annotations

import os
import sys
import time

if sys.platform == "win32":
    import msvcrt
else:
    try:
        import fcntl
    except ImportError:  # a Python without it
        fcntl = None  # type: ignore[assignment]

_FAR = 1 << 40
"""The byte that is locked on Windows."""
_LOOK = 0.1  # seconds between two tries where the system itself waits for nobody


class NoLocks(OSError):
    """The file system, or this Python, knows no locks."""


def lock_now(descriptor: int) -> None:
    """Lock the open file. Raises BlockingIOError where another has it, NoLocks."""
    if sys.platform == "win32":
        _far_byte(descriptor)
    elif fcntl is None:
        raise NoLocks
    else:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError as error:
            raise NoLocks(*error.args) from error


def lock_in_turn(descriptor: int) -> None:
    """Lock the open file as soon as nobody else has it. Raises NoLocks."""
    while True:
        try:
            lock_now(descriptor)
            return
        except BlockingIOError:
            time.sleep(_LOOK)


def _far_byte(descriptor: int) -> None:
    """Windows' own way: the place in the file is put back where it was."""
    if sys.platform == "win32":
        here = os.lseek(descriptor, 0, os.SEEK_CUR)
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError(*error.args) from error
        finally:
            os.lseek(descriptor, here, os.SEEK_SET)
