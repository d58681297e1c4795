"""What a council says of its bodies, and what an agenda has to do with them: ids, members, titles, chairs, drafts."""

from __future__ import annotations

from collections.abc import Callable

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.bodies import body_named, convened, seats_of, uncertain_law
from livecouncil.core.council.model import Council
from livecouncil.core.law.bodies import PROFILES, Profile
from livecouncil.core.text.called import name_key
from livecouncil.wording import words_spoken

from .faults import either
from .load import tell_doubles, tell_unknown_body
from .source import TomlSource


def _ids(source: TomlSource, council: Council) -> None:
    tell_doubles(source, ("bodies", "id"), [body.id for body in council.bodies], "twice_body")


def _members_of_bodies(source: TomlSource, council: Council) -> None:
    for index, body in enumerate(council.bodies):
        line = source.line_of("bodies", index, "members")
        for row in seats_of(council, body):
            if row.unknown:
                source.fault(line, "no_such_member", name=row.name, body=body.id)


def _check_words(source: TomlSource, council: Council) -> None:
    known = words_spoken().table("body")
    for index, body in enumerate(council.bodies):
        for key in body.words:
            if key not in known:
                line = source.line_of("bodies", index, "words")
                source.fault(line, "no_such_word", key=key, known=", ".join(sorted(known)))


def _weights(source: TomlSource, council: Council) -> None:
    """More votes than one are of a body whose law lets its arrangement give them; figures have three digits."""
    told = [index for index, member in enumerate(council.members) if member.votes > 1]
    if not told:
        return
    line = source.line_of("members", told[0], "votes")
    weighing = [met for met in _all_who_meet(council) if met.law.weighs]
    if not weighing:
        source.fault(line, "votes_not_here", name=council.members[told[0]].name)
    for met in weighing:
        together = sum(met.weights.values())
        if together > MOST_VOTES:
            source.fault(line, "votes_over", n=together, most=MOST_VOTES)


MOST_VOTES = 999
"""All votes of a body together: the figures of a line have three digits."""


def _majorities(source: TomlSource, council: Council) -> None:
    """A named majority is of a body whose law lets its arrangement ask one."""
    if council.procedure.majorities and not any(met.law.weighs for met in _all_who_meet(council)):
        line = source.line_of("procedure", None, "majorities")
        source.fault(line, "majorities_not_here", name=council.procedure.majorities[0].name)
    for index, body in enumerate(council.bodies):
        named = body.procedure.majorities if body.procedure else ()
        if named and not PROFILES[body.kind].weighs:
            line = source.line_of("bodies", index, "procedure")
            source.fault(line, "majorities_not_here", name=named[0].name)


def _all_who_meet(council: Council) -> list[Council]:
    """The council itself, and each body of it."""
    return [convened(council, body_id) for body_id in ("", *(body.id for body in council.bodies))]


def _committee_members(source: TomlSource, council: Council) -> None:
    """Whoever sits in committees alone needs one to sit in."""
    if council.bodies:
        return
    for index, member in enumerate(council.members):
        if member.kind == "committee_member":
            source.warn(source.line_of("members", index, "kind"), "no_committee", name=member.name)


OF_BODIES: tuple[Callable[[TomlSource, Council], None], ...] = (
    _ids,
    _members_of_bodies,
    _check_words,
    _committee_members,
    _weights,
    _majorities,
)
"""Every check of a council's bodies."""


def known_body(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    """The body an agenda names must be there."""
    tell_unknown_body(source, council, agenda)


def titled_as_another(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    """A title that is of one body on an agenda of another: its law and words would be those of the wrong one."""
    meeting = who_meets(council, agenda)
    title = agenda.meeting.title.casefold()
    line = source.line_of("meeting", None, "title")
    named = next((body for body in council.bodies if body.name.casefold() in title), None)
    if named and named.id != agenda.meeting.body:
        source.warn(line, "titled_as_body", title=agenda.meeting.title, body=named.id)
        return
    if named or meeting.law.titled.search(title):
        return
    other = next((law for law in PROFILES.values() if law.titled.search(title)), None)
    if other:
        _tell_other_kind(source, council, agenda, other)


def _tell_other_kind(source: TomlSource, council: Council, agenda: Agenda, other: Profile) -> None:
    line = source.line_of("meeting", None, "title")
    bodies = [body.id for body in council.bodies if body.kind == other.kind]
    if bodies:
        source.warn(line, "titled_as_body", title=agenda.meeting.title, body=either(bodies))
    else:
        source.warn(line, "titled_as_kind", title=agenda.meeting.title, kind=other.kind)


def chair_sits_in_council(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    """Art. 82.4: the chair of a committee is a member of the council."""
    meeting = who_meets(council, agenda)
    chair = name_key(agenda.meeting.chair)
    members = {name_key(member.name) for member in council.members if member.kind == "member"}
    if meeting.law.chair_of_council and chair not in members:
        line = source.line_of("meeting", None, "chair")
        source.warn(line, "chair_no_member", chair=agenda.meeting.chair)


def law_in_draft(source: TomlSource, other: TomlSource, council: Council, agenda: Agenda) -> None:
    """What of the law of who meets is not certain."""
    meeting = who_meets(council, agenda)
    told = source.line_of("council", None, "kind")
    if meeting.body:
        told = source.line_of("bodies", council.bodies.index(meeting.body), "kind")
    for code in uncertain_law(meeting):
        source.warn(told, "draft", what=words_spoken().t(f"draft.{code}"))


def known_majorities(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    """What an item names must be one of the majorities of who meets."""
    meeting = who_meets(council, agenda)
    known = [one.name for one in meeting.procedure.majorities] if meeting.law.weighs else []
    for index, item in enumerate(agenda.items):
        if item.majority and item.majority not in known:
            line = source.line_of("items", index, "majority")
            listed = either(known) if known else "–"
            source.fault(line, "unknown_majority", item=item.number, name=item.majority, known=listed)


def who_meets(council: Council, agenda: Agenda) -> Council:
    """Who meets; the council itself where the agenda names nobody there is."""
    body = body_named(council, agenda.meeting.body)
    return convened(council, body.id if body else "")


OF_BODY_AND_AGENDA: tuple[Callable[[TomlSource, TomlSource, Council, Agenda], None], ...] = (
    known_body,
    titled_as_another,
    chair_sits_in_council,
    known_majorities,
    law_in_draft,
)
"""Every check of an agenda against the bodies there are."""
