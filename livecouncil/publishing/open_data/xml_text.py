"""A tree of elements as the bytes of a file."""

from __future__ import annotations

from xml.etree import ElementTree as etree


def xml_text(root: etree.Element) -> bytes:
    """`root` in UTF-8. It is written as text first: asked for bytes, the library encodes each sign of an element by
    itself, in twice the time."""
    written: str = etree.tostring(root, "unicode")
    return f"{written}\n".encode(errors="xmlcharrefreplace")
