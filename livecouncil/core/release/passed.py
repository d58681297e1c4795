"""The part of a journal that passed a gate: the facts from which everything public is made.

Theory. Disclosure is done once, here, and by leaving out. The journal is cut down to the snapshot and the facts that
one gate let through, and only then is anything folded, worded or drawn. A record of those facts cannot tell what was
held, recalled or said behind closed doors, for where it is made nobody knows it any more. Three things decide:

* the gate: a `released` event, or the gates a fact had passed as it was logged. No clock and no setting is asked;
* the doors: what was logged behind them passes no gate, whatever a line of the journal may say (`meeting.doors`);
* the policy of the council: live, after the meeting, or in the chamber only. Where it does not allow the public
  anything yet, the journal is cut down to its snapshot; the wall stands in the chamber and is not asked.

What was deleted on request is replaced before all else by what is left to show of it, in its own place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.doors import Doors, Span


@dataclass(frozen=True)
class Passed:
    """What one gate let through. `journal` is the whole of it, redactions done, for what is public without having been
    released (the chain's size, the doors' times); `facts` begin with the snapshot."""

    gate: ev.Gate
    journal: Sequence[ev.Base]
    doors: Doors
    at: Mapping[int, datetime]
    """When each event passed, by its number."""
    facts: list[ev.Base]
    allowed: bool
    """Whether the council's policy lets anything out now."""

    @property
    def closed_spans(self) -> tuple[Span, ...]:
        """When the doors were closed, for whoever cuts that out of a recording: also where their closing is itself
        still held, so that too much is cut and never too little. Where nothing may be known there is nothing to cut."""
        if self.allowed:
            return self.doors.spans
        return ()

    @cached_property
    def redacted(self) -> Mapping[int, datetime]:
        """When the text of each event that was deleted on request was deleted, by the event's number."""
        return {event.of: event.at for event in self.journal if isinstance(event, ev.Redacted)}

    @classmethod
    def through(cls, gate: ev.Gate, events: Sequence[ev.Base]) -> Self:
        """What passed `gate` of `events`, a whole journal in its order."""
        journal = with_redactions(events)
        doors = Doors.of(journal)
        at = released(journal, gate)
        facts = released_facts(journal, doors, at)
        allowed = gate == "wall" or policy_allows(facts)
        if not allowed:
            facts = facts[:1]
        return cls(gate=gate, journal=journal, doors=doors, at=at, facts=facts, allowed=allowed)

    @classmethod
    def to_networks(cls, events: Sequence[ev.Base]) -> Self:
        """What the networks may know: of a rehearsal nothing.

        They are told of what passed their own gate, as of the clock, not as dated: `at` holds that, and of a council
        that tells afterwards no moment before the closing. What the feed has told is known to them too, for a vote is
        told with the title of the motion it is on.
        """
        journal = with_redactions(events)
        doors = Doors.of(journal)
        at = released(journal, "networks", by_the_clock)
        facts = released_facts(journal, doors, at.keys() | released(journal, "feed").keys())
        allowed = policy_allows(facts) and not _snapshot(facts).rehearsal
        if not allowed:
            facts = facts[:1]
            at = {}
        opened = _opened_by_closing(facts)
        if opened:
            at = {seq: max(passed, opened) for seq, passed in at.items()}
        return cls(gate="networks", journal=journal, doors=doors, at=at, facts=facts, allowed=allowed)


def with_redactions(events: Sequence[ev.Base]) -> Sequence[ev.Base]:
    """The journal with what was deleted on request replaced by what is left to show of it."""
    left = {e.of: e.event for e in events if isinstance(e, ev.Redacted) and e.event}
    if left:
        return [left.get(e.seq, e) for e in events]
    return events


def as_dated(event: ev.Base) -> datetime:
    """The moment an event bears, which may have been typed."""
    return event.at


def by_the_clock(event: ev.Base) -> datetime:
    """The moment an event was logged; as dated where that is not known."""
    return event.logged or event.at


def released(
    events: Sequence[ev.Base], gate: ev.Gate, moment: Callable[[ev.Base], datetime] = as_dated
) -> dict[int, datetime]:
    """When each event passed `gate`, by its number; `moment` says when an event was."""
    at: dict[int, datetime] = {}
    for event in events:
        if isinstance(event, ev.Released) and event.gate == gate:
            for seq in event.of:
                at.setdefault(seq, moment(event))
        if gate in event.released:
            at.setdefault(event.seq, moment(event))
    return at


def released_facts(events: Sequence[ev.Base], doors: Doors, through: Collection[int]) -> list[ev.Base]:
    """The snapshot and the facts of `through`, in order; nothing logged while the doors were closed."""
    return [event for event in events if isinstance(event, ev.Snapshot) or _shows(event, doors, through)]


def _shows(event: ev.Base, doors: Doors, through: Collection[int]) -> bool:
    """Whether a fact is to be shown. A note is never; nor is a private line whose text is not here."""
    private = isinstance(event, ev.Note | ev.Sealed)
    return event.seq in through and not private and not doors.hides(event)


def policy_allows(facts: Sequence[ev.Base]) -> bool:
    """Whether the public may know anything now: always, once the meeting is closed, or never, as the snapshot says."""
    if _policy(facts) == "afterwards":
        return _opened_by_closing(facts) is not None
    return _policy(facts) == "live"


def _opened_by_closing(facts: Sequence[ev.Base]) -> datetime | None:
    """When the meeting was closed, of a council that lets the public know then; None of any other."""
    if _policy(facts) != "afterwards":
        return None
    return next((by_the_clock(fact) for fact in facts if isinstance(fact, ev.Closed)), None)


def _policy(facts: Sequence[ev.Base]) -> str:
    return str(_snapshot(facts).council.get("release", {}).get("policy", "live"))


def _snapshot(facts: Sequence[ev.Base]) -> ev.Snapshot:
    first = facts[0]
    assert isinstance(first, ev.Snapshot)
    return first
