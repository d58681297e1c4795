"""Outcomes without a vote: withdrawn, held over, noted, adopted by acclamation."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState, Paper
from livecouncil.core.text.called import without_salutation
from livecouncil.errors import Refusal

from .jointly import open_targets
from .shared import Finding, Notice, is_about_persons, referred, refuse_too_few
from .vote_order import amended, refuse_waiting, too_early

_WITHOUT: dict[str, tuple[ev.Outcome, ev.Method]] = {
    "withdraw": ("withdrawn", "none"),
    "hold_over": ("held_over", "none"),
    "lapse": ("lapsed", "none"),
    "note_taken": ("noted", "none"),
    "acclaim": ("adopted", "acclamation"),
}


def decide_without_vote(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """Withdrawn, held over, noted, or adopted by acclamation."""
    keys = open_targets(state, entry)
    target = keys[0]
    outcome, method = _WITHOUT[entry.act]
    early: tuple[Notice, ...] = ()
    if entry.act == "acclaim":
        refuse_too_few(state)
    if entry.act in ("acclaim", "note_taken"):
        refuse_waiting(state, target)
        early = too_early(state, target)
    by = tuple(n.who.name for n in state.roster.list(entry.words, state.roster.voters()))
    if entry.act == "withdraw":
        for paper in (state.objects[key] for key in keys if key in state.objects):
            _refuse_others_remain(state, paper, by)
        if len(keys) == 1 and target in state.objects:
            by = by or state.objects[target].movers
    event = ev.Decided(
        at=at,
        object=target,
        item=state.item_of(target),
        outcome=amended(state, target, outcome),
        method=method,
        by=by,
        also=keys[1:],
    )
    warnings = early
    if entry.act == "acclaim" and is_about_persons(state, target):
        warnings += (Notice("acclaim_persons"),)
    if entry.act == "lapse":
        warnings += _lapses(state, target)
    return Finding((event,), warnings)


def _lapses(state: MeetingState, target: str) -> tuple[Notice, ...]:
    """Something lapses by another outcome: where there is none, or where it is a whole proposal, that is said."""
    item = state.item_of(target)
    if target == item:
        return (Notice("lapses_whole", {"number": item}),)
    filed = [paper for paper in state.objects.values() if paper.item == item]
    if item in state.outcomes or any(paper.outcome for paper in filed):
        return ()
    return (Notice("lapses_by_nothing", {"number": item, "object": referred(state, target)}),)


def _refuse_others_remain(state: MeetingState, what: Paper, by: tuple[str, ...]) -> None:
    """A motion is withdrawn by all who filed it: one may leave it, but does not take it away from the others."""
    group_of = {m.name: m.group for m in state.council.members}
    remaining = tuple(m for m in what.movers if m not in by and group_of.get(m) not in by)
    if not by or not remaining:
        return
    among = state.roster.voters()
    filers = {party.name: party for party in among}
    leaving = [filers[name] for name in by if name in filers]
    line = f"{what.key} i- {' '.join(state.roster.shortest(party, among) for party in leaving)}"
    raise Refusal(
        "others_remain", object=what.label, key=what.key, names=", ".join(map(without_salutation, remaining)), line=line
    )
