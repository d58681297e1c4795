"""What a session is to those who act for it: where one clerk goes on for the other, or the meeting where it stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from livecouncil.journal.journal import Journal
from livecouncil.wording import Wording

from .answers import HeldFact, Preview
from .clerks.hands import Clerks
from .clocks import Clock
from .desk import Desk
from .draft import DraftFile


class AtWork(Protocol):
    """A session, whichever of two terminals it is at."""

    desk: Desk
    journal: Journal
    words: Wording
    draft: DraftFile
    clerks: Clerks
    clock: Clock
    resumed: str

    def held(self, most: int | None = None) -> list[HeldFact]: ...

    def here(self) -> datetime: ...

    def notify(self, text: str) -> None: ...

    def preview(self, line: str) -> Preview: ...

    def remember(self) -> None: ...
