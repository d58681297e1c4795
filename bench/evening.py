"""`publish` of one meeting with everything it puts out: a scripted evening, and a budget evening, the dearest there is.

The budget evening has sixty motions and 180 amendments, each filed and voted on with every name. Of both: processor
seconds of the whole process, its start included, from nothing. Of the budget evening also how long after it was closed
all files but the PDFs are there, and what an entry costs at its end and at its beginning.
"""

from __future__ import annotations

import io
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from livecouncil.journal.reading import read
from livecouncil.publishing.folder import record_of, write_public
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

MEETING = "2026-03-12-raadsvergadering"
MOTIONS, VOTES = 60, 240
ROUNDS = 5
MOVERS = ("pvda gl", "cda", "vvd d66", "sp pvdd cu", "lb")
VOTED = ("v vvd cda =", "t pvda gl sp 13-24 =", "v vvd d66 =", "t pvda gl sp jansen 14-23 =")
TITLES = ("Zwembad open houden", "Minder lasten voor wie bouwt", "Een voortgangsbrief per kwartaal over de jeugdzorg")


def typed() -> Iterator[str]:
    """What is typed on a budget evening: of four objects one is a motion and three are amendments."""
    yield "@19:30 open"
    for number in range(VOTES):
        if number % (VOTES // 2) == 0:
            yield ("n6", "n7")[number > 0]
        key = f"{'m' if number % (VOTES // MOTIONS) == 0 else 'a'}{number + 1}"
        yield f"{key} i {MOVERS[number % len(MOVERS)]}: {TITLES[number % len(TITLES)]} {number:03d}"
        yield f"{key}{VOTED[number % len(VOTED)]}"
        if number % 10 == 9:
            yield f"tz wagenaar: een brief over zaak {number:03d}"
    yield "@23:50 sluit"


def sat(base: Path, lines: list[str]) -> list[float]:
    """The example council in `base`, where `lines` were typed; processor seconds each of them took."""
    shutil.copytree(str(files("livecouncil") / "example"), base)
    session = Session.open(base, next((base / "agendas").glob("*.toml")), hold=0)
    took = []
    for line in lines:
        said, refused = io.StringIO(), io.StringIO()
        begin = time.process_time()
        code = plain.run(session, [line], said, refused, ask=False)
        took.append(time.process_time() - begin)
        if code:
            raise ValueError(f"{line}: {refused.getvalue()}")
    session.close()
    return took


def published(base: Path) -> float:
    """Processor seconds of `livecouncil publish` from nothing, the least of some rounds."""
    found = []
    for _ in range(ROUNDS):
        shutil.rmtree(base / "public", ignore_errors=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "livecouncil", "publish", "--data", str(base)]
        subprocess.run(command, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def without_pdf(base: Path) -> tuple[float, float]:
    """Seconds from the closed meeting's journal to its last file that is no PDF, and to the last of all."""
    public = base / "public"
    shutil.rmtree(public, ignore_errors=True)
    events = read(base / "journal", MEETING).events
    begin = time.time()
    written = write_public(record_of(events), public, everything=True)
    when = {path: path.stat().st_mtime - begin for path in written}
    return max(at for path, at in when.items() if path.suffix != ".pdf"), max(when.values())


def last_over_first(took: list[float]) -> float:
    """What a filing and a vote cost in the last tenth of the evening, as times what they cost in the first."""
    tenth = len(took) // 10
    return statistics.median(took[-tenth - 1 : -1]) / statistics.median(took[1 : tenth + 1])


def measure() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name:
        demo, budget = Path(name) / "demo", Path(name) / "budget"
        script = (files("livecouncil") / "example" / "evening.txt").read_text(encoding="utf-8")
        sat(demo, [line for line in script.splitlines() if not line.startswith("#")])
        took = sat(budget, list(typed()))
        found = {"publish_one_cpu_s": published(demo), "publish_budget_cpu_s": published(budget)}
        rows = [without_pdf(budget) for _ in range(3)]
    found["budget_all_but_pdf_s"] = min(row[0] for row in rows)
    found["budget_all_s"] = min(row[1] for row in rows)
    found["budget_entry_last_over_first"] = last_over_first(took)
    found["budget_entry_cpu_ms"] = 1e3 * statistics.median(took)
    return found


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:<32} {value:10.2f}")
