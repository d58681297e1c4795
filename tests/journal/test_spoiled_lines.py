"""An evening's journal with any byte flipped, or with openings that are not its own: loud, precise, nothing lost."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.journal import chain
from livecouncil.journal.journal import Journal
from livecouncil.journal.lines import header_of
from livecouncil.journal.reading import Reading, read
from livecouncil.journal.report import report_of
from tests.conftest import STORM, tried

ID = "2026-03-12-raadsvergadering"
PARTS = re.compile(rb'"(?:seq|at|v|commitment|prev|crc|salt|fact)":|[{}]|"[^"]*"|\d+')
"""Where something begins or ends in a line."""
NEWLINE = 10


@pytest.fixture
def folder(evening: Path, tmp_path: Path) -> Path:
    """The journal of the scripted evening, alone."""
    (tmp_path / "journal").mkdir()
    shutil.copy(evening / "journal" / f"{ID}.jsonl", tmp_path / "journal")
    return tmp_path / "journal"


def flips(data: bytes) -> list[tuple[int, int]]:
    """(byte, bit): every bit of every byte in a storm, else some in every part of every line, and every newline."""
    if STORM:
        return [(at, bit) for at in range(len(data)) for bit in range(8)]
    rng = random.Random(4)
    newlines = [at for at, byte in enumerate(data) if byte == NEWLINE]
    makes_two = [at for at, byte in enumerate(data) if byte == NEWLINE ^ 64]
    inside = [rng.randrange(*match.span()) for match in PARTS.finditer(data)]
    some = rng.sample(inside, tried(400)) + rng.sample(newlines, min(20, len(newlines)))
    return [(at, rng.randrange(8)) for at in some] + [(at, 6) for at in makes_two]


def named(lines: Reading) -> set[int]:
    """Numbers of the lines that are told of."""
    return {int(number) for fault in lines.damage for number in re.findall(r"regel (\d+)", fault)}


def test_any_flipped_byte_is_told_with_its_line_and_nothing_else_is_lost(folder: Path) -> None:
    path = folder / f"{ID}.jsonl"
    data = path.read_bytes()
    rows = data.splitlines()
    before = {event.seq: event for event in read(folder, ID).events}
    assert len(before) == len(rows) > 40, "one line, one event"
    for at, bit in flips(data):
        flipped = bytearray(data)
        flipped[at] ^= 1 << bit
        path.write_bytes(flipped)
        line = data.count(b"\n", 0, at) + 1
        after = read(folder, ID)
        where = f"byte {at}, bit {bit}, line {line}"
        assert named(after) & {line, line + 1}, where
        lost = before.keys() - {event.seq for event in after.events if before.get(event.seq) == event}
        assert lost <= named(after), f"{where}: lost {lost} without a word"
        assert data[at] != NEWLINE or not lost, f"{where}: the lines beside a newline are whole"
        assert {event.seq for event in after.events} <= before.keys(), where
        _publishes_only_what_it_held(bytes(flipped), rows)


def _publishes_only_what_it_held(data: bytes, rows: list[bytes]) -> None:
    """Whatever a flip makes of a line, no byte of it is published that was not there before."""
    allowed = {*rows, *map(header_of, rows), chain.DAMAGED}
    shown = chain.published(data, until=len(rows), revealed=range(1, len(rows) + 1))
    assert set(shown.splitlines()) <= allowed


def bare(rows: list[bytes], n: int) -> bytes:
    return header_of(rows[n])


def of_another(rows: list[bytes], n: int) -> bytes:
    return header_of(rows[n])[:-1] + _opening(rows[n + 1])


def twice(rows: list[bytes], n: int) -> bytes:
    return rows[n][:-1] + _opening(rows[n])


def anothers_too(rows: list[bytes], n: int) -> bytes:
    return rows[n][:-1] + _opening(rows[n + 1])


def anothers_first(rows: list[bytes], n: int) -> bytes:
    return header_of(rows[n])[:-1] + _opening(rows[n + 1])[:-1] + _opening(rows[n])


def _opening(row: bytes) -> bytes:
    """What stands behind the header of a line."""
    return row[len(header_of(row)) - 1 :]


STRANGE = [bare, of_another, twice, anothers_too, anothers_first]


@pytest.mark.parametrize("strange", STRANGE)
@pytest.mark.parametrize("n", [1, 4, -2])
def test_an_opening_that_is_not_its_own_is_named_and_the_meeting_goes_on(
    folder: Path, strange: Callable[[list[bytes], int], bytes], n: int
) -> None:
    path = folder / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    n %= len(rows)
    before = {event.seq: event for event in read(folder, ID).events}
    path.write_bytes(b"".join(row + b"\n" for row in [*rows[:n], strange(rows, n), *rows[n + 1 :]]))
    spoiled = path.read_bytes()
    after = read(folder, ID)
    assert n + 1 in named(after) and not report_of(folder, ID).ok
    assert {e.seq for e in after.events if before[e.seq] != e} == {n + 1}, "one line says nothing more; all others do"
    assert after.head == chain.walk(spoiled).head, "the chain goes on to verify"
    journal = Journal.open(folder, ID)
    journal.append([ev.Note(at=journal.events[-1].at, text="verder")])
    journal.close()
    assert path.read_bytes().startswith(spoiled), "nothing was cut off"
    assert len(read(folder, ID).events) == len(after.events) + 1


def test_a_journal_of_headers_alone_is_told_line_by_line_and_nothing_is_made_of_it(folder: Path) -> None:
    path = folder / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    path.write_bytes(b"".join(header_of(row) + b"\n" for row in rows))
    after = read(folder, ID)
    assert named(after) == set(range(1, len(rows) + 1))
    assert all(isinstance(event, ev.Sealed) for event in after.events) and len(after.events) == len(rows)
