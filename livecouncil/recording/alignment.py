"""Finds when the captions' clock began: what is said in them against what the journal logged, by matches.

Theory. Every logged moment (an item begins, somebody gets the floor, a result, a suspension) matches each caption that
says so, and each match stands for one offset between the two clocks. Chance matches lie all over the evening; true ones
lie together, within the seconds a griffier needs to log. So the matches are sorted by offset, a window slides over
them, and the fullest window is the answer. It counts moments and cues alike, so that a word that is said all evening
long, or a cue in which everything is said, does not weigh more than one.

When the fullest window is not clearly fuller than any other, when a part of the evening decides otherwise (a recording
that was stopped on the way), or when nothing near the closed doors agrees, there is no offset and nothing is made: a
wrong one would put words in somebody's mouth, or let out what was said behind closed doors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import InputFault

from . import speech
from .captions import Captions, Cue, Offset
from .moments import HeardFact, heard_moments

LEAST = 3
"""Moments that must agree."""
CLEARLY = 2
"""How many times more must agree than with the next best offset."""
_SECONDS = 30.0
_MINUTES = 75.0
_TOO_COMMON = 60


class OffsetUnsure(InputFault):
    """Captions and journal do not clearly agree on one offset; the sentence names the remedy."""


@dataclass(frozen=True)
class Match:
    """Moment number `moment` and cue number `cue` agree on caption time 0 being `zero` seconds after the epoch."""

    zero: float
    moment: int
    cue: int


def find_offset(record: PublicRecord, captions: Captions) -> Offset:
    """The moment of caption time 0. Raises Unsure when captions and journal do not clearly agree on one."""
    logged = heard_moments(record)
    votes = _matches_of(logged, captions.cues)
    width = _width(logged)
    best = _best(votes, width)
    others = [v for v in votes if not best or abs(v.zero - best[0].zero) > 2 * width]
    found = _agreeing(best)
    next_best = _agreeing(_best(others, width))
    if found < LEAST or found < CLEARLY * next_best:
        raise OffsetUnsure("recording.unsure", found=found, of=len(logged))
    zero = _zero(best)
    spread = max(abs(v.zero - zero) for v in best)
    offset = Offset(_clock_at(zero, record), found, len(logged), round(spread, 3))
    _refuse_cut_out(record, logged, votes, offset, width)
    _around_doors(record, logged, {v.moment for v in best})
    return offset


def given_offset(record: PublicRecord, captions: Captions, at: datetime) -> Offset:
    """`at`, as somebody gave it. Raises Unsure when there were closed doors and the captions clearly say otherwise."""
    logged = heard_moments(record)
    votes = _matches_of(logged, captions.cues)
    width = _width(logged)
    if record.decisions.closed_spans:
        best = _best(votes, width)
        agree = [v for v in votes if abs(v.zero - at.timestamp()) <= 2 * width]
        if best and _agreeing(best) >= LEAST and _agreeing(best) > CLEARLY * _agreeing(agree):
            said = _clock_at(_zero(best), record)
            raise OffsetUnsure("recording.otherwise", said=f"{said:%H:%M:%S}", given=f"{at:%H:%M:%S}")
    return Offset(at)


def _zero(votes: Sequence[Match]) -> float:
    """The lower quartile: a griffier logs after it is said, never long before."""
    return sorted(v.zero for v in votes)[len(votes) // 4]


def _clock_at(zero: float, record: PublicRecord) -> datetime:
    return record.meeting.start + timedelta(seconds=round(zero - record.meeting.start.timestamp(), 3))


def _width(logged: Iterable[HeardFact]) -> float:
    """Seconds that agreeing votes may lie apart: more for a journal that was written in whole minutes."""
    if any(m.at.second for m in logged):
        return _SECONDS
    return _MINUTES


# -- votes -------------------------------------------------------------------------------------------------------


def _matches_of(logged: Sequence[HeardFact], cues: Sequence[Cue]) -> list[Match]:
    """Every pair of a moment and a cue that says so, by offset; words said all evening long tell nothing."""
    text, starts = _joined_cues(cues)
    heard: dict[str, list[int]] = {}
    for pattern in {m.pattern for m in logged}:
        heard[pattern] = sorted({bisect_right(starts, f.start()) - 1 for f in re.finditer(pattern, text)})
    votes = [
        Match(m.at.timestamp() - cues[c].end, n, c)
        for n, m in enumerate(logged)
        if len(heard[m.pattern]) <= _TOO_COMMON
        for c in heard[m.pattern]
    ]
    return sorted(votes, key=lambda v: v.zero)


def _joined_cues(cues: Sequence[Cue]) -> tuple[str, list[int]]:
    """All that is said as one folded text, and where in it each cue begins: a phrase may run over two cues."""
    parts = []
    starts = []
    length = 0
    for cue in cues:
        part = speech.folded_speech(cue.words)[:-1]
        starts.append(length)
        parts.append(part)
        length += len(part)
    return "".join(parts) + " ", starts


def _best(votes: Sequence[Match], width: float) -> Sequence[Match]:
    """The votes within `width` seconds of each other in which most moments and cues take part."""
    moments_in: Counter[int] = Counter()
    cues_in: Counter[int] = Counter()
    best = (0, 0)
    most = 0
    first = 0
    for last, vote in enumerate(votes):
        moments_in[vote.moment] += 1
        cues_in[vote.cue] += 1
        while vote.zero - votes[first].zero > width:
            for count, key in ((moments_in, votes[first].moment), (cues_in, votes[first].cue)):
                count[key] -= 1
                if not count[key]:
                    del count[key]
            first += 1
        if min(len(moments_in), len(cues_in)) > most:
            most = min(len(moments_in), len(cues_in))
            best = (first, last + 1)
    return votes[slice(*best)]


def _agreeing(votes: Sequence[Match]) -> int:
    return min(len({v.moment for v in votes}), len({v.cue for v in votes}))


# -- a recording with a piece cut out ----------------------------------------------------------------------------


def _refuse_cut_out(
    record: PublicRecord, logged: Sequence[HeardFact], votes: Sequence[Match], offset: Offset, width: float
) -> None:
    """Refuse a recording that was stopped on the way: after that its clock differs, and closed doors lie elsewhere."""
    for part in _unbroken_parts(record, logged):
        inside = [v for v in votes if v.moment in part]
        own = _best(inside, width)
        agree = [v for v in inside if abs(v.zero - offset.at.timestamp()) <= width]
        if _agreeing(own) >= LEAST and _agreeing(own) > CLEARLY * _agreeing(agree):
            raise OffsetUnsure("recording.cut_out", time=f"{logged[min(part)].at:%H:%M}")


def _breaks(record: PublicRecord) -> list[datetime]:
    """When the meeting went on after a suspension or closed doors: until then a recording may have been stopped."""
    lines = [line.at for item in record.decisions.items for line in item.log if line.kind == "hervatting"]
    return sorted({*lines, *(end for _, end in record.decisions.closed_spans if end)})


def _unbroken_parts(record: PublicRecord, logged: Sequence[HeardFact]) -> list[set[int]]:
    """Moments between the breaks."""
    breaks = _breaks(record)
    parts: dict[int, set[int]] = {}
    for n, moment in enumerate(logged):
        parts.setdefault(bisect_right(breaks, moment.at), set()).add(n)
    return list(parts.values())


def _around_doors(record: PublicRecord, logged: Sequence[HeardFact], agree: set[int]) -> None:
    """Closed doors must lie where we think: something right before or right after them has to agree with the offset."""
    breaks = _breaks(record)
    sure = {bisect_right(breaks, logged[n].at) for n in agree}
    for start, end in record.decisions.closed_spans:
        if not sure & {bisect_right(breaks, start), bisect_right(breaks, end or start)}:
            raise OffsetUnsure("recording.doors_unsure", time=f"{start:%H:%M}")
