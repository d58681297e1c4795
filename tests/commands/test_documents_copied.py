"""Documents of motions are on the second copy as they were filed, come back from it, and go with what is deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.journal.documents import digest_of
from livecouncil.sitting.session import Session
from livecouncil.system.age import Identity
from tests.commands.sticks import with_stick
from tests.conftest import Clock

ID = "2026-03-12-raadsvergadering"
PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\nDe raad verzoekt starters voorrang te geven.\n%%EOF\n"


def filed(council: Path, agenda: Path) -> Session:
    """A meeting that goes on, in which M1 was filed with its document."""
    lying = council / "stukken" / ID
    lying.mkdir(parents=True)
    (lying / "m1.pdf").write_bytes(PDF)
    session = Session.open(council, agenda, hold=0, clock=Clock())
    for line in ("open", "n6", "m1 i vvd: Starters eerst"):
        assert not session.enter(line, confirmed=True).refused
    assert copied(session)
    return session


def copied(session: Session) -> bool:
    copier = session.copying._copier
    assert copier
    return copier.wait(60)


def has_document(stick: Path) -> bool:
    return any(path.is_file() and PDF in path.read_bytes() for path in stick.rglob("*"))


def line_of_document(session: Session) -> int:
    (seq,) = (event.seq for event in session.journal.events if isinstance(event, ev.Attached))
    return seq


@pytest.mark.parametrize("sealed", [False, True])
def test_the_disk_is_lost_and_the_document_is_not(council: Path, agenda: Path, tmp_path: Path, sealed: bool) -> None:
    identity = Identity.generate()
    key = tmp_path / "sleutel.txt"
    key.write_text(str(identity))
    stick = with_stick(council, tmp_path / "stick", str(identity.to_public()) if sealed else "")
    filed(council, agenda).close()
    assert has_document(stick) is not sealed
    shutil.rmtree(council)
    other = tmp_path / "andere" / "raad"
    assert main(["restore", str(stick), "--data", str(other), *(["--identity", str(key)] if sealed else [])]) == 0
    assert main(["publish", ID, "--data", str(other)]) == 0
    (public,) = (other / "public" / ID / "stukken").iterdir()
    assert public.read_bytes() == PDF
    kept = other / "journal" / f"{ID}.private" / "stukken"
    assert kept.stat().st_mode & 0o077 == 0 and (kept / digest_of(PDF)).stat().st_mode & 0o077 == 0


def test_another_sitting_goes_on_with_the_copy_and_writes_it_no_second_time(
    council: Path, agenda: Path, tmp_path: Path
) -> None:
    stick = with_stick(council, tmp_path / "stick")
    filed(council, agenda).close()
    (there,) = (path for path in stick.rglob(digest_of(PDF)))
    before = there.stat()
    session = Session.open(council, agenda, hold=0, clock=Clock())
    session.enter("m2 i vvd: Iets anders")
    assert copied(session)
    session.close()
    assert there.stat().st_mtime_ns == before.st_mtime_ns and there.stat().st_ino == before.st_ino


def test_deleted_on_request_it_goes_from_the_copy_while_the_meeting_goes_on(
    council: Path, agenda: Path, tmp_path: Path
) -> None:
    stick = with_stick(council, tmp_path / "stick")
    session = filed(council, agenda)
    assert has_document(stick)
    assert not session.enter(f"wis {line_of_document(session)}: op verzoek", confirmed=True).refused
    assert copied(session)
    session.close()
    assert not has_document(stick)


@pytest.mark.parametrize("sealed", [False, True])
def test_deleted_afterwards_it_goes_from_the_copy_too(
    council: Path, agenda: Path, tmp_path: Path, sealed: bool
) -> None:
    stick = with_stick(council, tmp_path / "stick", str(Identity.generate().to_public()) if sealed else "")
    session = filed(council, agenda)
    line = line_of_document(session)
    session.close()
    (council / "stukken" / ID / "m1.pdf").unlink()
    assert list(stick.rglob(f"{digest_of(PDF)}*"))
    assert main(["redact", ID, str(line), "--reason", "verzoek", "--data", str(council)]) == 0
    assert not list(stick.rglob(f"{digest_of(PDF)}*"))


def test_what_is_only_missing_here_stays_there(council: Path, agenda: Path, tmp_path: Path) -> None:
    stick = with_stick(council, tmp_path / "stick")
    filed(council, agenda).close()
    shutil.rmtree(council / "journal" / f"{ID}.private" / "stukken")
    session = Session.open(council, agenda, hold=0, clock=Clock())
    session.enter("m2 i vvd: Iets anders")
    assert copied(session)
    session.close()
    assert has_document(stick)
