"""A mirror in a folder of this machine: a mounted share, a stick, the folder of a web server beside.

A folder that is not there is not made: then it is not mounted, and what was written there would stand beside the
mirror. Every call that could wait for a share that hangs is made in a thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from livecouncil.errors import MirrorAway, MirrorFull, MirrorRefused
from livecouncil.system.files import read_file, replace

T = TypeVar("T")
_FULL = (errno.ENOSPC, errno.EDQUOT)
_RIGHTS = (errno.EACCES, errno.EPERM, errno.EROFS)


class Mounted:
    """A `Target` in the folder `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    async def list(self, folder: str) -> dict[str, int | None] | None:
        """See `Target`."""
        return await _in_thread(lambda: _sizes(self._root / folder))

    async def put(self, path: str, data: bytes) -> None:
        """See `Target`: a temporary file, fsync, rename."""
        await _in_thread(lambda: replace(self._there() / path, data, root=self._root))

    async def delete(self, path: str) -> None:
        """See `Target`."""
        await _in_thread(lambda: (self._there() / path).unlink(missing_ok=True))

    async def get(self, path: str) -> bytes | None:
        """See `Target`."""
        return await _in_thread(lambda: _read_whole(self._there() / path, self._root))

    def _there(self) -> Path:
        if not self._root.is_dir():
            raise MirrorAway("mirroring.no_folder", folder=self._root)
        return self._root


async def _in_thread(act: Callable[[], T]) -> T:
    try:
        return await asyncio.to_thread(act)
    except OSError as error:
        if error.errno in _FULL:
            raise MirrorFull("mirroring.full") from None
        if error.errno in _RIGHTS:
            raise MirrorRefused("mirroring.no_rights", path=error.filename) from None
        raise MirrorAway(error.strerror or type(error).__name__) from None


def _sizes(folder: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    with contextlib.suppress(FileNotFoundError):
        for entry in folder.iterdir():
            found[entry.name] = None
            if not entry.is_dir():
                found[entry.name] = entry.lstat().st_size
    return found


def _read_whole(path: Path, root: Path) -> bytes | None:
    try:
        return read_file(path, root)
    except FileNotFoundError:
        return None


@contextlib.asynccontextmanager
async def mounted(root: Path) -> AsyncIterator[Mounted]:
    """The mirror in the folder `root`."""
    yield Mounted(root)
