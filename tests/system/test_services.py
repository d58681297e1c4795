"""The systemd units in `deploy/`: they are sound, and little of the machine is open to them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

UNITS = sorted((ROOT / "deploy").glob("*.service"))
OF_THE_HUB = {"livecouncil-hub", "livecouncil-edge"}
"""Those of a shared service, which see no council's folder at all."""
MOST = 1.3
"""The exposure that `systemd-analyze security` may find, of 10. What is left is that they speak with the network."""


@pytest.fixture(autouse=True)
def analyze() -> str:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("systemd-analyze is not installed (systemd)")
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_is_sound(unit: Path, tmp_path: Path) -> None:
    """With a program that is there, for `/opt/livecouncil` is not."""
    text = unit.read_text(encoding="utf-8").replace("/opt/livecouncil/.venv/bin/livecouncil", sys.executable)
    copy = tmp_path / unit.name
    copy.write_text(text, encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", copy], check=False, capture_output=True, text=True)
    assert [line for line in told.stderr.splitlines() if unit.stem in line] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_little_is_open_to_a_unit(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={round(MOST * 10)}", str(unit)]
    told = subprocess.run(command, check=False, capture_output=True, text=True)
    if "unrecognized option" in told.stderr:
        pytest.skip("systemd-analyze cannot look at a unit offline (before systemd 250)")
    assert told.returncode == 0, told.stdout
    figure = re.search(r"exposure level for \S+: ([0-9.]+)", told.stdout)
    assert figure
    page = "services.md"
    if unit.stem in OF_THE_HUB:
        page = "hub.md"
    documented = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert f"| `{unit.name}` | {figure[1]} |" in documented


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_sees_of_the_council_only_what_was_released(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    if unit.stem in OF_THE_HUB:
        assert "/srv/livecouncil" not in text and "BindPaths" not in text
        return
    seen = re.findall(r"^Bind\w*Paths=/srv/livecouncil/(\w+)", text, re.MULTILINE)
    assert "TemporaryFileSystem=/srv/livecouncil:ro" in text
    assert set(seen) <= {"released", "public", "outbox"} and "BindReadOnlyPaths=/srv/livecouncil/released" in text
