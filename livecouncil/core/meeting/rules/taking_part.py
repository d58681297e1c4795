"""One member and one vote: who takes no part, who voted by mistake, who explains."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import display
from livecouncil.core.law.voting import quorum
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import label_of
from livecouncil.errors import Refusal

from .shared import Finding, Notice, open_item, referred, resolve_target


def _member_named(state: MeetingState, entry: TypedLine) -> Member:
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.members)
    assert isinstance(who, Member)
    return who


def recuse_member(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`nd`: takes no part (art. 28); the reason stays private."""
    target = open_item(state, entry)
    member = _member_named(state, entry)
    if member.name in state.recusals(target):
        raise Refusal("twice", typed=member.name, name=display(member))
    scope = state.council.procedure.recusal
    events: tuple[ev.Base, ...] = (ev.Recused(at=at, member=member.name, object=target, scope=scope),)
    if entry.text:
        events += (ev.Note(at=at, kind="reason", text=clean(entry.text)),)
    entitled = len(state.sitting) - len(state.recusals(target)) - 1
    figures: dict[str, object] = {"entitled": entitled, "needed": quorum(entitled), "object": referred(state, target)}
    return Finding(events, (Notice(f"recused_{scope}", figures),))


def note_mistake(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`vg`: a member voted by mistake; the outcome stands."""
    target = resolve_target(state, entry.target)
    member = _member_named(state, entry)
    last = state.last_decision(target)
    if not isinstance(last, ev.Decided) or not last.vote:
        raise Refusal("no_vote_yet", object=referred(state, target))
    if last.vote.options and last.vote.options.get(member.name) not in ("for", "against"):
        raise Refusal("did_not_vote", name=display(member), object=referred(state, target))
    return Finding((ev.MistakeNoted(at=at, member=member.name, object=target),))


def note_against(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`aant`: who counts as having voted against what was adopted without a vote."""
    target = resolve_target(state, entry.target)
    who = tuple(named.who.name for named in state.roster.list(entry.words, state.roster.voters()))
    last = state.last_decision(target)
    if last is None:
        raise Refusal("not_decided", object=referred(state, target))
    if isinstance(last, ev.Decided) and last.vote:
        raise Refusal("was_voted", object=referred(state, target))
    if state.outcome(target) not in _ADOPTED_SO:
        raise Refusal("not_adopted", object=referred(state, target))
    return Finding((ev.CountedAgainst(at=at, who=who, object=target),))


_ADOPTED_SO = ("adopted", "adopted_amended", "adopted_in_part", "adopted_without_vote", "noted")


def explain_vote(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`sv`: that a member or a group explains a vote, never what was said."""
    member = state.roster.find(" ".join(w.text for w in entry.words), state.roster.voters())
    target = state.called or state.item
    if entry.target:
        target = resolve_target(state, entry.target)
    if not target:
        raise Refusal("no_item")
    if target not in state.objects and state.find_item(target) is None:
        raise Refusal("unknown_object", object=label_of(target), verb="i")
    wanted = state.council.procedure.explanation
    decided = state.outcome(target) is not None
    warnings = (Notice(f"explanation_{wanted}", {}),) if decided == (wanted == "before") else ()
    return Finding((ev.Explained(at=at, member=member.name, object=target),), warnings)
