"""What a council writes is text on paper, whatever stands in it; and it is drawn with our own fonts alone."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape
from pypdf import PdfReader

from livecouncil.core.text.clean import clean
from livecouncil.publishing import drawing
from livecouncil.publishing.papers import pdf
from livecouncil.publishing.papers.blocks import paper_of

from .conftest import Records

HOSTILE = (
    '#panic(1) #[x] #let x = 1 #include "/etc/passwd"',
    "$x^2$ *vet* _schuin_ `code` ~ -- --- ...",
    "= Kop",
    "/ Term: en @punt-6 <label> // commentaar /* en zo */",
    '\\ \\u{23} \\n \\\\ {"text": "#"}',
    "</p><script>alert(1)</script> & &amp; &#35;",
    "'enkel' \"dubbel\" https://example.org/#a?b=*c*",
    "- een + twee 1. drie",
)
PAGE = """<!DOCTYPE html><html lang="nl"><head><title>{0}</title></head><body><p class="band">{0}</p>
<header><p class="over">{0}</p><h1>{0}</h1><p class="status">{0}</p></header><main><h2 id="{0}">{0}</h2>
<p><a href="#{0}">{0}</a> <a href="{0}">{0}</a> <strong>{0}</strong> <small>{0}</small></p>
<ul class="documents"><li><a href="https://raad.example/{0}">{0}</a></li></ul>
<ul class="log"><li><time>19:30</time> {0}</li></ul>
<ul class="roll"><li>{0}: {0}</li></ul><dl class="groups"><dt>{0}</dt><dd>{0}</dd></dl>
<section class="vote" id="x{0}"><h3>{0}</h3><div class="counted"><p class="side">{0}</p></div>
<table class="members"><thead><tr><th scope="col">{0}</th><th scope="col">{0}</th><th scope="col">{0}</th></tr></thead>
<tbody><tr><th scope="row">{0}</th><td>{0}</td><td>{0}</td></tr></tbody></table></section></main></body></html>"""
PLACES = PAGE.count("{0}") - 7  # not those in attributes; the title stands in the metadata, the address behind its link


def made(text: str, records: Records) -> bytes:
    return pdf.pdf(paper_of(PAGE.format(escape(text)).encode()), records["planned"])


def together(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_is_markup(text: str, records: Records, tmp_path: Path) -> None:
    path = tmp_path / "hostile.pdf"
    path.write_bytes(made(text, records))
    reader = PdfReader(path)
    said = together(" ".join(one.extract_text() for one in reader.pages))
    assert said.count(together(text)) >= PLACES
    assert reader.metadata and reader.metadata.title == text.strip()
    assert [f.message for p in ("ua1", "3a") for f in validation.validate_pdf(str(path), profile=p).failures] == []


@given(st.text(max_size=60))
def test_any_text_that_may_be_typed_can_be_printed(records: Records, text: str) -> None:
    with pikepdf.open(io.BytesIO(made(clean(text) or "leeg", records))) as document:
        assert document.check_pdf_syntax() == []


def test_what_no_font_of_ours_has_is_told_by_its_number(records: Records) -> None:
    said = " ".join(
        p.extract_text() for p in PdfReader(io.BytesIO(made("Zaal 漢 \U0001f9ff \ue000 klaar", records))).pages
    )
    assert "Zaal [U+6F22] [U+1F9FF] [U+E000] klaar" in said
    assert (
        drawing.printable("Wŷtske Ünal-Çelik, ½ – ‘zo’ → ✓ Ελένη Жанна")
        == "Wŷtske Ünal-Çelik, ½ – ‘zo’ → ✓ Ελένη Жанна"
    )


def test_we_know_what_our_fonts_have() -> None:
    folder = Path(drawing.__file__).parent / "fonts"
    known = {code for path in folder.glob("*.ttf") for code in TTFont(path).getBestCmap()}
    private = {code for code in known if 0xE000 <= code < 0xF900 or code >= 0xF0000}
    assert drawing._drawable() >= known - private - {0xFEFF}
    assert len(drawing._drawable() - known) <= len(drawing._JOINING) and not drawing._drawable() & private


def test_what_is_held_to_be_in_our_fonts_is() -> None:
    usual = {code for code in range(0x110000) if drawing._USUAL.fullmatch(chr(code))}
    assert usual <= drawing._drawable() and len(usual) > 200


def test_each_font_stands_beside_its_licence() -> None:
    folder = Path(drawing.__file__).parent / "fonts"
    assert {path.name.split("-")[0].removesuffix(".ttf") for path in folder.glob("*.ttf")} == {
        "SourceSans3",
        "DejaVuSans",
    }
    assert "SIL Open Font License, Version 1.1" in (folder / "SourceSans3-OFL.txt").read_text()
    assert "Permission is hereby granted" in (folder / "DejaVuSans-LICENSE.txt").read_text()


@pytest.mark.parametrize("word", ["a" * 2000, "https://raad.example/" + "stuk" * 60, "Wet" + "gever" * 30])
def test_a_word_longer_than_a_line_stays_on_the_page(word: str, records: Records, tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    path.write_bytes(made(word, records))
    boxes = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    right = [float(line.split('xMax="')[1].split('"')[0]) for line in boxes.splitlines() if "xMax" in line]
    low = [float(line.split('yMax="')[1].split('"')[0]) for line in boxes.splitlines() if "yMax" in line]
    assert max(right) <= 596 and max(low) <= 842


def test_a_template_can_be_a_picture_too(records: Records) -> None:
    from livecouncil.publishing.papers.printed import printed_page

    data: dict[str, Any] = printed_page(paper_of(PAGE.format("x").encode()), records["planned"])
    assert drawing.typeset(drawing.Drawing("paper.typ", data), "png").startswith(b"\x89PNG")
    assert b"<svg" in drawing.typeset(drawing.Drawing("paper.typ", data), "svg")[:200]
