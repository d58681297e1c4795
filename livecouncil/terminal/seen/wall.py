"""The wall as it stands now: what its own gate lets through, as the wall itself is told it."""

from __future__ import annotations

from livecouncil.core.release.disclose import disclose_wall
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.record import WallState
from livecouncil.sitting.session import Session


class OnTheWall:
    """Asked from another thread than that of the keys; made again only where the journal grew."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._memory = Memory()
        self._known = 0
        self._wall: WallState | None = None

    def now(self) -> WallState | None:
        """What it shows; None before anything was logged."""
        events = list(self._session.desk.state.events)
        if len(events) == self._known:
            return self._wall
        memory = self._memory
        self._memory = Memory()  # where this breaks off, the next look begins anew
        self._wall = disclose_wall(events, lambda _: self._session.words, memory).wall
        self._memory = memory
        self._known = len(events)
        return self._wall
