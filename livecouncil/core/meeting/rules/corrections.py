"""Corrections: `c` and the entry as it should have been. A new entry; the old one stays readable in the journal.

Theory. First the fact is found that the line is about, the last of its kind; the registry says which kinds an act puts
right. Then the line is decided as if it were typed for the first time, by its own rule, and what comes out takes the
place, the time and the round of the old fact. Three things are no plain replacement: names that only complete a result,
one item of several adopted together, and a time put right while all else stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from livecouncil.core.acts import OUTCOME, PARSED
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import NamedOutcome, confirmed
from livecouncil.core.meeting.state import MeetingState, ballot_key
from livecouncil.core.meeting.timing import until
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import label_of
from livecouncil.errors import Refusal

from .debate import promised
from .jointly import refuse_part
from .presence import votes_that_differ
from .shared import Finding, Notice, referred, resolve_target, the_item
from .taking_part import freed, lets_take_part
from .vote_order import otherwise

_TIMED = frozenset({"open", "close", "suspend"})
"""Acts of which only the time, or until when, can be put right."""


_UNLOGGED = {"seq": 0, "logged": None, "released": ()}
"""What a fact has only by being logged: a corrected fact takes these from the line it is put in."""


@dataclass(frozen=True)
class Slip:
    """What is put right: the fact `old` of line `of`, by `entry`.

    `at` is the time typed, else now; the correction itself was made at `made`.
    """

    entry: TypedLine
    of: int
    old: ev.Base
    at: datetime
    made: datetime


def correct(
    state: MeetingState,
    entry: TypedLine,
    at: datetime,
    made: datetime,
    plain: Callable[[MeetingState, TypedLine], Finding],
) -> Finding:
    """Find what `entry` corrects, decide it as of then, and wrap it. Completing names is no correction.

    What is corrected keeps its own time: the correction was made at `at`. Only where a time was typed and nothing else
    differs, as of an opening or closing, is `at` the time as it should have been, corrected at `made`.
    """
    of = _target_seq(state, entry)
    slip = Slip(entry, of, state.facts[of], at=at, made=made)
    if entry.act in _TIMED:
        new = Finding((_timed_fact(state, entry, slip.old),))
    else:
        new = plain(state, entry)
    match slip.old, new.events[0]:
        case ev.Decided() as old, ev.Decided() as fact:
            refuse_part(state, old, fact.targets)
            if _is_completed_by(old, fact):
                return new
            if not entry.at and _names_stand(state, fact):
                raise Refusal("nothing_changes")
            fact = fact.model_copy(update={"round": old.round, "completes": None})
            notices = (*_outcome_notices(state, old, fact), *_notes_fall(state, fact))
            warned = replace(new, warnings=(*notices, *new.warnings))
            return _put_right(slip, warned, fact)
        case ev.AdoptedTogether(items=[_, _, *_]) as old, ev.Decided() as fact:
            return _taken_apart(slip, new, old=old, fact=fact)
        case ev.Attendance() as old, ev.Attendance() as fact:
            differ = votes_that_differ(state, (*old.members, *fact.members), min(old.at, at))
            others = [notice for notice in new.warnings if notice.code != "would_differ"]
            return _put_right(slip, replace(new, warnings=(*others, *differ)), fact)
        case _, fact:
            return _put_right(slip, new, fact)


def _is_completed_by(old: ev.Decided, fact: ev.Decided) -> bool:
    """Whether `fact` only adds the names to the totals of `old`."""
    if fact.completes is None or not fact.vote or not old.vote:
        return False
    return (fact.vote.for_, fact.vote.against) == (old.vote.for_, old.vote.against)


def _names_stand(state: MeetingState, fact: ev.Decided) -> bool:
    """Whether the names of `fact` have completed the totals already."""
    last = state.last_decision(fact.object)
    return isinstance(last, ev.Decided) and last.completes is not None and last.vote == fact.vote


def _taken_apart(slip: Slip, new: Finding, old: ev.AdoptedTogether, fact: ev.Decided) -> Finding:
    """One item of several that were adopted together went otherwise: the others stay so, and it has its own outcome."""
    others = tuple(item for item in old.items if item != fact.object)
    rest = old.model_copy(update={"seq": 0, "released": (), "items": others})
    corrected = ev.Corrected(at=slip.at, of=slip.of, event=rest)
    return replace(new, events=(corrected, fact.model_copy(update={"at": old.at})))


def _put_right(slip: Slip, new: Finding, fact: ev.Base) -> Finding:
    """`fact` in the place of the old one, at the time of that; or the old one at the time that was typed."""
    before = slip.old.model_copy(update=_UNLOGGED)
    kept = fact.model_copy(update=_UNLOGGED | {"at": slip.old.at})
    made = slip.at
    if kept == before:
        if not slip.entry.at and slip.entry.act in _TIMED:
            raise Refusal("which_time")
        if not slip.entry.at or slip.at == slip.old.at:
            raise Refusal("nothing_changes")
        kept = kept.model_copy(update={"at": slip.at})
        made = slip.made
    corrected = ev.Corrected.model_validate({"at": made, "of": slip.of, "event": kept})
    return replace(new, events=(corrected, *new.events[1:]), confirm=None)


def _timed_fact(state: MeetingState, entry: TypedLine, old: ev.Base) -> ev.Base:
    """The opening, closing or suspension `old`; a suspension until when the correction says, where it does."""
    if isinstance(old, ev.Suspended) and _says_until(entry):
        return old.model_copy(update={"until": until(state, entry, old.at)[0]})
    return old


def _says_until(entry: TypedLine) -> bool:
    return bool(entry.minutes or entry.until)


def _outcome_notices(state: MeetingState, old: ev.Decided, new: ev.Decided) -> tuple[Notice, ...]:
    if old.outcome == new.outcome:
        return ()
    item = None if old.object in state.objects else state.find_item(old.object)
    points = tuple(label_of(point.key) for point in otherwise(state, old.object))
    before = NamedOutcome(old.outcome, confirmed(item, old.outcome), _named_with(old, points))
    now = NamedOutcome(new.outcome, confirmed(item, new.outcome), _named_with(new, points))
    return (Notice("outcome_changes", {"old": before, "new": now}),)


def _notes_fall(state: MeetingState, new: ev.Decided) -> tuple[Notice, ...]:
    """Who was noted as against what was adopted without a vote: by a vote that note is not listed any more."""
    noted = [
        fact for fact in state.facts.values() if isinstance(fact, ev.CountedAgainst) and fact.object in new.targets
    ]
    if not new.vote or not noted:
        return ()
    names = tuple(name for fact in noted for name in fact.who)
    return (Notice("note_falls", {"names": names, "object": referred(state, new.object)}),)


def _named_with(fact: ev.Decided, points: tuple[str, ...]) -> tuple[str, ...]:
    """What the word of its outcome names besides."""
    if fact.into:
        return (label_of(fact.into),)
    return points


def _target_seq(state: MeetingState, entry: TypedLine) -> int:
    types = PARSED[entry.act].corrects
    if types == OUTCOME:
        return _decision_seq(state, entry)
    if not types:
        raise Refusal("cannot_correct")
    for seq in sorted(state.facts, reverse=True):
        fact = state.facts[seq]
        if ev.type_of(fact) in types and seq not in state.hidden and _is_about(state, fact, entry):
            return seq
    raise Refusal("nothing_to_correct")


def _decision_seq(state: MeetingState, entry: TypedLine) -> int:
    if entry.act == "together":
        if entry.ranges:
            key = the_item(state, entry.ranges[0][0]).number
        else:
            key = state.item or ""
    elif entry.act == "ballot":
        key = ballot_key(entry.text)
    else:
        key = resolve_target(state, entry.target)
    seqs = state.decisions.get(key)
    if not seqs:
        raise Refusal("nothing_to_correct")
    last = state.facts[seqs[-1]]
    if isinstance(last, ev.Decided) and last.completes is not None:
        return last.completes
    return seqs[-1]


def _is_about(state: MeetingState, fact: ev.Base, entry: TypedLine) -> bool:
    """Whether `fact` is about what the correction names: the same object, person or number."""
    match fact:
        case ev.Filed() | ev.Retitled() | ev.VoteCalled() | ev.MoversChanged() | ev.Amended():
            return fact.object == resolve_target(state, entry.target)
        case ev.Documented() | ev.Attached() | ev.Worded():
            return fact.object == resolve_target(state, entry.target)
        case ev.Recused() if lets_take_part(entry):
            return fact == freed(state, entry)
        case ev.Recused(scope="nothing") if not entry.target:
            return False
        case ev.Recused() | ev.MistakeNoted() | ev.Explained() | ev.CountedAgainst():
            return not entry.target or fact.object == resolve_target(state, entry.target)
        case ev.Undertaking():
            return promised(state, entry)[0] == fact.who or fact.text == clean(entry.text)
        case ev.Asked():
            typed = " ".join(w.text for w in entry.words)
            who = state.roster.find(typed, state.roster.speakers()).name
            return who == fact.who or fact.text == clean(entry.text)
        case ev.Speaker():
            return fact.interrupts == (entry.act == "interrupt")
        case ev.Resumed():
            return not _says_until(entry)
        case ev.ItemAdded() | ev.ItemRemoved() | ev.ItemMoved():
            return fact.item.casefold() == entry.number.casefold()
    return True
