"""Real servers, begun once for all tests here, and the moments of an evening."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from .mirrored import Source, Website, evening_steps, website
from .servers import KINDS, RealServer, running


def begun(kind: str, factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    folder = factory.mktemp(kind)
    root = folder / "www"
    root.mkdir()
    root.chmod(0o755)
    with running(KINDS[kind](folder, root)) as server:
        yield server


@pytest.fixture(scope="session")
def sftp_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    yield from begun("sftp", tmp_path_factory)


@pytest.fixture(scope="session")
def nginx_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    yield from begun("nginx", tmp_path_factory)


@pytest.fixture(scope="session")
def wsgidav_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    yield from begun("wsgidav", tmp_path_factory)


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    yield from begun("s3", tmp_path_factory)


@pytest.fixture(params=list(KINDS))
def server(request: pytest.FixtureRequest) -> RealServer:
    """Each kind of server in turn."""
    found: RealServer = request.getfixturevalue(f"{request.param}_server")
    if found.process is None:  # a test before this one killed it
        found.start()
    return found


@pytest.fixture
def there(server: RealServer) -> Website:
    """An empty website on each kind of server in turn."""
    return website(server)


@pytest.fixture(scope="session")
def evening_files(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """The public files of an evening, moment by moment."""
    council = tmp_path_factory.mktemp("steps") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    lines = (council / "evening.txt").read_text(encoding="utf-8").splitlines()
    return list(evening_steps(council, lines, 4))


@pytest.fixture
def source(tmp_path: Path, evening_files: list[dict[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> Source:
    """A council's folder with nothing public yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Source(tmp_path / "raad", evening_files)
