"""No command loads what it does not use: what is not named here is loaded by none of its kind.

What is loaded is compared, never how long that took. Where a command comes to need more, that stands here on purpose.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from loaded import LINES, Council, Loaded

from livecouncil.commands import build_parser

SHELL: frozenset[str] = frozenset()
PLACES = frozenset({"platformdirs"})
"""Where keys and reports lie: asked by who has some."""
MODELS = PLACES | {"annotated_types", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection"}
DESK = MODELS | {"nacl", "pyrage", "regex"}
PAGES = MODELS | {"jinja2", "markupsafe", "pyphen", "regex", "segno"}
PAPERS = PAGES | {"nacl", "lxml", "odfdo", "typst"}
WEB = frozenset(
    {"backports", "aiohappyeyeballs", "aiohttp", "aiosignal", "attr", "brotli", "frozenlist", "idna", "multidict"}
)
"""aiohttp looks in `backports` for what Python 3.14 has."""
HTTP = WEB | {"propcache", "yarl"}

MAY_LOAD: dict[str, frozenset[str]] = {
    "--help": SHELL,
    "length": SHELL | {"regex"},
    "tally": SHELL,
    "init": SHELL,
    "check": MODELS | {"pyrage", "regex"},
    "import": MODELS | {"tomli_w"},
    "live": DESK | {"rich", "textual"},
    "live --plain": DESK | PAPERS,
    "publish": PAPERS | {"pyrage"},
    "publish --all": PAPERS | {"pyrage"},
    "verify": PAPERS,
    "verify --public": PAPERS,
    "commitments": MODELS,
    "redact": MODELS | {"pyrage"},
    "key": MODELS | {"nacl"},
    "wall": PAGES,
    "channels": MODELS | HTTP | {"regex"},
    "post": MODELS | HTTP | {"regex"},
    "mirror": MODELS,
    "mirrors": MODELS,
    "serve": PAGES | HTTP | {"lxml", "typst"},
}
"""Packages of others that each command may load, as it is run in `tools/loaded.py`."""

FIRST = """
import sys
from livecouncil.commands import build_parser
build_parser("live")
import livecouncil.terminal.app
print(" ".join(name for name in sys.modules if name.startswith("livecouncil.")))
print(" ".join(sys.modules))
"""
"""What stands between Enter in the shell and the entry line."""

CHECKS = """
import sys
import livecouncil.terminal.app
import livecouncil.sitting.ahead
import livecouncil.terminal.seen.checks
print(" ".join(sys.modules))
"""
"""What the start checks are made of."""

FIRST_ROOMS = {"commands", "core.text.clean", "errors", "settings.folder", "system", "terminal", "wording"}
AFTERWARDS = {"pydantic", "tomllib", "hashlib", "regex", "jinja2", "nacl", "urllib.request", "json.decoder"}

WITH_THE_SESSION = {
    "livecouncil.core.meeting.events",
    "livecouncil.core.meeting.rules",
    "livecouncil.core.release",
    "livecouncil.core.telling.tell",
    "livecouncil.journal.journal",
    "livecouncil.sitting.desk",
    "livecouncil.sitting.session",
    "livecouncil.terminal.meeting",
    "importlib.metadata",
    "regex",
    "nacl",
}
"""What only a meeting needs, and most of what there is."""

NEEDS_NO_COUNCIL = ("--help", "length", "tally", "init")
"""Commands that load no room above settings."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Loaded]]:
    """What each command loaded, one after the other on the same council."""
    council = Council(tmp_path_factory.mktemp("loaded"))
    yield {name: council.run(name) for name in LINES}


def test_every_command_is_asked() -> None:
    known = set(re.findall(r"^ {4}([a-z]+)(?: |$)", build_parser().format_help(), re.M))
    runs = {name.partition(" ")[0] for name in LINES} - {"--help"}
    assert known - runs == {"demo", "assist", "witness", "restore", "hub", "edge"}, (
        "as live, twice, as verify, as check with a copy; a hub and its edges are no griffier's"
    )
    assert set(LINES) == set(MAY_LOAD)


@pytest.mark.parametrize("name", LINES)
def test_it_loads_no_package_that_it_does_not_use(name: str, loaded: dict[str, Loaded]) -> None:
    assert loaded[name].packages - MAY_LOAD[name] == frozenset()


@pytest.mark.parametrize("name", NEEDS_NO_COUNCIL)
def test_what_needs_no_council_loads_no_room_of_one(name: str, loaded: dict[str, Loaded]) -> None:
    assert loaded[name].rooms <= {"commands", "core", "errors", "settings", "system", "wording"}


@pytest.mark.parametrize("name", LINES)
def test_only_a_server_loads_the_server_and_only_a_screen_the_terminal(name: str, loaded: dict[str, Loaded]) -> None:
    assert ("server" in loaded[name].rooms) == (name == "serve")
    assert ("terminal" in loaded[name].rooms) == (name == "live")


def test_before_its_first_frame_the_app_loads_nothing_of_a_meeting() -> None:
    told = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True, timeout=60).stdout
    ours, everything = (set(line.split()) for line in told.splitlines())
    packages = {"livecouncil.core", "livecouncil.core.text", "livecouncil.settings"}
    known = tuple(f"livecouncil.{room}" for room in FIRST_ROOMS)
    assert {name for name in ours - packages if not name.startswith(known)} == set()
    assert everything & AFTERWARDS == set()
    assert {name.split(".")[2] for name in ours if name.startswith("livecouncil.commands.")} == {"live", "shared"}


def test_the_start_checks_load_nothing_of_a_session() -> None:
    told = subprocess.run([sys.executable, "-c", CHECKS], capture_output=True, text=True, check=True, timeout=60).stdout
    assert set(told.split()) & WITH_THE_SESSION == set()


def test_a_command_loads_no_other_command() -> None:
    typed = ["tally", "--seats", "9", "--for", "5", "--against", "4"]
    code = f"import sys; from livecouncil.commands import main; main({typed}); print(*sys.modules, file=sys.stderr)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stderr
    loaded = {name.split(".")[2] for name in told.split() if name.startswith("livecouncil.commands.")}
    assert loaded == {"tally", "counting", "shared"}


def test_no_other_package_sees_what_is_validated() -> None:
    """Pydantic would read what every installed package says of itself, and load what offers to be asked."""
    code = "import sys; from livecouncil.__main__ import main; sys.argv[1:] = ['key', '--data', 'nowhere']; main()"
    code += "; from pydantic.plugin import _loader; print(_loader._plugins, list(_loader.get_plugins()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.endswith("None []\n"), done.stderr
