"""Backup, restore, upgrade and the keeper's commands, as docs/hub.md has them."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from livecouncil.hub.schema import NEWEST
from livecouncil.journal.lines import header_of
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.mirroring.hub.batch import HubBatch, LateLine
from tests.conftest import ROOT
from tests.waiting import PATIENCE, until

from .hubs import Council, Sender, head, hub_served, stored
from .postgres import Postgres, free_port
from .programs import Program


def command(*arguments: str, dsn: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LIVECOUNCIL_DATABASE": dsn}
    typed = [sys.executable, "-m", "livecouncil", *arguments]
    with tempfile.TemporaryDirectory() as folder:  # a hub makes its key where it runs
        return subprocess.run(
            typed, cwd=folder, env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
        )


def named(postgres: Postgres, name: str) -> str:
    """An empty database of its own."""
    with psycopg.connect(postgres.dsn, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name}".encode())
        connection.execute(f"create database {name}".encode())
    return postgres.dsn.replace("dbname=hub", f"dbname={name}")


async def test_a_restored_backup_is_made_up_by_the_laptops_and_a_deletion_is_done_again(
    hub: str, postgres: Postgres, evening_council: Council, tmp_path: Path
) -> None:
    rows = list(evening_council.rows)
    opened = next(n for n, row in enumerate(rows, 1) if n > 3 and header_of(row) != row)
    sender = Sender(hub, evening_council)
    await sender.send(0, 15)
    dump = tmp_path / "hub.dump"
    with dump.open("wb") as file:
        subprocess.run([postgres.program("pg_dump"), "-Fc", postgres.dsn], check=True, stdout=file)
    await sender.send(15, len(rows), LateLine(opened, None))
    restored = named(postgres, "restored")
    with dump.open("rb") as file:
        subprocess.run([postgres.program("pg_restore"), "-d", restored], check=True, stdin=file)
    async with hub_served(restored, evening_council, tmp_path) as address:
        later = Sender(address, evening_council)
        status, told = await later.send(len(rows), len(rows))
        assert (status, told["error"], told["lines"]) == (409, "gap", 15)
        assert (await later.send(15, len(rows)))[0] == 200
        gone = HubBatch(head(rows, len(rows)), (), (LateLine(opened, None),))
        assert (await later.post(len(rows), gone))[0] == 200
    rows[opened - 1] = header_of(rows[opened - 1])
    assert stored(restored) == rows == stored(postgres.dsn)


def test_the_keeper_makes_tables_lets_councils_in_and_shows_them(postgres: Postgres, tmp_path: Path) -> None:
    dsn = named(postgres, "fresh")
    hub = command("hub", "run", "--port", "0", dsn=dsn)
    assert hub.returncode == 1 and "hub upgrade" in hub.stderr
    for _ in range(2):
        assert command("hub", "upgrade", dsn=dsn).returncode == 0
    key = tmp_path / "livecouncil.pub"
    key.write_text(SecretKey.new().public.text, encoding="ascii")
    assert "GM0400" in command("hub", "add", "GM0400", str(key), dsn=dsn).stdout
    other = tmp_path / "other.pub"
    other.write_text(SecretKey.new().public.text, encoding="ascii")
    refused = command("hub", "add", "GM0400", str(other), dsn=dsn)
    assert refused.returncode == 1 and "--replace" in refused.stderr
    assert command("hub", "add", "GM0400", str(other), "--replace", dsn=dsn).returncode == 0
    assert "0 vergaderingen" in command("hub", "list", dsn=dsn).stdout
    assert command("hub", "remove", "GM0400", dsn=dsn).returncode == 0
    assert command("hub", "list", dsn=dsn).stdout == ""
    for wrong in (("add", "GM0400"), ("add", "../x", str(key)), ("remove",)):
        assert command("hub", *wrong, dsn=dsn).returncode == 2
    assert command("hub", "add", "GM0400", str(tmp_path / "none.pub"), dsn=dsn).returncode == 1


def test_a_newer_database_is_left_alone_and_one_that_is_away_is_said(postgres: Postgres) -> None:
    dsn = named(postgres, "newer")
    assert command("hub", "upgrade", dsn=dsn).returncode == 0
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("insert into hub.step values (%s)", (NEWEST + 1,))
    for act in ("upgrade", "run"):
        refused = command("hub", act, dsn=dsn)
        assert refused.returncode == 1 and "nieuwere livecouncil" in refused.stderr
    away = command("hub", "list", dsn="host=127.0.0.1 port=1 dbname=hub user=hub")
    assert away.returncode == 1 and "niet te bereiken" in away.stderr
    assert command("hub", "list", dsn="").returncode == 2


def test_who_watches_asks_a_port_of_its_own_and_nothing_said_is_in_it(
    postgres: Postgres, tmp_path: Path, free: int
) -> None:
    hub = Program("hub", "--data", str(tmp_path), "--watch", str(free), dsn=postgres.dsn).start()
    watch = Program("hub", dsn=postgres.dsn)
    watch.url = f"http://127.0.0.1:{free}/"
    until(lambda: watch.get("/healthz")[0] == 200)
    assert hub.get("/metrics")[0] == 404 and hub.get("/healthz")[0] == 404
    assert hub.get("/in/GM0001/2026-03-12-raad")[0] == 401
    text = watch.get("/metrics")[2].decode()
    assert 'livecouncil_hub_requests_total{method="GET",status="401"} 1' in text
    assert "livecouncil_hub_writing" in text
    assert hub.stop() == 0


def test_who_sends_half_a_header_or_nothing_is_let_go_of(postgres: Postgres, tmp_path: Path) -> None:
    """By a hub and by an edge; who asks in the meantime is answered."""
    programs = [Program(kind, "--data", str(tmp_path / kind), dsn=postgres.dsn).start() for kind in ("hub", "edge")]
    ports = [program.port for program in programs for _ in range(2)]
    lines = [socket.create_connection(("127.0.0.1", port), PATIENCE) for port in ports]
    for line in lines[::2]:
        line.sendall(b"POST /in/GM0001/2026-03-12-raad HTTP/1.1\r\nHost: x\r\nLivecouncil-Sig")
    assert [program.get("/in/GM0001/2026-03-12-raad")[0] for program in programs] == [401, 404]
    for line in lines:
        with contextlib.suppress(ConnectionResetError):
            assert line.recv(1) == b""
        line.close()
    assert [program.stop() for program in programs] == [0, 0]


@pytest.fixture
def free() -> int:
    return free_port()


def test_the_runbook_of_one_machine_is_played_from_its_text(postgres: Postgres, tmp_path: Path) -> None:
    """Its commands as they stand, but for places and ports; then its backup and its restore."""
    text = (ROOT / "docs" / "hub.md").read_text(encoding="utf-8")
    block = next(part for part in text.split("```sh\n") if "hub upgrade" in part).partition("```")[0]
    dump, restore = re.findall(r"`(pg_dump[^`]+)`.*`createdb hub && (pg_restore[^`]+)`", text, re.DOTALL)[0]
    (tmp_path / "livecouncil.pub").write_text(SecretKey.new().public.text, encoding="ascii")
    (tmp_path / "livecouncil").write_text(f'#!/bin/sh\nexec {sys.executable} -m livecouncil "$@"\n', encoding="ascii")
    (tmp_path / "livecouncil").chmod(0o755)
    dsn = named(postgres, "runbook")
    told = {
        "dbname=hub user=hub": dsn,
        "/var/lib/": "./",
        "/var/cache/": "./",
        "-d hub ": f"-d '{named(postgres, 'again')}' ",
    }
    told |= {str(port): str(free_port()) for port in (8090, 8091, 8095, 8096)}
    lines = [
        line.partition(" #")[0].strip() for line in block.splitlines() if line.startswith(("export", "livecouncil"))
    ]
    lines = [f"{line} >{number}.log 2>&1 &" if "--watch" in line else line for number, line in enumerate(lines)]
    played = "\n".join(
        ["set -e", *lines, *(waits(line) for line in lines if "--watch" in line), dump, restore, "kill %1 %2", "wait"]
    )
    for word, value in told.items():
        played = played.replace(word, value)
    path = f"{tmp_path}:{Path(postgres.program('pg_dump')).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-m", "-c", played],
        cwd=tmp_path,
        env=os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    with psycopg.connect(dsn.replace("runbook", "again")) as connection:
        assert connection.execute("select council from hub.council").fetchall() == [("GM0400",)]


def waits(line: str) -> str:
    """Until what was begun with `line` is well."""
    port = line.partition("--watch ")[2].split()[0]
    return f"until curl -fs http://127.0.0.1:{port}/healthz; do sleep 0.05; done"
