"""The catalog beside the journals: what the archive knows of each meeting, so that an unchanged journal is not read.

SQLite in `journal/.archive.sqlite`, wholly rebuilt from the journals when it is missing, damaged or of another version.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from livecouncil.journal import inventory

NAME = ".archive.sqlite"
FOLDER = "archief"
"""Where the pages of all meetings lie, in the public folder."""
VOTE_TABLES = ("votes.csv", "votes.csv.gz", "votes.json", "votes.csv-metadata.json", "datapackage.json")
"""Beside them. Named here and not where they are made: that is loaded when something is due."""


@dataclass(frozen=True)
class KnownMeeting:
    """A meeting as last read. `stamp` tells whether its journal changed since; `published` is that of its public files.

    `digest` is '' for a meeting that is not in the archive; `counted` are its votes as data (see `tables`); `fault` is
    what the griffier must know of its journal.
    """

    id: str
    stamp: str
    published: str = ""
    title: str = ""
    start: str = ""
    status: str = ""
    items: int = 0
    votes: int = 0
    final: bool = False
    fault: str = ""
    digest: bytes = b""
    document: bytes = b""
    counted: bytes = b""


_COLUMNS = [f.name for f in fields(KnownMeeting)]
_HEAD = [c for c in _COLUMNS if c not in ("digest", "document", "counted")]
_TABLES = f"""
create table meeting ({", ".join(_COLUMNS)}, primary key (id));
create table fact (name primary key, value);
create table page (name primary key, key);
"""


class Catalog:
    """The open catalog. Every `save` is there for the next program that opens it."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    @staticmethod
    @contextmanager
    def open(folder: Path, version: str) -> Iterator[Catalog]:
        """The catalog in `folder`, emptied unless `version` wrote it; in memory where the folder cannot be written."""
        with closing(_connect(folder / NAME, version)) as base:
            yield Catalog(base)

    def rows(self) -> dict[str, KnownMeeting]:
        """Every meeting by id, without digest, document and votes."""
        found = self._base.execute(f"select {', '.join(_HEAD)} from meeting order by id")
        return {values[0]: KnownMeeting(**dict(zip(_HEAD, values, strict=True))) for values in found}

    def digests(self) -> list[bytes]:
        """Digests of the meetings in the archive, by id and so by date."""
        return [d for (d,) in self._base.execute("select digest from meeting where digest != x'' order by id")]

    def documents(self) -> dict[str, bytes]:
        """What search reads, by meeting."""
        return dict(self._base.execute("select id, document from meeting where digest != x'' order by id"))

    def counted(self) -> Iterator[bytes]:
        """The votes of each meeting in the archive, by id and so by date; one at a time, for there are many."""
        for (votes,) in self._base.execute("select counted from meeting where digest != x'' order by id"):
            yield votes

    def save(self, row: KnownMeeting) -> None:
        marks = ", ".join("?" * len(_COLUMNS))
        with self._base:
            self._base.execute(f"insert or replace into meeting values ({marks})", astuple(row))

    def published(self, meeting: str, stamp: str) -> None:
        with self._base:
            self._base.execute("update meeting set published = ? where id = ?", (stamp, meeting))

    def forget(self, meeting: str) -> None:
        with self._base:
            self._base.execute("delete from meeting where id = ?", (meeting,))

    def fact(self, name: str) -> str:
        """A value kept under `name`; '' for none."""
        found = self._base.execute("select value from fact where name = ?", (name,)).fetchone()
        if found:
            return str(found[0])
        return ""

    def note(self, name: str, value: str) -> None:
        with self._base:
            self._base.execute("insert or replace into fact values (?, ?)", (name, value))

    def pages(self) -> dict[str, str]:
        """The archive's pages as last written: name → what they were made from."""
        return dict(self._base.execute("select name, key from page"))

    def keep_pages(self, pages: dict[str, str]) -> None:
        with self._base:
            self._base.execute("delete from page")
            self._base.executemany("insert into page values (?, ?)", pages.items())


def stamps(folder: Path) -> dict[str, str]:
    """Names, sizes and times of each meeting's files in the journal folder, by meeting: one look at the folder."""
    there = inventory.look(folder)
    files = inventory.segments_of_each(folder)
    return {meeting: _stamp_of_all(files.get(meeting, [])) for meeting in sorted(there.meetings + there.blind)}


def stamp_of(folder: Path, meeting: str) -> str:
    """The same of one meeting."""
    return _stamp_of_all(inventory.segments(folder, meeting))


def published_as(stamp: str, place: str) -> str:
    """What the public files of a meeting are made of: its journal, and where it stands among the others."""
    return f"{stamp} {place}"


def fingerprint(*parts: object) -> str:
    """A short name for what something is made of."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:24]


def _stamp_of_all(files: Iterable[Path]) -> str:
    return " ".join(map(_stamp_of, files))


def _stamp_of(path: Path) -> str:
    try:
        seen = path.stat()
    except OSError:
        return ""
    return f"{path.name}:{seen.st_size}:{seen.st_mtime_ns}"


def _connect(path: Path, version: str) -> sqlite3.Connection:
    """An own version's catalog; another's, or a damaged one, is thrown away: all of it stands in the journals."""
    try:
        if path.exists():
            base = sqlite3.connect(path, timeout=30)
            if _version(base) == version:
                return base
            base.close()
            path.unlink(missing_ok=True)
        return _fresh(str(path), version)
    except (sqlite3.Error, OSError):
        return _fresh(":memory:", version)


def _version(base: sqlite3.Connection) -> str:
    """The version that wrote `base`; '' for a file that is no whole catalog."""
    try:
        sound = base.execute("pragma quick_check").fetchone()[0] == "ok"
        found = base.execute("select value from fact where name = 'version'").fetchone()
        if sound and found:
            return str(found[0])
        return ""
    except sqlite3.DatabaseError:
        return ""


def _fresh(path: str, version: str) -> sqlite3.Connection:
    base = sqlite3.connect(path, timeout=30)
    with base:
        base.executescript(_TABLES)
        base.execute("insert into fact values ('version', ?)", (version,))
    return base
