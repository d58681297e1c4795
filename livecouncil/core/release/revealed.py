"""Which lines of the journal anybody may have in clear, and how far the journal is public at all.

Theory. A line of the journal is a header, which commits to a fact, and an opening, which shows it. Who may have an
opening is decided here and nowhere else, from the events alone:

- the snapshot the meeting began with;
- a fact that passed the feed's gate, unless it was recalled or logged behind closed doors (`doors`): those, and what is
  still held, stay a header;
- what only says something of such facts: that they passed, that an undertaking was met, what is left of one that was
  deleted on request;
- a signed head and the fixing of the report, while nothing before them is held.

Everything else (notes, refused lines, what the griffier decided of posts and of the wall) is known by its header
alone: its number, its time, and that it is there. Headers are public up to the last line that is opened, never
further. So what is made of the opened lines is what is made of the whole journal; who has only those can make every
public file again."""

from __future__ import annotations

from collections.abc import Collection

from livecouncil.core.meeting import events as ev

from .gates import SILENT
from .passed import Passed


def revealed(passed: Passed) -> frozenset[int]:
    """Numbers of the lines whose opening is public; `passed` is what went through the feed's gate."""
    facts = {fact.seq for fact in passed.facts}
    until = told_until(passed)
    opened = {event.seq for event in passed.journal if _speaks_of(event, facts) or _vouches(event, until)}
    return frozenset(facts | opened)


def told_until(passed: Passed) -> int:
    """Number of the last event before the first fact that is still held; what happens behind closed doors never is."""
    for event in passed.journal:
        silent = passed.doors.hides(event) or isinstance(event, SILENT)
        if not silent and event.seq not in passed.at:
            return event.seq - 1
    return passed.journal[-1].seq


def _speaks_of(event: ev.Base, facts: Collection[int]) -> bool:
    """Whether `event` says something of what is public, and of nothing else that a reader could miss."""
    if isinstance(event, ev.Released):
        return event.gate == "feed" and any(seq in facts for seq in event.of)
    return isinstance(event, ev.Redacted | ev.Fulfilled) and event.of in facts


def _vouches(event: ev.Base, until: int) -> bool:
    return isinstance(event, ev.Checkpoint | ev.Finalized) and event.seq <= until
