"""The fonts of the public pages: what is in them, and that a browser is told the truth of it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import webfonts
from fontTools.ttLib import TTFont

from tests.conftest import QUICK

STATIC = webfonts.PUBLISHING / "static"
LOCALE = webfonts.PUBLISHING.parent / "wording" / "locale"
RULE = re.compile(r'url\("(?P<name>sans-[^"]+)"\)[^}]*unicode-range: (?P<ranges>[^;]+);')


def test_the_fonts_are_those_the_tool_makes(tmp_path: Path) -> None:
    if QUICK:
        pytest.skip("drawing every letter takes seconds; `make test` does")
    webfonts.main(tmp_path)
    made = {path.name: path for path in tmp_path.iterdir()}
    assert sorted(made) == sorted(path.name for path in STATIC.glob("sans-*"))
    for name, path in made.items():
        if path.suffix == ".woff2":
            assert _drawn(path) == _drawn(STATIC / name), name
        else:
            assert path.read_bytes() == (STATIC / name).read_bytes()


def _drawn(path: Path) -> dict[int, tuple[int, str]]:
    font = TTFont(path)
    glyphs = font.getGlyphSet()
    return {code: (glyphs[name].width, name) for code, name in font.getBestCmap().items()}


@pytest.mark.parametrize("weight", webfonts.WEIGHTS)
def test_the_style_asks_for_a_font_where_it_has_the_sign(weight: int) -> None:
    rules = {found["name"]: found["ranges"] for found in RULE.finditer((STATIC / "design.css").read_text())}
    seen: set[int] = set()
    for suffix, ranges in webfonts.PARTS.items():
        name = f"sans-{weight}{suffix}.woff2"
        asked = webfonts.codes(re.sub(r"U\+|,", "", rules[name]))
        assert asked == webfonts.codes(ranges)
        assert set(TTFont(STATIC / name).getBestCmap()) <= asked and not seen & asked
        seen |= asked


@pytest.mark.parametrize("weight", webfonts.WEIGHTS)
def test_the_first_file_has_every_letter_of_our_sentences(weight: int) -> None:
    there = set(TTFont(STATIC / f"sans-{weight}.woff2").getBestCmap())
    said = {sign for path in LOCALE.glob("*.toml") for text in _texts(tomllib.loads(path.read_text())) for sign in text}
    letters = {sign for sign in said if sign.isalnum() or sign in "‘’“”–—…·€"}
    assert len(letters) > 50 and {sign for sign in letters if ord(sign) not in there} == set()


def _texts(table: dict[str, object]) -> list[str]:
    found: list[str] = []
    for value in table.values():
        if isinstance(value, dict):
            found += _texts(value)
        elif isinstance(value, str):
            found.append(value)
    return found


def test_a_cut_font_bears_no_reserved_name_and_its_licence_lies_beside_it() -> None:
    for path in STATIC.glob("*.woff2"):
        font = TTFont(path)
        assert "Source" not in "".join(str(font["name"].getDebugName(n)) for n in (1, 4, 6, 16))
        assert path.stat().st_size < 13_000
    assert "Reserved Font Name 'Source'" in (STATIC / "sans-OFL.txt").read_text()
