"""What runs in a reader's browser runs in an old one too: scripts keep to ES2017, and ask no clock but the server's."""

from __future__ import annotations

import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from tests.conftest import TOOLS, missing

FOLDER = Path(str(files("livecouncil.publishing")))
SCRIPTS = sorted([*(FOLDER / "scripts").glob("*.js"), *(FOLDER / "static").glob("li*.js")])
PARSE = (
    "const {parse} = require(process.argv[1]); const fs = require('fs');"
    " parse(fs.readFileSync(process.argv[2], 'utf8'), {ecmaVersion: 2017, sourceType: 'script'});"
)


def parsed(path: Path) -> str:
    """What the parser has against it."""
    acorn, node = TOOLS / "acorn", shutil.which("node")
    if not acorn.is_dir() or not node:
        missing("acorn or Node")
    return subprocess.run([str(node), "-e", PARSE, str(acorn), str(path)], capture_output=True, text=True).stderr


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_es2017(path: Path) -> None:
    assert parsed(path) == ""


def test_the_parser_refuses_what_is_newer(tmp_path: Path) -> None:
    (tmp_path / "new.js").write_text("const a = b?.c;")
    assert "SyntaxError" in parsed(tmp_path / "new.js")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_asks_the_readers_own_clock(path: Path) -> None:
    assert re.findall(r"Date\.now|new Date\(\)", path.read_text(encoding="utf-8")) == []
