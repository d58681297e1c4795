"""`make bench`: figures as ratios within one run; JSON in bench/results.json, and the tables of docs/performance.md.

`bench/run.py --only files --only budget` measures those parts alone and keeps the other figures of results.json, each
with the load of the machine when it was measured. A part that fails says so and leaves its rows as they were; the
others go on, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from importlib.resources import as_file
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from unittest.mock import patch

import archive
import commands
import evening
import files
import griffier
import long
import pixels
import polled
import screen
import stream
import table

from livecouncil.core.meeting import events as ev
from livecouncil.journal import chain
from livecouncil.journal.journal import Journal
from livecouncil.journal.reading import read
from livecouncil.journal.signing.signing_off import checkpoint
from livecouncil.settings.load import load_council

RESULTS = Path(__file__).with_name("results.json")
AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")


def median(act: Callable[[], object], rounds: int = 5) -> float:
    """Median seconds of `act` over `rounds`."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        act()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def python(*code: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *code], check=True, capture_output=True)


def appending(folder: Path) -> dict[str, float]:
    """Enter to '✓' (one event, written and fsynced) against a bare write and fsync on the same disk."""
    journal = Journal.open(folder, "2026-03-12-bench")
    descriptor = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    ours, bare = [], []
    for number in range(300):
        begin = time.perf_counter()
        journal.append([ev.ItemStarted(at=AT, item=str(number % 99))])
        ours.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        os.write(descriptor, b"x" * 220)
        os.fsync(descriptor)
        bare.append(time.perf_counter() - begin)
    journal.close()
    ours.sort()
    return {
        "append_ms": statistics.median(ours) * 1e3,
        "append_p99_ms": ours[-3] * 1e3,
        "append_over_bare_fsync": statistics.median(ours) / statistics.median(bare),
    }


def reading(folder: Path) -> dict[str, float]:
    journal = Journal.open(folder, "2026-03-12-long")
    for _ in range(50):
        journal.append([ev.Speaker(at=AT, who="de heer Jansen") for _ in range(100)])
    journal.close()
    return {"open_and_verify_5000_events_ms": median(lambda: read(folder, "2026-03-12-long")) * 1e3}


def signing(folder: Path) -> dict[str, float]:
    """A head signed every five minutes, in a journal of 5,000 lines, as a key that comes just then waits for it."""
    with as_file(package_files("livecouncil") / "example" / "council.toml") as path:
        council = load_council(path)
    home = folder / "council"
    journal = Journal.open(home / "journal", "2026-03-12-signed")
    for _ in range(50):
        journal.append([ev.Speaker(at=AT, who="de heer Jansen") for _ in range(100)])
    walker = chain.Walker()
    signed: list[float] = []
    for _ in range(50):
        journal.append([ev.ItemStarted(at=AT, item="1")])
        begin = time.perf_counter()
        with patch.dict(os.environ, XDG_DATA_HOME=str(folder / "keys")):
            journal.append([checkpoint(journal, council, home, AT, walker=walker)])
        signed.append(time.perf_counter() - begin)
    journal.close()
    return {"head_ms": statistics.median(signed) * 1e3, "head_first_ms": signed[0] * 1e3}


def starting() -> dict[str, float]:
    bare = median(python("-c", "pass"))
    return {
        "version_over_bare_python": median(python("-m", "livecouncil", "--version")) / bare,
        "tui_import_over_textual_import": median(python("-c", "import livecouncil.terminal.app"))
        / median(python("-c", "import textual.app, textual.widgets")),
    }


def parts(folder: Path) -> dict[str, Callable[[], dict[str, Any]]]:
    """Everything that is measured, by name; `FOLLOWERS`, `ROUNDS` and `MEETINGS` of the environment make it smaller."""
    followers, rounds = int(os.environ.get("FOLLOWERS", "10000")), int(os.environ.get("ROUNDS", "3"))
    return {
        "append": lambda: appending(folder),
        "read": lambda: reading(folder),
        "sign": lambda: signing(folder),
        "start": starting,
        "commands": lambda: commands.measure(rounds),
        "screen": lambda: screen.measure(folder),
        "long": long.measure,
        "pixels": pixels.measure,
        "files": files.measure,
        "polled": lambda: polled.measure(rounds),
        "griffier": lambda: griffier.measure(followers, max(rounds, 3)),
        "evening": evening.measure,
        "archive": archive.measure,
        "stream": lambda: {"stream": stream.measure(followers, rounds)},
    }


def known() -> dict[str, Any]:
    """The figures of the runs before."""
    try:
        found: dict[str, Any] = json.loads(RESULTS.read_text())
    except (OSError, ValueError):
        return {}
    return found


def measured(part: Callable[[], dict[str, Any]], name: str, results: dict[str, Any]) -> bool:
    """Whether `part` gave its figures, which are then among the `results`, with the load they were measured at."""
    load = os.getloadavg()[0]
    try:
        found = part()
    except Exception:  # a part that fails must not cost the others theirs
        print(f"{name}: not measured", file=sys.stderr)
        traceback.print_exc()
        return False
    results |= found
    results["loads"] = results.get("loads", {}) | {name: max(load, os.getloadavg()[0])}
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    return True


def as_installed() -> None:
    """Compiled, as an installation is: programs that compile all they load would be measured instead."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with as_file(package_files("livecouncil")) as package:
        compileall.compile_dir(package, quiet=1)


def main() -> int:
    as_installed()
    with tempfile.TemporaryDirectory() as name:
        there = parts(Path(name))
        parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
        parser.add_argument("--only", action="append", choices=there, metavar="PART", help=", ".join(there))
        chosen = parser.parse_args().only or list(there)
        results: dict[str, Any] = {}
        if len(chosen) < len(there):
            results = known()
        results["processors"] = os.cpu_count()
        whole = [measured(there[one], one, results) for one in chosen]
    print(table.written(results))
    return int(not all(whole))


if __name__ == "__main__":
    sys.exit(main())
