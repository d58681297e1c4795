"""What Textual 8.2.8 reads amiss from a terminal, mended where its driver is started.

- A legacy mouse report past column 95 is no UTF-8 and ends the app, with exit code 0 (its issue 6668): such bytes are
  replaced.
- Esc and the letters behind it in one read are taken for one unknown sequence of up to 32 signs, Enter included, and
  come back as `^m1…`. No sequence of a terminal begins with Esc and such a letter, so the Esc is a key and so is it.
- An Esc within a bracketed paste makes keys of what is pasted behind it, with every Enter: it is left out there.
- A bracketed paste whose end never comes takes every key behind it for ever: silence ends it.
- Enter, typed before the app has the terminal, comes as a line feed, which is Ctrl+J there: lines typed ahead would run
  together. A line feed is Enter.
- A process that was stopped and goes on (SIGSTOP, SIGCONT) starts a second thread that reads the same terminal, and the
  two share out the keys between them: only what Textual itself suspended is resumed.
"""

from __future__ import annotations

import codecs
import re
import time
from collections.abc import Iterable
from pathlib import Path

import textual
from textual._xterm_parser import XTermParser
from textual.message import Message

AFFECTED = "8.2.8"

_AFTER_ESCAPE = re.compile("(?<=\x1b)(?=[^\x1b\\[OPX\\]_^bf\x7f])")
"""Between an Esc and what begins no sequence: none of CSI, SS3, DCS, SOS, OSC, APC, PM, nor a word's edge (Esc b)."""


_BEGIN = "\x1b[200~"
_END = "\x1b[201~"
"""How a terminal marks what is pasted."""
SILENCE = 3.0
"""Seconds after which a paste has ended without its mark. Long, for what a slow connection holds up is still pasted: as
keys its lines would be entered."""


class EscapeParser(XTermParser):
    """Textual's parser, to which an Esc ends where no sequence begins. Within a bracketed paste nothing is a key."""

    _before = ""  # the last signs that were fed
    _pasting = False
    _held = ""  # in a paste: what may become its end
    _heard = 0.0  # when anything last came

    def feed(self, data: str) -> Iterable[Message]:
        self._heard = time.monotonic()
        if not data:
            yield from super().feed(data)
            return
        data = self._as_meant(data)
        start = 0
        for found in _AFTER_ESCAPE.finditer(self._before[-1:] + data):
            end = found.start() - len(self._before[-1:])
            if end > start:
                yield from super().feed(data[start:end])
            if self._timeout_time is not None:
                self._timeout_time = 0.0  # the Esc waits for no more
                yield from super().tick()
            start = end
        if data[start:]:
            yield from super().feed(data[start:])
        self._before = (self._before + data)[1 - len(_BEGIN) :]

    def tick(self) -> Iterable[Message]:
        """What silence means: Textual asks ten times a second."""
        if self._pasting and time.monotonic() - self._heard >= SILENCE:
            yield from self.feed(_END)
        for message in super().tick():
            self._before = ""
            yield message

    def _as_meant(self, data: str) -> str:
        """`data` without any Esc in what is pasted, from where Textual would read on as keys, and with one sign for
        Enter in what is typed."""
        fed = ""
        rest = self._held + data
        self._held = ""
        while rest:
            if self._pasting:
                inside, ended, rest = rest.partition(_END)
                if not ended:
                    self._held = _may_become(_END, inside)
                    inside = inside.removesuffix(self._held)
                fed += inside.replace("\x1b", "") + ended
                self._pasting = not ended
                continue
            before = (self._before + fed)[1 - len(_BEGIN) :]
            outside, begun, rest = (before + rest).partition(_BEGIN)
            fed += (outside + begun)[len(before) :].replace("\n", "\r")
            self._pasting = bool(begun)
        return fed


def _may_become(mark: str, text: str) -> str:
    """What `text` ends in and `mark` begins with, short of all of it."""
    return next((mark[:n] for n in range(len(mark) - 1, 0, -1) if text.endswith(mark[:n])), "")


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
