"""No page leads to a document that does not lie there, at any moment of its being made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.awaited import DOCUMENTS, as_it_lies
from livecouncil.system import files
from tests.evenings.everything import play

LINK = re.compile(r'href="([^"#]*)"')


@pytest.fixture
def closed(tmp_path: Path) -> PublicRecord:
    return play(tmp_path)


LISTS = {"decisions.html", "decisions-large.html"}
"""These lead to each other."""


def led_to(folder: Path) -> set[Path]:
    """Documents that pages of `folder` lead to."""
    pages = {page: page.read_text(encoding="utf-8") for page in folder.rglob("*.html")}
    links = {page.parent / link for page, text in pages.items() for link in LINK.findall(text)}
    return {link.resolve() for link in links if link.name in DOCUMENTS}


def test_pages_lead_to_documents_that_lie_there(
    closed: PublicRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = tmp_path / "public"
    folder = public / closed.meeting.meeting_id
    publishing.write_public(as_it_lies(closed, folder), public)
    assert (folder / "index.html").exists() and not led_to(folder)

    put = files.put_in

    def looked_after(*given: object, **more: object) -> None:
        put(*given, **more)  # type: ignore[arg-type]
        assert all(path.exists() for path in led_to(folder) if path.name not in LISTS)

    monkeypatch.setattr(files, "put_in", looked_after)
    publishing.write_public(closed, public, everything=True)
    assert {path.name for path in led_to(folder)} == {*DOCUMENTS}
    whole = (folder / "index.html").read_bytes()
    publishing.write_public(as_it_lies(closed, folder), public)
    assert (folder / "index.html").read_bytes() == whole, "once all lies there it is the same page"
