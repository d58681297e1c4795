"""A text of several lines with a cursor, broken at blanks to the room it has. Pure: no screen, no meeting.

Theory. It is the entry line's editor, whose text may hold ends of lines; only what is above, below, at the begin or at
the end of a row goes by what is seen, and that goes by the width it was last drawn in. A row never holds the cursor
past its last cell, so what is typed at an end is always seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rich.cells import cell_len

from .editing import Editor

_TOKEN = re.compile(r"[^\n ]+ *| +")
_ROWS = {"up": -1, "down": 1}
_PAGES = {"pageup": -1, "pagedown": 1}


@dataclass
class TextEditor:
    """`line` is the editor of the whole text; `width` and `depth` are the cells and rows it is drawn in."""

    line: Editor = field(default_factory=Editor)
    width: int = 72
    depth: int = 10
    _column: int | None = None

    @property
    def text(self) -> str:
        return self.line.text

    def put(self, text: str) -> None:
        self._column = None
        self.line.put(text)

    def edit(self, key: str) -> bool:
        """Do what `key` does; False for a key that edits nothing."""
        step = _ROWS.get(key) or _PAGES.get(key, 0) * max(1, self.depth - 1)
        if step:
            self._go_rows(step)
            return True
        self._column = None
        first, last = self._row_here()
        places = {"home": first, "ctrl+a": first, "end": last, "ctrl+e": last}
        whole = {"ctrl+home": 0, "ctrl+end": len(self.text)}
        cuts = {"ctrl+u": first, "ctrl+k": last}
        if key in places:
            self.line.go(places[key])
        elif key in whole:
            self.line.go(whole[key])
        elif key in ("shift+home", "shift+end"):
            self.line.go(places[key.removeprefix("shift+")], select=True)
        elif key in cuts:
            self.line.delete(cuts[key])
        elif key == "enter":
            self.line.put("\n")
        else:
            return self.line.edit(key)
        return True

    # -- rows ----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[tuple[int, int]]:
        """Where each row begins and ends in the text; the end of a line is in none."""
        found: list[tuple[int, int]] = []
        begin = 0
        for paragraph in self.text.split("\n"):
            found += [(begin + first, begin + last) for first, last in _rows_of_line(paragraph, self.width - 1)]
            begin += len(paragraph) + 1
        return found

    @property
    def row(self) -> int:
        """Which of them has the cursor: the last that begins at or before it."""
        return max(n for n, (first, _) in enumerate(self.rows) if first <= self.line.cursor)

    def _row_here(self) -> tuple[int, int]:
        """Begin and last place of the cursor's row; of a row that goes on below, the place before that one's first."""
        rows = self.rows
        at = self.row
        first, last = rows[at]
        goes_on = at + 1 < len(rows) and rows[at + 1][0] == last
        return first, last - 1 if goes_on else last

    def _go_rows(self, step: int) -> None:
        rows = self.rows
        first, _ = self._row_here()
        if self._column is None:
            self._column = cell_len(self.text[first : self.line.cursor])
        column = self._column
        there = max(0, min(len(rows) - 1, self.row + step))
        begin, end = rows[there]
        goes_on = there + 1 < len(rows) and rows[there + 1][0] == end
        last = end - 1 if goes_on else end
        place = begin
        while place < last and cell_len(self.text[begin : place + 1]) <= column:
            place += 1
        self.line.go(place)


def _rows_of_line(paragraph: str, width: int) -> list[tuple[int, int]]:
    """One line of the text in rows of at most `width` cells, broken behind blanks, else where it must."""
    rows: list[tuple[int, int]] = []
    first = 0
    cells = 0
    for token in _TOKEN.finditer(paragraph):
        word = cell_len(token[0].rstrip(" "))
        if cells and cells + word > width:
            rows.append((first, token.start()))
            first = token.start()
            cells = 0
        while word > width:
            cut = _place_that_fits(paragraph, first, width)
            rows.append((first, cut))
            first = cut
            word = cell_len(paragraph[first : token.end()].rstrip(" "))
        cells = cell_len(paragraph[first : token.end()])
    return [*rows, (first, len(paragraph))]


def _place_that_fits(text: str, first: int, width: int) -> int:
    """The place up to which `width` cells hold what begins at `first`; always one sign on."""
    place = first + 1
    while place < len(text) and cell_len(text[first : place + 1]) <= width:
        place += 1
    return place
