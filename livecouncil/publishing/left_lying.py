"""Which public files lie as they were found, so that they need not be read again.

Theory. A file is written only where its bytes differ, and to know that each of a thousand is read after every event:
that cost as much as making them. Who makes the very same bytes again (the same object, see `fragments`) need only ask
the kernel whether the file is as it was when it was last read: its place, size and rights, and when it was changed.
That is looked up before it is read, so whatever becomes of it later is seen. A file that was just written is read once
more; anything that is in doubt is read and compared as ever.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.system.files import replace_each

Mark = tuple[int, ...]
"""How a file is; () where there is none."""


@dataclass
class LeftLying:
    """What one writer found in the folders it writes."""

    _found: dict[str, tuple[bytes, Mark]] = field(default_factory=dict)

    def put(self, contents: Mapping[str, bytes], folder: Path, root: Path) -> list[Path]:
        """Put each of `contents` by its name at its place in `folder`, below `root`; the paths that were written.
        Raises as `replace_each`."""
        marked = {f"{folder}/{name}": (content, _mark_of(f"{folder}/{name}")) for name, content in contents.items()}
        doubtful = {path: now for path, now in marked.items() if not _lies_there(self._found.get(path), now)}
        written = replace_each({Path(path): content for path, (content, _) in doubtful.items()}, root)
        anew = set(map(str, written))
        self._found |= {path: now for path, now in doubtful.items() if path not in anew}
        return written


def _lies_there(known: tuple[bytes, Mark] | None, now: tuple[bytes, Mark]) -> bool:
    """Whether what is to lie there is the very same as before, and the file as it was then."""
    return known is not None and known[0] is now[0] and known[1] == now[1] != ()


def _mark_of(path: str) -> Mark:
    with suppress(OSError):
        found = os.lstat(path)
        return found.st_ino, found.st_size, found.st_mode, found.st_mtime_ns, found.st_ctime_ns
    return ()
