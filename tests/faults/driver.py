"""Plays a short evening in a forked copy of the program, with one kind of file-system call failing; one JSON job a line.

Run with the shim preloaded. The program is imported once; each evening is a child with its own terminal or pipes, so
that what fails is the program's own calls and nothing of the test.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import pty
import re
import select
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

from livecouncil import archiving, plain, publishing  # noqa: F401  imported once, before the forks
from livecouncil.cli import main

PATIENCE = 20.0
WIPE = b"\x15"  # a refused line is put back in the entry line
SHIM = ctypes.CDLL(None)
KINDS = ("open", "write", "truncate", "fsync", "dirsync", "rename", "link", "stat", "unlink", "flock")
_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b.")


class Hung(Exception):
    """No answer in time."""


class Evening:
    """The program as a child; `say` types a line and returns its answer."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job, self.said = job, b""
        self.out, out = os.pipe()
        into, self.into = os.pipe()
        if job["shell"] == "app":
            self.pid, self.out = pty.fork()
            self.into = self.out
        else:
            self.pid = os.fork()
        if self.pid == 0:
            if job["shell"] == "plain":
                os.dup2(into, 0)
                os.dup2(out, 1)
                for one in (self.into, self.out):
                    os.close(one)
            self._child()
        os.close(out)

    def _child(self) -> None:
        job = self.job
        errors = os.open(job["errors"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if job["shell"] == "plain":
            os.dup2(errors, 2)
        sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)  # type: ignore[misc]
        sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)  # type: ignore[misc]
        sys.stderr = sys.__stderr__ = os.fdopen(2, "w", closefd=False)  # type: ignore[misc]
        SHIM.fault_set(job["root"].encode(), job["call"].encode(), job["at"], job["errno"], job["ever"])
        shell = ["--plain"] if job["shell"] == "plain" else []
        code = main(["live", job["agenda"], "--data", job["data"], "--no-serve", "--no-post", "--hold", "0", *shell])
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        Path(job["counts"]).write_text(json.dumps({k: SHIM.fault_count(k.encode()) for k in KINDS}))
        os._exit(code)

    def read(self, until: Any) -> bool:
        """Read on until `until` holds of what was said since the last line; False when the program ended first."""
        limit = time.monotonic() + PATIENCE
        while not until(self.said):
            if not select.select([self.out], [], [], max(0.0, limit - time.monotonic()))[0]:
                raise Hung
            try:
                more = os.read(self.out, 65536)
            except OSError:
                more = b""
            if not more:
                return False
            self.said += more
        return True

    def type(self, text: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, OSError):
            os.write(self.into, text)

    def ended(self) -> int:
        if self.job["shell"] == "plain":
            os.close(self.into)
        else:
            os.kill(self.pid, signal.SIGTERM)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if select.select([self.out], [], [], 0.01)[0]:
                with contextlib.suppress(OSError):
                    os.read(self.out, 65536)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise Hung

    def kill(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        for one in {self.out, self.into}:
            with contextlib.suppress(OSError):
                os.close(one)


_REFUSED = b"bewaard; |niet vastgelegd|verslag"


def app_answer(said: bytes, shown: str) -> bytes:
    """What the screen shows of an answer, as line mode would say it; `shown` begins the sentence of this line's own."""
    seen = _ESCAPES.sub(b"", said)
    if shown.encode() in seen:
        return b"VRIJ" if shown.startswith("✓") else b"KLAAR"
    return b"FOUT" if re.search(_REFUSED, seen) else b""


def begun(evening: Evening) -> bool:
    """Past the start check, where there is one to pass."""
    if not evening.read(lambda said: b"Enter = beginnen" in said):
        return False
    evening.type(b"\r")
    return evening.read(lambda said: b"yp een regel" in said)


_ANSWER = re.compile(rb"^(VRIJ|KLAAR|FOUT|NOTITIE (?!Let op))[^\n]*\n", re.MULTILINE)


def plain_answer(said: bytes) -> bytes:
    """The first word of the line that answers."""
    found = _ANSWER.search(said)
    return found[0] if found else b""


def play(job: dict[str, Any]) -> dict[str, Any]:
    """The whole evening: every line, typed again once where it was refused; how each was answered, and how it ended."""
    evening = Evening(job)
    answers: list[tuple[str, str]] = []
    ended: int | str = ""
    app = job["shell"] == "app"
    try:
        for line in job["lines"] if not app or begun(evening) else ():
            answer_of = partial(app_answer, shown=job["shown"][line]) if app else plain_answer
            for _ in range(2):
                evening.said = b""
                evening.type(WIPE + line.encode() + (b"" if line == "=" else b"\r") if app else line.encode() + b"\n")
                if not evening.read(answer_of):
                    break
                answer = answer_of(evening.said).decode(errors="replace").strip()
                answers.append((line, answer))
                if not answer.startswith("FOUT"):
                    break
        ended = evening.ended()
    except Hung:
        ended = "hung"
    finally:
        evening.kill()
    counts = Path(job["counts"])
    return {
        "answers": answers,
        "ended": ended,
        "said": evening.said.decode(errors="replace")[-2500:],
        "counts": json.loads(counts.read_text()) if counts.exists() else {},
    }


if __name__ == "__main__":
    for given in sys.stdin:
        print(json.dumps(play(json.loads(given))), flush=True)
