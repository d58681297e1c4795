"""Servers the network tests share; each gives `.url`, `.account` and `.new()` (an account of one's own)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, TCPConnector

from tests.conftest import ROOT

from . import servers
from .meeting import Meeting
from .servers import Server

X_OPENAPI = ROOT.parent / "shared" / "data" / "x" / "openapi-tweets-create-delete.json"


@pytest.fixture(autouse=True)
def _own_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def meetings(council: Path) -> Iterator[Callable[..., Meeting]]:
    """Makes meetings that post, and closes them."""
    made: list[Meeting] = []

    def make(*args: Any, **more: Any) -> Meeting:
        made.append(Meeting(council, *args, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.pds(tmp_path_factory.mktemp("pds")) as running:
        yield running


@pytest.fixture(scope="session")
def snac(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.snac(tmp_path_factory.mktemp("snac")) as running:
        yield running


@pytest.fixture(scope="session")
def mastodon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.mastodon_mock(tmp_path_factory.mktemp("mastodon")) as running:
        yield running


@pytest.fixture(scope="session")
def x_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.x_fake(tmp_path_factory.mktemp("x"), X_OPENAPI if X_OPENAPI.exists() else None) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    # snac ends each connection without saying so in its answer; one that is used again finds it closed.
    async with ClientSession(connector=TCPConnector(force_close=True)) as session:
        yield session
