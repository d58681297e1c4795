"""What is redacted goes from the second copy too: at once, or when the second place is back."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.journal.reading import read
from livecouncil.sitting.session import Session
from livecouncil.system.age import Identity, decrypted
from tests.commands.sticks import with_stick
from tests.conftest import Clock
from tests.upgrade.form_1 import OPEN, unpacked

ID = "2026-03-12-raadsvergadering"
CANARY = "mevrouw Kanariepiet"


@pytest.fixture
def stick(council: Path, tmp_path: Path) -> Path:
    return with_stick(council, tmp_path / "stick")


def told_of(council: Path, agenda: Path) -> int:
    """A meeting in which somebody is named who must go; the number of the line."""
    session = Session.open(council, agenda, clock=Clock())
    session.enter("open")
    session.enter("n6")
    (event,) = session.enter(f"m1 i vvd: Een boom voor {CANARY}").events
    session.close()
    assert session.copying.trouble == ""
    return len(session.journal.events)


def holds(stick: Path, identity: Identity | None = None) -> list[str]:
    """Files of the stick that name her."""
    found = []
    for path in sorted(path for path in stick.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if identity:
            content = decrypted(content, [identity])
        if CANARY.encode() in content:
            found.append(path.name)
    return found


def redact(council: Path, line: int) -> int:
    return main(["redact", ID, str(line), "--reason", "verzoek", "--words", CANARY, "--data", str(council)])


def test_the_copy_loses_it_with_the_journal(council: Path, agenda: Path, stick: Path) -> None:
    line = told_of(council, agenda)
    assert holds(stick)
    assert redact(council, line) == 0
    assert holds(stick) == [] and holds(council / "journal") == []
    (copy,) = stick.iterdir()
    assert (copy / "journal" / f"{ID}.jsonl").read_bytes() == (council / "journal" / f"{ID}.jsonl").read_bytes()


def test_an_encrypted_copy_loses_it_too(council: Path, agenda: Path, tmp_path: Path) -> None:
    identity = Identity.generate()
    stick = with_stick(council, tmp_path / "stick", str(identity.to_public()))
    line = told_of(council, agenda)
    assert holds(stick, identity)
    assert redact(council, line) == 0
    assert holds(stick, identity) == []
    pieces = [path.name for path in stick.rglob(f"{ID}.jsonl.*")]
    assert len(pieces) == 1 and ".000000000000." in pieces[0], "whole, and nothing of the generation before it"


def test_a_stick_that_is_away_is_said_and_loses_it_at_the_next_meeting(
    council: Path, agenda: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = told_of(council, agenda)
    away = stick.with_name("kluis")
    stick.rename(away)
    assert redact(council, line) == 1
    assert "In de tweede kopie staat de tekst nog" in capsys.readouterr().err
    away.rename(stick)
    assert holds(stick)
    later = agenda.with_name("2026-03-19-raadsvergadering.toml")
    later.write_text(agenda.read_text().replace("2026-03-12", "2026-03-19"))
    session = Session.open(council, later, clock=Clock("2026-03-19T19:30:00+01:00"))
    assert session.copying._copier and session.copying._copier.wait(60)
    session.close()
    assert holds(stick) == [] and len([*stick.iterdir()]) == 2


def test_redacted_while_it_goes_on_it_goes_while_it_goes_on(council: Path, agenda: Path, stick: Path) -> None:
    line = told_of(council, agenda)
    session = Session.open(council, agenda, clock=Clock())
    copier = session.copying._copier
    assert copier and copier.wait(60) and holds(stick)
    left = session.journal.events[line - 1].model_copy(update={"title": "Een boom"})
    session.journal.redact([ev.Redacted.model_validate({"at": session.clock(), "of": line, "event": left})])
    assert copier.wait(60)
    gone = holds(stick)
    session.close()
    assert gone == []


def test_a_copy_that_had_not_lost_it_yet_comes_back_without_it(
    council: Path, agenda: Path, stick: Path, tmp_path: Path
) -> None:
    """Its writer died between the word that a text must go and its going: restore does it."""
    line = told_of(council, agenda)
    (copy,) = stick.iterdir()
    copied = copy / "journal" / f"{ID}.jsonl"
    before = copied.read_bytes()
    assert redact(council, line) == 0
    redacted = copied.read_bytes()
    copied.write_bytes(before + b"".join(redacted.splitlines(keepends=True)[before.count(b"\n") :]))
    assert holds(stick)
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 0
    assert holds(tmp_path / "b") == []
    assert (tmp_path / "b" / "journal" / f"{ID}.jsonl").read_bytes() == redacted


def test_a_copy_that_was_left_alone_is_named(
    council: Path, agenda: Path, stick: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It knows more than the journal, so it is not ours to change; that it may still name her is said."""
    line = told_of(council, agenda)
    path = council / "journal" / f"{ID}.jsonl"
    shorter = path.read_bytes()
    session = Session.open(council, agenda, clock=Clock())
    session.enter("n7")
    session.close()
    path.write_bytes(shorter)
    (left,) = stick.iterdir()
    assert redact(council, line) == 1
    assert f"In {left.name} op de tweede plek staat een andere kopie" in capsys.readouterr().err
    assert {path.parent.parent.name for path in stick.rglob("*.jsonl") if CANARY.encode() in path.read_bytes()} == {
        left.name
    }


def test_what_was_being_written_when_a_stick_was_pulled_out_is_swept(council: Path, agenda: Path, stick: Path) -> None:
    told_of(council, agenda)
    (copy,) = stick.iterdir()
    left = copy / "journal" / f".{ID}.jsonl.0123456789abcdef.part"
    left.write_text(CANARY)
    session = Session.open(council, agenda, clock=Clock())
    assert session.copying._copier and session.copying._copier.wait(60)
    session.close()
    assert not left.exists()


def test_a_journal_of_form_1_is_copied_redacted_and_restored_with_its_private_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = unpacked(tmp_path)
    monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "golden.key"))
    stick = with_stick(old, tmp_path / "stick")
    session = Session.open(old, old / "agendas" / f"{OPEN}.toml", clock=Clock("2024-06-20T21:00:00+02:00"))
    session.enter(f", {CANARY} belde")
    session.enter(", de koffie is op")
    events = list(session.journal.events)
    session.close()
    assert session.copying.trouble == ""
    (copy,) = stick.iterdir()
    kept = {path.name for path in (old / "journal" / f"{OPEN}.private").glob("[0-9]*.json")}
    assert {path.name for path in (copy / "journal" / f"{OPEN}.private").iterdir()} == kept and holds(stick)
    assert main(["restore", str(stick), "--data", str(tmp_path / "b")]) == 0
    assert read(tmp_path / "b" / "journal", OPEN).events == events
    line = events[-2].seq
    assert main(["redact", OPEN, str(line), "--reason", "verzoek", "--data", str(old)]) == 0
    assert holds(stick) == [] and len([*(copy / "journal" / f"{OPEN}.private").iterdir()]) == len(kept)
