"""What a closed meeting's record says of its own proof: how far the chain may be public, its signed head, its fixing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.doors import Doors

from .gates import SILENT
from .record import CheckpointRecord, Entry, ProofRecord, PublicRecord

Base = TypeVar("Base", bound=ev.Base)


def mended(events: Sequence[ev.Base]) -> Sequence[ev.Base]:
    """The journal with what was deleted on request replaced by what is left to show of it."""
    left = {e.of: e.event for e in events if isinstance(e, ev.Redacted) and e.event}
    if left:
        return [left.get(e.seq, e) for e in events]
    return events


def told_until(events: Sequence[ev.Base], through: Collection[int]) -> int:
    """Number of the last event before the first fact that is still held; what happens behind closed doors never is."""
    doors = Doors.of(events)
    for event in events:
        silent = doors.hides(event) or isinstance(event, SILENT)
        if not silent and event.seq not in through:
            return event.seq - 1
    return events[-1].seq


def attest(record: PublicRecord, events: Sequence[ev.Base], through: Collection[int]) -> PublicRecord:
    """`record` with the last checkpoint that tells of nothing held, and, once closed, with its head and its fixing."""
    until = told_until(events, through)
    checkpoint = _last(events, ev.Checkpoint, until)
    shown = _shown(checkpoint) if checkpoint else None
    if not record.meeting.closed:
        return replace(record, proof=ProofRecord(checkpoint=shown))
    proof = ProofRecord(checkpoint=shown, head=shown.head if shown else "", chain_until=until)
    record = replace(record, proof=proof)
    finalized = _last(events, ev.Finalized, until)
    if finalized is None:
        return record
    meeting = replace(record.meeting, final=True, finalized=finalized.on)
    entries = _final(record.feed.entries)
    feed = replace(record.feed, entries=entries, corrections=_final(record.feed.corrections))
    return replace(record, meeting=meeting, feed=feed)


def fulfilled(events: Sequence[ev.Base], undertakings: Collection[int]) -> tuple[date | None, ...]:
    """When each of `undertakings` (numbers of lines, in order) was met, as the journal last says; None while it is open."""
    met = {e.of: e.on for e in events if isinstance(e, ev.Fulfilled)}
    return tuple(met.get(seq) for seq in undertakings)


def _last(events: Sequence[ev.Base], kind: type[Base], until: int) -> Base | None:
    return next((e for e in reversed(events) if isinstance(e, kind) and e.seq <= until), None)


def _shown(event: ev.Checkpoint) -> CheckpointRecord:
    return CheckpointRecord(event.size, event.head, event.signature, event.key)


def _final(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(e if e.status == "corrected" else replace(e, status="final") for e in entries)
