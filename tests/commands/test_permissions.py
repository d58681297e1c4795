"""Who may read and write what the program makes, whatever the umask of who runs it."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.settings import secrets
from livecouncil.sitting import line_mode
from livecouncil.sitting.session import Session
from tests.evenings.sitting import ID, write

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:04.000\nIk open de vergadering.\n"
SCRIPT = ("open", "n4", "m1 i B: Starters eerst", "tz wagner: een brief", ", een notitie", "m1v A C =", "sluit")


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=["umask 000", "umask 022", "umask 077"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Everything a griffier's evening leaves: the council's folder `raad`, and beside it keys, secrets and reports."""
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.casefold()))
    before = os.umask(request.param)
    try:
        evening(tmp_path)
        yield tmp_path
    finally:
        os.umask(before)


def evening(home: Path) -> None:
    data = home / "raad"
    assert main(["init", "--data", str(data)]) == 0
    (data / "council.toml").unlink()
    session = Session.open(data, write(data), hold=0)
    line_mode.run(session, list(SCRIPT), io.StringIO(), io.StringIO(), ask=False)
    session.close()
    captions = home / "opname.vtt"
    captions.write_text(CAPTIONS)
    published = ["publish", ID, "--data", str(data), "--captions", str(captions), "--offset", "19:30:00"]
    assert main(published) == 0
    secrets.save("Dorp", "mastodon", {"token": "geheim"})


def modes(folder: Path) -> dict[str, int]:
    """Mode of everything below `folder`, by its path seen from there."""
    return {path.relative_to(folder).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}


def made(home: Path) -> dict[str, int]:
    """Of what the program made itself; the test wrote council and agenda, and made the folders they lie in."""
    own = ("raad", "raad/agendas", "raad/council.toml", f"raad/agendas/{ID}.toml", "opname.vtt")
    return {name: mode for name, mode in modes(home).items() if name not in own}


def test_nobody_else_writes_anything(home: Path) -> None:
    assert {name: oct(mode) for name, mode in made(home).items() if mode & 0o022} == {}


def test_what_is_private_is_for_this_user_alone(home: Path) -> None:
    shown = ("raad/public", "raad/released")
    private = {name: mode for name, mode in made(home).items() if not name.startswith(shown)}
    assert {"raad/journal", f"raad/journal/{ID}.jsonl", "raad/captions"} <= private.keys()
    assert any(name.endswith(".key") for name in private) and any("mastodon" in name for name in private)
    assert {name: oct(mode) for name, mode in private.items() if mode & 0o077} == {}


def test_what_was_released_the_group_may_read_and_nobody_else(home: Path) -> None:
    released = {name: mode for name, mode in made(home).items() if name.startswith("raad/released")}
    assert released["raad/released"] == 0o750 and released[f"raad/released/{ID}.jsonl"] == 0o640
    assert {name: oct(mode) for name, mode in released.items() if mode & 0o027} == {}


def test_what_is_published_a_web_server_can_read(home: Path) -> None:
    public = {name: mode for name, mode in made(home).items() if name.startswith("raad/public")}
    assert f"raad/public/{ID}/feed.json" in public
    assert {name: oct(mode) for name, mode in public.items() if mode & 0o004 == 0} == {}


def test_what_init_and_import_write_the_group_may_read(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert main(["init", "--data", str(tmp_path / "raad")]) == 0
    finally:
        os.umask(before)
    assert modes(tmp_path / "raad")["council.toml"] == 0o640
    assert (files("livecouncil.settings") / "council.toml").read_bytes() == (
        tmp_path / "raad" / "council.toml"
    ).read_bytes()
