"""The first disk is gone in the middle of a meeting: the copy is put back elsewhere, and the meeting goes on."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.journal.copies.kept import is_earlier
from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from livecouncil.sitting.session import Session
from livecouncil.system.age import Identity, decrypted
from tests.commands.sticks import with_stick
from tests.conftest import ROOT, STORM, Clock

ID = "2026-03-12-raadsvergadering"
SECRET = "iets dat alleen de griffier weet"
PLAYED = ("open", "n1", "n6", f", {SECRET}", "m1 i vvd: Meer bomen")
KILLS = 40 if STORM else 4


@pytest.fixture
def stick(council: Path, tmp_path: Path) -> Path:
    """A stick that the council copies to."""
    return with_stick(council, tmp_path / "stick")


def played(council: Path, lines: tuple[str, ...] = PLAYED) -> list[object]:
    """A meeting of those lines, copied and left open; its events."""
    session = Session.open(council, next((council / "agendas").glob("*.toml")), clock=Clock())
    for line in lines:
        assert not session.enter(line, confirmed=True).refused, line
    events: list[object] = list(session.journal.events)
    session.close()
    assert session.copying.trouble == ""
    return events


def one_batch_a_line(council: Path) -> None:
    """The same, each line waited for."""
    session = Session.open(council, next((council / "agendas").glob("*.toml")), clock=Clock())
    copier = session.copying._copier
    assert copier and copier.wait(60)
    for line in PLAYED:
        session.enter(line)
        assert copier.wait(60)
    session.close()


def raw(council: Path) -> bytes:
    return (council / "journal" / f"{ID}.jsonl").read_bytes()


def test_the_meeting_goes_on_at_the_same_item_on_another_disk(
    council: Path, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = played(council)
    lines = raw(council)
    shutil.rmtree(council)
    other = tmp_path / "andere laptop" / "raad"
    assert main(["restore", str(stick), "--data", str(other)]) == 0
    said = capsys.readouterr().out
    assert f"{ID} is terug: {lines.count(10)} regels" in said and "punt 6" in said
    assert f"livecouncil live --data '{other}' '{other}/agendas/{ID}.toml'" in said, "as a shell takes it"
    assert raw(other) == lines and report_of(other / "journal", ID).ok
    session = Session.open(other, other / "agendas" / f"{ID}.toml", clock=Clock("2026-03-12T20:10:00+01:00"))
    try:
        assert session.journal.events == events, "private lines too"
        assert session.desk.state.item == "6" and "m1" in session.desk.state.objects
        assert session.enter("n7").events
    finally:
        session.close()
    assert [path.name for path in stick.iterdir()] == [next(stick.iterdir()).name], "and is copied where it was"


def test_what_is_private_comes_back_and_the_folder_is_ours_alone(council: Path, stick: Path, tmp_path: Path) -> None:
    played(council)
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 0
    found = read(tmp_path / "b" / "journal", ID).events
    assert any(getattr(event, "text", "") == SECRET for event in found)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "b" / "journal").rglob("*"))


def test_an_encrypted_copy_shows_nothing_and_comes_back_with_its_key(
    council: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = Identity.generate()
    stick = with_stick(council, tmp_path / "stick", str(identity.to_public()))
    events = played(council)
    for path in stick.rglob("*"):
        assert path.is_dir() or path.read_bytes().startswith(b"age-encryption.org/v1\n"), path
    key = tmp_path / "kluis.txt"
    key.write_text(f"# created: vandaag\n{Identity.generate()}\n")
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 1
    assert "--identity" in capsys.readouterr().err
    assert main(["restore", str(stick), "--data", str(tmp_path / "b"), "--identity", str(key)]) == 1
    assert "gaat de kopie niet open" in capsys.readouterr().err and not [*(tmp_path / "b").rglob("*.jsonl")]
    key.write_text(f"# created: vandaag\n{identity}\n")
    assert main(["restore", str(stick), "--data", str(tmp_path / "b"), "--identity", str(key)]) == 0
    assert raw(tmp_path / "b") == raw(council)
    assert read(tmp_path / "b" / "journal", ID).events == events


def test_pieces_put_behind_each_other_are_the_file(council: Path, tmp_path: Path) -> None:
    identity = Identity.generate()
    stick = with_stick(council, tmp_path / "stick", str(identity.to_public()))
    one_batch_a_line(council)
    pieces = sorted(next(stick.iterdir()).glob(f"journal/{ID}.jsonl.*.age"))
    assert len(pieces) == len(PLAYED) + 1, "one a batch, and one to begin with"
    assert b"".join(decrypted(piece.read_bytes(), [identity]) for piece in pieces) == raw(council)


def test_a_missing_piece_costs_what_follows_and_is_said(
    council: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = Identity.generate()
    stick = with_stick(council, tmp_path / "stick", str(identity.to_public()))
    one_batch_a_line(council)
    sorted(next(stick.iterdir()).glob(f"journal/{ID}.jsonl.*.age"))[3].unlink()
    (tmp_path / "kluis.txt").write_text(f"{identity}\n")
    arguments = ["restore", str(stick), "--data", str(tmp_path / "b"), "--identity", str(tmp_path / "kluis.txt")]
    assert main(arguments) == 1
    assert "ontbreekt een stuk" in capsys.readouterr().err
    assert raw(council).startswith(raw(tmp_path / "b")) and raw(tmp_path / "b").count(b"\n") >= 3


def test_a_longer_journal_is_never_written_over(
    council: Path, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played(council)
    shutil.copytree(stick, tmp_path / "oude stick")
    played(council, ("n7",))
    longer = raw(council)
    assert main(["restore", str(tmp_path / "oude stick"), "--data", str(council)]) == 1
    assert f"{longer.count(10)} regels" in capsys.readouterr().err and raw(council) == longer
    assert not [*(council / "journal").glob(".restore*")]


def test_a_shorter_state_of_the_same_journal_is_made_whole(council: Path, stick: Path) -> None:
    played(council)
    lines = raw(council)
    (council / "journal" / f"{ID}.jsonl").write_bytes(b"".join(lines.splitlines(keepends=True)[:3]))
    assert main(["restore", str(stick), "--data", str(council)]) == 0
    assert raw(council) == lines


def test_nothing_is_put_back_while_the_meeting_is_being_logged(
    council: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played(council)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), clock=Clock())
    try:
        assert main(["restore", str(stick), "--data", str(council)]) == 1
    finally:
        session.close()
    assert "wordt nu geschreven" in capsys.readouterr().err


def test_files_of_the_folder_stay_as_they_are(council: Path, stick: Path, capsys: pytest.CaptureFixture[str]) -> None:
    played(council)
    shutil.rmtree(council / "journal")
    changed = (council / "council.toml").read_text() + "\n# van na de vergadering\n"
    (council / "council.toml").write_text(changed)
    assert main(["restore", str(stick), "--data", str(council)]) == 0
    assert "Bleef zoals het was: council.toml" in capsys.readouterr().out
    assert (council / "council.toml").read_text() == changed


def test_of_several_copies_one_is_named(
    council: Path, stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played(council)
    shutil.rmtree(council / "journal")
    played(council, ("open",))
    assert len([*stick.iterdir()]) == 2, "another journal of that name stands beside it"
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 1
    told = capsys.readouterr()
    assert told.out.count(ID) == 2 and not (tmp_path / "b").exists()
    newest = told.err.split("livecouncil restore ")[1].strip()
    assert main(["restore", newest, "--data", str(tmp_path / "b")]) == 0


def test_a_folder_without_a_copy_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(tmp_path), "--data", str(tmp_path / "b")]) == 1
    assert "geen kopie" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "weg"), "--data", str(tmp_path / "b")]) == 1


def test_a_kill_in_the_middle_loses_at_most_what_was_on_its_way(council: Path, stick: Path, tmp_path: Path) -> None:
    """The copy is an earlier state of the journal, it opens, and the next sitting makes it whole."""
    for number in range(KILLS):
        for _ in killed_while_logging(council, after=5 + 7 * number):
            pass
        (copy,) = [path for path in stick.iterdir() if path.is_dir()]
        copied = (copy / "journal" / f"{ID}.jsonl").read_bytes()
        assert is_earlier(copied, raw(council)) and copied.count(b"\n") > number
        elsewhere = tmp_path / f"elders {number}"
        assert main(["restore", str(stick), "--data", str(elsewhere)]) == 0
        assert report_of(elsewhere / "journal", ID).ok
    played(council, (", heel",))
    assert (copy / "journal" / f"{ID}.jsonl").read_bytes() == raw(council)


def killed_while_logging(council: Path, after: int) -> Iterator[str]:
    """Answers of line mode, which is killed while it answers as fast as it can."""
    agenda = next((council / "agendas").glob("*.toml"))
    process = subprocess.Popen(
        [sys.executable, "-m", "livecouncil", "live", str(agenda), "--plain", "--no-serve", "--no-post"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert process.stdin and process.stdout
    process.stdin.write("open\n" + "".join(f", regel {number}\n" for number in range(400)))
    process.stdin.flush()
    for _ in range(after):
        yield process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.stdin.close()
    process.wait()
    process.stdout.close()


def test_a_restore_that_is_cut_short_leaves_no_journal_or_a_whole_one_and_can_be_done_again(
    council: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played(council)
    real = os.replace
    for calls in range(40):
        left = [None] * calls

        def breaks(source: Path, target: Path, left: list[None] = left, **folders: int) -> None:
            if not left:
                raise OSError(errno.EIO, "Input/output error")
            left.pop()
            real(source, target, **folders)

        other = tmp_path / f"b{calls}"
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", breaks)
            broke = main(["restore", str(stick), "--data", str(other)]) == 1
        path = other / "journal" / f"{ID}.jsonl"
        assert not path.exists() or path.read_bytes() == raw(council)
        assert main(["restore", str(stick), "--data", str(other)]) == 0
        assert raw(other) == raw(council) and not [*(other / "journal").glob(".restore*")]
        if not broke:
            return
    pytest.fail("it never came to an end")
