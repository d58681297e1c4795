"""The terminal app against a bare Textual app with one Input, each behind a real pseudo-terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import statistics
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.sitting.session import Session

BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        yield Input(placeholder="klaar om te typen")
Bare().run()
"""
MEETING = "2026-03-12-raadsvergadering.toml"
LAST_CHECK = b"reglement"
"""What the last of the start checks is called: where it stands, all have their answers."""


@contextmanager
def terminal(*command: str) -> Iterator[int]:
    """The program behind a terminal of 120 × 36; yields our end of it."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    process = subprocess.Popen(
        [sys.executable, *command],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env=os.environ | {"TERM": "xterm-256color"},
    )
    os.close(slave)
    try:
        yield master
    finally:
        process.kill()
        process.wait()
        os.close(master)


def until(master: int, wanted: bytes, times: int = 1) -> None:
    """Read the screen until `wanted` was drawn that many times. Raises TimeoutError after half a minute."""
    seen, limit = b"", time.monotonic() + 30
    while seen.count(wanted) < times:
        if not select.select([master], [], [], max(0.0, limit - time.monotonic()))[0]:
            raise TimeoutError(f"{wanted!r} never drawn: {seen[-300:]!r}")
        seen += os.read(master, 65536)
        if time.monotonic() > limit:
            raise TimeoutError(f"{wanted!r} not drawn in time: {seen[-300:]!r}")


def drain(master: int) -> None:
    """Let the program finish what it was drawing; its clock ticks on, so quiet is never waited for."""
    limit = time.monotonic() + 0.4
    while (left := limit - time.monotonic()) > 0:
        if select.select([master], [], [], left)[0]:
            os.read(master, 65536)


def opened(master: int) -> None:
    """From the start checks to an open meeting."""
    os.write(master, b"\r")
    until(master, b"JOURNAAL")
    drain(master)
    os.write(master, b"open\r")
    until(master, "✓".encode())
    drain(master)


def first_frame(ready: bytes, *command: str) -> float:
    """Seconds from start to the text `ready` on screen, median of five."""
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        with terminal(*command) as master:
            until(master, ready)
            times.append(time.perf_counter() - begin)
    return statistics.median(times)


def echo(master: int, text: str, times: int) -> list[float]:
    """Seconds from each key of `text` until what was typed so far stands on screen `times` times."""
    took = []
    for number in range(4, len(text)):
        begin = time.perf_counter()
        os.write(master, text[number].encode())
        until(master, text[3 : number + 1].encode(), times)
        took.append(time.perf_counter() - begin)
        drain(master)
    return took


def gone_on(folder: Path, hundreds: int) -> tuple[str, ...]:
    """The command that goes on with a meeting of so many hundred entries, every second one public."""
    council = folder / f"{hundreds}-honderd"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    agenda = council / "agendas" / MEETING
    session = Session.open(council, agenda, hold=0)
    session.enter("open")
    at = session.journal.events[-1].at
    for hundred in range(hundreds):
        session.journal.append(
            [
                ev.Speaker(at=at, who="de heer Jansen", released=("wall", "feed"))
                if number % 2
                else ev.Message(at=at, text=f"Mededeling {hundred}.{number}", released=("wall", "feed", "networks"))
                for number in range(100)
            ]
        )
    session.close()
    return ("-m", "livecouncil", "live", str(agenda), "--data", str(council), "--no-serve")


def measure(folder: Path) -> dict[str, float]:
    """First frame and key echo, ours over bare. Ours waits for the key in the sentence of the preview as well."""
    council = folder / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    live = ("-m", "livecouncil", "live", str(council / "agendas" / MEETING), "--data", str(council), "--no-serve")
    line = "b: stemmingovermotiedrie"
    bare_frame = first_frame(b"laar om te typen", "-c", BARE)
    line_frame = first_frame("›".encode(), *live)
    ours_frame = first_frame(LAST_CHECK, *live)
    empty_frame = first_frame(b"Hervat", *gone_on(folder, 0))
    resumed_frame = first_frame(b"Hervat", *gone_on(folder, 50))
    with terminal("-c", BARE) as master:
        until(master, b"laar om te typen")
        drain(master)
        os.write(master, line[:4].encode())
        drain(master)
        bare_key = statistics.median(echo(master, line, 1))
    with terminal(*live) as master:
        until(master, b"VOOR U BEGINT")
        opened(master)
        os.write(master, line[:4].encode())
        drain(master)
        ours_key = statistics.median(echo(master, line, 2))
    return {
        "first_line_ms": line_frame * 1e3,
        "first_line_over_bare_textual": line_frame / bare_frame,
        "first_frame_ms": ours_frame * 1e3,
        "first_frame_over_bare_textual": ours_frame / bare_frame,
        "resume_5000_ms": resumed_frame * 1e3,
        "resume_5000_over_empty": resumed_frame / empty_frame,
        "key_to_preview_ms": ours_key * 1e3,
        "key_to_preview_over_bare_input": ours_key / bare_key,
    }
