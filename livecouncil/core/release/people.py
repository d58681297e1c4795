"""Who sits, who came and when, who took the chair and who spoke."""

from __future__ import annotations

from datetime import date

from livecouncil.core.council.model import Member, Official, surname
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.course import stays_of
from livecouncil.core.meeting.speaking_time import Turn, turns
from livecouncil.core.meeting.state import MeetingState

from .folded import Folded
from .record import PeopleRecord, PresenceRecord, SpeakerRecord, TurnRecord
from .saying import Phrasing
from .transcript import attendance


def people_of(folded: Folded, saying: Phrasing) -> PeopleRecord:
    """The people of the meeting, as far as this gate knows them; an unofficial report counts nobody as present."""
    state = folded.state
    council = state.council
    counted = not council.council.unofficial
    sat = state.sat
    members = [(m.name, surname(m)) for m in sat]
    officials = [(o.name, surname(o)) for o in council.officials]
    everybody: tuple[Member | Official, ...] = (*sat, *council.officials)
    return PeopleRecord(
        seats=council.council.seats,
        sitting=len(state.sitting),
        present=len(state.present) * counted,
        absent=_absent(folded) * counted,
        members=tuple((m.name, m.group) for m in sat),
        groups=tuple((g.name, g.abbreviation) for g in council.groups),
        seated_groups=tuple(g.name for g in council.groups if council.by_seats),
        officials=tuple((o.name, o.role) for o in council.officials),
        surnames=(*members, *officials),
        chairs=_chairs(folded),
        committee_members=tuple(m.name for m in sat if m.kind == "committee_member"),
        presence=_presence(folded) * counted,
        attendance=attendance(folded, saying),
        speakers=_speakers(state),
        ids=tuple((person.name, person.id) for person in everybody if person.id),
        group_ids=tuple((g.name, g.id) for g in council.groups if g.id),
        groups_known_as=tuple((g.name, g.ids.told) for g in council.groups if g.ids.told),
        terms=tuple(_term(state, m) for m in sat if m.from_ or m.until or m.name in state.resigned),
        known_as=tuple((m.name, m.ids.told) for m in sat if m.ids.told),
    )


def _term(state: MeetingState, member: Member) -> tuple[str, date | None, date | None]:
    """From when until when somebody is a member; who leaves the council in this meeting is so until its day."""
    until = state.day if member.name in state.resigned else member.until
    return member.name, member.from_, until


def _absent(folded: Folded) -> tuple[str, ...]:
    """Who was not there at the opening; nobody before it."""
    opened = next((fact for fact in folded.facts if isinstance(fact, ev.Opened)), None)
    if opened is None:
        return ()
    return tuple(m.name for m in folded.state.sitting if m.name not in opened.present)


def _chairs(folded: Folded) -> tuple[str, ...]:
    changed = (fact.who for fact in folded.facts if isinstance(fact, ev.ChairChanged))
    return tuple(dict.fromkeys((folded.state.agenda.meeting.chair, *changed)))


def _presence(folded: Folded) -> tuple[PresenceRecord, ...]:
    spans = stays_of(folded.happened)
    return tuple(PresenceRecord(m.name, spans.get(m.name, ())) for m in folded.state.sat)


def _speakers(state: MeetingState) -> tuple[SpeakerRecord, ...]:
    """The speaker index, by the order in which people first spoke."""
    taken: dict[str, list[Turn]] = {}
    for turn in turns(state):
        taken.setdefault(turn.who, []).append(turn)
    return tuple(_speaker(who, theirs) for who, theirs in taken.items())


def _speaker(who: str, taken: list[Turn]) -> SpeakerRecord:
    return SpeakerRecord(
        who=who,
        group=taken[0].group,
        seconds=sum(turn.seconds for turn in taken),
        turns=tuple(TurnRecord(turn.item, turn.start, turn.seconds, turn.end) for turn in taken),
    )
