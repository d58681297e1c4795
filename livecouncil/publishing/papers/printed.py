"""A paper as the data that the template `paper.typ` draws: what stands where, and what leads where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.phrases import shortened
from livecouncil.publishing.drawing import printable

from .blocks import (
    Block,
    Box,
    Heading,
    ListBlock,
    Paragraph,
    PictureBlock,
    PrintedPage,
    Run,
    Runs,
    Table,
    TermsBlock,
    said_in,
    words_in_runs,
)

_ELSEWHERE = ("http://", "https://", "mailto:")
_RUNNING_HEAD = 90
_LONGEST_WORD = 32
_LONGEST_ADDRESS = 2_000
"""Longer ones no reader of PDF is bound to follow; the text stays."""
_LONG = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_LINE = 50
"""Signs on a line of large print."""
_LINES_TOGETHER = 20
"""So many of those lines are kept on one page."""
_BREAK = "\u200b"
"""Where a line may end; drawn as nothing, and no sign in the file."""


def printed_page(paper: PrintedPage, record: PublicRecord) -> dict[str, Any]:
    """What `paper.typ` takes."""
    there = set(_anchors(paper.blocks))
    links = {run.link for runs in said_in(paper.blocks) for run in runs}
    wanted = {link[1:] for link in links if link.startswith("#")}
    base = ""
    if record.meeting.public_url:
        base = f"{record.meeting.public_url}/{record.meeting.meeting_id}/"
    printing = _BlockPrinting(base, {anchor: f"a{n}" for n, anchor in enumerate(sorted(there & wanted))})
    heads = [block for block in paper.blocks if isinstance(block, Heading) and block.level == 1]
    return {
        "title": printable(paper.title),
        "author": printable(record.meeting.publisher),
        "language": record.meeting.language,
        "large": paper.large,
        "heading": _running(" · ".join(words_in_runs(head.runs) for head in heads)),
        "band": _running(paper.first("band")),
        "status": _running(paper.first("status")),
        "blocks": [printing.block(block) for block in paper.blocks],
    }


@dataclass
class _BlockPrinting:
    """What the blocks of one paper have in common: the address above them, and the names of places that are led to."""

    base: str
    names: dict[str, str]
    _placed: set[str] = field(default_factory=set)

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading(level, runs, anchor):
                return {"kind": "heading", "level": level, "runs": self.runs(runs)} | self._place(anchor)
            case Paragraph(runs, roles, anchor):
                made: dict[str, Any] = {"kind": "paragraph", "roles": sorted(roles), "runs": self.runs(runs)}
                return made | self._place(anchor)
            case ListBlock(items, roles):
                return {"kind": "listing", "roles": sorted(roles), "items": self._items(items, "documents" in roles)}
            case TermsBlock(pairs):
                return {"kind": "terms", "pairs": [[self.runs(term), self.runs(said)] for term, said in pairs]}
            case Table(head, rows, roles):
                made = {"kind": "table", "roles": sorted(roles), "head": self._items(head)}
                return made | {"rows": [self._items(row) for row in rows]}
            case PictureBlock(svg, said):
                return {"kind": "picture", "svg": svg, "said": printable(said)}
            case Box(role, blocks, anchor):
                whole = _line_count(blocks) <= _LINES_TOGETHER
                made = {"kind": "box", "role": role, "whole": whole} | self._place(anchor)
                return made | {"blocks": [self.block(one) for one in blocks]}

    def _place(self, anchor: str) -> dict[str, str]:
        """The name of a place that is led to, once."""
        name = self.names.get(anchor, "")
        if not name or name in self._placed:
            return {}
        self._placed.add(name)
        return {"name": name}

    def _items(self, items: list[Runs], with_address: bool = False) -> list[list[Any]]:
        return [self.runs(item, with_address) for item in items]

    def runs(self, runs: Runs, with_address: bool = False) -> list[Any]:
        """Texts in order, plain ones that stand together as one; behind a link its address, `with_address`."""
        made: list[Any] = []
        for run in runs:
            said = self._run(run, with_address)
            if isinstance(said, str) and made and isinstance(made[-1], str):
                made[-1] += said
            else:
                made.append(said)
        return made

    def _run(self, run: Run, with_address: bool) -> str | dict[str, Any]:
        text = _printed_text(run.text)
        if not any(run[1:]):
            return text
        if run.apart:
            text = _BREAK + text
        said: dict[str, Any] = {name: True for name in ("bold", "soft", "time") if getattr(run, name)}
        said |= self._leads(run.link)
        if with_address and run.link.startswith("http"):
            said["printed"] = _printed_text(run.link)
        if said:
            return {"text": text} | said
        return text

    def _leads(self, link: str) -> dict[str, str]:
        if link.startswith("#"):
            name = self.names.get(link[1:])
            if name:
                return {"within": name}
            return {}
        to = link
        if link and self.base:
            to = urljoin(self.base, link)
        if to.startswith(_ELSEWHERE) and len(to) <= _LONGEST_ADDRESS:
            return {"to": to}
        return {}


def _running(text: str) -> str:
    """`text` for the head or foot of every page."""
    return _printed_text(shortened(text, _RUNNING_HEAD))


@lru_cache(maxsize=4096)
def _printed_text(text: str) -> str:
    """`text` as it is drawn; names of members and groups stand in a paper hundreds of times."""
    return breakable(printable(text))


def breakable(text: str) -> str:
    """`text` in which a line may end within a word that is longer than a column may be."""
    return _LONG.sub(lambda word: _BREAK.join(_pieces(word[0])), text)


def _pieces(word: str) -> Iterator[str]:
    for at in range(0, len(word), _LONGEST_WORD // 2):
        yield word[at : at + _LONGEST_WORD // 2]


def _line_count(blocks: list[Block]) -> int:
    """How many lines `blocks` take in large print, about."""
    return sum(len(text) // _LINE + 1 for text in map(words_in_runs, said_in(blocks)))


def _anchors(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph | Box) and block.anchor:
            yield block.anchor
        if isinstance(block, Box):
            yield from _anchors(block.blocks)
