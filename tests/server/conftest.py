"""A public server of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_server import Server, awaited


@pytest.fixture
def served(evening: Path, tmp_path: Path) -> Iterator[Server]:
    shutil.copytree(evening, tmp_path / "raad")
    server = Server(tmp_path / "raad")
    awaited(server)
    yield server
    if server.process.poll() is None:
        server.process.terminate()
        server.process.wait(10)
