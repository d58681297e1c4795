"""A slip in a number is seen: an outcome that passes over what is still open, or lands on another item, is remarked on.

`m2` for `m1`, `bp12` for `bp1-2`, `n1` for `m1` are lines that are right by themselves, and nothing in them tells that
another was meant. What does is the order of the evening: motions, amendments and points come to the vote as they are
listed, and what is decided belongs to the item under way. So only what goes another way is remarked on, once, and
nothing is refused: chairs do go another way. Where the agenda lists no points, nothing tells how many there are: then
that is said (`bp1-22` for `bp1-2`). A range that leaves one of them all open may have been meant to the end (`m1-m3`
for `m1-m4`). What is called (`st m2`) is what was meant. What is withdrawn, held over or merged one by one comes in any
order, and is not remarked on.
"""

from __future__ import annotations

from collections.abc import Sequence

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.numbers import is_point, point_in, point_key

from .shared import Notice, referred

_IN_ANY_ORDER = frozenset({"withdraw", "hold_over", "merge"})
_DECIDED_ON = ("proposal", "hamerstuk", "motion")


def passed_over(state: MeetingState, entry: TypedLine, event: ev.Base) -> tuple[Notice, ...]:
    """What `event`, decided by `entry`, leaves open that comes before it."""
    if entry.correction:
        return ()
    if isinstance(event, ev.AdoptedTogether):
        return _other_item(state, event.items) or _one_left(state, entry, event.items)
    if not isinstance(event, ev.Decided) or event.completes is not None:
        return ()
    targets = event.targets
    if state.called in targets or (entry.act in _IN_ANY_ORDER and len(targets) == 1):
        return ()
    if is_point(targets[0]):
        left = _points_before(state, targets)
        if not left:
            return _unlisted(state, targets)
    elif targets[0] in state.objects:
        left = _objects_before(state, targets)
    else:
        return _other_item(state, targets)
    if not left:
        return _one_left(state, entry, targets)
    return (Notice("passed_over", {"object": referred(state, targets[0]), "open": referred(state, left)}),)


def _objects_before(state: MeetingState, targets: Sequence[str]) -> str:
    """The first of their kind, at their item, that is open and listed before the last of `targets`; '' for none."""
    last = state.objects[targets[-1]]
    if last.kind == "order":
        return ""
    listed = [o.key for o in state.pending(last.item) if (o.kind, o.parent) == (last.kind, last.parent)]
    if last.key not in listed:
        return ""
    before = listed[: listed.index(last.key)]
    return next((key for key in before if key not in targets), "")


def _points_before(state: MeetingState, targets: Sequence[str]) -> str:
    """The first point of the item that was not decided and has a lower number than `targets`; '' for none."""
    item = point_in(targets[0])[0]
    highest = max(int(point_in(target)[1]) for target in targets)
    numbered = (point_key(item, str(number)) for number in range(1, highest))
    return next((key for key in numbered if key not in state.objects and key not in targets), "")


def _unlisted(state: MeetingState, points: Sequence[str]) -> tuple[Notice, ...]:
    """How many points are decided at once of an item whose agenda lists none."""
    number, last = point_in(points[-1])
    item = state.find_item(number)
    if len(points) < 2 or (item and item.points):
        return ()
    first = point_in(points[0])[1]
    return (Notice("points_unlisted", {"number": number, "n": len(points), "first": first, "last": last}),)


def _one_left(state: MeetingState, entry: TypedLine, targets: Sequence[str]) -> tuple[Notice, ...]:
    """The only one of its kind that a range leaves open."""
    if not any(first != last for first, last in (*entry.joint, *entry.ranges)):
        return ()
    left = [key for key in _open_with(state, targets[0]) if key not in targets]
    if len(left) != 1:
        return ()
    return (Notice("one_left", {"open": referred(state, left[0])}),)


def _open_with(state: MeetingState, target: str) -> list[str]:
    """What is open of the same kind: motions of one item, points that its agenda lists, items that are hamerstuk."""
    if is_point(target):
        item = state.find_item(point_in(target)[0])
        listed = [point_key(item.number, point) for point in item.points] if item else []
        return [key for key in listed if key not in state.objects]
    if target in state.objects:
        one = state.objects[target]
        return [o.key for o in state.pending(one.item) if (o.kind, o.parent) == (one.kind, one.parent)]
    here = [item.number for item in state.items if item.kind == "hamerstuk" and item.number not in state.removed]
    return [number for number in here if number not in state.outcomes]


def _is_part_of(item: str, whole: str) -> bool:
    """Whether `item` is `whole` or a part of it: 5a and 5.1 are of 5, 51 is not."""
    return item == whole or (item.startswith(whole) and not item[len(whole)].isdigit())


def _other_item(state: MeetingState, items: Sequence[str]) -> tuple[Notice, ...]:
    """Items are decided while another is under way that waits for a decision, and of which they are no part."""
    here = state.find_item(state.item) if state.item else None
    if here is None or here.number in state.outcomes or here.kind not in _DECIDED_ON:
        return ()
    if any(_is_part_of(item, here.number) for item in items):
        return ()
    there = state.find_item(items[0])
    title = there.title if there else ""
    return (Notice("other_item", {"number": items[0], "title": title, "here": here.number}),)
