"""The agenda with what became of each item, what was promised, and what a decision list notes besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from livecouncil.core.council.agenda import Item
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.course import treated
from livecouncil.core.meeting.doors import Span
from livecouncil.core.meeting.outcomes import NamedOutcome, confirmed
from livecouncil.core.meeting.state import Paper
from livecouncil.core.telling.links import web_address
from livecouncil.core.telling.phrases import day_said, names
from livecouncil.core.telling.subjects import points_otherwise, thing_filed

from .attest import fulfilled
from .folded import Folded
from .notes import breaks, notes
from .record import BallotRecord, DecisionsRecord, ItemRecord, LogLine, NoteRecord, ObjectRecord, VoteRecord
from .saying import Phrasing
from .transcript import log_of
from .votes import ballots_of, by_item, votes_of

NO_LOG: Mapping[str, tuple[LogLine, ...]] = MappingProxyType({})


def decisions_of(folded: Folded, saying: Phrasing) -> DecisionsRecord:
    """Everything a decision list holds, and the transcript's lines under their items."""
    undertaken = [fact for fact in folded.facts if isinstance(fact, ev.Undertaking)]
    redacted = saying.words.t("trust.redacted")
    lines = tuple(fact.seq for fact in undertaken)
    return DecisionsRecord(
        items=agenda_of(folded, saying, votes_of(folded, saying), log_of(folded, saying)),
        undertakings=tuple((fact.who, fact.item, _promise(fact, saying) or redacted) for fact in undertaken),
        owed=tuple((fact.to, fact.due) for fact in undertaken),
        undertaken=lines,
        fulfilled=fulfilled(folded.passed.journal, lines),
        notes=_notes(folded),
        breaks=breaks(folded.happened, folded.first_item),
        closed_spans=folded.passed.closed_spans,
    )


def _promise(fact: ev.Undertaking, saying: Phrasing) -> str:
    """What was promised, and behind it to whom and before which day; '' where its text was deleted."""
    said = [fact.text]
    if fact.text and fact.to:
        said.append(saying.words.t("word.promised_to", wie=names(fact.to)))
    if fact.text and fact.due:
        said.append(saying.words.t("word.promised_before", dag=day_said(fact.due, saying.words.t)))
    if len(said) == 1:
        return fact.text
    return " ".join([f"{fact.text.rstrip('.')}.", *said[1:]])


def agenda_of(
    folded: Folded,
    saying: Phrasing,
    votes: Sequence[VoteRecord] = (),
    log: Mapping[str, tuple[LogLine, ...]] = NO_LOG,
) -> tuple[ItemRecord, ...]:
    """Every item with what became of it; the wall shows neither `votes` nor `log`."""
    agenda = _Agenda(folded=folded, saying=saying, votes=votes, log=log)
    return tuple(agenda.item(item) for item in folded.state.items)


@dataclass(frozen=True)
class _Agenda:
    """Makes the record of each item, from what holds for all of them."""

    folded: Folded
    saying: Phrasing
    votes: Sequence[VoteRecord]
    log: Mapping[str, tuple[LogLine, ...]]

    def item(self, item: Item) -> ItemRecord:
        """One item; of a closed one neither its title, its proposal nor its papers."""
        number = item.number
        closed = item.kind == "closed"
        before = _laid_before(item)
        outcome = self.folded.state.outcomes.get(number)
        started, ended = self.treated.get(number, (None, None))
        review = number in self.folded.doubt
        return ItemRecord(
            number=number,
            title=title_shown(item, self.saying),
            kind=item.kind,
            decision=before.decision,
            documents=before.documents,
            outcome=outcome,
            outcome_word=self._outcome_word(outcome, item),
            amended=outcome == "adopted_amended",
            objects=tuple(self.object(o) for o in self.papers.get(number, ())),
            votes=tuple(self.counts.get(number, ())),
            ballots=self.ballots.get(number, ()),
            log=self.log.get(number, ()),
            closed=closed,
            started=started,
            ended=ended,
            method=self._method(number),
            review=review,
            against=self.folded.against.get(number, ()),
            advice=self._advice(item),
            source=before.source,
            document_sources=before.document_sources,
        )

    def _outcome_word(self, outcome: str | None, item: Item) -> str:
        """The word of what became of an item; '' while that is open."""
        if outcome is None:
            return ""
        named = NamedOutcome(outcome, confirmed(item, outcome), points_otherwise(self.folded.state, item.number))
        return self.saying.outcome(named, review=item.number in self.folded.doubt)

    def _advice(self, item: Item) -> str:
        """What a committee advised on an item, in a sentence; nothing of a closed one."""
        if item.advice is None or item.kind == "closed":
            return ""
        said = self.saying.outcome(NamedOutcome(item.advice.outcome))
        t = self.saying.words.t
        return t("document.advised", by=item.advice.by, day=day_said(item.advice.day, t), advice=said)

    def object(self, o: Paper) -> ObjectRecord:
        """One motion or amendment."""
        made_of = _ObjectParts(
            paper=o,
            points=points_otherwise(self.folded.state, o.key),
            filed=self.filed.get(o.key),
            method=self._method(o.key),
            review=o.key in self.folded.doubt,
            against=self.folded.against.get(o.key, ()),
            saying=self.saying,
        )
        return self.saying.memory.part(_object_record, made_of, o.key)

    @cached_property
    def papers(self) -> Mapping[str, list[Paper]]:
        """Motions and amendments, by item."""
        return by_item(self.folded.state.objects.values())

    @cached_property
    def counts(self) -> Mapping[str, list[VoteRecord]]:
        return by_item(self.votes)

    @cached_property
    def ballots(self) -> Mapping[str, tuple[BallotRecord, ...]]:
        return ballots_of(self.folded, self.saying)

    @cached_property
    def treated(self) -> Mapping[str, Span]:
        """When each item was first taken and last left."""
        return treated(self.folded.happened, self.folded.first_item)

    @cached_property
    def filed(self) -> Mapping[str, datetime]:
        """When each object was first filed."""
        filings = (fact for fact in reversed(self.folded.facts) if isinstance(fact, ev.Filed))
        return {fact.object: fact.at for fact in filings}

    def _method(self, target: str) -> str:
        """How a target was decided without a count: 'acclamation', 'none'; '' where it was counted or is open."""
        last = self.folded.state.last_decision(target)
        if isinstance(last, ev.Decided) and last.vote is None:
            return last.method
        return ""


@dataclass(slots=True)
class _ObjectParts:
    """All that the record of one motion or amendment is made of; never changed. How things are said stays the same."""

    paper: Paper
    points: tuple[str, ...]
    filed: datetime | None
    method: str
    review: bool
    against: tuple[str, ...]
    saying: Phrasing = field(compare=False)


def _object_record(of: _ObjectParts) -> ObjectRecord:
    o = of.paper
    named = None
    if o.outcome:
        named = NamedOutcome(o.outcome, points=of.points)
    return ObjectRecord(
        key=o.key,
        label=o.label,
        name=of.saying.name(thing_filed(o)),
        title=o.title,
        item=o.item,
        movers=o.movers,
        outcome=o.outcome,
        outcome_word=of.saying.outcome(named, review=of.review),
        parent=o.parent,
        filed=of.filed,
        method=of.method,
        review=of.review,
        against=of.against,
        text=o.text,
        changes=o.changes,
        url=web_address(o.url),
        document=o.document,
    )


@dataclass(frozen=True)
class _LaidBefore:
    """What lies before the council at an item, and what it is in the system it comes from."""

    decision: str = ""
    documents: tuple[tuple[str, str], ...] = ()
    source: str = ""
    document_sources: tuple[str, ...] = ()


def _laid_before(item: Item) -> _LaidBefore:
    """Of a closed item nothing."""
    if item.kind == "closed":
        return _LaidBefore()
    documents = tuple((d.title, web_address(d.url)) for d in item.documents)
    return _LaidBefore(item.decision, documents, item.source, tuple(d.source for d in item.documents))


def title_shown(item: Item, saying: Phrasing) -> str:
    """The title of an item as the public may know it."""
    if item.kind == "closed":
        return saying.words.t("word.closed_item")
    return item.title


def _notes(folded: Folded) -> tuple[NoteRecord, ...]:
    item_of = {key: o.item for key, o in folded.state.objects.items()}
    name_of = {m.number: m.name for m in folded.state.sitting if m.number}
    return notes(folded.happened, folded.first_item, item_of, name_of)
