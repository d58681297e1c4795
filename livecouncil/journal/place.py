"""Where one journal lies: the names of its files, and how what is not the journal's is kept beside it.

Nothing that somebody may still want is ever thrown away: bytes that were never acknowledged, and what another program
laid in the journal's place, go to `<id>.cut-N`, a name that is never in use.
"""

from __future__ import annotations

import contextlib
import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from livecouncil.system.files import write_whole
from livecouncil.system.locks import open_private


@dataclass(frozen=True)
class Place:
    """The folder a journal lies in, and the id of its meeting. Paths are made once: each line asks for them."""

    folder: Path
    meeting: str

    @cached_property
    def first(self) -> Path:
        """The file the journal begins with."""
        return self.folder / f"{self.meeting}.jsonl"

    @cached_property
    def private(self) -> Path:
        """The folder of what the chain only commits to."""
        return self.folder / f"{self.meeting}.private"

    @cached_property
    def reserve(self) -> Path:
        """What is set aside for the moment the disk is full."""
        return self.folder / f"{self.meeting}.reserve"

    def next_segment(self) -> Path:
        """The file the journal may go on in: never a name that is in use."""
        pattern = re.compile(re.escape(self.meeting) + r"\.([0-9]{1,6})\b.*")
        names = (path.name for path in self.folder.glob(f"{self.meeting}.*"))
        taken = [int(match[1]) for name in names if (match := pattern.fullmatch(name))]
        return self.folder / f"{self.meeting}.{max([1, *taken]) + 1}.jsonl"

    def beside(self) -> Path:
        """A name for what is kept beside."""
        taken = [path.name.rpartition("-")[2] for path in self.folder.glob(f"{self.meeting}.cut-*")]
        number = max((int(n) for n in taken if n.isdecimal()), default=0) + 1
        return self.folder / f"{self.meeting}.cut-{number}"

    def make_private(self) -> None:
        """The folder of what the chain only commits to; what is no folder and lies in its place is kept beside.
        Raises OSError."""
        if os.path.lexists(self.private) and not self.private.is_dir():
            self.private.rename(self.beside())
        private_folder(self.private)

    def keep_beside(self, data: bytes) -> str:
        """Put bytes that are not the journal's in a file of their own; its name. Raises OSError, JournalError."""
        path = self.beside()
        descriptor = open_private(path, os.O_EXCL)
        try:
            write_whole(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return path.name


def private_folder(folder: Path) -> None:
    """Make a folder that is this user's; of one that is there, take away what others may. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    if mode & 0o007:
        with contextlib.suppress(OSError):
            folder.chmod(mode & 0o770)


def content_of(path: Path) -> bytes:
    """What lies at `path`; nothing where it is no plain file. Raises OSError."""
    try:
        if path.is_file() and not path.is_symlink():
            return path.read_bytes()
        return b""
    except FileNotFoundError:
        return b""


def gone(path: Path) -> None:
    """Take a file away where the disk lets it."""
    with contextlib.suppress(OSError):
        path.unlink()


def closed(descriptor: int) -> None:
    """Close a descriptor, -1 being none; one that cannot be closed is not used again either way."""
    if descriptor >= 0:
        with contextlib.suppress(OSError):
            os.close(descriptor)
