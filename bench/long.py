"""The desk late in the evening: key to sentence, Enter to "✓" and idle, after 20 lines and after 720, in turns.

Both meetings are open at once, each in its own terminal, and are typed in by turns, so that whatever else the machine
does falls on both. With the public server beside them (the usual way) and without. Idle is the share of a processor the
app itself takes while nobody types.
"""

from __future__ import annotations

import io
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import screen

from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

SHORT, LONG = 9, 359  # motions filed and decided: two lines each, and two to begin with
KEYS = "b: stemmingoverdrie"
IDLE = 10.0  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


def sat(folder: Path, motions: int) -> tuple[str, ...]:
    """A meeting of so many decided motions at one item; the command that goes on with it."""
    council = folder / f"raad{motions}"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    agenda = council / "agendas" / screen.MEETING
    session = Session.open(council, agenda, hold=0)
    lines = ["open", "n6"]
    for number in range(1, motions + 1):
        lines += [f"m{number} i cda: Motie {number:03d}", f"m{number}v vvd ="]
    plain.run(session, lines, io.StringIO(), io.StringIO(), ask=False)
    session.close()
    return ("-m", "livecouncil", "live", str(agenda), "--data", str(council), "--hold", "0")


@contextmanager
def both(folder: Path, *options: str) -> Iterator[tuple[int, int]]:
    """The short and the long meeting, open; yields our ends of their terminals."""
    with screen.terminal(*sat(folder, SHORT), *options) as short, screen.terminal(*sat(folder, LONG), *options) as long:
        for master in (short, long):
            screen.until(master, b"Hervat")
            os.write(master, b"\x1b")  # read; the next Esc wipes the line
            screen.drain(master)
        time.sleep(3)  # the server reads the meeting and writes its files
        yield short, long


def keys(master: int) -> float:
    """Median seconds from a key to its sentence in the preview."""
    os.write(master, KEYS[:4].encode())
    screen.drain(master)
    took = statistics.median(screen.echo(master, KEYS[:12], 2))
    os.write(master, b"\x1b")
    screen.drain(master)
    return took


def enter(master: int, item: str) -> float:
    """Seconds from Enter to "✓"."""
    os.write(master, f"n{item}".encode())
    screen.drain(master)
    begin = time.perf_counter()
    os.write(master, b"\r")
    screen.until(master, f"✓ Agendapunt {item}".encode())
    took = time.perf_counter() - begin
    screen.drain(master)
    return took


def idle(master: int, council: str) -> float:
    """Share of a processor of the app on `council` behind `master` while nobody types."""
    pid = app_of(council)
    before = used(pid)
    limit = time.monotonic() + IDLE
    while time.monotonic() < limit:
        screen.drain(master)
    return (used(pid) - before) / IDLE


def app_of(council: str) -> int:
    """The process of the terminal app on the meeting in the folder of that name."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        words = path.read_bytes().split(b"\0")
        if b"live" in words and any(word.endswith(f"/{council}".encode()) for word in words):
            return int(path.parent.name)
    raise LookupError(council)


def used(pid: int) -> float:
    """Processor seconds of one process, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def turns(folder: Path, rounds: int, *options: str) -> dict[str, float]:
    """Medians over the rounds, long beside short."""
    rows = []
    with both(folder, *options) as (short, long):
        for number in range(rounds):
            item = "7" if number % 2 else "8"
            rows.append((keys(short), keys(long), enter(short, item), enter(long, item)))
        at_rest = idle(short, f"raad{SHORT}"), idle(long, f"raad{LONG}")
    key_short, key_long, enter_short, enter_long = (statistics.median(c) for c in zip(*rows, strict=True))
    return {
        "key_ms": 1e3 * key_long,
        "key_over_short": key_long / key_short,
        "enter_ms": 1e3 * enter_long,
        "enter_over_short": enter_long / enter_short,
        "idle_percent": 100 * at_rest[1],
        "idle_short_percent": 100 * at_rest[0],
    }


def measure(rounds: int = 6) -> dict[str, float]:
    """Figures at 720 lines over those at 20, with the server (`long_…`) and without (`long_alone_…`)."""
    found: dict[str, float] = {}
    for name, options in (("long", ("--port", "0")), ("long_alone", ("--no-serve",))):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            told = turns(Path(folder), rounds, *options)
        found |= {f"{name}_{key}": value for key, value in told.items()}
    return found


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 6).items():
        print(f"{name:<32} {value:10.2f}")
