"""Plays a short evening in a forked copy of the program, with one kind of file-system call failing;
one JSON job a line.

Run with the shim preloaded. The program is imported once; each evening is a child with its own terminal or pipes, so
that what fails is the program's own calls and nothing of the test. Line mode is read as its user reads it. Of the
terminal app the words of each answer are told over a pipe beside the terminal, and count only once they stand in what
the terminal was sent: a refusal may have any words, and a screen also shows what was answered before.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nacl.signing  # noqa: F401
import typst  # noqa: F401

from livecouncil.commands import main
from livecouncil.publishing import cards
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.answers import Answer
from livecouncil.sitting.session import Session
from livecouncil.terminal import app, meeting  # noqa: F401

PATIENCE = 30.0
WIPE = b"\x15"  # a refused line is put back in the entry line
SHIM = ctypes.CDLL(None)
KINDS = ("open", "write", "truncate", "fsync", "dirsync", "rename", "link", "stat", "unlink", "flock")
SEEN = 24
"""Signs of an answer that must stand on the screen; a panel may break what is longer."""
_ESCAPES = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b.")
_ANSWER = re.compile(rb"^(VRIJ|KLAAR|FOUT)[^\n]*\n", re.MULTILINE)
_NOTED = re.compile(rb"^(NOTITIE (?!Let op)|FOUT)[^\n]*\n", re.MULTILINE)
"""How an answer begins, to a line and to a private note; NOTITIE is also said of what is no answer."""


class Hung(Exception):
    """No answer in time."""


class Evening:
    """The program as a child, with what it says."""

    def __init__(self, job: dict[str, Any]) -> None:
        self.job = job
        self.said = b""
        self.told = b""
        self.is_app = job["shell"] == "app"
        self.answers, self._tell = os.pipe()
        if self.is_app:
            self.pid, self.out = pty.fork()
            self.into = self.out
        else:
            self._with_pipes()
        if self.pid == 0:
            self._child()
        os.close(self._tell)

    def _with_pipes(self) -> None:
        self.out, out = os.pipe()
        into, self.into = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.dup2(into, 0)
            os.dup2(out, 1)
            os.close(self.into)
            os.close(self.out)
        os.close(into)
        os.close(out)

    def _child(self) -> None:
        job = self.job
        errors = os.open(job["errors"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        if self.is_app:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            _tells(self._tell)
        else:
            os.dup2(errors, 2)
        sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)  # type: ignore[misc]
        sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)  # type: ignore[misc]
        sys.stderr = sys.__stderr__ = os.fdopen(2, "w", buffering=1, closefd=False)  # type: ignore[misc]
        os.environ |= job["environment"]
        names = [job[name].encode() for name in ("root", "spared", "call")]
        SHIM.fault_set(*names, job["at"], job["errno"], job["ever"])
        shell = [] if self.is_app else ["--plain"]
        code = main(["live", job["agenda"], "--data", job["data"], "--no-serve", "--no-post", "--hold", "0", *shell])
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        counts = {kind: SHIM.fault_count(kind.encode()) for kind in KINDS} | {"hits": SHIM.fault_hits()}
        Path(job["counts"]).write_text(json.dumps(counts))
        os._exit(code)

    def read(self, until: Callable[[], bool]) -> bool:
        """Read on until `until` holds; False when the program ended first."""
        limit = time.monotonic() + PATIENCE
        while not until():
            ready = select.select([self.out, self.answers], [], [], max(0.0, limit - time.monotonic()))[0]
            if not ready:
                raise Hung
            if self.answers in ready and (told := os.read(self.answers, 65536)):
                self.told += told
            elif not self._more():
                return until()
        return True

    def _more(self) -> bool:
        try:
            more = os.read(self.out, 65536)
        except OSError:
            more = b""
        self.said += more
        return bool(more)

    def type(self, text: bytes) -> None:
        with contextlib.suppress(BrokenPipeError, OSError):
            os.write(self.into, text)

    def ended(self) -> int:
        if self.is_app:
            os.kill(self.pid, signal.SIGTERM)
        else:
            os.close(self.into)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if select.select([self.out], [], [], 0.01)[0]:
                self._more()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise Hung

    def kill(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        for one in {self.out, self.into, self.answers}:
            with contextlib.suppress(OSError):
                os.close(one)

    # -- one line ------------------------------------------------------------------------------------------------

    def begun(self) -> bool:
        """Past the start check: of a meeting that goes on there is one where that could not be read at once."""
        if not self.is_app:
            return True
        asked, sits = b"VOOR U BEGINT", b"yp een regel"
        if not self.read(lambda: asked in self.said or (sits in self.said and not self.job["fresh"])):
            return False
        if asked in self.said:
            self.type(b"\r")
        return self.read(lambda: sits in self.said)

    def answer(self, line: str) -> tuple[str, str] | None:
        """Type `line`; the word and the sentence of its answer, None when the program ended instead."""
        return self._app_answer(line) if self.is_app else self._plain_answer(line)

    def _plain_answer(self, line: str) -> tuple[str, str] | None:
        self.said = b""
        begins = _NOTED if line.startswith(",") else _ANSWER
        self.type(line.encode() + b"\n")
        if not self.read(lambda: begins.search(self.said) is not None):
            return None
        found = begins.search(self.said)
        assert found
        word, _, text = found[0].decode(errors="replace").strip().partition(" ")
        return word, text

    def _app_answer(self, line: str) -> tuple[str, str] | None:
        before = self.said
        self.said = b""
        self.told = b""
        self.type(WIPE + line.encode() + (b"" if line == "=" else b"\r"))
        if not self.read(lambda: b"\n" in self.told):
            return None
        word, text = json.loads(self.told.split(b"\n")[0])
        begins = text[:SEEN].encode()
        if begins in _shown(before):  # what stands there already is not drawn again
            self.said = before + self.said
        return (word, text) if self.read(lambda: begins in _shown(self.said)) else None


def _shown(said: bytes) -> bytes:
    return _ESCAPES.sub(b"", said)


def _tells(pipe: int) -> None:
    """In the app's process: tell the word and sentence of the answer to each act that was typed."""
    answer_of = meeting.MeetingScreen._done

    async def done(screen: meeting.MeetingScreen, act: Callable[[], Answer | None]) -> Answer | None:
        answer = await answer_of(screen, act)
        if act != screen._released:
            told = (answer.kind.word(screen.words), answer.text) if answer else ("", "")
            os.write(pipe, json.dumps(told).encode() + b"\n")
        return answer

    meeting.MeetingScreen._done = done  # type: ignore[method-assign, assignment]


def play(job: dict[str, Any]) -> dict[str, Any]:
    """The whole evening: every line, typed again once where it was refused; how each was answered, and how it ended."""
    evening = Evening(job)
    answers: list[tuple[str, str, str]] = []
    ended: int | str = ""
    try:
        for line in job["lines"] if evening.begun() else ():
            if line in job["breaks"]:
                subprocess.run(job["breaks"][line], capture_output=True)
            for _ in range(2):
                if (answer := evening.answer(line)) is None:
                    break
                answers.append((line, *answer))
                if answer[0] != "FOUT":
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
        "said": _shown(evening.said).decode(errors="replace")[-2500:],
        "counts": json.loads(counts.read_text()) if counts.exists() else {},
    }


def warm(council: Path, lines: list[str]) -> None:
    """Once, before the forks: load what the program loads when it is first needed, so that no evening has to.

    Typst is loaded and draws nothing: its threads would be missing in every fork, which then waits for them for ever.
    """
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(council, Path(folder, "raad"))
        data = Path(folder, "raad")
        os.environ |= {"XDG_DATA_HOME": folder + "/share", "XDG_STATE_HOME": folder + "/state"}
        session = Session.open(data, next((data / "agendas").glob("*.toml")), hold=0)
        for line in lines:
            session.preview(line)
            session.hammer() if line == "=" else session.enter(line)
        with patch.object(cards, "drawn_cards", lambda drawn: [b""] * len(drawn)):
            publishing.write_public(publishing.record_of(session.journal.events), data / "public")
        session.close()


if __name__ == "__main__":
    warm(Path(sys.argv[1]), sys.argv[2:])
    gc.collect()
    gc.freeze()  # what all evenings have is looked through by none
    for given in sys.stdin:
        print(json.dumps(play(json.loads(given))), flush=True)
