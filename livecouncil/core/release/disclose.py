"""What a gate lets through: from the journal to the record every public renderer reads.

Theory. Three steps, each a pure function of the one before:

    journal ─ `Passed.through` → the facts that passed ─ `Folded.of` → the meeting they make → its record

What may not be known is left out in the first step, before anything is folded or worded (see `passed`); so no later
step has anything to keep back, and a new part of a record needs no thought about what is secret. The record is plain
data, made part by part: each part is a function of the folded meeting and of how it is said, in a file of its own
(`meeting`, `people`, `decisions` with `votes` and `transcript`, `entries`, `wall`), and `attest` adds last what proves
it. A reader that asks again after every event hands over the `Memory` it got its last answer with (see `memory`).
"""

from __future__ import annotations

from collections.abc import Sequence

from livecouncil.core.meeting import events as ev

from .attest import with_proof
from .decisions import agenda_of, decisions_of
from .entries import Places, feed_of, kinds_told
from .folded import Folded
from .meeting import meeting_of
from .memory import Memory
from .passed import Passed
from .people import people_of
from .record import DecisionsRecord, PublicRecord, WallRecord
from .saying import Phrasing, WordsOf
from .wall import wall_of


def disclose(
    events: Sequence[ev.Base],
    words_of: WordsOf,
    places: Places,
    gate: ev.Gate = "feed",
    memory: Memory | None = None,
) -> PublicRecord:
    """The meeting as `gate` lets it through. Pure: the same journal gives the same record, with `memory` (of this gate)
    or without."""
    memory = memory or Memory()
    passed = Passed.through(gate, events)
    folded = Folded.of(passed, memory, kinds_told(places, gate))
    saying = Phrasing.of(folded.state, words_of, memory)
    record = PublicRecord(
        meeting=meeting_of(folded, saying),
        people=people_of(folded, saying),
        decisions=decisions_of(folded, saying),
        feed=feed_of(folded, saying),
        wall=wall_of(folded, saying),
    )
    if passed.allowed:
        return with_proof(record, passed)
    return record


def disclose_wall(events: Sequence[ev.Base], words_of: WordsOf, memory: Memory | None = None) -> WallRecord:
    """What the wall in the chamber shows, as its own gate lets it through: the head, the agenda and the wall of
    `disclose(…, gate="wall")`, for a fraction of the work. `memory` is one kept for this alone."""
    memory = memory or Memory()
    folded = Folded.of(Passed.through("wall", events), memory)
    saying = Phrasing.of(folded.state, words_of, memory)
    return WallRecord(
        meeting=meeting_of(folded, saying),
        decisions=DecisionsRecord(items=agenda_of(folded, saying)),
        wall=wall_of(folded, saying),
    )


def feed_lines(events: Sequence[ev.Base], places: Places, memory: Memory | None = None) -> list[int]:
    """The journal's line of each entry of the feed, in order, without making the entries. `memory` is one kept for this
    alone."""
    passed = Passed.through("feed", events)
    folded = Folded.of(passed, memory or Memory(), kinds_told(places, "feed"))
    return [told.seq for told in folded.messages]


def for_networks(events: Sequence[ev.Base], memory: Memory | None = None) -> Folded:
    """What the networks may know, folded; `passed.at` says of which facts they are told, and when. `memory` is one kept
    for this alone."""
    return Folded.of(Passed.to_networks(events), memory or Memory())
