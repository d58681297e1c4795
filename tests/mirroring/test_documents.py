"""Documents of motions on a mirror: there when they are public, gone when they are deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from livecouncil.core.council.model import MirrorSite
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from livecouncil.trust.redact import redact
from tests.waiting import until

from .mirrored import MEETING, add_mirror
from .test_process import worker

PDF = b"%PDF-1.7\n1 0 obj <</Type /Catalog>> endobj\nDe raad verzoekt starters voorrang te geven.\n%%EOF\n"


def test_it_is_carried_when_it_is_public_and_taken_off_when_it_is_deleted(
    council: Path, agenda: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    site = tmp_path / "site"
    site.mkdir()
    add_mirror(council, MirrorSite(name="website", to=f"file://{site}"))
    lying = council / "stukken" / MEETING
    lying.mkdir(parents=True)
    (lying / "m1.pdf").write_bytes(PDF)
    session = Session.open(council, agenda, hold=0)
    for line in ("open", "n6", "m1 i pvda: Starters eerst", "sluit"):
        assert not session.enter(line, confirmed=True, line_mode=True).refused
    (line_of,) = (event.seq for event in session.journal.events if isinstance(event, ev.Attached))
    session.close()
    shutil.rmtree(lying)
    folder = site / MEETING / "stukken"
    with worker(council):
        publishing.publish(council, MEETING)
        until(lambda: [path.read_bytes() for path in folder.glob("*.pdf")] == [PDF], "the document is not there")
        redact(council, MEETING, Wish(line_of, "op verzoek"))
        until(lambda: not any(folder.glob("*")), "the document is still there")
    assert not [path for path in site.rglob("*") if path.is_file() and PDF in path.read_bytes()]
