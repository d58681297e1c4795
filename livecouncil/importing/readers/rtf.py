"""Rich text (RTF) as blocks. It is read here and by no office program: its text, its rows, the numbers of its lists.

Theory. RTF is text with words that begin with a backslash, and groups in braces. A group that begins with a word we do
not show (a table of fonts, a picture, an object) is passed over whole; nothing in it is ever run. What a list shows as
its number stands in the file, in a group `listtext`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from .. import limits
from ..document import Block, BlockKind, cell_text, paragraph, row_block
from ..words import import_text

_TOKEN = re.compile(rb"([{}])|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([^\\{}\r\n]+)", re.S)
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet listtable listoverridetable info pict object objdata header headerl headerr headerf "
    b"footer footerl footerr footerf footnote annotation xmlnstbl themedata colorschememapping datastore latentstyles "
    b"generator fldinst sp nonesttables bkmkstart bkmkend revtbl rsidtbl nonshppict shppict pnseclvl pgdsctbl "
    b"filetbl".split()
)
_SIGNS = {b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”"}
_SIGNS |= {b"tab": "\t", b"line": "\n", b"bullet": "•", b"emspace": " ", b"enspace": " "}
_PAGES = {b"ansi": "cp1252", b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}
_AROUND_NUMBER = re.compile(r"^\W+|\W+$")
_OF_ITS_OWN = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}


@dataclass(frozen=True)
class _Group:
    """What holds within a pair of braces: `skipped` is no text, `hidden` is text that is not shown, or was deleted.

    `around` is the paragraph that waits while a box that is anchored in it is read.
    """

    skipped: bool = False
    hidden: bool = False
    number: bool = False
    fallback: int = 1
    around: _Writing | None = None


@dataclass
class _Writing:
    """What was read so far of the paragraph and the row that are being read, and of a table within a cell of it."""

    text: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    inner_begins: int | None = None
    inner_cells: list[str] = field(default_factory=list)
    inner_rows: list[tuple[str, ...]] = field(default_factory=list)
    in_table: bool = False
    list_level: int = 0

    def ended_cell(self, begins: int = 0) -> str:
        """What the cell holds that ends here, from the part of the text at which it begins."""
        text = cell_text(f"{''.join(self.number)} {''.join(self.text[begins:])}")
        del self.text[begins:]
        self.number = []
        return text


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
            ended = self._groups.pop()
            if ended.around and ended.around is not self._groups[-1].around:
                self._paragraph()
                self._now = ended.around

    def _special(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif sign in ("\n", "\r"):
            self._paragraph()
        else:
            self._put(_OF_ITS_OWN.get(sign, ""))

    def _word(self, word: bytes, number: bytes | None) -> None:
        unknown_destination = self._star and word not in (b"shpinst", b"shptxt", b"nesttableprops")
        self._star = False
        group = self._groups[-1]
        if word in _SKIPPED or (unknown_destination and word not in (b"listtext", b"pntext")):
            self._groups[-1] = replace(group, skipped=True)
        elif word in (b"listtext", b"pntext"):
            self._groups[-1] = replace(group, number=True)
        elif word == b"shptxt":
            self._groups[-1] = replace(group, around=self._now)
            self._now = _Writing()
        elif group.skipped:
            return
        elif word in (b"deleted", b"v"):
            self._groups[-1] = replace(group, hidden=number != b"0")
        elif word == b"plain":
            self._groups[-1] = replace(group, hidden=False)
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
            now.cells.append(now.ended_cell())
        elif word == b"itap" and int(number or 0) > 1 and now.inner_begins is None:
            now.inner_begins = len(now.text)
        elif word == b"nestcell":
            now.inner_cells.append(now.ended_cell(now.inner_begins or 0))
        elif word == b"nestrow":
            now.inner_rows.append(tuple(now.inner_cells))
            now.inner_cells = []
        elif word == b"row":
            self._rows_ended()

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
        if group.skipped or group.hidden or not text:
            return
        if group.number:
            self._now.number.append(text)
        else:
            self._now.text.append(text)

    def _paragraph(self) -> None:
        now = self._now
        if now.in_table:
            now.text.append("\n")
            return
        text = "".join(now.text)
        shown = "".join(now.number)
        now.text = []
        now.number = []
        where = import_text("at_paragraph", paragraph=len(self.blocks) + 1)
        if not text.strip():
            self.blocks.append(Block("gap", where=where))
            return
        kind: BlockKind = "listed" if shown.strip() else "line"
        number = _AROUND_NUMBER.sub("", shown)
        self.blocks += paragraph(Block(kind, text, where, number=number, depth=4 * now.list_level))

    def _rows_ended(self) -> None:
        """A row ends; those of a table within its cells come behind it, as of one of their own."""
        now = self._now
        for table, cells in ((1, tuple(now.cells)), *((2, row) for row in now.inner_rows)):
            if any(cells):
                row = 1 + sum(block.kind == "row" and block.table == table for block in self.blocks[-999:])
                self.blocks.append(row_block(cells, import_text("at_row", row=row), table))
        self._now = _Writing(in_table=now.in_table)


def _known_page(number: bytes | None) -> str:
    name = f"cp{int(number or 1252)}"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
