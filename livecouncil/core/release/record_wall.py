"""The wall as the record holds it: plain data, a part of `record`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from livecouncil.core.telling.groups import GroupVotes

from .record_votes import BallotRecord, VoteRecord

WallForm = Literal["", "named", "totals", "tie", "together", "ballot", "correction"]
"""How a result is shown: its outcome alone, with both sides, with the figures alone, with what a tie leads to, as a
list, by candidate, or as what stood beside what is right."""


@dataclass(frozen=True)
class SpeakingClock:
    """Speaking time left (seconds, negative when over) at `at`; it counts down from there while `running`."""

    name: str
    left: int
    at: datetime
    running: bool


@dataclass(frozen=True)
class WallSaid:
    """What the wall says in one language of the fact it shows; of a correction what stood (`old`) and what is right."""

    language: str
    sentence: str = ""
    headline: str = ""
    word: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class WallState:
    """What the wall shows now. `state` is one of the table: before, no_quorum, item, filed, voting, result, suspended,
    closed_doors, end; or panic."""

    state: str
    form: WallForm = ""
    item: str = ""
    item_title: str = ""
    item_kind: str = ""
    following: tuple[str, str] = ("", "")  # number and title of the item after this one
    headline: str = ""  # 'Motie M3'
    title: str = ""
    movers: tuple[str, ...] = ()
    listed: tuple[tuple[str, str], ...] = ()  # items decided together
    outcome: str = ""
    outcome_word: str = ""
    unanimous: bool = False
    for_: int | None = None
    against: int | None = None
    groups_for: tuple[GroupVotes, ...] = ()
    groups_against: tuple[GroupVotes, ...] = ()
    vote: VoteRecord | None = None  # for its picture, with the council's groups as (name, abbreviation)
    groups: tuple[tuple[str, str], ...] = ()
    ballot: BallotRecord | None = None
    majority: int | None = None  # of the ballot
    told_at: datetime | None = None  # of a correction: when what stood was told
    beside: tuple[str, ...] = ()  # who did not vote, a sentence a reason
    needed: str = ""  # what it asked that is more than more than half: never left out, for figures alone would mislead
    speaker: str = ""
    speaker_group: str = ""
    speaking_since: datetime | None = None
    clock: SpeakingClock | None = None
    until: datetime | None = None
    present: int = 0
    seats: int = 0
    shown: int = 0  # journal number of what is shown: a smaller one means that was recalled
    said: tuple[WallSaid, ...] = ()  # in each language of the wall, the council's own first
    sentence: str = ""  # one sentence for the live region, council's language
    since: datetime | None = None
