"""What the archive keeps of one meeting: enough for every page about all meetings, so that no journal is read twice.

A pure function of the `PublicRecord` of the feed's gate; kept as JSON beside the journals (see `catalog`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from pydantic import TypeAdapter

from livecouncil.core.law.outcomes import paper_kind
from livecouncil.core.release.record import ItemRecord, PublicRecord, VoteRecord
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped, item_anchor
from livecouncil.publishing.open_data import participants
from livecouncil.publishing.open_data import shared as od

NO_TEXTS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ArchivedPaper:
    """A motion or amendment; `anchor` is its place in the meeting's transcript."""

    anchor: str
    kind: str
    name: str  # 'Motie M3', '' for an item that is itself a motion
    title: str
    item: str
    movers: tuple[str, ...]
    outcome: str  # '' while open
    word: str


@dataclass(frozen=True)
class VoteCount:
    """One vote, without figures where the chair told the outcome alone. `options` is member → option as far as told,
    None when names are unknown; `groups` is group → (for, against)."""

    anchor: str
    label: str
    title: str
    outcome: str
    word: str
    yes: int | None
    no: int | None
    options: dict[str, str] | None
    groups: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Commitment:
    who: str
    item: str
    text: str
    met: date | None = None


@dataclass(frozen=True)
class Digest:
    """A meeting in the archive. `seats` is member → group of who sat at its end, `parties` group → abbreviation."""

    id: str
    title: str
    start: datetime
    municipality: str
    language: str
    public_url: str
    contact: str
    status: str
    final: bool
    unofficial: bool
    updated: datetime
    seats: dict[str, str]
    parties: dict[str, str]
    outcomes: dict[str, int]
    pieces: tuple[ArchivedPaper, ...] = ()
    counts: tuple[VoteCount, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    reporter: str = ""  # who makes an unofficial report
    granted: str = "CC0-1.0"  # under which licence
    body: str = ""  # of which body beside the council it was the meeting
    ids: Mapping[str, str] = field(default_factory=dict)  # of who was given one, by name
    group_ids: Mapping[str, str] = field(default_factory=dict)  # the same of groups

    @property
    def year(self) -> int:
        return self.start.year


_ADAPTER = TypeAdapter(Digest)


def dumps(digest: Digest) -> bytes:
    return _ADAPTER.dump_json(digest)


def loads(data: bytes) -> Digest:
    """The digest of `dumps`. Raises ValueError when it is none."""
    return _ADAPTER.validate_json(data)


def in_archive(record: PublicRecord) -> bool:
    """Whether the meeting stands in the archive: no rehearsal, nothing kept in the chamber, nothing still to begin."""
    return not record.meeting.rehearsal and record.meeting.policy != "chamber" and record.meeting.status != "planned"


def digest(record: PublicRecord) -> Digest:
    """What the archive keeps of `record`."""
    decided = od.decided_matters(record)
    outcomes = Counter(decision.outcome for decision in decided)
    seated = participants.groups(record)
    reporter = record.meeting.reporter * record.meeting.unofficial
    commitments = [
        Commitment(*promised, met)
        for promised, met in zip(record.decisions.undertakings, record.decisions.fulfilled, strict=True)
    ]
    return Digest(
        id=record.meeting.meeting_id,
        title=record.meeting.title,
        start=record.meeting.start,
        municipality=record.meeting.municipality,
        language=record.meeting.language,
        public_url=record.meeting.public_url,
        contact=record.meeting.contact,
        status=record.meeting.status,
        final=record.meeting.final,
        unofficial=record.meeting.unofficial,
        reporter=reporter,
        granted=record.meeting.granted,
        updated=record.feed.updated,
        body=record.meeting.body,
        ids=dict(record.people.ids),
        group_ids=dict(record.people.group_ids),
        seats=_seats_of(record),
        parties={n: s for n, s in record.people.groups if n in seated},
        outcomes=dict(outcomes),
        pieces=tuple(_pieces_of(record)),
        counts=tuple(_vote_count(d) for d in decided if d.vote),
        commitments=tuple(commitments),
    )


def _seats_of(record: PublicRecord) -> dict[str, str]:
    """Who sat in the council, with their group; whoever sat in a body beside it has no seat by that."""
    if record.meeting.body:
        return {}
    return dict(record.people.members)


def _pieces_of(record: PublicRecord) -> Iterator[ArchivedPaper]:
    for item in record.decisions.items:
        if item.kind == "motion" and not item.objects:
            yield _own_motion(item)
        for o in (filed for filed in item.objects if paper_kind(filed.key) not in ("point", "order")):
            yield ArchivedPaper(
                anchor=escaped(o.key),
                kind=paper_kind(o.key),
                name=o.name,
                title=o.title,
                item=o.item,
                movers=o.movers,
                outcome=o.outcome or "",
                word=o.outcome_word,
            )


def _own_motion(item: ItemRecord) -> ArchivedPaper:
    """An item that is a motion of its own, not on the agenda before (motie vreemd aan de orde van de dag)."""
    return ArchivedPaper(
        anchor=item_anchor(item.number),
        kind="motion_item",
        name="",
        title=item.title,
        item=item.number,
        movers=(),
        outcome=item.outcome or "",
        word=item.outcome_word,
    )


def _vote_count(decision: od.DecidedMatter) -> VoteCount:
    vote = decision.vote
    assert vote
    options = None
    if vote.votes is not None:
        options = {one.member: one.option for one in decision.told}
    return VoteCount(
        anchor=f"{decision.id}-stemming",
        label=decision.label,
        title=decision.title,
        outcome=decision.outcome,
        word=decision.word,
        yes=vote.for_,
        no=vote.against,
        options=options,
        groups=_group_sides(vote),
    )


def _group_sides(vote: VoteRecord) -> dict[str, tuple[int, int]]:
    """How each group voted, as (for, against): by its members' votes, or, while those are unknown, as it was told."""
    sides: dict[str, tuple[int, int]] = {}

    def add(group: str, yes: int, no: int) -> None:
        before = sides.get(group, (0, 0))
        sides[group] = before[0] + yes, before[1] + no

    if vote.votes is None:
        for told in vote.groups_for:
            add(told.name, told.votes, 0)
        for told in vote.groups_against:
            add(told.name, 0, told.votes)
    for split in vote.divided:
        add(*split)
    for one in vote.votes or ():
        if one.group and one.option in ("for", "against"):
            add(one.group, one.weight * (one.option == "for"), one.weight * (one.option == "against"))
    return sides


def document(record: PublicRecord, words: Words, texts: Mapping[str, str] = NO_TEXTS) -> bytes:
    """What search reads of the meeting: its transcript without lists of names, a heading for each permalink; `texts`
    are what its documents say, by where these stand."""
    from livecouncil.publishing.pages import render

    return render("archive_document.html", record, words, texts=texts)
