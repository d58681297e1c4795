"""Transcript and documents on screen and paper: durations, what was said, the recording, large print, printing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import pages, site
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.papers import decisions
from tests.evenings.everything import SPOKEN, item_text, play, text_of

from .conftest import Records


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> PublicRecord:
    return play(tmp_path_factory.mktemp("everything"))


# -- the transcript --------------------------------------------------------------------------------------------------


def test_the_transcript_tells_who_spoke_how_long_and_who_was_there_when(everything: PublicRecord) -> None:
    page = pages.transcript(everything, publishing.words_of("nl"))
    four, said = item_text(page, "4"), text_of(page)
    assert "19:42 Aan het woord: mevrouw Akker (3:00)" in four and "Wethouder Mulder: een brief voor 1 juli" in four
    assert "stond voor 7, tegen 1" in item_text(page, "3") and "neemt het voorzitterschap over" in item_text(page, "10")
    assert "de heer Dekker Beta 19:30–20:00, 20:22–21:00" in said
    rows = html.document_fromstring(page.decode()).xpath("//*[@id='a1-stemming']//tbody/tr")
    assert len(rows) == 9 and all(len(row) == 3 for row in rows)


@pytest.mark.parametrize(
    ("video", "found"),
    [
        ("", (0, 0, 0)),
        ("https://video.example/raad.mp4?x=1", (1, 1, 2)),
        ("https://video.example/embed/12", (0, 1, 0)),
    ],
)
def test_what_was_said_stands_under_its_item_beside_the_recording(
    everything: PublicRecord, video: str, found: tuple[int, int, int]
) -> None:
    page = pages.transcript(everything, publishing.words_of("nl"), spoken=SPOKEN, video=video)
    root = html.document_fromstring(page.decode())
    said = " ".join(root.xpath("//*[@id='punt-4']//*[@class='spoken']")[0].text_content().split())
    assert "1:02:05 Mevrouw Akker: Voorzitter, <b>dank</b>. 1:02:10 Applaus & gemor." in said
    links = [a for a in root.iter("a") if a.get("href") == video]
    times = [a for a in root.iter("a") if a.get("href", "").startswith(f"{video}#t=")] if video else []
    assert (len(list(root.iter("video"))), len(links), len(times)) == found
    tracks = [(t.get("kind"), t.get("src")) for t in root.iter("track")]
    assert tracks == ([("captions", "captions.vtt"), ("chapters", "chapters.vtt")] if found[0] else [])
    assert b"<script" not in page and b" style=" not in page


def test_without_captions_nothing_is_said_of_them(everything: PublicRecord) -> None:
    page = pages.transcript(everything, publishing.words_of("nl")).decode()
    assert "Gesproken tekst" not in page and "<video" not in page


def test_kept_fragments_change_nothing(everything: PublicRecord) -> None:
    words, kept = publishing.words_of("nl"), Fragments()
    for make in (decisions.decision_list, decisions.decision_list_large, pages.transcript):
        assert make(everything, words, kept) == make(everything, words, kept) == make(everything, words)


# -- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def public(everything: PublicRecord, records: Records, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both documents and the transcript of several meetings, with their style."""
    folder = tmp_path_factory.mktemp("documents")
    for name, content in site.static_files().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    shown = {"all": everything, "demo": records["demo"], "frisian": records["frisian"], "planned": records["planned"]}
    for name, record in shown.items():
        words = publishing.words_of(record.meeting.language)
        (folder / name).mkdir()
        (folder / name / "decisions.html").write_bytes(decisions.decision_list(record, words))
        (folder / name / "decisions-large.html").write_bytes(decisions.decision_list_large(record, words))
        for file, video in (("transcript.html", ""), ("watched.html", "https://video.example/raad.mp4")):
            page = pages.transcript(record, words, spoken=SPOKEN if video else None, video=video)
            (folder / name / file).write_bytes(page)
    return folder


def test_html_is_valid(public: Path, vnu: Any) -> None:
    assert vnu(sorted(public.glob("*/*.html"))) == ""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", ["decisions.html", "decisions-large.html", "transcript.html", "watched.html"])
def test_pages_pass_axe(public: Path, browser: Any, axe: Any, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.route("https://video.example/**", lambda route: route.abort())
    page.goto((public / "all" / name).as_uri())
    assert axe(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


SMALLEST = """() => Math.min(...[...document.querySelectorAll('body *')].filter(e => e.getClientRects().length
  && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_no_letter_of_the_large_print_is_under_18_points(public: Path, browser: Any, medium: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.emulate_media(media=medium)
    page.goto((public / "all" / "decisions-large.html").as_uri())
    assert page.evaluate(SMALLEST) >= 24  # CSS pixels: 18 points
    page.close()


def test_printing_shows_every_vote_and_no_navigation(public: Path, browser: Any) -> None:
    from pypdf import PdfReader

    page = browser.new_page()
    page.goto((public / "all" / "transcript.html").as_uri())
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    said = " ".join(" ".join(p.extract_text() for p in reader.pages).split())
    assert said.count("stemt niet mee (art. 28)") >= 1 and said.count("Raadslid Fractie Stem") >= 6
    assert "Naar de berichten" not in said and "votes.json" not in said and "(ODT)" not in said and "CC0 1.0" in said
    page.close()
