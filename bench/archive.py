"""`publish --all` over a council of 500 meetings: all of it new, nothing changed, one meeting
changed. Seconds, JSON on screen.

The meetings are the fictitious evening on other days, four members and some titles changing over the years.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
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


def publishing(base: Path) -> float:
    """Seconds of a whole `publish --all`, the start of the program included."""
    code = (
        "import sys; from pathlib import Path; from livecouncil.archive.build import publish_all; "
        "publish_all(Path(sys.argv[1]))"
    )
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, base], check=True, capture_output=True)
    return time.perf_counter() - begin


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


def one() -> dict[str, float]:
    """Seconds of `livecouncil publish` for one meeting (the scripted evening), every document included."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "raad"
        shutil.copytree(str(files("livecouncil") / "example"), base)
        command = [sys.executable, "-m", "livecouncil"]
        evening = (base / "evening.txt").read_bytes()
        agenda = next((base / "agendas").glob("*.toml"))
        subprocess.run(
            [*command, "live", agenda, "--data", base, "--plain", "--no-serve", "--hold", "0"],
            input=evening,
            check=True,
            capture_output=True,
        )
        shutil.rmtree(base / "public")
        begin = time.perf_counter()
        subprocess.run([*command, "publish", "--data", base], check=True, capture_output=True)
        return {"publish_one_s": time.perf_counter() - begin}


def measure(meetings: int = int(os.environ.get("MEETINGS", "50"))) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "raad"
        ids = council(base, meetings)
        results: dict[str, float] = {"archive_meetings": meetings, "archive_first_s": publishing(base)}
        results["archive_unchanged_s"] = median(lambda: publishing(base))
        _change(base, ids[-1])
        results["archive_one_changed_s"] = publishing(base)
        results["archive_index_ms"] = median(lambda: listing(base)) * 1e3
        results["archive_files"] = sum(p.is_file() for p in (base / "public").rglob("*"))
        results["archive_mb"] = (
            sum(p.stat().st_size for p in (base / "public" / "archief").rglob("*") if p.is_file()) / 1e6
        )
    return results


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
