"""What is told of several that were decided by one count: one sentence, which names them all."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import outcomes
from livecouncil.core.meeting.state import MeetingState

from .figures import Apart
from .matters import JointDecision
from .slots import Verdict
from .subjects import item_under, things, told_figures, who_apart
from .telling import Telling


def tell_jointly(state: MeetingState, fact: ev.Decided) -> Telling:
    """The telling of a decision on several; it stands where the first of them does."""
    return Telling(
        fact.seq,
        _kind_of_joint(fact),
        fact.at,
        _content(state, fact),
        item=item_under(state, fact.object),
        object=fact.object,
        outcome=fact.outcome,
        also=fact.also,
    )


def _kind_of_joint(fact: ev.Decided) -> str:
    if fact.vote is None:
        return "samen_zonder_stemming"
    if outcomes.count_of(fact.vote) is None:
        return "samen_genoemd"
    if outcomes.names_follow(fact.vote) or outcomes.nobody_named(fact.vote):
        return "samen_totaal"
    return "samen"


def _content(state: MeetingState, fact: ev.Decided) -> JointDecision:
    named = things(state, fact.targets)
    vote = fact.vote
    if vote is None:
        return JointDecision(things=named, outcome=Verdict(fact.outcome))
    count = outcomes.count_of(vote)
    counted = None
    apart = Apart()
    if count:
        counted = told_figures(state, vote, count, fact.seq)
    else:
        apart = who_apart(state, vote, fact.seq)
    return JointDecision(
        things=named,
        outcome=Verdict(fact.outcome, tied=outcomes.tied(vote)),
        figures=counted,
        apart=apart,
        about_names=_known_of_names(vote),
        everybody=outcomes.unanimous(vote),
    )


def _known_of_names(vote: ev.Vote) -> str:
    """Which word says what is not known of names; '' where all are, or where figures are not known either."""
    if outcomes.names_follow(vote):
        return "word.names_follow"
    if outcomes.nobody_named(vote) and outcomes.count_of(vote):
        return "word.names_not_recorded"
    return ""
