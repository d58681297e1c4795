"""Word documents as blocks, with the numbers their lists show. Only text is read: no macro, no field, no other file."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from .. import limits
from ..document import Block, cell_text, counted, outside_tables, row_block
from ..document import paragraph as paragraph_of
from ..words import import_text

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {
    "decimal": "1",
    "decimalZero": "1",
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_TBL = f"{_W}tbl"
_BOX = f"{_W}txbxContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What an older program shows in place of a drawing."""
_SKIPPED = frozenset(
    [*(f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "footnoteReference")), _FALLBACK, _BOX]
)
"""What is no text of its paragraph: what was deleted, fields, and boxes, which are read by themselves."""
_HEADING = re.compile(r"(heading|kop|title|titel)\s*\d*", re.I)


class _Lists:
    """The numbers of lists: `numbering.xml` says how each level counts and what stands around it."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, int, str]]] = {}
        self._of: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = {_int(level.get(f"{_W}ilvl")): _level(level) for level in abstract.iter(f"{_W}lvl")}
            self._levels[abstract.get(f"{_W}abstractNumId") or ""] = levels
        for number in root.iter(f"{_W}num"):
            name = number.get(f"{_W}numId") or ""
            self._of[name] = _value(number, "abstractNumId")
            for override in number.iter(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start:
                    self._starts[name, _int(override.get(f"{_W}ilvl"))] = _int(start)

    def next_number(self, name: str, depth: int) -> str:
        """The number of the next paragraph of that list and level, without the signs around it; '' for a bullet."""
        abstract = self._of.get(name, "")
        levels = self._levels.get(abstract, {})
        style, start, text = levels.get(depth, ("", 1, ""))
        counts = self._counts.setdefault(abstract, {})
        override = self._starts.get((name, depth))
        if override is not None and (name, depth) not in self._begun:
            self._begun.add((name, depth))
            counts[depth] = override
        else:
            counts[depth] = counts.get(depth, start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if not style:
            return ""
        return _number_shown(text, counts, levels)


def _number_shown(text: str, counts: dict[int, int], levels: dict[int, tuple[str, int, str]]) -> str:
    """'%1.%2.' with the numbers of both levels: '3.1'."""

    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        style, start, _ = levels.get(depth, ("1", 1, ""))
        return counted(counts.get(depth, start), style or "1")

    return re.sub(r"%(\d)", number, text).strip(" .():-–\t")


def _level(level: Any) -> tuple[str, int, str]:
    style = _STYLES.get(_value(level, "numFmt"), "")
    return (style, _int(_value(level, "start") or "1"), _value(level, "lvlText"))


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}") if element is not None else None
    if child is None:
        return ""
    return child.get(f"{_W}val") or ""


def _is_deleted(paragraph: Any) -> bool:
    """Whether a tracked change takes the paragraph away, its number with it."""
    return paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None


def _int(text: str | None) -> int:
    if text and text.isascii() and text.isdigit() and len(text) < 5:
        return int(text)
    return 0


def blocks_of_docx(path: Path, archive: zipfile.ZipFile) -> list[Block]:
    """Blocks of the document. Raises InputFault when it is damaged or too large."""
    root = limits.xml(path, limits.part(path, archive, "word/document.xml"))
    body = root.find(f"{_W}body")
    if body is None:
        raise limits.damaged(path)
    reader = _DocxReader(
        _Lists(_docx_part(path, archive, "numbering")), _numbered_styles(_docx_part(path, archive, "styles"))
    )
    reader.read(body)
    return reader.blocks


def _docx_part(path: Path, archive: zipfile.ZipFile, name: str) -> Any:
    if f"word/{name}.xml" not in archive.namelist():
        return None
    return limits.xml(path, limits.part(path, archive, f"word/{name}.xml"))


def _numbered_styles(root: Any) -> dict[str, tuple[str, Any]]:
    """By its id each paragraph style's name and the list it puts a paragraph in."""
    if root is None:
        return {}
    styles = root.iter(f"{_W}style")
    return {
        style.get(f"{_W}styleId") or "": (_value(style, "name"), style.find(f"{_W}pPr/{_W}numPr")) for style in styles
    }


class _DocxReader:
    """Goes through the body once, counting lists as it meets them."""

    def __init__(self, lists: _Lists, styles: dict[str, tuple[str, Any]]) -> None:
        self.blocks: list[Block] = []
        self._lists = lists
        self._styles = styles
        self._tables = 0

    def read(self, parent: Any) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child)
            elif child.tag == _TBL:
                self._table(child)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self.read(child)

    def _paragraph(self, paragraph: Any) -> None:
        self._add_paragraph(paragraph)
        for box in paragraph.iter(_BOX):
            if not any(one.tag == _FALLBACK for one in box.iterancestors()):
                self.read(box)

    def _add_paragraph(self, paragraph: Any) -> None:
        text = _docx_text(paragraph)
        where = import_text("at_paragraph", paragraph=len(self.blocks) + 1)
        name, listed = self._list_of(paragraph)
        number = ""
        depth = 0
        if listed is not None and not _is_deleted(paragraph):
            depth = _int(_value(listed, "ilvl"))
            number = self._lists.next_number(_value(listed, "numId"), depth)
        if not text.strip():
            self.blocks.append(Block("gap", where=where))
        elif listed is not None:
            self.blocks += paragraph_of(Block("listed", text, where, number=number, depth=4 * depth))
        elif _HEADING.match(name):
            self.blocks += paragraph_of(Block("heading", text, where))
        else:
            self.blocks += paragraph_of(Block("line", text, where, depth=len(text) - len(text.lstrip())))

    def _list_of(self, paragraph: Any) -> tuple[str, Any]:
        properties = paragraph.find(f"{_W}pPr")
        name, of_style = self._styles.get(_value(properties, "pStyle"), ("", None))
        own = properties.find(f"{_W}numPr") if properties is not None else None
        listed = of_style if own is None else own
        if listed is not None and _value(listed, "numId") in ("", "0"):
            listed = None
        return name, listed

    def _table(self, element: Any) -> None:
        """Its rows; a table within a cell comes behind the row, as one of its own."""
        self._tables += 1
        table = self._tables
        for n, row in enumerate(outside_tables(element, _TBL, f"{_W}tr"), 1):
            cells = tuple(text for cell in outside_tables(row, _TBL, f"{_W}tc") for text in self._cells(cell))
            if any(cells):
                self.blocks.append(row_block(cells, import_text("at_row", row=n), table))
            for inner in outside_tables(row, _TBL, _TBL):
                self._table(inner)

    def _cells(self, cell: Any) -> list[str]:
        """Text of a cell, and nothing for each further column it lies over."""
        over = _int(_value(cell.find(f"{_W}tcPr"), "gridSpan"))
        return [self._cell(cell), *[""] * min(40, over - 1)]

    def _cell(self, cell: Any) -> str:
        """Text of a cell; a cell with nothing but a number of a list has that number."""
        parts: list[str] = []
        for paragraph in outside_tables(cell, _TBL, f"{_W}p"):
            _, listed = self._list_of(paragraph)
            number = ""
            if listed is not None:
                number = self._lists.next_number(_value(listed, "numId"), _int(_value(listed, "ilvl")))
            text = _docx_text(paragraph)
            parts.append(f"{number}. {text}" if number and text.strip() else number or text)
        return cell_text("\n".join(parts))


def _docx_text(element: Any) -> str:
    if element.find(f"{_W}rPr/{_W}vanish") is not None:
        return ""
    parts: list[str] = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            parts.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            parts.append(_docx_text(child))
    return "".join(parts)
