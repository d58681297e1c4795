"""How far a long work is, on one line of a terminal: what is done of what there is to do, and nothing guessed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeVar

WIDTH = 30
_CLEARED = "\r\x1b[K"

Done = TypeVar("Done")


class Bar:
    """A line on `screen`, where that is a terminal; nothing elsewhere."""

    def __init__(self, screen: TextIO | None = None) -> None:
        self._screen = screen or sys.stderr
        self._shown = self._screen.isatty()

    def over(self, results: Iterable[Done], number: int) -> Iterator[Done]:
        """`results` as they come, of which there will be `number`; the line goes when they end."""
        try:
            self._show(0, number)
            for count, result in enumerate(results, 1):
                yield result
                self._show(count, number)
        finally:
            self._write(_CLEARED)

    def above(self, report: Callable[[str], None]) -> Callable[[str], None]:
        """`report`, which writes its sentence above the line."""

        def told(sentence: str) -> None:
            self._write(_CLEARED)
            report(sentence)

        return told

    def _show(self, done: int, number: int) -> None:
        if number > 1:
            full = WIDTH * done // number
            self._write(f"{_CLEARED}[{'#' * full}{'.' * (WIDTH - full)}] {done}/{number}")

    def _write(self, text: str) -> None:
        if self._shown:
            self._screen.write(text)
            self._screen.flush()
