"""The journal folded into the meeting it tells of: whole (`fold`), one event further (`after`), on trial (`tried`).

Theory. The journal is never changed, so a state is nothing but its journal, folded: the same events give the same
state, in one go or one at a time. Two kinds of event speak of earlier ones: a recall says that one never happened, a
correction what it should have been. Both are looked up before anything is folded (`_Standing`), so that recalled facts
are left out and corrected ones stand in the place of the old before anything is counted: a state is always what the
meeting should be read as now. So one recall or correction more folds anew, and every other event goes on from the state
there is. What may not happen is refused before it is logged (`rules`), never here: a journal that exists must fold,
whatever rules are in force by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council

from . import events as ev
from .doors import lets_go, recalled_in
from .effects import EFFECTS
from .state import MeetingState

HearsFact = Callable[[MeetingState, ev.Base, ev.Base], None]
"""Hears each fact as it now stands, with the event that logged it, in the state right after it."""


def fold(
    events: Iterable[ev.Base],
    council: Council,
    agenda: Agenda,
    rehearsal: bool = False,
    listener: HearsFact | None = None,
    quoted: dict[tuple[Any, ...], Any] | None = None,
) -> MeetingState:
    """The state of a whole journal; `quoted` is that of an earlier state of the same journal."""
    journal = list(events)
    standing = _looked_up(journal)
    state = MeetingState(council, agenda, rehearsal, listener=listener)
    state.quoted = {} if quoted is None else quoted
    state.recalled = standing.recalled
    state.corrections = standing.corrections
    for event in journal:
        _take_in(state, event, standing.replaced.get(event.seq, event))
    return state


def after(state: MeetingState, event: ev.Base) -> MeetingState:
    """The meeting after the next event of its journal: `state` itself, or a new one after a recall or correction."""
    if isinstance(event, ev.Recalled | ev.Corrected):
        journal = [*state.events, event]
        return fold(journal, state.council, state.agenda, state.rehearsal, state.listener, state.quoted)
    _take_in(state, event, event)
    return state


def tried(state: MeetingState, fact: ev.Base) -> MeetingState:
    """The meeting as it would be with `fact`, which is not logged; `state` stays as it is, its listener is not told."""
    trial = state.trial()
    _happen(trial, fact, fact)
    return trial


@dataclass(frozen=True)
class _Standing:
    """What later events of a journal make of earlier ones.

    `recalled` are the numbers of those taken back. `replaced` has the corrected fact by the number of the event that
    logged it, the last correction first served; `corrections` all of them.
    """

    recalled: set[int]
    replaced: dict[int, ev.Base]
    corrections: dict[int, list[ev.Corrected]]


def _looked_up(journal: Sequence[ev.Base]) -> _Standing:
    """Names that completed a result fall with that result: a correction of it stands for both."""
    recalled = recalled_in(journal)
    replaced: dict[int, ev.Base] = {}
    corrections: dict[int, list[ev.Corrected]] = {}
    completing: dict[int, list[int]] = {}
    for event in journal:
        if event.seq in recalled:
            continue
        if isinstance(event, ev.Decided) and event.completes is not None:
            completing.setdefault(event.completes, []).append(event.seq)
        if not isinstance(event, ev.Corrected):
            continue
        for seq in (event.of, *completing.get(event.of, ())):
            replaced[seq] = _as_logged_by(seq, event)
            corrections.setdefault(seq, []).append(event)
    return _Standing(recalled, replaced, corrections)


def _as_logged_by(seq: int, correction: ev.Corrected) -> ev.Base:
    """The corrected fact in the place of event `seq`: the one corrected, or the one that completed it."""
    if seq == correction.of:
        return correction.event.model_copy(update={"seq": seq})
    return correction.event.model_copy(update={"seq": seq, "completes": correction.of})


def _take_in(state: MeetingState, event: ev.Base, fact: ev.Base) -> None:
    """One event in its turn. `fact` is what it says by now: the event itself, or what a correction put in its place."""
    state.events.append(event)
    if event.seq in state.recalled:
        return
    match event:
        case ev.Recalled():
            return
        case ev.Corrected():
            if state.status != "closed":  # afterwards it is made whenever that is, and the meeting's clock stands
                _tick(state, event.at, event.logged)
            _tell_listener(state, event, event)
        case ev.Released():
            _pass_gate(state, event.gate, event.of, event.at)
        case ev.Paused():
            state.paused = event.on
        case _ if type(fact) in EFFECTS:
            _happen(state, fact, event)
    for gate in event.released:
        _pass_gate(state, gate, (event.seq,), event.at)


def _pass_gate(state: MeetingState, gate: ev.Gate, seqs: Iterable[int], at: datetime) -> None:
    """Only the first passing of a gate counts."""
    passed = state.released[gate]
    for seq in seqs:
        passed.setdefault(seq, at)


def _happen(state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
    """`fact` becomes part of the meeting; behind closed doors, as one that nobody outside may know of."""
    if state.doors_closed and not lets_go(fact):
        state.hidden.add(fact.seq)
    state.facts[fact.seq] = fact
    EFFECTS[type(fact)](state, fact)
    _tick(state, fact.at, logged.logged)
    _tell_listener(state, fact, logged)


def _tell_listener(state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
    if state.listener:
        state.listener(state, fact, logged)


def _tick(state: MeetingState, at: datetime, logged: datetime | None) -> None:
    """Set the meeting's clock, and note the day on which it sat when this was logged live (see `timing`)."""
    if logged is None or state.last_at is None or at > state.last_at:
        state.last_at = at
    day = (logged or at).astimezone(state.zone).date()
    if logged is None or day == state.day or day in state.days or day == at.astimezone(state.zone).date():
        state.lived = True
        state.days |= {day, day + timedelta(days=1)}
