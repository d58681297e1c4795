"""Walking the agenda and changing it."""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.council.agenda import Item
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import NamedItem
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.clean import clean
from livecouncil.errors import Refusal

from .shared import Finding, Notice, guess_kind, the_item


def next_item(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`n`: the next item that was not removed."""
    numbers = [i.number for i in state.items]
    if state.item in numbers:
        numbers = numbers[numbers.index(state.item) + 1 :]
    later = [n for n in numbers if n not in state.removed]
    if not later:
        raise Refusal("last_item")
    return _started(state, the_item(state, later[0]), at)


def go_to_item(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`n7b`: any item, also one that was treated before."""
    item = the_item(state, entry.number)
    if item.number in state.removed:
        raise Refusal("item_removed", number=item.number)
    return _started(state, item, at)


def _started(state: MeetingState, item: Item, at: datetime) -> Finding:
    warnings = _open_objects(state)
    if item.kind == "closed":
        warnings += (Notice("closed_item", {"number": item.number}),)
    if state.law.ratifies_in_vain(item.title, state.day):
        warnings += (Notice("ratify_secrecy", {}),)
    warnings += _too_few(state)
    return Finding((ev.ItemStarted(at=at, item=item.number),), warnings)


def _too_few(state: MeetingState) -> tuple[Notice, ...]:
    """Where the law asks presence at every item, a meeting that has shrunk too far may not go on."""
    if not state.law.every_item or len(state.present) >= state.quorum:
        return ()
    return (Notice("item_quorum", {"present": len(state.present), "quorum": state.quorum}),)


def _open_objects(state: MeetingState) -> tuple[Notice, ...]:
    pending = [o.label for o in state.pending(state.item or "")]
    if pending:
        return (Notice("item_left_open", {"objects": ", ".join(pending)}),)
    return ()


def add_item(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`+16: …`: an item more on the agenda, or one that was taken off it again. One behind closed
    doors stays off: its title would be public."""
    title = clean(entry.text)
    there = state.find_item(entry.number)
    back = there is not None and there.number in state.removed and there.kind != "closed"
    if there and not (back or entry.correction):
        raise Refusal("item_exists", number=entry.number)
    if not title:
        raise Refusal("title_needed", typed=f"+{entry.number}: …")
    if there and back:
        return Finding((ev.ItemAdded(at=at, item=there.number, title=title, kind=there.kind),))
    added = ev.ItemAdded(at=at, item=entry.number, title=title, kind=guess_kind(title))
    return Finding((added,), _urgent(state))


def _urgent(state: MeetingState) -> tuple[Notice, ...]:
    """Where the law asks more than a majority for what is not on the agenda, how many that is now."""
    if state.law.urgent is None:
        return ()
    present = len(state.present)
    return (Notice("urgent_item", {"needed": state.law.urgent.needed(present), "present": present}),)


def move_item(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`>8b 7`: an item that is not decided is treated right after another."""
    item = the_item(state, entry.number)
    after = the_item(state, entry.parent or "")
    if item.number == after.number:
        raise Refusal("move_form", typed=entry.line)
    for one in (item, after):
        if one.number in state.removed:
            raise Refusal("item_removed", number=one.number)
    if state.outcomes.get(item.number):
        raise Refusal("already_decided", object=NamedItem(item.number))
    numbers = [other.number for other in state.items if other.number not in state.removed]
    if numbers.index(item.number) == numbers.index(after.number) + 1:
        raise Refusal("stands_there", number=item.number, after=after.number)
    return Finding((ev.ItemMoved(at=at, item=item.number, after=after.number),))


def remove_item(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`-7`: an item off the agenda, while it is not decided."""
    item: Item = the_item(state, entry.number)
    if state.outcomes.get(item.number):
        raise Refusal("already_decided", object=NamedItem(item.number))
    warnings: tuple[Notice, ...] = ()
    if item.number in state.visited:
        warnings = (Notice("item_treated", {"number": item.number, "title": item.title}),)
    return Finding((ev.ItemRemoved(at=at, item=item.number),), warnings)


def open_closed_item(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`openbaar 10`: a closed item is treated in public after all."""
    item = the_item(state, entry.number)
    if item.kind != "closed":
        raise Refusal("item_is_public", number=item.number)
    return Finding((ev.ItemOpened(at=at, item=item.number, title=item.title, kind=guess_kind(item.title)),))
