"""This user's folders on Linux are those of the XDG specification, with nothing in between."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from livecouncil.system import folders

FOLDERS = [
    ("XDG_DATA_HOME", ".local/share", folders.data_folder),
    ("XDG_CONFIG_HOME", ".config", folders.config_folder),
    ("XDG_STATE_HOME", ".local/state", folders.state_folder),
]


@pytest.mark.parametrize(("variable", "default", "folder"), FOLDERS)
@pytest.mark.parametrize("given", [None, "", "relative/path"])
def test_without_an_absolute_path_it_lies_at_home(
    variable: str,
    default: str,
    folder: Callable[[], Path],
    given: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if given is None:
        monkeypatch.delenv(variable, raising=False)
    else:
        monkeypatch.setenv(variable, given)
    assert folder() == tmp_path / default / "livecouncil"


@pytest.mark.parametrize(("variable", "default", "folder"), FOLDERS)
def test_the_variable_says_where(
    variable: str, default: str, folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(tmp_path / "elders"))
    assert folder() == tmp_path / "elders" / "livecouncil"
    assert not folder().exists()
