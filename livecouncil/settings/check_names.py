"""Whether everybody can be typed: each name a clerk would type is tried, before the evening on which it must work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from livecouncil.core.council.model import Council, Group, Member, Official
from livecouncil.core.council.roster import Party, Roster, in_full
from livecouncil.core.meeting.astray import Astray, astray

from .faults import either, fault_text
from .source import TomlSource


def check_names(source: TomlSource, council: Council, day: date | None) -> None:
    """Types every name a clerk would type; warns of each that does not lead to its bearer alone, with what does."""
    there = [member for member in council.members if not _gone_by(member, day)]
    roster = Roster(tuple(there), council.groups, council.officials)
    for one in astray(roster):
        typed = ", ".join(f"‘{name}’" for name in one.typed)
        others = either([in_full(other) for other in one.others])
        line = _line_of_party(source, council, one.who)
        source.warn(line, f"astray_{one.why}", typed=typed, name=one.who.name, others=others, remedy=_remedy(one))


def _gone_by(member: Member, day: date | None) -> bool:
    return day is not None and member.until is not None and member.until < day


def _line_of_party(source: TomlSource, council: Council, who: Party) -> int:
    table = "groups"
    rows: Sequence[Party] = council.groups
    if isinstance(who, Member):
        table = "members"
        rows = council.members
    elif isinstance(who, Official):
        table = "officials"
        rows = council.officials
    place = next(index for index, row in enumerate(rows) if row is who)
    return source.line_of(table, place, "name")


def _remedy(one: Astray) -> str:
    """What leads home instead, else what the council's file lacks."""
    kind = "official"
    if isinstance(one.who, Group):
        kind = "group"
    elif isinstance(one.who, Member):
        kind = "member"
    if not one.take:
        if isinstance(one.who, Member) and not one.who.number:
            kind = "number"
        return fault_text(f"astray.lacks_{kind}")
    typed = either([f"‘{text}’" for text in one.take])
    if one.why == "command":
        return fault_text("astray.type", typed=typed)
    return fault_text(f"astray.type_{kind}", typed=typed)
