"""The public lines of a meeting while it goes on, as a hub gets them.

Theory. The released view holds a little more than anybody may have (what the wall alone shows, the griffier's orders to
wall and poster), so it is cut down to what the feed let through, by the very rule by which the public chain is made
(`core.release.revealed`). A rehearsal has no public lines, nor has a journal of form 1, whose lines say all they hold.

The view is followed and then read: what was recalled between the two is already gone from the view, so what is shown
can only be less than both allow, never more.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.passed import Passed
from livecouncil.core.release.revealed import revealed
from livecouncil.journal import chain, released
from livecouncil.journal.follower import MeetingFollower, taken_in


class ReleasedLines:
    """Follows one meeting of the council's folder `base`."""

    def __init__(self, base: Path, meeting: str) -> None:
        self._base = base
        self._meeting = meeting
        self._follower = MeetingFollower(base, meeting)
        self._events: list[ev.Base] = []
        self.rows: Sequence[bytes] = ()
        self.closed = False

    def look(self) -> bool:
        """Read on; True where `rows` are others than before. Raises OSError."""
        new = self._follower.poll()
        if new is None:
            self._events = []
            new = self._follower.poll() or []
        if not new:
            return False
        self._events = taken_in(self._events, new)
        before = self.rows
        self._take()
        return self.rows != before

    def _take(self) -> None:
        first = self._events[0]
        if not isinstance(first, ev.Snapshot) or first.rehearsal or not released.is_begun(self._base, self._meeting):
            return
        passed = Passed.through("feed", self._events)
        data = released.chain_of(self._base, self._meeting)
        self.rows = chain.rows_of(chain.published(data, 0, revealed(passed)))
        self.closed = any(isinstance(fact, ev.Closed) for fact in passed.facts)
