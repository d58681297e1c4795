"""The terminal app in a real terminal: lost lines, stop signals and mouse reports of another age.

What is waited for is always something the program did (a line in the journal, a draft kept), never time.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livecouncil.journal.reading import read
from tests.conftest import ROOT

MEETING = "2026-03-12-raadsvergadering"
PATIENCE = 60


class Terminal:
    """The program behind a pseudo-terminal of 130 × 40, as a terminal window or SSH session would hold it."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process, self.master, self.seen = process, master, b""

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def until(self, done: Callable[[], bool]) -> None:
        """Read the screen until `done`; the program's end or too long a wait fails the test."""
        limit = time.monotonic() + PATIENCE
        while not done():
            if self.process.poll() is not None or time.monotonic() > limit:
                pytest.fail(f"exit {self.process.poll()}; last on screen: {self.seen[-400:]!r}")
            if select.select([self.master], [], [], 0.1)[0]:
                self.seen += os.read(self.master, 65536)

    def ended(self) -> int:
        """Exit code, once it has ended; its last output is read so that it never waits for us."""
        limit = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < limit:
            if select.select([self.master], [], [], 0.1)[0]:
                try:
                    os.read(self.master, 65536)
                except OSError:
                    break
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Close the window; the program is its own session and hears no signal."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, self.master)
        os.close(nothing)


@contextmanager
def terminal(council: Path, agenda: Path) -> Iterator[Terminal]:
    with begun([sys.executable, "-m", "livecouncil", "live", str(agenda), "--data", str(council), "--no-serve"]) as one:
        yield one


@contextmanager
def begun(command: list[str]) -> Iterator[Terminal]:
    """A program in a terminal of its own. What it writes is buffered, as at a griffier's."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 130, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        start_new_session=True,
        env=environment | {"TERM": "xterm-256color"},
    )
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        process.kill()
        process.wait()
        os.close(master)


def types(council: Path) -> list[str]:
    return [str(getattr(e, "type", "")) for e in read(council / "journal", MEETING).events]


def draft(council: Path) -> str:
    path = council / "journal" / f"{MEETING}.private" / "draft.json"
    return str(json.loads(path.read_text()).get("line", "")) if path.exists() else ""


def begin(screen: Terminal, council: Path) -> None:
    screen.until(lambda: b"VOOR U BEGINT" in screen.seen)
    screen.seen = b""
    screen.type(b"\r")
    screen.until(lambda: b"JOURNAAL" in screen.seen)
    screen.type(b"open\r")
    screen.until(lambda: "opened" in types(council))


def test_a_mouse_report_past_column_95_does_not_end_the_meeting(council: Path, agenda: Path) -> None:
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(b"\x1b[M " + bytes([32 + 120, 32 + 10]))

        def typed_until_heard() -> bool:
            """Keys that arrive in one read with the report are swallowed with it; a griffier types on."""
            screen.type(b"n\r")
            return "item_started" in types(council)

        screen.until(typed_until_heard)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM, signal.SIGKILL])
def test_a_lost_line_keeps_the_draft_and_the_same_command_goes_on(council: Path, agenda: Path, number: int) -> None:
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(b"n\r")
        screen.until(lambda: "item_started" in types(council))
        screen.type(b", half")
        screen.until(lambda: draft(council) == ", half")
        os.kill(screen.process.pid, number)
        assert screen.ended() == (-signal.SIGKILL if number == signal.SIGKILL else 0)
    before = types(council)
    with terminal(council, agenda) as screen:
        screen.until(lambda: b"Hervat" in screen.seen)
        screen.type(b" woord\r")
        screen.until(lambda: len(types(council)) > len(before))
    last = read(council / "journal", MEETING).events[-1]
    assert types(council)[:-1] == before
    assert getattr(last, "text", "") == "half woord"


def test_a_closed_window_keeps_the_draft(council: Path, agenda: Path) -> None:
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(b", half")
        screen.until(lambda: draft(council) == ", half")
        screen.process.send_signal(signal.SIGHUP)
        screen.ended()
    assert draft(council) == ", half"


def test_a_window_closed_without_a_signal_ends_it_too(council: Path, agenda: Path) -> None:
    """It would hold the meeting's lock for ever, with nobody before it."""
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(b", half")
        screen.until(lambda: draft(council) == ", half")
        screen.close()
        assert screen.process.wait(PATIENCE) == 0
    assert draft(council) == ", half"


def titles(council: Path) -> list[str]:
    events = read(council / "journal", MEETING).events
    return [str(getattr(e, "title", "")) for e in events if getattr(e, "type", "") == "filed"]


def test_lines_typed_while_the_process_stands_still_are_all_there_in_their_order(council: Path, agenda: Path) -> None:
    wanted = []
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(b"n\r")
        screen.until(lambda: "item_started" in types(council))
        for number in range(1, 6, 2):
            os.kill(screen.process.pid, signal.SIGSTOP)
            for key in f"m{number} i pvda: Eérste {number}\rm{number + 1} i vvd: Tweede {number}\r".encode():
                screen.type(bytes([key]))
            os.kill(screen.process.pid, signal.SIGCONT)
            wanted += [f"Eérste {number}", f"Tweede {number}"]
            screen.until(lambda number=number: len(titles(council)) > number)  # type: ignore[misc]
    assert titles(council) == wanted


def test_lines_and_hammers_in_one_write_are_entered_one_by_one(council: Path, agenda: Path) -> None:
    burst = "n7\rm1 i cda: Eerste\rm2 i vvd: Tweede\rm1v cda\r=m2v cda 31-6x\x7f\r\x1b[24~, klaar met ŷ\r"
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(burst.encode())
        screen.until(lambda: "note" in types(council)[-1:])
    assert titles(council) == ["Eerste", "Tweede"]
    assert types(council)[-6:] == ["item_started", "filed", "filed", "decided", "decided", "note"]


def test_a_bracketed_paste_enters_nothing_until_enter(council: Path, agenda: Path) -> None:
    with terminal(council, agenda) as screen:
        begin(screen, council)
        screen.type(b"n7\r")
        screen.until(lambda: "item_started" in types(council))
        screen.type(b"\x1b[200~m1 i cda: Eerste\rm2 i vvd: Tweede\r\x1b[201~")
        screen.until(lambda: draft(council) == "m1 i cda: Eerste")
        assert titles(council) == []
        screen.type(b"\r")
        screen.until(lambda: titles(council) == ["Eerste"])
        screen.until(lambda: draft(council) == "")
        screen.type(b"klaar\r")
        screen.until(lambda: b"nog niet ingevoerd" in screen.seen)
    assert titles(council) == ["Eerste"]


def test_lines_typed_before_the_app_has_the_terminal_are_entered_in_their_order(council: Path, agenda: Path) -> None:
    """The terminal still edits lines itself then, and turns Enter into a line feed."""
    with terminal(council, agenda) as screen:
        screen.type(b"\ropen\rn7\rm1 i cda: Eerste\rm2 i vvd: Tweede\r")
        screen.until(lambda: titles(council) == ["Eerste", "Tweede"])
    assert types(council)[-4:] == ["opened", "item_started", "filed", "filed"]


def test_a_rehearsal_begins_behind_its_checks(tmp_path: Path) -> None:
    """Enter is typed as soon as the checks are on screen, while the meeting is still being loaded."""
    with begun([sys.executable, "-m", "livecouncil", "demo", "--data", str(tmp_path), "--port", "0"]) as screen:
        screen.until(lambda: b"VOOR U BEGINT" in screen.seen)
        screen.type(b"\ropen\r")
        journals = tmp_path / "oefening" / "demo" / "oefening" / "journal"
        screen.until(lambda: any(b'"opened"' in path.read_bytes() for path in journals.glob("*.jsonl")))
    assert b"OEFENING" in screen.seen
