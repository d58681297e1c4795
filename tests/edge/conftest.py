"""The hub's PostgreSQL, and a whole chain: a sitting, its mirror worker, a hub, an edge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import pytest

from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.mirroring.hub.released_lines import ReleasedLines
from livecouncil.sitting.session import Session
from tests.hub import conftest as of_the_hub
from tests.hub.hubs import CODE, ID, let_in, stored
from tests.hub.postgres import Postgres
from tests.hub.programs import Program, add_hub

postgres = of_the_hub.postgres
evening_council = of_the_hub.evening_council


@dataclass
class Whole:
    """From one laptop to everybody: `type` logs lines at the desk."""

    folder: Path
    postgres: Postgres
    key: SecretKey
    hub: Program
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

    def released(self) -> list[bytes]:
        """The public lines here."""
        lines = ReleasedLines(self.folder, ID)
        lines.look()
        return list(lines.rows)

    def at_hub(self) -> list[bytes]:
        return stored(self.postgres.dsn)

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
    postgres.query("truncate hub.line, hub.meeting, hub.witnessed, hub.council")
    folder = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    key = council_key(CODE, folder)
    assert key
    let_in(postgres.dsn, CODE, key)
    hub = Program("hub", "--data", str(tmp_path / "hub"), dsn=postgres.dsn).start()
    edge = Program("edge", "--data", str(tmp_path / "cache"), dsn=postgres.dsn).start()
    add_hub(folder, hub.url)
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    mirror = Program("mirror", "--data", str(folder)).start()
    everything = Whole(folder, postgres, key, hub, edge, mirror, session)
    yield everything
    session.close()
    for program in (mirror, edge, hub):
        program.stop()


__all__ = ["Whole", "evening_council", "postgres", "whole"]
