"""Re-check a journal's chain, line by line, as anybody may."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .reading import read


@dataclass(frozen=True)
class Report:
    ok: bool
    lines: int
    head: str
    faults: tuple[str, ...]


def verify(folder: Path, meeting: str) -> Report:
    """Report every fault of the chain, with file and line."""
    reading = read(folder, meeting)
    faults = list(reading.damage)
    if reading.tail:
        faults.append(f"{meeting}: {len(reading.tail)} bytes aan het eind zijn niet af.")
    return Report(not faults, reading.lines, reading.head, tuple(faults))
