"""Facts that speak of what is not there: an item, object or line nobody ever named.

The program never writes one. A journal that holds one was forged, or lost the line that named it; whoever folded it
would stumble, so these are found first and told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from livecouncil.core.text.numbers import is_point, point_in

from . import events as ev
from .written import fact_of


@dataclass(frozen=True)
class Missing:
    """What a fact speaks of that is not there: an item or object by its `name`, or a line by its number."""

    name: str = ""
    line: int = 0


_NAMES = {"parent", "items", "item", "object", "also"}
"""Fields that name items and objects."""


class Mentioned:
    """The items and objects that were named so far, and whether all lines could be read: behind a line whose payload is
    not here anything may have been named, so from there on only numbers of lines are looked at."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._all_read = False

    def take(self, event: ev.Base) -> Missing | None:
        """Take in the next event; what it speaks of that is not there, None when all is: then it counts."""
        if isinstance(event, ev.Snapshot):
            self._known = _at_first(event)
            self._all_read = True
            return None
        if isinstance(event, ev.Sealed):
            self._all_read = False
        said = fact_of(event)
        missing = _missing_line(event)
        if self._all_read and not missing:
            missing = _missing_name(event, self._known)
            if not missing and said is not event:
                missing = _missing_name(said, self._known)
        if not missing:
            self._add(said)
        return missing

    def _add(self, said: ev.Base) -> None:
        if isinstance(said, ev.Filed):
            self._known.add(said.object)
        if isinstance(said, ev.ItemAdded):
            self._known.add(said.item)
        if isinstance(said, ev.Note) and said.kind == "closed_titles":
            self._known |= _of_closed_items(said)


def _at_first(snapshot: ev.Snapshot) -> set[str]:
    """Items and objects the agenda brings along."""
    items = [i for i in _list(snapshot.agenda.get("items")) if isinstance(i, dict)]
    carried = [c for i in items for c in _list(i.get("carried")) if isinstance(c, dict)]
    return {str(i.get("number")) for i in items} | {str(c.get("object")) for c in carried}


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _of_closed_items(note: ev.Note) -> set[str]:
    """Objects the agenda brings along for items behind closed doors."""
    try:
        hidden = json.loads(note.text)
    except ValueError:
        return set()
    items = hidden.values() if isinstance(hidden, dict) else ()
    carried = [c for i in items if isinstance(i, dict) for c in _list(i.get("carried"))]
    return {str(c.get("object")) for c in carried if isinstance(c, dict)}


@cache
def _names_things(kind: type[ev.Base]) -> bool:
    """Whether events of that class name items or objects at all; who speaks, and what is told, are no such things."""
    return not _NAMES.isdisjoint(kind.model_fields)


def _missing_name(event: ev.Base, known: set[str]) -> Missing | None:
    """The item or object `event` names that nobody named before; None when all are known."""
    if not _names_things(type(event)):
        return None
    said = vars(event)
    names = [said.get("parent"), *said.get("items", ())]
    if not isinstance(event, ev.ItemAdded):
        names.append(said.get("item"))
    if not isinstance(event, ev.Filed):
        names += [said.get("object"), *said.get("also", ())]
    items = [point_in(name)[0] if name and is_point(name) else name for name in names]
    return next((Missing(name=name) for name in items if name and name not in known), None)


def _missing_line(event: ev.Base) -> Missing | None:
    """The line `event` speaks of when that is not an earlier one; None when it is."""
    of = vars(event).get("of")
    if of is None:
        return None
    numbers: Iterable[Any] = of if isinstance(of, tuple) else (of,)
    return next((Missing(line=seq) for seq in numbers if seq is not None and not 0 < seq < event.seq), None)
