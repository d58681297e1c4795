"""Documents and texts that lie ready in `stukken/`: real files, good and hostile, from desk to public folder."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
import typst

from livecouncil.archive.digest import document
from livecouncil.archive.document_texts import document_texts
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.journal import documents as kept_documents
from livecouncil.journal.documents import digest_of, kept_in
from livecouncil.journal.place import Place
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.documents import documents_of, put_documents
from livecouncil.sitting.session import Session
from livecouncil.trust.derived import as_published
from livecouncil.trust.redact import redact
from tests.conftest import Clock
from tests.evenings.sitting import ID, write

WORDS = "De raad verzoekt het college starterswoningen voorrang te geven."


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typst.compile(f"= Motie M1\n{WORDS}".encode())


@pytest.fixture
def lying(tmp_path: Path) -> Path:
    folder = tmp_path / "stukken" / ID
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def session(tmp_path: Path, lying: Path) -> Iterator[Session]:
    agenda = write(tmp_path)
    council = tmp_path / "council.toml"
    council.write_text(
        council.read_text().replace("[council]", '[council]\npublic_url = "https://raad.example/live"', 1)
    )
    session = Session.open(tmp_path, agenda, hold=0, clock=Clock())
    for line in ("open", "n4"):
        assert not session.enter(line, line_mode=True).refused
    yield session
    session.close()


def published(session: Session) -> Path:
    record = publishing.record_of(session.journal.events)
    publishing.write_public(record, session.public_root, everything=True)
    assert put_documents(record, session.data) == []
    return session.public_root / ID


def package(name: str, *more: str) -> bytes:
    """An office document of that kind, with more parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if name == "odt":
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for part in ({"odt": "content.xml", "docx": "word/document.xml"}[name], *more):
            archive.writestr(part, "<x/>")
    return made.getvalue()


def test_what_lies_ready_goes_along_when_the_motion_is_filed(session: Session, lying: Path, pdf: bytes) -> None:
    (lying / "M1-starters.pdf").write_bytes(pdf)
    (lying / "m1.txt").write_text("De raad,\r\n\r\n\r\noverwegende\r\n- <b>veel</b>;\r\n")
    (lying / "m11.pdf").write_bytes(b"van een andere")
    answer = session.enter("m1 i a: Starters", line_mode=True)
    said = " ".join(answer.warnings)
    assert not answer.refused and "M1-starters.pdf" in said and "m1.txt" in said and "m11" not in said
    paper = session.desk.state.objects["m1"]
    assert paper.text == "De raad,\n\noverwegende\n- <b>veel</b>;"
    assert paper.document and paper.document.sha256 == digest_of(pdf) and paper.document.size == len(pdf)
    folder = published(session)
    assert (folder / paper.document.path).read_bytes() == pdf
    page = (folder / "m1" / "index.html").read_text()
    assert f'href="../{paper.document.path}"' in page and "M1-starters.pdf" in page and "&lt;b&gt;veel" in page
    assert f'href="{paper.document.path}"' in (folder / "transcript.html").read_text()
    data = json.loads((folder / "m1" / "index.jsonld").read_text())
    assert data["encoding"]["sha256"] == digest_of(pdf)
    assert as_published(session.data, ID, session.journal.events).faults == ()


def test_it_can_be_searched_and_is_read_once(session: Session, lying: Path, pdf: bytes) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("m1 i a: Starters", line_mode=True)
    record = publishing.record_of(session.journal.events)
    kept = kept_in(Place(session.data / "journal", ID))
    texts = document_texts(record, kept)
    assert "starterswoningen" in document(record, publishing.words_of("nl"), texts).decode()
    with patch("livecouncil.importing.sources.source_of", side_effect=AssertionError):
        assert document_texts(record, kept) == texts


def test_every_standard_and_feed_leads_to_it(session: Session, lying: Path, pdf: bytes, tmp_path: Path) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("m1 i a: Starters", line_mode=True)
    session.enter("sluit", confirmed=True, line_mode=True)
    record = publishing.record_of(session.journal.events)
    (filed,) = documents_of(record)
    folder = published(session)
    where = f"{record.meeting.public_url}/{ID}/{filed.path}"
    for name in ("ori-a.xml", "ori.json", "popolo.json", "akomantoso.xml", "feed.atom", "feed.json"):
        assert where in (folder / name).read_text(), name
    (attachment,) = (
        one for item in json.loads((folder / "feed.json").read_text())["items"] for one in item.get("attachments", ())
    )
    assert attachment == {"url": where, "mime_type": "application/pdf"}


NAMED: dict[str, Callable[[Path], object]] = {
    "nep.pdf": lambda path: path.write_bytes(b"<html><script>alert(1)</script>"),
    "leeg.pdf": lambda path: path.touch(),
    "half.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n"),
    "script.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n<</S /JavaScript /JS (app.alert)>>\n%%EOF"),
    "start.pdf": lambda path: path.write_bytes(b"%PDF-1.7\n<</S /Launch /F (cmd.exe)>>\n%%EOF"),
    "macro.docx": lambda path: path.write_bytes(package("docx", "word/vbaProject.bin")),
    "macro.odt": lambda path: path.write_bytes(package("odt", "Basic/Standard/script-lc.xml")),
    "zip.docx": lambda path: path.write_bytes(package("odt")),
    "nul.txt": lambda path: path.write_bytes(b"MZ\0\0"),
    "pijp.pdf": os.mkfifo,
    "link.txt": lambda path: path.symlink_to("/etc/passwd"),
    "map.pdf": Path.mkdir,
    "weg.pdf": lambda path: None,
}


@pytest.mark.parametrize("name", NAMED)
def test_what_cannot_be_public_is_refused_in_a_sentence(session: Session, lying: Path, name: str) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    NAMED[name](lying / name)
    before = len(session.journal.events)
    answer = session.enter(f"m1 d: {name}", line_mode=True)
    assert answer.refused and name in answer.text and "Er is niets openbaar" in answer.text
    assert len(session.journal.events) == before and not (published(session) / "stukken").exists()


@pytest.mark.parametrize(
    "name", ["../../council.toml", "/etc/passwd.txt", "a/b.pdf", "m1.html", "m1.svg", "m1.docm", "..pdf"]
)
def test_a_name_leads_nowhere_else_and_pages_are_no_documents(session: Session, name: str) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    answer = session.enter(f"m1 d: {name}", line_mode=True)
    assert answer.refused and "geen webadres en geen naam van een stuk" in answer.text


@pytest.mark.parametrize(
    "name, data", [("m1.odt", package("odt")), ("m1.docx", package("docx")), ("m1.txt", "één".encode("cp1252"))]
)
def test_the_other_kinds_are_taken(session: Session, lying: Path, name: str, data: bytes) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    (lying / name).write_bytes(data)
    assert not session.enter(f"m1 d: {name}", line_mode=True).refused
    (filed,) = documents_of(publishing.record_of(session.journal.events))
    assert (published(session) / filed.path).read_bytes() == data


def test_what_is_too_large_is_not_taken(session: Session, lying: Path, pdf: bytes) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    (lying / "groot.pdf").write_bytes(pdf)
    with patch("livecouncil.sitting.documents.MOST_BYTES", len(pdf) - 1):
        answer = session.enter("m1 d: groot.pdf", line_mode=True)
    assert answer.refused and "groter dan" in answer.text


def test_a_bad_document_costs_the_filing_nothing(session: Session, lying: Path, pdf: bytes) -> None:
    (lying / "m1.pdf").write_bytes(b"<html>")
    answer = session.enter("m1 i a: Starters", line_mode=True)
    assert not answer.refused and "niet wat de naam zegt" in " ".join(answer.warnings)
    (lying / "m2.pdf").write_bytes(pdf)
    (lying / "m2.odt").write_bytes(package("odt"))
    answer = session.enter("m2 i b: Zwembad", line_mode=True)
    assert not answer.refused and "meer bestanden klaar" in " ".join(answer.warnings)
    assert not documents_of(publishing.record_of(session.journal.events))


def test_a_full_disk_refuses_the_line_and_leaves_nothing(session: Session, lying: Path, pdf: bytes) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    (lying / "m1.pdf").write_bytes(pdf)
    full = OSError(28, "No space left on device", "x")
    with patch.object(kept_documents, "replace", side_effect=full):
        answer = session.enter("m1 d: m1.pdf", line_mode=True)
    assert answer.refused and "maak ruimte" in answer.text
    assert not session.enter("m1 d: m1.pdf", line_mode=True).refused


def test_what_was_filed_is_what_is_public_whatever_becomes_of_the_file(
    session: Session, lying: Path, pdf: bytes
) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("m1 i a: Starters", line_mode=True)
    (lying / "m1.pdf").write_bytes(pdf + b"\n% veranderd")
    record = publishing.record_of(session.journal.events)
    (filed,) = documents_of(record)
    assert (published(session) / filed.path).read_bytes() == pdf
    kept = kept_in(Place(session.data / "journal", ID)) / filed.sha256
    kept.write_bytes(b"%PDF-1.7 vervalst %%EOF")
    (session.public_root / ID / filed.path).unlink()
    (told,) = put_documents(record, session.data)
    assert "m1.pdf" in told and not (session.public_root / ID / filed.path).exists()
    assert any(filed.path in fault for fault in as_published(session.data, ID, session.journal.events).faults)


def test_another_document_takes_its_place_and_its_address(session: Session, lying: Path, pdf: bytes) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("m1 i a: Starters", line_mode=True)
    folder = published(session)
    (lying / "beter.odt").write_bytes(package("odt"))
    assert not session.enter("c m1 d: beter.odt", line_mode=True).refused
    published(session)
    (only,) = (folder / "stukken").iterdir()
    assert only.suffix == ".odt"


def test_what_is_held_or_taken_back_is_nowhere(tmp_path: Path, lying: Path, pdf: bytes) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session = Session.open(tmp_path, write(tmp_path), hold=600, clock=Clock())
    for line in ("open", "n4", "m1 i a: Starters"):
        assert not session.enter(line, line_mode=True).refused
    assert not (published(session) / "stukken").exists()
    session.undo()
    session.undo()
    assert "m1" not in session.desk.state.objects
    session.release_now(session.journal.events[-1].seq)
    assert not (published(session) / "stukken").exists()
    session.close()


def test_behind_closed_doors_no_file_is_even_looked_at(session: Session, lying: Path, pdf: bytes) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("besloten", confirmed=True, line_mode=True)
    with patch("livecouncil.sitting.documents.opened", side_effect=AssertionError):
        assert session.enter("m1 d: m1.pdf", line_mode=True).refused
        assert session.enter("tekst m1", line_mode=True).refused


def test_deleted_on_request_it_is_nowhere_and_the_griffiers_own_file_is_named(
    session: Session, lying: Path, pdf: bytes
) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("m1 i a: Starters", line_mode=True)
    folder = published(session)
    (seq,) = (event.seq for event in session.journal.events if isinstance(event, ev.Attached))
    answer = session.enter(f"wis {seq}: op verzoek", confirmed=True, line_mode=True)
    assert not answer.refused, answer.text
    assert "stukken/" in " ".join(answer.warnings)
    published(session)
    assert not (folder / "stukken").exists()
    assert [path for path in session.data.rglob("*") if path.is_file() and path.read_bytes() == pdf] == [
        lying / "m1.pdf"
    ]
    assert as_published(session.data, ID, session.journal.events).faults == ()


def test_afterwards_too(session: Session, lying: Path, pdf: bytes) -> None:
    (lying / "m1.pdf").write_bytes(pdf)
    session.enter("m1 i a: Starters", line_mode=True)
    session.enter("sluit", confirmed=True, line_mode=True)
    (seq,) = (event.seq for event in session.journal.events if isinstance(event, ev.Attached))
    session.close()
    publishing.publish(session.data, ID)
    (lying / "m1.pdf").unlink()
    redact(session.data, ID, Wish(seq, "op verzoek"))
    assert not [path for path in session.data.rglob("*") if path.is_file() and path.read_bytes() == pdf]


def test_its_text_from_a_file(session: Session, lying: Path) -> None:
    session.enter("m1 i a: Starters", line_mode=True)
    answer = session.enter("tekst m1", line_mode=True)
    assert answer.refused and "m1.txt" in answer.text
    (lying / "m1.md").write_text("De raad\n\nbesluit")
    assert not session.enter("tekst m1", line_mode=True).refused
    assert session.desk.state.objects["m1"].text == "De raad\n\nbesluit"
