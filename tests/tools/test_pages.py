"""What the pages name is there: every link, and every path into the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
MADE = {ROOT / "bench" / "results.json"}
"""What a page may name and only a run makes."""
PLACE = re.compile(r"`((?:livecouncil|tests|docs|tools|bench)/[\w./-]*)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in LINK.findall(text)]
    places = [ROOT / place for place in PLACE.findall(text) if ROOT / place not in MADE]
    if page.parent.name == "howto":  # it makes files of its own, in rooms that are there
        places = [path if path.exists() else path.parent for path in places]
    assert [str(path) for path in links + places if not path.exists()] == []


def test_the_drawing_names_every_room() -> None:
    drawn = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "livecouncil"
    rooms = [path.parent.relative_to(package).as_posix() for path in package.glob("*/__init__.py")]
    rooms += [path.parent.relative_to(package).as_posix() for path in package.glob("core/*/__init__.py")]
    assert [room for room in rooms if f"| `{room}` |" not in drawn and room != "core"] == []
