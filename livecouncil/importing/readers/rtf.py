"""Rich text (RTF) as blocks. It is read here and by no office program: its text, its rows, the numbers of its lists.

Theory. RTF is text with words that begin with a backslash, and groups in braces. A group that begins with a word we do
not show (a table of fonts, a picture, an object) is passed over whole; nothing in it is ever run. What a list shows as
its number stands in the file, in a group `listtext`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from livecouncil.core.text.clean import clean

from .. import limits
from ..document import Block, BlockKind, paragraph
from ..words import import_text

_TOKEN = re.compile(rb"([{}])|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([^\\{}\r\n]+)", re.S)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable info pict object objdata header headerl headerr headerf "
    b"footer footerl footerr footerf footnote annotation xmlnstbl themedata colorschememapping datastore latentstyles "
    b"generator fldinst bkmkstart bkmkend revtbl rsidtbl nonshppict shppict pnseclvl pgdsctbl filetbl".split()
)
_SIGNS = {b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}
_SIGNS |= {b"tab": "\t", b"line": "\n", b"bullet": "•", b"emspace": " ", b"enspace": " "}
_PAGES = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_OF_ITS_OWN = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}


@dataclass(frozen=True)
class _Group:
    """What holds within a pair of braces."""

    skipped: bool = False
    number: bool = False
    fallback: int = 1


@dataclass
class _Writing:
    """What was read so far of the paragraph and the row that are being read."""

    text: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    in_table: bool = False
    list_level: int = 0
    table: int = 1


def blocks_of_rtf(path: Path, data: bytes) -> list[Block]:
    """Blocks of the text. Raises InputFault when it is nested too deep."""
    reader = _RtfReader(path)
    reader.read(data)
    return reader.blocks


class _RtfReader:
    def __init__(self, path: Path) -> None:
        self.blocks: list[Block] = []
        self._path = path
        self._groups = [_Group()]
        self._now = _Writing()
        self._page = "cp1252"
        self._to_skip = 0
        self._star = False

    def read(self, data: bytes) -> None:
        at = 0
        for token in _TOKEN.finditer(data):
            if token.start() < at:
                continue
            brace, word, number, sign, special, text = token.groups()
            if brace:
                self._brace(brace)
            elif word == b"bin":
                at = token.end() + max(0, int(number or 0))
            elif word:
                self._word(word.lower(), number)
            elif sign:
                self._put(bytes.fromhex(sign.decode()).decode(self._page, errors="replace"), counts=True)
            elif special:
                self._special(special.decode("latin-1"))
            elif text:
                self._put(self._after_skip(text).decode(self._page, errors="replace"))
        self._paragraph()
        if len(self._groups) > 1:
            raise limits.damaged(self._path)

    def _brace(self, brace: bytes) -> None:
        self._to_skip = 0
        if brace == b"{":
            if len(self._groups) > limits.MAX_DEPTH * 4:
                raise limits.too_deep(self._path)
            self._groups.append(replace(self._groups[-1]))
        elif len(self._groups) > 1:
            self._groups.pop()

    def _special(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif sign in ("\n", "\r"):
            self._paragraph()
        else:
            self._put(_OF_ITS_OWN.get(sign, ""))

    def _word(self, word: bytes, number: bytes | None) -> None:
        unknown_destination = self._star and word not in (b"shpinst", b"shptxt")
        self._star = False
        group = self._groups[-1]
        if word in _SKIPPED or (unknown_destination and word not in (b"listtext", b"pntext")):
            self._groups[-1] = replace(group, skipped=True)
        elif word in (b"listtext", b"pntext"):
            self._groups[-1] = replace(group, number=True)
        elif group.skipped:
            return
        elif word == b"u" and number:
            self._put(chr(int(number) % 0x10000))
            self._to_skip = group.fallback
        elif word == b"uc":
            self._groups[-1] = replace(group, fallback=min(9, max(0, int(number or 1))))
        elif word in _SIGNS:
            self._put(_SIGNS[word])
        elif word == b"ansicpg":
            self._page = _known_page(number)
        elif word in _PAGES:
            self._page = _PAGES[word]
        else:
            self._layout(word, number)

    def _layout(self, word: bytes, number: bytes | None) -> None:
        now = self._now
        if word in (b"par", b"sect", b"page"):
            self._paragraph()
        elif word == b"pard":
            now.in_table = False
            now.list_level = 0
        elif word == b"intbl":
            now.in_table = True
        elif word == b"ilvl":
            now.list_level = min(9, max(0, int(number or 0)))
        elif word == b"cell":
            now.cells.append(clean(f"{''.join(now.number)} {''.join(now.text)}"))
            now.text = []
            now.number = []
        elif word == b"row":
            self._row()

    def _after_skip(self, text: bytes) -> bytes:
        """Without the signs that stand for a Unicode sign in programs that know none."""
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        return text[skipped:]

    def _put(self, text: str, counts: bool = False) -> None:
        group = self._groups[-1]
        if counts and self._to_skip:
            self._to_skip -= 1
            return
        if group.skipped or not text:
            return
        if group.number:
            self._now.number.append(text)
        else:
            self._now.text.append(text)

    def _paragraph(self) -> None:
        now = self._now
        if now.in_table:
            now.text.append(" ")
            return
        text = "".join(now.text)
        number = "".join(now.number).strip(" .():-–\t·•")
        now.text = []
        now.number = []
        self._add(text, number, now.list_level)

    def _add(self, text: str, number: str, level: int) -> None:
        where = import_text("at_paragraph", paragraph=len(self.blocks) + 1)
        if not text.strip():
            self.blocks.append(Block("gap", where=where))
            return
        kind: BlockKind = "line"
        if number:
            kind = "listed"
        self.blocks += paragraph(Block(kind, text, where, number=number, depth=4 * level))

    def _row(self) -> None:
        now = self._now
        if any(now.cells):
            where = import_text("at_row", row=1 + sum(block.kind == "row" for block in self.blocks[-999:]))
            cells = tuple(now.cells)
            self.blocks.append(Block("row", " ".join(c for c in cells if c), where, cells=cells, table=now.table))
        now.cells = []
        now.text = []


def _known_page(number: bytes | None) -> str:
    name = f"cp{int(number or 1252)}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
