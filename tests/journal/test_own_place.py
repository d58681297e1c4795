"""A "✓" vouches for what lies at the journal's path; there is one writer; and nobody else reads
what is not released."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.errors import JournalError
from livecouncil.journal.journal import Journal, Operations
from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.conftest import ROOT
from tests.evenings.shell import line_mode

ID = "2026-03-12-raadsvergadering"
AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")


@pytest.fixture
def sitting(council: Path, agenda: Path) -> Iterator[Session]:
    session = Session.open(council, agenda, hold=0)
    for line in ("open", "n6", ", een notitie"):
        assert not session.enter(line).refused
    yield session
    session.close()


def replaced(journal: Path) -> None:
    shutil.copy(journal / f"{ID}.jsonl", journal / "tmp")
    os.replace(journal / "tmp", journal / f"{ID}.jsonl")


def replaced_by_an_older_one(journal: Path) -> None:
    rows = (journal / f"{ID}.jsonl").read_bytes().splitlines(keepends=True)
    (journal / "tmp").write_bytes(b"".join(rows[:2]))
    os.replace(journal / "tmp", journal / f"{ID}.jsonl")


def replaced_by_another(journal: Path) -> None:
    (journal / "tmp").write_bytes(b"iets heel anders\n")
    os.replace(journal / "tmp", journal / f"{ID}.jsonl")


def deleted(journal: Path) -> None:
    (journal / f"{ID}.jsonl").unlink()


def folder_moved(journal: Path) -> None:
    journal.rename(journal.with_name("journal.oud"))


def folder_deleted(journal: Path) -> None:
    shutil.rmtree(journal)


def cut_short(journal: Path) -> None:
    os.truncate(journal / f"{ID}.jsonl", 100)


def written_to(journal: Path) -> None:
    with (journal / f"{ID}.jsonl").open("ab") as file:
        file.write(b"van een ander\n")


def a_link(journal: Path) -> None:
    (journal / f"{ID}.jsonl").rename(journal / "elders")
    (journal / f"{ID}.jsonl").symlink_to(journal / "elders")


def a_link_to_a_copy(journal: Path) -> None:
    shutil.copy(journal / f"{ID}.jsonl", journal / "elders")
    (journal / f"{ID}.jsonl").unlink()
    (journal / f"{ID}.jsonl").symlink_to(journal / "elders")


def a_link_to_nowhere(journal: Path) -> None:
    (journal / f"{ID}.jsonl").unlink()
    (journal / f"{ID}.jsonl").symlink_to(journal / "nergens")


def a_pipe(journal: Path) -> None:
    (journal / f"{ID}.jsonl").unlink()
    os.mkfifo(journal / f"{ID}.jsonl")


def a_folder(journal: Path) -> None:
    (journal / f"{ID}.jsonl").unlink()
    (journal / f"{ID}.jsonl").mkdir()


def payloads_gone(journal: Path) -> None:
    shutil.rmtree(journal / f"{ID}.private")


def payloads_a_file(journal: Path) -> None:
    shutil.rmtree(journal / f"{ID}.private")
    (journal / f"{ID}.private").write_text("van een ander")


HANDS = [
    replaced,
    replaced_by_an_older_one,
    replaced_by_another,
    deleted,
    folder_moved,
    folder_deleted,
    cut_short,
    written_to,
    a_link,
    a_link_to_a_copy,
    a_link_to_nowhere,
    a_pipe,
    a_folder,
    payloads_gone,
    payloads_a_file,
]


@pytest.mark.parametrize("hand", HANDS)
def test_what_others_do_to_the_journal_is_seen_said_and_put_back(
    council: Path, sitting: Session, hand: Callable[[Path], None]
) -> None:
    journal = council / "journal"
    hand(journal)
    answer = sitting.enter("m1 i pvda: Starters")
    assert answer.kind is Kind.RELEASED and any("teruggezet" in warning for warning in answer.warnings), answer
    assert any("teruggezet" in alarm for alarm in sitting.alarms)
    assert not any("teruggezet" in w for line in ("m1v cda", "=") for w in sitting.enter(line).warnings)
    reading = read(journal, ID)
    assert [e.type for e in reading.events][-4:] == ["item_started", "note", "filed", "decided"]  # type: ignore[attr-defined]
    assert report_of(journal, ID).ok and not reading.damage
    assert stat.S_IMODE((journal / f"{ID}.jsonl").lstat().st_mode) == 0o600


def test_what_another_wrote_is_kept_beside(council: Path, sitting: Session) -> None:
    written_to(council / "journal")
    replaced_by_another(council / "journal")
    sitting.enter("n7")
    assert [p.read_bytes() for p in (council / "journal").glob(f"{ID}.cut-*")] == [b"iets heel anders\n"]


def test_a_strange_file_where_payloads_go_keeps_nobody_from_going_on(council: Path, agenda: Path) -> None:
    Session.open(council, agenda, hold=0).close()
    payloads_a_file(council / "journal")
    again = Session.open(council, agenda, hold=0)
    assert not again.enter("open").refused
    again.close()
    assert [p.read_text() for p in (council / "journal").glob(f"{ID}.cut-*")] == ["van een ander"]


def test_a_deleted_lock_never_gives_two_writers(council: Path, agenda: Path, sitting: Session) -> None:
    (council / "journal" / f"{ID}.lock").unlink()
    command = line_mode(council, agenda, "--no-serve", "--no-post")
    second = subprocess.run(command, input="n7\n", capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert second.returncode == 1 and "Alleen lezen" in second.stderr
    answer = sitting.enter("n7")
    assert answer.kind is Kind.RELEASED and any(".lock was weg" in w for w in answer.warnings)
    third = Journal.open(council / "journal", ID)
    assert third.read_only and f"proces {os.getpid()}" in third.holder
    third.close()


def test_a_second_program_says_that_it_looks_on_and_never_that_something_was_interrupted(
    council: Path, agenda: Path, sitting: Session
) -> None:
    second = Session.open(council, agenda, clock=sitting.clock)
    try:
        assert second.journal.read_only
        assert second.resumed.startswith("Alleen lezen: ") and f"proces {os.getpid()}" in second.resumed
        assert "onderbreking" not in second.resumed and "loopt niet mee" in second.resumed
    finally:
        second.close()


def test_whoever_locked_what_replaced_it_is_the_writer_and_nothing_typed_is_lost(
    council: Path, sitting: Session
) -> None:
    replaced_by_an_older_one(council / "journal")
    with (council / "journal" / f"{ID}.jsonl").open("ab") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        answer = sitting.enter("n7")
        assert answer.refused and "schrijft nu in dit journaal" in answer.text
        assert sitting.enter("n8").refused
    [kept] = (council / "journal").glob(f"{ID}.cut-*")
    assert b'"item_started"' in kept.read_bytes()


class Failing(Operations):
    """fsync fails `left` times; which descriptors were written to after one of theirs had failed."""

    def __init__(self, left: int) -> None:
        self.left, self.failed, self.reused = left, set[int](), 0

    def inode(self, descriptor: int) -> int:
        return os.fstat(descriptor).st_ino

    def write(self, descriptor: int, data: bytes) -> int:
        self.reused += self.inode(descriptor) in self.failed
        return super().write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        self.reused += self.inode(descriptor) in self.failed
        if self.left > 0:
            self.left -= 1
            self.failed.add(self.inode(os.dup(descriptor)))  # kept open, so that no other file gets its inode
            raise OSError(errno.EIO, "Input/output error")
        super().fsync(descriptor)


@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_a_descriptor_whose_fsync_failed_is_never_used_again(tmp_path: Path, times: int) -> None:
    journal = Journal.open(tmp_path, ID, operations=(disk := Failing(0)))
    journal.append([ev.ItemStarted(at=AT, item="1")])
    disk.left = times
    tries = 0
    while True:
        tries += 1
        try:
            journal.append([ev.ItemStarted(at=AT, item="2")])
            break
        except JournalError:
            assert tries <= times
    journal.append([ev.ItemStarted(at=AT, item="3")])
    journal.close()
    reading = read(tmp_path, ID)
    assert disk.reused == 0
    assert [e.item for e in reading.events if isinstance(e, ev.ItemStarted)] == ["1", "2", "3"]
    assert report_of(tmp_path, ID).ok


@pytest.mark.parametrize("half", [False, True])
def test_a_line_that_could_not_be_cut_off_is_never_built_upon(
    tmp_path: Path, half: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(Operations):
        broken = False

        def write(self, descriptor: int, data: bytes) -> int:
            if not self.broken:
                return super().write(descriptor, data)
            if half:
                os.write(descriptor, data[: len(data) // 2])
            raise OSError(errno.EROFS, "Read-only file system")

    def refused(*_: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    journal = Journal.open(tmp_path, ID, operations=(disk := Torn()))
    journal.append([ev.ItemStarted(at=AT, item="1")])
    disk.broken = True
    with monkeypatch.context() as patch:
        patch.setattr(os, "ftruncate", refused)
        for _ in range(2):
            with pytest.raises(JournalError, match="bewaard"):
                journal.append([ev.ItemStarted(at=AT, item="2")])
    disk.broken = False
    journal.append([ev.ItemStarted(at=AT, item="3")])
    journal.close()
    assert [e.item for e in read(tmp_path, ID).events if isinstance(e, ev.ItemStarted)] == ["1", "3"]
    assert report_of(tmp_path, ID).ok and journal.notice == "" and not list(tmp_path.glob("*.cut-*"))


# -- file systems without flock --------------------------------------------------------------------------------------


@pytest.fixture
def no_flock(monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)


@pytest.mark.usefixtures("no_flock")
def test_without_flock_a_file_made_once_is_the_lock(tmp_path: Path) -> None:
    first = Journal.open(tmp_path, ID)
    assert not first.read_only and "kent geen sloten" in first.notice
    second = Journal.open(tmp_path, ID)
    assert second.read_only and f"proces {os.getpid()}" in second.holder and f"{ID}.lock" in second.holder
    second.close()
    first.append([ev.ItemStarted(at=AT, item="1")])
    first.close()
    assert not (tmp_path / f"{ID}.lock").exists()


@pytest.mark.usefixtures("no_flock")
def test_without_flock_the_lock_of_a_process_that_is_gone_is_taken_over_and_anothers_is_not(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    card = {"pid": gone.pid, "host": os.uname().nodename, "user": "x", "since": "2026-03-12T20:00:00+01:00"}
    (tmp_path / f"{ID}.lock").write_text(json.dumps(card))
    journal = Journal.open(tmp_path, ID)
    assert not journal.read_only
    (tmp_path / f"{ID}.lock").write_text(json.dumps(card | {"host": "andere-laptop"}))
    journal.close()
    (tmp_path / f"{ID}.lock").write_text(json.dumps(card | {"host": "andere-laptop"}))
    assert "andere-laptop" in Journal.open(tmp_path, ID).holder


@pytest.mark.usefixtures("no_flock")
def test_without_flock_a_lock_that_became_anothers_stops_the_writer(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, ID)
    journal.append([ev.ItemStarted(at=AT, item="1")])
    (tmp_path / f"{ID}.lock").unlink()
    (tmp_path / f"{ID}.lock").write_text(
        json.dumps({"pid": 1, "host": "andere-laptop", "user": "x", "since": "2026-03-12T20:00:00"})
    )
    with pytest.raises(JournalError, match="schrijft nu"):
        journal.append([ev.ItemStarted(at=AT, item="2")])
    journal.close()


# -- rights ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_nobody_else_reads_what_is_not_released_whatever_the_umask(
    tmp_path: Path, council: Path, agenda: Path, umask: int
) -> None:
    before = os.umask(umask)
    try:
        session = Session.open(council, agenda)
        session.enter("open")
        session.save_draft("m1 i pvda: nog gehe")
        assert main(["init", "--data", str(tmp_path / "nieuw")]) == 0
    finally:
        os.umask(before)
    session.close()
    for path in [council / "journal", *(council / "journal").rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert stat.S_IMODE((tmp_path / "nieuw" / "council.toml").stat().st_mode) == 0o640


def test_an_old_journal_is_closed_to_others_when_it_is_opened(council: Path, sitting: Session, agenda: Path) -> None:
    sitting.close()
    path = council / "journal" / f"{ID}.jsonl"
    path.chmod(0o644)
    path.parent.chmod(0o755)
    Session.open(council, agenda).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and not path.parent.stat().st_mode & 0o007
    path.chmod(0o640)
    Session.open(council, agenda).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640, "a group that was let in on purpose stays"
