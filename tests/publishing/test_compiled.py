"""Compiled templates are kept, and never believed when the template is another one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, pass_context

from livecouncil.publishing.compiled import BesideTemplates


def rendered(folder: Path, **filters: Any) -> str:
    """By an environment that has loaded nothing yet."""
    kept = BesideTemplates(folder, folder / "environment.py")
    environment = Environment(loader=FileSystemLoader(folder), bytecode_cache=kept)
    environment.filters |= filters
    return environment.get_template("a.html").render(name="raad")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a.html").write_text("de {{ name }}")
    (tmp_path / "environment.py").write_text("plain")
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return list((folder / "__pycache__").glob("*"))


def test_a_template_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rendered(folder) == "de raad" and len(kept(folder)) == 1
    monkeypatch.setattr(Environment, "_parse", lambda *_: pytest.fail("compiled again"))
    assert rendered(folder) == "de raad"


def test_a_template_that_changed_is_compiled_anew(folder: Path) -> None:
    rendered(folder)
    (folder / "a.html").write_text("het {{ name }}huis")
    assert rendered(folder) == "het raadhuis"


def test_a_filter_that_is_called_otherwise_is_compiled_in_anew(folder: Path) -> None:
    (folder / "a.html").write_text("{{ name | said }}")
    assert rendered(folder, said=str.upper) == "RAAD"
    (folder / "environment.py").write_text("with the context")
    assert rendered(folder, said=pass_context(lambda _, name: f"de {name}")) == "de raad"


@pytest.mark.parametrize("left", [b"", b"x", b"half"])
def test_what_is_damaged_is_not_believed(folder: Path, left: bytes) -> None:
    rendered(folder)
    (path,) = kept(folder)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if left == b"half" else left)
    assert rendered(folder) == "de raad" and path.read_bytes() == whole


def test_nothing_is_kept_where_nobody_may_write_or_python_keeps_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "__pycache__").write_text("no folder")
    assert rendered(folder) == "de raad"
    (folder / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(folder) == "de raad" and kept(folder) == []
