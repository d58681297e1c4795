"""The outbox's append-only file, `outbox/<meeting-id>.outbox.jsonl`: written by the posting worker, read by others.

It lies outside `journal/`, so that the worker needs nothing of that folder. One that an earlier version began there
goes on where it is.
A line is fsynced before what it says is acted upon. A line that was cut off by a crash was never acted upon.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from livecouncil.errors import JournalLocked
from livecouncil.journal.place import private_folder
from livecouncil.system.files import share_as, sync_folder, write_whole
from livecouncil.system.locks import Held, lock_surely, open_private
from livecouncil.system.rights import moved

from .outbox import Sending


@dataclass
class ChannelStanding:
    """How a channel stands: 'ok', 'waiting' or 'parked', since when, and what the network said."""

    state: str = "ok"
    at: datetime | None = None
    reason: str = ""


@dataclass
class Contents:
    """Rows by channel and post, and how each channel stands."""

    rows: dict[str, dict[int, Sending]] = field(default_factory=dict)
    channels: dict[str, ChannelStanding] = field(default_factory=dict)

    def take(self, line: Mapping[str, Any]) -> None:
        if "post" in line:
            row = Sending.of_line(line)
            self.rows.setdefault(row.channel, {})[row.post] = row
        else:
            at = datetime.fromisoformat(line["at"])
            self.channels[line["channel"]] = ChannelStanding(line["standing"], at, line.get("reason", ""))


def outbox_path(base: Path, meeting: str) -> Path:
    """Where the outbox of `meeting` lies in the council's folder `base`."""
    name = f"{meeting}.outbox.jsonl"
    before = base / "journal" / name
    with contextlib.suppress(OSError):  # a folder that is closed to this process
        before.stat()
        return before
    return base / "outbox" / name


def read_outbox(path: Path) -> Contents:
    """All whole lines; a damaged one is passed over, for the line before it still holds."""
    contents = Contents()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return contents
    for line in raw.split(b"\n"):
        try:
            contents.take(json.loads(line))
        except (ValueError, TypeError, KeyError):
            continue
    return contents


class Outbox:
    """The writer's side. Raises JournalLocked when another worker posts for this meeting, OSError, JournalError."""

    def __init__(self, base: Path, meeting: str) -> None:
        self._path = outbox_path(base, meeting)
        private_folder(self._path.parent)
        self._descriptor = open_private(self._path)
        try:
            lock_surely(self._descriptor)
        except Held:
            os.close(self._descriptor)
            raise JournalLocked("posting.locked", meeting=meeting) from None
        share_as(self._path.parent, self._descriptor)
        sync_folder(self._path.parent)
        self._mend()
        self.contents = read_outbox(self._path)

    def _mend(self) -> None:
        """End a line that a crash cut off, so that the next one stands by itself."""
        data = self._path.read_bytes()
        if data and not data.endswith(b"\n"):
            os.write(self._descriptor, b"\n")

    def write(self, row: Sending) -> None:
        """Keep `row`; only after this may what it says be done."""
        self._append(row.line())

    def stand(self, channel: str, standing: str, at: datetime, reason: str = "") -> None:
        """Keep how a channel stands, when that changes."""
        now = self.contents.channels.get(channel, ChannelStanding())
        if (now.state, now.reason) != (standing, reason):
            self._append({"channel": channel, "standing": standing, "at": at.isoformat(), "reason": reason})

    def forget(self, row: Sending) -> None:
        """Keep `row`, and take its text out of every earlier line: what was taken off for what it said
        stays nowhere."""
        lines = self._path.read_bytes().split(b"\n")
        kept = [self._without_text(line, row) for line in lines if line]
        part = self._path.with_name(f".{self._path.name}.{secrets.token_hex(8)}.part")
        descriptor = open_private(part, os.O_EXCL)
        lock_surely(descriptor)
        share_as(self._path.parent, descriptor)
        write_whole(descriptor, b"".join(line + b"\n" for line in kept))
        os.fsync(descriptor)
        moved(part, self._path)
        sync_folder(self._path.parent)
        os.close(self._descriptor)
        self._descriptor = descriptor
        self.write(replace(row, text=""))

    @staticmethod
    def _without_text(line: bytes, row: Sending) -> bytes:
        try:
            told = json.loads(line)
        except ValueError:
            return b""
        if (told.get("channel"), told.get("post")) == (row.channel, row.post):
            told.pop("text", None)
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    def _append(self, line: dict[str, Any]) -> None:
        raw = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        write_whole(self._descriptor, raw)
        os.fsync(self._descriptor)
        self.contents.take(line)

    def close(self) -> None:
        os.close(self._descriptor)
