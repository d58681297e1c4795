"""The feed: what was told, message by message, in the order of the journal.

An entry owes something to those before it: its number, an anchor and texts that none of them has, and a time that is
not earlier than theirs, whatever times their facts are dated with. So entries are made in one walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from livecouncil.core.meeting import events as ev
from livecouncil.core.telling.corrections import Correction
from livecouncil.core.telling.links import anchor_of, url_at, web_address
from livecouncil.core.telling.sentences import unique
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import WHOLE, Voice

from .folded import Folded
from .record import FeedEntry, FeedRecord
from .saying import Phrasing

Places = Mapping[str, Mapping[str, str]]
"""Where each kind of message is told, by kind: 'x' under `wall`, `feed` or `social` (wording's table `places`)."""


def kinds_told(places: Places, gate: ev.Gate) -> frozenset[str]:
    """Kinds of messages that are entries of what `gate` lets through."""
    place = "feed"
    if gate == "wall":
        place = "wall"
    return frozenset(kind for kind, row in places.items() if row.get(place) == "x")


def feed_of(folded: Folded, saying: Phrasing) -> FeedRecord:
    """Every message as an entry."""
    messages = _Messages(folded)
    parts = [messages.message(told) for told in folded.messages]
    growing = saying.memory.grow("feed", parts, lambda: _GrowingFeed(saying), _GrowingFeed.add)
    entries = tuple(growing.entries)
    start = folded.state.agenda.meeting.start
    return FeedRecord(
        entries=entries,
        corrections=tuple(entry for entry in entries if entry.kind == "correctie"),
        updated=max([start, *(entry.updated for entry in entries)]),
    )


class _Message(NamedTuple):
    """What is told, and all of the meeting that its entry depends on."""

    told: Telling
    passed: datetime
    changed: tuple[datetime, ...]
    """When it was corrected, deleted, or left in doubt by the correction of another."""
    anchor: str
    url: str
    corrected: bool
    review: bool


@dataclass(frozen=True)
class _Messages:
    """Looks up of each message what its entry depends on."""

    folded: Folded

    def message(self, told: Telling) -> _Message:
        """One of them."""
        folded = self.folded
        corrections = folded.state.corrections.get(told.seq, ())
        review = told.seq in self.in_review
        changed = [folded.passed_at(made.seq, made.at) for made in corrections]
        if told.seq in folded.passed.redacted:
            changed.append(folded.passed.redacted[told.seq])
        if review:
            others = (made for fixes in folded.state.corrections.values() for made in fixes)
            changed += [folded.passed_at(made.seq, made.at) for made in others]
        anchor = anchor_of(folded.state, told)
        return _Message(
            told=told,
            passed=folded.passed_at(told.seq, told.at),
            changed=tuple(changed),
            anchor=anchor,
            url=url_at(folded.state, anchor),
            corrected=bool(corrections),
            review=review,
        )

    @cached_property
    def in_review(self) -> frozenset[int]:
        """Lines of the journal whose outcome a correction has left in doubt."""
        return frozenset(self.folded.doubt.values())


@dataclass
class _GrowingFeed:
    """The feed as far as it is made."""

    saying: Phrasing
    entries: list[FeedEntry] = field(default_factory=list)
    number_of: dict[int, int] = field(default_factory=dict)
    """Number of the entry of each line of the journal."""
    texts: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)

    def add(self, message: _Message) -> None:
        """The next entry; it passed the gate never before the entry before it."""
        told = message.told
        number = len(self.entries) + 1
        self.number_of[told.seq] = number
        published = message.passed
        if self.entries:
            published = max(published, self.entries[-1].published)
        corrects = None
        if told.corrects:
            corrects = self.number_of.get(told.corrects)
        made_of = _EntryParts(
            told=told,
            number=number,
            anchor=self._anchor(message, number),
            texts=self._texts(message),
            published=published,
            updated=max([published, *message.changed]),
            corrected=message.corrected,
            corrects=corrects,
            both=self._both(told),
            review=message.review,
        )
        self.entries.append(self.saying.memory.part(_entry, made_of, told.seq))

    def _anchor(self, message: _Message, number: int) -> str:
        """Where it stands on the page; where another entry stands there already, a place by its number."""
        anchor = message.anchor
        if not anchor or anchor in self.anchors:
            anchor = f"bericht-{number}"
        self.anchors.add(anchor)
        return anchor

    def _both(self, told: Telling) -> tuple[str, str]:
        """What stood and what is right, of a correction."""
        if isinstance(told.content, Correction):
            return told.content.both(Voice(self.saying.words, WHOLE, ""))
        return "", ""

    def _texts(self, message: _Message) -> dict[str, str]:
        """Its text in each language; none was said before."""
        told = message.told
        tag = self.saying.hashtag
        texts = {}
        for words in self.saying.languages:
            text = self.saying.marked(self.saying.sentence(told, words, message.url, tag), told, words)
            if text in self.texts:
                text = unique(text, self.texts, told.at, message.url, tag)
            self.texts.add(text)
            texts[words.language] = text
        return texts


@dataclass(slots=True)
class _EntryParts:
    """All that one entry is made of; never changed."""

    told: Telling
    number: int
    anchor: str
    texts: dict[str, str]
    published: datetime
    updated: datetime
    corrected: bool
    corrects: int | None
    both: tuple[str, str]
    review: bool


def _entry(of: _EntryParts) -> FeedEntry:
    told = of.told
    stood, right = of.both
    status = "provisional"
    if of.corrected:
        status = "corrected"
    return FeedEntry(
        seq=of.number,
        kind=told.kind,
        anchor=of.anchor,
        texts=of.texts,
        published=of.published,
        updated=of.updated,
        at=told.at,
        item=told.item,
        object=told.object,
        outcome=told.outcome,
        for_=told.for_,
        against=told.against,
        groups_for=told.groups_for,
        groups_against=told.groups_against,
        also=told.also,
        attached=web_address(told.content.attached()),
        status=status,
        corrects=of.corrects,
        stood=stood,
        right=right,
        review=of.review,
    )
