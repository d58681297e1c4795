"""Three PostgreSQL nodes under Patroni and etcd, all of Debian, whose leader can be killed whole.

In strict synchronous mode: a commit is answered when a second node has it, and where none is left it waits. The
settings are those of docs/hub.md; trust on the loopback is for tests alone.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from .postgres import BIN, free_port

NODES = 3


def _wanted(program: str) -> str:
    found = shutil.which(program)
    if found is None or not BIN:
        pytest.skip(f"no {program}: apt-get install patroni etcd-server python3-etcd postgresql")
    return found


@dataclass
class Node:
    """One machine of the cluster, as ports and processes."""

    name: str
    folder: Path
    port: int = field(default_factory=free_port)
    rest: int = field(default_factory=free_port)
    etcd: int = field(default_factory=free_port)
    peer: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None


class Cluster:
    """`dsn` names all nodes; whoever connects finds the one that takes writes."""

    def __init__(self) -> None:
        self._patroni = _wanted("patroni")
        self._etcd = _wanted("etcd")
        self.folder = Path(tempfile.mkdtemp(prefix="livecouncil-patroni-"))
        self._user = "postgres" if os.getuid() == 0 else None
        self.nodes = [Node(f"node{n}", self.folder / f"node{n}") for n in range(NODES)]
        for node in self.nodes:
            node.folder.mkdir(mode=0o700)
        if self._user:
            there = pwd.getpwnam(self._user)
            for path in [self.folder, *(node.folder for node in self.nodes)]:
                os.chown(path, there.pw_uid, there.pw_gid)
        ports = ",".join(str(node.port) for node in self.nodes)
        hosts = ",".join("127.0.0.1" for _ in self.nodes)
        self.dsn = f"host={hosts} port={ports} user=postgres dbname=postgres"
        self.dsn += " target_session_attrs=read-write"
        self._stores = [self._begin_etcd(node) for node in self.nodes]
        for node in self.nodes:
            self.start(node)
        self.until_whole()

    def _popen(self, command: list[str], log: Path) -> subprocess.Popen[bytes]:
        with log.open("ab") as file:
            return subprocess.Popen(
                command, user=self._user, stdout=file, stderr=file, start_new_session=True, cwd=self.folder
            )

    def _begin_etcd(self, node: Node) -> subprocess.Popen[bytes]:
        everybody = ",".join(f"{one.name}=http://127.0.0.1:{one.peer}" for one in self.nodes)
        client = f"http://127.0.0.1:{node.etcd}"
        peer = f"http://127.0.0.1:{node.peer}"
        told = {
            "name": node.name,
            "data-dir": str(node.folder / "etcd"),
            "listen-peer-urls": peer,
            "initial-advertise-peer-urls": peer,
            "listen-client-urls": client,
            "advertise-client-urls": client,
            "initial-cluster": everybody,
            "initial-cluster-state": "new",
            "initial-cluster-token": self.folder.name,
        }
        options = [f"--{name}={value}" for name, value in told.items()]
        return self._popen([self._etcd, *options], self.folder / f"{node.name}.etcd.log")

    def start(self, node: Node) -> None:
        """Begin Patroni, which begins PostgreSQL."""
        path = self.folder / f"{node.name}.yml"
        path.write_text(yaml.safe_dump(self._settings(node)))
        node.process = self._popen([self._patroni, str(path)], self.folder / f"{node.name}.log")

    def _settings(self, node: Node) -> dict[str, object]:
        parameters = {
            "wal_log_hints": "on",
            "wal_sender_timeout": 5000,
            "wal_receiver_timeout": 5000,
            "max_connections": 60,
            "shared_buffers": "32MB",
        }
        dcs = {
            "ttl": 20,
            "loop_wait": 5,
            "retry_timeout": 7,
            "maximum_lag_on_failover": 1048576,
            "synchronous_mode": True,
            "synchronous_mode_strict": True,
            "synchronous_node_count": 1,
            "failsafe_mode": True,
            "primary_start_timeout": 0,
            "master_start_timeout": 0,
            "postgresql": {"use_pg_rewind": True, "use_slots": True, "parameters": parameters},
        }
        users = {name: {"username": name, "password": "x"} for name in ("replicator", "rewind_user")}
        return {
            "scope": "hub",
            "name": node.name,
            "restapi": {"listen": f"127.0.0.1:{node.rest}", "connect_address": f"127.0.0.1:{node.rest}"},
            "etcd3": {"hosts": [f"127.0.0.1:{one.etcd}" for one in self.nodes]},
            "bootstrap": {
                "dcs": dcs,
                "initdb": [{"encoding": "UTF8"}, "data-checksums", {"locale": "C.UTF-8"}],
            },
            "postgresql": {
                "listen": f"127.0.0.1:{node.port}",
                "connect_address": f"127.0.0.1:{node.port}",
                "data_dir": str(node.folder / "data"),
                "bin_dir": str(BIN[-1]),
                "pgpass": str(self.folder / f"{node.name}.pgpass"),
                "authentication": {
                    "superuser": {"username": "postgres", "password": "x"},
                    "replication": users["replicator"],
                    "rewind": users["rewind_user"],
                },
                "parameters": {"unix_socket_directories": str(self.folder)},
                "pg_hba": ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"],
            },
        }

    # -- how it stands ---------------------------------------------------------------------------------------------

    def members(self) -> list[dict[str, str]]:
        """What the nodes say of each other; nothing while none answers."""
        for node in self.nodes:
            address = f"http://127.0.0.1:{node.rest}/cluster"
            with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(address, timeout=2) as answer:
                found: list[dict[str, str]] = json.load(answer)["members"]
                return found
        return []

    def until_whole(self, seconds: float = 180.0) -> None:
        """A leader, a synchronous standby, and the third running."""
        end = time.monotonic() + seconds
        while True:
            found = self.members()
            roles = {one["role"] for one in found}
            running = [one for one in found if one["state"] in ("running", "streaming")]
            if len(running) == NODES and {"leader", "sync_standby"} <= roles:
                return
            assert time.monotonic() < end, found
            time.sleep(0.3)

    def leader(self) -> Node:
        name = next(one["name"] for one in self.members() if one["role"] == "leader")
        return next(node for node in self.nodes if node.name == name)

    def kill(self, node: Node) -> None:
        """Patroni and PostgreSQL of a node at once, as when a machine loses its power."""
        assert node.process
        pids = [int((node.folder / "data" / "postmaster.pid").read_text().split()[0])]
        os.killpg(node.process.pid, signal.SIGKILL)
        for pid in pids:
            for child in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        node.process.wait()

    def stop(self) -> None:
        for node in self.nodes:
            with contextlib.suppress(OSError, ValueError):
                self.kill(node)
        for store in self._stores:
            store.kill()
            store.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
