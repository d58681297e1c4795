"""A vote as the law sees it: how many members sit, may vote and did, and what they decided.

Where members have more than one vote each, figures are votes; that enough took part (art. 29), and a majority of the
members, is counted by persons, as far as it is known who they were.
"""

from __future__ import annotations

from livecouncil.core.law.bodies import MatterVote
from livecouncil.core.law.bodies.profile import Side
from livecouncil.core.law.voting import Ruling
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import CountedVotes, count_of, persons_for, took_part
from livecouncil.core.meeting.state import MeetingState


def ruling_of(state: MeetingState, target: str, record: ev.Vote) -> tuple[MatterVote, Ruling]:
    """The count of a record as the law sees it, and its outcome."""
    told = count_of(record)
    assert told, "an outcome without figures is not counted"
    count = matter_of(state, target, record, told)
    return count, state.law.tally(count)


def matter_of(state: MeetingState, target: str, record: ev.Vote, told: CountedVotes) -> MatterVote:
    """A vote on `target` with these figures, as the law asks of it."""
    item = state.find_item(state.item_of(target))
    everybody = (*record.voters, *record.recused, *record.absent)
    persons = _persons_counted(record, told)
    there = len(record.voters)
    needed = record.majority.asked if record.majority else None
    weighed = None
    if record.weights:
        there = sum(persons)
        weighed = (told.for_, told.against)
    return MatterVote(
        seats=state.council.council.seats,
        sitting=len(everybody),
        recused=len(record.recused),
        for_=persons[0],
        against=persons[1],
        earlier=state.earlier(target),
        second_convocation=bool(item and item.second_convocation),
        vacancy_counts=state.council.procedure.vacancy_counts,
        present=there + len(record.recused),
        abstained=len(record.voters) - sum(persons),
        tie_rule=state.council.procedure.tie,
        chair_vote=_vote_of_chair(state, record),
        weights=weighed,
        all_votes=record.votes(everybody),
        needed=needed,
    )


def _persons_counted(record: ev.Vote, told: CountedVotes) -> tuple[int, int]:
    """How many members were for and against; where votes are told and not whose, all who took part stand on one side,
    for only their number is asked."""
    if not record.weights:
        return told.for_, told.against
    in_favour = persons_for(record)
    if in_favour is None:
        return took_part(record), 0
    return in_favour, took_part(record) - in_favour


def _vote_of_chair(state: MeetingState, record: ev.Vote) -> Side | None:
    """What the chair voted, who is a member in some bodies; None where that is not known or the chair has no vote."""
    option = (record.options or {}).get(state.chair)
    if option == "for" or option == "against":
        return option
    return None
