"""On other systems: nothing asks for a module that only POSIX has, and an evening in line mode is kept whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.journal.reading import read
from tests.conftest import ROOT

ID = "2026-03-12-raadsvergadering"
EVENING = ["open", "n6", "m1 i cda: Meer bomen", "m1v cda vvd", "=", "sluit", ""]


def run(system: str, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.system.another_system", system, *arguments]
    return subprocess.run(command, input=typed, capture_output=True, text=True, cwd=ROOT, timeout=120)


@pytest.mark.parametrize("system", ["without", "windows"])
def test_every_module_is_imported_there(system: str) -> None:
    done = run(system, "import")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 400


@pytest.mark.parametrize("system", ["without", "windows"])
def test_an_evening_in_line_mode_is_kept_there(system: str, council: Path) -> None:
    agenda = next((council / "agendas").glob("*.toml"))
    options = ["--plain", "--no-serve", "--no-post", "--hold", "0", "--data", str(council)]
    done = run(system, "live", str(agenda), *options, typed="\n".join(EVENING))
    assert done.returncode == 0, done.stdout + done.stderr
    events = read(council / "journal", ID).events
    assert [event.title for event in events if isinstance(event, ev.Filed)] == ["Meer bomen"]
    assert any(isinstance(event, ev.Closed) for event in events)
    verified = run(system, "verify", "--data", str(council), ID)
    assert verified.returncode == 0, verified.stdout + verified.stderr
