"""The line of the second terminal, from its end: called, kept, lost and called again.

What is asked waits for its answer; a line that is lost meanwhile answers nothing, and who asked decides what that
means. Where nobody listens any more the first terminal is gone, and its journal may be free.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil import __version__
from livecouncil.errors import LivecouncilError
from livecouncil.system.caught import Caught, Hears
from livecouncil.system.neighbours import reached

from .wire import SIGN_OF_LIFE, TO_THE_SECOND, Garbled, Said, Wire

AGAIN = 1.0
"""Seconds between two calls while nobody answers."""


class TurnedAway(LivecouncilError):
    """Who listens does not let this terminal in; `str(error)` is its sentence."""


class LineLost(Exception):
    """No answer came: the line is gone, or was before it was asked."""


@dataclass
class Awaited:
    """An answer that is waited for."""

    came: threading.Event = field(default_factory=threading.Event)
    said: Said | None = None


@dataclass(frozen=True)
class LetIn:
    """By who listens: the line, the number of the last line known there, and the initials of who writes."""

    wire: Wire
    last: int
    writer: str


@dataclass(frozen=True)
class Hearers:
    """Who hears what: how things stand, that the line is there (with the number of the last line known there), that
    the other end is silent or not, and that the line is lost, why."""

    stands: Callable[[Said], object]
    joined: Callable[[int], object]
    silent: Callable[[bool], object]
    lost: Callable[[str], object]
    alarm: Hears


class Calling:
    """One line at a time to who listens at `place`; `known` counts the events this end has."""

    def __init__(self, place: Path, initials: str, meeting: str, known: Callable[[], int], hearers: Hearers) -> None:
        self._place = place
        self._hello = {"hello": initials, "meeting": meeting, "version": __version__}
        self._known = known
        self._hearers = hearers
        self._wire: Wire | None = None
        self._waiting: dict[int, Awaited] = {}
        self._numbers = itertools.count(1)
        self._over = threading.Event()
        self._guard = threading.Lock()

    def begin(self) -> str:
        """Call for the first time, and keep calling; who writes there. Raises OSError (nobody listens), TurnedAway."""
        answered = self._called()
        threading.Thread(target=self._keep, args=(answered,), daemon=True).start()
        threading.Thread(target=self._live, daemon=True).start()
        return answered.writer

    def ask(self, said: Said) -> Said:
        """The answer to `said`. Raises LineLost."""
        number = next(self._numbers)
        waiting = Awaited()
        with self._guard:
            wire = self._wire
            if wire is None:
                raise LineLost
            self._waiting[number] = waiting
        try:
            wire.send({**said, "number": number})
        except OSError:
            raise LineLost from None
        waiting.came.wait()
        if waiting.said is None:
            raise LineLost
        return waiting.said

    def close(self) -> None:
        """For good."""
        self._over.set()
        with self._guard:
            if self._wire:
                self._wire.end()

    def _called(self) -> LetIn:
        wire = Wire(reached(self._place), TO_THE_SECOND)
        try:
            wire.send({**self._hello, "known": self._known()})
            said = next(wire.heard(), {})
            if "refused" in said:
                raise TurnedAway(str(said["refused"]))
            if "welcome" not in said:
                raise OSError
        except (OSError, LivecouncilError):
            wire.close()
            raise
        return LetIn(wire, int(said["welcome"]), str(said["writer"]))

    def _keep(self, answered: LetIn) -> None:
        with Caught(self._hearers.alarm, "assist"):
            while not self._over.is_set():
                self._hear(answered)
                again = self._call_again()
                if again is None:
                    return
                answered = again

    def _hear(self, answered: LetIn) -> None:
        """As long as the line lasts."""
        wire = answered.wire
        with self._guard:
            self._wire = wire
        self._hearers.joined(answered.last)
        why = ""
        try:
            for said in wire.heard():
                self._take(said)
        except Garbled as fault:
            why = str(fault)
        with self._guard:
            self._wire = None
            given_up = list(self._waiting.values())
            self._waiting.clear()
        wire.close()
        for waiting in given_up:
            waiting.came.set()
        if not self._over.is_set():
            self._hearers.lost(why)

    def _take(self, said: Said) -> None:
        self._hearers.silent(not said)
        if "refused" in said:
            raise Garbled(str(said["refused"]))
        if "standing" in said:
            self._hearers.stands(said["standing"])
        waiting = self._waiting.pop(said.get("answer", 0), None)
        if waiting:
            waiting.said = said
            waiting.came.set()

    def _call_again(self) -> LetIn | None:
        while not self._over.wait(AGAIN):
            try:
                return self._called()
            except OSError:
                continue
            except LivecouncilError as error:
                self._hearers.lost(str(error))
        return None

    def _live(self) -> None:
        """A sign of life now and then."""
        while not self._over.wait(SIGN_OF_LIFE):
            with self._guard:
                wire = self._wire
            try:
                if wire:
                    wire.send({"alive": True})
            except OSError:
                continue
