"""A Typst template drawn with data: to PDF, or to a picture as PNG or SVG.

Theory. A template stands in `typst/` of this package and is the only code; what a council wrote comes to it as JSON,
and a string in JSON is text, whatever stands in it: no sign of it is ever read as markup. Drawn with the fonts of
`fonts/` and no others, so that the same template and data give the same bytes on every machine. Nothing is fetched and
nothing is read but those folders. Typst is loaded only when something is drawn.

What no font of ours has would stop an archive's PDF from being made at all; `printable` writes such a sign as its
number, so that a text in a script nobody foresaw is still told to be there.
"""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any, Literal

from livecouncil.system.extras import need

_PDF_STANDARDS: list[Literal["a-3a", "ua-1"]] = ["a-3a", "ua-1"]
_PPI = 72.0
"""A picture has a dot a point."""
_FOLDER = Path(str(package_files("livecouncil.publishing")))
_FONTS = _FOLDER / "fonts"
_PRIVATE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
_USUAL = re.compile("[\n -~\u00a0-\u00ac\u00ae-\u017f‘’“”–—…•·]*")
"""Signs that are in our fonts for certain; only for others these are looked into."""
_NOWHERE = {0, 0xFEFF, 0xFFFE, 0xFFFF}
_JOINING = {*range(0xFE00, 0xFE10), 0x200B, 0x200D, 0x0A, 0x09}
"""Signs that draw nothing themselves: variants, the joiner, where a line may or must end."""


@dataclass(frozen=True)
class Drawing:
    """A template by its name in `typst/`, and what it draws. `attached` are texts a PDF carries, by file name."""

    template: str
    data: Mapping[str, Any]
    attached: Mapping[str, bytes] = field(default_factory=dict)


Form = Literal["pdf", "png", "svg"]


def typeset(drawing: Drawing, form: Form = "pdf", made: datetime | None = None) -> bytes:
    """The first page of a picture, all pages of a PDF; a PDF is PDF/A-3a and PDF/UA-1 and says that it was `made` then.

    Raises RuntimeError where the template cannot be drawn, UnicodeDecodeError where what is attached is no UTF-8.
    """
    return typeset_pages(drawing, form, made)[0]


def typeset_pages(drawing: Drawing, form: Form, made: datetime | None = None) -> list[bytes]:
    """Every page of a picture by itself; a PDF is one. Raises as `typeset` does."""
    need("papers")
    import typst

    attached = {name: content.decode() for name, content in sorted(drawing.attached.items())}
    inputs = {"data": json.dumps(drawing.data, ensure_ascii=False), "attached": json.dumps(attached)}
    found = typst.compile(
        str(_FOLDER / "typst" / drawing.template),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format=form,
        sys_inputs=inputs,
        ppi=_PPI,
        pdf_standards=[*_PDF_STANDARDS],
        timestamp=int((made or datetime.fromtimestamp(0)).timestamp()),
    )
    if isinstance(found, list):
        return [bytes(page) for page in found]
    return [bytes(found)]


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)])


def printable(text: str) -> str:
    """`text` with the number of each sign that no font of ours has: '[U+6F22]'."""
    if _USUAL.fullmatch(text):
        return text
    known = _drawable()
    return "".join(c if ord(c) in known else f"[U+{ord(c):04X}]" for c in text)


@cache
def _drawable() -> frozenset[int]:
    """Code points that can stand in a PDF/A made with our fonts."""
    found = set(_JOINING)
    for path in sorted(_FONTS.glob("*.ttf")):
        found.update(_font_code_points(path.read_bytes()))
    return frozenset(code for code in found - _NOWHERE if not any(code in codes for codes in _PRIVATE))


def _font_code_points(font: bytes) -> Iterator[int]:
    """What a TrueType font has a sign for: its table `cmap`, format 12 or, without one, 4 (ISO/IEC 14496-22)."""
    tables = {font[at : at + 4]: at for at in range(12, 12 + 16 * _uint16(font, 4), 16)}
    cmap = _uint32(font, tables[b"cmap"] + 8)
    offsets = [cmap + _uint32(font, cmap + 8 + 8 * n) for n in range(_uint16(font, cmap + 2))]
    formats = {_uint16(font, at): at for at in offsets}
    if 12 in formats:
        at = formats[12]
        for first, last, _ in struct.iter_unpack(">III", font[at + 16 : at + 16 + 12 * _uint32(font, at + 12)]):
            yield from range(first, last + 1)
        return
    at = formats[4]
    size = _uint16(font, at + 6)
    for n in range(0, size, 2):
        yield from range(_uint16(font, at + 16 + size + n), _uint16(font, at + 14 + n) + 1)


def _uint16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2])


def _uint32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4])
