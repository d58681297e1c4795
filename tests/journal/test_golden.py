"""A journal of every release stays readable for ever: never rewritten, and saying in public what it said then."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from livecouncil.publishing.folder import record_of

GOLDEN = Path(__file__).parent / "golden"
ID = "2026-03-12-raadsvergadering"


def said(path: Path, folder: Path) -> list[str]:
    """The entries and the votes of a journal, a line each."""
    record = record_of(read(folder, ID).events)
    votes = [
        f"{v.identifier} {v.outcome} {v.for_}-{v.against} " + " ".join(f"{m.member}:{m.option}" for m in v.votes or ())
        for item in record.decisions.items
        for v in item.votes
    ]
    return [f"{e.seq} {e.texts[record.meeting.language]}" for e in record.feed.entries] + [v.strip() for v in votes]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.jsonl")), ids=lambda p: p.stem)
def test_a_journal_of_each_release_reads_verifies_and_says_the_same(path: Path, tmp_path: Path) -> None:
    """Only the chain was published; its private payloads stayed with the council, and it verifies without them."""
    journal = tmp_path / f"{ID}.jsonl"
    shutil.copy(path, journal)
    reading = read(tmp_path, ID)
    assert not reading.damage and not reading.newer and not report_of(tmp_path, ID).faults
    assert said(path, tmp_path) == path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert journal.read_bytes() == path.read_bytes()
