"""Effects on the agenda: the item under way, items added, removed or made public, and what is filed at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from livecouncil.core.council.agenda import Item, place_of
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.filed_documents import filed_document
from livecouncil.core.meeting.state import MeetingState, Paper


def start_item(state: MeetingState, event: ev.ItemStarted) -> None:
    state.item = event.item
    state.term = 1
    state.called = None
    state.speaker = ""
    state.visited.append(event.item)


def enter_term(state: MeetingState, event: ev.TermBegun) -> None:
    state.term = event.number
    state.speaker = ""


def insert(state: MeetingState, event: ev.ItemAdded) -> None:
    """A new item at its place; one that was taken off stands there again."""
    if event.item in state.removed:
        _restore_item(state, event)
        return
    item = Item(number=event.item, title=event.title, kind=event.kind)
    state.items.insert(place_of(event.item, [other.number for other in state.items]), item)


def _restore_item(state: MeetingState, event: ev.ItemAdded) -> None:
    state.removed.remove(event.item)
    state.outcomes.pop(event.item, None)
    titled = {"title": event.title}
    state.items = [item.model_copy(update=titled) if item.number == event.item else item for item in state.items]


def remove(state: MeetingState, event: ev.ItemRemoved) -> None:
    state.removed.append(event.item)
    state.outcomes[event.item] = "removed"


def make_public(state: MeetingState, event: ev.ItemOpened) -> None:
    opened = {"title": event.title, "kind": event.kind}
    state.items = [item.model_copy(update=opened) if item.number == event.item else item for item in state.items]


def receive(state: MeetingState, event: ev.Filed) -> None:
    state.put(Paper(event.object, event.item, event.title, event.movers, event.parent))


def change_title(state: MeetingState, event: ev.Retitled) -> None:
    if event.object in state.objects:
        state.put(replace(state.objects[event.object], title=event.title))


def apply_movers(state: MeetingState, event: ev.MoversChanged) -> None:
    paper = state.objects.get(event.object)
    if paper is None:
        return
    others = tuple(name for name in paper.movers if name not in event.who)
    movers = (*others, *event.who) if event.joins else others
    state.put(replace(paper, movers=movers))


def change_text(state: MeetingState, event: ev.Amended | ev.Worded | ev.Documented | ev.Attached) -> None:
    paper = state.objects.get(event.object)
    if paper is None:
        return
    match event:
        case ev.Amended():
            state.put(replace(paper, changes=(*paper.changes, event.text)))
        case ev.Worded():
            state.put(replace(paper, text=event.text))
        case ev.Documented():
            state.put(replace(paper, url=event.url))
        case ev.Attached():
            state.put(replace(paper, document=filed_document(event.object, event.name, event.sha256, event.size)))


def reorder_items(state: MeetingState, event: ev.ItemMoved) -> None:
    """The agenda's own order changes with it."""
    moved = state.find_item(event.item)
    if moved is None:
        return
    others = [item for item in state.items if item.number != event.item]
    place = next((at for at, item in enumerate(others, 1) if item.number == event.after), len(others))
    state.items = [*others[:place], moved, *others[place:]]


ON_THE_AGENDA: dict[type[ev.Base], Callable[..., None]] = {
    ev.ItemStarted: start_item,
    ev.TermBegun: enter_term,
    ev.ItemAdded: insert,
    ev.ItemRemoved: remove,
    ev.ItemOpened: make_public,
    ev.Filed: receive,
    ev.Retitled: change_title,
    ev.MoversChanged: apply_movers,
    ev.Amended: change_text,
    ev.Worded: change_text,
    ev.Documented: change_text,
    ev.Attached: change_text,
    ev.ItemMoved: reorder_items,
}
