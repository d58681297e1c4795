"""The rules of order of a body (reglement van orde): all that a council may settle for itself, each with its default.

A body whose arrangement asks more than a majority of some decisions names those majorities here; on a line of a vote,
and at an item of the agenda, the name stands for the rule.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator

from livecouncil.core.law.bodies.profile import AskedShare

from .base import CleanText, Model


class SpeakingTime(Model):
    """Speaking time: `minutes` for each group or member, over the meeting or for each item; officials have none.

    `groups` gives groups their own minutes, by name or `short`. What is in `pauses` stops the clock of who has the
    floor.
    """

    per: Literal["none", "group", "member"] = "none"
    minutes: Annotated[int, Field(ge=1, le=600)] = 10
    over: Literal["meeting", "item"] = "meeting"
    groups: dict[str, Annotated[int, Field(ge=0, le=600)]] = {}
    pauses: tuple[Literal["suspension", "vote", "chair", "official"], ...] = (
        "suspension",
        "vote",
        "chair",
        "official",
    )
    wall: bool = False


VoteStep = Literal["subamendment", "amendment", "proposal", "motion"]


ORDINARY = "gewoon"
"""On a line of a vote: more than half of the votes cast, whatever the agenda names."""


class Majority(Model):
    """A majority that decisions need which its arrangement names: `share` is the least part that must be for, '2/3', or
    the part that must be passed, '>1/2'.

    `of` what: the votes cast, all members who sit in the body, or all the votes those have.
    """

    name: Annotated[CleanText, Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    share: Annotated[str, Field(pattern=r"^>? ?[1-9]\d?/[1-9]\d?$")]
    of: Literal["cast", "members", "votes"] = "cast"

    @field_validator("name")
    @classmethod
    def _not_the_ordinary_one(cls, value: str) -> str:
        if value == ORDINARY:
            raise ValueError(f"{ORDINARY} is the majority of all other decisions")
        return value

    @field_validator("share")
    @classmethod
    def _more_than_half(cls, value: str) -> str:
        share = _share_asked(value, "cast")
        if share.part > share.whole or (share.part == share.whole and share.passed):
            raise ValueError("a share is a part of the whole")
        if 2 * share.part < share.whole or (2 * share.part == share.whole and not share.passed):
            raise ValueError("a majority is more than half: 2/3, or >1/2")
        return value

    @property
    def asked(self) -> AskedShare:
        """The same as the law counts it."""
        return _share_asked(self.share, self.of)


def _share_asked(share: str, of: Literal["cast", "members", "votes"]) -> AskedShare:
    part, whole = map(int, re.findall(r"\d+", share))
    return AskedShare(part, whole, of, passed=share.startswith(">"))


class Procedure(Model):
    """The council's own rules of order (reglement van orde); every key is a local rule with its default.

    `recusal` is the law's (art. 28), not local: where the council says nothing a meeting begins with that of its day
    (see `core.law`). The default here is what the journals mean that were begun before this was so. `tie` is for a
    body whose law says nothing of a tie, `majorities` for one whose arrangement asks more of some decisions.
    """

    object_numbers: Literal["meeting", "item"] = "meeting"
    vacancy_counts: bool = True
    blank_counts: bool = False
    start_number: Literal["on_request", "always"] = "on_request"
    mistaken_vote: Literal["until_next", "until_close"] = "until_next"
    explanation: Literal["before", "after"] = "before"
    vote_order: tuple[VoteStep, ...] = ("subamendment", "amendment", "proposal", "motion")
    group_totals: bool = False
    foreign_motions: Literal["letter", "number"] = "letter"
    recusal: Literal["vote", "debate"] = "vote"
    tie: Literal["as_council", "rejected"] = "as_council"
    speaking_time: SpeakingTime = Field(default_factory=SpeakingTime.model_construct)
    majorities: tuple[Majority, ...] = ()

    @field_validator("majorities")
    @classmethod
    def _named_apart(cls, value: tuple[Majority, ...]) -> tuple[Majority, ...]:
        if len({majority.name for majority in value}) != len(value):
            raise ValueError("each majority has a name of its own")
        return value

    @field_validator("vote_order")
    @classmethod
    def _each_once(cls, value: tuple[VoteStep, ...]) -> tuple[VoteStep, ...]:
        if sorted(value) != ["amendment", "motion", "proposal", "subamendment"]:
            raise ValueError("vote_order names each of the four steps once")
        return value
