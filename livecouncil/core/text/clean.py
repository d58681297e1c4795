"""The one gate for text that enters: what a terminal, a page or a network could misread is dropped here."""

from __future__ import annotations

import re
import unicodedata

MAX_TEXT = 2_000
_END_OF_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_BLANK = {ord(sign) for sign in "\t\n\r\x0b\x0c\x85"}
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_INVISIBLE = {0xFEFF, 0x2028, 0x2029, 0x00AD, 0x180E, 0x200B, 0x200C, *range(0x2060, 0x2065), *range(0xFFF9, 0xFFFC)}
_SELDOM = 0x3000
"""Where signs begin that no text here has many of; what becomes of them is not remembered."""


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """Return `text` as NFC, without control characters, signs of no width, bidi marks and lone surrogates.

    Blanks are folded. The joiner within an emoji stays.

    `limit` counts code points; longer text is cut. Source: Unicode TR36 on spoofing by control characters.
    """
    return " ".join(visible(unicodedata.normalize("NFC", text)).split())[:limit].rstrip()


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
    return text.translate(_GATE)


class _Gate(dict[int, str | None]):
    """What becomes of a sign, by its code point: itself, or nothing. Found out once for each that is often seen."""

    def __missing__(self, code: int) -> str | None:
        if _dropped(code):
            kept = None
        else:
            kept = chr(code)
        if code < _SELDOM:
            self[code] = kept
        return kept


def _dropped(code: int) -> bool:
    if code in _BLANK:
        return False
    return code in _BIDI or code in _INVISIBLE or unicodedata.category(chr(code)) in ("Cc", "Cs", "Co", "Cn")


_GATE = _Gate()
