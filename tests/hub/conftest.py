"""One PostgreSQL for a session of tests, with a database of its own for who changes more than lines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from livecouncil.hub.schema import upgrade

from .hubs import Council, council_of, hub_served
from .postgres import Postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    running = Postgres()
    asyncio.run(upgrade(running.dsn))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def evening_council(evening: Path) -> Council:
    """The demo's council after its evening: its folder, key and public lines."""
    return council_of(evening)


@pytest.fixture
async def hub(postgres: Postgres, evening_council: Council, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a hub in this process, with nothing there of the council but its key."""
    postgres.query("truncate hub.line, hub.meeting, hub.witnessed, hub.council")
    async with hub_served(postgres.dsn, evening_council, tmp_path) as address:
        yield address
