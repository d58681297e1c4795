"""Markdown as blocks: headings, lists in lists, tables; marks of emphasis and addresses of links are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from livecouncil.core.text.charrefs import unescaped

from ..document import Block
from ..words import import_text

_HEADING = re.compile(r" {0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_LISTED = re.compile(r"^(\s*)(?:(\d{1,4}|[A-Za-z])([.)])|[-*+•])\s+(\S.*)$")
_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|\-]+\|?\s*$")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,500}\")?\)")
_CODE = re.compile(r"`([^`]{1,500})`")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1")
_SLANTED = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_]{1,1000})(?<=\S)\1(?![\w*_])")
_STRUCK = re.compile(r"~~(?=\S)(.{1,1000}?)(?<=\S)~~")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")


def looks_like_markdown(text: str) -> bool:
    """Whether a text says by its marks that it is Markdown."""
    heading = re.search(r"^#{1,6} \S", text, re.M)
    strong = re.search(r"\*\*\S[^*\n]{0,300}\*\*", text)
    link = re.search(r"\[[^\[\]\n]{1,300}\]\(https?://", text)
    table = re.search(r"^[ \t]{0,8}\|.*\|[ \t]{0,8}\n[ \t]{0,8}\|[ \t:|\-]{1,300}\|[ \t]{0,8}$", text, re.M)
    return bool(heading or strong or link or table)


def unmarked(text: str) -> str:
    """Text without Markdown's marks: '**Opening**' is 'Opening', '[Agenda](https://…)' is 'Agenda'."""
    text = _LINK.sub(r"\1", text[:4_000])
    for mark in (_CODE, _STRUCK):
        text = mark.sub(r"\1", text)
    text = _STRONG.sub(r"\2", text)
    text = _SLANTED.sub(r"\2", text)
    return unescaped(_ESCAPED.sub(r"\1", text)).strip()


def blocks_of_markdown(text: str) -> list[Block]:
    """Blocks of a text in Markdown."""
    return list(_row_blocks(text.splitlines()))


def _row_blocks(rows: list[str]) -> Iterator[Block]:
    table = 0
    within = False
    for n, row in enumerate(rows, 1):
        where = import_text("at_line", line=n)
        tabular = _ROW.match(row)
        if tabular:
            table += not within
            within = True
            if not _RULE.match(row):
                cells = tuple(unmarked(cell) for cell in re.split(r"(?<!\\)\|", tabular[1]))
                yield Block("row", " ".join(cells), where, cells=cells, table=table)
            continue
        within = False
        yield _row_block(row, where)


def _row_block(row: str, where: str) -> Block:
    if not row.strip():
        return Block("gap", where=where)
    heading = _HEADING.match(row)
    if heading:
        return Block("heading", unmarked(heading[1]), where)
    listed = _LISTED.match(row.expandtabs(4))
    if listed:
        text = unmarked(re.sub(r"^\[[ xX]\]\s+", "", listed[4]))
        if not listed[2] and _LINK.fullmatch(listed[4].strip()):
            return Block("link", text, where, depth=len(listed[1]))
        return Block("listed", text, where, number=listed[2] or "", depth=len(listed[1]))
    bare = row.lstrip()
    if bare.startswith(">"):
        bare = bare.lstrip("> ")
    return Block(
        "line", " " * (len(row) - len(row.lstrip())) + unmarked(bare), where, depth=len(row) - len(row.lstrip())
    )
