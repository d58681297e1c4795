"""Re-check a journal's chain, line by line, as anybody may."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from livecouncil.wording.faults import in_words

from .reading import read


@dataclass(frozen=True)
class Report:
    """Whether all is whole; how many lines and the head they lead to; each fault a sentence."""

    ok: bool
    lines: int
    head: str
    faults: tuple[str, ...]


def report_of(folder: Path, meeting: str) -> Report:
    """Report every fault of the chain, with file and line."""
    reading = read(folder, meeting)
    faults = list(reading.damage)
    if reading.tail:
        faults.append(in_words("journal.damage.unfinished", meeting=meeting, bytes=len(reading.tail)))
    return Report(not faults, reading.lines, reading.head, tuple(faults))
