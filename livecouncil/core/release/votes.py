"""The counts of a meeting as they now stand, and the secret ballots on persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import NamedOutcome, names_follow, nobody_named, tied, unanimous
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.slots import Thing, Verdict, ballot_word
from livecouncil.core.telling.subjects import counted_by, left_to, thing, title_of, verdict
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import WHOLE, Voice
from livecouncil.core.text.numbers import escaped

from .folded import Folded
from .record import BallotRecord, MemberVote, VoteRecord
from .saying import Phrasing


def votes_of(folded: Folded, saying: Phrasing) -> list[VoteRecord]:
    """Each count once: as corrected, and with the names that completed it at the moment it was held."""
    found: dict[tuple[int, str], VoteRecord] = {}
    rounds: dict[str, int] = {}
    counted = [fact for fact in folded.facts if isinstance(fact, ev.Decided) and fact.vote]
    for fact, target in [(one, target) for one in counted for target in one.targets]:
        totals = _completed(fact, target, found)
        if totals:
            held = totals.at
        else:
            held = fact.at
            rounds[target] = rounds.get(target, 0) + 1
        made_of = _made_of(fact, target, number=rounds[target], held=held, folded=folded, saying=saying)
        found[fact.seq, target] = saying.memory.part(_vote, made_of, (fact.seq, target))
    return list(found.values())


def vote_record(fact: ev.Decided, folded: Folded, saying: Phrasing) -> VoteRecord:
    """One count by itself, for who shows that one alone; which vote on the same thing it is, it does not know."""
    return _vote(_made_of(fact, fact.object, number=1, held=fact.at, folded=folded, saying=saying))


def _completed(fact: ev.Decided, target: str, found: dict[tuple[int, str], VoteRecord]) -> VoteRecord | None:
    """The count in totals that `fact` gives the names of; from now on it stands in its place."""
    if fact.completes is None:
        return None
    return found.pop((fact.completes, target), None)


@dataclass(slots=True)
class _MadeOf:
    """All that one count is made of; never changed. What follows from it, words too, is worked out only when the count
    is made. How things are said and the group of each member stay the same all evening."""

    fact: ev.Decided
    target: str
    vote: ev.Vote
    told: Telling
    number: int
    held: datetime
    subject: Thing
    title: str
    verdict: Verdict
    corrected: bool
    mistakes: tuple[str, ...]
    review: bool
    closed: bool
    group_of: Mapping[str, str] = field(compare=False)
    state: MeetingState = field(compare=False)
    saying: Phrasing = field(compare=False)


def _made_of(
    fact: ev.Decided, target: str, *, number: int, held: datetime, folded: Folded, saying: Phrasing
) -> _MadeOf:
    """For the count that is the `number`th on `target`; `held` is when it was held, whenever its names came."""
    state = folded.state
    assert fact.vote
    return _MadeOf(
        fact=fact,
        target=target,
        vote=fact.vote,
        told=folded.telling_of[fact.seq],
        number=number,
        held=held,
        subject=thing(state, target),
        title=title_of(state, target),
        verdict=verdict(state, target, fact.outcome),
        corrected=fact.seq in state.corrections,
        mistakes=folded.mistakes.get(target, ()),
        review=folded.doubt.get(target) == fact.seq,
        closed=state.status == "closed",
        group_of=folded.group_of,
        state=state,
        saying=saying,
    )


def _about_names(of: _MadeOf) -> str:
    """What is not known of the names of a vote: that they follow, until the meeting is closed, or were never told."""
    vote = of.vote
    words = of.saying.words
    if names_follow(vote) and not of.closed:
        return words.t("word.names_follow")
    if names_follow(vote) or nobody_named(vote):
        return words.t("word.names_not_recorded")
    if vote.divided and not vote.voters:
        return words.t("word.by_seats")
    if vote.divided:
        return words.t("word.names_not_recorded_of", wie=", ".join(vote.divided))
    return ""


def _together(of: _MadeOf) -> str:
    """'In één stemming met M3.'; '' where it was decided by itself."""
    others = [target for target in of.fact.targets if target != of.target]
    if not others:
        return ""
    words = of.saying.words
    return words.t("word.voted_with", lijst=", ".join(thing(of.state, one).listed(words) for one in others))


def _vote_outcome(of: _MadeOf) -> str:
    known = of.verdict
    named = NamedOutcome(
        of.fact.outcome, known.confirmed, known.points, unanimous=unanimous(of.vote), tied=tied(of.vote)
    )
    return of.saying.outcome(named, review=of.review)


def _vote(of: _MadeOf) -> VoteRecord:
    fact = of.fact
    identifier = escaped(of.target)
    if of.number > 1:
        identifier = f"{identifier}-{of.number}"
    own = of.target == fact.item
    return VoteRecord(
        identifier=identifier,
        anchor=f"punt-{identifier}" if own else identifier,
        motion=of.target,
        item=fact.item,
        title=of.title,
        classification=of.subject.kind,
        label=of.saying.name(of.subject),
        outcome=fact.outcome,
        outcome_word=_vote_outcome(of),
        method=fact.method,
        at=of.held,
        for_=of.vote.for_,
        against=of.vote.against,
        votes=_by_member(of),
        divided=tuple((group, split[0], split[1]) for group, split in of.vote.divided.items()),
        about_names=_about_names(of),
        about_count=" ".join(counted_by(of.vote).sentences(Voice(of.saying.words, WHOLE))),
        by_weight=bool(of.vote.weights),
        groups_for=of.told.groups_for,
        groups_against=of.told.groups_against,
        corrected=of.corrected,
        mistakes=of.mistakes,
        review=of.review,
        unanimous=unanimous(of.vote),
        articles=fact.articles,
        together=_together(of),
    )


def _by_member(of: _MadeOf) -> tuple[MemberVote, ...] | None:
    """Who voted what, 'unknown' where nobody told it; None while names may follow."""
    options: Mapping[str, str] | None = of.vote.options
    if options is None and of.closed:
        options = _nobody_told(of.vote, of.group_of)
    if options is None:
        return None
    return tuple(
        MemberVote(name, of.group_of.get(name, ""), option, of.vote.votes((name,))) for name, option in options.items()
    )


def _nobody_told(vote: ev.Vote, in_order: Mapping[str, str]) -> Mapping[str, str]:
    """Every member of a vote whose names never came, in the order of the council."""
    told = dict.fromkeys(vote.voters, "unknown")
    told |= dict.fromkeys(vote.absent, "absent") | dict.fromkeys(vote.recused, "recused")
    return {name: told[name] for name in in_order if name in told}


def ballots_of(folded: Folded, saying: Phrasing) -> dict[str, tuple[BallotRecord, ...]]:
    """The ballots on persons by item, round by round."""
    ballots = by_item(fact for fact in folded.facts if isinstance(fact, ev.Ballot))
    state = folded.state
    return {item: tuple(ballot_record(state, fact, saying) for fact in facts) for item, facts in ballots.items()}


class _AtAnItem(Protocol):
    @property
    def item(self) -> str: ...


Part = TypeVar("Part", bound=_AtAnItem)


def by_item(parts: Iterable[Part]) -> dict[str, list[Part]]:
    """`parts` under the number of their item, in their order."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.item, []).append(part)
    return found


def ballot_record(state: MeetingState, fact: ev.Ballot, saying: Phrasing) -> BallotRecord:
    """One ballot on persons: what is public of it."""
    drawn = left_to(state, fact)
    return BallotRecord(
        title=fact.title,
        item=fact.item,
        round=fact.round,
        at=fact.at,
        ballots=tuple(fact.ballots.items()),
        against=fact.against,
        blank=fact.blank,
        improper=fact.improper,
        outcome=fact.outcome,
        outcome_word=saying.outcome(NamedOutcome(ballot_word(fact.outcome, drawn))),
        elected=fact.elected,
        seats=fact.seats,
        appointed=fact.appointed,
        left_to=drawn,
    )
