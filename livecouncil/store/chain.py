"""The raw chain of a journal, segments in order: as it is published, and as a checkpoint counts it.

A segment that was begun after a failed fsync goes on from an earlier line; what lies between is a dead branch. The
trunk are the lines the last one follows from, and a checkpoint counts only those.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

from .lines import GENESIS, head_of, whole
from .reading import segments


@dataclass(frozen=True)
class Line:
    """One raw line: its number in the file, its SHA-256, and what it holds ({} when damaged)."""

    number: int
    head: str
    body: dict[str, Any]


@dataclass
class Chain:
    """Every line of a journal that was walked, and the trunk. `damaged` and `unlinked` are numbers of lines."""

    lines: list[Line] = field(default_factory=list)
    trunk: list[Line] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    unlinked: list[int] = field(default_factory=list)

    @property
    def head(self) -> str:
        return self.trunk[-1].head if self.trunk else GENESIS

    def holds(self, size: int, head: str) -> bool:
        """Whether the first `size` lines of the trunk end in `head`."""
        return 0 < size <= len(self.trunk) and self.trunk[size - 1].head == head


def raw(folder: Path, meeting: str, until: int | None = None) -> bytes:
    """The whole lines of all segments; with `until` those before the first event with a greater number."""
    data = b"".join(_whole_lines(path.read_bytes()) for path in segments(folder, meeting))
    if until is None:
        return data
    kept = takewhile(lambda row: not whole(row) or json.loads(row)["seq"] <= until, _rows(data))
    return b"".join(row + b"\n" for row in kept)


def _whole_lines(data: bytes) -> bytes:
    """Without what follows the last newline, unless that lacks nothing but its own."""
    first, newline, last = data.rpartition(b"\n")
    return first + newline + (last + b"\n" if whole(last) else b"")


def walk(data: bytes) -> Chain:
    """Follow the chain line by line; after a break it goes on, so that every one is found."""
    chain = Chain()
    for number, row in enumerate(_rows(data), 1):
        body = _body(row)
        if not body:
            chain.damaged.append(number)
        elif not _links(chain, body):
            chain.unlinked.append(number)
        line = Line(number, head_of(row), body)
        chain.lines.append(line)
        chain.trunk.append(line)
    return chain


_NEEDS: dict[object, dict[str, type]] = {
    "segment": {"from": int},
    "checkpoint": {"size": int, "head": str, "signature": str, "key": str},
}


def _body(row: bytes) -> dict[str, Any]:
    """What a row holds; {} when it is no line of a journal."""
    body = json.loads(row) if whole(row) else {}
    needs = {"seq": int, "type": str, "prev": str, **_NEEDS.get(body.get("type"), {})}
    return body if all(isinstance(body.get(key), kind) for key, kind in needs.items()) else {}


def _links(chain: Chain, body: dict[str, Any]) -> bool:
    """Whether a line follows from the last one; a segment may follow from an earlier one, which cuts the trunk there."""
    if body["prev"] == chain.head:
        return True
    if body["type"] == "segment":
        for size, line in enumerate(chain.trunk, 1):
            if line.head == body["prev"]:
                del chain.trunk[size:]
                return True
    return False


def _rows(data: bytes) -> Sequence[bytes]:
    rows = data.split(b"\n")
    return rows if rows[-1] else rows[:-1]
