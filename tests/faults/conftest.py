"""The program with the shim in it, for all tests of this folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .evening import LINES, Stage, begins

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The program, imported once with the shim in it."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if not compiler:
        pytest.skip("OVERGESLAGEN: geen C-compiler (cc); bestandsoproepen kunnen hier niet tot falen worden gebracht")
    folder = tmp_path_factory.mktemp("faults")
    shim = folder / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(HERE / "shim.c"), "-ldl"], check=True)
    environment = os.environ | {"LD_PRELOAD": str(shim), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    worlds = begins(folder)
    process = subprocess.Popen(
        [sys.executable, str(HERE / "driver.py"), str(worlds["fresh"] / "raad"), *LINES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    yield Stage(process, worlds, folder)
    process.kill()
    process.wait()
