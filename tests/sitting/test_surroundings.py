"""Before the evening a griffier hears what may spoil it, in the app and in line mode."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from livecouncil.sitting import surroundings
from livecouncil.sitting.ahead import ahead_in
from livecouncil.sitting.session import Session
from livecouncil.terminal.seen.checks import checks
from livecouncil.terminal.watchdog import Watchdog
from tests.conftest import ROOT, Clock


@pytest.fixture
def session(council: Path) -> Iterator[Session]:
    opened = Session.open(council, next((council / "agendas").glob("*.toml")), clock=Clock())
    yield opened
    opened.close()


@pytest.fixture
def spoilt(monkeypatch: pytest.MonkeyPatch, session: Session) -> Session:
    """A laptop that runs on its battery, with a clock of its own and a folder for everybody."""
    monkeypatch.setattr("livecouncil.system.surroundings.clock_is_kept", lambda: False)
    monkeypatch.setattr("livecouncil.system.surroundings.battery", lambda: 54)
    monkeypatch.setattr("livecouncil.system.surroundings.open_to_all", lambda folder: folder / "journal")
    monkeypatch.setattr("livecouncil.system.surroundings.closed_to_others", lambda folder: folder.parent)
    monkeypatch.setattr(surroundings, "hostile", lambda folder: ("cloud", "network"))
    return session


def test_each_is_said_with_what_to_do(spoilt: Session) -> None:
    ahead = ahead_in(spoilt)
    said = [one.sentence for one in (*surroundings.clock_amiss(ahead), *surroundings.found_amiss(ahead, served=False))]
    for word in ("klok: ", "accu, nog 54 %", "andere computers gelijk", "netwerkschijf", "chmod o-w", "chmod o+x"):
        assert any(word in sentence for sentence in said), word
    assert len(said) == 6 and all(sentence.endswith(".") for sentence in said)
    assert len(surroundings.found_amiss(ahead, served=True)) == 4, "our own server reads what we may read"


def test_the_app_shows_them_among_its_checks(spoilt: Session) -> None:
    rows = checks(ahead_in(spoilt), Watchdog(spoilt, None))
    assert [row.result for row in rows if "accu" in row.found or row.what == "klok"] == ["mind", "mind"]


@pytest.mark.skipif(sys.platform == "win32", reason="no terminal of this kind")
def test_line_mode_says_them_before_the_first_line_to_who_sits_at_a_terminal(council: Path) -> None:
    import pty

    (council / "agendas").chmod(0o777)
    agenda = next((council / "agendas").glob("*.toml"))
    typed = [sys.executable, "-m", "livecouncil", "live", "--data", str(council), "--plain", "--no-serve", str(agenda)]
    keyboard, terminal = pty.openpty()
    os.write(keyboard, b"\x04")
    at_a_terminal = subprocess.run(typed, cwd=ROOT, stdin=terminal, capture_output=True, text=True, check=False)
    os.close(keyboard)
    os.close(terminal)
    piped = subprocess.run(typed, cwd=ROOT, input="", capture_output=True, text=True, check=False)
    assert f"chmod o-w {council / 'agendas'}" in at_a_terminal.stdout, at_a_terminal
    assert "chmod" not in piped.stdout, "nobody reads it there"
