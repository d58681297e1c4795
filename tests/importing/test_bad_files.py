"""Files that cannot be read, each told as what it is with the way out; and what is only odd, read."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pytest

from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda

from .layouts import LAYOUTS, WORD, docx, odt, pdf, rtf
from .test_limits import LAUGHS, archive

WHOLE = LAYOUTS["1."]


def locked_pdf() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(WHOLE))) as book:
        book.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def scan() -> bytes:
    file = io.BytesIO()
    with pikepdf.new() as book:
        book.add_blank_page()
        book.save(file)
    return file.getvalue()


def mail(subtype: str, body: bytes) -> bytes:
    heads = f"From: a@b.example\nTo: c@d.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: {subtype}"
    return f"{heads}\n\n".encode() + body


def ole(name: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + name.encode("utf-16-le") + bytes(600)


def word(document: str, **more: str | bytes) -> bytes:
    return archive(word__document_xml=document, **more)


BAD: list[tuple[str, bytes, str]] = [
    ("dicht.pdf", locked_pdf(), "met een wachtwoord beveiligd"),
    ("scan.pdf", scan(), r"geen tekst, alleen beelden.*een scan.*OCR"),
    ("half.pdf", pdf(WHOLE)[:600], "PDF kan niet gelezen worden"),
    ("foto.pdf", b"\x89PNG\r\n\x1a\n" + bytes(50), "dit is een afbeelding"),
    ("oud.doc", ole("WordDocument"), r"Word-bestand van de oude soort \(\.doc\)"),
    ("oud.xls", ole("Workbook"), r"Excel-bestand van de oude soort \(\.xls\)"),
    ("bericht.msg", ole("__substg1.0_1000001F"), "beschadigd"),
    ("bom.docx", word("<w/>", bom_xml=bytes(60_000_000)), "uitgepakt te groot"),
    ("lach.docx", word(LAUGHS), "DTD of entiteiten"),
    ("diep.docx", word(f"<w:document {WORD}>" + "<w:p>" * 70), "te diep genest"),
    ("kapot.docx", docx(WHOLE)[:-60], "beschadigd"),
    (
        "dicht.odt",
        archive(
            mimetype=b"application/vnd.oasis.opendocument.text",
            content_xml=b"\x01\x02",
            **{"META-INF__manifest_xml": "<manifest><encryption-data/></manifest>"},
        ),
        "met een wachtwoord",
    ),
    ("diep.rtf", b"{\\rtf1" + b"{" * 100_000, "te diep genest"),
    ("leeg.rtf", b"{\\rtf1\\ansi}", "geen genummerde agendapunten"),
    ("geheim.eml", mail("application/pkcs7-mime; name=smime.p7m", b"AAAA"), "versleuteld"),
    (
        "agenda.toml",
        b'# eigen\n[meeting]\ntitle = "Raad"\n[[items]]\n',
        "al een agenda of raad van dit programma.*check",
    ),
    ("lang.txt", b"1. a\n" * 60_000, "te lang voor een agenda"),
    ("lang.html", b"<html>" + b"<li>1. a" * 210_000, "te lang voor een agenda"),
    ("lang.rtf", b"{\\rtf1 " + b"1. a\\par " * 60_000 + b"}", "te lang voor een agenda"),
    ("lang.ics", b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 40_000, "te lang voor een agenda"),
    ("leeg.eml", mail("text/plain", b"Goedemorgen"), "geen genummerde agendapunten"),
    ("veel.txt", "\n".join(f"{n}. Punt {n}" for n in range(1, 10_001)).encode(), "meer dan 1000 punten"),
    ("veel.csv", "\n".join(["nr;titel", *(f"{n};Punt" for n in range(1, 10_001))]).encode(), "meer dan 1000 punten"),
]


@pytest.mark.parametrize(("name", "data", "words"), BAD, ids=[name for name, _, _ in BAD])
def test_what_cannot_be_read_says_what_it_is(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputFault, match=words) as fault:
        read_agenda(path)
    assert "Er is niets veranderd; " in str(fault.value)


@pytest.mark.parametrize("name", ["agenda.doc", "agenda.txt", "agenda.json", "agenda"])
@pytest.mark.parametrize("make", [docx, odt, rtf, pdf])
def test_a_wrong_name_does_not_matter(tmp_path: Path, name: str, make: object) -> None:
    assert callable(make)
    path = tmp_path / name
    path.write_bytes(make(WHOLE))
    assert read_agenda(path).items == WHOLE.items


def test_macros_and_objects_are_not_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "agenda.rtf"
    path.write_bytes(rtf(WHOLE)[:-1] + rb"{\object\objemb{\*\objclass Package}{\*\objdata 0105 8. Meegenomen}}\par}")
    assert read_agenda(path).items == WHOLE.items


def test_an_attachment_is_read_where_the_text_has_no_agenda(tmp_path: Path) -> None:
    message = EmailMessage()
    for head in ("From", "To", "Subject"):
        message[head] = "griffie@voorbeeld.example"
    message.set_content("Bijgaand de agenda.")
    message.add_attachment(pdf(WHOLE), maintype="application", subtype="pdf", filename="agenda.pdf")
    path = tmp_path / "bericht.eml"
    path.write_bytes(message.as_bytes())
    draft = read_agenda(path)
    assert draft.items == WHOLE.items and any("bijlage agenda.pdf" in note for note in draft.notes)
