"""What the manual teaches is what the grammar reads: every line of its first table, each as another act than a name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livecouncil.core.meeting.entry import parse

MANUAL = Path(__file__).parents[3] / "docs" / "handleiding.md"
NAMES = {"jans"}
"""Lines that are meant as a name, which gives the floor."""


def taught() -> list[str]:
    """The lines in the first column of the table of an evening; what only shows the hammer is left out."""
    section = MANUAL.read_text(encoding="utf-8").partition("## Een avond in regels")[2].partition("\n## ")[0]
    rows = [row.split(" | ")[0] for row in section.splitlines() if row.startswith("| `")]
    found = [line for row in rows for line in re.findall(r"`([^`]+)`", row)]
    return [line for line in dict.fromkeys(found) if line != "="]


@pytest.mark.parametrize("line", taught())
def test_a_line_of_the_manual_is_read_as_an_act(line: str) -> None:
    entry = parse(line)
    assert entry and (entry.act != "floor" or line in NAMES or entry.number), line


def test_there_is_much_to_teach() -> None:
    assert len(taught()) > 50
