"""Signed heads of the sitting: every five minutes, at each suspension and at the close.

Theory. Who holds an old signed head can prove later that the chain he is shown goes on from it (`trust.heads`). So the
more often a head goes out, the less can be rewritten unseen. A head is signed on the way of the queue in which the
griffier's keys wait, so it must cost next to nothing: what was walked before and lies on the disk unchanged is not
walked again, and nothing is signed while a key waits. Time is measured on the steady clock.

Behind closed doors nothing is signed: the head would be public, and with it how much was logged there. The first one
after the doors have opened covers those lines too, as headers. A rehearsal has no heads.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState
from livecouncil.journal.chain import Walker
from livecouncil.journal.journal import Journal

from .clocks import Steady

EVERY = 300.0
"""Seconds from one head to the next, while something is logged."""
_GOES_ON = ("open", "suspended")


class Heads:
    """When a head is due, and making it; `journal` is that of the meeting, `home` the folder it lies in."""

    def __init__(self, journal: Journal, home: Path, steady: Steady) -> None:
        self._journal = journal
        self._home = home
        self._steady = steady
        self._walker = Walker()
        self._last = steady()
        self._told = ""

    def due(self, state: MeetingState) -> bool:
        """Whether five minutes have passed in a meeting that goes on, and something was logged that no head covers.
        Costs the same however long the meeting is."""
        if self._steady() - self._last < EVERY or state.status not in _GOES_ON:
            return False
        covered = isinstance(self._journal.events[-1], ev.Checkpoint)
        return not covered and not self._journal.read_only and self.allowed(state)

    @staticmethod
    def allowed(state: MeetingState) -> bool:
        """Whether anything may be signed now."""
        return not state.rehearsal and not state.doors_closed

    def sign(self, state: MeetingState, at: datetime) -> ev.Checkpoint:
        """The signed head of the journal as it lies on the disk, to be appended next. Raises InputFault, OSError. Made
        or not, the next one is due five minutes from now."""
        from livecouncil.journal.signing.signing_off import checkpoint

        self._last = self._steady()
        return checkpoint(self._journal, state.council, self._home, at, walker=self._walker)

    def is_news(self, fault: str) -> bool:
        """Whether why it could not be signed is to be told again: every five minutes the same says nothing."""
        news = fault != self._told
        self._told = fault
        return news
