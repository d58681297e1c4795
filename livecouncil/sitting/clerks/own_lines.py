"""What the second clerk typed, on disk in a file of their own: the half-typed line, what waits, what has no answer.

A line is written here before it is sent and leaves only when its answer came, so that whichever end dies, or the line
between them, it is in the journal, among the proposals, or here. Behind closed doors nothing typed is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.sitting.desk import Desk
from livecouncil.sitting.draft import DraftFile, LeftBehind
from livecouncil.system.caught import Hears


def own_lines_of(private: Path, initials: str) -> Path:
    """The file of the clerk with these initials."""
    return private / f"draft-{initials}.json"


@dataclass
class Unanswered:
    """Lines that were sent, by their numbers; `sent` is the highest number ever given, `asked` those on their way."""

    sent: int = 0
    lines: dict[int, str] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)


class OwnLines(DraftFile):
    """As the draft of the first clerk, but that nothing staged is in it: that is the writer's to keep."""

    def __init__(self, path: Path, alarm: Hears) -> None:
        super().__init__(path, alarm)
        self.unanswered = Unanswered()

    def left(self) -> LeftBehind | None:
        left = super().left()
        if left is None:
            return None
        kept = json.loads(self.path.read_text(encoding="utf-8"))
        lines = kept.get("unanswered")
        if isinstance(lines, dict):
            self.unanswered.lines = {int(sent): str(line) for sent, line in lines.items() if sent.isdecimal()}
        if type(kept.get("sent")) is int:
            self.unanswered.sent = kept["sent"]
        return left

    def _standing(self, desk: Desk) -> dict[str, object]:
        said = super()._standing(desk)
        unanswered: dict[int, str] = {}
        if not desk.state.doors_closed:
            unanswered = dict(self.unanswered.lines)
        return {**said, "staged": "", "proposals": [], "sent": self.unanswered.sent, "unanswered": unanswered}
