"""The doors and the recalls, read from a journal once, for everybody who asks.

Theory. The doors are one bit that walks along with the order of the journal (`seq`), never with the times its facts are
dated with: `DoorsClosed` shuts them, `DoorsOpened` or the end of the meeting lets them go, and what was recalled never
happened. What was logged while they were shut is *behind* them; the fact that shuts them and the one that ends it are
not. From that one walk follow: what no gate lets through, what is withheld of a recording, since when posts must wait,
and which private lines may have been told. A fact behind the doors stays there for ever: one that is told afterwards
is told by a fact of its own, logged after the doors have opened.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from . import events as ev

Span = tuple[datetime, datetime | None]
"""From, until; None while it lasts, and when its end is unknown."""


_LETS_GO = frozenset({ev.DoorsOpened, ev.Closed})


def recalled_in(events: Iterable[ev.Base]) -> set[int]:
    """Numbers of the events that were taken back before they went out."""
    return {e.of for e in events if isinstance(e, ev.Recalled)}


def lets_go(event: ev.Base) -> bool:
    """Whether `event` ends a closed part, and is itself no longer behind the doors."""
    return type(event) in _LETS_GO


@dataclass
class Walk:
    """The bit, as it walks along with a journal whose recalls are known; `since` as in `Doors`."""

    recalled: Collection[int]
    since: datetime | None = None

    def behind(self, event: ev.Base) -> bool:
        """Whether `event`, the next one, is behind the doors; they go as it says."""
        stands = event.seq not in self.recalled
        if stands and lets_go(event):
            self.since = None
        behind = self.since is not None
        if stands and isinstance(event, ev.DoorsClosed):
            self.since = event.logged or event.at
        return behind


@dataclass(frozen=True)
class Doors:
    """`behind` are the numbers of the events logged behind closed doors; `since` (by the clock, not as dated) when the
    doors that are shut now were shut."""

    recalled: frozenset[int]
    behind: frozenset[int]
    spans: tuple[Span, ...]
    since: datetime | None

    @staticmethod
    def of(events: Sequence[ev.Base]) -> Doors:
        """Walk `events`, a whole journal in its order."""
        recalled = frozenset(recalled_in(events))
        walk = Walk(recalled)
        behind = frozenset(event.seq for event in events if walk.behind(event))
        spans: list[Span] = []
        for event in events:
            if event.seq not in recalled:
                _mark(spans, event)
        return Doors(recalled, behind, tuple(spans), walk.since)

    def hides(self, event: ev.Base) -> bool:
        """Whether nobody outside may know of `event`: recalled, or logged behind closed doors."""
        return event.seq in self.recalled or event.seq in self.behind


def _mark(spans: list[Span], event: ev.Base) -> None:
    """When the doors were shut, as dated. A meeting that is closed behind them never opens them again."""
    lasting = bool(spans) and spans[-1][1] is None
    if isinstance(event, ev.DoorsClosed) and not lasting:
        spans.append((event.at, None))
    elif isinstance(event, ev.DoorsOpened) and lasting:
        spans[-1] = spans[-1][0], _opened_at(event, spans[-1][0])


def _opened_at(event: ev.DoorsOpened, closed: datetime) -> datetime | None:
    """When the doors were opened; one dated before they closed counts from when it was logged, if that was later."""
    if event.at > closed or (event.at == closed and not event.logged):
        return event.at
    if event.logged and event.logged > closed:
        return event.logged
    return None
