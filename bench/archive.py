"""`publish --all` over a council of many meetings (`MEETINGS`, 50): all of it new, nothing changed, one changed.

The meetings are the fictitious evening on other days, four members and some titles changing over the years.
"""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.written import dump
from livecouncil.journal.journal import Journal
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

EVENING, MEETING = "2026-03-12", "2026-03-12-raadsvergadering"
FIRST = date(2006, 1, 5)
LEAVING = ("mevrouw Aalders", "de heer Faber", "mevrouw Zijlstra", "de heer Ubels")


def evening(folder: Path) -> list[dict[str, Any]]:
    """The fictitious evening, as it stands in a journal."""
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    played = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    plain.run(played, (folder / "evening.txt").read_text().splitlines(), io.StringIO(), io.StringIO(), ask=False)
    bodies = [dump(e) for e in played.journal.events]
    played.close()
    return bodies


def council(base: Path, meetings: int) -> list[str]:
    """A council's folder with `meetings` meetings, 25 a year; their ids."""
    with tempfile.TemporaryDirectory() as folder:
        bodies = evening(Path(folder) / "raad")
    (base / "journal").mkdir(parents=True)
    return [_meeting(base / "journal", bodies, FIRST + timedelta(days=14 * n)) for n in range(meetings)]


def _meeting(folder: Path, bodies: list[dict[str, Any]], day: date) -> str:
    text = json.dumps(bodies).replace(EVENING, day.isoformat()).replace("Zebrapad", f"Zebrapad {day:%d-%m}")
    for number, name in enumerate(LEAVING):
        if day.year < 2010 + 4 * number:
            text = text.replace(name, f"{name}-Voorganger")
    journal = Journal.open(folder, MEETING.replace(EVENING, day.isoformat()), seal=lambda _: False)
    journal.append([ev.event_of({k: v for k, v in b.items() if k != "seq"}) for b in json.loads(text)])
    journal.close()
    reserve = folder / f"{journal.meeting}.reserve"
    reserve.unlink(missing_ok=True)
    return journal.meeting


@dataclass(frozen=True)
class Took:
    """Seconds of a whole `publish --all`, the start of the program included: on the clock, and of processors."""

    wall: float
    cpu: float


def publishing(base: Path) -> Took:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    command = [sys.executable, "-m", "livecouncil", "publish", "--all", "--data", str(base)]
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def listing(base: Path) -> float:
    from livecouncil.archive.build import archive_index

    begin = time.perf_counter()
    archive_index(base)
    return time.perf_counter() - begin


def _change(base: Path, meeting: str) -> None:
    journal = Journal.open(base / "journal", meeting)
    last = journal.events[-1]
    journal.append(
        [ev.Message.model_validate({"at": last.at, "text": "Nagekomen bericht", "released": ["wall", "feed"]})]
    )
    journal.close()


def median(act: Callable[[], float], rounds: int = 5) -> float:
    return sorted(act() for _ in range(rounds))[rounds // 2]


def measure(meetings: int = int(os.environ.get("MEETINGS", "50"))) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "raad"
        ids = council(base, meetings)
        first = publishing(base)
        unchanged = [publishing(base) for _ in range(5)]
        _change(base, ids[-1])
        one = publishing(base)
        results: dict[str, float] = {
            "archive_meetings": meetings,
            "archive_first_s": first.wall,
            "archive_first_cpu_s": first.cpu,
            "archive_unchanged_s": min(took.wall for took in unchanged),
            "archive_unchanged_cpu_s": min(took.cpu for took in unchanged),
            "archive_one_changed_s": one.wall,
            "archive_one_changed_cpu_s": one.cpu,
        }
        results["archive_index_ms"] = median(lambda: listing(base)) * 1e3
        results["archive_files"] = sum(p.is_file() for p in (base / "public").rglob("*"))
        results["archive_mb"] = (
            sum(p.stat().st_size for p in (base / "public" / "archief").rglob("*") if p.is_file()) / 1e6
        )
    return results


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
