"""The one gate for text that enters: what a terminal, a page or a network could misread is dropped here."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 2_000
_END_OF_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_INVISIBLE = {0xFEFF, 0x2028, 0x2029, 0x00AD, 0x180E, 0x200B, 0x200C, *range(0x2060, 0x2065), *range(0xFFF9, 0xFFFC)}


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """Return `text` as NFC, without control characters, signs of no width, bidi marks and lone surrogates.

    Blanks are folded. The joiner within an emoji stays.

    `limit` counts code points; longer text is cut. Source: Unicode TR36 on spoofing by control characters.
    """
    text = unicodedata.normalize("NFC", text)
    kept = (" " if c in "\t\n\r\x0b\x0c\x85" else c for c in text if not _dropped(c))
    return " ".join("".join(kept).split())[:limit].rstrip()


def clean_lines(text: str, limit: int) -> str:
    """A text of several lines, each as `clean` gives it; one empty line at most between two that say something."""
    lines: list[str] = []
    for line in _END_OF_LINE.split(text):
        kept = clean(line, limit)
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines)[:limit].rstrip()


def visible(text: str) -> str:
    """`text` without what `clean` drops, its blanks as they are."""
    return "".join(c for c in text if not _dropped(c))


def _dropped(c: str) -> bool:
    if c in "\t\n\r\x0b\x0c\x85":
        return False
    code = ord(c)
    return code in _BIDI or code in _INVISIBLE or unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn")
