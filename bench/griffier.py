"""The griffier types while 10,000 follow: key to preview and Enter to "✓" with and without
followers, in turns, in one app.

An event goes out every two seconds, from the app itself; the keys measured come right behind it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import screen
import stream

LINE = "b: stemming"
KEYS = 3  # measured behind each event
EVENTS, PAUSE = 6, 2.0


def measure(n: int, rounds: int = 5) -> dict[str, float]:
    """Milliseconds, and the median over the rounds of with over without followers."""
    rows = []
    with tempfile.TemporaryDirectory() as name, sitting(Path(name)) as (master, port):
        tool = stream.built("sseload", Path(name))
        for _ in range(rounds):
            alone = typed(master)
            with followed(tool, Path(name) / "out.json", port, n):
                rows.append((*alone, *typed(master)))
    key, enter, key_followed, enter_followed = (1e3 * statistics.median(column) for column in zip(*rows, strict=True))
    return {
        "key_ms": key,
        "key_followed_ms": key_followed,
        "enter_ms": enter,
        "enter_followed_ms": enter_followed,
        "key_followed_over_alone": statistics.median(row[2] / row[0] for row in rows),
        "enter_followed_over_alone": statistics.median(row[3] / row[1] for row in rows),
    }


@contextlib.contextmanager
def sitting(folder: Path) -> Iterator[tuple[int, int]]:
    """The terminal app in an open meeting with its server beside it; yields our end of its terminal, and the port."""
    council = folder / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    agenda = council / "agendas" / screen.MEETING
    command = ("-m", "livecouncil", "live", str(agenda), "--data", str(council), "--port", "0", "--hold", "0")
    with screen.terminal(*command) as master:
        screen.until(master, b"VOOR U BEGINT")
        screen.opened(master)
        until_there(council / "wall.url")
        port = urlsplit((council / "wall.url").read_text()).port
        assert port
        yield master, port


def until_there(path: Path) -> None:
    """The server beside the app comes after it, and writes this when it listens."""
    for _ in range(600):
        if path.is_file():
            return
        time.sleep(0.1)
    raise TimeoutError(f"{path} did not come")


@contextlib.contextmanager
def followed(tool: Path, out: Path, port: int, n: int) -> Iterator[None]:
    """So many followers connected."""
    more = ["--external", "--duration-s", "600"]
    command = stream.loading(tool, out, port, stream.newest(port), n, [], *more)
    load = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        stream.until(port, lambda m: m.get("followers", 0) >= n)
        yield
    finally:
        load.kill()
        load.wait()
    stream.until(port, lambda m: m.get("followers", 1) == 0)


def typed(master: int) -> tuple[float, float]:
    """Median seconds from key to preview and from Enter to "✓", over some events."""
    keys, enters = [], []
    for number in range(EVENTS):
        begin = time.monotonic()
        enters.append(entered(master, "6" if number % 2 else "7"))
        os.write(master, LINE[:4].encode())
        keys += screen.echo(master, LINE[: 4 + KEYS], 2)
        os.write(master, b"\x1b")
        screen.drain(master)
        time.sleep(max(0.0, begin + PAUSE - time.monotonic()))
    return statistics.median(keys), statistics.median(enters)


def entered(master: int, item: str) -> float:
    os.write(master, f"n{item}".encode())
    screen.drain(master)
    begin = time.perf_counter()
    os.write(master, b"\r")
    screen.until(master, f"✓ Agendapunt {item}".encode())
    return time.perf_counter() - begin


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]), int(sys.argv[2])).items():
        print(f"{name:<36} {value:10.2f}")
