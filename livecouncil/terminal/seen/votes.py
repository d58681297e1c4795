"""A vote that is typed or waits, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from livecouncil.core.law.voting import majority
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import votes_needed
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.meeting.state import MeetingState
from livecouncil.sitting.answers import Staged
from livecouncil.sitting.counting import by_names, figures
from livecouncil.sitting.session import Session

from ..regions.picture import GroupSeats, VotePicture
from .top import short_of

_VOTED = {"for", "against"}
_TOLD_ELSEWHERE = _VOTED | {"unknown"}


def typed(session: Session, entry: TypedLine, finding: Finding, remarks: tuple[str, ...]) -> VotePicture | None:
    """The vote of a line that is being typed; None where it holds none."""
    fact = by_names(session.desk.state, entry, finding, session.clock())
    if fact is None:
        return None
    return _drawn(session, fact, entry, remarks, staged=False)


def staged(session: Session, waiting: Staged, at: datetime) -> VotePicture | None:
    """The vote that waits for the hammer."""
    fact = by_names(session.desk.state, waiting.entry, waiting.decision, at)
    if fact is None:
        return None
    return _drawn(session, fact, waiting.entry, waiting.warnings, staged=True)


def _drawn(
    session: Session, fact: ev.Decided, entry: TypedLine, remarks: tuple[str, ...], *, staged: bool
) -> VotePicture | None:
    """The picture of a decision; None where no figures were told."""
    counted = figures(fact.vote)
    if fact.vote is None or counted is None:
        return None
    options = fact.vote.options or {}
    silent = {name: option for name, option in options.items() if option not in _TOLD_ELSEWHERE}
    groups = _groups_seated(session.desk.state, fact.vote)
    return VotePicture(
        groups=groups,
        for_=counted[0],
        against=counted[1],
        said=entry.totals if groups else None,
        not_voting=fact.vote.votes(silent),
        why=_why_silent(session, fact.vote, silent),
        majority=_votes_that_decide(fact.vote, sum(counted)),
        remarks=remarks,
        staged=staged,
    )


def _votes_that_decide(vote: ev.Vote, cast: int) -> int:
    """How many votes decide; 0 where members do, which a remark says."""
    if vote.majority and vote.majority.of == "members":
        return 0
    return votes_needed(vote) or majority(cast)


def _groups_seated(state: MeetingState, vote: ev.Vote) -> tuple[GroupSeats, ...]:
    """Every group that has a seat, in the council's order; none where nobody's name was told."""
    options = vote.options or {}
    if not vote.divided and not _VOTED & set(options.values()):
        return ()
    seats: Counter[str] = Counter()
    sides: Counter[tuple[str, str]] = Counter()
    for member in state.sitting:
        votes = vote.votes((member.name,))
        seats[member.group] += votes
        sides[member.group, options.get(member.name, "")] += votes
    for name, (for_, against) in vote.divided.items():
        sides[name, "for"] = for_
        sides[name, "against"] = against
    order = [group.name for group in state.council.groups if group.name in seats]
    order += [name for name in seats if name not in order]
    return tuple(
        GroupSeats(short_of(state, name), seats[name], sides[name, "for"], sides[name, "against"]) for name in order
    )


def _why_silent(session: Session, vote: ev.Vote, silent: Mapping[str, str]) -> str:
    """'PvdA (1) afwezig', a reason each, with the votes that were not cast."""
    state = session.desk.state
    group_of = {member.name: member.group for member in state.sitting}
    told = []
    for option in dict.fromkeys(silent.values()):
        groups: Counter[str] = Counter()
        for name in (name for name, why in silent.items() if why == option):
            groups[short_of(state, group_of[name])] += vote.votes((name,))
        listed = ", ".join(f"{group} ({n})" for group, n in groups.items())
        told.append(f"{listed} {session.words.t(f'screen.not_voting.{option}')}")
    return " · ".join(told)
