"""Items adopted together, without a vote."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import NamedItem
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal

from .shared import OPEN_AGAIN, Finding, Notice, is_about_persons, items_between, refuse_too_few
from .vote_order import amended, may_lapse, refuse_waiting, too_early


def adopt_together(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`h`: items adopted without a vote (art. 32.3); alone, an item that an amendment changed is adopted as amended."""
    chosen = _chosen_items(state, entry)
    _refuse_chosen(state, entry, chosen)
    refuse_too_few(state)
    warnings = _waiting_or_early(state, chosen)
    outcomes = {number: amended(state, number, "adopted") for number in chosen}
    changed = [number for number, outcome in outcomes.items() if outcome != "adopted"]
    if not changed:
        return Finding((ev.AdoptedTogether(at=at, items=tuple(chosen)),), warnings)
    if len(chosen) > 1:
        raise Refusal("amended_apart", number=changed[0])
    event = ev.Decided(at=at, object=changed[0], item=changed[0], outcome=outcomes[changed[0]])
    return Finding((event,), warnings)


def _chosen_items(state: MeetingState, entry: TypedLine) -> list[str]:
    """Numbers of the items the line names, in its order; without any, the item under way."""
    here = state.item or ""
    chosen: list[str] = []
    for first, last in entry.ranges or ((here, here),):
        if not first:
            raise Refusal("no_item")
        chosen += items_between(state, first, last)
    return [number for number in chosen if number not in state.removed]


def _refuse_chosen(state: MeetingState, entry: TypedLine, chosen: list[str]) -> None:
    for number in chosen:
        if chosen.count(number) > 1:
            raise Refusal("twice", typed=number, name=number)
        outcome = state.outcomes.get(number)
        if outcome and outcome not in OPEN_AGAIN and not entry.correction:
            raise Refusal("already_decided", object=NamedItem(number))
    if not chosen:
        named = entry.ranges[0][0] if entry.ranges else state.item
        raise Refusal("item_removed", number=named)


def _waiting_or_early(state: MeetingState, chosen: list[str]) -> tuple[Notice, ...]:
    """Refuses what waits for a tied amendment; warns, item by item, of what should have come before."""
    warnings: tuple[Notice, ...] = ()
    for number in chosen:
        refuse_waiting(state, number)
        warnings += too_early(state, number) + may_lapse(state, number)
        if is_about_persons(state, number):
            warnings += (Notice("adopted_persons", {"number": number}),)
    return warnings
