"""Opening what others made: limits first, then what it is by its content, then text."""

from __future__ import annotations

import re
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from livecouncil.errors import InputFault

from . import limits

Kind = Literal["csv", "html", "text", "json", "xml", "calendar", "xlsx"]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"<(?:\?xml|!doctype|(?:\w+:)?(?:\w*ibabs\w*|envelope|meetings?|agenda|vergadering)\b)", re.I)
_PDF = """
from pypdf import PdfReader
for page in PdfReader(sys.argv[1]).pages[:200]: print(page.extract_text())
"""
_ODT = """
import re
from odfdo import Document
body = Document(sys.argv[1]).body
if not any(re.match(r"\\s*\\d+[a-z]?[.)\\t ]", e.text_recursive) for e in body.get_elements("//text:p|//text:h")):
    for whole in body.get_elements("//text:list[not(ancestor::text:list)]"):
        for number, item in enumerate(whole.get_elements("text:list-item"), 1):
            for line in item.get_elements("text:p|text:h")[:1]: line.text = f"{number}. {line.text or ''}"
for line in body.get_elements("//text:p|//text:h"): print(line.text_recursive)
"""


@dataclass(frozen=True)
class Source:
    """A file within the limits: its kind, its bytes, and its text where it has one."""

    path: Path
    kind: Kind
    data: bytes
    text: str = ""


def read_source(path: Path) -> Source:
    """What `path` is. Raises InputFault when it is too large, unreadable or of no known kind."""
    data = limits.load(path)
    if data.startswith(b"%PDF"):
        return Source(path, "text", data, _pdf(path))
    if data.startswith(b"PK\x03\x04"):
        return _office(path, data)
    if data.startswith(_OLE):
        raise limits.locked(path) if "EncryptedPackage".encode("utf-16-le") in data else _unknown_kind(path)
    text = decode(data)
    if "\0" in text[:4000]:
        raise _unknown_kind(path)
    return Source(path, _kind_of_text(path, text), data, text)


def _unknown_kind(path: Path) -> InputFault:
    return InputFault("import.unknown_kind", file=path)


def _kind_of_text(path: Path, text: str) -> Kind:
    start = text.lstrip()[:2000].casefold()
    if start.startswith("begin:vcalendar"):
        return "calendar"
    if start.startswith(("{", "[")):
        return "json"
    if "<html" in start or "<!doctype html" in start[:200]:
        return "html"
    if start.startswith("<"):
        if _XML.match(start) or path.suffix.casefold() == ".xml":
            return "xml"
        return "html"
    if start:
        first = start.splitlines()[0]
    else:
        first = ""
    if path.suffix.casefold() == ".csv" or (";" in first and "nr" in first):
        return "csv"
    return "text"


def _office(path: Path, data: bytes) -> Source:
    """A spreadsheet or a text of an office program, by what lies in its archive."""
    archive = limits.unzip(path, data)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        limits.check_parts(path, archive)
        return Source(path, "xlsx", data)
    if "content.xml" in names and _mimetype(path, archive) == b"application/vnd.oasis.opendocument.text":
        limits.check_parts(path, archive)
        return Source(path, "text", data, _odt(path))
    if "word/document.xml" in names:
        raise InputFault("import.word_file", file=path)
    raise _unknown_kind(path)


def _mimetype(path: Path, archive: zipfile.ZipFile) -> bytes:
    try:
        return limits.member(path, archive, "mimetype").strip()
    except KeyError:
        return b""


def decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with it, else Windows-1252 as older systems export it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _pdf(path: Path) -> str:
    try:
        return limits.apart(path, _PDF)
    except subprocess.SubprocessError as error:
        raise InputFault("import.pdf", file=path) from error


def _odt(path: Path) -> str:
    """Lines of an ODT; the items of its numbered lists get their numbers where nobody typed any."""
    try:
        return limits.apart(path, _ODT)
    except subprocess.SubprocessError as error:
        raise limits.damaged(path) from error
