"""Tests stand beside the rooms: each room of the package has a room of tests, and no room of tests has lost its own."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "livecouncil"
TESTS = ROOT / "tests"
OF_THE_WHOLE = {"evenings", "faults", "fuzz", "goldens", "tools", "upgrade"}
"""What tests no single room: evenings to play, failing calls, bent inputs, frozen outputs, the tools, older folders."""


def rooms(of: Path) -> set[str]:
    """Names of the rooms: the package's folders, and in their place those of the pure half."""
    above = {folder.name for folder in of.iterdir() if (folder / "__init__.py").exists()}
    pure = {f"core/{folder.name}" for folder in (of / "core").iterdir() if (folder / "__init__.py").exists()}
    return above - {"core"} | pure


def test_every_room_has_tests_and_every_room_of_tests_its_room() -> None:
    assert rooms(TESTS) - OF_THE_WHOLE == rooms(PACKAGE)


def test_no_room_of_tests_is_empty() -> None:
    empty = {room for room in rooms(TESTS) - {"evenings"} if not [*(TESTS / room).glob("test_*.py")]}
    assert empty == set()
