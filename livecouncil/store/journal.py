"""The journal: one append-only file a meeting, one writer, an answer only after fsync.

Third step of the way: events in, numbered and durable events out. See docs/journal.md for the format.
"""

from __future__ import annotations

import errno
import fcntl
import getpass
import json
import os
import socket
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ..core import events as ev
from ..errors import JournalError, JournalFull
from . import private
from .files import sync_folder
from .lines import encode, head_of
from .reading import Reading, read, segments

RESERVE = 1 << 20


class Operations:
    """The system calls a writer makes; tests put faults here."""

    def write(self, descriptor: int, data: bytes) -> int:
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        os.fsync(descriptor)


class Journal:
    """An open journal. `events` as read, sealed ones opened; `damage` and `notice` are sentences for the griffier."""

    def __init__(
        self, folder: Path, meeting: str, reading: Reading, seal: Callable[[ev.Base], bool], operations: Operations
    ) -> None:
        self.folder, self.meeting = folder, meeting
        self.events, self.damage, self.head, self.lines = reading.events, reading.damage, reading.head, reading.lines
        self.private = folder / f"{meeting}.private"
        self.read_only, self.holder, self.notice = True, "", ""
        self.reserve_used = False
        self._seq = reading.seq
        self._seal, self._do = seal, operations
        self._descriptor = -1
        self._lock = -1
        self._size = 0

    @staticmethod
    def open(
        folder: Path, meeting: str, *, write: bool = True, seal: Callable[[ev.Base], bool] = lambda e: e.type == "note",  # type: ignore[attr-defined]
        operations: Operations | None = None,
    ) -> Journal:  # fmt: skip
        """Open or make the journal of `meeting`. When another program holds it, or a newer version wrote it, or
        `write` is False, it opens read-only. Raises JournalError when the folder cannot be used at all."""
        lock, holder = -1, ""
        if write:
            lock, holder = _lock(folder, meeting)
        journal = Journal(folder, meeting, reading := read(folder, meeting), seal, operations or Operations())
        journal.holder = holder
        if lock >= 0 and reading.newer:
            journal.notice = "Dit journaal is met een nieuwere versie geschreven: alleen lezen. Werk livecouncil bij."
        elif lock >= 0:
            journal._begin(reading)
        journal._lock = lock
        return journal

    def _begin(self, reading: Reading) -> None:
        self.read_only = False
        self.private.mkdir(mode=0o700, exist_ok=True)
        os.chmod(self.private, 0o700)
        files = segments(self.folder, self.meeting)
        self._open(files[-1] if files else self.folder / f"{self.meeting}.jsonl")
        if reading.tail:
            self._save_cut(reading)
        elif reading.torn_newline:
            os.write(self._descriptor, b"\n")
        self._size = os.fstat(self._descriptor).st_size
        self._reserve()
        if reading.middle:
            self._new_segment("beschadigde regel", [])

    def _open(self, path: Path) -> None:
        self._path = path
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        sync_folder(self.folder)

    def _save_cut(self, reading: Reading) -> None:
        """Bytes that were never acknowledged are kept beside, then cut off."""
        number = len(list(self.folder.glob(f"{self.meeting}.cut-*"))) + 1
        cut = self.folder / f"{self.meeting}.cut-{number}"
        cut.write_bytes(reading.tail)
        os.ftruncate(self._descriptor, reading.good_size)
        os.fsync(self._descriptor)
        self.damage.append(
            f"{len(reading.tail)} bytes aan het eind waren niet af; bewaard in {cut.name}. Niets bevestigds is weg."
        )

    # -- appending -----------------------------------------------------------------------------------------------

    def append(self, events: Sequence[ev.Base]) -> list[ev.Base]:
        """Number, seal and write `events` in one write and one fsync. Returns them numbered; only then are they safe.

        Raises JournalFull when there is no room (the file is as it was), JournalError when it is read-only.
        """
        if self.read_only:
            raise JournalError(f"Alleen lezen: {self.holder or 'dit journaal'} schrijft hier. Er is niets vastgelegd.")
        numbered = [e.model_copy(update={"seq": self._seq + i}) for i, e in enumerate(events, 1)]
        bodies = [self._body(e) for e in numbered]
        self._write(bodies)
        self._seq += len(numbered)
        self.events.extend(numbered)
        return numbered

    def _body(self, event: ev.Base) -> dict[str, Any]:
        body = ev.dump(event)
        if not self._seal(event):
            return body
        payload = {k: v for k, v in body.items() if k not in ("seq", "at")}
        try:
            commitment = private.commit(self.private, event.seq, payload)
        except OSError as error:
            raise JournalFull(_FULL) if error.errno in _NO_SPACE else JournalError(_cannot(error)) from error
        return {"seq": event.seq, "at": body["at"], "type": "private", "v": ev.VERSION, "commitment": commitment}

    def _write(self, bodies: list[dict[str, Any]]) -> None:
        head, raw = self.head, b""
        for body in bodies:
            line = encode(body, head)
            head, raw = head_of(line), raw + line + b"\n"
        try:
            self._put(raw)
        except OSError as error:
            self._full(raw, error)
        try:
            self._do.fsync(self._descriptor)
        except OSError:
            head = self._new_segment("fsync mislukt", bodies)
        self.head, self.lines = head, self.lines + len(bodies)
        self._size = os.fstat(self._descriptor).st_size
        if self.reserve_used:
            self._reserve()

    def _put(self, raw: bytes) -> None:
        done = 0
        while done < len(raw):
            done += self._do.write(self._descriptor, raw[done:])

    def _full(self, raw: bytes, error: OSError) -> None:
        """No room: cut back to the last whole line, free the reserve, try once more."""
        os.ftruncate(self._descriptor, self._size)
        if error.errno not in _NO_SPACE:
            raise JournalError(_cannot(error)) from error
        reserve = self.folder / f"{self.meeting}.reserve"
        if not reserve.exists():
            raise JournalFull(_FULL) from error
        reserve.unlink()
        self.reserve_used = True
        self.notice = "Schijf vol: de noodreserve is in gebruik. Alles tot nu toe is bewaard; maak ruimte vrij."
        try:
            self._put(raw)
        except OSError as again:
            os.ftruncate(self._descriptor, self._size)
            raise JournalFull(_FULL) from again

    def _reserve(self) -> None:
        """Set a mebibyte aside for the moment the disk is full."""
        path = self.folder / f"{self.meeting}.reserve"
        try:
            with path.open("wb") as file:
                file.write(b"\0" * RESERVE)
            self.reserve_used, self.notice = False, ""
        except OSError:
            path.unlink(missing_ok=True)
            self.reserve_used = True

    def _new_segment(self, reason: str, unproven: list[dict[str, Any]]) -> str:
        """Go on in a new file: after a failed fsync the old descriptor lies, and damage must not be built upon."""
        old = self._path.name
        os.close(self._descriptor)
        number = len(segments(self.folder, self.meeting)) + 1
        self._open(self.folder / f"{self.meeting}.{number}.jsonl")
        first = unproven[0]["seq"] if unproven else self._seq + 1
        at = unproven[0]["at"] if unproven else datetime.now().astimezone().isoformat(timespec="seconds")
        body = {
            "seq": first,
            "at": at,
            "type": "segment",
            "v": 1,
            "after": old,
            "good": self.lines,
            "from": first,
            "reason": reason,
        }
        head, raw = self.head, b""
        for one in [body, *unproven]:
            line = encode(one, head)
            head, raw = head_of(line), raw + line + b"\n"
        self._put(raw)
        try:
            self._do.fsync(self._descriptor)
        except OSError as error:
            raise JournalError(_cannot(error)) from error
        self.head = head
        self.notice = f"Het journaal gaat verder in {self._path.name} ({reason}); 1 van 2 kopieën is zeker."
        return head

    def close(self) -> None:
        for descriptor in (self._descriptor, self._lock):
            if descriptor >= 0:
                os.close(descriptor)
        self._descriptor = self._lock = -1
        self.read_only = True


_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_FULL = "Journaal kan niet schrijven: de schijf is vol. Alles tot nu toe is bewaard; maak ruimte vrij en typ de regel opnieuw."


def _cannot(error: OSError) -> str:
    return f"Journaal kan niet schrijven ({error.strerror}). Alles tot nu toe is bewaard; controleer de schijf en typ de regel opnieuw."


def _lock(folder: Path, meeting: str) -> tuple[int, str]:
    """Take the meeting's lock; (-1, holder) when another program has it. The lock falls with its process."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / f"{meeting}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise JournalError(
            f"In {folder} kan niet geschreven worden ({error.strerror}). Er is niets veranderd; kies een andere map met --data."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held = os.read(descriptor, 1000).decode(errors="replace")
        os.close(descriptor)
        return -1, _holder(held)
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "user": _user(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(holder).encode(), 0)
    return descriptor, ""


def _holder(text: str) -> str:
    try:
        held = json.loads(text)
        return f"{held['user']} op {held['host']} (proces {held['pid']}, sinds {held['since'][11:16]})"
    except (ValueError, KeyError, TypeError):
        return "een ander programma"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())
