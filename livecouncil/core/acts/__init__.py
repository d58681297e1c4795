"""The one registry of acts: what can be typed or pressed, and everything the program must know of it.

Theory. An act is one thing a clerk does: a line ("m3 i pvda: Starters eerst"), or a key (F9). Whatever depends on which
act it is stands in its declaration here and nowhere else: the grammar (`meeting.entry`) reads from it which words there
are and what may follow them, the rules (`meeting.rules`) when it is allowed and what `c` corrects with it, the terminal
its keys, palette and help, the manual its table. So a new act is one declaration here, one `decide` in the rules, one
event with its effect and its telling, and its wording; `tests/core/acts/test_acts.py` walks the registry and fails
for an act that lacks any of these.

This room lies below everything else in `core` and knows no other: events are named by their `type`, the word under
which the journal knows them. Labels and help stand in `locale/<language>.acts.toml` under `[acts]`.
"""

from __future__ import annotations

from collections.abc import Callable

from .act import Act as Act
from .act import Stands
from .act import Takes as Takes
from .deciding import OUTCOME as OUTCOME
from .declared import DECLARED

ACTS = DECLARED
"""Every act, in the order of the help screen and the manual."""

PARSED: dict[str, Act] = {act.parsed: act for act in reversed(ACTS)}
"""What the grammar answers, with the declaration of it. Acts that share one answer differ in word and example only."""


def acts_that(holds: Callable[[Act], bool]) -> frozenset[str]:
    """What the grammar answers for the acts of which `holds` is true."""
    return frozenset(act.parsed for act in ACTS if holds(act))


def words_standing(stands: Stands) -> dict[str, Act]:
    """The words of the line that stand in this place, each with its act."""
    return {act.word: act for act in ACTS if act.stands == stands}


NEVER_LOGGED = acts_that(lambda act: not act.events)
"""Acts of the desk itself: they release, take back, show or repeat, and log no fact of their own."""
