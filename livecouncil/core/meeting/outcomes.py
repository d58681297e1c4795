"""What an outcome is called: decided here once, for the sentence, the wall, the pages, the documents and the data.

Theory. The journal says what happened in codes (`adopted`, `noted`, …). What that is called depends on two things more:
on what was decided, for an agenda or a list is *vastgesteld*, however the council came to it; and on who voted, for
"met algemene stemmen" is true only when everybody who was present and might vote, voted for. Both are settled here from
the facts; `messages.outcome_word` turns the answer into words, and nobody else composes an outcome.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from livecouncil.core.council.agenda import Item

from . import events as ev

CONFIRMED = ("adopted", "adopted_without_vote", "noted")
UNANIMOUS = ("adopted",)
_AGENDA = re.compile(r"\b(agenda|aginda|wurklist)\b", re.I)
_LIST = re.compile(
    r"\b(agenda|aginda|wurklist|\w*besluitenlijst(en)?|\w*besl[uú]telist(en)?|notulen|notuly|minutes|decision list"
    r"|(raads)?verslag(en)?|ferslach|ferslaggen"
    r"|(ingekomen|ynkommen) (stukken|brieven|post|stikken)|incoming (papers|letters))\b",
    re.I,
)
_CONFIRMS = re.compile(r"(vaststell\w*|f[eê]ststell\w*|confirmation|adoption|approval)\b", re.I)


@dataclass(frozen=True)
class NamedOutcome:
    """An outcome with all that its word depends on: `confirmed`, `unanimous` and `tied` as decided below, `points` that
    were decided otherwise. In the slot of a warning or a refusal the shell words it, never the code."""

    outcome: str
    confirmed: bool = False
    points: tuple[str, ...] = ()
    unanimous: bool = False
    tied: bool = False


@dataclass(frozen=True)
class NamedItem:
    """An agenda item in such a slot, where a number alone would not tell it from a motion's."""

    number: str


@dataclass(frozen=True)
class NamedPoint:
    """A decision point in such a slot, by its item and its number."""

    item: str
    number: str


@dataclass(frozen=True)
class NamedShare:
    """What part of the votes was asked in such a slot: '2/3', '>1/2'."""

    share: str


def is_list(item: Item | None) -> bool:
    """Whether an item is an agenda or a list (decisions, minutes, papers received), and no proposal about one."""
    if item is None or not _LIST.search(item.title):
        return False
    return item.kind in ("procedural", "information") or bool(_CONFIRMS.match(item.title))


def is_agenda(item: Item | None) -> bool:
    """Whether an item is the agenda of this meeting."""
    return bool(is_list(item) and item and item.kind == "procedural" and _AGENDA.search(item.title))


def confirmed(item: Item | None, outcome: str) -> bool:
    """Whether `outcome` on an item itself (None: on a motion or amendment) is said as 'vastgesteld'."""
    if is_list(item):
        return outcome in CONFIRMED
    procedural = item is not None and item.kind == "procedural"
    return procedural and outcome in ("adopted", "adopted_without_vote")


@dataclass(frozen=True)
class CountedVotes:
    """The figures of a vote."""

    for_: int
    against: int

    @property
    def cast(self) -> int:
        return self.for_ + self.against


def count_of(vote: ev.Vote) -> CountedVotes | None:
    """The figures of a vote; None where the chair told the outcome alone."""
    if vote.for_ is None or vote.against is None:
        return None
    return CountedVotes(vote.for_, vote.against)


def names_follow(vote: ev.Vote) -> bool:
    """Whether only the totals are known yet, and names may still complete them."""
    return vote.options is None


def untold(vote: ev.Vote) -> tuple[str, ...]:
    """Members who voted, of whom nobody told how."""
    return tuple(name for name, option in (vote.options or {}).items() if option == "unknown")


def nobody_named(vote: ev.Vote) -> bool:
    """Whether the chair told figures, or the outcome, and that is all there will be."""
    if vote.options is None or vote.divided:
        return False
    return set(untold(vote)) == set(vote.voters)


def abstained(vote: ev.Vote) -> tuple[str, ...]:
    """Who was present, might vote and did not; empty while only totals are known."""
    return tuple(name for name, option in (vote.options or {}).items() if option == "abstained")


def not_voting(vote: ev.Vote) -> int:
    """How many votes of who was present and might vote were not cast."""
    count = count_of(vote)
    if vote.options is not None and not untold(vote):
        return vote.votes(abstained(vote))
    if count is None:
        return 0
    return max(0, vote.votes(vote.voters) - count.cast)


def took_part(vote: ev.Vote) -> int:
    """How many members voted, as far as that is known: of figures alone everybody who might, or where votes are
    missing at least one less."""
    count = count_of(vote)
    if not vote.weights:
        return count.cast if count else len(vote.voters)
    voted = [name for name in vote.voters if name not in abstained(vote)]
    missing = count is not None and count.cast < vote.votes(voted)
    return len(voted) - missing


def persons_for(vote: ev.Vote) -> int | None:
    """How many members were for; None where votes are told and not whose."""
    if not vote.weights:
        return vote.for_
    if vote.options is None or untold(vote):
        return None
    return list(vote.options.values()).count("for")


def votes_needed(vote: ev.Vote) -> int:
    """The fewest votes, or members, for that it needed; 0 where more than half of the votes cast decided."""
    count = count_of(vote)
    if vote.majority is None or count is None:
        return 0
    everybody = (*vote.voters, *vote.recused, *vote.absent)
    asked = vote.majority.asked
    return asked.needed(asked.among(count.cast, len(everybody), vote.votes(everybody)))


def tied(vote: ev.Vote) -> bool:
    """Whether as many voted for as against, and somebody voted."""
    count = count_of(vote)
    return count is not None and count.for_ == count.against and count.cast > 0


def unanimous(vote: ev.Vote | None) -> bool:
    """Whether everybody present and entitled to vote, voted for; never without a count, nor where the chair told of
    more votes than there are voters."""
    return bool(vote and vote.for_ and vote.for_ == vote.votes(vote.voters) and not vote.against)
