"""Looks for faults in the parsers of others' bytes, led by what of the code a case reached: `tools/fuzz.py captions`.

`tests/fuzz` tries a fixed number of bent cases of every parser in each test run; this goes on for as long as told, and
keeps what reaches new code. It needs atheris (https://pypi.org/project/atheris/), which is in no lock: it has no
builds for every Python, and nothing of the program or its tests needs it. `.venv/bin/pip install atheris==3.0.0`, on
Python 3.11 to 3.13. Whatever a parser raises that it may not stops the run, with the case in `--keep`; mend its kind,
and put a test of it beside the parser's own.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[1]
NOT_THERE = "atheris is not installed: .venv/bin/pip install atheris==3.0.0 (Python 3.11 to 3.13)"
LONGEST = 5
"""Seconds a case may take; more is a fault."""


def main() -> int:
    """Exit code 2 where atheris is not there; else atheris ends the process itself: 0, or not 0 with a fault."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("parser", help="a name in tests/fuzz/corpus")
    arguments.add_argument("--seconds", type=int, default=300)
    arguments.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz", help="folder for cases found")
    asked = arguments.parse_args()
    try:
        atheris = import_module("atheris")
    except ImportError:
        print(NOT_THERE, file=sys.stderr)
        return 2
    _run(atheris, asked.parser, asked.seconds, asked.keep)
    return 0


def _run(atheris: Any, name: str, seconds: int, keep: Path) -> None:
    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["livecouncil"]):
        from tests.fuzz.mangling import mangled
        from tests.fuzz.parsers import parsers
    parser = parsers(Path(tempfile.mkdtemp()))[name]
    seeds = list(parser.seeds.values())
    found = keep / name
    (found / "corpus").mkdir(parents=True, exist_ok=True)
    for title, seed in parser.seeds.items():
        (found / "corpus" / title).write_bytes(seed)

    def bent(data: bytes, most: int, seed: int) -> bytes:
        """Half by atheris, half by our own ways, which know what is data."""
        chance = Random(seed)
        if chance.random() < 0.5:
            mutated: bytes = atheris.Mutate(data, most)
            return mutated
        return mangled(data, chance, parser.words, seeds)[:most]

    flags = [f"-max_total_time={seconds}", f"-timeout={LONGEST}", "-rss_limit_mb=2048", f"-artifact_prefix={found}/"]
    flags += ["-max_len=20000", "-print_final_stats=1", str(found / "corpus")]
    atheris.Setup([sys.argv[0], *flags], _forgiving(parser.read, parser.refuses), custom_mutator=bent)
    atheris.Fuzz()


def _forgiving(read: Callable[[bytes], object], refuses: tuple[type[Exception], ...]) -> Callable[[bytes], None]:
    """`read`, whose documented errors are answers."""

    def one(data: bytes) -> None:
        with contextlib.suppress(*refuses):
            read(data)

    return one


if __name__ == "__main__":
    sys.exit(main())
