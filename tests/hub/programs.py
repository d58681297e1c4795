"""Hub, edge and mirror worker as processes of their own, that can be killed and started again on the same port."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.conftest import ROOT
from tests.waiting import PATIENCE

from .postgres import free_port


class Program:
    """`livecouncil` with `arguments`; `url` is where it answers, where it says so."""

    def __init__(self, *arguments: str, dsn: str = "", port: int = 0, **environment: str) -> None:
        self._arguments = list(arguments)
        self._environment = os.environ | {"LIVECOUNCIL_DATABASE": dsn} | environment
        self.port = port or free_port()
        self.url = ""
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> Program:
        command = [sys.executable, "-m", "livecouncil", *self._arguments]
        if self._arguments[0] in ("hub", "edge"):
            command += ["--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if self._arguments[0] in ("hub", "edge"):
            assert self.process.stdout
            self.url = self.process.stdout.readline().strip()
            assert self.url, self._arguments
        return self

    def kill(self) -> None:
        assert self.process
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self.process
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def listen(self, path: str, **headers: str) -> Any:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        return connection.getresponse()


def add_hub(council: Path, url: str) -> None:
    """Name the hub in `council.toml`."""
    with (council / "council.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[mirrors]]\nname = "hub"\nto = "hub+{url.rstrip("/")}/GM9999"\n')
