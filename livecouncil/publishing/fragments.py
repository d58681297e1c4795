"""Pieces of public files that do not change while what they are made from does not: rendered once, then joined.

A renderer stays a pure function of its record: a fragment is kept by the very object it was rendered from.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

Text = TypeVar("Text", bound=str)


@dataclass
class Fragments:
    """Fragments of one meeting's files, for a writer that renders after every event (see `core.disclose.Memory`)."""

    _kept: dict[tuple[str, int], tuple[object, str]] = field(default_factory=dict)

    def of(self, name: str, part: object, make: Callable[[], Text]) -> Text:
        """What `make` renders from `part`, under `name`; holding `part` keeps its identity from being used again."""
        known = self._kept.get((name, id(part)))
        if known is None:
            known = self._kept[name, id(part)] = part, make()
        return known[1]  # type: ignore[return-value]
