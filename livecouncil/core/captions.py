"""Captions beside the journal: cues, the moment their clock began, and what of them may come out, by item and speaker.

The journal decides: it knows when each item began, who had the floor and when the doors were closed. Captions only
know seconds; an `Offset` joins the two (given, or found by `core.alignment`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from . import speech
from .cuetext import parse, plain, serialise, voices, without_voices
from .record import ItemRecord, PublicRecord

OUTSIDE = ""
"""Key of what was said before the opening and after the closing: under no item."""


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
        return plain(self.text)


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


@dataclass(frozen=True)
class Visit:
    """One time an item was treated; `again` when it had been before."""

    item: ItemRecord
    start: datetime
    end: datetime | None
    again: bool = False


def visits(record: PublicRecord) -> list[Visit]:
    """When which item was treated, in order of time; an item returned to is there once more."""
    begun: list[tuple[datetime, int]] = []
    for place, item in enumerate(record.items):
        starts = {line.at for line in item.log if line.kind == "punt"}
        begun += [(at, place) for at in starts | ({item.started} if item.started else set())]
    begun.sort()
    seen: set[int] = set()
    found: list[Visit] = []
    for n, (at, place) in enumerate(begun):
        end = begun[n + 1][0] if n + 1 < len(begun) else record.closed
        found.append(Visit(record.items[place], at, end, place in seen))
        seen.add(place)
    return found


@dataclass(frozen=True)
class Turn:
    """Somebody had the floor."""

    who: str
    start: datetime
    end: datetime


def turns(record: PublicRecord) -> list[Turn]:
    """Who had the floor when, in order of time."""
    found = [
        Turn(s.who, t.at, t.until or t.at + timedelta(seconds=t.seconds)) for s in record.speakers for t in s.turns
    ]
    return sorted(found, key=lambda t: t.start)


def cut(record: PublicRecord, captions: Captions, offset: Offset) -> dict[str, list[Cue]]:
    """The cues that may come out, by item number in order of time, each with its speaker from the log.

    What was said behind closed doors is dropped, with a cue on either side. Cues outside the meeting stand under
    OUTSIDE. A meeting of which nothing is public yet gives nothing.
    """
    if record.opened is None:
        return {}
    cues = open_cues(record, captions, offset)
    items, floor = _announced(visits(record), cues, offset), _called(turns(record), cues, offset)
    known = _known(record)
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        at = offset.time_of(cue.middle)
        found.setdefault(_item_at(items, at), []).append(_spoken_by(cue, _speaker_at(floor, at), known))
    return found


def _said(cues: Sequence[Cue], at: float, before: float, after: float, pattern: str) -> Cue | None:
    """The cue nearest to second `at` that says `pattern`, at most so many seconds before or after."""
    near = cues[
        bisect_left(cues, at - before, key=lambda c: c.start) : bisect_right(cues, at + after, key=lambda c: c.start)
    ]
    said = [c for c in near if pattern and re.search(pattern, speech.folded(c.words))]
    return min(said, key=lambda c: abs(c.end - at), default=None)


def _announced(items: Sequence[Visit], cues: Sequence[Cue], offset: Offset) -> list[Visit]:
    """Items begin where the chair announces them, which is a little before or after it was logged."""
    found: list[Visit] = []
    for visit in items:
        cue = _said(cues, offset.seconds_of(visit.start), 20, 20, speech.announces(visit.item.number))
        start = offset.time_of(cue.start) if cue else visit.start
        if found:
            start = max(start, found[-1].start)
            found[-1] = replace(found[-1], end=start)
        found.append(replace(visit, start=start))
    return found


def _called(floor: Sequence[Turn], cues: Sequence[Cue], offset: Offset) -> list[Turn]:
    """A turn begins after the chair called the name, and the turn before it ends there: the call itself is the chair's."""
    found: list[Turn] = []
    for turn in floor:
        cue = _said(cues, offset.seconds_of(turn.start), 12, 5, speech.names(turn.who))
        call, start = (offset.time_of(cue.start), offset.time_of(cue.end)) if cue else (turn.start, turn.start)
        if found and found[-1].end > call:
            found[-1] = replace(found[-1], end=max(call, found[-1].start))
        if found:
            start = max(start, found[-1].start)
        found.append(replace(turn, start=start))
    return found


def _item_at(items: Sequence[Visit], at: datetime) -> str:
    last = bisect_right(items, at, key=lambda v: v.start) - 1
    if last < 0 or (end := items[last].end) and at > end:
        return OUTSIDE
    return items[last].item.number


def _speaker_at(floor: Sequence[Turn], at: datetime) -> str:
    last = bisect_right(floor, at, key=lambda t: t.start) - 1
    return floor[last].who if last >= 0 and at <= floor[last].end else ""


def _known(record: PublicRecord) -> set[str]:
    """Names the record itself shows. A name that only the captions know may be a member of the public's."""
    names = {record.chair, *record.chairs, *(n for n, _ in (*record.members, *record.officials))}
    return names | {s.who for s in record.speakers}


def _spoken_by(cue: Cue, who: str, known: set[str]) -> Cue:
    """The cue with its speaker from the log; a voice of its own stays only where the log names nobody."""
    tree = parse(cue.text)
    if not who and {*voices(tree)} <= known:
        return replace(cue, speaker=cue.speaker if cue.speaker in known else "")
    return replace(cue, speaker=who, text=serialise(without_voices(tree)))


# -- closed doors ------------------------------------------------------------------------------------------------


def closed(record: PublicRecord) -> list[tuple[datetime, datetime | None]]:
    """When nothing said may come out: closed doors, and a closed item during which closing them was forgotten."""
    spans = list(record.closed_spans)
    for visit in visits(record):
        if visit.item.closed and not any(_meets(visit.start, visit.end, *span) for span in record.closed_spans):
            spans.append((visit.start, visit.end))
    return spans


def _meets(start: datetime, end: datetime | None, other: datetime, other_end: datetime | None) -> bool:
    return (end is None or other <= end) and (other_end is None or start <= other_end)


def open_cues(record: PublicRecord, captions: Captions, offset: Offset) -> list[Cue]:
    """The cues of the public part: none that overlaps a closed span, nor the one before and after it.

    A span is as much wider as the offset is uncertain. Captions that roll show a line again in the next cue; such
    repeats go with the line.
    """
    cues = captions.cues
    dropped: set[int] = set()
    for start, end in closed(record):
        first = offset.seconds_of(start) - offset.spread
        last = offset.seconds_of(end) + offset.spread if end else float("inf")
        inside = [i for i, c in enumerate(cues) if c.end >= first and c.start <= last]
        dropped |= {*inside, *_beside(cues, first, last)}
    dropped |= set(_repeats(cues, dropped, range(len(cues)))) | set(_repeats(cues, dropped, range(len(cues))[::-1]))
    return [c for i, c in enumerate(cues) if i not in dropped]


def _beside(cues: Sequence[Cue], first: float, last: float) -> Iterator[int]:
    """The last cue that ends before the span and the first that begins after it."""
    before = [i for i, c in enumerate(cues) if c.end < first]
    after = [i for i, c in enumerate(cues) if c.start > last]
    return iter(before[-1:] + after[:1])


def _repeats(cues: Sequence[Cue], dropped: set[int], order: range) -> Iterator[int]:
    """Cues next to a dropped one that show a line of it again, and so on."""
    shown: set[str] = set()
    for i in order:
        lines = {line.strip().casefold() for line in cues[i].words.splitlines() if line.strip()}
        if i in dropped:
            shown = lines
        elif shown & lines:
            yield i
            shown = lines
        else:
            shown = set()
