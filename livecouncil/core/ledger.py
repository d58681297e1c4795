"""The presence ledger: who is here and since when, and who counted in every vote. From the journal's facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import events as ev
from .agenda import Member
from .state import MeetingState


@dataclass(frozen=True)
class Presence:
    """One sitting member: present now, and each (arrival, departure) of this meeting; departure None while here."""

    member: Member
    here: bool
    stays: tuple[tuple[datetime, datetime | None], ...]


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
    began: dict[str, datetime] = {}
    stays: dict[str, list[tuple[datetime, datetime | None]]] = {}
    for fact in sorted(state.facts.values(), key=lambda f: (f.at, f.seq)):
        arrive, leave = _moves(fact)
        for name in arrive:
            began.setdefault(name, fact.at)
        for name in leave:
            if name in began:
                stays.setdefault(name, []).append((began.pop(name), fact.at))
    for name, at in began.items():
        stays.setdefault(name, []).append((at, None))
    return [Presence(m, m.name in state.present, tuple(stays.get(m.name, ()))) for m in state.sitting]


def _moves(fact: ev.Base) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who arrives and who leaves by `fact`."""
    match fact:
        case ev.Opened() | ev.NotOpened():
            return fact.present, ()
        case ev.Attendance():
            return (fact.members, ()) if fact.present else ((), fact.members)
        case ev.SwornIn():
            return (fact.member,), ()
    return (), ()


def votes(state: MeetingState) -> list[VotePresence]:
    """Every vote as it now stands, in order."""
    found = [f for f in state.facts.values() if isinstance(f, ev.Decided) and f.vote and f.completes is None]
    return [VotePresence(f.object, f.at, len(f.vote.voters), f.vote.absent, f.vote.recused) for f in found if f.vote]
