"""What `setup.sh` installs is nobody else's to write, whatever the umask of who runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

PYTHON = """\
#!/bin/sh
[ "$1 $2" = "-m venv" ] || exit 0
mkdir -p "$3/bin" && printf '#!/bin/sh\\ntouch .venv/installed\\n' >"$3/bin/python" && chmod +x "$3/bin/python"
"""


def open_to_others(folder: Path) -> list[str]:
    """What lies in `folder` and others may write; a link has no mode of its own."""
    found = [folder, *(Path(place) / name for place, *names in os.walk(folder) for part in names for name in part)]
    return [str(path) for path in found if not path.is_symlink() and path.stat().st_mode & 0o022]


def test_the_environment_is_closed_whatever_the_umask(tmp_path: Path) -> None:
    shutil.copy(ROOT / "setup.sh", tmp_path)
    (tmp_path / "requirements-dev.lock").touch()
    (programs := tmp_path / "programs").mkdir(mode=0o755)
    (programs / "python3").write_text(PYTHON)
    (programs / "python3").chmod(0o755)
    search = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    subprocess.run(["sh", "setup.sh", "quick"], cwd=tmp_path, env=search, umask=0, check=True)
    assert (tmp_path / ".venv" / "installed").exists()
    assert open_to_others(tmp_path / ".venv") == []


@pytest.mark.parametrize("name", [".venv", ".tools"])
def test_what_is_installed_here_is_closed(name: str) -> None:
    if not (ROOT / name).is_dir():
        pytest.skip(f"{name} is not set up here")
    assert open_to_others((ROOT / name).resolve()) == []
