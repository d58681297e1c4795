"""Agendas of which nothing has a number, and the points of others that have none: 'Sluiting' below the last number.

Theory. Without numbers only the form of the whole says what is an item: the points of a list, the lines behind times of
day, the headings or the lines from 'Opening' on. The first of these forms that a document has more than once is taken,
and the griffier is told that the numbers are ours. Prose is never an item; it is told as what was set aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from livecouncil.core.text.clean import clean

from .candidates import FoundItems, LikelyItem
from .document import Block
from .numbering import SourceRow
from .seen import CLOCK

_ALONE = re.compile(
    r"(?:opening|iepening|sluiting|sl[uú]ting|closing|rondvraag|rûnfraach)"
    r"(?: (?:van|fan|of) (?:de|the) (?:raads?)?(?:vergadering|gearkomste|meeting))?(?: door de voorzitter)?\W{0,3}",
    re.I,
)
"""What is always an item where it stands by itself."""
OPENS = re.compile(
    r"(?:\W{0,3})(?:opening|iepening|welkom|wolkom|vaststell\w+ (?:van )?(?:de )?agenda|f[eê]ststell\w+ wurklist)\b",
    re.I,
)
"""How the first item of an agenda is called."""
_LONGEST = 200
_NO_TITLE = re.compile(r".*[.:]|.*\w+@\w+.*|https?://.*|\W*", re.S)


def stands_alone(text: str) -> bool:
    """Whether a line is an item without a number."""
    return len(text) < _LONGEST and _ALONE.fullmatch(text) is not None


def take_unnumbered(blocks: Sequence[Block], candidates: Sequence[LikelyItem], found: FoundItems) -> None:
    """Fill `found` with the items of a document in which none has a number."""
    forms: tuple[Callable[[], list[Block]], ...] = (
        lambda: [block for block in blocks if block.kind == "listed" and block.depth < 4],
        lambda: _from_opening([block for block in blocks if block.kind == "link"]),
        lambda: [one.block for one in candidates if one.block.timed],
        lambda: _from_opening([block for block in blocks if block.kind == "heading"]),
        lambda: _from_opening(_paragraphs(blocks)),
    )
    taken: list[Block] = next((points for form in forms if len(points := form()) > 1), [])
    if not taken:
        return
    found.rows = [SourceRow(clean(block.text), where=block.where) for block in taken]
    found.left = []
    found.clocks |= any(block.timed for block in taken)
    first = blocks.index(taken[0]) if taken[0] in blocks else 0
    titles = {block.text for block in taken}
    others = (block for block in blocks[first:] if block.kind in ("line", "link") and not block.timed)
    found.aside += [clean(block.text) for block in others if not _among(titles, block.text)]


def _among(titles: set[str], text: str) -> bool:
    return any(text.strip() in title or title in text for title in titles)


def _from_opening(blocks: Sequence[Block]) -> list[Block]:
    """From the one that opens a meeting to the one that closes it, what may be a title; none where nothing opens it."""
    first = next((at for at, block in enumerate(blocks) if OPENS.match(block.text)), None)
    if first is None:
        return []
    last = next((at for at, block in enumerate(blocks) if at > first and _closes(block.text)), len(blocks))
    return [block for block in blocks[first : last + 1] if not _NO_TITLE.fullmatch(clean(block.text))]


def _closes(text: str) -> bool:
    return re.match(r"\W*(?:sluiting|sl[uú]ting|closing)\b", text, re.I) is not None


def _paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Lines as they stand; where empty lines part most of them, those between two are one."""
    lines = [block for block in blocks if block.kind in ("line", "gap")]
    gaps = sum(block.kind == "gap" for block in lines)
    parted = gaps * 3 > len(lines)
    out: list[Block] = []
    open_one = False
    for block in lines:
        if block.kind == "gap" or CLOCK.fullmatch(block.text.strip()):
            open_one = False
        elif open_one and parted and not block.whole:
            out[-1] = Block("line", f"{out[-1].text} {block.text.strip()}", out[-1].where)
        else:
            out.append(block)
            open_one = True
    return out
