"""The meeting as one gate lets it through, folded, and what more than one part of its record asks of it.

It is read while one record is made: the state and the tellings it holds grow with the next event.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.course import by_moment
from livecouncil.core.meeting.resting import in_doubt
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.telling import Telling

from .memory import Memory
from .notes import counts_against
from .passed import Passed


@dataclass(frozen=True)
class Folded:
    """The state after the facts that passed, what was told of them in the order of the journal, and what passed."""

    state: MeetingState
    tellings: Sequence[Telling]
    passed: Passed
    kinds: frozenset[str] = frozenset()
    """Kinds of messages that are entries of this gate's feed; none where nobody asks for a feed."""

    @classmethod
    def of(cls, passed: Passed, memory: Memory, kinds: frozenset[str] = frozenset()) -> Folded:
        """Fold what passed, as far as `memory` has not done so."""
        state, heard = memory.fold(passed.facts)
        return cls(state=state, tellings=heard.tellings, passed=passed, kinds=kinds)

    @cached_property
    def messages(self) -> Sequence[Telling]:
        """What the feed tells, in its order: that of the journal's lines."""
        told = (told for told in self.tellings if told.placed_as in self.kinds)
        return sorted(told, key=lambda told: told.seq)

    @cached_property
    def facts(self) -> list[ev.Base]:
        """The facts as they now stand (corrected, none recalled), as they were logged."""
        return [self.state.facts[seq] for seq in sorted(self.state.facts)]

    @cached_property
    def happened(self) -> list[ev.Base]:
        """The same facts as they happened."""
        return by_moment(self.facts)

    @cached_property
    def first_item(self) -> str:
        """Number of the item the meeting opens with; '' for an empty agenda."""
        if self.state.items:
            return self.state.items[0].number
        return ""

    @cached_property
    def doubt(self) -> Mapping[str, int]:
        """Objects and items whose outcome a correction has left in doubt, with the number of their decision."""
        return in_doubt(self.state)

    @cached_property
    def telling_of(self) -> Mapping[int, Telling]:
        """What was told of each fact, by the fact's number."""
        return {told.seq: told for told in self.tellings}

    @cached_property
    def mistakes(self) -> Mapping[str, tuple[str, ...]]:
        """Who asked to note that they voted by mistake, by object or item."""
        found: dict[str, tuple[str, ...]] = {}
        for fact in self.facts:
            if isinstance(fact, ev.MistakeNoted):
                found[fact.object] = (*found.get(fact.object, ()), fact.member)
        return found

    @cached_property
    def against(self) -> Mapping[str, tuple[str, ...]]:
        """Who counts as having voted against what was adopted without a vote, by object or item."""
        found: dict[str, tuple[str, ...]] = {}
        for fact in self.facts:
            if isinstance(fact, ev.CountedAgainst) and counts_against(self.facts, fact):
                found[fact.object] = (*found.get(fact.object, ()), *fact.who)
        return found

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The group of each member, by name."""
        return {member.name: member.group for member in self.state.council.members}

    def passed_at(self, seq: int, otherwise: datetime) -> datetime:
        """When the fact of that number passed the gate; `otherwise` where that is not known."""
        return self.passed.at.get(seq, otherwise)

    def when(self, kind: type[ev.Base]) -> datetime | None:
        """The moment of the first fact of a kind."""
        return next((fact.at for fact in self.facts if isinstance(fact, kind)), None)
