"""One member and one vote: who takes no part, who voted by mistake, who explains."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import display
from livecouncil.core.law.voting import quorum
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import label_of
from livecouncil.errors import Refusal

from .shared import Finding, Notice, open_item, referred, resolve_target
from .voters import concerns


def _refuse_bare_item(state: MeetingState, entry: TypedLine) -> None:
    """What a note is about has an `n` before it where it is an item: a number alone may be somebody's."""
    last = entry.words[-1].text if entry.words else ""
    if entry.target is None and state.find_item(last) and not state.roster.meant(last, state.roster.voters()):
        raise Refusal("item_needs_n", typed=last)


def _member_named(state: MeetingState, entry: TypedLine) -> Member:
    _refuse_bare_item(state, entry)
    if not entry.words:
        raise Refusal("name_needed")
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.members)
    assert isinstance(who, Member)
    return who


def recuse_member(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`nd`: takes no part (art. 28); the reason stays private."""
    if lets_take_part(entry):
        return _take_part(state, entry, at)
    if signed := next((word for word in entry.words if word.sign), None):
        raise Refusal("recused_sign", typed=signed.sign + signed.text)
    target = open_item(state, entry)
    member = _member_named(state, entry)
    others = state.recusals(target) - _let_in_again(state, entry, target)
    if member.name in others:
        raise Refusal("recused_already", name=display(member), object=referred(state, target))
    scope = state.council.procedure.recusal
    recusal = ev.Recused(at=at, member=member.name, object=target, scope=scope)
    entitled = len(state.sitting) - len(others) - 1
    figures: dict[str, object] = {"entitled": entitled, "needed": quorum(entitled), "object": referred(state, target)}
    recount = _to_recount(state, recusal) if entry.correction else ()
    return Finding((recusal, *_private_reason(entry, at)), (Notice(f"recused_{scope}", figures), *recount))


def lets_take_part(entry: TypedLine) -> bool:
    """`c nd` and `c nd -jansen`: whoever was said to take no part does so after all."""
    return entry.correction and entry.act == "recuse" and all(word.sign == "-" for word in entry.words)


def freed(state: MeetingState, entry: TypedLine) -> ev.Recused:
    """The recusal that is taken away: of the member named, or the only one there is. Raises Refusal."""
    about = resolve_target(state, entry.target) if entry.target else None
    kept = [fact for fact in _recusals_standing(state) if about in (None, fact.object)]
    if entry.words:
        who = _member_named(state, entry).name
        kept = [fact for fact in kept if fact.member == who][-1:]
    if not kept:
        raise Refusal("nothing_to_correct")
    if len(kept) > 1:
        names = tuple(without_salutation(fact.member) for fact in kept)
        raise Refusal("recused_which", names=names, line=_freeing_line(state, kept[-1]))
    return kept[0]


def _recusals_standing(state: MeetingState) -> list[ev.Recused]:
    facts = [fact for seq, fact in state.facts.items() if seq not in state.hidden]
    return [fact for fact in facts if isinstance(fact, ev.Recused) and fact.scope != "nothing"]


def _freeing_line(state: MeetingState, fact: ev.Recused) -> str:
    among = state.roster.members
    member = next(member for member in among if member.name == fact.member)
    about = fact.object if fact.object in state.objects else f"n{fact.object}"
    return f"c nd -{state.roster.shortest(member, among)} {about}"


def _take_part(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    kept = freed(state, entry)
    event = ev.Recused(at=at, member=kept.member, object=kept.object, scope="nothing")
    return Finding((event, *_private_reason(entry, at)), _to_recount(state, kept))


def _private_reason(entry: TypedLine, at: datetime) -> tuple[ev.Note, ...]:
    if not entry.text:
        return ()
    return (ev.Note(at=at, kind="reason", text=clean(entry.text)),)


def _to_recount(state: MeetingState, recusal: ev.Recused) -> tuple[Notice, ...]:
    """Votes that were counted with the recusal that is put right: each is counted anew when it is put right itself."""
    voted = [fact for fact in state.facts.values() if isinstance(fact, ev.Decided) and fact.vote]
    held = [fact for fact in voted if concerns(state, recusal, fact.object)]
    return tuple(Notice("count_anew", {"object": referred(state, fact.object)}) for fact in held)


def _let_in_again(state: MeetingState, entry: TypedLine, target: str) -> frozenset[str]:
    """Who takes part after all, where the last recusal on `target` is put right."""
    if not entry.correction:
        return frozenset()
    last = [fact.member for fact in state.facts.values() if isinstance(fact, ev.Recused) and fact.object == target][-1:]
    return frozenset(last)


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
    _refuse_bare_item(state, entry)
    who = tuple(named.who.name for named in state.roster.list(entry.words, state.roster.voters()))
    last = state.last_decision(target)
    if last is None:
        raise Refusal("not_decided", object=referred(state, target))
    if isinstance(last, ev.Decided) and last.vote:
        raise Refusal("was_voted", object=referred(state, target))
    if state.outcome(target) not in _ADOPTED_SO:
        raise Refusal("not_adopted", object=referred(state, target))
    noted = {name for fact in _notes_against(state, target) for name in fact.who}
    if not entry.correction and (again := noted.intersection(who)):
        raise Refusal("against_already", names=tuple(sorted(again)), object=referred(state, target))
    return Finding((ev.CountedAgainst(at=at, who=who, object=target),))


def _notes_against(state: MeetingState, target: str) -> list[ev.CountedAgainst]:
    return [fact for fact in state.facts.values() if isinstance(fact, ev.CountedAgainst) and fact.object == target]


_ADOPTED_SO = ("adopted", "adopted_amended", "adopted_in_part", "adopted_without_vote", "noted")


def explain_vote(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`sv`: that a member or a group explains a vote, never what was said."""
    _refuse_bare_item(state, entry)
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
