"""OpenDocument text of decision list and transcript, opened by the office suite a griffier has."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree, html

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import pages
from livecouncil.publishing.papers import decisions, odt
from livecouncil.publishing.papers.blocks import paper_of
from tests.conftest import missing
from tests.evenings.everything import SPOKEN

from .conftest import Records

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
WHATS = ("decisions", "transcript")


def made(record: PublicRecord, what: str) -> bytes:
    return odt.odt(paper_of(page_of(record, what)), record)


def page_of(record: PublicRecord, what: str) -> bytes:
    """What is printed."""
    words = publishing.words_of(record.meeting.language)
    if what == "decisions":
        return decisions.decision_list(record, words)
    return pages.transcript(record, words, on_paper=True)


def part(package: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return etree.fromstring(opened.read(name))


def words_in(element: etree._Element) -> list[str]:
    return " ".join(element.itertext()).split()


@pytest.fixture(scope="module")
def opened(records: Records, helder: PublicRecord, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Documents as the office suite opens them, printed to PDF."""
    office = shutil.which("soffice")
    if not office:
        missing("LibreOffice Writer")
    folder = tmp_path_factory.mktemp("odt")
    for name, record in {"demo": records["demo"], "helder": helder, "rehearsal": records["rehearsal"]}.items():
        for what in WHATS:
            (folder / f"{name}-{what}.odt").write_bytes(made(record, what))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(office),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        *map(str, folder.glob("*.odt")),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
    return folder


@pytest.mark.parametrize("name", ["demo", "helder", "rehearsal"])
@pytest.mark.parametrize("what", WHATS)
def test_the_office_suite_shows_all_that_the_page_says(
    opened: Path, records: Records, helder: PublicRecord, name: str, what: str
) -> None:
    from pypdf import PdfReader

    record = helder if name == "helder" else records[name]
    said = "".join("".join(p.extract_text() for p in PdfReader(opened / f"{name}-{what}.pdf").pages).split())
    root = html.document_fromstring(page_of(record, what).decode())
    shown = [e for e in root.body.iter("h1", "h2", "h3", "h4", "li", "th", "td", "dd", "p") if not skipped(e)]
    lost = [text for e in shown if (text := " ".join(e.itertext()).strip()) and "".join(text.split()) not in said]
    assert lost == [] and len(shown) > 100 and "votes.json" not in said and "(ODT)" not in said


def skipped(element: html.HtmlElement) -> bool:
    """What serves only on the web: navigation, and the footer's files and embedding."""
    within = {(e.tag, e.getparent().tag) for e in (element, *element.iterancestors()) if e.getparent() is not None}
    in_footer = next(element.iterancestors("footer"), None) is not None
    files = in_footer and any(a.get("href") in ("votes.json", "decisions.odt") for a in element)
    return (
        ("nav", "header") in within or ("details", "footer") in within or files or element.get("class") == "other-size"
    )


@pytest.mark.parametrize("what", WHATS)
def test_headings_tables_and_language_are_what_they_are(records: Records, what: str) -> None:
    package = made(records["demo"], what)
    body = part(package, "content.xml").find(".//office:text", NAMES)
    levels = [int(h.get(f"{{{NAMES['text']}}}outline-level", "0")) for h in body.iter(f"{{{NAMES['text']}}}h")]
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))
    tables = body.findall("table:table", NAMES)
    assert len(tables) == (3 if what == "transcript" else 0)  # the evening, who was there when, who spoke
    for table in tables:
        (heads,) = table.findall("table:table-header-rows", NAMES)
        rows = table.findall("table:table-row", NAMES)
        assert {len(row) for row in [*heads, *rows]} == {len(heads[0])} and rows
    meta, styles = part(package, "meta.xml"), part(package, "styles.xml")
    assert meta.findtext(".//dc:language", namespaces=NAMES) == "nl"
    assert meta.findtext(".//dc:title", namespaces=NAMES).startswith("Raadsvergadering Voorbeeld 12 maart 2026")
    default = styles.find(".//style:default-style[@style:family='paragraph']/style:text-properties", NAMES)
    assert (default.get(f"{{{NAMES['fo']}}}language"), default.get(f"{{{NAMES['fo']}}}country")) == ("nl", "NL")


def test_frisian_is_called_frisian(records: Records) -> None:
    styles = part(made(records["frisian"], "decisions"), "styles.xml")
    default = styles.find(".//style:default-style[@style:family='paragraph']/style:text-properties", NAMES)
    assert default.get(f"{{{NAMES['fo']}}}language") == "fy"


def test_documents_are_linked_and_addresses_within_the_site_are_not(records: Records) -> None:
    body = part(made(records["demo"], "transcript"), "content.xml")
    links = {a.get(f"{{{NAMES['xlink']}}}href") for a in body.iter(f"{{{NAMES['text']}}}a")}
    assert "https://raad.voorbeeld.example/stukken/woonvisie" in links and "mailto:griffie@voorbeeld.example" in links
    assert all(link.startswith(("https://", "mailto:")) for link in links)


def test_what_was_said_is_in_it_too(records: Records) -> None:
    page = pages.transcript(records["demo"], publishing.words_of("nl"), spoken={"6": SPOKEN["4"]})
    package = odt.odt(paper_of(page), records["demo"])
    said = " ".join(words_in(part(package, "content.xml")))
    assert "1:02:05 Mevrouw Akker: Voorzitter, <b>dank</b>." in said and "Applaus & gemor." in said


@pytest.mark.parametrize("what", WHATS)
def test_the_same_record_gives_the_same_bytes(records: Records, what: str) -> None:
    package = made(records["whole"], what)
    assert package == made(records["whole"], what)
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        entries = opened.infolist()
        assert {e.date_time for e in entries} == {records["whole"].feed.updated.timetuple()[:6]}
        assert entries[0].filename == "mimetype" and entries[0].compress_type == zipfile.ZIP_STORED
        assert opened.read("mimetype") == b"application/vnd.oasis.opendocument.text"
    meta = part(package, "meta.xml")
    assert meta.findtext(".//meta:creation-date", namespaces=NAMES) == "2024-05-16T19:30:00"


@pytest.mark.parametrize("stage", ["planned", "not opened", "running", "behind doors"])
def test_every_stage_of_a_meeting_can_be_written(records: Records, stage: str) -> None:
    assert all(zipfile.ZipFile(io.BytesIO(made(records[stage], what))).testzip() is None for what in WHATS)
