"""Who took part in a meeting, as the open-data standards ask: names in their parts, roles, groups, and ids that last.

Ids of persons and groups outlive the meeting: they have the one that `council.toml` gave once, whatever becomes of the
name, and one made of the name where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from livecouncil.core.council.lasting_ids import by_name
from livecouncil.core.law.bodies.roles import part_of
from livecouncil.core.release.record import MemberVote, PublicRecord, TurnRecord
from livecouncil.core.text.called import bare_name, is_prefix, take_apart
from livecouncil.core.text.slug import slug_of

from .identity import identity_of
from .shared import FUNCTION

Span = tuple[datetime, datetime | None]
"""From when to when; None while it lasts."""
_PARTS = {"griffier": "Griffier", "public": "Inspreker"}
_INITIALS = re.compile(r"(?:[A-Z][a-z]?\.)+(?:-?[A-Z]\.)*|[A-Z]")


@dataclass(frozen=True)
class Name:
    """A name in its parts, as the standards ask; only `family` and `full` are never empty."""

    full: str
    family: str
    prefix: str = ""
    initials: str = ""
    given: str = ""


@dataclass(frozen=True)
class RosterPerson:
    """Somebody with a part in the meeting. `role`: member, that of an official, 'public', or '' when not known."""

    id: str
    name: Name
    role: str
    group: str = ""
    part: str = ""  # label of ORI-A's deelnemerrollen
    spans: tuple[Span, ...] = ()
    turns: tuple[TurnRecord, ...] = ()
    voted: bool = False
    term: tuple[date | None, date | None] = (None, None)

    @property
    def present(self) -> bool:
        """Whether this person took part: an arrival logged behind closed doors is known only by the votes after it."""
        return bool(self.spans) or self.voted or self.role != "member"


def ori_function(record: PublicRecord, person: RosterPerson) -> str:
    """The function or office of a person, as ORI-A lists them; '' where it has none."""
    if person.name.full in record.people.committee_members:
        return "Burgerlid"
    if person.role == "member":
        return identity_of(record).member
    return FUNCTION.get(person.role, "")


def council_id(record: PublicRecord) -> str:
    """What is put before the ids of persons and groups, which outlive the meeting: 'gm0400'."""
    return record.meeting.code.lower() or slug_of(record.meeting.municipality)


def name_parts(name: str, surname: str = "") -> Name:
    """The parts of a name: 'burgemeester K.F. van der Velden' has initials, prefix and family name."""
    bare = bare_name(name)
    family = surname or bare
    before: list[str] = []
    if bare.endswith(family):
        before = bare.removesuffix(family).split()
    given = take_apart(name).given.split()
    least = 0
    if before[: len(given)] == given:
        least = len(given)
    at = len(before)
    while at > least and is_prefix(before[at - 1]):
        at -= 1
    dropped = name.removesuffix(bare).split()
    return Name(
        full=name,
        family=family,
        prefix=" ".join(before[at:]),
        initials="".join(word for word in dropped if _INITIALS.fullmatch(word)),
        given=" ".join(before[:at]),
    )


def people(record: PublicRecord) -> dict[str, RosterPerson]:
    """Everybody with a part in the meeting, by name: the sitting members, then who else chaired, spoke or promised."""
    spans = {one.member: one.spans for one in record.people.presence}
    breaks = [(pause.at, pause.until) for pause in record.decisions.breaks]
    turns = {speaker.who: fragments_of(speaker.turns, breaks) for speaker in record.people.speakers}
    terms = {name: (start, end) for name, start, end in record.people.terms}
    group_of = dict(record.people.members)
    surnames = dict(record.people.surnames)
    taking_part = ("for", "against", "abstained")
    voted = {vote.member for vote in _member_votes(record) if vote.option in taking_part}
    found: dict[str, RosterPerson] = {}
    for name, local in local_ids(record).items():
        role = _role(record, name)
        found[name] = RosterPerson(
            id=local,
            name=name_parts(name, surnames.get(name, "")),
            role=role,
            group=group_of.get(name, ""),
            part=_participation(record, name, role),
            spans=spans.get(name, ()),
            turns=turns.get(name, ()),
            term=terms.get(name, (None, None)),
            voted=name in voted,
        )
    return found


def fragments_of(turns: Iterable[TurnRecord], breaks: Sequence[Span]) -> tuple[TurnRecord, ...]:
    """The turns of a speaker, cut where the meeting was suspended or its doors were closed: nobody speaks then, though
    who had the floor may have it again afterwards. The first part keeps the seconds that count."""
    found: list[TurnRecord] = []
    for turn in turns:
        found += _cut_turn(turn, breaks)
    return tuple(found)


def _cut_turn(turn: TurnRecord, breaks: Sequence[Span]) -> Iterator[TurnRecord]:
    """What is left of one turn; an interruption, which takes no time, stays whatever the clock says."""
    if turn.until == turn.at:
        yield turn
        return
    rest = turn
    for start, end in sorted(breaks, key=lambda one: one[0]):
        if (rest.until and start >= rest.until) or (end and end <= rest.at):
            continue
        if start > rest.at:
            yield replace(rest, until=start)
        if end is None or (rest.until and end >= rest.until):
            return
        rest = replace(rest, at=end, seconds=rest.seconds * (start <= rest.at))
    yield rest


def local_ids(record: PublicRecord) -> dict[str, str]:
    """The id of everybody with a part in the meeting, by name: the one they were given, else made of the name."""
    given = {name: f"persoon-{told}" for name, told in reversed(record.people.ids)}
    taken = set(given.values())
    return {name: given.get(name) or free_id("persoon", name, taken) for name in _everybody(record)}


def _everybody(record: PublicRecord) -> list[str]:
    """Names in order: who sits, who voted and, once the meeting was opened, who chaired, spoke or promised."""
    names = [name for name, _ in record.people.members]
    names += [vote.member for vote in _member_votes(record)]
    if record.meeting.opened:
        names += record.people.chairs
        names += [speaker.who for speaker in record.people.speakers]
        names += [who for who, _, _ in record.decisions.undertakings]
    return list(dict.fromkeys(names))


def _role(record: PublicRecord, name: str) -> str:
    """'member', that of an official, 'public' for who has spoken in (inspreker), or ''."""
    if name in dict(record.people.members):
        return "member"
    if name in dict(record.people.officials):
        return dict(record.people.officials)[name]
    if name.startswith("inspreker"):
        return "public"
    return ""


def _member_votes(record: PublicRecord) -> Iterator[MemberVote]:
    for item in record.decisions.items:
        for vote in item.votes:
            yield from vote.votes or ()


def _participation(record: PublicRecord, name: str, role: str) -> str:
    if name in record.people.chairs:
        if name == record.people.chairs[0]:
            return "Voorzitter"
        return "Vice-voorzitter"
    if role == "member":
        return identity_of(record).part
    if part_of(role) in ("chair", "executive"):
        return "Portefeuillehouder"
    return _PARTS.get(role, "")


def groups(record: PublicRecord) -> dict[str, str]:
    """Ids of the groups with a seat, by name, in the council's order."""
    given = {name: f"fractie-{told}" for name, told in record.people.group_ids}
    taken = set(given.values())
    seated = {group for _, group in record.people.members} | set(record.people.seated_groups)
    names = [n for n, _ in record.people.groups if n in seated] + [g for _, g in record.people.members if g]
    return {name: given.get(name) or free_id("fractie", name, taken) for name in dict.fromkeys(names)}


def free_id(kind: str, name: str, taken: set[str]) -> str:
    """`kind` and the name as a slug; a number after it when the slug is in use."""
    base = f"{kind}-{by_name(name)}"
    local = base
    number = 1
    while local in taken:
        number += 1
        local = f"{base}-{number}"
    taken.add(local)
    return local
