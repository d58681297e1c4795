"""What is remembered on the first disk of each meeting's copy: how far it went, so that nothing is owed for ever.

`journal/<id>.copy` says which files the second place last had whole, by inode and size. A meeting whose files are no
longer those has a copy that lacks something, or holds what was redacted since: it is brought up to date when the second
place is next there, whatever meeting is on then. The record is begun empty, before the first line is copied, so a
program that is killed leaves one that is owed.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from pathlib import Path

from livecouncil.journal import inventory
from livecouncil.system.files import PRIVATE, replace


def any_record(folder: Path) -> bool:
    """Whether a copy was ever made of a meeting in this folder of journals, at any place."""
    return any(folder.glob("*.copy"))


@dataclass(frozen=True)
class Records:
    """The records of a folder of journals, for copies at `to`."""

    folder: Path
    to: Path

    def begin(self, meeting: str) -> None:
        """A copy of `meeting` is owed from now on, unless a record says otherwise."""
        if self._said(meeting) is None:
            self._write(meeting, {})

    def whole(self, meeting: str) -> None:
        """The copy has all that `meeting` now has."""
        self._write(meeting, self._files(meeting))

    def owed(self) -> list[str]:
        """Meetings of which the copy is not, or not surely, what their journals are."""
        return [one for one in self.copied() if self._said(one) != self._files(one)]

    def copied(self) -> list[str]:
        """Meetings of which there is a copy at this place, or was to be one."""
        meetings = [path.stem for path in sorted(self.folder.glob("*.copy"))]
        return [one for one in meetings if self._said(one) is not None and self._files(one)]

    def _files(self, meeting: str) -> dict[str, list[int]]:
        found = {}
        with contextlib.suppress(OSError):
            for path in inventory.segments(self.folder, meeting):
                seen = path.stat()
                found[path.name] = [seen.st_ino, seen.st_size]
        return found

    def _said(self, meeting: str) -> object:
        """The files a record names; None where there is none for copies at this place."""
        try:
            record = json.loads((self.folder / f"{meeting}.copy").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if isinstance(record, dict) and record.get("to") == str(self.to):
            return record.get("files")
        return None

    def _write(self, meeting: str, files: dict[str, list[int]]) -> None:
        """A first disk that does not take it is the journal's to report."""
        record = json.dumps({"to": str(self.to), "files": files}, ensure_ascii=False)
        with contextlib.suppress(OSError):
            replace(self.folder / f"{meeting}.copy", record.encode(), PRIVATE)
