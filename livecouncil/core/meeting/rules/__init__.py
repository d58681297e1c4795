"""Every rule of the meeting: `decide` turns an entry into the events it stands for, or refuses with a reason.

Theory. `decide` is pure: state, entry and time in, `Finding` out; it never changes the state and logs nothing. First
it refuses what the course of the meeting does not admit (the registry says when an act is allowed) and what would tell
of a closed item in the open; then the act's own rule in `DECIDE` answers, one function an act, by subject in the files
beside this one. A correction goes by the same rule, so that what is put right is counted as it would have been then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from livecouncil.core.acts import PARSED
from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import Dated, dated, moment
from livecouncil.errors import Refusal

from .advice import decide_advice, only_advises, refuse_to_vote
from .agenda import add_item, go_to_item, move_item, next_item, open_closed_item, remove_item
from .announced import decide_as_told
from .ballots import decide_ballot
from .corrections import correct
from .course import close_meeting, declare_open, open_doors, shut_doors, suspend_or_resume
from .debate import (
    answer_question,
    ask,
    begin_term,
    call_vote,
    file_object,
    give_floor,
    interrupt,
    note_privately,
    retitle_object,
    say_freely,
    undertake,
)
from .filing import amend_text, change_movers, merge_papers, point_to_document, take_over, word_text
from .passed_over import passed_over
from .presence import attend, change_chair, dismiss, draw_start_number, swear_in
from .shared import Finding, items_between, resolve_target, twice
from .taking_part import explain_vote, note_against, note_mistake, recuse_member
from .together import adopt_together
from .votes import names_pending
from .votes import roll_call as decide_roll_call
from .votes import vote as decide_vote
from .without_vote import decide_without_vote


def decide(state: MeetingState, entry: TypedLine, now: datetime) -> Finding:
    """What `entry` means in `state` at `now`. Raises Refusal; never changes the state."""
    _refuse_by_course(state, entry)
    if only_advises(state, entry):
        refuse_to_vote(state, entry, _items_of(state, entry))
    now = local(now, state.zone)
    when = moment(state, entry, now)
    if entry.correction:
        if entry.target:
            _not_in_the_open(state, entry)
        if entry.at:
            made = dated(state, now, correction=True).at
        else:
            made = when.at
        decision = correct(state, entry, when.at, made, lambda s, e: _decide_plain(s, e, when.at))
    else:
        _not_in_the_open(state, entry)
        decision = _decide_plain(state, entry, when.at)
    logged = [e.model_copy(update={"logged": _logged(e, when, now)}) for e in decision.events]
    over = passed_over(state, entry, decision.events[0])
    hour = twice(entry.at, when.which, when.at)
    return replace(decision, events=tuple(logged), warnings=(*over, *decision.warnings, *hour))


def _logged(event: ev.Base, when: Dated, now: datetime) -> datetime | None:
    """When `event` was logged, where that is not when it happened."""
    if when.logged or event.at == when.at:
        return when.logged
    return now


def _not_in_the_open(state: MeetingState, entry: TypedLine) -> None:
    """Refuse what would tell of a closed item while the doors are open: somebody forgot to close them, or to say that
    the item is public after all. Nobody guesses which."""
    if state.doors_closed or not PARSED[entry.act].tells_of_item:
        return
    for number in _items_of(state, entry):
        item = state.find_item(number)
        if item and item.kind == "closed":
            raise Refusal("closed_item", number=number)


def _items_of(state: MeetingState, entry: TypedLine) -> tuple[str, ...]:
    """The items an entry tells of."""
    if entry.act == "together" and entry.ranges:
        spans = [(a, b) for a, b in entry.ranges if state.find_item(a) and state.find_item(b)]
        return tuple(n for a, b in spans for n in items_between(state, a, b))
    if entry.target is None:
        return (state.item or "",)
    target = resolve_target(state, entry.target)
    if target in state.objects:
        return (state.objects[target].item,)
    item = state.find_item(target)
    if item:
        return (item.number,)
    return (state.item or "",)


def _refuse_by_course(state: MeetingState, entry: TypedLine) -> None:
    """Refuse what the state of the meeting does not admit, before anything typed is looked at."""
    allowed = PARSED[entry.act].allowed
    if state.doors_closed:
        if "closed_doors" not in allowed or entry.correction:
            raise Refusal("doors_closed")
        return
    if entry.correction:
        if state.status == "planned":
            raise Refusal("not_open")
        return
    if state.status in ("planned", "not_opened") and "before" not in allowed:
        raise Refusal("not_open")
    if state.status == "closed" and "closed" not in allowed and not _completes(state, entry):
        raise Refusal("meeting_closed")
    if state.status == "suspended" and "suspended" not in allowed:
        raise Refusal("suspended")


def _completes(state: MeetingState, entry: TypedLine) -> bool:
    target = state.key_of((entry.target or "").lstrip("#"))
    names_it = entry.act in ("vote", "unanimous", "roll_call") or (entry.act == "totals" and entry.unnamed)
    return names_it and names_pending(state, target) is not None


def _decide_plain(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    return DECIDE[entry.act](state, entry, at)


DECIDE: dict[str, Callable[[MeetingState, TypedLine, datetime], Finding]] = {
    "open": declare_open,
    "close": close_meeting,
    "leave": attend,
    "arrive": attend,
    "next": next_item,
    "goto": go_to_item,
    "floor": give_floor,
    "file": file_object,
    "retitle": retitle_object,
    "call_vote": call_vote,
    "together": adopt_together,
    "suspend": suspend_or_resume,
    "shut_doors": shut_doors,
    "open_doors": open_doors,
    "open_item": open_closed_item,
    "undertake": undertake,
    "interrupt": interrupt,
    "term": begin_term,
    "answer": answer_question,
    "ask": ask,
    "dismiss": dismiss,
    "message": say_freely,
    "note": note_privately,
    "recuse": recuse_member,
    "mistake": note_mistake,
    "explain": explain_vote,
    "count_against": note_against,
    "chair": change_chair,
    "start_number": draw_start_number,
    "swear": swear_in,
    "movers": change_movers,
    "amend_text": amend_text,
    "document": point_to_document,
    "word_text": word_text,
    "take_over": take_over,
    "merge": merge_papers,
    "lapse": decide_without_vote,
    "move_item": move_item,
    "add_item": add_item,
    "remove_item": remove_item,
    "vote": decide_vote,
    "unanimous": decide_vote,
    "totals": decide_vote,
    "told": decide_as_told,
    "roll_call": decide_roll_call,
    "withdraw": decide_without_vote,
    "hold_over": decide_without_vote,
    "note_taken": decide_without_vote,
    "acclaim": decide_without_vote,
    "ballot": decide_ballot,
    "advise": decide_advice,
}
"""The rule of each act of the registry."""
