"""A council that a hub knows, and the hub that it sends to: what every chain of the tests begins with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.sitting.session import Session

from .hubs import CODE, let_in, released, stored
from .postgres import Postgres
from .programs import Program, add_hub


@dataclass
class Joined:
    """The council's folder, its key, the hub, and what is stored there."""

    folder: Path
    key: SecretKey
    hub: Program
    postgres: Postgres

    def released(self) -> list[bytes]:
        """The public lines here."""
        return released(self.folder)

    def at_hub(self) -> list[bytes]:
        return stored(self.postgres.dsn)


@contextmanager
def joined(postgres: Postgres, below: Path) -> Iterator[Joined]:
    """The demo's council in a folder `below`, let in at a hub that holds nothing yet; it has not sat."""
    postgres.query("truncate hub.line, hub.meeting, hub.witnessed, hub.council")
    folder = below / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    key = council_key(CODE, folder)
    assert key
    let_in(postgres.dsn, CODE, key)
    hub = Program("hub", "--data", str(below / "hub"), dsn=postgres.dsn).start()
    add_hub(folder, hub.url)
    yield Joined(folder, key, hub, postgres)
    hub.stop()


@contextmanager
def sitting(folder: Path) -> Iterator[tuple[Session, Program]]:
    """The council sits: its desk, and the worker that sends what is released."""
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    mirror = Program("mirror", "--data", str(folder)).start()
    yield session, mirror
    session.close()
    mirror.stop()
