"""`live`: opens the session, starts the public server beside it, and hands over to line mode or the terminal app."""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from . import plain, publishing
from .errors import UsageError
from .session import Session, council_path


def run(args: argparse.Namespace) -> int:
    """The whole of one `livecouncil live`. Exit code of the shell it ran."""
    if not args.plain and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("Hier is geen terminal. Er is niets begonnen; start dit in een terminal, of met --plain voor regels van standaardinvoer.")
    data = home(args.data, args.agenda)
    session = Session.open(data, args.agenda, rehearsal=args.rehearsal, hold=args.hold)
    return sit(
        session, data, serve=not args.no_serve, port=args.port, rehearsal=args.rehearsal, line_mode=args.plain, post=not args.no_post,
    )  # fmt: skip


def home(data: Path, agenda: Path) -> Path:
    """The council's folder: `data`, or where nothing was given the folder the agenda lies in, so that its journal does too."""
    return council_path(data, agenda).parent if data == Path() else data


def sit(session: Session, data: Path, *, serve: bool, port: int, rehearsal: bool, line_mode: bool, post: bool = True) -> int:
    """Log one meeting in `session`, with or without the public server and the posting worker beside it."""
    council = session.desk.state.council
    post = post and bool(council.channels) and not rehearsal and not session.journal.read_only
    try:
        with (
            server(data, port, rehearsal) if serve else contextlib.nullcontext() as url,
            Poster(data, session.desk.state.agenda.id) if post else contextlib.nullcontext(),
        ):
            return _plain(session, url) if line_mode else _app(session, url)
    finally:
        session.close()


def _plain(session: Session, url: str | None) -> int:
    for sentence in [
        *session.notices,
        session.resumed,
        session.words.t("answer.public", url=url) if url else "",
    ]:
        if sentence:
            print(f"NOTITIE {sentence}", flush=True)
    session.notices.clear()
    if session.journal.read_only:
        print(session.words.t("refusal.read_only", holder=session.journal.holder), file=sys.stderr)
        return 1
    with Writer(session) as writer:
        return plain.run(
            session, plain.stdin_lines(), sys.stdout, sys.stderr, ask=sys.stdin.isatty(), changed=writer.wake
        )


def _app(session: Session, url: str | None) -> int:
    from .tui.app import run as run_app

    with Writer(session, background=url is None):
        return run_app(session, server_url=url)


class Writer:
    """Rewrites the public files whenever the journal has grown; always once more at the end.

    With `background` False only at the end: the public server, a process of its own, then writes them meanwhile.
    """

    def __init__(self, session: Session, background: bool = True) -> None:
        self._background = background
        self._session = session
        self._wake = threading.Event()
        self._stop = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    def wake(self) -> None:
        """Say that the journal may have grown."""
        self._wake.set()

    def __enter__(self) -> Writer:
        if self._background:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop = True
        self._wake.set()
        if self._background:
            self._thread.join()
        self._write(0, everything=self._session.desk.state.status == "closed")

    def _run(self) -> None:
        seen = 0
        while not self._stop:
            self._wake.wait(timeout=0.5)
            self._wake.clear()
            seen = self._write(seen)

    def _write(self, seen: int, everything: bool = False) -> int:
        """Write when there are more than `seen` events, `everything` once the meeting is closed; a full disk is the
        journal's to report."""
        events = list(self._session.desk.state.events)
        if len(events) == seen or self._session.journal.read_only:
            return seen
        try:
            publishing.write(publishing.record_of(events), self._session.public_root, everything=everything)
        except OSError as error:
            self._session.notify(self._session.words.t("answer.files_unwritten", reason=error.strerror))
            return seen
        return len(events)


class Poster:
    """The posting worker as a process of its own, started again when it ends by itself; a rehearsal has none."""

    def __init__(self, data: Path, meeting: str) -> None:
        self._command = [sys.executable, "-m", "livecouncil", "post", meeting, "--data", str(data)]
        self._leaving = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Poster:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        if self._process:
            _ended(self._process)
        self._thread.join(5)

    def _run(self) -> None:
        while not self._leaving.is_set():
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=os.environ | {"LIVECOUNCIL_PARENT_STDIN": "1"}, text=True,
            )  # fmt: skip
            if self._leaving.is_set():
                _ended(self._process)
            self._process.wait()
            self._leaving.wait(2.0)


def _ended(process: subprocess.Popen[str]) -> None:
    """Let a helper process end by closing its input; kill it when it does not."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def server(data: Path, port: int, rehearsal: bool) -> Iterator[str | None]:
    """Start the public server as a process of its own; yields its address, or None when it does not start."""
    command = [sys.executable, "-m", "livecouncil", "serve", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(
        command + (["--rehearsal"] if rehearsal else []), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=os.environ | {"LIVECOUNCIL_PARENT_STDIN": "1"}, text=True,
    )  # fmt: skip
    try:
        assert process.stdout and process.stdin
        address = process.stdout.readline().strip()
        yield address or None
    finally:
        _ended(process)
