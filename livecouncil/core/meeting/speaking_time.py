"""Who had the floor, for how long, and how much speaking time is left (rules of order, `[procedure.speaking_time]`).

Computed from the journal's facts, so that a recalled or corrected turn changes the clock with it.

Theory. Two things are kept apart: who has the floor (`who`) and on whose account the clock is (`holder`). A member who
speaks is both. When the chair or an official takes the floor the account may stay open, by the council's own rules
(`pauses`): their time is then the member's. The clock of an account runs (`since`), stands still for one or more
reasons (`stops`: a suspension, a vote that is called), or is off, when nobody holds it. What has run is booked whenever
one of these changes. A state keeps its walk through the facts, so that a count-down does not walk the evening again.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime

from livecouncil.core.council.model import Council, Member, SpeakingTime

from . import events as ev
from .state import MeetingState


@dataclass(frozen=True)
class Turn:
    """One time somebody had the floor. `seconds` are those that count; `end` is None while it lasts."""

    who: str
    group: str  # '' for who is no member
    item: str
    start: datetime
    end: datetime | None
    seconds: int


@dataclass(frozen=True)
class TimeAccount:
    """Speaking time of `name` (a group or member): seconds allowed and used; `running` while it counts down."""

    name: str
    allowed: int
    used: int
    running: bool

    @property
    def left(self) -> int:
        """Seconds left; negative when over time."""
        return self.allowed - self.used


class _Walk:
    """Goes through the facts in time, with one clock that runs, stands still or is off."""

    def __init__(self, council: Council, chair: str, item: str) -> None:
        self.rules = council.procedure.speaking_time
        self.group_of = {m.name: m.group for m in council.members}
        self.officials = {o.name for o in council.officials}
        self.chair = chair
        self.item = item
        self.term = 1
        self.turns: list[Turn] = []
        self.used: dict[tuple[str, str], float] = {}
        self.who = self.holder = ""
        self.begun: datetime | None = None
        self.counted = 0.0
        self.since: datetime | None = None
        self.stops: set[str] = set()

    def copy(self) -> _Walk:
        """The same walk so far, to be taken further apart from this one."""
        other = copy.copy(self)
        other.turns = list(self.turns)
        other.used = dict(self.used)
        other.stops = set(self.stops)
        return other

    def take(self, fact: ev.Base) -> None:
        """The next fact."""
        at = fact.at
        match fact:
            case ev.Speaker(interrupts=True):
                group = self.group_of.get(fact.who, "")
                self.turns.append(Turn(fact.who, group, self.item, at, at, 0))
            case ev.Speaker():
                self._hands_over(fact.who, at)
            case ev.ItemStarted():
                self.ends(at)
                self.item = fact.item
                self.term = 1
            case ev.TermBegun():
                self.ends(at)
                self.term = fact.number
            case ev.ChairChanged():
                self.chair = fact.who
            case ev.Suspended():
                self._stop("suspension", at)
            case ev.Resumed():
                self._go("suspension", at)
            case ev.VoteCalled():
                self._stop("vote", at)
            case ev.Decided(completes=int()):
                pass  # the names of an earlier vote
            case ev.Decided(vote=None, method="none"):
                pass  # withdrawn or held over while somebody speaks
            case ev.Decided() | ev.Ballot() | ev.AdoptedTogether() | ev.DoorsClosed() | ev.Closed():
                self.ends(at)

    def _hands_over(self, who: str, at: datetime) -> None:
        member = who in self.group_of and who != self.chair
        if member:
            role = ""
        elif who == self.chair:
            role = "chair"
        elif who in self.officials:
            role = "official"
        else:
            role = "guest"
        kept = bool(self.holder) and role in ("chair", "official") and role not in self.rules.pauses
        self._turn_ends(at)
        if not kept:
            self.ends(at)
        self.who = who
        self.begun = at
        self.counted = 0.0
        self.stops.discard("vote")
        if member:
            self.holder = who
            self.since = None if self.stops else at

    def _stop(self, why: str, at: datetime) -> None:
        if why in self.rules.pauses:
            self.book(at)
            self.since = None
            self.stops.add(why)

    def _go(self, why: str, at: datetime) -> None:
        self.stops.discard(why)
        if self.holder and self.since is None and not self.stops:
            self.since = at

    def book(self, at: datetime) -> None:
        """Put the time until `at` on the account of who holds the clock."""
        if self.holder and self.since:
            seconds = max(0.0, (at - self.since).total_seconds())
            over = part_of_debate(self.item, self.term) if self.rules.over == "item" else ""
            key = (self.name_of(self.holder), over)
            self.used[key] = self.used.get(key, 0.0) + seconds
            self.counted += seconds
            self.since = at

    def name_of(self, member: str) -> str:
        """Whose account a member speaks on."""
        if self.rules.per == "group":
            return self.group_of[member]
        return member

    def _turn_ends(self, at: datetime) -> None:
        self.book(at)
        if self.who and self.begun:
            group = self.group_of.get(self.who, "")
            if self.holder == self.who:
                seconds = self.counted
            else:
                seconds = max(0.0, (at - self.begun).total_seconds())
            self.turns.append(Turn(self.who, group, self.item, self.begun, at, round(seconds)))
        self.who = ""
        self.begun = None
        self.counted = 0.0

    def ends(self, at: datetime) -> None:
        """Nobody has the floor any more."""
        self._turn_ends(at)
        self.holder = ""
        self.since = None
        self.stops.discard("vote")


def part_of_debate(item: str, term: int) -> str:
    """What a clock over an item counts for: each term has its own."""
    if term == 1:
        return item
    return f"{item} {term}"


def turns(state: MeetingState, now: datetime | None = None) -> list[Turn]:
    """Every time somebody had the floor, in order; a turn that still lasts ends open, counted until `now`."""
    walk = _walk(state)
    if walk.who and now:
        walk.ends(now)
        last = walk.turns[-1]
        walk.turns[-1] = Turn(last.who, last.group, last.item, last.start, None, last.seconds)
    return walk.turns


def clocks(state: MeetingState, now: datetime) -> list[TimeAccount]:
    """Speaking time of every group or member, in the council's order; empty when the council keeps none."""
    rules = state.council.procedure.speaking_time
    if rules.per == "none":
        return []
    walk = _walk(state)
    if walk.holder and walk.since:
        running = walk.name_of(walk.holder)
    else:
        running = ""
    walk.book(now)
    if rules.over == "item":
        over = part_of_debate(state.item or "", state.term)
    else:
        over = ""
    names = _accounts(state)
    return [TimeAccount(n, allowed(state, n), round(walk.used.get((n, over), 0.0)), n == running) for n in names]


def clock_of(state: MeetingState, now: datetime) -> TimeAccount | None:
    """The clock of who has the floor now; None when nobody's counts."""
    if state.council.procedure.speaking_time.per == "none":
        return None
    walk = _walk(state)
    if not walk.holder:
        return None
    name = walk.name_of(walk.holder)
    return next((c for c in clocks(state, now) if c.name == name), None)


def allowed(state: MeetingState, name: str) -> int:
    """Seconds of speaking time of a group or member; a group's own minutes go before the general ones."""
    rules = state.council.procedure.speaking_time
    return 60 * _minutes(state, rules, name)


def _minutes(state: MeetingState, rules: SpeakingTime, name: str) -> int:
    if rules.per == "group":
        group = name
    else:
        group = next((m.group for m in state.council.members if m.name == name), "")
    short = next((g.short for g in state.council.groups if g.name == group), "")
    return rules.groups.get(group, rules.groups.get(short, rules.minutes))


def _accounts(state: MeetingState) -> list[str]:
    members: tuple[Member, ...] = state.sitting
    if state.council.procedure.speaking_time.per == "member":
        return [m.name for m in members]
    sitting = {m.group for m in members}
    return [g.name for g in state.council.groups if g.name in sitting]


@dataclass(frozen=True)
class _Walked:
    """A walk as far as it has come: how many events it knows of, and the last fact it took."""

    events: int
    last: tuple[datetime, int] | None
    walk: _Walk


def _walk(state: MeetingState) -> _Walk:
    """A walk through all facts, for the caller alone. The state keeps one, which goes on from where it stopped: the
    count-down on screen asks four times a second."""
    kept = _further(state) or _from_the_start(state)
    state.walked = kept
    return kept.walk.copy()


def _further(state: MeetingState) -> _Walked | None:
    """The kept walk with what was logged since; None when that is not simply what happened next."""
    kept: _Walked | None = state.walked
    if kept is None:
        return None
    new = [state.facts[e.seq] for e in state.events[kept.events :] if e.seq in state.facts]
    facts = [f for f in new if f.seq not in state.hidden]
    keys = [(f.at, f.seq) for f in facts]
    if keys != sorted(keys) or (kept.last and keys and keys[0] < kept.last):
        return None
    if facts:
        walk = kept.walk.copy()
    else:
        walk = kept.walk
    for fact in facts:
        walk.take(fact)
    return _Walked(len(state.events), keys[-1] if keys else kept.last, walk)


def _from_the_start(state: MeetingState) -> _Walked:
    walk = _Walk(state.council, state.agenda.meeting.chair, state.items[0].number if state.items else "")
    facts = sorted((f for s, f in state.facts.items() if s not in state.hidden), key=lambda f: (f.at, f.seq))
    for fact in facts:
        walk.take(fact)
    last = (facts[-1].at, facts[-1].seq) if facts else None
    return _Walked(len(state.events), last, walk)
