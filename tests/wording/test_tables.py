"""What our quick reader makes of a file of texts is what TOML says."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import livecouncil.wording
from livecouncil.wording.tables import tables_in

FILES = sorted((Path(livecouncil.wording.__file__).parent / "locale").rglob("*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_file_of_ours_is_read_as_toml_says(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert tables_in(text) == tomllib.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        'a = "b" # told',
        "a = 'b\\n'",
        '[a]\nb = "c\\nd"\n[a.e]\nf = 1\ng = ["h", "i"]',
        'a = """\nb = "c"\n"""\nd = "e"',
        'a = [\n  "b",\n]',
        '[[a]]\nb = "c"\n[[a]]\nb = "d"',
        'a.b = "c"\na.d = "e"\n"f g" = "h"',
        'a = { b = "c", d = 1 }',
        'a = { b = "c, d = \\"e\\"" }',
        'a = { b = "c # d" }   # e',
        'a = "b"\r\nc = "d"\r\n',
        "",
    ],
)
def test_whatever_toml_knows_is_read_as_toml_says(text: str) -> None:
    assert tables_in(text) == tomllib.loads(text)


@pytest.mark.parametrize("text", ["a =", "[a", 'a = "b', 'a = { b = "c"', "a b = 1", 'a = "\x01"'])
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        tables_in(text)
