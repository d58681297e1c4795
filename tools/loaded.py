"""What each command loads, really run on the example council: packages, rooms of ours, memory and processor time.

A command is started many times an evening and by people who wait for it; what it loads and does not use costs each of
them. tests/commands/test_loading.py holds what each may load, `make bench` tells what that costs. Each command is a
process of its own, which tells what it holds as it ends; `serve` and `post` end with their input, as beside the desk.
Memory is read where Linux tells it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from livecouncil.system.parent import PARENT

MEETING = "2026-03-12-raadsvergadering"
TELLING = """
import atexit, json, pathlib, re, sys, time
def tell():
    cpu = time.process_time()
    held = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())
    told = {"modules": sorted(sys.modules), "memory": int(held[1]), "cpu": cpu}
    pathlib.Path(sys.argv[1]).write_text(json.dumps(told))
atexit.register(tell)
"""
RUNNING = TELLING + "from livecouncil.commands import main\nsys.exit(main(sys.argv[2:]))"
SCREEN = TELLING + "import livecouncil.commands.evening, livecouncil.terminal.app"
"""The terminal app has no screen here: what it is made of is loaded, and nothing is run."""


@dataclass(frozen=True)
class Loaded:
    """`packages` of others (none of Python's own), `rooms` of ours, how many `modules` of anybody; `memory` in MB at
    its highest, `cpu` in seconds."""

    packages: frozenset[str]
    rooms: frozenset[str]
    modules: int
    memory: float
    cpu: float


class Council:
    """The example council in `folder`, whose commands are run in the order of `LINES`: each needs those before it."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "raad"
        self._told = folder / "loaded.json"
        shutil.copytree(str(files("livecouncil") / "example"), self.data)
        (self.data / "lijst.txt").write_text("1. Opening\n2. Vaststellen van de agenda\n", encoding="utf-8")
        for name in ("gespiegeld", "website"):
            (self.data / name).mkdir()
        mirror = '\n[[mirrors]]\nname = "website"\nto = "../website"\n'
        settings = (self.data / "council.toml").read_text(encoding="utf-8")
        (self.data / "gespiegeld" / "council.toml").write_text(settings + mirror, encoding="utf-8")
        homes = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME")
        self._environment = os.environ | dict.fromkeys(homes, str(folder / "home")) | {PARENT: "1"}

    def run(self, name: str) -> Loaded:
        """What command `name` loads. Raises RuntimeError when it fails."""
        if name == "live":
            return self._run(SCREEN)
        line = [word.format(data=self.data, meeting=MEETING) for word in LINES[name]]
        said = ""
        if name == "live --plain":
            said = (self.data / "evening.txt").read_text(encoding="utf-8")
        return self._run(RUNNING, *line, said=said)

    def _run(self, code: str, *line: str, said: str = "") -> Loaded:
        command = [sys.executable, "-c", code, str(self._told), *line]
        done = subprocess.run(
            command, input=said, capture_output=True, text=True, cwd=self.data, env=self._environment, timeout=120
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(line)}: {done.returncode}\n{done.stdout[-500:]}{done.stderr[-500:]}")
        told = json.loads(self._told.read_text())
        return _loaded(told["modules"], told["memory"] / 1024, told["cpu"])


def _loaded(modules: list[str], memory: float, cpu: float) -> Loaded:
    ours = {name.split(".")[1] for name in modules if name.startswith("livecouncil.")}
    tops = {name.partition(".")[0] for name in modules}
    others = {top for top in tops if top not in sys.stdlib_module_names and not top.startswith("_")}
    return Loaded(frozenset(others - NOBODYS), frozenset(ours), len(modules), memory, cpu)


NOBODYS = {"livecouncil", "cython_runtime", "sitecustomize", "usercustomize"}
"""Names that are no package of others: ours, and what a compiled module or an installation leaves behind."""

LINES: dict[str, tuple[str, ...]] = {
    "--help": ("--help",),
    "length": ("length", "Motie 3 is aangenomen"),
    "tally": ("tally", "--seats", "39", "--for", "20", "--against", "19"),
    "init": ("init", "--data", "{data}/nieuw"),
    "check": ("check", "{data}/agendas/{meeting}.toml", "--data", "{data}"),
    "import": ("import", "{data}/lijst.txt", "--data", "{data}", "--date", "2026-05-07T19:30", "--yes"),
    "live": (),
    "live --plain": ("live", "{data}/agendas/{meeting}.toml", "--data", "{data}", "--plain", "--no-serve"),
    "publish": ("publish", "{meeting}", "--data", "{data}"),
    "publish --all": ("publish", "--all", "--data", "{data}"),
    "verify": ("verify", "{meeting}", "--data", "{data}"),
    "verify --public": ("verify", "--public", "{data}/public/{meeting}"),
    "commitments": ("commitments", "--data", "{data}"),
    "redact": ("redact", "{meeting}", "--data", "{data}"),
    "key": ("key", "show", "--data", "{data}"),
    "wall": ("wall", "--diagonal", "75", "--distance", "12"),
    "channels": ("channels",),
    "post": ("post", "{meeting}", "--data", "{data}"),
    "mirror": ("mirror", "--data", "{data}/gespiegeld"),
    "mirrors": ("mirrors", "website", "--data", "{data}/gespiegeld"),
    "serve": ("serve", "--data", "{data}", "--port", "0"),
}
"""Every command, as it is typed."""
