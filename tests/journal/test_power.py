"""Power cuts and a full disk on real file systems, mounted for the test. Skips, saying why, where that is not allowed.

A power cut is what the block device holds at that moment: the program is stopped, the image is copied while its file
system is still mounted, and the copy is mounted as after a restart. What only the page cache had is not in it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.errors import JournalFull
from livecouncil.journal.journal import Journal
from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.conftest import ROOT, STORM, tried

AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
ID = "2026-03-12-proef"
CUTS = 50 if STORM else 2 + tried(2)

WRITER = """
import sys
from datetime import datetime
from pathlib import Path
from livecouncil.core.meeting import events as ev
from livecouncil.system.files import replace
from livecouncil.journal.journal import Journal, Operations
folder, sure = Path(sys.argv[1]), sys.argv[2] == "fsync"
at = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
operations = Operations()
if not sure:
    operations.fsync = lambda descriptor: None
journal = Journal.open(folder / "journal", "2026-03-12-proef", operations=operations)
while True:
    [event] = journal.append([ev.ItemStarted(at=at, item="7")])
    print(event.seq, flush=True)
    if sure:
        replace(folder / "feed.json", (f"{event.seq:06d}" * 2000).encode())
"""


@contextmanager
def mounted(point: Path, *arguments: str) -> Iterator[Path]:
    """A file system at `point`, always taken away again. Skips where the machine does not allow it."""
    point.mkdir()
    tried = subprocess.run(["mount", *arguments, str(point)], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"OVERGESLAGEN: hier mag niets aangekoppeld worden ({tried.stderr.strip()}); vraagt root")
    try:
        yield point
    finally:
        subprocess.run(["umount", "-l", str(point)], check=True)


def image(path: Path) -> Path:
    if not shutil.which("mkfs.ext4"):
        pytest.skip("OVERGESLAGEN: mkfs.ext4 ontbreekt (pakket e2fsprogs)")
    with path.open("wb") as file:
        file.truncate(24 * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(path)], check=True)
    return path


def cut(tmp_path: Path, number: int, how: str) -> tuple[int, list[int], bytes]:
    """Acknowledged seq, the seqs found after the cut, and the public file as found."""
    whole = image(tmp_path / f"{how}{number}.img")
    with mounted(tmp_path / f"{how}{number}", "-o", "loop", str(whole)) as folder:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder), how], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        try:
            assert writer.stdout
            acknowledged = [int(writer.stdout.readline()) for _ in range(5 + 7 * number)][-1]
            writer.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED)
            after = tmp_path / f"{how}{number}-after.img"
            shutil.copyfile(whole, after)
        finally:
            writer.kill()
            writer.wait()
    with mounted(tmp_path / f"{how}{number}-after", "-o", "loop", str(after)) as folder:
        found = [e.seq for e in read(folder / "journal", ID).events]
        feed = folder / "feed.json"
        return acknowledged, found, feed.read_bytes() if feed.exists() else b""


def test_a_power_cut_loses_nothing_acknowledged_and_leaves_no_torn_file(tmp_path: Path) -> None:
    for number in range(CUTS):
        acknowledged, found, feed = cut(tmp_path, number, "fsync")
        assert found[:acknowledged] == list(range(1, acknowledged + 1))
        assert len(feed) == 12_000 and feed == feed[:6] * 2000 and int(feed[:6]) >= acknowledged - 1


def test_the_control_without_fsync_does_lose(tmp_path: Path) -> None:
    """Otherwise the cuts above would prove nothing."""
    lost = 0
    for number in range(CUTS):
        acknowledged, found, _ = cut(tmp_path, number, "control")
        lost += len(found) < acknowledged
    assert lost


def test_a_full_disk_is_said_and_logging_goes_on_when_there_is_room(tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "-t", "tmpfs", "-o", "size=3m", "tmpfs") as small:
        journal = Journal.open(small / "journal", ID)
        safe = fill(journal, small / "filler")
        assert journal.notice, "the reserve is in use, and nobody was told"
        assert not (small / "journal" / f"{ID}.reserve").exists()
        with pytest.raises(JournalFull):
            journal.append([ev.ItemStarted(at=AT, item="x" * 4096)])
        assert [e.seq for e in read(small / "journal", ID).events] == list(range(1, safe + 1))
        (small / "filler").unlink()
        journal.append([ev.ItemStarted(at=AT, item="8")])
        assert journal.notice == "" and (small / "journal" / f"{ID}.reserve").exists()
        journal.close()
        assert not report_of(small / "journal", ID).faults
        assert len(read(small / "journal", ID).events) == safe + 1


def test_the_griffier_sees_a_full_disk_before_an_entry_is_refused(tmp_path: Path, council: Path) -> None:
    with mounted(tmp_path / "small", "-t", "tmpfs", "-o", "size=4m", "tmpfs") as small:
        shutil.copytree(council, small / "raad")
        session = Session.open(small / "raad", next((small / "raad" / "agendas").glob("*.toml")), hold=0)
        assert session.enter("open").kind is Kind.RELEASED and session.alarms == []
        fill(session.journal, small / "filler")
        assert any("vol" in text for text in session.alarms)
        refused = session.enter("tz voorbeeldsma: " + "x" * 1500)
        while not refused.refused:
            refused = session.enter("tz voorbeeldsma: " + "x" * 1500)
        assert "bewaard" in refused.text
        (small / "filler").unlink()
        assert session.enter("n").kind is Kind.RELEASED and session.alarms == []
        session.close()


def fill(journal: Journal, filler: Path) -> int:
    """Fill the disk, then log until even the reserve is gone; how many lines were acknowledged."""
    journal.append([ev.ItemStarted(at=AT, item="1")])
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    while True:
        try:
            journal.append([ev.ItemStarted(at=AT, item="x" * 4096)])
        except JournalFull:
            return len(journal.events)
