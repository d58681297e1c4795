"""The public folder as it is now: every file in it with the hash of what it holds.

Theory. A mirror gets what is in `public/` and nothing else: no link is followed on the way down or at the end of it, no
hidden file and no temporary one is seen, so that nothing of the council's folder beside it can leave. Files here are
replaced whole by a rename, which changes the folder they lie in; so a look costs one question a folder, and only in
folders that changed a question a file. Folders of meetings long past are looked at more seldom. A clock that ticks
coarsely could hide a second change, so what was changed only just now is looked at again.

What points is read before what it points to, and written after it: what a page read here leads to is read as new or
newer. What cannot be read is neither sent nor taken off; a folder that is not there, or empty, is no reason to take
anything off: somebody may have moved it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.system.files import read_file

from .order import rank_of

KEPT = 64_000_000
"""Bytes of what was read last that are kept, so that a round sends what it saw."""
FRESH = 2.0
TICK = 0.05
"""Seconds within which a folder, and a file that is always new when it changed, may have changed again unseen."""
WARM = 900.0
"""Seconds after its last change that a meeting's folder is still looked into at every look."""

_Stamp = tuple[int, int, int]


@dataclass
class _SeenFolder:
    """One folder as it was listed: its own moment of change, and the names in it."""

    changed: int = -1
    sure: bool = False
    files: dict[str, _Stamp] = field(default_factory=dict)
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class _ReadFile:
    """A file as it was read; `sure` that it had not changed again in the same tick of the clock."""

    stamp: _Stamp
    digest: str
    sure: bool


class PublicFolder:
    """`root` is the public folder. `unreadable` are the files that could not be read at the last look."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders: dict[str, _SeenFolder] = {}
        self._digests: dict[str, _ReadFile] = {}
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._weight = 0
        self.unreadable: tuple[str, ...] = ()

    def look(self, thorough: bool = False) -> Mapping[str, str]:
        """Every public file with its hash, '' for one that cannot be read now. Raises OSError for a folder."""
        found: dict[str, _Stamp] = {}
        self._walk("", found, thorough)
        unread = [path for path, stamp in found.items() if not self._known(path, stamp)]
        bad = []
        for path in sorted(unread, key=rank_of, reverse=True):
            try:
                self._read(path, found[path])
            except FileNotFoundError:
                found.pop(path)
            except OSError:
                bad.append(path)
        self.unreadable = tuple(bad)
        self._digests = {path: self._digests[path] for path in found if path in self._digests}
        return {path: "" if path in bad else self._digests[path].digest for path in found}

    def content(self, path: str, digest: str) -> bytes | None:
        """The file as it was when its hash was `digest`; None where it is otherwise by now."""
        kept = self._kept.get(path)
        if kept and kept[0] == digest:
            return kept[1]
        try:
            data = read_file(self._root / path, self._root)
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() == digest:
            return data
        return None

    def size(self, path: str) -> int:
        """Bytes of a file as it was seen last."""
        known = self._digests.get(path)
        if known is None:
            return 0
        return known.stamp[1]

    # -- walking -------------------------------------------------------------------------------------------------

    def _walk(self, folder: str, found: dict[str, _Stamp], thorough: bool) -> None:
        """Add the files below `folder` to `found`."""
        seen = self._listed(folder, thorough)
        if seen is None:
            return
        prefix = ""
        if folder:
            prefix = f"{folder}/"
        found.update({f"{prefix}{name}": stamp for name, stamp in seen.files.items()})
        for name in seen.folders:
            inner = f"{prefix}{name}"
            if folder == "" and not thorough and self._cold(inner):
                self._as_before(inner, found)
            else:
                self._walk(inner, found, thorough)

    def _listed(self, folder: str, thorough: bool) -> _SeenFolder | None:
        """A folder's names, asked again where it changed; None where it is no folder (any more)."""
        path = self._root / folder
        try:
            changed = _changed_at(path)
            seen = self._folders.get(folder)
            if seen is None or thorough or not seen.sure or seen.changed != changed:
                seen = self._folders[folder] = _list_folder(path, changed)
        except (FileNotFoundError, NotADirectoryError):
            self._folders.pop(folder, None)
            return None
        return seen

    def _cold(self, top: str) -> bool:
        """Whether a folder was seen before, and is as old as it was then."""
        seen = self._folders.get(top)
        if seen is None or not seen.sure:
            return False
        try:
            changed = _changed_at(self._root / top)
        except OSError:
            return False
        return changed == seen.changed and abs(time.time() - changed / 1e9) > WARM

    def _as_before(self, folder: str, found: dict[str, _Stamp]) -> None:
        seen = self._folders.get(folder)
        if seen is None:
            return
        found.update({f"{folder}/{name}": stamp for name, stamp in seen.files.items()})
        for name in seen.folders:
            self._as_before(f"{folder}/{name}", found)

    # -- reading -------------------------------------------------------------------------------------------------

    def _known(self, path: str, stamp: _Stamp) -> bool:
        known = self._digests.get(path)
        return known is not None and known.sure and known.stamp == stamp

    def _read(self, path: str, stamp: _Stamp) -> None:
        data = read_file(self._root / path, self._root)
        digest = hashlib.sha256(data).hexdigest()
        sure = abs(time.time() - stamp[0] / 1e9) > TICK
        self._digests[path] = _ReadFile((stamp[0], len(data), stamp[2]), digest, sure)
        self._keep(path, digest, data)

    def _keep(self, path: str, digest: str, data: bytes) -> None:
        """Keep what was read last, within bounds."""
        before = self._kept.pop(path, None)
        if before:
            self._weight -= len(before[1])
        self._kept[path] = digest, data
        self._weight += len(data)
        while self._weight > KEPT:
            _, (_, gone) = self._kept.popitem(last=False)
            self._weight -= len(gone)


def _changed_at(path: Path) -> int:
    """When a folder changed last. Raises NotADirectoryError for a link to one, and anything else."""
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(path)
    return found.st_mtime_ns


def _list_folder(path: Path, changed: int) -> _SeenFolder:
    """What lies in a folder that changed last at `changed`: plain files and folders, nothing hidden, no links."""
    seen = _SeenFolder(changed, sure=abs(time.time() - changed / 1e9) > FRESH)
    folders = []
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            try:
                told = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                seen.sure = False
                continue
            if stat.S_ISDIR(told.st_mode):
                folders.append(entry.name)
            elif stat.S_ISREG(told.st_mode):
                seen.files[entry.name] = told.st_mtime_ns, told.st_size, told.st_ino
    seen.folders = tuple(sorted(folders))
    return seen
