"""An evening played in memory, from typed lines to the state after them: no file, no clock, no shell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.fold import after
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal

START = datetime.fromisoformat("2026-03-12T19:30:00+01:00")
MEMBERS = ("Alders", "Bakker", "Cramer", "Dekens", "Evers", "Fokkens", "Gorter")
GROUPS = "AAABBCC"
ITEMS: tuple[dict[str, Any], ...] = (
    {"number": "1", "title": "Opening", "kind": "procedural"},
    {"number": "2", "title": "Woonvisie", "kind": "proposal"},
    {"number": "3", "title": "Grondaankoop", "kind": "closed"},
)


def planned(
    procedure: dict[str, Any] | None = None,
    items: tuple[dict[str, Any], ...] = ITEMS,
    seats: int = 9,
    kind: str = "council",
    chair: str = "burgemeester Xanten",
) -> MeetingState:
    """A meeting of seven members (A 3, B 2, C 2) in a council of nine, or in another body, not begun yet."""
    members = [{"name": n, "group": g, "number": i} for i, (n, g) in enumerate(zip(MEMBERS, GROUPS, strict=True), 1)]
    later = {"name": "Hovius", "group": "C", "number": 8, "from": START.date()}
    council = {
        "council": {"municipality": "Dorp", "seats": seats, "kind": kind, "language": "nl", "hashtag": "RaadDorp"},
        "groups": [{"name": g} for g in "ABC"],
        "members": [*members, later],
        "officials": [{"name": "wethouder Wagner", "role": "wethouder"}],
        "procedure": procedure or {},
    }
    agenda = {
        "meeting": {"title": "Raadsvergadering", "start": START, "chair": chair},
        "items": list(items),
    }
    return MeetingState(Council.model_validate(council), Agenda.model_validate(agenda))


@dataclass
class Evening:
    """Lines are typed a minute apart; each is logged at once, with its hammer."""

    state: MeetingState = field(default_factory=planned)

    def type(self, *lines: str) -> Finding:
        """Log what the lines stand for; the finding of the last."""
        found = Finding(())
        for line in lines:
            found = self.look(line)
            for event in found.events:
                self.log(event)
        return found

    def look(self, line: str) -> Finding:
        """What a line would log now."""
        entry = parse(line, line_mode=True, known=self.state.known)
        assert entry
        return decide(self.state, entry, self.now)

    @property
    def now(self) -> datetime:
        return START + timedelta(minutes=len(self.state.events))

    def log(self, event: ev.Base) -> ev.Base:
        numbered = event.model_copy(update={"seq": len(self.state.events) + 1})
        self.state = after(self.state, numbered)
        return numbered

    def refused(self, line: str) -> str:
        """The code with which a line is refused."""
        with pytest.raises(Refusal) as refused:
            self.look(line)
        return refused.value.code


def warned(found: Finding) -> list[str]:
    return [warning.code for warning in found.warnings]
