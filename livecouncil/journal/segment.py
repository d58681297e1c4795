"""One file of a journal as its writer has it: open, locked, and known to the byte.

Each segment is as long as `content` says, on the way in and on the way out: what is begun and not finished is undone
by one of the three ways back below. `Operations` are the calls that may fail; tests put faults there.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from livecouncil.system.locks import same

from .place import closed, content_of


class Operations:
    """The system calls a writer makes; tests put faults here."""

    def write(self, descriptor: int, data: bytes) -> int:
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        os.fsync(descriptor)


@dataclass
class Segment:
    """One file of the journal: open, locked, and what it must hold."""

    path: Path
    descriptor: int
    content: bytearray
    inode: int = 0

    def __post_init__(self) -> None:
        self.inode = os.fstat(self.descriptor).st_ino

    def as_left(self) -> bool:
        """Whether what lies at the path is what was written."""
        try:
            found = self.path.stat(follow_symlinks=False)
        except OSError:
            return False
        return found.st_ino == self.inode and found.st_size == len(self.content)

    def in_place(self) -> bool:
        """Whether the path still is the file that is open here."""
        return same(self.path, self.descriptor)

    def there(self) -> bytes:
        """What lies at the path. Raises OSError."""
        return content_of(self.path)

    def cut_to_content(self) -> None:
        """Take off the disk what is longer than it must be. Raises OSError."""
        os.ftruncate(self.descriptor, len(self.content))

    def goes_on_in(self, descriptor: int) -> None:
        """The file is another one from now on, with the same bytes."""
        closed(self.descriptor)
        self.descriptor = descriptor
        self.inode = os.fstat(descriptor).st_ino

    # -- the ways back ------------------------------------------------------------------------------------------------

    def shortened(self, size: int) -> None:
        """What lies behind `size` is not to be there."""
        del self.content[size:]

    def taken_off(self, size: int) -> None:
        """Take what lies behind `size` off the disk too; a disk that refuses still has it."""
        with contextlib.suppress(OSError):
            os.ftruncate(self.descriptor, size)
            self.shortened(size)

    def holding(self, content: bytearray) -> None:
        """The file is to hold `content`."""
        self.content = content
