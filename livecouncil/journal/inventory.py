"""Which journals there are in `journal/`, and which files there are none: the one place that decides it.

Identity is never a file's name. A sync program, another laptop or a careful hand leaves a copy beside a journal
(`…-LAPTOP1.jsonl`, `… (1).jsonl`, `….sync-conflict-….jsonl`), and whoever took it for a meeting would write old
messages over the real one's. So a file counts for a meeting only when its name is exactly the id that its own first
line, the snapshot, gives. A stray is named, with what to do, and never read further; one whose beginning is damaged is
or cannot be read just now is blind: it may be a meeting, so `verify` looks at it and nothing is published from it.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from livecouncil.core.council.identity import meeting_id
from livecouncil.wording.faults import in_words

from .lines import body_of, whole

_ID = re.compile(r"[a-z0-9-]{1,80}")
_SEGMENT = re.compile(r"\.([2-9]|[1-9][0-9]{1,5})\.jsonl")
_BEGINS = b'{"seq":'


@dataclass(frozen=True)
class Stray:
    """A file that counts for no meeting, with the sentence that says so."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Inventory:
    """Ids of the meetings; those whose beginning is damaged or cannot be read (`blind`); and files of no meeting."""

    meetings: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    strays: tuple[Stray, ...] = ()

    @property
    def sentences(self) -> list[str]:
        return [stray.sentence for stray in self.strays]

    @property
    def blinded(self) -> list[str]:
        return [in_words("journal.blind", meeting=meeting) for meeting in self.blind]


def journals(base: Path) -> list[str]:
    """Ids of the meetings with a journal under `base`, in order of date."""
    return list(look(base / "journal").meetings)


def agendas(base: Path) -> list[tuple[Path, int]]:
    """Agenda files under `base` by name, each with when it changed (ns).

    What is no regular file, or leads nowhere, is none.
    """
    found = []
    for path in sorted((base / "agendas").glob("*.toml")):
        try:
            seen = path.stat()
        except OSError:
            continue
        if stat.S_ISREG(seen.st_mode):
            found.append((path, seen.st_mtime_ns))
    return found


def segments(folder: Path, meeting: str) -> list[Path]:
    """Files of a journal in order: `<id>.jsonl`, `<id>.2.jsonl`, …"""
    begins = f"{meeting}."
    return _in_order(folder, [name for name in names_in(folder) if name.startswith(begins)]).get(meeting, [])


def segments_of_each(folder: Path) -> dict[str, list[Path]]:
    """The same of every journal there is, by the id its name gives: one look at the folder."""
    return _in_order(folder, names_in(folder))


def _in_order(folder: Path, names: Iterable[str]) -> dict[str, list[Path]]:
    found: dict[str, list[tuple[int, Path]]] = {}
    for name in names:
        meeting, _, rest = name.partition(".")
        later = _SEGMENT.fullmatch(f".{rest}")
        if (later or rest == "jsonl") and (folder / name).is_file():
            number = int(later[1]) if later else 1
            found.setdefault(meeting, []).append((number, folder / name))
    return {meeting: [path for _, path in sorted(files)] for meeting, files in found.items()}


def look(folder: Path) -> Inventory:
    """What lies in the journal folder; nothing when there is none."""
    return of_these(folder, names_in(folder))


def names_in(folder: Path) -> list[str]:
    """Names in order of what may be a journal, or a part of one; none where there is no folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(e.name for e in entries if e.name.endswith(".jsonl") and not e.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []


def of_these(folder: Path, names: list[str]) -> Inventory:
    """Which of `names`, files in the journal folder, are whose."""
    meetings: list[str] = []
    blind: list[str] = []
    strays: list[Stray] = []
    for name in names:
        meeting, _, rest = name.partition(".")
        if rest != "jsonl":
            if not _belongs(names, meeting, rest):
                strays.append(_stray(folder, name))
            continue
        found = _identity_of(folder / name)
        if found == meeting:
            meetings.append(meeting)
        elif found == _BLIND and _ID.fullmatch(meeting):
            blind.append(meeting)
        elif found != _EMPTY:
            strays.append(_stray(folder, name))
    return Inventory(tuple(meetings), tuple(blind), tuple(strays))


def _belongs(names: list[str], meeting: str, rest: str) -> bool:
    """Whether `<meeting>.<rest>` is a segment or outbox of a journal that is there."""
    known = rest == "outbox.jsonl" or _SEGMENT.fullmatch("." + rest) is not None
    return known and f"{meeting}.jsonl" in names


def begun(first: bytes, rest: Iterable[bytes]) -> dict[str, Any]:
    """The snapshot of a journal whose first line is `first`: what that says, or what was left of it by a redaction."""
    body = body_of(first)
    if body.get("type") != "private":
        return body
    left: dict[str, Any] = {}
    for row in rest:
        later = body_of(row.rstrip(b"\n")) if b'"redacted"' in row else {}
        if later.get("type") == "redacted" and later.get("of") == 1:
            left = later.get("event") or left
    return {**left, **{key: body[key] for key in ("seq", "at", "v")}}


def snapshot_id(body: dict[str, Any]) -> str:
    """The id of the meeting a snapshot begins; '' when `body` is no snapshot."""
    try:
        about = body["agenda"]["meeting"]
        return meeting_id(about["title"], datetime.fromisoformat(about["start"]), about.get("body", ""))
    except (LookupError, TypeError, ValueError, AttributeError):
        return ""


_EMPTY = "<empty>"
_BLIND = "<blind>"
_NONE = "<none>"
"""What no id can be: a journal of which nothing was written yet, one whose beginning is damaged or cannot be read just
now, and no journal."""
_NOT_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})


def _identity_of(path: Path) -> str:
    """The id in the snapshot at `path`, or one of the three above."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return _NONE
        return _identity(path, found.st_ino, found.st_size, found.st_mtime_ns)
    except OSError as error:
        if error.errno in _NOT_THERE:
            return _NONE
        return _BLIND


@lru_cache(maxsize=4096)
def _identity(path: Path, inode: int, size: int, changed: int) -> str:
    """The same, of a file as it was at that moment."""
    with path.open("rb") as file:
        raw = file.readline().rstrip(b"\n")
        if not raw and not size:
            return _EMPTY
        found = snapshot_id(begun(raw, file))
        if found:
            return found
        if raw.startswith(_BEGINS) or any(whole(row.rstrip(b"\n")) for row in file):
            return _BLIND
        return _NONE


def _stray(folder: Path, name: str) -> Stray:
    """Why a file is none of ours, and what to do."""
    path = folder / name
    of = _identity_of(path)
    if not path.exists():
        code = "leads_nowhere"
    elif not path.is_file():
        code = "no_file"
    elif of in (_EMPTY, _BLIND, _NONE):
        code = "of_no_meeting"
    else:
        code = "copy"
    return Stray(name, in_words(f"journal.stray.{code}", path=path, of=of))
