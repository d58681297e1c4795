"""Two short evenings, what each line of them must leave in the journal, and the property that holds when a call fails.

The fresh evening begins in a council's folder as `init` makes it: folders, journal, lock, reserve, and at the first
suspension the council's signing key (the one place that links). The resumed one goes on after a power cut left half a
line, with that key already there. Everything the program writes lies below one folder: journal, public files, draft,
key and crash reports; only what the test itself keeps lies beside it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from livecouncil.sitting.session import Session

ID = "2026-03-12-raadsvergadering"
HALF = b'{"seq":9999,"at":"2026-03-12T20'
Fact = Callable[[list[ev.Base]], bool]

LINES: dict[str, Fact] = {
    "open": lambda events: any(isinstance(e, ev.Opened) for e in events),
    "n6": lambda events: any(isinstance(e, ev.ItemStarted) and e.item == "6" for e in events),
    "m1 i pvda: E": lambda events: any(isinstance(e, ev.Filed) and e.title == "E" for e in events),
    "m1v cda": lambda events: True,
    "=": lambda events: any(isinstance(e, ev.Decided) and e.object == "m1" for e in events),
    ", T": lambda events: any(isinstance(e, ev.Note) and e.text == "T" for e in events),
    "z": lambda events: any(isinstance(e, ev.Suspended) for e in events),
}
BEGUN = 2
"""Lines of these that the resumed evening had before the cut."""


@dataclass(frozen=True)
class Fault:
    """One call that fails: at its `at`-th time, or `ever` from then on, in the journal's folder or
    everywhere beside it."""

    call: str = ""
    error: int = 0
    name: str = ""
    at: int = 0
    ever: bool = False
    shell: str = "plain"
    evening: str = "fresh"
    place: str = "journal"

    def __str__(self) -> str:
        how = "for ever" if self.ever else "once"
        return f"{self.shell}, {self.evening} evening: {self.call} {self.name} at {self.at} in {self.place}, {how}"


@dataclass(frozen=True)
class Stage:
    """The program that plays, and the folders each evening begins with."""

    driver: subprocess.Popen[str]
    begins: dict[str, Path]
    folder: Path

    def play(
        self, fault: Fault, world: Path | None = None, breaks: dict[str, list[str]] | None = None
    ) -> dict[str, Any]:
        """One evening in a folder of its own, which is still there afterwards; `breaks` has commands to be run before
        a line is typed."""
        world = world or self.folder / "world"
        shutil.rmtree(world, ignore_errors=True)
        shutil.copytree(self.begins[fault.evening], world)
        if breaks:
            os.sync()  # what was there before the evening is not what is tried
        for name in ("errors", "counts"):
            (self.folder / name).unlink(missing_ok=True)
        assert self.driver.stdin and self.driver.stdout
        self.driver.stdin.write(json.dumps(self._job(fault, world) | {"breaks": breaks or {}}) + "\n")
        self.driver.stdin.flush()
        played: dict[str, Any] = json.loads(self.driver.stdout.readline())
        errors = self.folder / "errors"
        reports = world / "state" / "livecouncil" / "storingen.log"
        return played | {
            "errors": errors.read_text() if errors.exists() else "",
            "reports": reports.read_text() if reports.exists() else "",
        }

    def _job(self, fault: Fault, world: Path) -> dict[str, Any]:
        council = world / "raad"
        journal = str(council / "journal")
        within = fault.place == "journal"
        return {
            "shell": fault.shell,
            "fresh": fault.evening == "fresh",
            "lines": lines_of(fault.evening),
            "data": str(council),
            "agenda": str(agenda(council)),
            "environment": {"XDG_DATA_HOME": str(world / "share"), "XDG_STATE_HOME": str(world / "state")},
            "root": journal if within else str(world),
            "spared": "" if within else journal,
            "call": fault.call,
            "at": fault.at,
            "errno": fault.error,
            "ever": int(fault.ever),
            "errors": str(self.folder / "errors"),
            "counts": str(self.folder / "counts"),
        }

    def broken(self, fault: Fault) -> tuple[list[str], dict[str, Any]]:
        """What of the property does not hold with `fault`, and what was played."""
        played = self.play(fault)
        try:
            found = faults_of(played, self.folder / "world" / "raad", fault)
        except Exception as error:
            found = [repr(error)]
        return [f"{fault}: {one}" for one in found], played


def begins(folder: Path) -> dict[str, Path]:
    """The folders each evening begins with."""
    fresh = folder / "fresh"
    shutil.copytree(str(files("livecouncil") / "example"), fresh / "raad")
    resumed = folder / "resumed"
    shutil.copytree(fresh, resumed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(resumed / "share"))
        session = Session.open(resumed / "raad", agenda(resumed / "raad"), hold=0)
        for line in [*list(LINES)[:BEGUN], ", verder"]:
            assert not session.enter(line, confirmed=True).refused, line
        session.close()
    with (resumed / "raad" / "journal" / f"{ID}.jsonl").open("ab") as journal:
        journal.write(HALF)
    return {"fresh": fresh, "resumed": resumed}


def lines_of(evening: str) -> list[str]:
    return list(LINES) if evening == "fresh" else list(LINES)[BEGUN:]


def agenda(council: Path) -> Path:
    return next((council / "agendas").glob("*.toml"))


def faults_of(played: dict[str, Any], council: Path, fault: Fault) -> list[str]:
    """What of the property does not hold."""
    found = []
    lines = lines_of(fault.evening)
    if played["ended"] not in (0, 1, 3):
        found.append(f"ended {played['ended']}: …{played['said'][-200:]}")
    for said in (played["errors"], played["said"]):
        if "Traceback" in said or "fout in livecouncil zelf" in said:
            found.append(said[-300:])
    if played["reports"]:
        found.append(f"reported as a fault of its own: {played['reports'][-400:]}")
    last = {line: (word, text) for line, word, text in played["answers"]}
    if len(last) < len(lines) and not (played["errors"] + played["said"]).strip():
        found.append(f"no word for {set(lines) - set(last)}")
    before = read(council / "journal", ID).events
    for line, (word, text) in last.items():
        if word in ("VRIJ", "KLAAR", "NOTITIE") and not LINES[line](before):
            found.append(f"acknowledged and not there: {line}")
        if word == "FOUT" and not fault.ever:
            found.append(f"refused twice: {line}: {text}")
    found += _goes_on(council)
    after = read(council / "journal", ID).events
    found += [f"lost: {type(e).__name__}" for e in before if e not in after]
    found += [f"verify: {one}" for one in report_of(council / "journal", ID).faults]
    return found


def _goes_on(council: Path) -> list[str]:
    """Whether the same command goes on when the disk is well again."""
    session = Session.open(council, agenda(council), hold=0)
    try:
        line = "open" if session.desk.state.status == "planned" else ", verder"
        answer = session.enter(line, confirmed=True)
        return [f"does not go on: {answer.text}"] if answer.refused else []
    finally:
        session.close()
