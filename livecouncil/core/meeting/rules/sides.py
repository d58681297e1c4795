"""Who goes which way in a vote, from the names on a line.

Theory. Everybody votes with the side of the verb but who is named. A group's name stands for its members here; a member
named beside the own group goes the other way than it. Of a group that was told to be divided without names (`bbb(7)`)
the numbers are kept, and its members' votes are unknown: nothing is promised that was not said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from livecouncil.core.council.model import Council, Group, Member
from livecouncil.core.council.roster import Named, display
from livecouncil.errors import Refusal

from .voters import Voters

_OTHER = {"for": "against", "against": "for"}


@dataclass(frozen=True)
class Sides:
    """Each voter's vote by name, 'unknown' where nobody told it; and of divided groups their (for, against)."""

    options: dict[str, str]
    divided: dict[str, tuple[int, int]] = field(default_factory=dict)

    def counted(self, voters: Voters) -> tuple[int, int]:
        """How many votes are for, and against."""
        for_ = voters.votes(name for name, side in self.options.items() if side == "for")
        against = voters.votes(name for name, side in self.options.items() if side == "against")
        for split in self.divided.values():
            for_ += split[0]
            against += split[1]
        return for_, against


def nobody_told(voters: Voters) -> Sides:
    """A vote of which no names were told."""
    return Sides({m.name: "unknown" for m in voters.voting})


def sides_taken(named: Sequence[Named], side: str, voters: Voters) -> Sides:
    """Each voter's vote, by name: everybody votes with `side` but who is named."""
    options = {m.name: side for m in voters.voting}
    divided: dict[str, tuple[int, int]] = {}
    groups = {one.who.name for one in named if isinstance(one.who, Group)}
    for one in named:
        if isinstance(one.who, Group):
            taken = _taken_by_group(one, groups, side, voters)
            options |= taken.options
            divided |= taken.divided
    for one in named:
        if isinstance(one.who, Member):
            _refuse_beside_split(one, one.who, divided)
            _may_vote(one.who, voters)
            options[one.who.name] = _side_of(one, groups, side)
    for one in named:
        _check_sign(one, groups, side)
    return Sides(options, divided)


def seats_taken(named: Sequence[Named], side: str, council: Council) -> Sides:
    """How groups went, by their seats: of who sits in them nobody is counted as there. All go with `side` but who is
    named; `cda(2)` says that two of it went the other way."""
    other: dict[str, int | None] = {}
    for one in named:
        if not isinstance(one.who, Group):
            raise Refusal("person_by_seats", name=display(one.who))
        if one.sign == "~":
            raise Refusal("split_abstains", typed=one.typed)
        other[one.who.name] = one.count
    return Sides({}, {group.name: _seats_split(group, other, side) for group in council.groups})


def _seats_split(group: Group, other: Mapping[str, int | None], side: str) -> tuple[int, int]:
    """(for, against) of one group; `other` are the groups that went the other way, and how many of each."""
    if group.seats is None:
        raise Refusal("group_without_seats", name=group.name)
    away = 0
    if group.name in other:
        away = other[group.name] or group.seats
    if away > group.seats:
        raise Refusal("split_too_many", name=group.name, given=away, members=group.seats)
    stay = group.seats - away
    return (stay, away) if side == "for" else (away, stay)


def _taken_by_group(named: Named, groups: set[str], side: str, voters: Voters) -> Sides:
    """A whole group, or how many of it went the other way."""
    assert isinstance(named.who, Group)
    members = _members_of(named.who, voters)
    if named.count is None:
        return Sides(dict.fromkeys(members, _side_of(named, groups, side)))
    votes = voters.votes(members)
    if not 0 < named.count < votes:
        raise Refusal("split_too_many", name=named.who.name, given=named.count, members=votes)
    if named.sign == "~":
        raise Refusal("split_abstains", typed=named.typed)
    stay = votes - named.count
    split = (stay, named.count) if side == "for" else (named.count, stay)
    return Sides(dict.fromkeys(members, "unknown"), {named.who.name: split})


def _refuse_beside_split(named: Named, member: Member, divided: dict[str, tuple[int, int]]) -> None:
    if named.count is not None:
        raise Refusal("split_person", typed=named.typed, name=display(member))
    if member.group in divided:
        raise Refusal("split_and_member", name=display(member), group=member.group)


def _members_of(group: Group, voters: Voters) -> list[str]:
    members = [m.name for m in voters.voting if m.group == group.name]
    if not members:
        raise Refusal("group_absent", name=group.name)
    return members


def _side_of(named: Named, groups: set[str], side: str) -> str:
    """How somebody named votes; `groups` are the names of the groups named on the same line."""
    if named.sign == "~":
        return "abstained"
    if isinstance(named.who, Member) and named.who.group in groups:
        return side
    return _OTHER[side]


def _may_vote(member: Member, voters: Voters) -> None:
    if member.name in voters.recused:
        raise Refusal("member_recused", name=display(member))
    if member not in voters.voting:
        raise Refusal("member_absent", name=display(member))


def _check_sign(named: Named, groups: set[str], side: str) -> None:
    """A sign says again which way somebody goes; where it says another, nobody guesses."""
    if named.sign in ("", "~"):
        return
    goes = _side_of(named, groups, side)
    if named.sign != {"for": "+", "against": "-"}[goes]:
        raise Refusal("wrong_sign", typed=named.sign + named.typed, side=side)
