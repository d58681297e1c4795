"""The pictures of the screen are what `tools/pictures.py` draws: well formed, without anything from elsewhere."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET

import pytest
from rich.style import Style

from tests.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ["screen", "tour"])
def test_the_pictures_are_whole_and_ask_nothing_of_the_network(name: str) -> None:
    text = (ROOT / "docs" / f"{name}.svg").read_text(encoding="utf-8")
    assert ET.fromstring(text).tag == f"{SVG}svg"
    assert text.count("http") == 1, "the name of the format alone"
    assert "NIET GELIJK" in text and (name == "screen") == ("<animate" not in text)


def test_a_row_is_drawn_once_for_as_long_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    import pictures

    still = (("altijd", Style()),)
    rows = [(still, (("een", Style(reverse=True)),)), (still, (("twee", Style(bold=True)),))]
    monkeypatch.setattr(pictures, "SIZE", (6, 2))
    drawn = ET.fromstring(pictures.picture([pictures.Frame(row, 1.0) for row in rows]))
    assert [each.text for each in drawn.iter(f"{SVG}text")] == ["altijd", "een", "twee"]
    moments = [(each.get("values"), each.get("keyTimes")) for each in drawn.iter(f"{SVG}animate")]
    assert moments == [("visible;hidden", "0.0000;0.5000"), ("hidden;visible", "0.0000;0.5000")]
