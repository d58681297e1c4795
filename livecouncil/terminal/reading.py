"""What Textual 8.2.8 reads amiss from a terminal, mended where its driver is started.

- A legacy mouse report past column 95 is no UTF-8 and ends the app, with exit code 0 (its issue 6668): such bytes are
  replaced.
- Esc and the letters behind it in one read are taken for one unknown sequence of up to 32 signs, Enter included, and
  come back as `^m1…`. No sequence of a terminal begins with Esc and such a letter, so the Esc is a key and so is it.
- A process that was stopped and goes on (SIGSTOP, SIGCONT) starts a second thread that reads the same terminal, and the
  two share out the keys between them: only what Textual itself suspended is resumed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

import textual
from textual._xterm_parser import XTermParser
from textual.message import Message

AFFECTED = "8.2.8"

_AFTER_ESCAPE = re.compile("(?<=\x1b)(?=[^\x1b\\[OPX\\]_^bf\x7f])")
"""Between an Esc and what begins no sequence: none of CSI, SS3, DCS, SOS, OSC, APC, PM, nor a word's edge (Esc b)."""


_PASTE = re.compile("\x1b\\[20([01])~")


class EscapeParser(XTermParser):
    """Textual's parser, to which an Esc ends where no sequence begins. Within a bracketed paste nothing is a key."""

    _before = ""
    _pasting = False

    def feed(self, data: str) -> Iterable[Message]:
        if not data:
            yield from super().feed(data)
            return
        start = 0
        for end in self._cuts(data):
            if end > start:
                yield from super().feed(data[start:end])
            if self._timeout_time is not None:
                self._timeout_time = 0.0  # the Esc waits for no more
                yield from super().tick()
            start = end
        yield from super().feed(data[start:])
        self._before = (self._before + data)[-8:]

    def tick(self) -> Iterable[Message]:
        for message in super().tick():
            self._before = ""
            yield message

    def _cuts(self, data: str) -> list[int]:
        """Places in `data` behind an Esc that is a key of its own; an Esc may be the last sign of the read before."""
        behind = len(self._before)
        whole = self._before + data
        marks = [(mark.end() - behind, mark[1] == "0") for mark in _PASTE.finditer(whole) if mark.end() > behind]
        cuts = []
        for found in _AFTER_ESCAPE.finditer(whole):
            place = found.start() - behind
            if place < 0:
                continue
            pasting = next((begins for end, begins in reversed(marks) if end <= place), self._pasting)
            if not pasting:
                cuts.append(place)
        if marks:
            self._pasting = marks[-1][1]
        return cuts


def mend_reading() -> None:
    """Let the terminal driver replace bytes that are no UTF-8 instead of raising, and read Esc as a key."""
    installed = Path(textual.__file__).parents[1] / f"textual-{AFFECTED}.dist-info"
    if not installed.exists():
        return
    from textual.drivers import linux_driver

    def lenient(encoding: str) -> object:
        decoder = codecs.getincrementaldecoder(encoding)
        return lambda errors="strict": decoder(errors="replace")

    linux_driver.getincrementaldecoder = lenient  # type: ignore[assignment, attr-defined]
    linux_driver.XTermParser = EscapeParser  # type: ignore[attr-defined]

    resumed = linux_driver.LinuxDriver._sigcont_application

    def continued(driver: linux_driver.LinuxDriver, *received: object) -> None:
        if driver._must_signal_resume:
            resumed(driver, *received)

    linux_driver.LinuxDriver._sigcont_application = continued  # type: ignore[method-assign, assignment]
