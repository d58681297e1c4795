"""The public server over the demo's evening: one that all tests ask, and one of one's own for who changes or ends it.

A server costs most of a second of processor before it answers. Whoever puts something in the shared one's folder takes
it out again, and leaves no stream open.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .test_server import Server, awaited


@pytest.fixture(scope="session")
def server(evening: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Shared: to ask, not to change."""
    folder = tmp_path_factory.mktemp("served") / "raad"
    shutil.copytree(evening, folder)
    running = Server(folder)
    awaited(running)
    yield running
    running.process.terminate()
    assert running.process.wait(60) == 0


@pytest.fixture
def served(evening: Path, tmp_path: Path) -> Iterator[Server]:
    """One's own."""
    shutil.copytree(evening, tmp_path / "raad")
    own = Server(tmp_path / "raad")
    awaited(own)
    yield own
    if own.process.poll() is None:
        own.process.terminate()
        own.process.wait(60)
