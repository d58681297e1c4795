"""The evening as a strip, to scale: items one after another, votes above them, breaks below; and who was there when.

Theory. What took long and what took a minute is seen at once and nowhere told; so it is drawn from the times the record
has and from nothing else. It ends at the close, or, while the meeting goes on, where the last message left it: a
renderer reads no clock. Of what was said behind closed doors it shows from when to when, as the record does. Each strip
stands beside a table with the same times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.phrases import clock
from livecouncil.core.telling.voice import Words

from .marks import Frame, breadth, framed, lettering, number

_WIDTH = 340.0
_LETTER = 11.0
_ATTENDANCE = 96.0
_STARTED = "punt"


@dataclass(frozen=True)
class EveningPart:
    """An item, a suspension or a time behind closed doors (`kind` item, suspended, doors_closed)."""

    kind: str
    label: str
    begin: datetime
    end: datetime


@dataclass(frozen=True)
class EveningCourse:
    """What the strip is drawn from; `votes` are (moment, what with its outcome)."""

    begin: datetime
    end: datetime
    items: tuple[EveningPart, ...]
    breaks: tuple[EveningPart, ...]
    votes: tuple[tuple[datetime, str], ...]

    def share(self, at: datetime) -> float:
        """How much of the evening had passed."""
        whole = max(1.0, (self.end - self.begin).total_seconds())
        return min(1.0, max(0.0, (at - self.begin).total_seconds() / whole))


def evening_of(record: PublicRecord) -> EveningCourse | None:
    """The evening so far; None before it has been opened."""
    begin = record.meeting.opened
    if begin is None:
        return None
    end = max(begin, record.meeting.closed or record.feed.updated)
    breaks = (EveningPart(pause.kind, pause.item, pause.at, pause.until or end) for pause in record.decisions.breaks)
    counted = (vote for item in record.decisions.items for vote in item.votes)
    votes = sorted((vote.at, f"{vote.label}: {vote.outcome_word}") for vote in counted)
    return EveningCourse(begin, end, tuple(_items_in_turn(record, end)), tuple(breaks), tuple(votes))


def _items_in_turn(record: PublicRecord, end: datetime) -> Iterator[EveningPart]:
    """Each time an item was taken up, until the next was."""
    begun = {(item.started, item.number) for item in record.decisions.items if item.started}
    begun |= {(line.at, item.number) for item in record.decisions.items for line in item.log if line.kind == _STARTED}
    for (at, label), (until, _) in pairwise([*sorted(begun), (end, "")]):
        if until > at:
            yield EveningPart("item", label, at, until)


def evening_strip(evening: EveningCourse, words: Words) -> str:
    """The strip, with its words."""
    body = "".join(_item_box(evening, one, place % 2) for place, one in enumerate(evening.items))
    body += "".join(_break_box(evening, one) for one in evening.breaks)
    for at, _ in evening.votes:
        x = evening.share(at) * _WIDTH
        body += f'<path class="vote-at" d="M{number(x - 3.5)} 0h7l-3.5 6z"/>'
    start = clock(evening.begin, evening.begin)
    until = clock(evening.end, evening.begin)
    body += lettering(0, 56, _LETTER, start, "start") + lettering(_WIDTH, 56, _LETTER, until, "end")
    figures = {kind: sum(one.kind == kind for one in evening.breaks) for kind in ("suspended", "doors_closed")}
    taken = len({one.label for one in evening.items})
    said = words.t("evening.said", start=start, end=until, items=taken, votes=len(evening.votes), **figures)
    return framed(Frame(_WIDTH, 60, "evening", "avond", words.t("evening.title"), said), body)


def _item_box(evening: EveningCourse, one: EveningPart, odd: int) -> str:
    left = evening.share(one.begin) * _WIDTH
    width = evening.share(one.end) * _WIDTH - left
    shade = ("0", ".16")[odd]
    place = f'x="{number(left)}" y="8" width="{number(max(0.5, width))}" height="22"'
    box = f'<rect {place} fill-opacity="{shade}" stroke="currentColor" stroke-width=".7"/>'
    if breadth(one.label, _LETTER) > width - 2:
        return box
    return box + lettering(left + width / 2, 23, _LETTER, one.label)


def _break_box(evening: EveningCourse, one: EveningPart) -> str:
    """Below the items: hatched while suspended, full behind closed doors."""
    left = evening.share(one.begin) * _WIDTH
    right = max(left + 1, evening.share(one.end) * _WIDTH)
    place = f'x="{number(left)}" y="34" width="{number(right - left)}" height="8"'
    if one.kind == "doors_closed":
        return f'<rect class="doors_closed" {place}/>'
    strokes = "".join(f"M{at} 42l8-8" for at in range(int(left), int(right - 7), 4))
    outline = f'<rect class="suspended" {place} fill="none" stroke="currentColor"/>'
    if strokes:
        outline += f'<path d="{strokes}" stroke="currentColor"/>'
    return outline


def table_of(evening: EveningCourse, words: Words) -> list[tuple[str, str]]:
    """The same as rows of (from and until, what), in order of time."""
    rows = [(one.begin, _span(evening, one), words.t("web.item", number=one.label)) for one in evening.items]
    rows += [(one.begin, _span(evening, one), words.t(f"evening.{one.kind}")) for one in evening.breaks]
    rows += [(at, clock(at, evening.begin), what) for at, what in evening.votes]
    return [(when, what) for _, when, what in sorted(rows, key=lambda row: row[0])]


def _span(evening: EveningCourse, one: EveningPart) -> str:
    return f"{clock(one.begin, evening.begin)}–{clock(one.end, evening.begin)}"


def attendance_strip(evening: EveningCourse, spans: tuple[tuple[datetime, datetime | None], ...]) -> str:
    """When somebody was there, on the evening's scale; it stands beside the times."""
    body = f'<path d="M0 7h{number(_ATTENDANCE)}" stroke="currentColor" stroke-width=".7"/>'
    for begin, end in spans:
        left = evening.share(begin) * _ATTENDANCE
        width = max(1.0, evening.share(end or evening.end) * _ATTENDANCE - left)
        body += f'<rect class="there" x="{number(left)}" y="3" width="{number(width)}" height="8"/>'
    return framed(Frame(_ATTENDANCE, 14, "strip"), body)
