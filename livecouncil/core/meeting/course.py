"""The course of a meeting in time, for the open data: who was present from when to when, when each item was treated.

Computed from the facts a gate let through, in the order in which they happened, so that a backdated, recalled or
corrected one counts where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from . import events as ev
from .doors import Span


def by_moment(facts: Iterable[ev.Base]) -> list[ev.Base]:
    """Facts as they happened; those of one moment as they were logged."""
    return sorted(facts, key=lambda f: (f.at, f.seq))


def stays_of(facts: Sequence[ev.Base]) -> dict[str, tuple[Span, ...]]:
    """When each member was in the meeting; who never was is not among them. The one ledger: for the griffier, every
    output and the data; they differ in the facts they may know of."""
    spans: dict[str, list[Span]] = {}
    begun = False
    for fact in facts:
        match fact:
            case ev.Opened():
                begun = True
                _arrive(spans, fact.present, fact.at)
            case ev.SwornIn() if begun:
                _arrive(spans, (fact.member,), fact.at)
            case ev.Attendance() if begun and fact.present:
                _arrive(spans, fact.members, fact.at)
            case ev.Attendance() if begun:
                _leave(spans, fact.members, fact.at)
            case ev.Resigned():
                _leave(spans, (fact.member,), fact.at)
            case ev.Closed():
                _leave(spans, tuple(spans), fact.at)
    return {name: tuple(rows) for name, rows in spans.items()}


def _arrive(spans: dict[str, list[Span]], who: Iterable[str], at: datetime) -> None:
    for name in who:
        rows = spans.setdefault(name, [])
        if not rows or rows[-1][1] is not None:
            rows.append((at, None))


def _leave(spans: dict[str, list[Span]], who: Iterable[str], at: datetime) -> None:
    for name in who:
        rows = spans.get(name)
        if rows and rows[-1][1] is None:
            rows[-1] = rows[-1][0], at


def treated(facts: Sequence[ev.Base], first: str) -> dict[str, Span]:
    """When each item was first taken and last left; the meeting opens with item `first`."""
    times: dict[str, Span] = {}
    now = ""
    for fact in facts:
        if not isinstance(fact, ev.Opened | ev.ItemStarted | ev.Closed):
            continue
        if now:
            times[now] = times[now][0], fact.at
        if isinstance(fact, ev.ItemStarted):
            now = fact.item
        elif isinstance(fact, ev.Opened):
            now = first
        else:
            now = ""
        if now:
            times[now] = times.get(now, (fact.at, None))[0], None
    return times
