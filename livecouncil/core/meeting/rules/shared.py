"""What every rule of the meeting shares: the answer's form, and finding the object an entry is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from livecouncil.core.council.agenda import Item, ItemKind
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import NamedItem, NamedPoint
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.numbers import POINT, is_point, label_of, point_in, point_key
from livecouncil.errors import Refusal


@dataclass(frozen=True)
class Notice:
    """A warning: `code` selects its sentence in locale/*.toml [warning], or names the table too ('explanation.lot')."""

    code: str
    slots: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Events to log, warnings to show, and what stands in the way: a mismatch, a confirmation, a text to lint."""

    events: tuple[ev.Base, ...]
    warnings: tuple[Notice, ...] = ()
    mismatch: Notice | None = None  # why the first hammer is refused: a key of [refusal]
    confirm: str | None = None
    lint: str = ""


OPEN_AGAIN: tuple[str, ...] = ("invalid", "no_quorum", "held_over")
"""Outcomes after which it may still be decided."""

_LAYS_ASIDE = frozenset({"withdraw", "hold_over"})


def resolve_target(state: MeetingState, target: str | None) -> str:
    """Key of what is meant: 'm3', 'a8.1' where objects are numbered per item, or an item's number."""
    if target is None:
        if not state.item:
            raise Refusal("no_item")
        return state.item
    if target.startswith("#"):
        return the_item(state, target[1:]).number
    if is_point(target):
        return _resolve_point(state, target)
    per_item = state.council.procedure.object_numbers == "item"
    if per_item and "." not in target and state.item:
        return state.key_of(f"{target[0]}{state.item}.{target[1:]}")
    return state.key_of(target)


def _resolve_point(state: MeetingState, target: str) -> str:
    """A decision point of the item under way, or the one that is written with its item."""
    if target in state.objects:
        return target
    if not state.item:
        raise Refusal("no_item")
    return point_key(state.item, target.removeprefix(POINT))


def the_item(state: MeetingState, number: str) -> Item:
    """The agenda item of that number, whatever its case. Raises Refusal 'unknown_item'."""
    item = state.find_item(number)
    if item is None:
        numbers = [i.number for i in state.items] or ["–"]
        raise Refusal("unknown_item", number=number, first=numbers[0], last=numbers[-1])
    return item


def items_between(state: MeetingState, first: str, last: str) -> list[str]:
    """Numbers of the items from `first` to `last`, in the agenda's own order, removed ones too. Raises Refusal."""
    numbers = [item.number for item in state.items]
    begins = numbers.index(the_item(state, first).number)
    ends = numbers.index(the_item(state, last).number)
    if begins > ends:
        raise Refusal("backward_range", typed=f"{first}-{last}", line=f"{last}-{first}")
    return numbers[begins : ends + 1]


def open_item(state: MeetingState, entry: TypedLine) -> str:
    """Key of an object that may still be decided; a correction may name a decided one."""
    return open_key(state, resolve_target(state, entry.target), entry)


def referred(state: MeetingState, key: str) -> str | NamedItem | NamedPoint:
    """`key` as a refusal or a warning names it: 'M1', 'besluitpunt 2 bij punt 4'; an item's number alone could be a
    motion's."""
    if is_point(key):
        return NamedPoint(*point_in(key))
    if key in state.objects:
        return label_of(key)
    return NamedItem(key)


def open_key(state: MeetingState, key: str, entry: TypedLine) -> str:
    """`key`, where it may still be decided. Raises Refusal."""
    if is_point(key):
        _refuse_no_point(state, key, entry)
    elif key not in state.objects and not state.find_item(key):
        raise Refusal("unknown_object", object=label_of(key), verb="i")
    outcome = state.outcome(key)
    again = OPEN_AGAIN
    if entry.act in _LAYS_ASIDE:
        again += ("tied_postponed",)
    if outcome and outcome not in again and not entry.correction:
        raise Refusal("already_decided", object=referred(state, key))
    return key


MOST_POINTS = 30
"""Decision points of an item whose agenda does not list them."""


def _refuse_no_point(state: MeetingState, key: str, entry: TypedLine) -> None:
    """A point is of a proposal that is not decided as a whole, and among those the agenda lists, where it lists any."""
    number, point = point_in(key)
    item = the_item(state, number)
    listed = item.points
    if item.kind not in ("proposal", "hamerstuk", "motion"):
        raise Refusal("no_points", number=number)
    most = len(listed) or MOST_POINTS
    if not listed and not 1 <= int(point) <= most:
        raise Refusal("point_out_of_range", point=point, most=most)
    if (listed and point not in listed) or not 1 <= int(point) <= most:
        raise Refusal("unknown_point", number=number, point=point, most=most)
    if state.outcomes.get(number) and not entry.correction:
        raise Refusal("already_decided", object=NamedItem(number))


def is_about_persons(state: MeetingState, target: str) -> bool:
    """Whether the item appoints or nominates somebody, which the law has decided by secret ballot."""
    item = state.find_item(state.item_of(target))
    return item is not None and state.law.about_persons(item.title)


def persons_notice(state: MeetingState, target: str) -> tuple[Notice, ...]:
    """A warning of an open vote on persons: it is logged as it was held."""
    if is_about_persons(state, target):
        return (Notice("vote_persons"),)
    return ()


def refuse_too_few(state: MeetingState) -> None:
    """Where the law asks presence at every item, nothing is decided without it, with or without a vote."""
    if state.law.every_item and len(state.present) < state.quorum:
        raise Refusal("item_quorum", present=len(state.present), quorum=state.quorum)


def guess_kind(title: str) -> ItemKind:
    """Kind of an item added during the meeting, from its title."""
    if re.match(r"(initiatief)?motie\b", title, re.I):
        return "motion"
    return "proposal"


def twice(shown: tuple[int, int] | None, which: str, at: datetime) -> tuple[Notice, ...]:
    """Say which of the two was meant, the night the clock goes back."""
    if not which or not shown:
        return ()
    return (Notice(f"hour_{which}", {"typed": f"{at:%H:%M}", "offset": at.isoformat()[-6:]}),)
