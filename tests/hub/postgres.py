"""A PostgreSQL of Debian, as its own user where the tests run as root, that can be killed and started again."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
SETTINGS = """
listen_addresses = '127.0.0.1'
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 32MB
max_connections = 120
log_min_messages = fatal
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """A cluster in a folder of its own; `dsn` leads to its database `hub`."""

    def __init__(self) -> None:
        if not BIN:
            pytest.skip("no PostgreSQL: apt-get install postgresql")
        folder = Path(tempfile.mkdtemp(prefix="livecouncil-pg-"))
        self.folder = folder
        self.port = free_port()
        self.data = folder / "data"
        self.dsn = f"host=127.0.0.1 port={self.port} user=hub dbname=hub"
        self._process: subprocess.Popen[bytes] | None = None
        self._user: str | None = None
        if os.getuid() == 0:
            self._user = "postgres"
            there = pwd.getpwnam("postgres")
            os.chown(folder, there.pw_uid, there.pw_gid)
        auth = ["--auth=trust", "--username=hub", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "--pgdata", str(self.data), *auth)
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(f"{SETTINGS}port = {self.port}\nunix_socket_directories = '{folder}'\n")
        self.start()
        with psycopg.connect(self.dsn.replace("dbname=hub", "dbname=postgres"), autocommit=True) as connection:
            connection.execute("create database hub")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run([BIN[-1] / program, *arguments], check=True, user=self._user, stdout=subprocess.DEVNULL)

    def program(self, name: str) -> str:
        return str(BIN[-1] / name)

    def start(self) -> None:
        """Begin it and wait until it answers."""
        command = [self.program("postgres"), "-D", str(self.data)]
        self._process = subprocess.Popen(
            command, user=self._user, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(600):
            try:
                psycopg.connect(self.dsn.replace("dbname=hub", "dbname=postgres"), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("PostgreSQL does not answer")

    def kill(self) -> None:
        """All of it at once, as when the power goes."""
        assert self._process
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def query(self, text: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.dsn, autocommit=True) as connection:
            found = connection.execute(text.encode())
            return found.fetchall() if found.description else []

    def processor(self) -> float:
        """Seconds of a processor that the server and all its backends took until now."""
        assert self._process
        ticks = _ticks(self._process.pid, with_children=True)
        for child in Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split():
            with contextlib.suppress(FileNotFoundError):
                ticks += _ticks(int(child), with_children=False)
        return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int, *, with_children: bool) -> int:
    """Of a process, and of those of its children that are over."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    last = 15 if with_children else 13
    return sum(int(ticks) for ticks in told[11:last])
