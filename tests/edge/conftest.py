"""The hub's PostgreSQL, and a whole chain: a sitting, its mirror worker, a hub, an edge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from livecouncil.sitting.session import Session
from tests.hub import conftest as of_the_hub
from tests.hub.hubs import CODE, ID
from tests.hub.joined import Joined, joined, sitting
from tests.hub.postgres import Postgres
from tests.hub.programs import Program

postgres = of_the_hub.postgres
evening_council = of_the_hub.evening_council


@dataclass
class Whole(Joined):
    """From one laptop to everybody: `type` logs lines at the desk."""

    edge: Program
    mirror: Program
    session: Session
    typed: int = 0

    def type(self, lines: int) -> None:
        """The next lines of the demo's evening."""
        script = (self.folder / "evening.txt").read_text(encoding="utf-8").splitlines()
        for line in script[self.typed : self.typed + lines]:
            self.session.enter(line, confirmed=True, line_mode=True)
        self.typed += lines

    def at_edge(self) -> list[bytes]:
        """The lines in the edge's cache, each once."""
        from livecouncil.journal.chain import rows_of
        from livecouncil.journal.released import merged, path_of

        try:
            data = path_of(self.folder.parent / "cache" / CODE, ID).read_bytes()
        except FileNotFoundError:
            return []
        return list(rows_of(merged(data[: data.rfind(b"\n") + 1]))) if data else []

    def is_even(self) -> bool:
        here = self.released()
        return self.at_hub() == here and self.at_edge() == here


@pytest.fixture
def whole(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Whole]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "keys"))
    with joined(postgres, tmp_path) as council:
        edge = Program("edge", "--data", str(tmp_path / "cache"), dsn=postgres.dsn).start()
        with sitting(council.folder) as (session, mirror):
            yield Whole(council.folder, council.key, council.hub, postgres, edge, mirror, session)
        edge.stop()


__all__ = ["Whole", "evening_council", "postgres", "whole"]
