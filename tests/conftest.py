"""Real tools for real tests: a browser, the HTML checker, axe. Missing tools fail in CI and skip,
saying so, elsewhere."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from livecouncil.__main__ import BETWEEN_COLLECTIONS
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from livecouncil.wording import speak
from tests import nursery
from tests.spreading import LONGEST, spreading

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / ".tools" / "node_modules"
STORM = bool(os.environ.get("LIVECOUNCIL_STORM"))
QUICK = bool(os.environ.get("LIVECOUNCIL_QUICK"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]


T = TypeVar("T")
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes that must be free where the tests keep their folders in memory."""


def _in_memory() -> bool:
    """Whether there is a file system in memory that takes the tests' folders, and programs in them."""
    if STORM or "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return False
    about = os.statvfs(MEMORY)
    return not about.f_flag & os.ST_NOEXEC and about.f_bavail * about.f_frsize > ROOM


# Every line of a journal is fsynced: on a disk, tests that look at what was written wait for it most of their time.
if _in_memory():
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None

# Hundreds of processes import the program, and each worker all tests: what they are compiled to is kept, whatever the
# environment wishes.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def tried(full: int) -> int:
    """How many of `full` cases of a property are tried: a fifth in `make quick`, all of them everywhere else."""
    return max(1, full // 5) if QUICK else full


def some(cases: Sequence[T]) -> Sequence[T]:
    """The cases of a long table that are tried: every fifth in `make quick`, all of them everywhere else."""
    return cases[::5] if QUICK else cases


# A property has no time limit: a busy machine is no fault of the code.
settings.register_profile("ours", max_examples=tried(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


# Modules and tests are many objects that stay: to look for cycles among them all the time costs a tenth of a run.
gc.set_threshold(BETWEEN_COLLECTIONS, 20, 20)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, and otherwise as the seed has it."""
    turn = {str(ROOT / "tests" / name): number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: turn.get(str(item.path), len(turn)))


@pytest.hookimpl(tryfirst=True, optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return spreading(config, log)


def missing(what: str) -> None:
    """A tool is not there: an error in CI, a skip with its reason elsewhere."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is not installed; `make test` installs it")


@pytest.fixture(scope="session", autouse=True)
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the tests' councils keep their signing keys: never among those of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("keys")
        patch.setenv("XDG_DATA_HOME", str(folder))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        for name in ("LIVECOUNCIL_KEY", "CREDENTIALS_DIRECTORY"):
            patch.delenv(name, raising=False)
        yield folder


@pytest.fixture(scope="session", autouse=True)
def forked() -> Iterator[None]:
    """The program's processes begin in the nursery."""
    nursery.begin()
    yield
    nursery.end()


@pytest.fixture(autouse=True)
def in_dutch() -> Iterator[None]:
    """Every test begins in Dutch, whatever a command before it made the process speak."""
    speak("nl")
    yield
    speak("nl")


@pytest.fixture(scope="session")
def minisign() -> str:
    """The reference program for signatures."""
    program = shutil.which("minisign")
    if not program:
        missing("minisign")
    return str(program)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real council material beside the project; the rest of the tests stand alone."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not here: real council material is read from there and not part of the project")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, rather the build that has no windows: it draws the same pages for a third of the processor time.

    A module at a time, for its event loop must be gone when the terminal app's tests start theirs.
    """
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not chromium:
        missing("Chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


AXE = """async ([part, options]) => {
  const {violations} = await axe.run(part ?? document, {...options, resultTypes: ["violations"]});
  return violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
}"""


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """What axe finds wrong in a page, or a `part` of it: each rule with the first element that breaks it.

    Nothing else leaves the browser: to bring what is right, thousands of elements, takes longer than to look.
    """
    path = TOOLS / "axe-core" / "axe.min.js"
    if not path.exists():
        missing("axe-core")
    script = path.read_text(encoding="utf-8")

    def wrong(page: Any, part: object = None, **options: object) -> list[str]:
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(script)
        return list(page.evaluate(AXE, [part, options]))

    return wrong


QUICK_TO_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
"""For a program of Java that ends after seconds: it is not worth its while to compile itself well."""


@pytest.fixture(scope="session")
def vnu() -> Callable[[list[Path]], str]:
    """Run the Nu HTML checker over files; returns its errors ('' when there are none)."""
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists() or not shutil.which("java"):
        missing("vnu-jar or Java")
    return lambda paths: (
        subprocess.run(
            ["java", *QUICK_TO_START, "-jar", jar, "--errors-only", *paths], capture_output=True, text=True, timeout=300
        ).stderr
    )


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """The fictitious council's folder."""
    shutil.copytree(str(files("livecouncil") / "example"), tmp_path / "raad")
    return tmp_path / "raad"


@pytest.fixture
def agenda(council: Path) -> Path:
    return next((council / "agendas").glob("*.toml"))


class Clock:
    """A clock that moves only when told to."""

    def __init__(self, now: str = "2026-03-12T19:30:00+01:00") -> None:
        self.now = datetime.fromisoformat(now)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(council: Path, agenda: Path, clock: Clock) -> Iterator[Session]:
    """A meeting of the fictitious council, not yet open, at half past seven."""
    opened = Session.open(council, agenda, clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The fictitious council's folder after the scripted evening, with its public files. Many tests share it, in any
    order: who changes anything does so in a copy."""
    import io

    from livecouncil.publishing import folder as publishing

    folder = tmp_path_factory.mktemp("evening") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    played = Session.open(folder, next((folder / "agendas").glob("*.toml")), hold=0)
    errors = io.StringIO()
    code = plain.run(played, (folder / "evening.txt").read_text().splitlines(), io.StringIO(), errors, ask=False)
    played.close()
    assert code == 0, errors.getvalue()
    publishing.publish(folder, "2026-03-12-raadsvergadering")
    before = _files_below(folder)
    yield folder
    after = _files_below(folder)
    assert after.keys() == before.keys(), "a test changed the evening that others share"
    assert [name for name, data in after.items() if data != before[name]] == []


def _files_below(folder: Path) -> dict[Path, bytes]:
    """What others read there: not who has the lock."""
    found = (path for name in ("agendas", "journal", "public", "released") for path in (folder / name).rglob("*"))
    return {path: path.read_bytes() for path in found if path.is_file() and path.suffix != ".lock"}
