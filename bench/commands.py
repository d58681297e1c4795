"""What each command costs before and while it works on the example council: processor time, memory, modules."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TOOLS = Path(__file__).parents[1] / "tools"
sys.path.insert(0, str(TOOLS))

from loaded import LINES, Council, Loaded  # noqa: E402

BARE = "import resource; used = resource.getrusage(resource.RUSAGE_SELF); print(used.ru_utime + used.ru_stime)"


def measure(rounds: int = 3) -> dict[str, dict[str, dict[str, float]]]:
    """Medians over the rounds, each with a council of its own; `over_bare` is times a Python that does nothing."""
    tables = [_round() for _ in range(rounds)]
    bare = statistics.median(_bare() for _ in range(2 * rounds + 1))
    return {"commands": {name: _row([table[name] for table in tables], bare) for name in LINES}}


def _round() -> dict[str, Loaded]:
    with tempfile.TemporaryDirectory() as name:
        council = Council(Path(name))
        return {line: council.run(line) for line in LINES}


def _bare() -> float:
    return float(subprocess.run([sys.executable, "-c", BARE], check=True, capture_output=True, text=True).stdout)


def _row(found: list[Loaded], bare: float) -> dict[str, float]:
    cpu = statistics.median(each.cpu for each in found)
    return {
        "cpu_ms": 1e3 * cpu,
        "over_bare": cpu / bare,
        "memory_mb": statistics.median(each.memory for each in found),
        "modules": found[0].modules,
    }


if __name__ == "__main__":
    for name, row in measure(int(sys.argv[1]) if sys.argv[1:] else 3)["commands"].items():
        print(
            f"{name:<16} {row['cpu_ms']:6.0f} ms {row['over_bare']:5.1f} × {row['memory_mb']:5.0f} MB {row['modules']}"
        )
