"""A list of people as found, before it becomes `council.toml`: folded so that everybody is there once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from livecouncil.core.text.called import as_said, name_key
from livecouncil.core.text.clean import clean

from .roles import function_meant
from .words import import_text

_SALUTATIONS = (("Dhr. ", "de heer "), ("Dhr ", "de heer "), ("Mw. ", "mevrouw "), ("Mevr. ", "mevrouw "))


@dataclass(frozen=True)
class GroupIds:
    """What a group is known by: `own` is the id by which we published it before, `ids` are those others gave."""

    own: str = ""
    ids: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FoundPerson:
    """Somebody in a list: name, group, number of the attendance list, functions, and ids by who gave them.

    `gone` is one whose membership has ended, `own` the id by which we published somebody before; `of_group` are the ids
    of the group.
    """

    name: str
    group: str = ""
    number: int | None = None
    functions: tuple[str, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()
    gone: bool = False
    own: str = ""
    of_group: GroupIds = GroupIds()


@dataclass(frozen=True)
class FoundMember:
    """A member as `council.toml` has it."""

    name: str
    group: str = ""
    number: int | None = None
    kind: Literal["member", "committee_member"] = "member"
    label: str = ""
    ids: tuple[tuple[str, str], ...] = ()
    own: str = ""


@dataclass
class FoundRoster:
    """Members, officials as (name, role); `missing` are sentences of what is not there or was left out. `own` are the
    ids of officials we published before, `of_groups` those of groups, by name."""

    members: list[FoundMember] = field(default_factory=list)
    officials: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    of_groups: dict[str, GroupIds] = field(default_factory=dict)

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(member.group for member in self.members if member.group))


def gathered(people: Iterable[FoundPerson], default: str = "raadslid") -> FoundRoster:
    """Everybody once: who is a member anywhere in the list is one, then an official, then a committee member.

    `default` is the function of who has none.
    """
    roster = FoundRoster()
    left: list[str] = []
    gone = 0
    for person in _people_once(people):
        if person.group and person.of_group != GroupIds():
            roster.of_groups.setdefault(person.group, person.of_group)
        if person.gone:
            gone += 1
        elif not _placed_in_roster(roster, person, default):
            left.append(f"{person.name} ({', '.join(person.functions)})")
    if gone:
        roster.missing.append(import_text("gone", count=gone))
    if left:
        roster.missing.append(import_text("no_role", names="; ".join(left[:10]), count=len(left)))
    return roster


def _placed_in_roster(roster: FoundRoster, person: FoundPerson, default: str) -> bool:
    """Whether a person found a place in the roster."""
    told = [text for text in person.functions if text] or [default]
    functions = [function_meant(text) for text in told]
    by_standing = {function.standing: function for function in reversed(functions)}
    if "member" in by_standing:
        roster.members.append(FoundMember(person.name, person.group, person.number, ids=person.ids, own=person.own))
    elif "official" in by_standing:
        roster.officials.append((person.name, str(by_standing["official"].role)))
        roster.own[person.name] = person.own
    elif "committee_member" in by_standing:
        label = by_standing["committee_member"].label
        member = FoundMember(
            person.name, person.group, person.number, "committee_member", label, person.ids, person.own
        )
        roster.members.append(member)
    else:
        return False
    return True


def _people_once(people: Iterable[FoundPerson]) -> list[FoundPerson]:
    """Everybody once, with all that is said of them; one membership that goes on is enough."""
    found: dict[str, FoundPerson] = {}
    for person in people:
        person = replace(person, name=_name_in_full(person.name))
        key = name_key(person.name)
        known = found.get(key)
        if known is None:
            found[key] = person
        elif known.gone and not person.gone:
            found[key] = replace(person, ids=known.ids or person.ids)
        elif known.gone or not person.gone:
            found[key] = _joined(known, person)
    return list(found.values())


def _joined(one: FoundPerson, other: FoundPerson) -> FoundPerson:
    return replace(
        one,
        group=one.group or other.group,
        of_group=one.of_group if one.group else other.of_group,
        number=one.number or other.number,
        functions=tuple(dict.fromkeys((*one.functions, *other.functions))),
        ids=one.ids or other.ids,
        own=one.own or other.own,
    )


def _name_in_full(name: str) -> str:
    name = as_said(clean(name, 200))
    for short, long in _SALUTATIONS:
        if name.startswith(short):
            return long + name.removeprefix(short)
    return name
