"""Who is here, who takes the chair, who takes a seat, and where roll calls begin."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.council.model import Group
from livecouncil.core.council.roster import Roster, display
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import calls, name_key
from livecouncil.errors import Refusal

from .shared import Finding, Notice, referred
from .voters import calling_order


def attend(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`aan` and `af`: members, a whole group, or `*` for everybody."""
    arriving = entry.act == "arrive"
    if state.status not in ("planned", "not_opened"):
        here = state.present
    else:
        here = state.entitled - state.away
    if entry.correction:
        here = _without_the_last(state, here)
    if [w.text for w in entry.words] == ["*"]:
        if not arriving:
            raise Refusal("everybody_leaves")
        names = tuple(m.name for m in state.sitting if m.name not in here)
    else:
        names = _who_changes(state, entry, here, arriving)
    if not names:
        raise Refusal("nobody_changes")
    event = ev.Attendance(at=at, members=names, present=arriving)
    return Finding((event,), (*_quorum_lost(state, here, names, arriving), *votes_that_differ(state, names, at)))


def _without_the_last(state: MeetingState, here: set[str]) -> set[str]:
    """Who is here but for the last arrival or departure, in whose place a correction comes. Raises Refusal where that
    was before the opening, which recorded who was there: that is not undone by it."""
    moves = [fact for seq, fact in state.facts.items() if isinstance(fact, ev.Attendance) and seq not in state.hidden]
    if not moves:
        return here
    last = max(moves, key=lambda move: move.seq)
    if any(isinstance(fact, ev.Opened) and fact.seq > last.seq for fact in state.facts.values()):
        raise Refusal("before_opening", line=_other_way(state, last))
    if last.present:
        return here - set(last.members)
    return here | set(last.members)


def _who_changes(state: MeetingState, entry: TypedLine, here: set[str], arriving: bool) -> tuple[str, ...]:
    names: list[str] = []
    for named in state.roster.list(entry.words, state.roster.voters()):
        if isinstance(named.who, Group):
            names += [m.name for m in state.sitting if m.group == named.who.name and (m.name in here) != arriving]
        elif (named.who.name in here) == arriving:
            raise Refusal("already_there" if arriving else "already_away", name=display(named.who))
        else:
            names.append(named.who.name)
    return tuple(dict.fromkeys(names))


def _quorum_lost(state: MeetingState, here: set[str], names: tuple[str, ...], arriving: bool) -> tuple[Notice, ...]:
    left = len(here - set(names))
    if arriving or left >= state.quorum:
        return ()
    return (Notice("quorum_lost", {"present": left, "sitting": len(state.sitting), "quorum": state.quorum}),)


def _other_way(state: MeetingState, move: ev.Attendance) -> str:
    """The line that brings back who left by `move`, or the other way round."""
    among = state.roster.voters()
    names = [state.roster.shortest(who, among) for who in state.roster.members if who.name in move.members]
    return " ".join(["af" if move.present else "aan", *names])


def votes_that_differ(state: MeetingState, names: tuple[str, ...], at: datetime) -> tuple[Notice, ...]:
    """Name the votes a back-dated arrival or departure would have changed; they keep their presence."""
    later = [
        e
        for e in state.facts.values()
        if isinstance(e, ev.Decided) and e.vote and e.at > at and set(names) & state.entitled
    ]
    return tuple(Notice("would_differ", {"object": referred(state, e.object)}) for e in later)


def change_chair(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`vz`: who takes the chair; also back, who was to chair and is on no list."""
    planned = state.agenda.meeting.chair
    typed = " ".join(w.text for w in entry.words)
    if not state.roster.meant(typed, state.roster.speakers()) and name_key(typed) in calls(planned).exact:
        return Finding((ev.ChairChanged(at=at, who=planned),))
    who = state.roster.find(typed, state.roster.speakers())
    return Finding((ev.ChairChanged(at=at, who=who.name),))


def swear_in(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`beedigd`: a member who takes a seat this evening."""
    waiting = [m for m in state.council.members if m.name not in state.entitled and m.from_ and m.from_ >= state.day]
    typed = " ".join(w.text for w in entry.words)
    if not (among := Roster(tuple(waiting), ())).meant(typed, waiting):
        raise Refusal("not_waiting", typed=typed, day=state.day.isoformat())
    who = among.find(typed, waiting)
    if len(state.sitting) >= state.council.council.seats:
        raise Refusal("council_full", seats=state.council.council.seats)
    return Finding((ev.SwornIn(at=at, member=who.name),))


def dismiss(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`ontslag`: a member leaves the council; the seat is vacant from then on."""
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.members)
    return Finding((ev.Resigned(at=at, member=who.name),))


def draw_start_number(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`loot`: the number at which roll calls begin."""
    number = int(entry.number)
    if number not in [m.number for m in calling_order(state)]:
        raise Refusal("number_unknown", number=number)
    return Finding((ev.StartNumber(at=at, number=number),))
