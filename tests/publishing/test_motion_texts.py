"""The words of a motion, wherever they are published; and markup in them, which is nowhere more than its letters."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from livecouncil.archive import digest
from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import site
from livecouncil.publishing.afterwards import files_afterwards
from tests.evenings.proefstad import play, render

WORDS = "De raad <script>alert(1)</script> verzoekt het college & de burgemeester"
DOCUMENT = "https://raad.example/m1.pdf"


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> PublicRecord:
    script = (
        "@19:30 open",
        "n4",
        "m1 i alfa: Een",
        f"tekst m1: {WORDS}",
        f"m1 d: {DOCUMENT}",
        "m1 gw: zonder punt twee",
    )
    folder: Path = tmp_path_factory.mktemp("texts")
    return play(folder, "\n".join((*script, "m1u =", "@21:00 sluit")))


def everything(record: PublicRecord) -> dict[str, str]:
    words = publishing.words_of("nl")
    made = site.meeting_files(record, words) | files_afterwards(record, words, {}) | render(record)
    made["search"] = digest.document(record, words)
    return {name: data.decode(errors="replace") for name, data in made.items()}


def test_its_words_stand_in_every_page_list_and_standard(record: PublicRecord) -> None:
    made = everything(record)
    for name in ("transcript.html", "decisions.html", "decisions-large.html", "akomantoso.xml", "search"):
        assert WORDS in unescape(made[name]), name
    for name in ("ori.json", "popolo.json"):
        assert json.dumps(WORDS)[1:-1] in made[name], name
    assert "zonder punt twee" in made["transcript.html"]


def test_no_markup_in_them_is_markup(record: PublicRecord) -> None:
    for name, text in everything(record).items():
        if name.endswith((".html", ".xml")) or name == "search":
            assert "<script>alert" not in text, name


def test_its_document_is_attached_and_linked(record: PublicRecord) -> None:
    made = everything(record)
    items = json.loads(made["feed.json"])["items"]
    attached = [attachment for item in items for attachment in item.get("attachments", ())]
    assert attached == [{"url": DOCUMENT, "mime_type": "application/pdf"}]
    assert f'rel="enclosure" type="application/pdf" href="{DOCUMENT}"' in made["feed.atom"]
    for name in ("transcript.html", "decisions.html", "ori-a.xml", "ori.json", "popolo.json", "akomantoso.xml"):
        assert DOCUMENT in made[name], name
