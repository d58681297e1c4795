"""Captions beside the journal: cues, the moment their clock began, and what of them may come out, by item and speaker.

Theory. The journal decides: it knows when each item began, who had the floor and when the doors were closed. Captions
only know seconds; an `Offset` joins the two (given, or found by `alignment`). Everything that comes out goes through
`said_in_public`, which drops what was said behind closed doors first and only then asks whose words the rest are.

Doubt falls to silence. A closed span is as much wider as the offset is uncertain, and a cue on either side goes with
it: a sentence too few harms nobody, a sentence too many cannot be taken back. A name that only the captions know never
comes out either, for it may be that of a member of the public.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from livecouncil.core.release.record import PublicRecord

from . import speech
from .cue_text import parse_cue_text, plain_words, serialise, voices, without_voices
from .moments import FloorTurn, Visit, acts, begins, floor_turns, visits

OUTSIDE = ""
"""Key of what was said before the opening and after the closing: under no item."""
LAG = 15.0
HASTE = 5.0
"""Seconds by which a griffier logs at most after, and before, it is said."""


@dataclass(frozen=True)
class Cue:
    """One caption: seconds on the captions' own clock; `text` is WebVTT cue text, `speaker` who its only voice is."""

    start: float
    end: float
    text: str
    speaker: str = ""
    settings: str = ""
    id: str = ""

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2

    @property
    def words(self) -> str:
        """What is read, without tags."""
        return plain_words(self.text)


@dataclass(frozen=True)
class Captions:
    """Cues in order of time, with what was noticed while reading them, in sentences for the griffier."""

    cues: tuple[Cue, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offset:
    """`at` is the wall-clock moment of caption time 0, known to `spread` seconds.

    `matches` of the `of` moments looked for agree with it; both are 0 when it was given.
    """

    at: datetime
    matches: int = 0
    of: int = 0
    spread: float = 0.0

    def time_of(self, seconds: float) -> datetime:
        return self.at + timedelta(seconds=seconds)

    def seconds_of(self, at: datetime) -> float:
        return (at - self.at).total_seconds()


def said_in_public(record: PublicRecord, captions: Captions, offset: Offset) -> list[tuple[str, Cue]]:
    """The cues that may come out, in order of time, each with its item's number and its speaker from the log.

    What was said behind closed doors is dropped, with a cue on either side. Cues outside the meeting stand under
    OUTSIDE. A meeting of which nothing is public yet gives nothing.
    """
    if record.meeting.opened is None:
        return []
    cues = open_cues(record, captions, offset)
    items = heard_visits(record, cues, offset)
    floor = heard_turns(record, cues, items, offset)
    known = _names_shown(record)
    middles = [offset.time_of(cue.middle) for cue in cues]
    return [
        (_item_at(items, at), _spoken_by(cue, _speaker_at(floor, at), known))
        for at, cue in zip(middles, cues, strict=True)
    ]


def said_by_item(record: PublicRecord, captions: Captions, offset: Offset) -> dict[str, list[Cue]]:
    """What `said_in_public` gives, by item number."""
    found: dict[str, list[Cue]] = {}
    for number, cue in said_in_public(record, captions, offset):
        found.setdefault(number, []).append(cue)
    return found


def _cue_saying(cues: Sequence[Cue], at: float, before: float, after: float, pattern: str) -> Cue | None:
    """The cue nearest to second `at` that says `pattern`, at most so many seconds before or after."""
    first = bisect_left(cues, at - before, key=lambda c: c.start)
    near = cues[first : bisect_right(cues, at + after, key=lambda c: c.start)]
    said = [c for c in near if pattern and re.search(pattern, speech.folded_speech(c.words))]
    return min(said, key=lambda c: abs(c.end - at), default=None)


def heard_visits(record: PublicRecord, cues: Sequence[Cue], offset: Offset) -> list[Visit]:
    """Items begin where the chair announces them, which is a little before or after it was logged."""
    found: list[Visit] = []
    for visit in visits(record):
        cue = _cue_saying(cues, offset.seconds_of(visit.start), LAG, LAG, begins(visit, record))
        if cue:
            start = offset.time_of(cue.start)
        else:
            start = visit.start
        if found:
            start = max(start, found[-1].start)
            found[-1] = replace(found[-1], end=start)
        found.append(replace(visit, start=start))
    return found


def heard_turns(record: PublicRecord, cues: Sequence[Cue], items: Sequence[Visit], offset: Offset) -> list[FloorTurn]:
    """A turn begins after the chair called the name and ends where the chair speaks again.

    What the chair says is no turn.
    """
    acted = [(m.at, _cue_saying(cues, offset.seconds_of(m.at), LAG, HASTE, m.pattern)) for m in acts(record)]
    stops = [visit.start for visit in items]
    for at, cue in acted:
        stops.append(offset.time_of(cue.start) if cue else at)
    stops.sort()
    found: list[FloorTurn] = []
    for turn in floor_turns(record):
        cue = _cue_saying(cues, offset.seconds_of(turn.start), LAG, HASTE, speech.names_pattern(turn.who))
        call = turn.start
        start = turn.start
        if cue:
            call = offset.time_of(cue.start)
            start = offset.time_of(cue.end)
        if found:
            found[-1] = replace(found[-1], end=min(found[-1].end, max(call, found[-1].start)))
            start = max(start, found[-1].start)
        after = bisect_right(stops, start)
        found.append(FloorTurn(turn.who, start, min([turn.end, *stops[after : after + 1]])))
    return found


def _item_at(items: Sequence[Visit], at: datetime) -> str:
    last = bisect_right(items, at, key=lambda v: v.start) - 1
    if last < 0 or (end := items[last].end) and at > end:
        return OUTSIDE
    return items[last].item.number


def _speaker_at(floor: Sequence[FloorTurn], at: datetime) -> str:
    last = bisect_right(floor, at, key=lambda t: t.start) - 1
    if last >= 0 and at < floor[last].end:
        return floor[last].who
    return ""


def _names_shown(record: PublicRecord) -> set[str]:
    """Names the record itself shows. A name that only the captions know may be a member of the public's."""
    names = {
        record.meeting.chair,
        *record.people.chairs,
        *(n for n, _ in (*record.people.members, *record.people.officials)),
    }
    return names | {s.who for s in record.people.speakers}


def _spoken_by(cue: Cue, who: str, known: set[str]) -> Cue:
    """The cue with its speaker from the log; a voice of its own stays only where the log names nobody."""
    tree = parse_cue_text(cue.text)
    if not who and {*voices(tree)} <= known:
        if cue.speaker not in known:
            return replace(cue, speaker="")
        return cue
    return replace(cue, speaker=who, text=serialise(without_voices(tree)))


# -- closed doors ------------------------------------------------------------------------------------------------


def closed_spans_of(record: PublicRecord) -> list[tuple[datetime, datetime | None]]:
    """When nothing said may come out: closed doors, and a closed item during which closing them was forgotten."""
    spans = list(record.decisions.closed_spans)
    for visit in visits(record):
        if visit.item.closed and not any(
            _meets(visit.start, visit.end, *span) for span in record.decisions.closed_spans
        ):
            spans.append((visit.start, visit.end))
    return spans


def _meets(start: datetime, end: datetime | None, other: datetime, other_end: datetime | None) -> bool:
    return (end is None or other <= end) and (other_end is None or start <= other_end)


def open_cues(record: PublicRecord, captions: Captions, offset: Offset) -> list[Cue]:
    """The cues of the public part: none that overlaps a closed span, nor the one before and after it.

    A span is as much wider as the offset is uncertain. Captions that roll show a line again in the cues after it; such
    repeats go with the line.
    """
    dropped: set[int] = set()
    for start, end in closed_spans_of(record):
        first = offset.seconds_of(start) - offset.spread
        if end:
            last = offset.seconds_of(end) + offset.spread
        else:
            last = float("inf")
        dropped |= _withheld(captions.cues, first, last)
    return [cue for i, cue in enumerate(captions.cues) if i not in dropped]


def _withheld(cues: Sequence[Cue], first: float, last: float) -> set[int]:
    """Numbers of the cues that go with a span of seconds."""
    inside = {i for i, c in enumerate(cues) if c.end >= first and c.start <= last}
    before = [i for i, c in enumerate(cues) if c.end < first]
    after = [i for i, c in enumerate(cues) if c.start > last]
    secret = {line for i in inside for line in _lines_shown(cues[i])}
    repeats = takewhile(lambda i: secret & _lines_shown(cues[i]), after)
    return {*inside, *before[-1:], *after[:1], *repeats}


def _lines_shown(cue: Cue) -> set[str]:
    return {line.strip().casefold() for line in cue.words.splitlines() if line.strip()}
