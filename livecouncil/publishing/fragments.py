"""Pieces of public files that do not change while what they are made from does not: rendered once, then joined.

Theory. After every event all files of the meeting are made again, and at the end of an evening nearly all of each is as
it was. The fold gives back the same frozen object for a part that did not change (`core.release.memory`), so a piece is
kept by the very object it was rendered from: an object that is the same cannot have become something else, and no key
can be forgotten. A renderer stays a pure function of its record: with fragments or without, the bytes are the same.

Nothing may be kept that depends on more than its part and the meeting's language; `folder` starts without fragments
where it does (a recording that was added afterwards).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .left_lying import LeftLying

Part = TypeVar("Part")
Text = TypeVar("Text", bound=str)
Made = TypeVar("Made")


@dataclass
class Fragments:
    """Fragments of one meeting's files, for a writer that renders after every event; `later` names files that it leaves
    as they are for now (see `pace`), `left` knows which lie there already."""

    later: frozenset[str] = frozenset()
    left: LeftLying = field(default_factory=LeftLying)
    _newest: dict[str, tuple[object, object]] = field(default_factory=dict)
    _kept: dict[tuple[str, int], tuple[object, object]] = field(default_factory=dict)

    def of(self, name: str, part: object, make: Callable[[], Made]) -> Made:
        """What `make` renders from `part`, under `name`; holding `part` keeps its identity from being used again."""
        known = self._kept.get((name, id(part)))
        if known is None:
            known = self._kept[name, id(part)] = part, make()
        return known[1]  # type: ignore[return-value]

    def newest(self, name: str, of: object, make: Callable[[], Made]) -> Made:
        """What `make` renders under `name`, made anew where `of`, all it is made from, is no longer equal. Only the
        last is kept: for what is large and changes often."""
        known = self._newest.get(name)
        if known is None or known[0] != of:
            known = self._newest[name] = of, make()
        return known[1]  # type: ignore[return-value]

    def same(self, name: str, part: Made) -> Made:
        """`part`; the one known under `name`, the very same object, as long as it is equal."""
        return self.newest(name, part, lambda: part)

    def once(self, name: str, of: object, make: Callable[[], Made]) -> Made:
        """What `make` renders under `name` from this very object `of`. Only the last is kept: for what several files of
        one record share."""
        known = self._newest.get(name)
        if known is None or known[0] is not of:
            known = self._newest[name] = of, make()
        return known[1]  # type: ignore[return-value]

    def newest_each(
        self, parts: Mapping[str, Part], make: Callable[[Sequence[Part]], Sequence[Made]]
    ) -> dict[str, Made]:
        """The same by name for all of `parts`; what is no longer equal is made together, in one call."""
        anew = [name for name, of in parts.items() if name not in self._newest or self._newest[name][0] != of]
        if anew:
            made = make([parts[name] for name in anew])
            self._newest |= {name: (parts[name], one) for name, one in zip(anew, made, strict=True)}
        return {name: self._newest[name][1] for name in parts}  # type: ignore[misc]

    def each(self, name: str, parts: Iterable[Part], make: Callable[[Part], Text]) -> list[Text]:
        """What `make` renders from each of `parts`, under `name`."""
        found: list[Text] = []
        for part in parts:
            known = self._kept.get((name, id(part)))
            if known is None:
                known = self._kept[name, id(part)] = part, make(part)
            found.append(known[1])  # type: ignore[arg-type]
        return found
