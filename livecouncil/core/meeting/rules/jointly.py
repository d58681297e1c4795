"""Which objects a line is about: one, or several that are put to the vote together (`m1 m2 v`, `m1-m4x`, `bp1-3 u`).

Several in one vote are decided by one count, so they must be of one item, all open, and with the same members entitled;
whatever would make their outcomes differ is refused, and each is then decided apart.
"""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.numbers import POINT, is_point, label_of, natural, point_in, point_key
from livecouncil.errors import Refusal

from .shared import open_key, referred, resolve_target


def targets_of(state: MeetingState, entry: TypedLine) -> tuple[str, ...]:
    """Keys of all that a line is about, as typed; ranges in the order in which their numbers count."""
    if not entry.joint:
        return (resolve_target(state, entry.target),)
    keys: list[str] = []
    for first, last in entry.joint:
        keys += _between(state, resolve_target(state, first), resolve_target(state, last))
    twice = next((key for key in keys if keys.count(key) > 1), "")
    if twice:
        raise Refusal("twice", typed=label_of(twice), name=label_of(twice))
    return tuple(keys)


def _between(state: MeetingState, first: str, last: str) -> list[str]:
    if first == last:
        return [first]
    if is_point(first):
        item, begin = point_in(first)
        end = point_in(last)[1]
        keys = [point_key(item, str(n)) for n in range(int(begin), int(end) + 1)]
    else:
        for key in (first, last):
            if key not in state.objects:
                raise Refusal("unknown_object", object=label_of(key), verb="i")
        alike = sorted((key for key in state.objects if key[0] == first[0]), key=natural)
        keys = alike[alike.index(first) : alike.index(last) + 1]
    if not keys:
        typed = f"{_typed(first)}-{_typed(last)}"
        raise Refusal("backward_range", typed=typed, line=f"{_typed(last)}-{_typed(first)}")
    return keys


def open_targets(state: MeetingState, entry: TypedLine) -> tuple[str, ...]:
    """The same, each of which may still be decided; several only where they are of one item."""
    keys = tuple(open_key(state, key, entry) for key in targets_of(state, entry))
    items = list(dict.fromkeys(state.item_of(key) for key in keys))
    if len(items) > 1:
        raise Refusal("joint_two_items", objects=_referred(state, keys), items=", ".join(items))
    return keys


def refuse_part(state: MeetingState, fact: ev.Decided, keys: tuple[str, ...]) -> None:
    """What was decided by one count is completed and put right together."""
    if set(fact.targets) != set(keys):
        line = " ".join(_typed(key) for key in fact.targets)
        raise Refusal("decided_jointly", objects=_referred(state, fact.targets), line=line)


def _referred(state: MeetingState, keys: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(referred(state, key) for key in keys)


def _typed(key: str) -> str:
    """What is typed for it while its item is under way."""
    if is_point(key):
        return f"{POINT}{point_in(key)[1]}"
    return key
