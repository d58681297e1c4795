"""The feed: what was told, message by message, in the order of the journal.

An entry owes something to those before it: its number, an anchor and texts that none of them has, and a time that is
not earlier than theirs, whatever times their facts are dated with. So entries are made in one walk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from livecouncil.core.meeting import events as ev
from livecouncil.core.telling.links import anchor_of, url_of
from livecouncil.core.telling.sentences import unique
from livecouncil.core.telling.telling import Telling

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
    growing = _Growing(folded, saying)
    for told in folded.messages:
        growing.add(told)
    entries = tuple(growing.entries)
    start = folded.state.agenda.meeting.start
    return FeedRecord(
        entries=entries,
        corrections=tuple(entry for entry in entries if entry.kind == "correctie"),
        updated=max([start, *(entry.updated for entry in entries)]),
    )


@dataclass
class _Growing:
    """The feed as far as it is made."""

    folded: Folded
    saying: Phrasing
    entries: list[FeedEntry] = field(default_factory=list)
    number_of: dict[int, int] = field(default_factory=dict)
    """Number of the entry of each line of the journal."""
    texts: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)

    def add(self, told: Telling) -> None:
        """The next entry."""
        number = len(self.entries) + 1
        review = told.seq in self.in_review
        self.number_of[told.seq] = number
        published = self._published(told)
        corrects = None
        if told.corrects:
            corrects = self.number_of.get(told.corrects)
        made_of = _EntryParts(
            told=told,
            number=number,
            anchor=self._anchor(told, number),
            texts=self._texts(told),
            published=published,
            updated=self._updated(told, published, review),
            corrected=bool(self.folded.state.corrections.get(told.seq)),
            corrects=corrects,
            review=review,
        )
        self.entries.append(self.saying.memory.part(_entry, made_of, told.seq))

    def _published(self, told: Telling) -> datetime:
        """When it passed the gate, and never before the entry before it."""
        passed = self.folded.passed_at(told.seq, told.at)
        if self.entries:
            return max(passed, self.entries[-1].published)
        return passed

    def _updated(self, told: Telling, published: datetime, review: bool) -> datetime:
        """When it last changed: corrected, deleted, or left in doubt by the correction of another."""
        corrections = self.folded.state.corrections
        moments = [published]
        moments += [self.folded.passed_at(made.seq, made.at) for made in corrections.get(told.seq, ())]
        moments += [self.folded.passed.redacted.get(told.seq, published)]
        if review:
            others = (made for fixes in corrections.values() for made in fixes)
            moments += [self.folded.passed_at(made.seq, made.at) for made in others]
        return max(moments)

    @cached_property
    def in_review(self) -> frozenset[int]:
        """Lines of the journal whose outcome a correction has left in doubt."""
        return frozenset(self.folded.doubt.values())

    def _anchor(self, told: Telling, number: int) -> str:
        """Where it stands on the page; where another entry stands there already, a place by its number."""
        anchor = anchor_of(self.folded.state, told)
        if not anchor or anchor in self.anchors:
            anchor = f"bericht-{number}"
        self.anchors.add(anchor)
        return anchor

    def _texts(self, told: Telling) -> dict[str, str]:
        """Its text in each language; none was said before."""
        tag = self.saying.hashtag
        url = url_of(self.folded.state, told)
        texts = {}
        for words in self.saying.languages:
            text = self.saying.marked(self.saying.sentence(told, words, url, tag), words)
            if text in self.texts:
                text = unique(text, self.texts, told.at, url, tag)
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
    review: bool


def _entry(of: _EntryParts) -> FeedEntry:
    told = of.told
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
        status=status,
        corrects=of.corrects,
        review=of.review,
    )
