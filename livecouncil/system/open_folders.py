"""A folder held open, and what is done by the names in it.

Where the system looks names up in an open folder, nobody can put another folder, or a link, in its place between two
steps. Windows cannot: there a folder is its path, each step looks it up again, and a link on the way is refused by
looking. That is less: between the look and the step somebody with rights in the folder could swap it. Whoever calls
knows neither; `open_folder` gives what this system has. Every call raises OSError when the disk does not do it.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from .rights import BINARY, BY_DESCRIPTOR, CLOEXEC, FOLDER, NOFOLLOW, allow, moved, sync_names

_ENTERING = os.O_RDONLY | FOLDER | CLOEXEC


class OpenFolder(Protocol):
    """What can be done in a folder that is open. Names have no separator in them."""

    def file(self, name: str, flags: int, mode: int = 0o600) -> int:
        """A descriptor of a file in it, in bytes; a link is refused."""

    def make(self, name: str, mode: int) -> None:
        """A new folder in it. Raises FileExistsError."""

    def enter(self, name: str) -> OpenFolder:
        """The folder `name` in it, open as well; a link is refused."""

    def again(self) -> OpenFolder:
        """The same folder, open once more."""

    def move(self, part: str, name: str) -> None:
        """Give the file `part` another name, in place of whatever had it."""

    def unlink(self, name: str) -> None:
        """Take a file away."""

    def found(self, name: str = "") -> os.stat_result:
        """What `name` is, a link being a link; without a name the folder itself."""

    def names(self) -> list[str]:
        """What lies in it, sorted."""

    def allow(self, mode: int) -> None:
        """Give the folder the rights of `mode`."""

    def sync(self) -> None:
        """See that its names survive a power cut, where the file system can."""

    def close(self) -> None:
        """Let go of it."""


class FolderByDescriptor:
    """A folder as the kernel holds it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def file(self, name: str, flags: int, mode: int = 0o600) -> int:
        return os.open(name, flags | NOFOLLOW | CLOEXEC | BINARY, mode, dir_fd=self._descriptor)

    def make(self, name: str, mode: int) -> None:
        os.mkdir(name, mode, dir_fd=self._descriptor)

    def enter(self, name: str) -> FolderByDescriptor:
        return FolderByDescriptor(os.open(name, _ENTERING | NOFOLLOW, dir_fd=self._descriptor))

    def again(self) -> FolderByDescriptor:
        return FolderByDescriptor(os.dup(self._descriptor))

    def move(self, part: str, name: str) -> None:
        os.replace(part, name, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)

    def unlink(self, name: str) -> None:
        os.unlink(name, dir_fd=self._descriptor)

    def found(self, name: str = "") -> os.stat_result:
        if not name:
            return os.fstat(self._descriptor)
        return os.stat(name, dir_fd=self._descriptor, follow_symlinks=False)

    def names(self) -> list[str]:
        return sorted(os.listdir(self._descriptor))  # noqa: PTH208 – a path is what it is not

    def allow(self, mode: int) -> None:
        allow(self._descriptor, mode)

    def sync(self) -> None:
        sync_names(self._descriptor)

    def close(self) -> None:
        os.close(self._descriptor)


class FolderByPath:
    """A folder as it is called. Raises NotADirectoryError where there is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.is_dir():
            code = errno.ENOTDIR if path.exists() else errno.ENOENT
            raise OSError(code, os.strerror(code), str(path))

    def file(self, name: str, flags: int, mode: int = 0o600) -> int:
        self._refuse_link(name)
        return os.open(self._path / name, flags | NOFOLLOW | CLOEXEC | BINARY, mode)

    def make(self, name: str, mode: int) -> None:
        (self._path / name).mkdir(mode)

    def enter(self, name: str) -> FolderByPath:
        self._refuse_link(name)
        return FolderByPath(self._path / name)

    def again(self) -> FolderByPath:
        return FolderByPath(self._path)

    def move(self, part: str, name: str) -> None:
        moved(self._path / part, self._path / name)

    def unlink(self, name: str) -> None:
        (self._path / name).unlink()

    def found(self, name: str = "") -> os.stat_result:
        return (self._path / name).lstat()

    def names(self) -> list[str]:
        return sorted(path.name for path in self._path.iterdir())

    def allow(self, mode: int) -> None:
        self._path.chmod(mode)

    def sync(self) -> None:
        """Windows keeps names in its own journal and opens no folder to be synced."""

    def close(self) -> None:
        """Nothing is held."""

    def _refuse_link(self, name: str) -> None:
        path = self._path / name
        if path.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def open_folder(path: Path) -> OpenFolder:
    """The folder at `path`; a link there is followed. Raises OSError."""
    if BY_DESCRIPTOR:
        return FolderByDescriptor(os.open(path, _ENTERING))
    return FolderByPath(path)


@contextlib.contextmanager
def in_folder(path: Path) -> Iterator[OpenFolder]:
    """The folder at `path`, open as long as it lasts. Raises OSError."""
    folder = open_folder(path)
    try:
        yield folder
    finally:
        folder.close()


def entered(folder: OpenFolder, name: str) -> OpenFolder:
    """The folder `name` in `folder`, which is closed; a link is refused. Raises OSError: `folder` stays open."""
    inner = folder.enter(name)
    folder.close()
    return inner
