"""Every file-system call fails in turn, once and for ever, at every position of a short evening.

What must hold: no "✓" without its fact on the disk, no line without an answer, no traceback and no hang; where a call
failed once the same line typed again is accepted, and afterwards the chain is whole and the meeting goes on.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core import events as ev
from livecouncil.session import Session
from livecouncil.store.reading import read

from ..conftest import ROOT, STORM

ID = "2026-03-12-raadsvergadering"
HERE = Path(__file__).parent
Fact = Callable[[list[ev.Base]], bool]

LINES: dict[str, Fact] = {
    "open": lambda events: any(isinstance(e, ev.Opened) for e in events),
    "n6": lambda events: any(isinstance(e, ev.ItemStarted) and e.item == "6" for e in events),
    "m1 i pvda: Een": lambda events: any(isinstance(e, ev.Filed) and e.title == "Een" for e in events),
    "m1v cda": lambda events: True,
    "=": lambda events: any(isinstance(e, ev.Decided) and e.object == "m1" for e in events),
    "tz wagenaar: Bericht": lambda events: any(isinstance(e, ev.Undertaking) and e.text == "Bericht" for e in events),
    "m2 i vvd: Twee": lambda events: any(isinstance(e, ev.Filed) and e.title == "Twee" for e in events),
    "z": lambda events: any(isinstance(e, ev.Suspended) for e in events),
}
SHOWN = {
    "open": "✓ De raadsvergadering", "n6": "✓ Agendapunt 6", "m1 i pvda: Een": "✓ Ingediend bij punt 6: Motie M1",
    "m1v cda": "Wacht op de hamer", "=": "✓ Motie M1", "tz wagenaar: Bericht": "✓ Toezegging", "m2 i vvd: Twee": "✓ Ingediend bij punt 6: Motie M2",
    "z": "✓ De vergadering is om",
}  # fmt: skip
"""How the terminal app shows that each line was taken."""
DISK = ["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT"]
FAULTS = {
    "open": DISK, "write": DISK, "truncate": DISK, "fsync": DISK, "rename": DISK, "link": DISK, "stat": ["EIO", "EACCES"],
    "unlink": DISK, "dirsync": ["EINVAL", "EOPNOTSUPP", "EIO"], "flock": ["ENOLCK", "EOPNOTSUPP", "EIO"],
}  # fmt: skip
SMALL = {
    "open": 6,
    "write": 4,
    "truncate": 1,
    "fsync": 4,
    "rename": 3,
    "link": 1,
    "stat": 6,
    "unlink": 1,
    "dirsync": 2,
    "flock": 1,
}
"""Positions of each call in the small run, spread over the evening."""


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[subprocess.Popen[str]]:
    """The program, imported once with the shim in it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        pytest.skip("OVERGESLAGEN: geen C-compiler (cc); bestandsoproepen kunnen hier niet tot falen worden gebracht")
    shim = tmp_path_factory.mktemp("shim") / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(HERE / "shim.c"), "-ldl"], check=True)
    environment = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, str(HERE / "driver.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    yield process
    process.kill()
    process.wait()


def play(
    driver: subprocess.Popen[str], folder: Path, call: str, at: int, error: int, ever: bool, shell: str = "plain"
) -> dict[str, Any]:
    """One evening in a fresh council's folder."""
    council = folder / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    job = {
        "shell": shell, "shown": SHOWN, "lines": list(LINES), "root": str(council if STORM else council / "journal"), "data": str(council), "agenda": str(agenda(council)),
        "call": call, "at": at, "errno": error, "ever": int(ever), "errors": str(folder / "errors"), "counts": str(folder / "counts"),
    }  # fmt: skip
    assert driver.stdin and driver.stdout
    driver.stdin.write(json.dumps(job) + "\n")
    driver.stdin.flush()
    answer: dict[str, Any] = json.loads(driver.stdout.readline())
    errors = folder / "errors"
    return answer | {"errors": errors.read_text() if errors.exists() else ""}


def agenda(council: Path) -> Path:
    return next((council / "agendas").glob("*.toml"))


def faults_of(played: dict[str, Any], council: Path, ever: bool) -> list[str]:
    """What of the property does not hold."""
    found = []
    if played["ended"] not in (0, 1, 3):
        found.append(f"ended {played['ended']}")
    if "Traceback" in played["errors"] or "fout in livecouncil zelf" in played["errors"]:
        found.append(played["errors"][-300:])
    last = {line: answer for line, answer in played["answers"]}
    if len(last) < len(LINES) and not played["errors"].strip():
        found.append(f"no word for {set(LINES) - set(last)}")
    reading = read(council / "journal", ID)
    found += [f"damage: {one}" for one in reading.damage]
    for line, answer in last.items():
        if answer.startswith("VRIJ") and not LINES[line](reading.events):
            found.append(f"acknowledged and not there: {line}")
        if answer.startswith("FOUT") and not ever:
            found.append(f"refused twice: {line}: {answer}")
    found += goes_on(council)
    return found


def goes_on(council: Path) -> list[str]:
    """Whether the same command goes on when the disk is well again."""
    session = Session.open(council, agenda(council), hold=0)
    try:
        line = "open" if session.desk.state.status == "planned" else ", verder"
        answer = session.enter(line, confirmed=True)
        return [f"does not go on: {answer.text}"] if answer.word == "FOUT" else []
    finally:
        session.close()


def positions(total: int, most: int) -> list[int]:
    if STORM or total <= most:
        return list(range(1, total + 1))
    return sorted({1 + round(i * (total - 1) / (most - 1)) for i in range(most)}) if most > 1 else [(total + 1) // 2]


@pytest.mark.parametrize("call", FAULTS)
def test_every_call_may_fail_at_every_position_of_an_evening(
    driver: subprocess.Popen[str], call: str, tmp_path: Path
) -> None:
    (tmp_path / "whole").mkdir()
    whole = play(driver, tmp_path / "whole", "", 0, 0, False)
    assert faults_of(whole, tmp_path / "whole" / "raad", ever=False) == []
    total = whole["counts"][call]
    broken, played = [], 0
    names = FAULTS[call]
    for number, at in enumerate(positions(total, SMALL[call])):
        for name in names if STORM else [names[number % len(names)]]:
            for ever in (False, True):
                folder = tmp_path / "one"
                folder.mkdir()
                try:
                    result = play(driver, folder, call, at, getattr(errno, name), ever)
                    found = faults_of(result, folder / "raad", ever)
                except Exception as error:
                    found = [repr(error)]
                played += 1
                broken += [f"{call} {name} at {at}/{total} {'for ever' if ever else 'once'}: {one}" for one in found]
                shutil.rmtree(folder)
    print(f"{call}: {total} positions, {played} evenings")
    assert not broken, "\n".join(broken)


APP = [("write", "EIO", 12), ("fsync", "EIO", 6), ("open", "EACCES", 14), ("rename", "ENOSPC", 5)]


@pytest.mark.parametrize(("call", "name", "at"), APP)
def test_the_same_in_the_terminal_app(
    driver: subprocess.Popen[str], call: str, name: str, at: int, tmp_path: Path
) -> None:
    played = play(driver, tmp_path, call, at, getattr(errno, name), ever=False, shell="app")
    assert len(played["answers"]) >= len(LINES), played
    assert faults_of(played, tmp_path / "raad", ever=False) == [], played
