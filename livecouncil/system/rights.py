"""What of files differs between systems: whose they are, who else may, how one is opened, what a folder's names cost.

Everything that opens, locks or gives away a file asks here, so that the rest of the house knows one kind of file. What
a system lacks counts as nothing: a flag is 0, and where mode bits protect nobody (Windows) there are none to set.
There a file of this user lies in this user's profile, which Windows itself closes to others; nothing is added to that.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
import time

NOFOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
"""A link is refused."""
NONBLOCK: int = getattr(os, "O_NONBLOCK", 0)
"""To open waits for nobody: a FIFO would hang."""
CLOEXEC: int = getattr(os, "O_CLOEXEC", 0) or getattr(os, "O_NOINHERIT", 0)
"""No process begun later has it open as well."""
FOLDER: int = getattr(os, "O_DIRECTORY", 0)
"""Nothing but a folder is opened."""
BINARY: int = getattr(os, "O_BINARY", 0)
"""A file holds the bytes that were written, where text would change its line ends."""

BY_DESCRIPTOR = os.open in os.supports_dir_fd
"""Whether names are looked up in a folder that is open, so that nobody can put another in its place."""

_READERS = 1.0  # seconds in which whoever reads a file lets go of it, where a file that is open cannot be replaced
_LOOK = 0.01


def is_mine(found: os.stat_result) -> bool:
    """Whether a file belongs to this user."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid()


def ours_alone(found: os.stat_result) -> bool:
    """Whether a file as `stat` found it belongs to this user and lets nobody else in: a key or a password that others
    could read, or have written, is none."""
    if sys.platform == "win32":
        return True
    return is_mine(found) and not stat.S_IMODE(found.st_mode) & 0o077


def allow(descriptor: int, mode: int) -> None:
    """Give an open file the rights of `mode`. Raises OSError."""
    if sys.platform != "win32":
        os.fchmod(descriptor, mode)


def user_number() -> str:
    """This user where no name is known."""
    if sys.platform == "win32":
        return "?"
    return str(os.getuid())


_NO_FOLDER_SYNC = (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF)


def sync_names(folder: int) -> None:
    """fsync an open folder; a file system that cannot (FUSE, CIFS) blocks nobody: there is no other way to be surer."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def moved(part: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
    """`os.replace`, which Windows refuses while anybody reads the target; readers let go soon. Raises OSError."""
    if sys.platform != "win32":
        os.replace(part, target)
        return
    until = time.monotonic() + _READERS
    while time.monotonic() < until:
        with contextlib.suppress(PermissionError):
            os.replace(part, target)
            return
        time.sleep(_LOOK)
    os.replace(part, target)
