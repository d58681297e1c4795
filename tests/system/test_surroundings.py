"""A machine that may spoil an evening is known by what the system tells, and by nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from livecouncil.system.surroundings import battery, clock_is_kept, closed_to_others, open_to_all

linux = pytest.mark.skipif(sys.platform != "linux", reason="told so on Linux only")


def supply(folder: Path, name: str, **told: str) -> None:
    (folder / name).mkdir()
    for key, value in told.items():
        (folder / name / key).write_text(f"{value}\n", encoding="ascii")


@linux
def test_a_battery_that_runs_down_is_told_and_a_mouse_is_none(tmp_path: Path) -> None:
    assert battery(tmp_path) is None
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "mouse", type="Battery", scope="Device", status="Discharging", capacity="3")
    assert battery(tmp_path) is None
    supply(tmp_path, "BAT0", type="Battery", status="Charging", capacity="40")
    assert battery(tmp_path) is None
    supply(tmp_path, "BAT1", type="Battery", status="Discharging", capacity="54")
    supply(tmp_path, "BAT2", type="Battery", status="Discharging", capacity="unknown")
    assert battery(tmp_path) == 54


@linux
def test_the_kernel_says_whether_its_clock_is_kept() -> None:
    """By the same bit that the system's own tool reads, where there is one."""
    assert clock_is_kept() in (True, False, None)


def test_a_folder_that_everybody_may_change_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "raad"
    (folder / "journal").mkdir(parents=True)
    assert open_to_all(folder) is None
    (folder / "journal").chmod(0o777)
    assert open_to_all(folder) == folder / "journal"
    (folder / "journal").chmod(0o1777)
    assert open_to_all(folder) is None


def test_a_folder_on_the_way_that_lets_nobody_through_is_told(tmp_path: Path) -> None:
    for above in (tmp_path, *tmp_path.parents):
        if not above.stat().st_mode & 0o001:
            assert closed_to_others(tmp_path / "public") is not None
            return
    folder = tmp_path / "raad"
    folder.mkdir(mode=0o755)
    assert closed_to_others(folder / "public") is None
    folder.chmod(0o700)
    assert closed_to_others(folder / "public") == folder
