"""Votes and ballots as the record holds them: plain data, a part of `record`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from livecouncil.core.telling.groups import GroupVotes


@dataclass(frozen=True)
class MemberVote:
    """`option`: for, against, absent, recused (art. 28), abstained, or unknown where the names were not told.

    `weight` is how many votes the member has.
    """

    member: str
    group: str
    option: str
    weight: int = 1


@dataclass(frozen=True)
class VoteRecord:
    """One vote as it now stands (corrected votes appear once). Without figures the chair told the outcome alone.

    `votes` is None while names may follow; where they were not told each is 'unknown'. `divided` are groups of which
    only numbers were told, as (name, for, against). `about_names` says in words what is not known of names, '' where
    all are; `about_count` by what it was counted, '' where that was one vote a member and more than half.
    """

    identifier: str  # 'm3', 'm3-2' for a re-vote, '8' for the proposal under item 8
    anchor: str  # 'm3', 'punt-8': where it stands on a page, before '-stemming'
    motion: str  # 'm3' or the item's number
    item: str
    title: str
    classification: str  # motion, amendment, subamendment, proposal, motion_item
    label: str  # 'Motie M3'
    outcome: str
    outcome_word: str
    method: str
    at: datetime
    for_: int | None
    against: int | None
    votes: tuple[MemberVote, ...] | None = None
    divided: tuple[tuple[str, int, int], ...] = ()
    about_names: str = ""
    about_count: str = ""
    by_weight: bool = False
    groups_for: tuple[GroupVotes, ...] = ()
    groups_against: tuple[GroupVotes, ...] = ()
    corrected: bool = False
    mistakes: tuple[str, ...] = ()
    review: bool = False
    unanimous: bool = False  # everybody present and entitled to vote, voted for
    articles: tuple[str, ...] = ()  # of the law, on which its outcome rests: '30.1'
    together: str = ""  # with what it was decided by one count, in words


@dataclass(frozen=True)
class BallotRecord:
    """A secret ballot on persons: totals only. With several `seats` on one paper `appointed` are those elected."""

    title: str
    item: str
    round: int
    at: datetime
    ballots: tuple[tuple[str, int], ...]
    against: int
    blank: int
    improper: int
    outcome: str
    outcome_word: str
    elected: str | None
    seats: int = 1
    appointed: tuple[str, ...] = ()
    left_to: str = ""  # 'lot' or 'youngest', where that chose

    @property
    def chosen(self) -> tuple[str, ...]:
        """Everybody who is appointed by it."""
        return (*self.appointed, *((self.elected,) if self.elected else ()))
