"""The lines of the transcript: what was told, at its moment, under the item it was told at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from livecouncil.core.telling.links import anchor_of
from livecouncil.core.telling.telling import Telling

from .folded import Folded
from .record import LogLine
from .saying import Phrasing

_ELSEWHERE = ("aanwezigheid", "stemming_open")
"""Kinds the transcript does not tell under an item: arrivals have a place of their own, and a vote that was called is
told of by its result."""


def log_of(folded: Folded, saying: Phrasing) -> Mapping[str, tuple[LogLine, ...]]:
    """Lines of the transcript, by item."""
    told_here = (told for told in folded.tellings if told.item and told.kind not in _ELSEWHERE)
    parts = [(told, anchor_of(folded.state, told)) for told in told_here]
    growing = saying.memory.grow("log", parts, lambda: _GrowingLog(saying), _GrowingLog.add)
    return {number: tuple(rows) for number, rows in growing.lines.items()}


@dataclass
class _GrowingLog:
    """The log as far as it is made, by item."""

    saying: Phrasing
    lines: dict[str, list[LogLine]] = field(default_factory=dict)

    def add(self, part: tuple[Telling, str]) -> None:
        """The next line."""
        told, anchor = part
        self.lines.setdefault(told.item or "", []).append(_log_line(told, self.saying, anchor))


def attendance(folded: Folded, saying: Phrasing) -> tuple[LogLine, ...]:
    """Who came and went, also behind closed doors where that is told."""
    return tuple(_log_line(told, saying) for told in folded.tellings if told.kind.startswith("aanwezigheid"))


def _log_line(told: Telling, saying: Phrasing, anchor: str = "") -> LogLine:
    """A line without address and hashtag: these belong to messages, and a transcript is a document."""
    text = saying.sentence(told, saying.words)
    return saying.memory.same(LogLine(told.at, told.kind, text, anchor), told.seq)
