"""The processes beside the griffier's own: public server, posting worker and mirrors, started again whenever they end.

Each ends when its standard input is closed, so that none outlives the sitting it belongs to. The server comes back on
the very port it had, for walls, readers and the proxy before it know no other; that it is gone, why, and that it is
back is said to the griffier in either shell. What they have to report themselves they write into the crash report file.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from livecouncil.system.parent import PARENT, PORT_TAKEN, SAME_PORT

if TYPE_CHECKING:
    from .session import Session

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
"""Seconds until a process that ended is started again: doubled each time, up to the longest."""
SOUND = 60.0
"""Seconds a process must have lived for its end to count as a first one again."""

A_MOMENT = 5.0
"""Seconds that is waited at the end for mirrors to be even."""

_log = logging.getLogger("livecouncil.sitting.beside")


class Beside:
    """One process, kept alive in a thread while the `with` block lasts."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments
        self._environment = os.environ | {PARENT: "1"}
        self._leaving = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Beside:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        if self._process:
            self.end(self._process)
        self._thread.join(5)

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._leaving.is_set():
            begun = time.monotonic()
            code = self._once()
            if self._leaving.is_set():
                return
            _log.error("a process beside ended by itself and is started again")
            self.gone(code)
            if time.monotonic() - begun > SOUND:
                wait = FIRST_WAIT
            self._leaving.wait(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    def _once(self) -> int:
        """Start it and wait for its end; its exit code."""
        command = [sys.executable, "-m", "livecouncil", *self._arguments]
        pipe = subprocess.PIPE
        nowhere = subprocess.DEVNULL
        try:
            self._process = process = subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=nowhere, env=self._environment, text=True
            )
        except OSError:
            _log.exception("a process beside could not be started")
            return -1
        if self._leaving.is_set():
            ended(process)
        assert process.stdout
        self.begun(process.stdout.readline().strip())
        for _ in process.stdout:
            pass  # nothing it says later is anybody's; a full pipe would stop it
        return process.wait()

    def end(self, process: subprocess.Popen[str]) -> None:
        """The sitting is over: let it end."""
        ended(process)

    def begun(self, line: str) -> None:
        """It has said its first line, or ended without: ''."""

    def gone(self, code: int) -> None:
        """It ended by itself."""


class Poster(Beside):
    """The posting worker; a rehearsal has none."""

    def __init__(self, data: Path, meeting: str) -> None:
        super().__init__("post", meeting, "--data", str(data))


class Mirrors(Beside):
    """The worker that keeps the mirrors; a rehearsal has none. It goes on by itself until what the closing made is
    there, so nobody waits for that longer than a moment."""

    def __init__(self, data: Path) -> None:
        super().__init__("mirror", "--data", str(data))

    def end(self, process: subprocess.Popen[str]) -> None:
        if process.stdin:
            process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(A_MOMENT)


class Server(Beside):
    """The public server. `url` is its address, '' before it ever had one; `up` whether it is there now."""

    def __init__(self, session: Session, data: Path, port: int, rehearsal: bool, host: str = "") -> None:
        super().__init__(*_serve(data, port, rehearsal, host))
        self._host = host
        self._data = data
        self._rehearsal = rehearsal
        self._session = session
        self._said = ""
        self._ready = threading.Event()
        if port:
            self.url = f"http://127.0.0.1:{port}/"
        else:
            self.url = ""
        self.up = False

    def __enter__(self) -> Server:
        """Waits until it is there, or has failed to start for the first time."""
        super().__enter__()
        self._ready.wait()
        return self

    def begun(self, line: str) -> None:
        if line:
            self.url = line
            self.up = True
            self._arguments = _serve(self._data, urlsplit(line).port or 0, self._rehearsal, self._host)
            self._environment = self._environment | {SAME_PORT: "1"}
            if self._said:
                self._say("server_back")
                self._said = ""
        self._ready.set()

    def gone(self, code: int) -> None:
        self.up = False
        self._say("server_port" if code == PORT_TAKEN else "server_gone")
        self._ready.set()

    def _say(self, key: str) -> None:
        """In place of what was said before."""
        self._session.withdraw(self._said)
        self._said = self._session.words.t(f"warning.{key}", url=self.url, port=urlsplit(self.url).port or "")
        self._session.notify(self._said)


def _serve(data: Path, port: int, rehearsal: bool, host: str) -> tuple[str, ...]:
    at = ("--host", host) if host else ()
    return ("serve", "--data", str(data), "--port", str(port), *at, *["--rehearsal"] * rehearsal)


def ended(process: subprocess.Popen[str]) -> None:
    """Let a process beside end by closing its input; kill it when it does not."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
