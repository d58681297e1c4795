"""`check`: everything in a council and an agenda that cannot be, or that the griffier should look at.

Two files are looked through before a meeting and nothing is mended in them. Each check is a small function that knows
one rule and tells what it finds; the lists say which there are, in the order in which the griffier reads about them. A
check never relies on another having run, and what the law says of a matter it asks of `core.law`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.bodies import convened
from livecouncil.core.council.model import Council, Member, Official, sitting, surname
from livecouncil.core.council.roster import exact_keys
from livecouncil.core.council.zone import DEFAULT
from livecouncil.core.law.bodies import COUNCIL, Profile
from livecouncil.core.meeting.rules.candidates import same_person
from livecouncil.core.text.called import calls, name_key

from .check_agenda import OF_AGENDA
from .check_bodies import OF_BODIES, OF_BODY_AND_AGENDA, who_meets
from .check_council import OF_COUNCIL
from .check_names import check_names
from .faults import Fault, either
from .load import place_start, validated
from .source import TomlSource


def check(agenda_path: Path, council_path: Path) -> list[Fault]:
    """Every fault of an agenda and the council it is for, in the order of the files."""
    council_source = TomlSource(council_path)
    agenda_source = TomlSource(agenda_path)
    council = validated(council_source, Council, "council")
    zone = DEFAULT
    if council:
        zone = council.council.zone
    place_start(agenda_source, zone)
    agenda = validated(agenda_source, Agenda, "meeting")
    if council:
        day = None
        if agenda:
            day = agenda.meeting.start.date()
        for look_at in (*OF_COUNCIL, *OF_BODIES):
            look_at(council_source, council)
        check_names(council_source, council, day)
    if agenda:
        for look in OF_AGENDA:
            look(agenda_source, agenda, law_of(council, agenda))
    if council and agenda:
        for compare in _OF_BOTH:
            compare(council_source, agenda_source, council, agenda)
    return council_source.faults + agenda_source.faults


def law_of(council: Council | None, agenda: Agenda) -> Profile:
    """The law of who meets; that of a municipal council where this is not known."""
    if council is None:
        return COUNCIL
    return who_meets(council, agenda).law


def _same_council(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    told = agenda.meeting.municipality
    municipality = council.council.municipality
    if told and name_key(told) != name_key(municipality):
        source.fault(
            source.line_of("meeting", None, "municipality"), "other_council", agenda=told, council=municipality
        )


def _recusal_of_today(source: TomlSource, _: TomlSource, council: Council, agenda: Agenda) -> None:
    """Art. 28 is no local rule: a council that wrote down the old one is told."""
    rules = council.procedure
    written = "recusal" in rules.model_fields_set
    if written and rules.recusal == "vote" and council.law.recusal(agenda.meeting.start.date()) == "debate":
        source.warn(source.line_of("procedure", None, "recusal"), "old_recusal")


def _within_seats(source: TomlSource, _: TomlSource, council: Council, agenda: Agenda) -> None:
    day = agenda.meeting.start.date()
    members = len(sitting(convened(council, ""), day))
    seats = council.council.seats
    if members > seats:
        line = source.line_of("council", None, "seats")
        source.fault(line, "over_seats", members=members, day=f"{day:%d-%m-%Y}", seats=seats)


def _sworn_in(source: TomlSource, _: TomlSource, council: Council, agenda: Agenda) -> None:
    day = agenda.meeting.start.date()
    for index, member in enumerate(council.members):
        gone = member.until is not None and member.until < day
        if member.from_ and member.from_ >= day and not gone:
            source.warn(source.line_of("members", index, "from"), "not_sworn_in", name=member.name)


def _candidates_of_other_names(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    """Whoever shares a surname with a candidate is warned about: on a ballot at that item it means the candidate."""
    for index, item in enumerate(agenda.items):
        for name in item.candidates:
            keys = set(calls(name).exact)
            namesakes = [m for m in council.members if keys & set(exact_keys(m))]
            others = [m.name for m in namesakes if not same_person(m, name)]
            if others:
                line = source.line_of("items", index, "candidates")
                source.warn(line, "candidate_surname", item=item.number, candidate=name, others=either(others))


def _known_chair(_: TomlSource, source: TomlSource, council: Council, agenda: Agenda) -> None:
    chair = name_key(agenda.meeting.chair)
    names = {name_key(member.name) for member in council.members}
    names |= {name_key(official.name) for official in council.officials}
    names |= {name_key(f"de {official.role}") for official in council.officials}
    everybody: list[Member | Official] = [*council.officials, *council.members]
    by_surname = any(chair.endswith(name_key(surname(one))) for one in everybody)
    if chair not in names and not by_surname:
        source.warn(source.line_of("meeting", None, "chair"), "unknown_chair", chair=agenda.meeting.chair)


_OF_BOTH: tuple[Callable[[TomlSource, TomlSource, Council, Agenda], None], ...] = (
    _same_council,
    _recusal_of_today,
    _within_seats,
    _sworn_in,
    _candidates_of_other_names,
    _known_chair,
    *OF_BODY_AND_AGENDA,
)
