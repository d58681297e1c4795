"""The folder of `form_1`, carried on by this program."""

from __future__ import annotations

import io
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.journal.reading import read
from livecouncil.sitting import line_mode
from livecouncil.sitting.session import Session

from .form_1 import CLOSED, OPEN, REDACTED, unpacked

MORNING = datetime.fromisoformat("2024-06-21T09:00:00+02:00")


@pytest.fixture
def raad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "golden.key"))
    return unpacked(tmp_path)


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def journal_of(raad: Path, meeting: str) -> bytes:
    return (raad / "journal" / f"{meeting}.jsonl").read_bytes()


def go_on(raad: Path, *lines: str) -> str:
    """Type `lines` in the meeting that is still open; what was refused."""
    session = Session.open(raad, raad / "agendas" / f"{OPEN}.toml", hold=0, clock=lambda: MORNING)
    errors = io.StringIO()
    try:
        line_mode.run(session, lines, io.StringIO(), errors, ask=False)
    finally:
        session.close()
    return errors.getvalue()


def public_files(raad: Path, meeting: str) -> dict[str, bytes]:
    folder = raad / "public" / meeting
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("meeting", [REDACTED, CLOSED])
def test_what_was_closed_holds_and_keeps_its_journal(
    raad: Path, meeting: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = journal_of(raad, meeting)
    assert run("publish", "--data", raad, meeting) == 0
    assert run("verify", "--data", raad, meeting) == 0
    assert journal_of(raad, meeting) == before
    published = public_files(raad, meeting)["journal.jsonl"]
    assert before.startswith(published) and published.count(b"\n") > 10
    assert read(raad / "journal", meeting).damage == []
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("meeting", [REDACTED, CLOSED])
def test_the_chain_and_its_signature_stand_as_that_program_published_them(raad: Path, meeting: str) -> None:
    before = public_files(raad, meeting)
    assert run("publish", "--data", raad, meeting) == 0
    after = public_files(raad, meeting)
    proof = ("journal.jsonl", "checkpoint.txt", "checkpoint.txt.minisig")
    assert {name: after[name] for name in proof} == {name: before[name] for name in proof}
    assert before.keys() <= after.keys(), "no published address goes"


def test_an_open_meeting_goes_on_is_closed_published_and_verified(raad: Path) -> None:
    before = journal_of(raad, OPEN)
    assert go_on(raad, "m2 i haan: Hoogbouw", ", nog een kanarie", "b: Een vrij bericht. =", "@23:50 sluit") == ""
    after = journal_of(raad, OPEN)
    assert after.startswith(before)
    added = after[len(before) :].splitlines()
    assert len(added) >= 4 and all(b'"v":1,' in row for row in added), "a meeting goes on in the form it began in"
    assert b"kanarie" not in after and b"vrij bericht" not in after, "in form 1 these are commitments"
    notes = [event for event in read(raad / "journal", OPEN).events if isinstance(event, ev.Note)]
    assert len(notes) == 3, "titles of closed items, and two typed"
    assert run("publish", "--data", raad, OPEN) == 0
    assert run("verify", "--data", raad, OPEN) == 0
    feed = public_files(raad, OPEN)["feed.json"].decode()
    assert "Hoogbouw" in feed and "Een vrij bericht." in feed and "kanarie" not in feed


def test_redaction_reaches_what_that_program_kept_apart(raad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = read(raad / "journal", OPEN).events
    undertaking = next(event.seq for event in events if isinstance(event, ev.Undertaking))
    assert run("redact", "--data", raad, OPEN, undertaking, "--reason", "op verzoek") == 1
    told = capsys.readouterr().err.splitlines()
    assert told and not any(OPEN in line for line in told), "the same was said in an earlier meeting: that is named"
    assert "een brief" not in public_files(raad, OPEN)["feed.json"].decode()
    assert read(raad / "journal", OPEN).damage == []


def test_everything_is_published_with_an_archive(raad: Path) -> None:
    go_on(raad, "@23:50 sluit")
    before = sorted(path.relative_to(raad) for path in (raad / "public" / "archief").rglob("*.html"))
    assert run("publish", "--all", "--data", raad) == 0
    after = {path.relative_to(raad) for path in (raad / "public" / "archief").rglob("*.html")}
    assert before and after.issuperset(before)
    assert run("verify", "--data", raad) == 0


def test_anybody_can_check_what_that_program_published(raad: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    assert run("publish", "--data", raad, CLOSED) == 0
    shutil.copytree(raad / "public", elsewhere)
    assert run("verify", "--public", elsewhere / CLOSED, "--key", raad / "public" / "livecouncil.pub") == 0
