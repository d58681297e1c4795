"""What a file from elsewhere may cost, checked before anybody reads it (7-reliability.md §5); used by every importer.

10 MB as stored, 50 MB and 100:1 expanded, 64 levels deep, XML without DTD. What a library reads runs in a process of
its own with bounded memory and time, so that no fault of its takes the program along.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.parsers import expat

from livecouncil.errors import InputFault
from livecouncil.system.extras import need
from livecouncil.system.limits import BOUNDED

MAX_BYTES = 10_000_000
MAX_EXPANDED = 50_000_000
MAX_RATIO = 100
MAX_DEPTH = 64
MAX_ATTRIBUTES = 1_000
MAX_LINES = 50_000
MAX_TAGS = 200_000
MAX_OBJECTS = 200_000
MAX_VALUES = 1_000_000
"""Objects or elements, and values with a sign between them: each takes some hundred bytes once it is read."""
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How office programs pack; other ways may ask for memory before they give a byte."""


def load(path: Path) -> bytes:
    """Bytes of a file of at most 10 MB. Never reads more than that, whatever the file says of its size."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputFault("import.unreadable", file=path, why=error.strerror) from error
    if len(data) > MAX_BYTES:
        raise InputFault("import.too_large", file=path)
    return data


def unzip(path: Path, data: bytes) -> zipfile.ZipFile:
    """The archive, once what it says to hold is within bounds; zipfile never unpacks more of a member than it says."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise damaged(path) from error
    members = archive.infolist()
    if any(one.flag_bits & 1 for one in members):
        raise locked(path)
    if any(one.compress_type not in _PACKED for one in members):
        raise damaged(path)
    expanded = sum(one.file_size for one in members)
    if expanded > MAX_EXPANDED or expanded > MAX_RATIO * len(data):
        raise InputFault("import.expands", file=path, megabytes=expanded // 1_000_000)
    return archive


def check_length(path: Path, text: str, page: bool) -> None:
    """Hold a text to as many lines, and a `page` to as many tags, as an agenda can have: each becomes an object that is
    many times larger. XML has the bounds of its own reader."""
    if text.count("\n") > MAX_LINES or (page and text.count("<") > MAX_TAGS):
        raise too_long(path)


def too_long(path: Path) -> InputFault:
    return InputFault("import.too_long", file=path, lines=MAX_LINES)


def damaged(path: Path) -> InputFault:
    return InputFault("import.damaged", file=path)


def locked(path: Path) -> InputFault:
    return InputFault("import.locked", file=path)


def check_parts(path: Path, archive: zipfile.ZipFile, most: int = MAX_OBJECTS) -> None:
    """Hold every XML part of an office document to the rules of `xml`, with `most` elements each."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and archive.getinfo(name).file_size:  # LibreOffice leaves one empty
            _check_xml(path, member(path, archive, name), most)


def member(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """What one member holds. Raises InputFault; of a damaged archive zipfile says so in many ways."""
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise damaged(path) from error


def part(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """What one part of an office document holds, where it is small enough to be kept whole while it is read."""
    if archive.getinfo(name).file_size > MAX_BYTES:
        raise InputFault("import.too_large", file=path)
    return member(path, archive, name)


def xml(path: Path, data: bytes) -> Any:
    """Root element of an XML document without DTD, entities or addresses to fetch."""
    need("import")
    from lxml import etree

    _check_xml(path, data)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _bad_xml(path, error.lineno) from error


def _check_xml(path: Path, data: bytes, most: int = MAX_OBJECTS) -> None:
    """Read the document once, keeping nothing: no DTD (known before its entities are), 64 levels, no endless tags."""
    depth = 0
    elements = 0

    def start(_: str, attributes: list[str]) -> None:
        nonlocal depth, elements
        depth += 1
        elements += 1
        if elements > most:
            raise too_many_parts(path)
        if depth > MAX_DEPTH:
            raise too_deep(path)
        if len(attributes) > 2 * MAX_ATTRIBUTES:  # libxml2 needs minutes for a hundred thousand
            raise _bad_xml(path, reader.CurrentLineNumber)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def doctype(*_: object) -> None:
        raise InputFault("import.dtd", file=path)

    reader = expat.ParserCreate()
    reader.ordered_attributes = True
    reader.StartElementHandler = start
    reader.EndElementHandler = end
    reader.StartDoctypeDeclHandler = doctype
    try:
        reader.Parse(data, True)
    except expat.ExpatError as error:
        raise _bad_xml(path, error.lineno) from error
    except (LookupError, ValueError) as error:  # an encoding nobody knows
        raise _bad_xml(path, 1) from error


def _bad_xml(path: Path, line: int | None) -> InputFault:
    if not line:
        return InputFault("import.bad_xml", file=path)
    return InputFault("import.bad_xml_at", file=path, line=line)


def check_values(path: Path, text: str, sign: str) -> None:
    """Hold a text to as many values, parted by `sign`, as one can be read within bounds of memory."""
    if text.count(sign) > MAX_VALUES:
        raise too_many_parts(path)


def too_many_parts(path: Path) -> InputFault:
    return InputFault("import.too_many_parts", file=path)


def too_deep(path: Path) -> InputFault:
    return InputFault("import.too_deep", file=path, depth=MAX_DEPTH)


def parse_json(path: Path, text: str) -> Any:
    """JSON of at most 64 levels, and of no more objects and values than a meeting has."""
    check_values(path, text, ",")
    if text.count("{") + text.count("[") > MAX_OBJECTS:
        raise too_many_parts(path)
    try:
        data = json.loads(text)
    except RecursionError:
        raise too_deep(path) from None
    except ValueError as error:
        raise InputFault("import.bad_json", file=path) from error
    level = _nested([data])
    for _ in range(MAX_DEPTH):
        level = _nested([child for node in level for child in (node.values() if isinstance(node, dict) else node)])
    if level:
        raise too_deep(path)
    return data


def objects_in(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON list; none of what is no list."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    return []


def _nested(values: list[Any]) -> list[Any]:
    return [value for value in values if isinstance(value, dict | list)]


def apart(data: bytes, script: str) -> str:
    """Output of `script`, Python that reads `data` as its input, with 1 GB, 20 seconds of work and 30 on the clock.

    Raises subprocess.SubprocessError when it fails, for whatever reason.
    """
    need("import")
    command = [sys.executable, "-c", BOUNDED + script]
    done = subprocess.run(command, input=data, capture_output=True, timeout=30, check=True)
    return done.stdout.decode("utf-8", errors="replace")
