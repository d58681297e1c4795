"""Documents of a meeting's motions as they were filed, kept beside its journal by their hash.

Theory. The journal says of a document only its hash and size, so the bytes lie beside it, private, and are named by the
hash: what is read back is held against its name, and bytes that are not what was filed do not exist. What is public of
a meeting is made from here and never from where the document came from, for that file may be changed a minute later.
Whoever deletes a document on request deletes it here too; a copy that no fact speaks of any more is one.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from livecouncil.system.files import PRIVATE, read_file, replace

from .place import Place

MOST_BYTES = 50_000_000
"""Bytes a document may have."""
KEPT = "stukken"
"""The folder, among what is private of a meeting."""
_KEPT = re.compile(r"([0-9a-f]{64})(?:\.txt)?")
"""A document, or beside it what it says."""


def kept_in(place: Place) -> Path:
    """The folder of the documents of one meeting."""
    return place.private / KEPT


def is_kept_document(name: str) -> bool:
    """Whether `name` is that of a document, and not of what it says."""
    found = _KEPT.fullmatch(name)
    return found is not None and found[1] == name


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep_document(folder: Path, data: bytes) -> str:
    """Keep a document; its hash. Raises OSError where the disk refuses, and then nothing of it is there."""
    digest = digest_of(data)
    replace(folder / digest, data, PRIVATE)
    return digest


def kept_document(folder: Path, digest: str) -> bytes | None:
    """The document with that hash; None where it is not here, or no longer what it was."""
    try:
        data = read_file(folder / digest, folder)
    except OSError:
        return None
    if digest_of(data) == digest:
        return data
    return None


def forget_kept(folder: Path, wanted: Collection[str]) -> None:
    """Delete every document that is not `wanted` any more. Raises OSError."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in folder.iterdir():
        found = _KEPT.fullmatch(path.name)
        if found and found[1] not in wanted:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
