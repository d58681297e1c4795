"""Which files of a meeting that goes on are made now, and which may wait.

Theory. After every event all public files are made again; two kinds cost more than they tell. The transcript holds
every line of the meeting and is read afterwards: while the meeting goes on it is made when that is suspended and when
it closes. Votes as data are fetched by machines: they are made every ten seconds at most. All else is made at once.

Nothing wrong waits: where something that was told before is told otherwise (corrected, deleted, recalled, completed
with its names), all files are made at once; so is a file that is not there. What waits is made at last by who stops
writing, and `publish` waits for nothing. A pace belongs to one writer and one meeting, and is a value: who could not
write goes on with the one before.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import PublicRecord

TRANSCRIPT = frozenset({"transcript.html"})
VOTES = frozenset({"votes.json", "votes.csv"})
WAITING = TRANSCRIPT | VOTES
VOTES_EVERY = 10.0
"""Seconds."""
_CHANGES = (ev.Corrected, ev.Redacted, ev.Recalled)


@dataclass(frozen=True)
class Pace:
    """What one writer made last: `later` waits, `again` is when some of it is due (monotonic seconds)."""

    later: frozenset[str] = frozenset()
    again: float = math.inf
    _changes: int = -1
    _votes_at: float = field(default=-math.inf)

    def next(self, record: PublicRecord, events: Sequence[ev.Base], folder: Path, now: float) -> Pace:
        """What waits when the files of `record`, of these `events`, are made in `folder` at `now`."""
        changes = sum(map(_changes_what_was_told, events))
        if record.meeting.status != "open" or changes != self._changes:
            return Pace(_changes=changes, _votes_at=now)
        there = frozenset(name for name in WAITING if (folder / name).exists())
        due = self._votes_at + VOTES_EVERY
        if now >= due:
            return Pace(later=TRANSCRIPT & there, _changes=changes, _votes_at=now)
        return Pace(later=there, again=due, _changes=changes, _votes_at=self._votes_at)


def _changes_what_was_told(event: ev.Base) -> bool:
    if isinstance(event, ev.Decided):
        return event.completes is not None
    return isinstance(event, _CHANGES)
