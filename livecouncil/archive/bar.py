"""How far a long work is, on one line of a terminal: what is done of what there is to do, and nothing guessed.

Work of several kinds has a line for each in turn, with what is counted on it; of work that cannot be counted only
what it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TextIO, TypeVar

WIDTH = 30
_CLEARED = "\r\x1b[K"

Done = TypeVar("Done")


class Bar:
    """A line on `screen`, where that is a terminal; nothing elsewhere."""

    def __init__(self, screen: TextIO | None = None) -> None:
        self._screen = screen or sys.stderr
        self._shown = self._screen.isatty()

    def over(self, results: Iterable[Done], number: int, what: str) -> Iterator[Done]:
        """`results` as they come, of which there will be `number`, called `what`; the line goes when they end."""
        try:
            self._show(0, number, what)
            for count, result in enumerate(results, 1):
                yield result
                self._show(count, number, what)
        finally:
            self._write(_CLEARED)

    def begin(self, what: str) -> None:
        """`what` is being done now; the line stays until something else is told."""
        self._write(f"{_CLEARED}{what} …")

    def above(self, report: Callable[[str], None]) -> Callable[[str], None]:
        """`report`, which writes its sentence above the line."""

        def told(sentence: str) -> None:
            self._write(_CLEARED)
            report(sentence)

        return told

    def _show(self, done: int, number: int, what: str) -> None:
        if number > 1:
            full = WIDTH * done // number
            self._write(f"{_CLEARED}[{'#' * full}{'.' * (WIDTH - full)}] {done}/{number} {what}")

    def _write(self, text: str) -> None:
        if self._shown:
            self._screen.write(text)
            self._screen.flush()


class Progress(NamedTuple):
    """How it is told what was done, and how far it is; a `report` is written above the `bar`."""

    bar: Bar
    report: Callable[[str], None]
