"""The two forms a copy has on the second place: as it is, and encrypted.

Plain. The same files as on the first disk, appended to and fsynced: readable with `less`, and a council's folder in
itself.

Sealed. An age file cannot be added to: its last block is marked as the last, and this machine has only the public key,
so it cannot even open what it wrote. So whatever is new goes into a file of its own, a *piece*:

    2026-03-12-raadsvergadering.jsonl.g0002.000000001234.000017.age
                                      │     │            └ lines of the whole file up to the end of this piece
                                      │     └ the byte of the file it begins at
                                      └ its generation

One piece a batch, whole or not there (it is renamed into its place), so a stick that is pulled out loses at most the
last batch, and the pieces of one generation put behind each other are the file: `age -d` and `cat` restore it without
livecouncil. What must be written whole (a redaction, many pieces, a sitting that begins: nobody can look into what the
one before it left) is a new generation of one piece; only when that lies there do the older ones go. Names tell what
sizes of files would tell anyhow: how many lines there are, and how long.

Neither form ever judges what lies there by time or name alone, and neither deletes what it did not first replace.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from livecouncil.journal.copies.kept import is_earlier, is_segment
from livecouncil.system.age import encrypted
from livecouncil.system.removable import Removable

MOST_PIECES = 400
"""Pieces of one file before they are put together: a stick gives each a block, and a folder is slow with thousands."""


class Form(Protocol):
    """How one copy lies on the second place; `mark` ends the name of its folder.

    Paths are relative to the second place; every call raises OSError.
    """

    mark: str

    def is_earlier(self, disk: Removable, folder: str, ours: Mapping[str, bytes]) -> bool:
        """Whether the journal's files in `folder` hold nothing that `ours`, by name, have not."""

    def there(self, disk: Removable, path: str, content: bytes) -> int:
        """How many of the bytes of `content` are there for sure; -1 where it must be written whole."""

    def append(self, disk: Removable, path: str, content: bytes, *, at: int) -> None:
        """Add what of `content` lies behind `at`."""

    def put(self, disk: Removable, path: str, content: bytes) -> None:
        """Write it whole, and leave nothing of what was there."""

    def drop(self, disk: Removable, path: str) -> None:
        """Delete it."""

    def sound(self, disk: Removable, path: str, size: int) -> bool:
        """Whether it lies there as it was left, `size` bytes long; looked at quickly."""

    def names(self, disk: Removable, folder: str) -> set[str]:
        """The files in `folder`, by the names they have on the first disk."""


class Plain:
    """The files as they are."""

    mark = ""

    def is_earlier(self, disk: Removable, folder: str, ours: Mapping[str, bytes]) -> bool:
        for name in filter(is_segment, disk.names(folder)):
            there = disk.read(f"{folder}/{name}") or b""
            if name not in ours or not is_earlier(there, ours[name]):
                return False
        return True

    def there(self, disk: Removable, path: str, content: bytes) -> int:
        found = disk.read(path)
        if found is None or not content.startswith(found):
            return -1
        return len(found)

    def append(self, disk: Removable, path: str, content: bytes, *, at: int) -> None:
        disk.append(path, content[at:], at=at)

    def put(self, disk: Removable, path: str, content: bytes) -> None:
        disk.replace(path, content)

    def drop(self, disk: Removable, path: str) -> None:
        disk.remove(path)

    def sound(self, disk: Removable, path: str, size: int) -> bool:
        return disk.size(path) == size

    def names(self, disk: Removable, folder: str) -> set[str]:
        return set(disk.names(folder))


@dataclass(frozen=True, order=True)
class Piece:
    """Part of a file: from byte `begin` on, up to where the file has `lines` lines."""

    generation: int
    begin: int
    lines: int
    of: str

    @property
    def path(self) -> str:
        return f"{self.of}.g{self.generation:04d}.{self.begin:012d}.{self.lines:06d}.age"


_PIECE = re.compile(r"(.+)\.g([0-9]{4,9})\.([0-9]{12})\.([0-9]{6,12})\.age")


def piece_at(path: str) -> Piece | None:
    """The piece whose file is `path`; None when that is none."""
    found = _PIECE.fullmatch(path)
    if found is None:
        return None
    return Piece(int(found[2]), int(found[3]), int(found[4]), found[1])


def newest_generation(pieces: list[Piece]) -> list[Piece]:
    """The pieces of the newest generation that has a beginning, in order."""
    begun = [piece.generation for piece in pieces if not piece.begin]
    if not begun:
        return []
    return sorted(piece for piece in pieces if piece.generation == max(begun))


class SealedForm:
    """Encrypted to `recipient`, an age public key."""

    mark = ".age"

    def __init__(self, recipient: str) -> None:
        self._recipient = recipient
        self._written: dict[str, list[Piece]] = {}

    def is_earlier(self, disk: Removable, folder: str, ours: Mapping[str, bytes]) -> bool:
        found = [piece for name in disk.names(folder) if (piece := piece_at(name))]
        for name in {piece.of for piece in found if is_segment(piece.of)}:
            last = newest_generation([piece for piece in found if piece.of == name])[-1:]
            if name not in ours or any(piece.lines > ours[name].count(b"\n") for piece in last):
                return False
        return True

    def there(self, disk: Removable, path: str, content: bytes) -> int:
        return -1

    def append(self, disk: Removable, path: str, content: bytes, *, at: int) -> None:
        pieces = self._written.get(path, [])
        if not pieces or len(pieces) >= MOST_PIECES:
            self.put(disk, path, content)
            return
        piece = Piece(pieces[-1].generation, at, content.count(b"\n"), path)
        disk.replace(piece.path, encrypted(content[at:], self._recipient))
        pieces.append(piece)

    def put(self, disk: Removable, path: str, content: bytes) -> None:
        before = self._pieces(disk, path)
        generation = 1 + max((piece.generation for piece in before), default=0)
        piece = Piece(generation, 0, content.count(b"\n"), path)
        disk.replace(piece.path, encrypted(content, self._recipient))
        self._written[path] = [piece]
        for old in before:
            disk.remove(old.path)

    def drop(self, disk: Removable, path: str) -> None:
        self._written.pop(path, None)
        for old in self._pieces(disk, path):
            disk.remove(old.path)

    def sound(self, disk: Removable, path: str, size: int) -> bool:
        return all(disk.size(piece.path) > 0 for piece in self._written.get(path, [])[-1:])

    def names(self, disk: Removable, folder: str) -> set[str]:
        return {piece.of for name in disk.names(folder) if (piece := piece_at(name))}

    def _pieces(self, disk: Removable, path: str) -> list[Piece]:
        folder, _, name = path.rpartition("/")
        found = [piece_at(f"{folder}/{one}") for one in disk.names(folder) if one.startswith(f"{name}.g")]
        return [piece for piece in found if piece and piece.of == path]


def form_for(recipient: str) -> Form:
    """Encrypted where there is a public key to encrypt to."""
    if recipient:
        return SealedForm(recipient)
    return Plain()
