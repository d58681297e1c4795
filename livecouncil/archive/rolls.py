"""All meetings together: who sat when, who voted what, who filed what. What the pages of the archive are made from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from livecouncil.core.text.slug import slug_of

from .called import called_as_now, first_names
from .digest import ArchivedPaper, Digest, VoteCount

STATES = {
    "aangenomen": ("adopted", "adopted_amended", "adopted_without_vote", "adopted_in_part"),
    "verworpen": ("rejected", "tied_not_adopted"),
    "uitgesteld": ("tied_postponed", "tied"),
    "aangehouden": ("held_over",),
    "ingetrokken": ("withdrawn",),
    "overgenomen": ("taken_over",),
    "opgegaan": ("merged",),
    "vervallen": ("lapsed",),
    "niet-in-stemming": ("not_put_to_vote", "removed"),
    "ongeldig": ("invalid", "no_quorum"),
    "kennisgeving": ("noted",),
    "advies": ("advice_without_debate", "advice_debate", "advice_return", "advice_no"),
    "open": ("",),
}
SIDES = ("for_whole", "against_whole", "divided")

T = TypeVar("T")
Of = tuple[Digest, ArchivedPaper]
Sitting = tuple[Digest, list[tuple[VoteCount, T]]]  # a meeting, and what was cast at each of its counts
ByName = dict[str, dict[int, list[Sitting[T]]]]  # by name and year, newest meeting first


@dataclass(frozen=True)
class Filter:
    """Which motions a list shows: of one state or all, and of one year or one group or all."""

    state: str = ""
    year: int = 0
    group: str = ""


def state_of(outcome: str) -> str:
    """The state of a motion, as its address and the key of its name in locale [archive.states]."""
    return next((state for state, outcomes in STATES.items() if outcome in outcomes), "overig")


def states_of(outcomes: dict[str, int]) -> dict[str, int]:
    """How often a meeting decided what, in the order of `STATES`."""
    found: dict[str, int] = {}
    for outcome, number in outcomes.items():
        found[state_of(outcome)] = found.get(state_of(outcome), 0) + number
    return {state: found[state] for state in (*STATES, "overig") if state in found}


def addresses(names: Iterable[str]) -> dict[str, str]:
    """The slug of each name. The first in time has the plain one; a later one that gives the same gets a suffix."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in dict.fromkeys(names):
        slug = slug_of(name) or "x"
        if slug in taken:
            slug += f"-{hashlib.sha256(name.encode()).hexdigest()[:6]}"
        taken.add(slug)
        found[name] = slug
    return found


def _addresses_of_first(names: Sequence[str], called_first: dict[str, str]) -> dict[str, str]:
    """The slug of each name, made of what it was first."""
    of_first = addresses(called_first.get(name, name) for name in names)
    return {name: of_first[called_first.get(name, name)] for name in dict.fromkeys(names)}


@dataclass(frozen=True)
class Membership:
    """A member in one group, from the first to the last meeting of an unbroken row; `end` is None while it lasts."""

    group: str
    start: date
    end: date | None


class Rolls:
    """All meetings in the archive, oldest first."""

    def __init__(self, digests: Sequence[Digest]) -> None:
        in_time = sorted(digests, key=lambda d: (d.start, d.id))
        self.called_first = first_names([digest.ids for digest in in_time])
        self.groups_first = first_names([digest.group_ids for digest in in_time])
        self.digests = called_as_now(in_time)
        self.newest = self.digests[-1] if self.digests else None
        self.of_council = [digest for digest in self.digests if not digest.body]

    @cached_property
    def members(self) -> dict[str, str]:
        """Everybody who ever had a seat or a vote, with the address of their page."""
        everybody = [name for digest in self.digests for name in (*digest.seats, *_voters(digest))]
        return _addresses_of_first(everybody, self.called_first)

    @cached_property
    def groups(self) -> dict[str, str]:
        everywhere = [name for digest in self.digests for name in _groups_of(digest) if name]
        return _addresses_of_first(everywhere, self.groups_first)

    @cached_property
    def years(self) -> dict[int, list[Digest]]:
        """The meetings by year, newest year and newest meeting first."""
        found: dict[int, list[Digest]] = {}
        for digest in reversed(self.digests):
            found.setdefault(digest.year, []).append(digest)
        return found

    @cached_property
    def seated(self) -> dict[str, str]:
        """Who sits in the council after its newest meeting, with their group."""
        if self.of_council:
            return self.of_council[-1].seats
        return {}

    def memberships(self, name: str) -> list[Membership]:
        """The groups of a member over time, newest first, as far as meetings show them."""
        spans: list[tuple[str, date, date]] = []
        unbroken = False
        for digest in self.of_council:
            day = digest.start.date()
            group = digest.seats.get(name)
            if group is None:
                unbroken = False
            elif unbroken and spans[-1][0] == group:
                spans[-1] = group, spans[-1][1], day
            else:
                spans.append((group, day, day))
                unbroken = True
        found = [Membership(group, start, end) for group, start, end in spans]
        if found and name in self.seated:
            found[-1] = replace(found[-1], end=None)
        return found[::-1]

    @cached_property
    def votes_of(self) -> ByName[str]:
        """What each member voted."""
        return self._cast(lambda count: count.options or {})

    @cached_property
    def sides_of(self) -> ByName[tuple[int, int]]:
        """How each group voted, as (for, against)."""
        return self._cast(lambda count: count.groups)

    def _cast(self, of: Callable[[VoteCount], dict[str, T]]) -> ByName[T]:
        found: ByName[T] = {}
        for digest in reversed(self.digests):
            here: dict[str, list[tuple[VoteCount, T]]] = {}
            for count in digest.counts:
                for name, cast in of(count).items():
                    here.setdefault(name, []).append((count, cast))
            for name, votes in here.items():
                found.setdefault(name, {}).setdefault(digest.year, []).append((digest, votes))
        return found

    @cached_property
    def lists(self) -> dict[Filter, list[Of]]:
        """Motions and amendments, newest first, by each filter that shows any."""
        found: dict[Filter, list[Of]] = {Filter(): []}
        for digest in reversed(self.digests):
            for piece in digest.pieces:
                for chosen in self._filters(digest, piece):
                    found.setdefault(chosen, []).append((digest, piece))
        return found

    def _filters(self, digest: Digest, piece: ArchivedPaper) -> Iterator[Filter]:
        groups = sorted({digest.seats.get(m, m) for m in piece.movers} & set(self.groups))
        for state in ("", state_of(piece.outcome)):
            yield Filter(state)
            yield Filter(state, digest.year)
            yield from (Filter(state, 0, group) for group in groups)

    def filed_by(self, name: str) -> list[Of]:
        return [of for of in self.lists[Filter()] if name in of[1].movers]

    @cached_property
    def former(self) -> list[str]:
        """Members who have no seat now, who left last first."""
        gone: dict[str, datetime] = {}
        for digest in self.digests:
            for name in (*digest.seats, *_voters(digest)):
                if name not in self.seated:
                    gone[name] = digest.start
        return sorted(self.members.keys() & gone.keys(), key=lambda n: (-gone[n].timestamp(), n))

    @cached_property
    def present_groups(self) -> list[str]:
        if self.of_council:
            parties = self.of_council[-1].parties
            return list(dict.fromkeys(g for g in (*parties, *self.seated.values()) if g))
        return []

    @cached_property
    def former_groups(self) -> list[str]:
        return sorted(set(self.groups) - set(self.present_groups), key=str.casefold)

    def seats_of(self, group: str) -> list[str]:
        return [name for name, of in self.seated.items() if of == group]


def _voters(digest: Digest) -> list[str]:
    """Who is named in the counts of a meeting, in order, each as often as named."""
    return [member for count in digest.counts for member in count.options or ()]


def _groups_of(digest: Digest) -> list[str]:
    """Groups with a seat or a vote in a meeting, in order, each as often as named."""
    voted = [group for count in digest.counts for group in count.groups]
    return [*digest.parties, *digest.seats.values(), *voted]


def without(chosen: Filter, key: str) -> Filter:
    """`chosen` with every state, year or group again."""
    return replace(chosen, **{key: getattr(Filter(), key)})


def totals(rows: list[Sitting[str]]) -> Counter[str]:
    """How often a member voted what, over meetings."""
    return Counter(option for _, votes in rows for _, option in votes)


def side_totals(rows: list[Sitting[tuple[int, int]]]) -> Counter[str]:
    """How often a group stood on which side, over meetings."""
    return Counter(side_of_group(sides) for _, votes in rows for _, sides in votes)


def side_of_group(sides: tuple[int, int]) -> str:
    """How a group voted: one of `SIDES`."""
    if all(sides):
        return "divided"
    if sides[0]:
        return "for_whole"
    return "against_whole"
