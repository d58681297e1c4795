"""Either terminal of two dies at any moment: what was typed is logged once, or kept; it is never lost nor doubled.

A line counts as typed once it is on the disk as a draft; both clerks press Enter, and one terminal is killed or hung up
a moment later. When is drawn by lot, so every step between the key and the answer is met.
"""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from tests.conftest import STORM

from .test_pty import Terminal, types
from .two import first, kept, noted, own_lines, pressed, read_for, second, until

KILLS = 50 if STORM else 3
LONGEST = 0.12
"""Seconds between the keys and the kill, at most: an answer takes some twenty milliseconds."""

WAYS = (("first", signal.SIGKILL), ("second", signal.SIGKILL), ("first", signal.SIGHUP), ("second", signal.SIGHUP))


class Evening:
    """Two terminals, of which the one that writes is `one`; who goes on after a death is that from then on."""

    def __init__(self, council: Path, agenda: Path, stack: ExitStack) -> None:
        self.council = council
        self.agenda = agenda
        self.stack = stack
        self.one = stack.enter_context(first(council, agenda))
        self.two = stack.enter_context(second(council, agenda, "cd"))
        self.initials = "cd"

    @property
    def both(self) -> tuple[Terminal, Terminal]:
        return self.one, self.two

    def until(self, done: Callable[[], bool]) -> None:
        until(self.both, done)

    def types(self, *texts: str) -> None:
        """Each clerk types a note, without Enter, until the disk has it."""
        for screen, text in zip(self.both, texts, strict=True):
            screen.type(f", {text}".encode())
        self.until(lambda: all(text in kept(self.council) for text in texts))

    def recovers(self, victim: str) -> None:
        """The second goes on where the first died; a new terminal joins the one that is left."""
        if victim == "first":
            self._goes_on()
            self.one = self.two
            self.initials = "ab" if self.initials == "cd" else "cd"
        self.two = self.stack.enter_context(second(self.council, self.agenda, self.initials))

    def _goes_on(self) -> None:
        self.until(lambda: b"Hier verdergaan" in self.two.seen)
        socket = self.council / "journal" / f"{types_folder(self.council)}.private" / "assist"
        before = socket.stat().st_ino if socket.exists() else 0

        def writes() -> bool:
            return socket.exists() and socket.stat().st_ino != before and not own_lines(self.council)

        pressed(self.both, self.two, b"\r", writes)

    def wiped(self) -> None:
        """Both have read what was told, and their lines are empty."""
        for screen in self.both:
            screen.seen = b""
            for _ in range(3):
                screen.type(b"\x1b")
                read_for(self.both, 0.2, lambda: False)


def types_folder(council: Path) -> str:
    return next((council / "journal").glob("*.jsonl")).stem


def test_nothing_typed_is_lost_whichever_end_dies(council: Path, agenda: Path) -> None:
    lot = random.Random(KILLS)
    ways = [WAYS[number % len(WAYS)] for number in range(KILLS)]
    lot.shuffle(ways)
    with ExitStack() as stack:
        evening = Evening(council, agenda, stack)
        evening.one.type(b"open\rn\r")
        evening.until(lambda: "item_started" in types(council))
        for number, (victim, way) in enumerate(ways):
            texts = (f"regel-een-{number:02}-", f"regel-twee-{number:02}-")
            evening.types(*texts)
            for screen in evening.both:
                screen.type(b"\r")
            read_for(evening.both, lot.uniform(0.0, LONGEST), lambda: False)
            dying = evening.one if victim == "first" else evening.two
            os.kill(dying.process.pid, way)
            evening.until(lambda: dying.process.poll() is not None)  # noqa: B023
            _whole(evening, texts)
            evening.recovers(victim)
            _whole(evening, texts)
            evening.wiped()


def _whole(evening: Evening, texts: tuple[str, ...]) -> None:
    """Each text is logged once, or it is on the disk; what is on its way is waited for."""

    def found(text: str) -> bool:
        return text in kept(evening.council) or any(text in note for note in noted(evening.council))

    evening.until(lambda: all(found(text) for text in texts))
    logged = noted(evening.council)
    assert all(sum(text in note for note in logged) <= 1 for text in texts), logged[-4:]
