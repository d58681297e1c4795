"""Whether bytes are what the end of a file's name says, and can do nothing where they are opened.

Theory. What is put on the council's site is opened by everybody who trusts the council. So a document is only taken as
one of a few kinds, by its bytes and not by its name alone, and never with anything in it that runs: scripts in a PDF,
macros in an office document. This looks, it does not unpack: an office document is judged by the list of its parts, so
that no archive can cost more than its own size.
"""

from __future__ import annotations

import io
import re
import zipfile

_RUNS_IN_PDF = re.compile(rb"/(?:JavaScript|Launch)\b")
_MACROS = re.compile(r"(?:^|/)(?:vbaProject\.bin|Basic/|Scripts/)", re.IGNORECASE)
_PART = {".docx": "word/document.xml", ".odt": "content.xml"}
"""The part that an office document of the kind cannot do without."""
_OPENDOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_MOST_PARTS = 10_000


def wrong_with(suffix: str, data: bytes) -> str:
    """Why `data` cannot be public as a file that ends in `suffix`: 'empty', 'other_kind', 'runs'; '' where it can."""
    if not data:
        return "empty"
    if suffix == ".txt":
        return _wrong_text(data)
    if suffix == ".pdf":
        return _wrong_pdf(data)
    return _wrong_office(suffix, data)


def _wrong_text(data: bytes) -> str:
    if readable_text(data) is None:
        return "other_kind"
    return ""


def readable_text(data: bytes) -> str | None:
    """The text of a plain file, in UTF-8 or as old Windows programs wrote it; None where it is none."""
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _wrong_pdf(data: bytes) -> str:
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        return "other_kind"
    if _RUNS_IN_PDF.search(data):
        return "runs"
    return ""


def _wrong_office(suffix: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "other_kind"
    if len(names) > _MOST_PARTS or _PART[suffix] not in names:
        return "other_kind"
    if suffix == ".odt" and _OPENDOCUMENT not in data[:200]:
        return "other_kind"
    if any(_MACROS.search(name) for name in names):
        return "runs"
    return ""
