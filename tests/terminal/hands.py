"""Hands at the terminal app: key times that a test decides, and bytes as a terminal sends them."""

from __future__ import annotations

import codecs
import time

from textual import constants
from textual.app import App
from textual.events import Key, Paste
from textual.message import Message

from livecouncil.terminal.keys import KeyTimes, Typed
from livecouncil.terminal.reading import EscapeParser


class Unhurried(KeyTimes):
    """A griffier who lets a second pass between two keys."""

    def __init__(self) -> None:
        self.at = 0.0

    def of(self, typed: Typed) -> float:
        self.at += 1.0
        return self.at

    def now(self) -> float:
        return self.at


class Terminal:
    """Bytes into the running app as its driver reads them: cut anywhere, through Textual's own decoder and parser."""

    def __init__(self, app: App[int]) -> None:
        self._app = app
        self._parser = EscapeParser()
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode

    def read(self, data: bytes) -> None:
        """One read of the driver: everything in it is posted before anything is handled."""
        text = self._decode(data)
        for event in self._parser.feed(text) if text else ():
            self._post(event)

    def rest(self) -> None:
        """The terminal has been quiet: a lone Esc is an Esc."""
        time.sleep(constants.ESCAPE_DELAY + 0.01)
        for event in self._parser.tick():
            self._post(event)

    def _post(self, event: Message) -> None:
        if isinstance(event, Key | Paste):
            self._app.post_message(event)


class Spaced(KeyTimes):
    """Every `=` half a second after the key before it, every other key at once: no hammer bounces."""

    def __init__(self) -> None:
        self.at = 0.0

    def of(self, typed: Typed) -> float:
        self.at += 0.5 if isinstance(typed, Key) and (typed.character == "=" or typed.key == "f12") else 0.0
        return self.at

    def now(self) -> float:
        return self.at
