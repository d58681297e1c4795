"""The document of a motion or amendment: which kinds may be public, and under which name.

Theory. A document is bytes that somebody else made, so the record knows it by its hash, and what is public of it is
those bytes and no others. Its public name is made here of the number of what was filed and of the hash: it holds
nothing that was typed, it cannot lead out of its folder, and another document never has the same address. Only kinds
that show text and run nothing are taken; which bytes are of a kind is for who reads the file to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from livecouncil.core.text.numbers import address_of

FOLDER = "stukken"
"""Where documents stand: of the council beside its agendas, a folder a meeting; of a public meeting in its folder."""
SUFFIXES = (".pdf", ".odt", ".docx", ".txt")
"""What a document may be, by the end of its name."""
TEXTS = (".txt", ".md")
"""What holds nothing but a text."""
_NAME = re.compile(r"[^/\\\x00-\x1f:]{1,120}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SHOWN = 16
"""Digits of the hash in an address."""


@dataclass(frozen=True)
class FiledDocument:
    """A document as the record knows it; `path` is where it is public, seen from the meeting's own folder."""

    name: str
    sha256: str
    size: int
    path: str


def suffix_of(name: str) -> str:
    """The end of a file's name in small letters; '' where a document has no such name."""
    if name.startswith(".") or not _NAME.fullmatch(name):
        return ""
    end = f".{name.rpartition('.')[2].casefold()}"
    if end in SUFFIXES:
        return end
    return ""


def filed_document(key: str, name: str, sha256: str, size: int) -> FiledDocument | None:
    """The document of what is filed as `key`; None of one whose name was deleted on request."""
    suffix = suffix_of(name)
    if not suffix or not _DIGEST.fullmatch(sha256):
        return None
    return FiledDocument(name, sha256, size, f"{FOLDER}/{address_of(key)}-{sha256[:_SHOWN]}{suffix}")


def size_said(size: int) -> str:
    """A number of bytes as people say it."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{round(size / 1_000_000)} MB"
