"""Lines of text, pasted or of the pages of a PDF, as blocks.

What stands at the top or the foot of several pages is furniture, also where it has the page's number in it. A page in
two columns is read one column after the other: there is a strip without a letter down the page, and lines begin at both
sides of it with a number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from ..document import Block
from ..words import import_text

_PAGE_OF = re.compile(
    r"\W*(?:pagina|bladzijde|blz\.?|pag\.?|side|page|p\.)\s*\d+(?:\s*(?:van|fan|of|/)\s*\d+)?\W*", re.I
)
_PAGE_AT_END = re.compile(
    r"\S.*\s(?:pagina|bladzijde|blz\.?|pag\.?|side|page)\s*\d+(?:\s*(?:van|fan|of|/)\s*\d+)?\s*", re.I
)
_BARE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,3}\s*(?:/\s*\d{1,3}|[-–])?\s*")
_EDGE = 4
"""Lines at the head and at the foot of a page among which furniture stands."""
_NUMBERED = re.compile(r"\d{1,3}[.)]?\s+\S")
_SOFT_HYPHEN_AT_END = re.compile("\u00ad\\s*$")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00ad": None})
"""Letters that a typesetter joined, and hyphens that are not shown."""
_GUTTER = 3


def blocks_of_text(text: str) -> list[Block]:
    """Blocks of a text; a form feed begins a page."""
    pages = [page.splitlines() for page in text.split("\f")]
    if len(pages) == 1:
        place = import_text("at_line", line="{line}")
        return [_line_block(row, place.replace("{line}", str(at + 1))) for at, row in _in_reading_order(pages[0])]
    return blocks_of_pages(pages)


def blocks_of_pages(pages: Sequence[Sequence[str]]) -> list[Block]:
    """Blocks of pages, each of lines as they stand on it."""
    repeated = _repeated(pages)
    blocks: list[Block] = []
    for number, rows in enumerate(pages, 1):
        edges = _edges(rows)
        out: list[Block] = []
        kept: list[str] = []
        for at, row in enumerate(rows):
            if at in edges and _is_furniture(row, repeated, len(pages)):
                out.append(Block("furniture", row.strip(), import_text("at_page", page=number, line=at + 1)))
                kept.append("")
            else:
                kept.append(row)
        for at, row in _in_reading_order(kept):
            blocks.append(_line_block(row, import_text("at_page", page=number, line=at + 1)))
        blocks += out
    return blocks


def _line_block(row: str, where: str) -> Block:
    if not row.strip():
        return Block("gap", where=where)
    row = row.expandtabs(1) if row.startswith("\t") else row
    row = _SOFT_HYPHEN_AT_END.sub("-", row).translate(_LIGATURES)
    return Block("line", row, where, depth=len(row) - len(row.lstrip()))


_WIDEST = 400
"""Columns of a line within which a page may have two columns; no printed page is wider."""
_LONGEST_PAGE = 1_000


def _edges(rows: Sequence[str]) -> set[int]:
    filled = [at for at, row in enumerate(rows) if row.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _shape(row: str) -> str:
    return re.sub(r"\d+", "0", " ".join(row.split())).casefold()


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """Lines that are at the edge of more than one page, whatever number they have in them; items never are."""
    counts: Counter[str] = Counter()
    for rows in pages:
        counts.update({_shape(rows[at]) for at in _edges(rows) if not _NUMBERED.match(rows[at].strip())})
    return {shape for shape, count in counts.items() if count > 1}


def _is_furniture(row: str, repeated: set[str], pages: int) -> bool:
    if _PAGE_OF.fullmatch(row) or _PAGE_AT_END.fullmatch(row):
        return True
    if pages > 1 and _BARE_NUMBER.fullmatch(row):
        return True
    return _shape(row) in repeated


def _in_reading_order(rows: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each line with its place; of a page in two columns those at the left before those at the right."""
    middle = _gutter(rows)
    if not middle:
        yield from enumerate(rows)
        return
    for at, row in enumerate(rows):
        across = _crosses(row, middle)
        yield at, row if across else row[:middle].rstrip()
    for at, row in enumerate(rows):
        if row[middle:].strip() and not _crosses(row, middle):
            yield at, row[middle:]


def _crosses(row: str, middle: int) -> bool:
    """Whether a line stands over both columns, as the title of a page does."""
    return bool(row[middle:].strip() and row[middle - _GUTTER : middle].strip())


def _crossed(rows: Sequence[str], at: int) -> int:
    """How many lines stand over both columns between the first and the last line that has two; a title above counts
    not."""
    parted = [n for n, row in enumerate(rows) if row[at:].strip() and not _crosses(row, at)]
    if not parted:
        return 0
    return sum(_crosses(row, at) for row in rows[parted[0] : parted[-1]])


def _gutter(rows: Sequence[str]) -> int:
    """Where the second column begins; 0 on a page with one."""
    filled = [row[:_WIDEST] for row in rows[:_LONGEST_PAGE] if row.strip()]
    width = max((len(row) for row in filled), default=0)
    for at in range(width * 7 // 8, width // 4, -1):
        right = [row[at:] for row in filled if row[at:].strip() and not _crosses(row, at)]
        clear = _crossed(filled, at) * 8 <= len(right)
        begun = sum(bool(_NUMBERED.match(row)) for row in right)
        left = sum(bool(_NUMBERED.match(row[:at].strip())) for row in filled)
        if clear and begun > 1 and left > 1 and begun * 3 >= len(right):
            return at
    return 0
