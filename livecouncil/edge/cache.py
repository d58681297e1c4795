"""One meeting as an edge keeps it: its lines in a file, byte for byte, as a released view.

Theory. The file is of the same kind that a council's own server follows, so the very same code makes pages and streams
of it: lines in their order, a line that was opened later once more and whole; where an opening is deleted the file is
replaced by one without it. It follows from the hub, so it is written without fsync and may be deleted at any moment;
what is found there at a start is believed as far as its chain holds.

What could not be written (a full disk) is written whole the next time. A line is never taken that does not follow from
the one before, and none is replaced by another: where the hub has another line at a number, what is here stays and
somebody is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from livecouncil.hub.judging import HEAD_OF_DAMAGED, StoredLine
from livecouncil.journal import released
from livecouncil.journal.chain import DAMAGED, rows_of
from livecouncil.journal.lines import GENESIS, body_of, head_of, header_of
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.system.files import PUBLIC, replace


@dataclass(frozen=True)
class HubRow:
    """Line `number` as the hub has it."""

    number: int
    line: StoredLine


@dataclass(frozen=True)
class Taken:
    """Whether anything was new, and whether an opening that was here is `deleted`."""

    new: bool
    deleted: bool


class Contradiction(Exception):
    """The hub has another line at a number than was followed, or one that does not follow from the one before."""


class CachedMeeting:
    """The lines of one meeting in the file `path`. `rev` is how far what came later than its line is known."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: list[bytes] = []
        self._torn = False
        self.rev = 0
        self.closed = False
        self.contradicted = False

    @property
    def lines(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> list[bytes]:
        """The lines, each once."""
        return self._rows

    def load(self) -> None:
        """What lies there, as far as it holds; what does not is taken off. Raises OSError."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            return
        whole = released.merged(data[: data.rfind(b"\n") + 1])
        for row in rows_of(whole):
            if not row or not _follows(row, self._rows):
                break
            self._rows.append(row)
        if released.joined(self._rows) != data:
            self._write()

    def take(self, rows: Iterable[HubRow]) -> Taken:
        """Take lines in their order, new ones and such as are otherwise than before. Raises Contradiction, OSError."""
        added: list[bytes] = []
        lost = False
        torn = self._torn
        for one in rows:
            row = one.line.row
            if one.number == self.lines + 1:
                if not _follows(row, self._rows):
                    raise Contradiction
                self._rows.append(row)
                added.append(row)
            elif one.number <= self.lines:
                before = self._rows[one.number - 1]
                if header_of(before) != one.line.header:
                    raise Contradiction
                if before != row:
                    self._rows[one.number - 1] = row
                    lost = lost or one.line.opening is None
                    added.append(row)
        self._torn = torn or bool(added)
        if lost or torn:
            self._write()
        elif added:
            self._add(added)
        self._torn = False
        return Taken(bool(added) or torn, lost)

    def _add(self, rows: list[bytes]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as file:
            file.write(released.joined(rows))

    def _write(self) -> None:
        replace(self._path, released.joined(self._rows), PUBLIC, durable=False)

    def holds(self, note: SignedNote) -> bool:
        """Whether the first lines are those that `note` names."""
        return 0 < note.size <= self.lines and head_of(self._rows[note.size - 1]) == note.head


def _follows(row: bytes, rows: list[bytes]) -> bool:
    """Whether a line goes on from those before it; behind a damaged one that cannot be told."""
    if row == DAMAGED:
        return True
    before = GENESIS
    if rows:
        before = head_of(rows[-1])
    return before == HEAD_OF_DAMAGED or body_of(row).get("prev") == before
