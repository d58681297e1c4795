"""PDF of decision list and transcript: an archive's and a screen reader's file at once, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pytest
from lxml import html
from pypdf import PdfReader

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import pages
from livecouncil.publishing.papers import decisions, pdf, pdf_file
from livecouncil.publishing.papers.blocks import paper_of
from tests.conftest import ROOT
from tests.records import changed

from .conftest import Records

OURS = re.compile(r"^/[A-Z]{6}\+(SourceSans3|DejaVuSans)")
JOURNAL = b'{"seq":0,"type":"snapshot"}\n' * 40
printed_transcript = partial(pages.transcript, on_paper=True)
DOCUMENTS: dict[str, tuple[str, Callable[[PublicRecord, Words], bytes]]] = {
    "decisions": ("demo", decisions.decision_list),
    "transcript": ("demo", printed_transcript),
    "frisian decisions": ("frisian", decisions.decision_list),
    "rehearsal": ("rehearsal", decisions.decision_list),
    "large": ("whole", decisions.decision_list_large),
    "running": ("behind doors", printed_transcript),
    "planned": ("planned", decisions.decision_list),
}


@pytest.fixture(scope="module")
def made(records: Records, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each document as a file."""
    folder = tmp_path_factory.mktemp("pdf")
    files = {}
    for name, (meeting, make) in DOCUMENTS.items():
        record = records[meeting]
        files[name] = folder / f"{name}.pdf"
        page = make(record, publishing.words_of(record.meeting.language))
        files[name].write_bytes(pdf.pdf(paper_of(page), record, {"journal.jsonl": JOURNAL}))
    return files


def failures(path: Path) -> list[tuple[str, str, str]]:
    found = {profile: validation.validate_pdf(str(path), profile=profile) for profile in ("ua1", "3a")}
    return [(profile, f.rule_id, f.message) for profile, result in found.items() for f in result.failures]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_is_pdf_a_3a_and_pdf_ua_1_at_once(made: dict[str, Path], name: str) -> None:
    assert failures(made[name]) == []


def test_a_real_evening_passes_too(helder: PublicRecord, tmp_path: Path) -> None:
    path = tmp_path / "verslag.pdf"
    page = printed_transcript(helder, publishing.words_of("nl"))
    path.write_bytes(pdf.pdf(paper_of(page), helder, {"journal.jsonl": JOURNAL}))
    assert failures(path) == []


def test_the_validator_sees_what_is_wrong(made: dict[str, Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(made["decisions"]) as document:
        del document.Root.StructTreeRoot, document.Root.Lang
        document.save(broken)
    assert {profile for profile, _, _ in failures(broken)} == {"ua1", "3a"}


def test_the_metadata_can_be_read_without_a_library(made: dict[str, Path]) -> None:
    raw = made["transcript"].read_bytes()
    for said in (b"<pdfuaid:part>1<", b"<pdfaid:part>3<", b"<pdfaid:conformance>A<", b"<rdf:li>nl<"):
        assert said in raw


@pytest.mark.parametrize(
    ("name", "title", "language"),
    [
        ("transcript", "Raadsvergadering Voorbeeld 12 maart 2026 · Verslag", "nl"),
        ("frisian decisions", "Raadsvergadering Proefstad 16 maaie 2024 · Beslutelist", "fy"),
    ],
)
def test_title_language_bookmarks_and_page_numbers(made: dict[str, Path], name: str, title: str, language: str) -> None:
    reader = PdfReader(made[name])
    assert reader.metadata and reader.metadata.title == title
    catalog: Any = reader.root_object
    assert catalog["/Lang"] == language and catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    outline = [entry.title for entry in flat(reader.outline)]
    assert sum(one[:1].isdigit() for one in outline) >= 12 and len(outline) > 14
    last = len(reader.pages)
    assert f"{last} / {last}" in reader.pages[-1].extract_text() and f"1 / {last}" in reader.pages[0].extract_text()


def flat(outline: list[Any]) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from flat(entry)
        else:
            yield entry


def test_dates_come_from_the_record_and_the_id_from_the_journal(records: Records) -> None:
    record = records["demo"]
    page = decisions.decision_list(record, publishing.words_of("nl"))
    ids = []
    for journal in (JOURNAL, JOURNAL + b"\n"):
        reader = PdfReader(io.BytesIO(pdf.pdf(paper_of(page), record, {"journal.jsonl": journal})))
        assert reader.metadata and (reader.metadata.creation_date, reader.metadata.modification_date) == (
            record.meeting.start,
            record.feed.updated,
        )
        trailer: Any = reader.trailer
        ids.append(bytes(trailer["/ID"][0].original_bytes))
    assert ids[0] != ids[1]


def test_the_journal_is_inside_as_the_source(made: dict[str, Path]) -> None:
    with pikepdf.open(made["transcript"]) as document:
        assert document.attachments["journal.jsonl"].get_file().read_bytes() == JOURNAL
        (associated,) = document.Root.AF
        assert associated.AFRelationship == "/Source" and associated.UF == "journal.jsonl"


def test_another_reader_finds_nothing_wrong_in_how_it_is_written(made: dict[str, Path]) -> None:
    for path in made.values():
        with pikepdf.open(path) as document:
            assert document.check_pdf_syntax() == []


def test_a_screen_reader_hears_of_each_cell_its_column_and_its_row(made: dict[str, Path], records: Records) -> None:
    page = html.document_fromstring(printed_transcript(records["demo"], publishing.words_of("nl")).decode())
    shown = [
        [len(table.findall(f".//th[@scope='{scope}']")) for scope in ("col", "row")] for table in page.iter("table")
    ]
    with pikepdf.open(made["transcript"]) as document:
        tables = list(elements(document.Root.StructTreeRoot.K[0], "/Table"))
        heard = []
        for table in tables:
            scopes = [str(cell.A[0].Scope) for cell in elements(table, "/TH")]
            heard.append([scopes.count("/Column"), scopes.count("/Row")])
            assert not any("/Headers" in part for cell in elements(table, "/TD") for part in cell.A)
        assert [len(list(elements(t, "/TD"))) % h[1] for t, h in zip(tables, heard, strict=True)] == [0] * len(tables)
    assert heard == shown and len(heard) == 3


def test_the_picture_of_a_vote_says_what_it_shows(made: dict[str, Path], records: Records) -> None:
    record = records["demo"]
    with pikepdf.open(made["decisions"]) as document:
        said = [str(figure.Alt) for figure in elements(document.Root.StructTreeRoot, "/Figure")]
    counted = [vote for item in record.decisions.items for vote in item.votes if vote.for_ is not None]
    ballots = [ballot for item in record.decisions.items for ballot in item.ballots]
    assert len(said) == len(counted) + len(ballots) == 6
    for vote in counted:
        assert any(f"Voor {vote.for_}, tegen {vote.against}." in one and vote.outcome_word in one for one in said)


def elements(node: Any, kind: str) -> Iterator[Any]:
    """Elements of `kind` in a tree of structure, in order."""
    if isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == kind:
            yield node
        children: Any = node.get("/K")
        if isinstance(children, pikepdf.Array):
            for child in children:
                yield from elements(child, kind)


def test_links_lead_within_the_document_and_out_of_it(made: dict[str, Path]) -> None:
    with pikepdf.open(made["transcript"]) as document:
        annotations = [one for page in document.pages for one in page.get("/Annots", [])]
        out = {str(one.A.URI) for one in annotations if "/A" in one and "/URI" in one.A}
        within = [one for one in annotations if "/Dest" in one or ("/A" in one and one.A.S == "/GoTo")]
    assert {"https://raad.voorbeeld.example/stukken/woonvisie", "mailto:griffie@voorbeeld.example"} <= out
    assert all(to.startswith(("https://", "mailto:")) for to in out) and within
    said = " ".join(p.extract_text() for p in PdfReader(made["transcript"]).pages)
    assert "<https://raad.voorbeeld.example/stukken/woonvisie>" in said  # on paper nobody can click


def test_without_attachments_there_are_none(records: Records, tmp_path: Path) -> None:
    record = records["planned"]
    path = tmp_path / "leeg.pdf"
    path.write_bytes(pdf.pdf(paper_of(decisions.decision_list(record, publishing.words_of("nl"))), record))
    with pikepdf.open(path) as document:
        assert not document.attachments
    assert failures(path) == []


def test_every_font_is_embedded(made: dict[str, Path]) -> None:
    for path in made.values():
        with pikepdf.open(path) as document:
            fonts = [
                o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
            ]
            assert fonts and all("/FontFile2" in f or "/FontFile3" in f for f in fonts)
            assert all(OURS.search(str(f.FontName)) for f in fonts)


def test_every_page_of_a_rehearsal_says_so(made: dict[str, Path]) -> None:
    reader = PdfReader(made["rehearsal"])
    assert len(reader.pages) > 1
    assert all("OEFENING" in p.extract_text() and "Voorlopige besluitenlijst" in p.extract_text() for p in reader.pages)


def text_of(path: Path) -> str:
    """What a provisional transcript says, wherever its lines and pages end."""
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    foot = r"Voorlopig verslag; het wordt vastgesteld in een volgende vergadering\. \d+ / \d+"
    return re.sub(f"{foot} (Verslag Raadsvergadering )?", "", said)


def test_all_that_the_page_says_is_in_the_file(made: dict[str, Path], records: Records) -> None:
    said = text_of(made["transcript"])
    for name, group in records["demo"].people.members:
        assert said.count(name) >= 6, name
        assert group in said
    assert "griffie@voorbeeld.example" in said and "CC0 1.0" in said and "votes.json" not in said
    assert "(ODT)" not in said


def test_every_member_stands_on_the_side_they_voted_for(made: dict[str, Path], records: Records) -> None:
    said = text_of(made["transcript"])
    named = [vote for item in records["demo"].decisions.items for vote in item.votes if vote.votes]
    assert len(named) == 5
    for vote in named:
        _, _, of_this = said.partition(f"Stem per raadslid: {vote.label} ")
        for option, side in (("for", "Voor"), ("against", "Tegen")):
            names = ", ".join(f"{one.member} ({one.group})" for one in vote.votes or () if one.option == option)
            assert not names or f"{side}: {names}" in of_this, vote.label


# -- the same bytes --------------------------------------------------------------------------------------------------

AGAIN = """
import hashlib, sys
from pathlib import Path
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.papers import decisions, pdf
from livecouncil.publishing.papers.blocks import paper_of
from livecouncil.journal.journal import Journal
journal = Journal.open(Path(sys.argv[1]), sys.argv[2], write=False)
record = publishing.record_of(journal.events)
journal.close()
page = decisions.decision_list(record, publishing.words_of("nl"))
print(hashlib.sha256(pdf.pdf(paper_of(page), record, {"journal.jsonl": b"x" * 5000})).hexdigest())
"""


def test_another_process_at_another_time_and_place_makes_the_same_file(evening: Path) -> None:
    command = [sys.executable, "-c", AGAIN, str(evening / "journal"), "2026-03-12-raadsvergadering"]
    environments = ({"TZ": "UTC", "PYTHONHASHSEED": "1"}, {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "2"})
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PATH": "/usr/bin:/bin", **e})
        for e in environments
    ]
    sums = {process.communicate(timeout=60)[0].strip() for process in running}
    assert len(sums) == 1 and len(sums.pop()) == hashlib.sha256().digest_size * 2


UNLUCKY = next(text for n in range(1, 999) if zlib.compress(text := b"a" * n, 9).endswith(b"\r"))
"""Compressed, its last byte reads as part of a line's end."""


def test_an_unlucky_stream_is_packed_otherwise(records: Records, tmp_path: Path) -> None:
    made = pdf_file._packed(b"/Type/Test", UNLUCKY)
    assert b"\r\nendstream" not in made and content_of(made) == UNLUCKY
    packed = zlib.compress(UNLUCKY, 9)
    raw = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    again = pdf_file._unambiguous(raw)
    assert b"\r\nendstream" not in again and content_of(again) == UNLUCKY and b"/Length %d" % len(packed) not in again
    record = records["planned"]
    path = tmp_path / "unlucky.pdf"
    page = decisions.decision_list(record, publishing.words_of("nl"))
    path.write_bytes(pdf.pdf(paper_of(page), record, {"journal.jsonl": UNLUCKY}))
    assert b"\r\nendstream" not in path.read_bytes() and failures(path) == []
    with pikepdf.open(path) as document:
        assert document.attachments["journal.jsonl"].get_file().read_bytes() == UNLUCKY


def content_of(stream: bytes) -> bytes:
    """What a stream holds, read as its own head says."""
    head, _, rest = stream.partition(b"stream\n")
    found = re.search(rb"/Length (\d+)", head)
    assert found
    content = rest[: int(found[1])]
    if b"/FlateDecode" in head:
        return zlib.decompress(content)
    return content


# -- nothing from elsewhere ------------------------------------------------------------------------------------------


class Asked(BaseHTTPRequestHandler):
    """Writes down what it is asked for."""

    def __init__(self, seen: list[str], *args: Any) -> None:
        self.seen = seen
        super().__init__(*args)

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def test_nothing_is_fetched(records: Records, tmp_path: Path) -> None:
    seen: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Asked, seen))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"http://127.0.0.1:{server.server_port}"
    secret = tmp_path / "secret.css"
    secret.write_text("body::before { content: 'geheim uit een bestand'; }")
    record = changed(records["planned"], public_url=here)
    hostile = (
        f'<link rel="stylesheet" href="{secret.as_uri()}"><link rel="stylesheet" href="{here}/a.css">'
        f'<link rel="attachment" href="{secret.as_uri()}">'
        f'<style>@import "{here}/b.css"; body {{ background: url({here}/c.png) }}</style>'
        f'<img src="{here}/d.png" alt=""><img src="../static/../../e.png" alt=""></head>'
    )
    page = decisions.decision_list(record, publishing.words_of("nl")).decode().replace("</head>", hostile)
    document = PdfReader(io.BytesIO(pdf.pdf(paper_of(page.encode()), record, {"journal.jsonl": JOURNAL})))
    server.shutdown()
    server.server_close()
    assert seen == [] and list(document.attachments) == ["journal.jsonl"]
    said = " ".join(p.extract_text() for p in document.pages)
    assert "geheim uit een bestand" not in said
    assert "Besluitenlijst" in said and "Naar de berichten" not in said  # our own style was found and applied


def test_what_makes_documents_is_loaded_only_when_one_is_made() -> None:
    code = (
        "import sys, livecouncil.commands, livecouncil.publishing.site;"
        "import livecouncil.publishing.papers.pdf, livecouncil.publishing.papers.odt;"
        "print([m for m in ('typst', 'odfdo') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert ran.stdout.strip() == "[]", ran.stderr
