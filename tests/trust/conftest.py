"""A published meeting, made once for all tests of this room that only look at it or at a copy."""

from __future__ import annotations

import shutil
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest

from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

ID = "2026-03-12-raadsvergadering"


@pytest.fixture(scope="session")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council's folder (`raad`) with a published meeting, and its keys (`share`)."""
    home = tmp_path_factory.mktemp("evening")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home / "share"))
        shutil.copytree(str(files("livecouncil") / "example"), home / "raad")
        session = Session.open(home / "raad", next((home / "raad" / "agendas").glob("*.toml")), hold=0)
        lines = (home / "raad" / "evening.txt").read_text().splitlines()
        plain.run(session, lines, StringIO(), StringIO(), ask=False)
        session.close()
        publishing.publish(home / "raad", ID)
    return home


@pytest.fixture
def own(evening: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the council's folder, with its keys in a folder of this test's own."""
    shutil.copytree(evening / "share", tmp_path / "share")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return Path(shutil.copytree(evening / "raad", tmp_path / "own"))


@pytest.fixture
def public(own: Path) -> Path:
    """The folder of its published meeting."""
    return own / "public" / ID
