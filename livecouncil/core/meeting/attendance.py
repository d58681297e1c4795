"""The presence ledger: who is here and since when, and who counted in every vote. From the journal's facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from livecouncil.core.council.model import Member

from . import course
from . import events as ev
from .doors import Span
from .state import MeetingState


@dataclass(frozen=True)
class Presence:
    """One sitting member: present now, and each (arrival, departure) of this meeting; departure None while here."""

    member: Member
    here: bool
    stays: tuple[Span, ...]


@dataclass(frozen=True)
class VotePresence:
    """Who counted in one vote: `voters` is a number, absent and recused (art. 28) are names."""

    object: str
    at: datetime
    voters: int
    absent: tuple[str, ...]
    recused: tuple[str, ...]


def presence(state: MeetingState) -> list[Presence]:
    """Every sitting member, in calling order."""
    stays = course.stays_of(course.by_moment(state.facts.values()))
    return [Presence(m, m.name in state.present, stays.get(m.name, ())) for m in state.sitting]


def votes(state: MeetingState) -> list[VotePresence]:
    """Every vote as it now stands, in order."""
    found = [f for f in state.facts.values() if isinstance(f, ev.Decided) and f.vote and f.completes is None]
    return [VotePresence(f.object, f.at, len(f.vote.voters), f.vote.absent, f.vote.recused) for f in found if f.vote]
