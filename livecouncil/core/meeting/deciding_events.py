"""The facts by which something is decided: a vote, several together, a ballot on persons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from livecouncil.core.council.model import Model
from livecouncil.core.council.procedure import Majority
from livecouncil.core.law.outcomes import Method, Option, Outcome

from .event import Base


class Vote(Model):
    """One vote. `options` holds each sitting member once, 'unknown' where names were not told; None while names follow.

    Without figures the chair told the outcome and no more. `divided` are groups of which only numbers were told, as
    (for, against). `weights` is how many votes everybody had who sits in the body, where some have more than one; the
    figures are then votes. `majority` is what it needed that is more than more than half.
    """

    for_: Annotated[int | None, Field(ge=0, alias="for")] = None
    against: Annotated[int | None, Field(ge=0)] = None
    options: dict[str, Option] | None = None
    divided: dict[str, tuple[int, int]] = {}
    voters: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    weights: dict[str, int] = {}
    majority: Majority | None = None

    def votes(self, names: Iterable[str]) -> int:
        """How many votes these have together."""
        return sum(self.weights.get(name, 1) for name in names)


class Decided(Base):
    """An outcome on an item's own proposal (`object` = its number), on a motion or amendment, or a decision point.

    `also` are others that were decided by the same count; `into` is what it was merged into. `articles` of the
    Gemeentewet are those the outcome of a vote rests on.
    """

    type: Literal["decided"] = "decided"
    object: str
    item: str
    outcome: Outcome
    method: Method = "none"
    vote: Vote | None = None
    by: tuple[str, ...] = ()
    round: int = 1
    completes: int | None = None
    articles: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    into: str | None = None

    @property
    def targets(self) -> tuple[str, ...]:
        """All that it decides."""
        return (self.object, *self.also)


class AdoptedTogether(Base):
    """Hamerstukken: adopted without a vote (art. 32.3)."""

    type: Literal["adopted_together"] = "adopted_together"
    items: tuple[str, ...]


class CountedAgainst(Base):
    """Who asked to note that they count as having voted against what was adopted without a vote; nothing changes."""

    type: Literal["counted_against"] = "counted_against"
    who: tuple[str, ...]
    object: str


class Ballot(Base):
    """Secret ballot on persons (art. 31): totals only, by construction. With several `seats` on one paper `appointed`
    are those elected."""

    type: Literal["ballot"] = "ballot"
    title: str
    item: str
    round: int = 1
    ballots: dict[str, int]
    against: int = 0
    blank: int = 0
    improper: int = 0
    restricted: bool = False
    outcome: Outcome
    elected: str | None = None
    seats: int = 1
    appointed: tuple[str, ...] = ()
