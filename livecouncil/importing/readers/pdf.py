"""PDF: its text line by line as it stands on the page. What has no text, or a password, is said to be so."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from livecouncil.errors import InputFault

from .. import limits
from ..document import Block
from .lines import blocks_of_pages

_PAGES = """
import io, json
from pypdf import PdfReader
reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
locked = bool(reader.is_encrypted and not reader.decrypt(""))
def text_of(page):
    try: laid = page.extract_text(extraction_mode="layout")
    except Exception: laid = ""
    words = laid.split()
    spaced = sum(len(word) == 1 for word in words) * 2 > len(words)
    return laid if words and not spaced else page.extract_text()
pages = [] if locked else [text_of(page).splitlines() for page in reader.pages[:200]]
print(json.dumps({"locked": locked, "pages": pages}))
"""


_GLUED = re.compile(r"^(\s*(?:[01]?\d|2[0-3])[.:][0-5]\d)(\d{1,2}(?:[a-z](?![a-z]))?)\s*(?=[^\W\d_])")


def blocks_of_pdf(path: Path, data: bytes) -> list[Block]:
    """Blocks of a PDF. Raises InputFault when it is damaged, locked, or has no text (a scan)."""
    try:
        found = json.loads(limits.apart(data, _PAGES))
    except (subprocess.SubprocessError, ValueError) as error:
        raise InputFault("import.pdf", file=path) from error
    if found["locked"]:
        raise limits.locked(path)
    pages = found["pages"]
    if not any(row.strip() for rows in pages for row in rows):
        raise InputFault("import.scanned", file=path, pages=len(pages))
    return blocks_of_pages(_times_apart(pages))


def _times_apart(pages: list[list[str]]) -> list[list[str]]:
    """With a blank between a time and the number behind it, where columns stand so near that most of them touch."""
    rows = [row for page in pages for row in page]
    glued = sum(_GLUED.match(row) is not None for row in rows)
    if glued < 2:
        return pages
    return [[_GLUED.sub(r"\1   \2   ", row) for row in page] for page in pages]
