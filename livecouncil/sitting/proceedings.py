"""The meeting as it is in hand: its state so far, and the words it is told in.

Desk, outgoing and saying work at the same meeting, so they hold one and the same `Proceedings` instead of a state each.
Only the desk puts another state in (`Desk.go_on_from`), and then all of them go on from that one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import dated
from livecouncil.core.telling.voice import Words


@dataclass
class Proceedings:
    """`state` is the meeting so far; `places` say which outputs a kind of sentence goes to (`locale/places.toml`)."""

    state: MeetingState
    words: Words
    places: dict[str, dict[str, str]] = field(default_factory=dict)

    def moment(self, now: datetime) -> datetime:
        """When what happens now is dated: now, or where the meeting is not today's, the last fact's time."""
        return dated(self.state, now).at

    def logged(self, now: datetime) -> datetime | None:
        """By the computer's clock, where that differs from `moment`."""
        return dated(self.state, now).logged
