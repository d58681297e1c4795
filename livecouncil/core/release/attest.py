"""What a closed meeting's record says of its own proof: how far the chain may be public, its signed head, its fixing.

The chain and its checkpoints are made of everything that was logged, held or not; so their heads may be public only up
to the last line before the first fact that is still held. What happens behind closed doors is never told, so nobody
waits for it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from livecouncil.core.meeting import events as ev

from .passed import Passed
from .record import CheckpointRecord, FeedEntry, ProofRecord, PublicRecord
from .revealed import revealed, told_until

Base = TypeVar("Base", bound=ev.Base)


def with_proof(record: PublicRecord, passed: Passed) -> PublicRecord:
    """`record` with the last checkpoint that tells of nothing held, and, once closed, with its head and its fixing.

    Where the council's policy lets nothing out, nothing is said of the chain either: its size and times tell of a
    meeting.
    """
    if not passed.allowed:
        return record
    until = told_until(passed)
    checkpoint = _checkpoint(passed.journal, until)
    if not record.meeting.closed:
        return replace(record, proof=ProofRecord(checkpoint=checkpoint))
    head = ""
    if checkpoint:
        head = checkpoint.head
    proof = ProofRecord(checkpoint=checkpoint, head=head, chain_until=until, revealed=revealed(passed))
    record = replace(record, proof=proof)
    finalized = _last(passed.journal, ev.Finalized, until)
    if finalized is None:
        return record
    return _fixed(record, finalized.on)


def fulfilled(events: Sequence[ev.Base], undertakings: Collection[int]) -> tuple[date | None, ...]:
    """When each of `undertakings` (numbers of lines, in order) was met, as the journal last says. None: not yet."""
    met = {e.of: e.on for e in events if isinstance(e, ev.Fulfilled)}
    return tuple(met.get(seq) for seq in undertakings)


def _last(events: Sequence[ev.Base], kind: type[Base], until: int) -> Base | None:
    return next((e for e in reversed(events) if isinstance(e, kind) and e.seq <= until), None)


def _checkpoint(events: Sequence[ev.Base], until: int) -> CheckpointRecord | None:
    event = _last(events, ev.Checkpoint, until)
    if event is None:
        return None
    return CheckpointRecord(at=event.at, size=event.size, head=event.head, signature=event.signature, key=event.key)


def _fixed(record: PublicRecord, on: date) -> PublicRecord:
    """`record` of a report that the council fixed in its meeting of that day."""
    return replace(
        record,
        meeting=replace(record.meeting, final=True, finalized=on),
        feed=replace(
            record.feed,
            entries=tuple(_final(entry) for entry in record.feed.entries),
            corrections=tuple(_final(entry) for entry in record.feed.corrections),
        ),
    )


def _final(entry: FeedEntry) -> FeedEntry:
    """What was corrected says so for ever."""
    if entry.status == "corrected":
        return entry
    return replace(entry, status="final")
