"""What the pages name is there: every link, every path into the project, and every test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
MADE = {ROOT / "bench" / "results.json"}
"""What a page may name and only a run makes."""
TEST = re.compile(r"`(tests/[\w./-]+\.py)::(\w+)`")
PLACE = re.compile(r"`((?:livecouncil|tests|docs|tools|bench)/[\w./-]*)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [page.parent / link for link in LINK.findall(text)]
    places = [ROOT / place for place in PLACE.findall(text) if ROOT / place not in MADE]
    if page.parent.name == "howto":  # it makes files of its own, in rooms that are there
        places = [path if path.exists() else path.parent for path in places]
    assert [str(path) for path in links + places if not path.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_test_a_page_names_is_there(page: Path) -> None:
    named = TEST.findall(page.read_text(encoding="utf-8"))
    assert [f"{path}::{test}" for path, test in named if not _has_test(ROOT / path, test)] == []


def test_every_threat_has_a_test() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    tables = text.partition("## Threats and what stands against them")[2].partition("## What is not defended")[0]
    rows = [row for row in tables.splitlines() if row.startswith("| ") and "| threat |" not in row]
    assert len(rows) > 30
    assert [row for row in rows if "`tests/" not in row.split("|")[4]] == []


def _has_test(path: Path, test: str) -> bool:
    """Whether a file of tests has a test of that name."""
    return path.exists() and re.search(rf"^(?:async )?def {test}\(", path.read_text(encoding="utf-8"), re.M) is not None


def test_the_drawing_names_every_room() -> None:
    drawn = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "livecouncil"
    rooms = [path.parent.relative_to(package).as_posix() for path in package.glob("*/__init__.py")]
    rooms += [path.parent.relative_to(package).as_posix() for path in package.glob("core/*/__init__.py")]
    assert [room for room in rooms if f"| `{room}` |" not in drawn and room != "core"] == []
