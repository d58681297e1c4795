"""The tables of a hub, and how they become those of a newer version.

Theory. Each step is a file of SQL, numbered; what the database has is counted in `hub.step`. A step and its number go
in one transaction, under a lock, so two hubs that start at once do it once, and a step that fails leaves what was. A
database that counts further than this program was upgraded by a newer one: nothing is touched. Steps only add, so a hub
of the version before goes on while the new one starts.
"""

from __future__ import annotations

from importlib.resources import files

import psycopg

from livecouncil.errors import InputFault

from .store import OPTIONS

LOCK = 0x6C6976
"""Of PostgreSQL's advisory locks, ours."""
NEWEST = 2


async def upgrade(dsn: str) -> int:
    """Bring the tables up to this version; the number they had. Raises InputFault, psycopg.Error."""
    async with await psycopg.AsyncConnection.connect(dsn, **OPTIONS) as connection:
        await connection.execute("select pg_advisory_xact_lock(%s)", (LOCK,))
        await connection.execute("create schema if not exists hub")
        await connection.execute("create table if not exists hub.step (number integer primary key)")
        before = await _step_of_tables(connection)
        if before > NEWEST:
            raise InputFault("hub.newer", found=before, known=NEWEST)
        for number in range(before + 1, NEWEST + 1):
            text = (files("livecouncil.hub") / "migrations" / f"{number:04}.sql").read_text(encoding="utf-8")
            await connection.execute(text.encode())
            await connection.execute("insert into hub.step values (%s)", (number,))
    return before


async def require_current(connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
    """Raises InputFault where the tables are not those of this version."""
    found = await connection.execute("select to_regclass('hub.step') is not null")
    row = await found.fetchone()
    before = 0
    if row and row[0]:
        before = await _step_of_tables(connection)
    if before > NEWEST:
        raise InputFault("hub.newer", found=before, known=NEWEST)
    if before < NEWEST:
        raise InputFault("hub.older", found=before, known=NEWEST)


async def _step_of_tables(connection: psycopg.AsyncConnection[tuple[object, ...]]) -> int:
    found = await connection.execute("select coalesce(max(number), 0) from hub.step")
    row = await found.fetchone()
    assert row
    return int(str(row[0]))
