"""Two clerks in two real terminals: the first logs, the second assists, and either may be killed at any moment.

What is waited for is always something a program did: a line in the journal, a draft kept, a word on a screen.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.journal.reading import read

from .test_pty import MEETING, PATIENCE, Terminal, begun

LIVE = ("live", "--no-serve", "--no-post", "--hold", "0")
ASSIST = ("assist", "--no-serve")
AFTER_BOUNCE = 0.5
"""Seconds: a key that follows later is meant."""


@contextmanager
def first(council: Path, agenda: Path) -> Iterator[Terminal]:
    """The terminal that logs, with the meeting opened."""
    with begun([sys.executable, "-m", "livecouncil", *LIVE, str(agenda), "--data", str(council)]) as screen:
        screen.until(lambda: b"VOOR U BEGINT" in screen.seen or b"Hervat" in screen.seen)
        screen.type(b"\r" if b"VOOR U BEGINT" in screen.seen else b"\x1b")
        screen.until(lambda: (council / "journal" / f"{MEETING}.private" / "assist").exists())
        yield screen


@contextmanager
def second(council: Path, agenda: Path, initials: str = "cd", by: Sequence[str] = ()) -> Iterator[Terminal]:
    """The terminal that assists; `by` is the command that leads there (ssh)."""
    command = [*by, sys.executable, "-m", "livecouncil", *ASSIST, str(agenda), initials, "--data", str(council)]
    with begun(command) as screen:
        screen.until(lambda: b"U doet mee" in screen.seen)
        screen.type(b"\x1b")
        yield screen


def until(screens: Sequence[Terminal], done: Callable[[], bool]) -> None:
    """Read all screens until `done`; too long a wait fails the test with what they showed last."""
    read_for(screens, PATIENCE, done)
    if not done():
        pytest.fail(" | ".join(shown(screen) for screen in screens))


def shown(screen: Terminal) -> str:
    """What stood on a screen last, without its colours."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\s+", " ", screen.seen[-12000:].decode(errors="replace"))[-1500:]


def pressed(screens: Sequence[Terminal], one: Terminal, key: bytes, done: Callable[[], bool]) -> None:
    """Press a key until it is heard: one that comes too soon behind another counts as its bounce.

    Before it is pressed again a slow screen has had time to show what the first did: a second Enter would enter a line.
    """
    limit = time.monotonic() + PATIENCE
    read_for(screens, AFTER_BOUNCE, done)
    while not done() and time.monotonic() < limit:
        one.type(key)
        read_for(screens, PATIENCE / 8, done)
    assert done(), one.seen[-600:]


def read_for(screens: Sequence[Terminal], seconds: float, done: Callable[[], bool]) -> None:
    """Read all screens for so long at most."""
    limit = time.monotonic() + seconds
    while not done() and time.monotonic() < limit:
        living = [screen for screen in screens if screen.process.poll() is None]
        for ready in select.select([screen.master for screen in living], [], [], 0.05)[0]:
            screen = next(one for one in living if one.master == ready)
            with contextlib.suppress(OSError):  # it ended at this very moment
                screen.seen += os.read(ready, 65536)


def logged(council: Path) -> list[ev.Base]:
    return read(council / "journal", MEETING).events


def noted(council: Path) -> list[str]:
    """The texts of private notes."""
    return [event.text for event in logged(council) if isinstance(event, ev.Note)]


def kept(council: Path) -> str:
    """Everything that is on disk of what was typed and not logged: drafts of both, prepared and proposed lines."""
    folder = council / "journal" / f"{MEETING}.private"
    found = ""
    for path in folder.glob("draft*.json"):
        try:
            found += json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
        except (OSError, ValueError):  # replaced or gone at this very moment
            continue
    return found


def own_lines(council: Path) -> list[Path]:
    """The files of what the second clerk typed."""
    return [*(council / "journal" / f"{MEETING}.private").glob("draft-*.json")]
