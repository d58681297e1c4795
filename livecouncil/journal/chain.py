"""The chain of a journal, followed line by line: the one walker of live, verify and `verify --public`.

A line follows from the one before it by `prev`, and its number is one more. A segment that was begun after a failed
fsync goes on from an earlier line; what lies between is a dead branch. The trunk are the lines the last one follows
from, and a checkpoint counts only those.

What does not fit is told and never followed silently. Where a line is damaged the next one cannot be held against it:
what is whole is kept. Where nothing is damaged, a segment that goes on from no line of the trunk is another's: it and
what follows from it is foreign, and takes nothing's place.

The hashes prove what came before a line. That the last lines are all there only a signed checkpoint proves.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

from .inventory import segments
from .lines import GENESIS, body_and_head, body_of, header_of, salvage, whole

Fault = Literal["", "damaged", "unlinked", "number", "foreign", "form", "opening"]
DAMAGED = b'{"damaged":true}'
"""What is published of a line that is damaged."""
_LOST_AT_MOST = 1_000_000
"""How many lines may be missing before a greater number is no longer believed."""


@dataclass(frozen=True)
class Line:
    """One raw line: its number in the file, its SHA-256, what it holds ({} when damaged), and what is wrong with it."""

    number: int
    head: str
    body: dict[str, Any]
    fault: Fault = ""


@dataclass
class Chain:
    """Every line of a journal that was walked, the trunk, and what the trunk says.

    `bodies` are the live lines by `seq`; `starts` the first `seq` of each later segment, where earlier lines give way;
    `form` that of the first line that is whole, 0 while there is none.
    """

    lines: list[Line] = field(default_factory=list)
    trunk: list[Line] = field(default_factory=list)
    bodies: dict[int, dict[str, Any]] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    seq: int = 0
    form: int = 0
    _damaged: bool = False
    _foreign: bool = False

    @property
    def head(self) -> str:
        if self.trunk:
            return self.trunk[-1].head
        return GENESIS

    @property
    def damaged(self) -> list[int]:
        """Numbers of the lines that are no line of a journal, or have a number that cannot be."""
        return [line.number for line in self.lines if line.fault in ("damaged", "number")]

    @property
    def unlinked(self) -> list[int]:
        """Numbers of the lines that do not follow from the one before."""
        return [line.number for line in self.lines if line.fault in ("unlinked", "foreign")]

    def holds(self, size: int, head: str) -> bool:
        """Whether the first `size` lines of the trunk end in `head`."""
        return 0 < size <= len(self.trunk) and self.trunk[size - 1].head == head

    @property
    def misopened(self) -> list[int]:
        """Numbers of the lines whose header holds, with something behind it that does not open it."""
        return [line.number for line in self.lines if line.fault == "opening"]

    def take(self, number: int, raw: bytes) -> Line:
        """Walk on over one raw line."""
        body, head = body_and_head(raw)
        if body:
            fault = self._fault(body) or _opening_fault(body, raw)
        else:
            fault = "damaged"
        if fault == "opening" and any(salvage(raw)):  # two lines whose newline is lost: both are whole
            body = {}
            fault = "damaged"
        line = Line(number, head, body, fault)
        self.lines.append(line)
        if fault == "foreign":
            return line
        self.trunk.append(line)
        if fault == "damaged":
            self._damaged = True
            self.rescue(raw)
        elif fault not in ("number", "form"):
            self._keep(body)
        return line

    def rescue(self, raw: bytes) -> bool:
        """Keep the whole lines that lie inside damaged bytes; False when there is none."""
        found = [body for piece in salvage(raw) if (body := body_of(piece))]
        for body in found:
            if body["type"] != "segment" and self._plausible(body):
                self._keep(body)
        return bool(found)

    def _fault(self, body: dict[str, Any]) -> Fault:
        """What is wrong with a line whose header is whole."""
        segment = body["type"] == "segment"
        if body["prev"] == self.head or (segment and self._cut(body["prev"])):
            self._foreign = False
            if self._changes_form(body):
                return "form"
            if self._counts_on(body):
                return ""
            return "number"
        if self._foreign or (segment and not self._damaged):
            self._foreign = True
            return "foreign"
        if self._changes_form(body):
            return "form"
        if self._plausible(body):
            return "unlinked"
        return "number"

    def _changes_form(self, body: dict[str, Any]) -> bool:
        """Whether a fact stands in clear where the others are committed to, or the other way round."""
        if body["type"] == "segment":
            return False
        form = 1 if "crc" in body else 2
        self.form = self.form or form
        return form != self.form

    def _cut(self, prev: str) -> bool:
        """Cut the trunk behind the line with head `prev`; False when it has none."""
        for size, line in enumerate(self.trunk, 1):
            if line.head == prev:
                del self.trunk[size:]
                return True
        return False

    def _counts_on(self, body: dict[str, Any]) -> bool:
        """Whether a line that follows has the next number; a segment takes the place of a dead branch only."""
        if body["type"] != "segment":
            return bool(body["seq"] == self.seq + 1)
        facts = (line.body["seq"] for line in reversed(self.trunk) if line.body and line.body["type"] != "segment")
        return bool(next(facts, 0) < body["from"] <= self.seq + 1)

    def _plausible(self, body: dict[str, Any]) -> bool:
        """Whether a line behind damage may have its number: some may be missing, none comes twice."""
        if body["type"] == "segment":
            return bool(0 < body["from"] <= self.seq + _LOST_AT_MOST)
        return bool(self.seq < body["seq"] <= self.seq + _LOST_AT_MOST)

    def _keep(self, body: dict[str, Any]) -> None:
        """Take in a live line; a segment takes those away that it begins again."""
        if body["type"] != "segment":
            self.seq = body["seq"]
            self.bodies[self.seq] = body
            return
        self.starts.append(body["from"])
        for seq in [s for s in self.bodies if s >= body["from"]]:
            del self.bodies[seq]
        self.seq = body["from"] - 1


def _opening_fault(body: dict[str, Any], raw: bytes) -> Fault:
    """Whether a header that holds is followed by what does not open it."""
    if body["type"] == "private" and header_of(raw) != raw:
        return "opening"
    return ""


def raw(folder: Path, meeting: str) -> bytes:
    """The whole lines of all segments."""
    return b"".join(whole_lines(path.read_bytes()) for path in segments(folder, meeting))


def published(data: bytes, until: int, revealed: Collection[int]) -> bytes:
    """What anybody may have of the lines in `data`.

    Of form 1 those up to event `until` as they are, for what is private stands in none of them. Of form 2 the trunk
    up to the last line that is `revealed`, header by header, those with their opening: a damaged line may hold
    anything, so only that it was there is told."""
    rows = rows_of(data)
    walked = walk(data)
    if walked.form == 1:
        kept = list(takewhile(lambda row: body_of(row).get("seq", 0) <= until, rows))
    else:
        last = max(revealed, default=0)
        trunk = takewhile(lambda line: line.body.get("seq", 0) <= last, walked.trunk)
        kept = [_shown(line, rows[line.number - 1], revealed) for line in trunk]
    return b"".join(row + b"\n" for row in kept)


def _shown(line: Line, row: bytes, revealed: Collection[int]) -> bytes:
    sound = soundly(line, row)
    if sound != DAMAGED and line.body["seq"] in revealed:
        return sound
    return header_of(sound)


def soundly(line: Line, row: bytes) -> bytes:
    """What of a line may be shown at all once it is revealed: nothing of it that its header does not vouch for."""
    if line.fault in ("damaged", "number", "form"):
        return DAMAGED
    if line.fault == "opening":
        return header_of(row)
    return row


def whole_lines(data: bytes) -> bytes:
    """Without what follows the last newline, unless that lacks nothing but its own."""
    first, newline, last = data.rpartition(b"\n")
    return first + newline + (last + b"\n" if whole(last) else b"")


def walk(data: bytes) -> Chain:
    """Follow the chain of one file line by line; after a break it goes on, so that every one is found."""
    chain = Chain()
    for number, row in enumerate(rows_of(data), 1):
        chain.take(number, row)
    return chain


class Walker:
    """Walks a journal again and again as it grows; what still begins with the same bytes is not walked twice."""

    def __init__(self) -> None:
        self._seen = b""
        self._chain = Chain()

    def over(self, data: bytes) -> Chain:
        """The chain of `data`, whole lines; not to be changed, for the next walk goes on from it."""
        if not data.startswith(self._seen):
            self._seen = b""
            self._chain = Chain()
        for row in rows_of(data[len(self._seen) :]):
            self._chain.take(len(self._chain.lines) + 1, row)
        self._seen = data
        return self._chain


def rows_of(data: bytes) -> Sequence[bytes]:
    """The lines of `data` without their newlines, also a last one that lacks it."""
    rows = data.split(b"\n")
    if rows[-1]:
        return rows
    return rows[:-1]
