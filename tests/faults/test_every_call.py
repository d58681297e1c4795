"""Every file-system call fails in turn, once and for ever, in two short evenings and in both shells.

What must hold: no "✓" without its fact on the disk, no line without an answer, no traceback and no hang; where a call
failed once the same line typed again is accepted, and afterwards the chain is whole and the meeting goes on.

In the small run every call fails with every error, once and for ever, in each shell and in each place it is made, at one
position; which one is spread over the evenings. The full run (LIVECOUNCIL_STORM) takes every position.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from ..conftest import ROOT, STORM
from .evening import Fault, Stage, begins

HERE = Path(__file__).parent
DISK = ["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT"]
FAULTS = {
    "open": DISK,
    "write": DISK,
    "truncate": DISK,
    "fsync": DISK,
    "rename": DISK,
    "link": DISK,
    "stat": ["EIO", "EACCES"],
    "unlink": DISK,
    "dirsync": ["EINVAL", "EOPNOTSUPP", "EIO"],
    "flock": ["ENOLCK", "EOPNOTSUPP", "EIO"],
}
EVENINGS = ("fresh", "resumed")
PLACES = ("journal", "beside")
Counts = dict[tuple[str, str, str], dict[str, int]]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The program, imported once with the shim in it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        pytest.skip("OVERGESLAGEN: geen C-compiler (cc); bestandsoproepen kunnen hier niet tot falen worden gebracht")
    folder = tmp_path_factory.mktemp("faults")
    shim = folder / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(HERE / "shim.c"), "-ldl"], check=True)
    environment = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, str(HERE / "driver.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    yield Stage(process, begins(folder), folder)
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def counts(stage: Stage) -> Counts:
    """How often each call is made, by shell, evening and place; all is well in these evenings."""
    found: Counts = {}
    for shell, evening, place in product(("plain", "app"), EVENINGS, PLACES):
        broken, played = stage.broken(Fault(shell=shell, evening=evening, place=place))
        assert broken == [] and [word for _, word, _ in played["answers"]].count("FOUT") == 0
        found[shell, evening, place] = played["counts"]
    print(found)
    return found


def every(call: str, shell: str, counts: Counts) -> list[Fault]:
    """Every fault of `call`: all positions in the full run, else one for each error, once and for ever, and place."""
    found: list[Fault] = []
    for place in PLACES:
        positions = [
            (evening, at) for evening in EVENINGS for at in range(1, counts[shell, evening, place][call] + 1)
        ]
        kinds = list(product(FAULTS[call], (False, True)))
        for number, (name, ever) in enumerate(kinds if positions else []):
            one = (2 * number + 1) * len(positions) // (2 * len(kinds))
            for evening, at in positions if STORM else [positions[one]]:
                found.append(Fault(call, getattr(errno, name), name, at, ever, shell, evening, place))
    return found


def test_each_call_is_made_in_these_evenings(counts: Counts) -> None:
    for shell, call in product(("plain", "app"), FAULTS):
        assert sum(counts[shell, evening, place][call] for evening, place in product(EVENINGS, PLACES)), (shell, call)


@pytest.mark.parametrize("shell", ["plain", "app"])
@pytest.mark.parametrize("call", FAULTS)
def test_whatever_call_fails_no_tick_is_silent_and_no_line_is_lost(
    stage: Stage, counts: Counts, call: str, shell: str
) -> None:
    broken: list[str] = []
    struck = 0
    faults = every(call, shell, counts)
    for fault in faults:
        found, played = stage.broken(fault)
        broken += found
        struck += bool(played["counts"].get("hits", 1))
    print(f"{shell} {call}: {len(faults)} evenings, the fault struck in {struck}")
    assert not broken, "\n".join(broken)
    assert struck * 10 >= len(faults) * 9
