"""The lines of the transcript: what was told, at its moment, under the item it was told at."""

from __future__ import annotations

from collections.abc import Mapping

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
    lines: dict[str, list[LogLine]] = {}
    for told in folded.tellings:
        if told.item and told.kind not in _ELSEWHERE:
            anchor = anchor_of(folded.state, told)
            lines.setdefault(told.item, []).append(_log_line(told, saying, anchor))
    return {number: tuple(rows) for number, rows in lines.items()}


def attendance(folded: Folded, saying: Phrasing) -> tuple[LogLine, ...]:
    """Who came and went, also behind closed doors where that is told."""
    return tuple(_log_line(told, saying) for told in folded.tellings if told.kind.startswith("aanwezigheid"))


def _log_line(told: Telling, saying: Phrasing, anchor: str = "") -> LogLine:
    """A line without address and hashtag: these belong to messages, and a transcript is a document."""
    text = saying.sentence(told, saying.words)
    return saying.memory.same(LogLine(told.at, told.kind, text, anchor), told.seq)
