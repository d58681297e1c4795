"""What is said of one fact, in no language yet: a kind of the catalogue, where it belongs, and its content.

A `Telling` is made while the journal is folded, so that it knows the meeting as it was at that moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .contents import Content
from .figures import Figures
from .groups import GroupVotes
from .slots import Verdict


@dataclass(frozen=True)
class Telling:
    """`seq` and `at` are those of the fact; `kind` is that of `places.toml` and of the `[sentence]` texts.

    `item` is the agenda item it stands under, `object` what is decided on (a motion, an amendment, or that item),
    `also` what else is decided by the same count or word (all of it where `object` is None), `outcome` the code of the
    decision, `corrects` the number of the fact it puts right. `placed_as` is the kind that says where it is told: a
    correction goes where that went which it puts right, for nobody else read what stood.
    """

    seq: int
    kind: str
    at: datetime
    content: Content
    item: str | None = None
    object: str | None = None
    outcome: str | None = None
    corrects: int | None = None
    also: tuple[str, ...] = ()
    stood_as: str = ""

    @property
    def placed_as(self) -> str:
        return self.stood_as or self.kind

    @property
    def figures(self) -> Figures | None:
        """The count of the vote it tells of."""
        return self.content.counted()

    @property
    def for_(self) -> int | None:
        return self.figures.for_ if self.figures else None

    @property
    def against(self) -> int | None:
        return self.figures.against if self.figures else None

    @property
    def groups_for(self) -> tuple[GroupVotes, ...]:
        return self.figures.groups_for if self.figures else ()

    @property
    def groups_against(self) -> tuple[GroupVotes, ...]:
        return self.figures.groups_against if self.figures else ()

    @property
    def verdict(self) -> Verdict | None:
        """How what was decided is named; None when nothing was."""
        if self.content.verdict() or self.outcome is None:
            return self.content.verdict()
        return Verdict(self.outcome)
