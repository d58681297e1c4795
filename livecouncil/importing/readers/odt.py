"""OpenDocument text as blocks, with the numbers its lists show. Headers and footers lie in another part of the file."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import limits
from ..document import Block, BlockKind, attribute_number, cell_text, counted, outside_tables, paragraph, row_block
from ..words import import_text

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TBL = f"{_TABLE}table"
_ROW = f"{_TABLE}table-row"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_LEFT_OUT = (f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}table-of-content")


@dataclass
class _Level:
    """One level of a list style: how it counts, from where, and of how many levels it shows the numbers."""

    style: str = "1"
    start: int = 1
    shown: int = 1


def blocks_of_odt(path: Path, archive: zipfile.ZipFile) -> list[Block]:
    """Blocks of the text. Raises InputFault when it is damaged or too large."""
    root = limits.xml(path, limits.part(path, archive, "content.xml"))
    styles = {**_list_styles_of(path, archive), **_list_styles(root)}
    reader = _OdtReader(styles, set(_hidden_styles(root)))
    body = root.find(f".//{_OFFICE}text")
    if body is None:
        raise limits.damaged(path)
    reader.read(body)
    return reader.blocks


def _hidden_styles(root: Any) -> Iterator[str]:
    """Names of the styles in which a text is not shown."""
    for properties in root.iter(f"{_STYLE}text-properties"):
        if properties.get(f"{_TEXT}display") == "none":
            yield properties.getparent().get(f"{_STYLE}name") or ""


def _list_styles_of(path: Path, archive: zipfile.ZipFile) -> dict[str, dict[int, _Level]]:
    if "styles.xml" not in archive.namelist():
        return {}
    return _list_styles(limits.xml(path, limits.part(path, archive, "styles.xml")))


def _list_styles(root: Any) -> dict[str, dict[int, _Level]]:
    found: dict[str, dict[int, _Level]] = {}
    for style in root.iter(f"{_TEXT}list-style"):
        levels: dict[int, _Level] = {}
        for level in style:
            depth = attribute_number(level.get(f"{_TEXT}level"), 1)
            if level.tag == f"{_TEXT}list-level-style-number":
                shown = attribute_number(level.get(f"{_TEXT}display-levels"), 1)
                start = attribute_number(level.get(f"{_TEXT}start-value"), 1)
                levels[depth] = _Level(level.get(f"{_STYLE}num-format") or "", start, shown)
            else:
                levels[depth] = _Level("")
        found[style.get(f"{_STYLE}name") or ""] = levels
    return found


class _OdtReader:
    """Goes through the body once, counting lists as it meets them."""

    def __init__(self, styles: dict[str, dict[int, _Level]], hidden: Collection[str]) -> None:
        self.blocks: list[Block] = []
        self._styles = styles
        self._hidden = hidden
        self._counts: dict[int, int] = {}
        self._last: dict[str, dict[int, int]] = {}
        self._tables = 0

    def read(self, parent: Sequence[Any]) -> None:
        for child in parent:
            tag = child.tag
            if tag in _LEFT_OUT or not isinstance(tag, str):
                continue
            if tag in _PARAGRAPHS:
                self._paragraph("heading" if tag == f"{_TEXT}h" else "line", child)
            elif tag == f"{_TEXT}list":
                self._list(child, 1, "")
            elif tag == _TBL:
                self._table(child)
            else:
                self.read(child)

    def _paragraph(self, kind: BlockKind, element: Any, number: str = "", depth: int = 0) -> None:
        """A paragraph, and behind it what stands in boxes that are anchored in it."""
        where = import_text("at_paragraph", paragraph=len(self.blocks) + 1)
        text = self._text(element)
        if text.strip():
            self.blocks += paragraph(Block(kind, text, where, number=number, depth=depth))
        else:
            self.blocks.append(Block("gap", where=where, number=number))
        self.read(element)

    def _list(self, element: Any, depth: int, style: str) -> None:
        style = element.get(f"{_TEXT}style-name") or style
        level = self._styles.get(style, {}).get(depth, _Level())
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        if depth == 1 and goes_on:
            self._counts = dict(self._last.get(style, {}))
        elif not (depth > 1 and goes_on):
            self._counts[depth] = level.start - 1
        for item in element:
            if item.tag == f"{_TEXT}list-item":
                self._item(item, depth, style, level)
            elif item.tag == f"{_TEXT}list-header":
                self.read(item)
        self._last[style] = dict(self._counts)

    def _item(self, item: Any, depth: int, style: str, level: _Level) -> None:
        first = True
        for child in item:
            if child.tag == f"{_TEXT}list":
                self._list(child, depth + 1, style)
                continue
            if child.tag not in _PARAGRAPHS:
                continue
            if not first:
                self._paragraph("line", child)
                continue
            first = False
            self._counts[depth] = attribute_number(item.get(f"{_TEXT}start-value"), self._counts.get(depth, 0) + 1)
            self._paragraph("listed", child, self._number(depth, style, level), 4 * (depth - 1))

    def _number(self, depth: int, style: str, level: _Level) -> str:
        levels = self._styles.get(style, {})
        shown = [
            counted(self._counts.get(one, 1), levels.get(one, _Level()).style)
            for one in range(max(1, depth - level.shown + 1), depth + 1)
        ]
        if not level.style:
            return ""
        return ".".join(part for part in shown if part)

    def _table(self, element: Any) -> None:
        """Its rows; a table within a cell comes behind the row, as one of its own."""
        self._tables += 1
        table = self._tables
        for n, row in enumerate(outside_tables(element, _TBL, _ROW), 1):
            cells = tuple(text for cell in outside_tables(row, _TBL, *_CELLS) for text in self._cells(cell))
            if any(cells):
                self.blocks.append(row_block(cells, import_text("at_row", row=n), table))
            for inner in outside_tables(row, _TBL, _TBL):
                self._table(inner)

    def _cells(self, cell: Any) -> list[str]:
        """Text of a cell, as often as it is repeated; what lists in it show as their numbers is a part of it."""
        before = len(self.blocks)
        for child in cell:
            if child.tag != _TBL:
                self.read([child])
        inside = self.blocks[before:]
        del self.blocks[before:]
        shown = (f"{one.number}. {one.text}" if one.number and one.text else one.number or one.text for one in inside)
        times = min(40, attribute_number(cell.get(f"{_TABLE}number-columns-repeated"), 1))
        return [cell_text("\n".join(shown))] * times

    def _text(self, element: Any) -> str:
        """Text of a paragraph; tabs and breaks as such. What is hidden, or stands in a box, is no part of it."""
        if element.get(f"{_TEXT}style-name") in self._hidden:
            return ""
        parts = [element.text or ""]
        for child in element:
            if child.tag == f"{_TEXT}tab":
                parts.append("\t")
            elif child.tag == f"{_TEXT}line-break":
                parts.append("\n")
            elif child.tag == f"{_TEXT}s":
                parts.append(" " * min(100, attribute_number(child.get(f"{_TEXT}c"), 1)))
            elif isinstance(child.tag, str) and child.tag not in (*_LEFT_OUT, *_PARAGRAPHS, f"{_TEXT}list"):
                parts.append(self._text(child))
            parts.append(child.tail or "")
        return "".join(parts)
