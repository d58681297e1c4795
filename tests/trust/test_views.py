"""A released view that shows more than it may, or what no journal says, is found; one that lacks some is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.journal.lines import header_of, is_opened
from livecouncil.journal.released import path_of
from livecouncil.trust.verify import verify
from livecouncil.trust.views import of_the_view

from .conftest import ID


def faults(own: Path) -> list[str]:
    from livecouncil.journal.reading import read

    return list(of_the_view(own, ID, read(own / "journal", ID).events))


@pytest.fixture
def journal(own: Path) -> list[bytes]:
    return (own / "journal" / f"{ID}.jsonl").read_bytes().splitlines()


def show(own: Path, rows: list[bytes]) -> None:
    path_of(own, ID).write_bytes(b"".join(row + b"\n" for row in rows))


def test_what_was_not_released_and_lies_open_is_named_and_publish_puts_it_right(
    own: Path, journal: list[bytes]
) -> None:
    path = path_of(own, ID)
    before = path.read_bytes()
    show(own, journal)
    found = faults(own)
    private = [number for number, row in enumerate(journal, 1) if b'"type":"note"' in row]
    assert private and all(f"regel {number} is open en was niet vrijgegeven" in "\n".join(found) for number in private)
    assert verify(own, ID) != []
    assert main(["publish", ID, "--data", str(own)]) == 0
    assert path.read_bytes() == before and verify(own, ID) == []


def test_a_line_of_another_journal_is_named(own: Path, journal: list[bytes]) -> None:
    show(own, [*journal[:3], journal[3].replace(b'"seq":4', b'"seq":5')])
    assert any("regel 4 staat zo niet in het journaal" in fault for fault in faults(own))


def test_a_view_that_lacks_lines_or_openings_is_no_fault(own: Path) -> None:
    rows = path_of(own, ID).read_bytes().splitlines()
    assert faults(own) == [] and any(map(is_opened, rows))
    show(own, rows[: len(rows) // 2])
    assert faults(own) == []
    show(own, [header_of(row) for row in rows])
    assert faults(own) == []
    path_of(own, ID).unlink()
    assert faults(own) == []
