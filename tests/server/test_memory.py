"""What was not released is not in the memory of the public server, nor in that of the posting worker.

Both run as processes of their own, who may not enter `journal/`, beside an evening with a canary in every free text.
Their memory is read whole, and a core image of them; one that reads the journal shows that this finds what is there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import tomli_w

from livecouncil.core.meeting import events as ev
from livecouncil.journal.released import path_of
from livecouncil.publishing.sources import tell_the_server
from livecouncil.sitting.session import Session
from tests.conftest import ROOT
from tests.evenings.sitting import ID, ITEMS, write

START = datetime.fromisoformat("2026-03-12T19:30:00+01:00")
CANARIES = {
    "a closed title": "kanariegrond",
    "a note": "kanarienoot",
    "a line that was not understood": "kanarierood",
    "typed behind closed doors": "kanariebesloten",
    "recalled": "kanarieherroepen",
    "deleted on request": "kanariegewist",
    "a half-typed line": "kanarieconcept",
    "still held": "kanariewacht",
}
TOLD = "openbaarbericht"
WAIT = 60.0


def evening(folder: Path) -> None:
    """Log the evening; what it opened is left as a sitting that was broken off leaves it."""
    items = tuple((n, CANARIES["a closed title"] if k == "closed" else t, k) for n, t, k in ITEMS)
    agenda = write(folder, items)
    council = folder / "council.toml"
    channels = {"mastodon": {"network": "mastodon", "server": "http://127.0.0.1:9", "stale": 10_000}}
    council.write_text(council.read_text(encoding="utf-8") + tomli_w.dumps({"channels": channels}))
    seconds = [0.0]

    def clock() -> datetime:
        return START + timedelta(seconds=seconds[0])

    session = Session.open(folder, agenda, hold=15, clock=clock, steady=lambda: seconds[0])

    def said(*lines: str) -> None:
        for line in lines:
            answer = session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, answer.text

    def passed() -> None:
        seconds[0] += 60
        while session.tick():
            pass

    said("open", f"b: {TOLD}", "=", f"b: {CANARIES['deleted on request']}", "=")
    passed()
    gone = next(e for e in session.journal.events if isinstance(e, ev.Message) and "gewist" in e.text)
    session.journal.redact([ev.Redacted(at=gone.at, of=gone.seq, event=ev.Message(at=gone.at, text="Verwijderd"))])
    said(f", {CANARIES['a note']}")
    session.red_note(CANARIES["a line that was not understood"])
    said(f"tz wagner: {CANARIES['recalled']}")
    session.undo()
    said("n5", "besloten")
    session.enter(f", {CANARIES['typed behind closed doors']}", line_mode=True)
    said("openbaar", "n6")
    passed()
    said(f"b: {CANARIES['still held']}", "=")
    session.save_draft(CANARIES["a half-typed line"])
    session.close()
    tell_the_server(folder)


@dataclass(frozen=True)
class Place:
    """A council's folder as the two processes see it; `without_rights` begins a command that root's rights are taken
    from, so that a closed folder is closed."""

    folder: Path
    without_rights: tuple[str, ...] = ()

    def started(self, *command: str) -> subprocess.Popen[str]:
        """A process that runs as the public side does."""
        environment = os.environ | {
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }
        run = [*self.without_rights, sys.executable, "-m", "livecouncil", *command, "--data", str(self.folder)]
        return subprocess.Popen(run, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    def may_read(self, path: Path) -> bool:
        """Whether such a process may read the file at `path`."""
        look = "import sys; from pathlib import Path; Path(sys.argv[1]).read_bytes()"
        run = [*self.without_rights, sys.executable, "-c", look, str(path)]
        return subprocess.run(run, check=False, capture_output=True).returncode == 0


@pytest.fixture
def place() -> Iterator[Place]:
    """`journal/`, `agendas/` and `council.toml` are closed to who serves and posts."""
    without_rights: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root enters every folder, and setpriv (util-linux) that takes its rights is not installed")
        without_rights = ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        evening(folder)
        secret = folder / "config" / "dorp" / "mastodon.json"
        secret.parent.mkdir(parents=True)
        secret.write_text(json.dumps({"token": "geheim"}))
        secret.chmod(0o600)
        for closed in ("journal", "agendas", "council.toml"):
            (folder / closed).chmod(0)
        place = Place(folder, without_rights)
        assert place.may_read(path_of(folder, ID)) and not place.may_read(folder / "journal" / f"{ID}.jsonl")
        yield place
        for closed in ("journal", "agendas"):
            (folder / closed).chmod(0o700)


def found_in(data: bytes, texts: Sequence[str]) -> set[str]:
    """Which of `texts` lie in `data`, with one, two or four bytes a sign, as Python and the files it reads may hold
    them: without the noughts all three are the same, and most of a memory is noughts."""
    signs = data.translate(None, b"\0")
    return {text for text in texts if text.encode("ascii") in signs}


def memory_of(pid: int, texts: Sequence[str]) -> set[str]:
    """Which of `texts` lie in what the process may read of its own memory."""
    maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    regions = re.findall(r"^([0-9a-f]+)-([0-9a-f]+) r", maps, re.MULTILINE)
    try:
        return _in_regions(Path(f"/proc/{pid}/mem"), regions, texts)
    except PermissionError:
        pytest.skip("it forbids core images, so that only root may read its memory: run this test as root")


def _in_regions(memory: Path, regions: Sequence[tuple[str, str]], texts: Sequence[str]) -> set[str]:
    found: set[str] = set()
    with memory.open("rb", buffering=0) as file:
        for begin, end in regions:
            try:
                file.seek(int(begin, 16))
                found |= found_in(file.read(int(end, 16) - int(begin, 16)), texts)
            except (OSError, ValueError, OverflowError):
                continue  # the kernel's own pages
    return found


def core_of(pid: int, folder: Path, texts: Sequence[str]) -> set[str]:
    """Which of `texts` lie in a core image of the process."""
    if shutil.which("gcore") is None:
        pytest.skip("gcore (gdb) is not installed: the memory held no canary, no core image was made")
    subprocess.run(["gcore", "-o", folder / "core", str(pid)], check=True, capture_output=True)
    core = folder / f"core.{pid}"
    found = found_in(core.read_bytes(), texts)
    core.unlink()
    return found


def until(done: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + WAIT
    while not done():
        assert process.poll() is None, "it ended by itself"
        assert time.monotonic() < limit, "nothing of the evening arrived"
        time.sleep(0.05)


TEXTS = (*CANARIES.values(), TOLD)


def held_by(process: subprocess.Popen[str], folder: Path) -> set[str]:
    """What memory and core image of a process hold; it is ended."""
    try:
        return memory_of(process.pid, TEXTS) | core_of(process.pid, folder, TEXTS)
    finally:
        process.terminate()
        process.wait(WAIT)


def test_the_public_server_knows_nothing_but_what_was_released(place: Place, tmp_path: Path) -> None:
    server = place.started("serve", "--port", "0")
    feed = place.folder / "public" / ID / "feed.json"
    until(lambda: feed.exists() and TOLD in feed.read_text(encoding="utf-8"), server)
    assert held_by(server, tmp_path) == {TOLD}


def test_the_poster_knows_nothing_but_what_was_released(place: Place, tmp_path: Path) -> None:
    poster = place.started("post", ID)
    outbox = place.folder / "outbox" / f"{ID}.outbox.jsonl"
    until(lambda: outbox.exists() and "geopend" in outbox.read_text(encoding="utf-8"), poster)
    assert held_by(poster, tmp_path) == {TOLD}


CONTROL = """
import sys, time
from pathlib import Path
from livecouncil.journal.reading import read
events = read(Path(sys.argv[1]) / "journal", sys.argv[2]).events
print("read", flush=True)
time.sleep(60)
"""


def test_who_reads_the_journal_holds_what_was_not_released(place: Place, tmp_path: Path) -> None:
    """So that the two tests above mean something."""
    (place.folder / "journal").chmod(0o700)
    command = [sys.executable, "-c", CONTROL, str(place.folder), ID]
    reader = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert reader.stdout
    assert reader.stdout.readline().strip() == "read"
    never_logged = {CANARIES["typed behind closed doors"], CANARIES["a half-typed line"]}
    assert held_by(reader, tmp_path) == set(TEXTS) - never_logged - {CANARIES["deleted on request"]}
