"""A folder on a disk that may go away at any moment: a stick, a share, a second drive.

Everything is done below one open descriptor of that folder. What is gone is therefore never made anew: a mount point
whose stick was pulled out is an ordinary folder of the first disk, and a copy written there would be no copy. For the
same reason the folder itself is never made here, and its device is told, so that the caller sees when it is another.

Nothing waits behind these calls but the thread that makes them: a disk that answers no more holds its caller up, maybe
for minutes. No link is followed below the folder; file systems without rights or without an fsync of folders (FAT,
FUSE, CIFS) are taken as they are.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path

from .files import PRIVATE, put_in, regular, write_whole
from .open_folders import OpenFolder, entered, open_folder
from .rights import NONBLOCK

_READ = os.O_RDONLY | NONBLOCK
_APPEND = os.O_RDWR | NONBLOCK
_PROBE = ".livecouncil"


class OtherSize(OSError):
    """A file is not as long as it was left: somebody, or a disk that forgot, was there in between."""


class Removable:
    """An open folder. Names are relative paths with '/'. Every call raises OSError when the disk does not do it."""

    def __init__(self, path: Path) -> None:
        self._folder = open_folder(path)
        self.device = self._folder.found().st_dev

    def __enter__(self) -> Removable:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.close()

    def names(self, folder: str = "") -> list[str]:
        """What lies in `folder`, sorted; nothing where it is not there."""
        try:
            with self._inside(folder, make=False) as inside:
                return inside.names()
        except FileNotFoundError:
            return []

    def files(self, folder: str) -> list[str]:
        """Every regular file below `folder`, as a path relative to it; temporary ones left out."""
        found = []
        for name in self.names(folder):
            path = f"{folder}/{name}"
            if name.startswith("."):
                continue
            if self._is_folder(path):
                found += [f"{name}/{inner}" for inner in self.files(path)]
            else:
                found.append(name)
        return found

    def sweep(self, folder: str) -> None:
        """Remove what was being written below `folder` when somebody was killed or a stick pulled out."""
        for name in self.names(folder):
            path = f"{folder}/{name}"
            if name.startswith(".") and name.endswith(".part"):
                self.remove(path)
            elif self._is_folder(path):
                self.sweep(path)

    def make(self, folder: str) -> None:
        """See that `folder` is there, below this one."""
        with self._inside(folder, make=True):
            pass

    def size(self, path: str) -> int:
        """Bytes of a regular file; -1 where there is none."""
        try:
            with self._at(path) as (folder, name):
                return folder.found(name).st_size
        except FileNotFoundError:
            return -1

    def read(self, path: str) -> bytes | None:
        """The whole of a regular file; None where there is none."""
        try:
            with self._at(path) as (folder, name):
                descriptor = regular(folder.file(name, _READ))
        except FileNotFoundError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            return file.read()

    def replace(self, path: str, data: bytes) -> None:
        """Put `data` at `path` whole: there is the old file or the new one, whatever happens meanwhile."""
        with self._at(path, make=True) as (folder, name):
            put_in(folder, name, data, PRIVATE, durable=True)
            folder.sync()

    def append(self, path: str, data: bytes, *, at: int) -> None:
        """Write `data` behind a file that is `at` bytes long, to the disk itself. Raises OtherSize where it is not."""
        with self._at(path) as (folder, name):
            descriptor = regular(folder.file(name, _APPEND))
        try:
            if os.fstat(descriptor).st_size != at:
                raise OtherSize(errno.ESTALE, os.strerror(errno.ESTALE), path)
            os.lseek(descriptor, at, os.SEEK_SET)
            write_whole(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""
        with contextlib.suppress(FileNotFoundError), self._at(path) as (folder, name):
            folder.unlink(name)
            folder.sync()

    def probe(self) -> None:
        """Write a byte to the disk itself and take it away: only that shows that the next line could be written."""
        put_in(self._folder, _PROBE, b"\n", PRIVATE, durable=True)
        self._folder.unlink(_PROBE)

    def _is_folder(self, path: str) -> bool:
        with self._at(path) as (folder, name):
            try:
                folder.enter(name).close()
            except OSError:
                return False
        return True

    @contextlib.contextmanager
    def _at(self, path: str, *, make: bool = False) -> Iterator[tuple[OpenFolder, str]]:
        """The open folder of `path`, and its last name."""
        folder, _, name = path.rpartition("/")
        with self._inside(folder, make=make) as inside:
            yield inside, name

    @contextlib.contextmanager
    def _inside(self, folder: str, *, make: bool) -> Iterator[OpenFolder]:
        inside = self._folder.again()
        try:
            for name in filter(None, folder.split("/")):
                if make:
                    _made(inside, name)
                inside = entered(inside, name)
            yield inside
        finally:
            inside.close()


def device_of(path: Path) -> int:
    """The device `path` lies on; 0 where it is not there."""
    try:
        return path.stat().st_dev
    except OSError:
        return 0


def _made(folder: OpenFolder, name: str) -> None:
    try:
        folder.make(name, 0o700)
    except FileExistsError:
        return
    folder.sync()
