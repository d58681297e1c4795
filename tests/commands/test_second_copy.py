"""What is added to a meeting afterwards is on the second place too, and so is all that another disk needs to go on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.journal.copies.record import Records
from livecouncil.journal.journal import Journal
from livecouncil.posting.outbox_file import outbox_path
from livecouncil.settings.folder import second_place
from livecouncil.sitting.copying import bring_up_to_date
from livecouncil.sitting.session import Session
from livecouncil.trust.verify import verify
from tests.commands.sticks import with_stick
from tests.conftest import Clock

ID = "2026-03-12-raadsvergadering"
POSTED = b'{"channel":"mastodon","post":2,"state":"done"}\n'


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of this test's own: it is rotated."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))


@pytest.fixture
def stick(council: Path, tmp_path: Path) -> Path:
    return with_stick(council, tmp_path / "stick")


@pytest.fixture
def raad(council: Path, agenda: Path, stick: Path) -> Path:
    """A closed and copied meeting with an undertaking."""
    session = Session.open(council, agenda, hold=0, clock=Clock())
    for line in ("open", "n6", "tz wagenaar: een brief voor 1 mei", "n11", "sluit"):
        assert not session.enter(line, confirmed=True).refused, line
    session.close()
    assert main(["publish", ID, "--data", str(council)]) == 0
    assert is_whole(council, stick)
    return council


def is_whole(raad: Path, stick: Path) -> bool:
    """Whether the copy is what the journal is."""
    (copy,) = stick.rglob(f"{ID}.jsonl")
    return copy.read_bytes() == (raad / "journal" / f"{ID}.jsonl").read_bytes()


@pytest.mark.parametrize(
    "words",
    [
        ("publish", ID, "--final", "2026-04-16"),
        ("commitments", ID, "1", "--done", "2026-05-01"),
        ("redact", ID, "3", "--reason", "verzoek", "--words", "een brief"),
    ],
    ids=lambda words: words[0],
)
def test_what_a_command_adds_is_on_the_second_place_when_it_ends(
    raad: Path, stick: Path, words: tuple[str, ...]
) -> None:
    before = (raad / "journal" / f"{ID}.jsonl").read_bytes()
    if words[0] == "redact":
        line = next(n for n, row in enumerate(before.splitlines(), 1) if b"een brief" in row)
        words = ("redact", ID, str(line), *words[3:])
    assert main([*words, "--data", str(raad)]) == 0
    assert (raad / "journal" / f"{ID}.jsonl").read_bytes() != before and is_whole(raad, stick)


def test_a_second_place_that_is_away_is_said_and_gets_it_with_the_next_command(
    raad: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = stick.rename(stick.with_name("kluis"))
    assert main(["publish", ID, "--final", "2026-04-16", "--data", str(raad)]) == 0
    assert "Wat er net bij kwam staat daar nog niet" in capsys.readouterr().err
    away.rename(stick)
    assert not is_whole(raad, stick)
    assert main(["publish", ID, "--data", str(raad)]) == 0
    assert is_whole(raad, stick) and capsys.readouterr().err == ""


def test_nobody_brings_over_what_another_program_writes(raad: Path, stick: Path) -> None:
    journal = Journal.open(raad / "journal", ID)
    assert bring_up_to_date(raad, ID, rehearsal=False) is None
    journal.close()


def test_a_debt_that_is_paid_leaves_the_other_meeting_free_to_be_written(raad: Path, agenda: Path, stick: Path) -> None:
    """While one meeting is on, a text of an earlier one can still be deleted."""
    place = second_place(raad, str(stick))
    (raad / "journal" / f"{ID}.copy").write_text(f'{{"to": "{place}", "files": {{}}}}')
    later = agenda.with_name("2026-03-19-raadsvergadering.toml")
    later.write_text(agenda.read_text().replace("2026-03-12", "2026-03-19"))
    session = Session.open(raad, later, clock=Clock("2026-03-19T19:30:00+01:00"))
    assert session.copying._copier and session.copying._copier.wait(60)
    assert Records(raad / "journal", place).owed() == []
    journal = Journal.open(raad / "journal", ID)
    holder = journal.holder
    journal.close()
    session.close()
    assert not holder


def test_what_was_posted_goes_along_wherever_it_lies(raad: Path, stick: Path, tmp_path: Path) -> None:
    """Else another disk would post it all again."""
    outbox = outbox_path(raad, ID)
    assert outbox.parent.name == "outbox"
    outbox.parent.mkdir()
    outbox.write_bytes(POSTED)
    bring_up_to_date(raad, ID, rehearsal=False)
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 0
    assert outbox_path(tmp_path / "b", ID).read_bytes() == POSTED


def test_after_a_new_key_the_copy_still_verifies_on_another_disk_and_holds_no_secret(
    raad: Path, stick: Path, tmp_path: Path
) -> None:
    (raad / "keys").mkdir()
    (raad / "keys" / "gm9999.key").write_text("een geheim dat hier niet hoort")
    assert main(["key", "rotate", "--yes", "--data", str(raad)]) == 0
    copied = {path.name for path in stick.rglob("*") if path.parent.name == "keys"}
    assert copied == {"succession-1.txt", "succession-1.txt.minisig", "succession-1.txt.new.minisig"}
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 0
    assert main(["publish", ID, "--data", str(tmp_path / "b")]) == 0
    assert verify(tmp_path / "b", ID) == []


def test_what_somebody_else_put_on_a_stick_is_not_taken_along(raad: Path, stick: Path, tmp_path: Path) -> None:
    (copy,) = stick.iterdir()
    for name in ("public/index.html", "wall.url", "outbox/x.toml", "agendas/.x.toml", "keys/gm9999.key"):
        (copy / name).parent.mkdir(exist_ok=True)
        (copy / name).write_text("vals")
    shutil.copy(copy / "journal" / f"{ID}.jsonl", copy / "journal" / "2026-03-19-raadsvergadering.jsonl")
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 0
    there = {str(path.relative_to(tmp_path / "b")) for path in (tmp_path / "b").rglob("*") if path.is_file()}
    assert there == {"council.toml", f"agendas/{ID}.toml", f"journal/{ID}.jsonl"}
