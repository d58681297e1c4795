"""`livecouncil hub`: the hub as a process, and who is let in.

It ends when told, and then first finishes what it is writing: a batch that was taken is answered.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from aiohttp import web

from livecouncil.errors import InputFault, UsageError
from livecouncil.journal.signing.custody import made_at, read_secret
from livecouncil.journal.signing.keys import PublicKey, SecretKey
from livecouncil.mirroring.hub.batch import COUNCIL
from livecouncil.system.credentials import credential
from livecouncil.system.lasting import lasting
from livecouncil.system.limits import many_files
from livecouncil.system.parent import end_with_parent
from livecouncil.system.processes import at_a_stop
from livecouncil.wording.faults import in_words

from .app import HubDesk, hub_application
from .bell import Bell
from .schema import require_current, upgrade
from .store import OPTIONS, HubStore
from .telling import Metrics, tell_keeper, watched
from .witnessing import HubWitness

DATABASE = "LIVECOUNCIL_DATABASE"
"""Names the database in the environment, as libpq does; its password stands in a password file or a credential."""
CONNECTIONS = 8
LAST = 25.0
"""Seconds that what is being written has to end."""


@dataclass(frozen=True)
class Listening:
    """Where a process listens: for everybody, and on this machine for who watches it (0: nowhere)."""

    host: str
    port: int
    watch: int


def database() -> str:
    """What to connect to: the credential `livecouncil-database`, or what the environment says. Raises UsageError."""
    given = credential("database")
    if given:
        return given.read_text(encoding="utf-8").strip()
    dsn = os.environ.get(DATABASE, "")
    if not dsn:
        raise UsageError("hub.no_database", variable=DATABASE)
    return dsn


def run_hub(data: Path, listening: Listening) -> int:
    """Take lines until told to stop. Raises InputFault, UsageError."""
    with _DatabaseSaid():
        asyncio.run(_run_hub(database(), witness_key(data), listening))
    return 0


def witness_key(data: Path) -> SecretKey:
    """The key the hub witnesses with, made at first use. Raises InputFault, OSError."""
    given = credential("hub-key")
    if given:
        return read_secret(given, guarded=True)
    path = data / "hub.key"
    try:
        return read_secret(path)
    except FileNotFoundError:
        data.mkdir(parents=True, exist_ok=True)
        return made_at(path)


async def _run_hub(dsn: str, key: SecretKey, listening: Listening) -> None:
    many_files()
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True, **OPTIONS) as connection:
        await require_current(connection)
    store = HubStore(dsn, CONNECTIONS)
    await store.open()
    figures = Metrics("livecouncil_hub")
    desk = HubDesk(store, HubWitness(key, store), Bell(dsn), figures)
    figures.now["writing"] = store.writing
    stop = asyncio.Event()
    at_a_stop(stop.set)
    end_with_parent(stop.set)
    try:
        async with Answers(hub_application(desk), watched(figures, store.standing), listening) as answers:
            sweeping = asyncio.create_task(lasting(partial(desk.sweeper.sweep, answers.connections), _fault, "sweep"))
            print(answers.address, flush=True)
            await stop.wait()
            sweeping.cancel()
    finally:
        await store.close()


def _fault(error: Exception, where: str) -> None:
    tell_keeper("fault", kind=type(error).__name__, where=where)


class Answers:
    """An application and who watches it, answering as long as the block lasts."""

    def __init__(self, app: web.Application, watch: web.Application, listening: Listening, **options: Any) -> None:
        told = {"access_log": None, "shutdown_timeout": LAST, **options}
        self._runner = web.AppRunner(app, **told)
        self._watch = web.AppRunner(watch, access_log=None)
        self._listening = listening
        self.address = ""

    async def __aenter__(self) -> Answers:
        await self._runner.setup()
        await self._watch.setup()
        site = web.TCPSite(self._runner, self._listening.host, self._listening.port, backlog=1024)
        await site.start()
        self.address = f"http://{self._listening.host}:{self._runner.addresses[0][1]}/"
        if self._listening.watch:
            await web.TCPSite(self._watch, "127.0.0.1", self._listening.watch).start()
        return self

    def connections(self) -> Iterable[Any]:
        """Those that are open, as aiohttp has them."""
        if self._runner.server:
            return self._runner.server.connections
        return ()

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._watch.cleanup()


# -- who is let in ---------------------------------------------------------------------------------------------------


class _DatabaseSaid:
    """What a database says becomes a sentence, without what it was asked."""

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, kind: Any, error: BaseException | None, way: Any) -> None:
        if isinstance(error, psycopg.Error):
            state = error.sqlstate or type(error).__name__
            raise InputFault("hub.database", state=state) from error


def let_in(council: str, path: Path, anew: bool) -> int:
    """Let `council` in with the public key in `path`; with `anew` in place of the key it has. Raises InputFault."""
    if not COUNCIL.fullmatch(council):
        raise UsageError("hub.no_name", council=council)
    try:
        key = PublicKey.parse(path.read_text(encoding="ascii"))
    except (ValueError, OSError) as error:
        raise InputFault("hub.no_key", path=path) from error
    with _DatabaseSaid(), psycopg.connect(database(), autocommit=True, **OPTIONS) as connection:
        found = connection.execute("select key from hub.council where council = %s", (council,)).fetchone()
        if found and found[0] != key.base64 and not anew:
            raise InputFault("hub.has_key", council=council, key=PublicKey.parse(found[0]).name)
        connection.execute(
            "insert into hub.council (council, key) values (%s, %s) on conflict (council) do update set key = %s",
            (council, key.base64, key.base64),
        )
    tell_keeper("added", council=council, key=key.name)
    print(in_words("hub.added", council=council, key=key.name))
    return 0


def shut_out(council: str) -> int:
    """Let `council` in no more; what it sent stays. Raises InputFault."""
    with _DatabaseSaid(), psycopg.connect(database(), autocommit=True, **OPTIONS) as connection:
        gone = connection.execute("delete from hub.council where council = %s", (council,)).rowcount
    if not gone:
        raise InputFault("hub.unknown", council=council)
    print(in_words("hub.removed", council=council))
    return 0


def list_councils() -> int:
    """Who is let in, with how much is there."""
    query = """
        select c.council, c.key, count(distinct m.meeting), coalesce(sum(m.size), 0) from hub.council c
        left join (select council, meeting, max(n) size from hub.line group by 1, 2) m using (council)
        group by 1, 2 order by 1
    """
    with _DatabaseSaid(), psycopg.connect(database(), **OPTIONS) as connection:
        for council, key, meetings, lines in connection.execute(query):
            name = PublicKey.parse(key).name
            print(in_words("hub.row", council=council, key=name, meetings=meetings, lines=lines))
    return 0


def upgrade_tables() -> int:
    """Make the tables, or bring them up to this version. Raises InputFault."""
    with _DatabaseSaid():
        before = asyncio.run(upgrade(database()))
    print(in_words("hub.upgraded", before=before))
    return 0
