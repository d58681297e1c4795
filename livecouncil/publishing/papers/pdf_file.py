"""The PDF that Typst wrote, with what it cannot be told: names of rows, dates and ids of the record; and packed.

Theory. Typst writes a plain file: each object between its place in the list at the end (`xref`) and the next one's, in
clear unless it is a stream. So an object is changed as text, and the file is put together again.

- *Row headers.* Each row of our tables is named by its first cell. Typst makes only cells of a head header cells unless
  built with a feature that its binding lacks; here the first cell of each row in a table's body becomes one, `TH` with
  scope `Row` (ISO 32000-1, 14.8.5.7). A cell's explicit list of headers goes: it named the column alone, and a reader
  holds to it where there is one. With scopes alone it finds both, as in HTML.
- *Dates and ids.* Created at the beginning of the meeting, changed when the record was; the id follows from what the
  file is made of, also in the metadata, which stays readable without any library (ISO 19005-3, 6.6.2).
- *Packed.* Objects that are no stream go into object streams (ISO 32000-1, 7.5.7), a quarter of the size. A stream
  whose last byte is a carriage return would read as part of a line's end; it is then compressed less, or not at all.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

_IN_ONE_STREAM = 200
_BEGIN = b"%PDF-1.7\n%\x80\x80\x80\x80\n"
_END = b"\nendobj"
_ROW = re.compile(rb"/K\[(\d+) 0 R")
_HEADERS = re.compile(rb"/Headers\[[^\]]*\]")
_UNCLEAR = b"\r"
_ENTRY = struct.Struct(">BIH")
"""A line of the list of objects: kind, place and the rest (ISO 32000-1, 7.5.8)."""


class UnknownPdf(Exception):
    """The file is not as Typst writes it."""


@dataclass(frozen=True)
class About:
    """What the file says of itself."""

    program: str
    created: datetime
    changed: datetime
    identifier: str


def finished(raw: bytes, about: About) -> bytes:
    """`raw`, a file of Typst's, as it is published. Raises UnknownPdf where it is not as expected."""
    objects, trailer = _objects_and_trailer(raw)
    _name_rows(objects)
    _tell_about(objects, trailer, about)
    return _put_together(objects, trailer, about.identifier)


@dataclass(frozen=True)
class _Trailer:
    root: int
    info: int


def _objects_and_trailer(raw: bytes) -> tuple[dict[int, bytes], _Trailer]:
    """The content of each object by its number, and which of them the file begins with."""
    start = re.search(rb"startxref\n(\d+)\n%%EOF\s*$", raw)
    if start is None:
        raise UnknownPdf("no startxref")
    end = int(start[1])
    places = [int(place) for place in re.findall(rb"(\d{10}) \d{5} n", raw[end:])]
    found = re.search(rb"/Root (\d+) 0 R/Info (\d+) 0 R", raw[end:])
    if found is None or not places:
        raise UnknownPdf("no trailer")
    objects = {}
    ends = [*places, end]
    for number, place in enumerate(places, 1):
        head = b"%d 0 obj\n" % number
        written = raw[place : ends[number]].rstrip()
        if not (written.startswith(head) and written.endswith(_END)):
            raise UnknownPdf(f"object {number}")
        objects[number] = written[len(head) : -len(_END)]
    return objects, _Trailer(int(found[1]), int(found[2]))


# -- what tables say ---------------------------------------------------------------------------------------------


def _name_rows(objects: dict[int, bytes]) -> None:
    """The first cell of each row of a table's body names the row."""
    for number, content in objects.items():
        if content.startswith((b"<</Type/StructElem/S/TD", b"<</Type/StructElem/S/TH")):
            objects[number] = _HEADERS.sub(b"", content)
    rows = (content for content in objects.values() if content.startswith(b"<</Type/StructElem/S/TR"))
    for row in list(rows):
        first = _ROW.search(row)
        if first is None:
            continue
        cell = int(first[1])
        if objects[cell].startswith(b"<</Type/StructElem/S/TD"):
            named = objects[cell].replace(b"/S/TD", b"/S/TH", 1)
            objects[cell] = named.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)


# -- what the file says of itself --------------------------------------------------------------------------------


def _tell_about(objects: dict[int, bytes], trailer: _Trailer, about: About) -> None:
    info = objects[trailer.info]
    info = re.sub(rb"/Creator\([^)]*\)", b"/Creator(%s)" % about.program.encode(), info)
    info = re.sub(rb"/CreationDate\([^)]*\)", b"/CreationDate(%s)" % _pdf_date(about.created), info)
    objects[trailer.info] = re.sub(rb"/ModDate\([^)]*\)", b"/ModDate(%s)" % _pdf_date(about.changed), info)
    number = _number_of(rb"/Metadata (\d+) 0 R", objects[trailer.root])
    _, _, xmp = objects[number].partition(b"stream\n")
    xmp = xmp.removesuffix(b"\nendstream")
    for name, value in (
        ("xmp:CreatorTool", about.program),
        ("xmp:CreateDate", _xmp_date(about.created)),
        ("xmp:ModifyDate", _xmp_date(about.changed)),
        ("xmpMM:InstanceID", f"uuid:{about.identifier}"),
        ("xmpMM:DocumentID", f"uuid:{about.identifier}"),
    ):
        xmp = re.sub(rf"(<{name}>)[^<]*(</{name}>)".encode(), rb"\g<1>%s\g<2>" % value.encode(), xmp)
    xmp = re.sub(rb"<xmpMM:History>.*</xmpMM:History>", b"", xmp, flags=re.DOTALL)
    objects[number] = _stream(b"/Type/Metadata/Subtype/XML", xmp)


def _number_of(pattern: bytes, content: bytes) -> int:
    found = re.search(pattern, content)
    if found is None:
        raise UnknownPdf(pattern.decode())
    return int(found[1])


def _pdf_date(when: datetime) -> bytes:
    return f"D:{when.astimezone(UTC):%Y%m%d%H%M%S}Z".encode()


def _xmp_date(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


# -- the file anew -----------------------------------------------------------------------------------------------


def _put_together(objects: dict[int, bytes], trailer: _Trailer, identifier: str) -> bytes:
    """Streams one after another, all else in object streams, and where each is."""
    loose = [number for number, content in objects.items() if not content.endswith(b"endstream")]
    numbers = iter(range(max(objects) + 1, 10**7))
    made = bytearray(_BEGIN)
    entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    for number, content in objects.items():
        if content.endswith(b"endstream"):
            entries[number] = 1, len(made), 0
            made += b"%d 0 obj\n%s\nendobj\n" % (number, _unambiguous(content))
    for at in range(0, len(loose), _IN_ONE_STREAM):
        members = loose[at : at + _IN_ONE_STREAM]
        stream = next(numbers)
        entries |= {member: (2, stream, index) for index, member in enumerate(members)}
        entries[stream] = 1, len(made), 0
        made += b"%d 0 obj\n%s\nendobj\n" % (stream, _object_stream(members, objects))
    begin = len(made)
    last = next(numbers)
    entries[last] = 1, begin, 0
    table = b"".join(_ENTRY.pack(*entries[number]) for number in range(last + 1))
    size = b"/Type/XRef/Size %d/W[1 4 2]" % (last + 1)
    first = b"/Root %d 0 R/Info %d 0 R" % (trailer.root, trailer.info)
    ids = f"/ID[<{identifier}><{identifier}>]".encode()
    head = size + first + ids
    made += b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, _packed(head, table), begin)
    return bytes(made)


def _object_stream(members: list[int], objects: dict[int, bytes]) -> bytes:
    places = []
    at = 0
    for member in members:
        places.append(b"%d %d" % (member, at))
        at += len(objects[member]) + 1
    index = b" ".join(places) + b"\n"
    content = index + b"\n".join(objects[member] for member in members)
    return _packed(b"/Type/ObjStm/N %d/First %d" % (len(members), len(index)), content)


def _stream(head: bytes, content: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def _packed(head: bytes, content: bytes) -> bytes:
    """A stream of `content` compressed, so that its last byte is not part of the line's end."""
    for level in (9, 6, 1):
        packed = zlib.compress(content, level)
        if not packed.endswith(_UNCLEAR):
            return _stream(head + b"/Filter/FlateDecode", packed)
    return _stream(head, content)


def _unambiguous(stream: bytes) -> bytes:
    """`stream` as Typst wrote it, packed anew where its last byte would read as part of the line's end."""
    if not stream.endswith(b"\r\nendstream"):
        return stream
    head, _, content = stream.partition(b">>\nstream\n")
    if b"/Filter/FlateDecode" not in head:
        raise UnknownPdf("a stream that ends in a carriage return")
    rest = re.sub(rb"/Length \d+|/Filter/FlateDecode", b"", head.removeprefix(b"<<"))
    return _packed(rest, zlib.decompress(content.removesuffix(b"\nendstream")))
