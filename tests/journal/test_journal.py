"""The journal against crashes, bad disks and second programs: nothing acknowledged is ever lost,
nothing damaged is silent."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import zlib
from datetime import datetime
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.errors import JournalError, JournalFull
from livecouncil.journal.follower import Follower
from livecouncil.journal.journal import Journal, Operations
from livecouncil.journal.lines import commit, header_of
from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from tests.conftest import ROOT, STORM, tried

AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
ID = "2026-03-12-proef"
UNOPENED = "de inhoud ontbreekt, en is niet op verzoek verwijderd. De keten klopt; vergelijk met uw kopie."


def item(number: int) -> ev.Base:
    return ev.ItemStarted(at=AT, item=str(number))


def journal_of(folder: Path, items: int) -> Path:
    """A journal of that many items and one note."""
    journal = Journal.open(folder, ID)
    for number in range(1, items + 1):
        journal.append([item(number)])
    journal.append([ev.Note(at=AT, text="kanarie")])
    journal.close()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return journal_of(tmp_path / "journal", items=10)


def test_every_prefix_recovers_and_cut_bytes_are_kept(tmp_path: Path) -> None:
    """Of three lines: a first, one behind another, and a private one."""
    data = (journal_of(tmp_path / "journal", items=2) / f"{ID}.jsonl").read_bytes()
    sizes = range(len(data))
    ends = [size for size in sizes if b"\n" in data[size - 1 : size + 2]]
    chosen = random.Random(5).sample(sizes, tried(len(sizes)))
    for size in sorted({0, *ends, *chosen}):
        other = tmp_path / f"p{size}"
        other.mkdir()
        (other / f"{ID}.jsonl").write_bytes(data[:size])
        journal = Journal.open(other, ID)
        whole = data[:size].count(b"\n") + (size > 0 and data[size : size + 1] == b"\n")
        assert len(journal.events) == whole
        journal.append([item(99)])
        journal.close()
        assert [e.type for e in read(other, ID).events][-1] == "item_started"  # type: ignore[attr-defined]
        shutil.rmtree(other)


def test_a_zero_filled_tail_recovers(folder: Path) -> None:
    path = folder / f"{ID}.jsonl"
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    journal = Journal.open(folder, ID)
    assert len(journal.events) == 11 and journal.damage
    assert [*folder.glob("*.cut-*")]
    journal.close()
    assert report_of(folder, ID).ok


def test_every_flipped_bit_is_seen(folder: Path, tmp_path: Path) -> None:
    data = (folder / f"{ID}.jsonl").read_bytes()
    rng = random.Random(1)
    for _ in range(3000 if STORM else tried(300)):
        bit = rng.randrange(len(data) * 8)
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        (folder / f"{ID}.jsonl").write_bytes(flipped)
        assert not report_of(folder, ID).ok


@pytest.mark.parametrize(("at_key", "kept"), [(8, 10), (320, 11)], ids=["a header", "an opening"])
def test_after_damage_the_meeting_goes_on_in_a_new_segment(folder: Path, at_key: int, kept: int) -> None:
    """Of a line with a damaged opening it is still known that it was there."""
    path = folder / f"{ID}.jsonl"
    data = path.read_bytes()
    at = data.index(b'"at"', 300) + at_key
    path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    journal = Journal.open(folder, ID)
    assert any("regel" in d for d in journal.damage) and len(journal.events) == kept
    journal.append([item(12)])
    journal.close()
    assert (folder / f"{ID}.2.jsonl").exists() and len(read(folder, ID).events) == kept + 1


WRITER = """
import sys
import zlib
from datetime import datetime
from pathlib import Path
from livecouncil.core.meeting import events as ev
from livecouncil.journal.journal import Journal
journal = Journal.open(Path(sys.argv[1]), sys.argv[2])
for n in range(100000):
    journal.append([ev.ItemStarted(at=datetime.fromisoformat("2026-03-12T20:00:00+01:00"), item="1")])
    print(journal.events[-1].seq, flush=True)
"""


def test_kill_9_loses_nothing_acknowledged(tmp_path: Path) -> None:
    rng = random.Random(2)
    acknowledged = 0
    for _ in range(200 if STORM else tried(8)):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, tmp_path, ID], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert process.stdout
        for _ in range(rng.randint(1, 40)):
            acknowledged = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0].split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        reading = read(tmp_path, ID)
        assert [e.seq for e in reading.events] == list(range(1, len(reading.events) + 1)) and len(
            reading.events
        ) >= acknowledged


class Faulty(Operations):
    """A disk that is full, or whose fsync fails, for as long as told."""

    def __init__(self) -> None:
        self.full = self.lying = False

    def write(self, descriptor: int, data: bytes) -> int:
        if self.full:
            os.write(descriptor, data[:7])
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        if self.lying:
            self.lying = False
            raise OSError(errno.EIO, "Input/output error")
        super().fsync(descriptor)


def test_a_full_disk_refuses_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    disk = Faulty()
    journal = Journal.open(tmp_path, ID, operations=disk)
    journal.append([item(1)])
    disk.full = True
    with pytest.raises(JournalFull, match="schijf is vol"):
        journal.append([item(2)])
    disk.full = False
    journal.append([item(2)])
    journal.close()
    assert [e.seq for e in read(tmp_path, ID).events] == [1, 2] and report_of(tmp_path, ID).ok


def test_after_a_failed_fsync_events_are_written_again_elsewhere(tmp_path: Path) -> None:
    disk = Faulty()
    journal = Journal.open(tmp_path, ID, operations=disk)
    journal.append([item(1)])
    disk.lying = True
    journal.append([item(2)])
    assert "1 van 2 kopieën" in journal.notice
    journal.append([item(3)])
    journal.close()
    assert [e.seq for e in read(tmp_path, ID).events] == [1, 2, 3] and (tmp_path / f"{ID}.2.jsonl").exists()


@pytest.mark.parametrize("failures", [1, 2])
def test_a_journal_whose_very_first_fsync_fails_begins_again(tmp_path: Path, failures: int) -> None:
    """There is no line yet from which a segment could go on: one that tried would be taken for another journal's."""

    class Failing(Operations):
        left = failures

        def fsync(self, descriptor: int) -> None:
            self.left -= 1
            if self.left >= 0:
                raise OSError(errno.EIO, "fsync")
            super().fsync(descriptor)

    journal = Journal.open(tmp_path, ID, operations=Failing())
    if failures == 2:
        with pytest.raises(JournalError):
            journal.append([ev.ItemStarted(at=AT, item="7")])
        assert read(tmp_path, ID).events == []
    journal.append([ev.ItemStarted(at=AT, item="7")])
    assert "opnieuw begonnen" in journal.notice
    journal.append([ev.ItemStarted(at=AT, item="8")])
    journal.close()
    reading = read(tmp_path, ID)
    assert [e.item for e in reading.events if isinstance(e, ev.ItemStarted)] == ["7", "8"]
    assert reading.damage == [] and len(reading.files) == 1


def test_a_second_program_reads_only_and_names_the_holder(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path, ID], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    process.stdout.readline()
    journal = Journal.open(tmp_path, ID)
    process.kill()
    process.communicate()
    assert journal.read_only and f"proces {process.pid}" in journal.holder
    again = Journal.open(tmp_path, ID)
    assert not again.read_only
    again.close()


def test_what_a_line_says_can_be_deleted_and_the_chain_still_holds(folder: Path) -> None:
    before = report_of(folder, ID)
    path = folder / f"{ID}.jsonl"
    assert path.stat().st_mode & 0o777 == 0o600 and b"kanarie" in path.read_bytes()
    journal = Journal.open(folder, ID)
    journal.redact([ev.Redacted(at=AT, of=11)])
    assert journal.append([item(12)])[0].seq == 13, "the same writer goes on in the file it replaced"
    journal.close()
    assert b"kanarie" not in b"".join(found.read_bytes() for found in folder.rglob("*") if found.is_file())
    after = report_of(folder, ID)
    assert after.ok and after.lines == before.lines + 2 and path.stat().st_mode & 0o777 == 0o600
    assert isinstance(read(folder, ID).events[10], ev.Sealed)


def test_a_deletion_that_a_crash_cut_short_is_finished_by_the_next_writer(folder: Path) -> None:
    journal = Journal.open(folder, ID)
    journal.append([ev.Redacted(at=AT, of=11)])
    journal.close()
    assert b"kanarie" in (folder / f"{ID}.jsonl").read_bytes()
    assert isinstance(read(folder, ID).events[10], ev.Sealed), "nobody reads it any more"
    Journal.open(folder, ID).close()
    assert b"kanarie" not in (folder / f"{ID}.jsonl").read_bytes() and report_of(folder, ID).ok


def test_a_deletion_reaches_every_segment_and_dead_branches(folder: Path) -> None:
    class Lying(Operations):
        lies = 1

        def fsync(self, descriptor: int) -> None:
            self.lies -= 1
            if self.lies == 0:
                raise OSError(errno.EIO, "fsync")
            super().fsync(descriptor)

    journal = Journal.open(folder, ID, operations=Lying())
    (said,) = journal.append([ev.Note(at=AT, text="tweede kanarie")])
    files = [path for path in sorted(folder.glob("*.jsonl")) if b"tweede kanarie" in path.read_bytes()]
    assert len(files) == 2, "a dead branch and the line that counts"
    journal.redact([ev.Redacted(at=AT, of=said.seq)])
    journal.close()
    assert not any(b"tweede kanarie" in path.read_bytes() for path in files) and report_of(folder, ID).ok


def test_what_cannot_be_deleted_is_said_and_all_is_as_it_was(folder: Path) -> None:
    class Refusing(Operations):
        refuses = False

        def fsync(self, descriptor: int) -> None:
            if self.refuses:
                raise OSError(errno.EIO, "fsync")
            super().fsync(descriptor)
            self.refuses = True

    journal = Journal.open(folder, ID, operations=Refusing())
    with pytest.raises(JournalError, match="staat op deze schijf nog in het journaal"):
        journal.redact([ev.Redacted(at=AT, of=11)])
    journal.close()
    assert b"kanarie" in (folder / f"{ID}.jsonl").read_bytes() and report_of(folder, ID).ok
    assert isinstance(read(folder, ID).events[10], ev.Sealed), "nobody is shown it any more"


def test_a_disk_that_cannot_delete_yet_stops_no_meeting(folder: Path) -> None:
    class Full(Operations):
        def fsync(self, descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

    journal = Journal.open(folder, ID)
    journal.append([ev.Redacted(at=AT, of=11)])
    journal.close()
    again = Journal.open(folder, ID, operations=Full())
    assert not again.read_only and "nog in het journaal" in again.notice
    again.close()
    assert b"kanarie" in (folder / f"{ID}.jsonl").read_bytes() and report_of(folder, ID).ok
    Journal.open(folder, ID).close()
    assert b"kanarie" not in (folder / f"{ID}.jsonl").read_bytes()


def test_a_header_without_its_opening_is_named_when_nobody_asked_for_that(folder: Path) -> None:
    path = folder / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([*rows[:4], header_of(rows[4]), *rows[5:]]) + b"\n")
    assert read(folder, ID).damage == [f"{ID}.jsonl, regel 5: {UNOPENED}"] and not report_of(folder, ID).ok


def test_a_follower_sees_whole_lines_only_and_notices_replacement(folder: Path) -> None:
    follower = Follower(folder, ID)
    assert len(follower.poll() or []) == 11 and follower.poll() == []
    path = folder / f"{ID}.jsonl"
    with path.open("ab") as file:
        file.write(b'{"seq":12,')
    assert follower.poll() == []
    path.write_bytes(b"")
    assert follower.poll() is None


def test_a_newer_journal_opens_read_only(folder: Path) -> None:
    path = folder / f"{ID}.jsonl"
    body = {"seq": 12, "at": AT.isoformat(), "type": "hologram"}
    header = header_of(commit(body, read(folder, ID).head, b"s" * 32)).replace(b'"v":2', b'"v":9')
    text = header[: header.index(b',"crc"')]
    with path.open("ab") as file:
        file.write(text + b',"crc":"%08x","future":"x"}\n' % zlib.crc32(text))
    journal = Journal.open(folder, ID)
    assert journal.read_only and "nieuwere versie" in journal.notice
    journal.close()


def test_the_shell_script_agrees(folder: Path) -> None:
    script = ROOT / "docs" / "verify-journal.sh"
    path = folder / f"{ID}.jsonl"
    assert subprocess.run(["sh", script, path], capture_output=True).returncode == 0
    data = path.read_bytes()
    path.write_bytes(data[:200] + bytes([data[200] ^ 1]) + data[201:])
    done = subprocess.run(["sh", script, path], capture_output=True, text=True)
    assert done.returncode == 1 and "regel" in done.stdout


def test_a_follower_unlearns_what_it_read_before_it_was_safe(folder: Path) -> None:
    """Two failed fsyncs in a row: the line was seen, never acknowledged, and another stands in its place."""

    class Failing(Operations):
        left = 2

        def fsync(self, descriptor: int) -> None:
            self.left -= 1
            if self.left >= 0:
                raise OSError(errno.EIO, "fsync")
            super().fsync(descriptor)

    follower = Follower(folder, ID)
    told = len(follower.poll() or [])
    journal = Journal.open(folder, ID, operations=Failing())
    with pytest.raises(JournalError):
        journal.append([ev.ItemStarted(at=AT, item="8")])
    seen = follower.poll() or []
    journal.append([ev.ItemStarted(at=AT, item="9")])
    journal.close()
    if (new := follower.poll()) is None:
        seen, new = [], (follower.poll() or [])[told:]
    assert [e.item for e in [*seen, *new] if isinstance(e, ev.ItemStarted)][-1:] == ["9"]
    assert [e.item for e in read(folder, ID).events if isinstance(e, ev.ItemStarted)][-1] == "9"
    assert "8" not in [e.item for e in [*seen, *new] if isinstance(e, ev.ItemStarted)]
