"""Which document of a motion may be public, and under which name."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting.filed_documents import filed_document, size_said, suffix_of

DIGEST = "0123456789abcdef" * 4


def test_only_what_shows_text_and_runs_nothing_is_a_document() -> None:
    assert [suffix_of(name) for name in ("m3.pdf", "M3 Starters.ODT", "m3.v2.docx", "m3.txt")] == [
        ".pdf",
        ".odt",
        ".docx",
        ".txt",
    ]
    for name in ("m3.exe", "m3", ".pdf", "../m3.pdf", "a/b.pdf", "c:m3.pdf", "m\x00.pdf", f"{'m' * 121}.pdf"):
        assert suffix_of(name) == ""


def test_its_public_name_says_the_number_and_the_bytes_and_nothing_that_was_typed() -> None:
    document = filed_document("m3", "Motie van Jansen.PDF", DIGEST, 1200)
    assert document and document.path == "stukken/m3-0123456789abcdef.pdf"
    assert filed_document("m3", "", DIGEST, 1200) is None
    assert filed_document("m3", "m3.pdf", "../../x", 1200) is None


@pytest.mark.parametrize(("size", "said"), [(0, "1 kB"), (1499, "1 kB"), (999_999, "1000 kB"), (2_600_000, "3 MB")])
def test_a_size_is_said_as_people_say_it(size: int, said: str) -> None:
    assert size_said(size) == said
