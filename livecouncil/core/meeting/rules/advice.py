"""What a body that prepares decisions does instead: it advises; and where it tries to vote it is told so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from livecouncil.core.acts import PARSED
from livecouncil.core.law.outcomes import Outcome
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import confirmed
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal

from .shared import Finding, open_item

_ADVICES: dict[str, Outcome] = {
    "hamerstuk": "advice_without_debate",
    "bespreekstuk": "advice_debate",
    "terug": "advice_return",
    "niet": "advice_no",
}
_OWN_ORDER = ("together", "acclaim")


def decide_advice(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`adv bespreekstuk`: what the body advises on an item, in place of what was put right or came to nothing."""
    if not state.law.advises:
        raise Refusal("no_advice_here")
    target = open_item(state, entry)
    event = ev.Decided(at=at, object=target, item=state.item_of(target), outcome=_ADVICES[entry.advice])
    return Finding((event,))


def only_advises(state: MeetingState, entry: TypedLine) -> bool:
    """Whether a line belongs to deciding, in a body that does not decide."""
    return PARSED[entry.act].votes and not state.law.decides


def refuse_to_vote(state: MeetingState, entry: TypedLine, items: Sequence[str]) -> None:
    """Refuse what such a body does not do; its own agenda and lists it does confirm."""
    if entry.act in _OWN_ORDER and all(confirmed(state.find_item(n), "adopted_without_vote") for n in items):
        return
    raise Refusal("advises_only")
