"""What is said and filed between two votes: the floor, motions, commitments, notes and messages."""

from __future__ import annotations

from datetime import date, datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.grammar.words import ONLY_BEHIND
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import dates_ahead
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import label_of
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

from .shared import Finding, Notice, open_item, referred, resolve_target
from .vote_order import parts, refuse_waiting, too_early


def give_floor(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """A name alone: a member, an official, the chair, or a member of the public by number."""
    if entry.number == "vz":
        who = state.chair
    elif entry.number == "0":
        who = "inspreker"
    elif entry.number:
        who = f"inspreker {int(entry.number)}"
    else:
        who = _speaker_named(state, entry.words[0].text)
    return Finding((ev.Speaker(at=at, who=who),), _kept_from_debate(state, who))


def _kept_from_debate(state: MeetingState, who: str) -> tuple[Notice, ...]:
    """Whoever takes no part (art. 28) in the debate on the item under way, or on something filed under it, has the
    floor: that is said, for it may be about something else."""
    here = (state.item or "", *(paper.key for paper in state.pending(state.item or "")))
    for about in here:
        if who in state.recused.get(f"debate {about}", ()):
            return (Notice("recused_speaks", {"name": without_salutation(who), "object": referred(state, about)}),)
    return ()


def _speaker_named(state: MeetingState, typed: str) -> str:
    """Who is called so. Raises Refusal; a word that only stands behind a motion or an item is nobody's name."""
    act = ONLY_BEHIND.get(typed.partition(" ")[0])
    if act and not state.roster.meant(typed, state.roster.speakers()):
        raise Refusal("stands_behind", typed=act.word, example=act.example)
    return state.roster.find(typed, state.roster.speakers()).name


def file_object(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m3 i`: a motion or amendment is filed at the item under way."""
    key = resolve_target(state, entry.target)
    if not state.item:
        raise Refusal("no_item")
    if key in state.objects and not entry.correction:
        raise Refusal("already_filed", object=label_of(key), title=state.objects[key].title)
    parent = _parent_of(state, key, entry)
    movers = tuple(n.who.name for n in state.roster.list(entry.words, state.roster.voters()))
    if key in state.objects:
        item = state.objects[key].item
    else:
        item = state.item
    return Finding((ev.Filed(at=at, object=key, item=item, title=clean(entry.text), movers=movers, parent=parent),))


def _parent_of(state: MeetingState, key: str, entry: TypedLine) -> str | None:
    """The amendment a subamendment belongs to: as typed, or the only one open at this item."""
    if entry.parent:
        parent = resolve_target(state, entry.parent)
        if parent not in state.objects:
            raise Refusal("unknown_object", object=label_of(parent), verb="i")
        return parent
    if not key.startswith("s"):
        return None
    if key in state.objects and state.objects[key].parent:
        return state.objects[key].parent
    open_ones = [o.key for o in parts(state, state.item or "") if o.outcome is None]
    if len(open_ones) == 1:
        return open_ones[0]
    return None


def retitle_object(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m3w`: another title while it is not decided."""
    key = open_item(state, entry)
    if key not in state.objects:
        raise Refusal("object_needed", typed="w")
    return Finding((ev.Retitled(at=at, object=key, title=clean(entry.text)),))


def call_vote(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`st`: the vote is called; nothing is decided yet."""
    target = open_item(state, entry)
    refuse_waiting(state, target)
    return Finding((ev.VoteCalled(at=at, object=target),), too_early(state, target))


def interrupt(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`int`: an interruption; who had the floor keeps it."""
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.speakers())
    return Finding((ev.Speaker(at=at, who=who.name, interrupts=True),))


def begin_term(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`tm 2`: the next term of the debate on the item under way."""
    if not state.item:
        raise Refusal("no_item")
    number = int(entry.number)
    if not 1 <= number <= MOST_TERMS or (number == state.term and not entry.correction):
        raise Refusal("term_number", term=state.term)
    return Finding((ev.TermBegun(at=at, number=number),))


MOST_TERMS = 9


def ask(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`vr`: a question at question time."""
    who = state.roster.find(" ".join(w.text for w in entry.words), state.roster.speakers())
    text = clean(entry.text)
    return Finding((ev.Asked(at=at, who=who.name, item=state.item or "", text=text),), lint=text)


def answer_question(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`antw wagner`: the question at this item that was asked last and has no answer yet; `antw wagner evers` that of
    Evers. Whether it was answered nobody guesses from who had the floor."""
    who, askers = promised(state, entry)
    waiting = _unanswered(state, entry.correction)
    if askers:
        waiting = [question for question in waiting if question.who in askers]
    if not waiting:
        raise Refusal("no_question")
    asked = waiting[-1]
    return Finding((ev.Answered(at=at, who=who, asker=asked.who, item=asked.item, of=asked.seq),))


def _unanswered(state: MeetingState, again: bool) -> list[ev.Asked]:
    """Questions at the item under way without an answer; those with one too where an answer is put right."""
    shown = [fact for seq, fact in sorted(state.facts.items()) if seq not in state.hidden]
    done = set() if again else {fact.of for fact in shown if isinstance(fact, ev.Answered)}
    asked = [fact for fact in shown if isinstance(fact, ev.Asked) and fact.item == state.item]
    return [question for question in asked if question.seq not in done]


def undertake(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`tz`: a commitment by an official or a member, to whom and before which day."""
    who, to = promised(state, entry)
    event = ev.Undertaking(
        at=at, who=who, item=state.item or "", text=clean(entry.text), to=to, due=_due(state, entry, at)
    )
    return Finding((event,), lint=clean(entry.text))


def promised(state: MeetingState, entry: TypedLine) -> tuple[str, tuple[str, ...]]:
    """Who promises, by the most of the first words that name somebody, and to whom: groups and members."""
    words = entry.words
    for count in range(len(words), 1, -1):
        found = state.roster.meant(" ".join(word.text for word in words[:count]), state.roster.speakers())
        if len(found) == 1:
            return found[0].name, _parties(state, words[count:])
    who = state.roster.find(words[0].text if len(words) > 1 else _whole(words), state.roster.speakers())
    return who.name, _parties(state, words[1:])


def _whole(words: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in words)


def _parties(state: MeetingState, words: tuple[Word, ...]) -> tuple[str, ...]:
    return tuple(named.who.name for named in state.roster.list(words, state.roster.voters()))


def _due(state: MeetingState, entry: TypedLine, at: datetime) -> date | None:
    """The first such day ahead."""
    if entry.due is None:
        return None
    day, month = entry.due
    ahead = [one for one in dates_ahead(at.date(), day, month) if one > at.date()]
    if not ahead or not 1 <= month <= MONTHS:
        raise Refusal("no_such_day", typed=f"{day}-{month}")
    return ahead[0]


MONTHS = 12


def say_freely(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`b`: a free message, neutral by its lint."""
    return Finding((ev.Message(at=at, text=clean(entry.text)),), lint=clean(entry.text))


def note_privately(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`,`: a note that is never public."""
    return Finding((ev.Note(at=at, text=clean(entry.text)),))
