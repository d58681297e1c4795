"""Opening what others made: limits first, then what it is by its content, then text or blocks."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from livecouncil.errors import InputFault

from . import limits
from .agenda_text import DELIMITERS
from .document import Block
from .readers.docx import blocks_of_docx
from .readers.lines import blocks_of_text
from .readers.mail import looks_like_mail
from .readers.markdown import blocks_of_markdown, looks_like_markdown
from .readers.odt import blocks_of_odt
from .readers.page import blocks_of_page
from .readers.pdf import blocks_of_pdf
from .readers.rtf import blocks_of_rtf

Kind = Literal["csv", "document", "json", "xml", "calendar", "xlsx", "mail"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_XML = re.compile(r"<(?:\?xml|!doctype|(?:\w+:)?(?:\w*ibabs\w*|envelope|meetings?|agenda|vergadering)\b)", re.I)
_OUR_OWN = re.compile(r"(?:\s|#.*\n)*\[(?:meeting|council)\]\s*(?:#.*)?\n")
"""How agendas and councils of this program begin."""
_FIRST_ROWS = 20
_PICTURES = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"II*\0", b"MM\0*")
_DECLARED = re.compile(r"""(?<=<\?xml)([^?<>]{0,99}?)\s+encoding\s*=\s*["'][^"'<>]{0,40}["']""")
"""What an XML file says of its encoding."""
_OLD_PAGES = ("cp1252", "mac_roman", "cp850")
_USUAL = re.compile(r"[àáâäçèéêëíîïñóôöúûüÄÉËÏÖÜ’”–—…€°²]|(?<![^\W\d_])[‘“„•]")
"""Signs of Dutch and Frisian beyond ASCII; within a word an opening quotation mark is a letter misread."""
_TNEF = b"\x78\x9f\x3e\x22"
_ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class Source:
    """A file within the limits: its kind, its bytes, its text, and its blocks where it is a document."""

    path: Path
    kind: Kind
    data: bytes
    text: str = ""
    blocks: Sequence[Block] = ()


def read_source(path: Path) -> Source:
    """What `path` is. Raises InputFault when it is too large, unreadable or of no known kind."""
    source = source_of(path, limits.load(path))
    if len(source.blocks) > limits.MAX_LINES:
        raise limits.too_long(path)
    return source


def source_of(path: Path, data: bytes) -> Source:
    """What those bytes of `path` are. Raises InputFault as `read_source` does."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputFault("import.empty", file=path)
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return Source(path, "document", data, blocks=blocks_of_pdf(path, data))
    if data.startswith(b"PK\x03\x04"):
        return _office(path, data)
    if data.startswith(OLE):
        return _of_ole(path, data)
    if data.startswith(_PICTURES):
        raise InputFault("import.picture", file=path)
    if data.lstrip()[:5] == b"{\\rtf":
        return Source(path, "document", data, blocks=blocks_of_rtf(path, data.lstrip()))
    if data.startswith(_TNEF):
        raise InputFault("import.winmail", file=path)
    text = decode(data)
    if _OUR_OWN.match(text):
        raise InputFault("import.our_own", file=path)
    if "\0" in text[:4000]:
        raise _unknown_kind(path)
    if _utf16_without_mark(data[:400]):
        data = _DECLARED.sub(r"\1", text, count=1).encode()
    return _of_text(path, data, text)


def _unknown_kind(path: Path) -> InputFault:
    return InputFault("import.unknown_kind", file=path)


def _of_ole(path: Path, data: bytes) -> Source:
    """A message of Outlook; any other old file is named, by the names of the parts it holds."""
    held = {name: name.encode("utf-16-le") in data for name in ("EncryptedPackage", "WordDocument", "Workbook")}
    if "__substg1.0_".encode("utf-16-le") in data:
        return Source(path, "mail", data)
    if held["EncryptedPackage"]:
        raise limits.locked(path)
    if held["WordDocument"]:
        raise InputFault("import.old_word", file=path)
    if held["Workbook"]:
        raise InputFault("import.old_excel", file=path)
    raise _unknown_kind(path)


def _of_text(path: Path, data: bytes, text: str) -> Source:
    kind = kind_of_text(path, text)
    limits.check_length(path, text, page=kind == "html")
    if kind == "html":
        return Source(path, "document", data, text, blocks_of_page(text))
    if kind == "markdown":
        return Source(path, "document", data, text, blocks_of_markdown(text))
    if kind == "csv":
        for sign in DELIMITERS:
            limits.check_values(path, text, sign)
    if kind == "text":
        return Source(path, "document", data, text, blocks_of_text(text))
    return Source(path, kind, data, text)


def kind_of_text(
    path: Path, text: str
) -> Literal["csv", "json", "xml", "calendar", "mail", "html", "markdown", "text"]:
    """What a text is by how it begins; its name only decides where nothing else does."""
    start = text.lstrip()[:2000].casefold()
    suffix = path.suffix.casefold()
    if start.startswith("begin:vcalendar"):
        return "calendar"
    if start.startswith(("{", "[")) and not re.match(r"\[[^\[\]{}\"]+\]\(", start):
        return "json"
    if "<html" in start or "<!doctype html" in start[:200]:
        return "html" if not looks_like_mail(text[:4000]) else "mail"
    if start.startswith("<"):
        if _XML.match(start) or suffix == ".xml":
            return "xml"
        return "html"
    if suffix == ".eml" or looks_like_mail(text[:4000]):
        return "mail"
    return _kind_of_plain(suffix, text, start)


def _kind_of_plain(suffix: str, text: str, start: str) -> Literal["csv", "markdown", "text"]:
    first = start.splitlines()[0] if start else ""
    if suffix in (".csv", ".tsv") or (";" in first and "nr" in first) or _in_columns(text, ";"):
        return "csv"
    if suffix in (".md", ".markdown") or looks_like_markdown(text[:100_000]):
        return "markdown"
    return "csv" if _in_columns(text, "|") else "text"


def _in_columns(text: str, sign: str) -> bool:
    """Whether most of the first lines have `sign` as often, and so are rows of a table."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:_FIRST_ROWS]
    counts = Counter(line.count(sign) for line in lines)
    signs, rows = max(counts.items(), key=lambda pair: pair[1], default=(0, 0))
    return signs > 0 and rows > 2 and rows * 4 >= len(lines) * 3


def _office(path: Path, data: bytes) -> Source:
    """A spreadsheet or a text of an office program, by what lies in its archive."""
    archive = limits.unzip(path, data)
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        limits.check_parts(path, archive, limits.MAX_VALUES)
        return Source(path, "xlsx", data)
    if "content.xml" in names and _mimetype(path, archive) == _ODT:
        _refuse_locked(path, archive)
        limits.check_parts(path, archive)
        return Source(path, "document", data, blocks=blocks_of_odt(path, archive))
    if "word/document.xml" in names:
        limits.check_parts(path, archive)
        return Source(path, "document", data, blocks=blocks_of_docx(path, archive))
    raise _unknown_kind(path)


def _refuse_locked(path: Path, archive: zipfile.ZipFile) -> None:
    """An office program that locks a text says so in its list of parts."""
    if "META-INF/manifest.xml" in archive.namelist():
        if b"encryption-data" in limits.member(path, archive, "META-INF/manifest.xml"):
            raise limits.locked(path)


def _mimetype(path: Path, archive: zipfile.ZipFile) -> bytes:
    try:
        return limits.member(path, archive, "mimetype").strip()
    except KeyError:
        return b""


def decode(data: bytes) -> str:
    """UTF-8, UTF-32 by its mark, UTF-16 by its mark or its many zeros, else as older systems export it."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")):
        return data.decode("utf-32", errors="replace").lstrip("\ufeff")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace").lstrip("\ufeff")
    order = _utf16_without_mark(data[:400])
    if order:
        return data.decode(order, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode(_old_page(data[:200_000]), errors="replace")


def _old_page(start: bytes) -> str:
    """Of the code pages of Windows, the Mac and DOS the one in which most signs are as people here write them."""
    return max(_OLD_PAGES, key=lambda page: len(_USUAL.findall(start.decode(page, errors="replace"))))


def _utf16_without_mark(start: bytes) -> str:
    """Of Western text in UTF-16 every second byte is nought: the name of its order, or ''."""
    even = start[:400:2].count(0)
    odd = start[1:400:2].count(0)
    enough = len(start) // 3
    if not enough or max(even, odd) <= enough or min(even, odd) >= enough // 4 + 1:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
