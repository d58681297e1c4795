"""What an outcome that waits for the hammer is about, and how it is decided anew.

One can wait: a second line about the same replaces it, one about something else is refused. It is decided anew when who
may vote changes, or what it says is deleted, and stays what the griffier typed it for: a line that names no item
(`v cda`, `h`) is decided again at the item that was under way when it was typed, never at the one the meeting has come
to since.
"""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import tried
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.rules.shared import Finding, resolve_target
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.written import fact_of
from livecouncil.errors import Refusal

from .answers import Staged
from .landing import DECIDES_ONE


def subject_of(state: MeetingState, entry: TypedLine) -> str:
    """What `entry` decides: an object or item, or else its act with what tells it from another of that act."""
    if entry.act in DECIDES_ONE:
        return resolve_target(state, entry.target)
    told = [entry.number, entry.text[:40], *("-".join(dict.fromkeys(ends)) for ends in entry.ranges)]
    if entry.act == "together" and not entry.ranges:
        told.append(state.item or "")
    if entry.act == "count_against":
        told.append(resolve_target(state, entry.target))
    if entry.act == "dismiss":
        told += [word.text for word in entry.words]
    return " ".join((entry.act, *filter(None, told)))


def at_item(state: MeetingState, item: str | None) -> MeetingState:
    """The meeting as it is, with `item` under way."""
    if item == state.item:
        return state
    there = state.trial()
    there.item = item
    return there


def decided_again(state: MeetingState, entry: TypedLine, now: datetime, item: str | None) -> Finding | None:
    """What `entry`, typed at `item`, decides as things are now; None where it no longer can."""
    try:
        return decide(at_item(state, item), entry, now)
    except Refusal:
        return None


def changes_voters(event: ev.Base) -> bool:
    """Whether who may vote changes by it, so that what waits is counted anew."""
    return isinstance(fact_of(event), ev.Recused)


def falls_by(state: MeetingState, fact: ev.Base, staged: Staged) -> bool:
    """Whether what waits could not stand any more, once `fact` is logged."""
    after = tried(state, fact.model_copy(update={"seq": len(state.events) + 1}))
    return decided_again(after, staged.entry, fact.logged or fact.at, staged.item) is None
