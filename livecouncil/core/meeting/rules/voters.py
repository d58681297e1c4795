"""Who counts in a vote, and in which order they are called.

Presence and recusals are those of the moment of the vote: now, or for an earlier vote as that recorded them, so that
whoever comes or goes afterwards changes no count. What is logged later of before the vote changes it no earlier than
when the vote itself is put right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from livecouncil.core.council.model import Member
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.course import by_moment, stays_of
from livecouncil.core.meeting.state import MeetingState


@dataclass(frozen=True)
class Voters:
    """Who counts in one vote, fixed at its moment."""

    voting: tuple[Member, ...]
    recused: tuple[str, ...]
    absent: tuple[str, ...]
    everybody: tuple[str, ...]
    """Who sits in the council, in calling order."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """How many votes each of them has; {} where each has one."""

    def votes(self, names: Iterable[str]) -> int:
        """How many votes these have together."""
        return sum(self.weights.get(name, 1) for name in names)

    @property
    def most(self) -> int:
        """The votes of who may vote and is there."""
        return self.votes(member.name for member in self.voting)


NOBODY_KEPT = Voters((), (), (), ())
"""Where votes are told by seats it is not known who is there."""


def voters_now(state: MeetingState, target: str) -> Voters:
    """Presence and recusals of this moment, for a vote on `target`."""
    if state.council.by_seats:
        return NOBODY_KEPT
    voting = tuple(state.voters(target))
    out = state.recusals(target)
    recused = tuple(m.name for m in state.sitting if m.name in out)
    absent = tuple(m.name for m in state.sitting if m.name not in out and m.name not in state.present)
    everybody = tuple(m.name for m in state.sitting)
    had = state.council.weights
    weights = {name: had[name] for name in everybody} if had else {}
    return Voters(voting, recused, absent, everybody, weights)


def voters_then(state: MeetingState, fact: ev.Decided, vote: ev.Vote) -> Voters:
    """Presence and recusals of the moment of an earlier vote, by what is known of it by now: who is recused may have
    been put right (`c nd`), who came or went been logged afterwards (`@20:15 aan jansen`) or put right (`c af jansen`).
    Who has left the council since was a member then."""
    if state.council.by_seats:
        return NOBODY_KEPT
    counted = {*vote.voters, *vote.recused, *vote.absent}
    then = tuple(member for member in state.council.members if member.name in counted)
    out = recused_before(state, fact)
    here = _here_then(state, fact) - out
    voting = tuple(member for member in then if member.name in here)
    recused = tuple(member.name for member in then if member.name in out)
    absent = tuple(member.name for member in then if member.name not in here | out)
    return Voters(voting, recused, absent, tuple(member.name for member in then), vote.weights)


def _here_then(state: MeetingState, fact: ev.Decided) -> set[str]:
    """Who was there at `fact`, by what is known by now of who came and went before it."""
    before = [other for other in by_moment(state.facts.values()) if (other.at, other.seq) < (fact.at, fact.seq)]
    return {name for name, stays in stays_of(before).items() if stays[-1][1] is None}


def recused_before(state: MeetingState, fact: ev.Decided) -> frozenset[str]:
    """Who took no part in what `fact` decided, by what was logged before it."""
    logged = [other for seq, other in state.facts.items() if seq < fact.seq and isinstance(other, ev.Recused)]
    return frozenset(other.member for other in logged if concerns(state, other, fact.object))


def concerns(state: MeetingState, recusal: ev.Recused, target: str) -> bool:
    """Whether who is recused by it takes no part in a vote on `target`."""
    match recusal.scope:
        case "nothing":
            return False
        case "vote":
            return recusal.object == target
        case "debate":
            return recusal.object in (target, state.item_of(target))


def calling_order(state: MeetingState, start: int | None = None) -> list[Member]:
    """Sitting members by number from `start`, or the next there is, and round again; unnumbered ones by surname.

    Where the chair is a member who votes last, the chair comes last.
    """
    numbered = sorted(state.sitting, key=lambda m: (m.number or 1000, m.name))
    if all(m.number is None for m in numbered):
        numbered = [m.model_copy(update={"number": i}) for i, m in enumerate(numbered, 1)]
    present = [i for i, m in enumerate(numbered) if (m.number or 0) >= (start or 0)]
    if present:
        first = present[0]
    else:
        first = 0
    order = numbered[first:] + numbered[:first]
    if state.law.chair_last:
        order.sort(key=lambda member: member.name == state.chair)
    return order
