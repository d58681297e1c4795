"""What a gate lets through, as plain data: the one thing every public renderer reads.

`PublicRecord` is a pure function of the journal (see `release.disclose`): nothing held, recalled, private or said
behind closed doors is in it, so a renderer cannot leak. It is composed of five parts and the wall: who and when
(`meeting`), who sits and speaks (`people`), what was decided (`decisions`), what was said of it (`feed`), and what
anybody can check it by (`proof`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from livecouncil.core.council.model import Wall
from livecouncil.core.meeting.filed_documents import FiledDocument
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.core.text.numbers import is_point

from .record_votes import BallotRecord as BallotRecord
from .record_votes import MemberVote as MemberVote
from .record_votes import VoteRecord as VoteRecord
from .record_wall import SpeakingClock as SpeakingClock
from .record_wall import WallSaid as WallSaid
from .record_wall import WallState as WallState

LICENCES = {
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
}
"""How a licence is called, and where it stands."""
FREE = "CC0-1.0"
"""That of a council's own record."""
"""What the council's own text and data are given away under."""


@dataclass(frozen=True)
class FeedEntry:
    """One public message. `seq` numbers public entries from 1 without gaps; `texts` is keyed by language."""

    seq: int
    kind: str
    anchor: str  # 'm3', 'punt-7b', 'm3-stemming', 'bericht-12'
    texts: dict[str, str]
    published: datetime
    updated: datetime
    at: datetime
    item: str | None = None
    object: str | None = None
    outcome: str | None = None
    for_: int | None = None
    against: int | None = None
    groups_for: tuple[GroupVotes, ...] = ()
    groups_against: tuple[GroupVotes, ...] = ()
    also: tuple[str, ...] = ()  # what else is decided by the same count; all of it where `object` is None
    attached: str = ""  # address of a document that belongs to it
    status: str = "provisional"  # provisional, corrected, final
    corrects: int | None = None
    stood: str = ""  # what its sentence in the council's language says stood, of a correction that sets both beside
    right: str = ""  # each other, and what is right
    review: bool = False  # its outcome rests on one that was corrected, and is not confirmed yet


@dataclass(frozen=True)
class ObjectRecord:
    """A motion, amendment or subamendment and what became of it."""

    key: str
    label: str  # 'M3', 'A8.1'
    name: str  # 'Motie M3'
    title: str
    item: str
    movers: tuple[str, ...]
    outcome: str | None
    outcome_word: str  # '' while open
    parent: str | None = None
    filed: datetime | None = None  # None for one that came from an earlier meeting
    method: str = ""  # how it was decided without a count: 'acclamation', 'none'
    review: bool = False
    against: tuple[str, ...] = ()  # who counts as having voted against, where nobody voted
    text: str = ""
    changes: tuple[str, ...] = ()  # what was changed in it orally
    url: str = ""  # where its text can be read
    document: FiledDocument | None = None

    @property
    def called(self) -> str:
        """'M3'; of a decision point, which has no number of its own, its whole name."""
        return self.name if is_point(self.key) else self.label


@dataclass(frozen=True)
class LogLine:
    """One line of the transcript: a speaker, an arrival, a message; `text` in the council's language."""

    at: datetime
    kind: str
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class ItemRecord:
    number: str
    title: str  # 'Besloten agendapunt' when closed
    kind: str
    decision: str
    documents: tuple[tuple[str, str], ...]  # (title, address or '')
    outcome: str | None
    outcome_word: str
    amended: bool
    objects: tuple[ObjectRecord, ...] = ()
    votes: tuple[VoteRecord, ...] = ()
    ballots: tuple[BallotRecord, ...] = ()
    log: tuple[LogLine, ...] = ()
    closed: bool = False
    started: datetime | None = None  # first taken
    ended: datetime | None = None  # last left
    method: str = ""  # how its proposal was decided without a count: 'acclamation', 'none'
    review: bool = False
    against: tuple[str, ...] = ()  # who counts as having voted against, where nobody voted
    advice: str = ""  # what a committee advised on it, in a sentence
    source: str = ""  # what it is in the system it was taken over from
    document_sources: tuple[str, ...] = ()  # the same of each of `documents`


@dataclass(frozen=True)
class TurnRecord:
    """One time somebody had the floor: item, from when to when, and the seconds that count."""

    item: str
    at: datetime
    seconds: int
    until: datetime | None = None


@dataclass(frozen=True)
class SpeakerRecord:
    """A line of the speaker index; `group` is '' for who is no member."""

    who: str
    group: str
    seconds: int
    turns: tuple[TurnRecord, ...]


@dataclass(frozen=True)
class PresenceRecord:
    """When a member was in the meeting, as (from, until): until is None while it lasts. Without spans: never there."""

    member: str
    spans: tuple[tuple[datetime, datetime | None], ...] = ()


@dataclass(frozen=True)
class NoteRecord:
    """What a decision list notes that is no outcome.

    `kind`: explained, recused, mistaken, noted_against, sworn_in, chair, start_number. `object` is 'm3' or the item's
    number; `whole` when somebody recused stays out of the debate too (art. 28, no reason); `number` is the one drawn
    for the roll call, of which `who` bears it.
    """

    kind: str
    at: datetime
    item: str
    who: str = ""
    object: str = ""
    whole: bool = False
    number: int | None = None


@dataclass(frozen=True)
class BreakRecord:
    """A suspension or a part behind closed doors (`kind` suspended, doors_closed); `until` is None while it lasts."""

    kind: str
    at: datetime
    item: str
    until: datetime | None = None


@dataclass(frozen=True)
class CheckpointRecord:
    """The first `size` lines of the journal, of which the last has SHA-256 `head`, signed `at` (minisign's texts)."""

    at: datetime
    size: int
    head: str
    signature: str
    key: str


@dataclass(frozen=True)
class MeetingRecord:
    """Which meeting it is, of whom, where it stands now, and how its report is given out."""

    meeting_id: str
    municipality: str
    code: str
    title: str
    start: datetime
    chair: str
    language: str
    hashtag: str
    public_url: str
    contact: str
    rehearsal: bool
    unofficial: bool
    reporter: str  # who makes an unofficial report; a word for it where no name is known
    unofficial_word: str  # 'niet-officieel verslag' in the council's language
    policy: str
    status: str  # planned, not_opened, open, suspended, closed_doors, closed
    since: datetime | None
    expected_resume: datetime | None
    item: str | None
    opened: datetime | None
    closed: datetime | None
    webcast: str  # address of the recording
    wall_language: str
    screen: Wall
    zone: str  # of its clock
    recording: datetime | None = None  # the moment its second 0 stands for, once that is known
    final: bool = False
    finalized: date | None = None  # day of the meeting that fixed the report
    kind: str = "council"  # of the body that meets
    body: str = ""  # its id; '' for the council itself
    body_name: str = ""
    called: tuple[tuple[str, str], ...] = ()  # what it calls things of its own, by the keys of `[body]`
    granted: str = FREE  # under which licence, of `LICENCES`
    begun: datetime | None = None  # when its record was
    id_scheme: int = 1  # how the ids of its messages are made
    announced_as: str = ""  # its id as it was announced first; another than `meeting_id` where it was moved
    cancelled: bool = False
    source: str = ""  # what it is in the system its agenda was taken over from
    awaited: frozenset[str] = frozenset()  # documents that do not lie with its pages (yet), by name

    @property
    def publisher(self) -> str:
        """Author, publisher and licensor of every file: the municipality, of an unofficial report never."""
        if self.unofficial:
            return self.reporter
        return self.municipality

    @property
    def licence(self) -> str:
        """The address of the licence under which all of it is given."""
        return LICENCES[self.granted][1]

    @property
    def mark(self) -> str:
        """What every file and message of an unofficial report bears; '' for the council's own."""
        if self.unofficial:
            return self.unofficial_word
        return ""

    def second(self, at: datetime) -> int | None:
        """Where the recording shows what happened at `at`, in whole seconds; None where it does not."""
        if self.recording is None or at < self.recording:
            return None
        return int((at - self.recording).total_seconds())


KnownAs = tuple[str, tuple[tuple[str, str], ...]]
"""A name, and what it is known by elsewhere, as (system, id)."""


@dataclass(frozen=True)
class PeopleRecord:
    """Who sits, who came, who took the chair and who spoke."""

    seats: int
    sitting: int
    present: int
    absent: tuple[str, ...]  # at the opening
    members: tuple[tuple[str, str], ...]  # (name, group) of the sitting members
    groups: tuple[tuple[str, str], ...]  # (name, abbreviation)
    officials: tuple[tuple[str, str], ...]  # (name, role); whether they came is not logged
    surnames: tuple[tuple[str, str], ...]  # (name, surname) of members and officials
    chairs: tuple[str, ...]  # who took the chair, in order
    committee_members: tuple[str, ...] = ()  # those of `members` who sit in committees alone
    seated_groups: tuple[str, ...] = ()  # whose votes are told by seats, for nobody keeps who is there
    presence: tuple[PresenceRecord, ...] = ()
    attendance: tuple[LogLine, ...] = ()
    speakers: tuple[SpeakerRecord, ...] = ()
    known_as: tuple[KnownAs, ...] = ()  # of members
    groups_known_as: tuple[KnownAs, ...] = ()
    ids: tuple[tuple[str, str], ...] = ()  # (name, id) of members and officials who were given one
    group_ids: tuple[tuple[str, str], ...] = ()  # the same of groups
    terms: tuple[tuple[str, date | None, date | None], ...] = ()  # (name, from, until) of seats with a bound


@dataclass(frozen=True)
class DecisionsRecord:
    """The agenda with what became of each item, what was promised, and what a decision list notes besides."""

    items: tuple[ItemRecord, ...]
    undertakings: tuple[tuple[str, str, str], ...] = ()  # (who, item, text)
    owed: tuple[tuple[tuple[str, ...], date | None], ...] = ()  # to whom and before which day, in the same order
    undertaken: tuple[int, ...] = ()  # the journal's line of each undertaking
    fulfilled: tuple[date | None, ...] = ()  # when each undertaking was met, in the same order; None while it is open
    notes: tuple[NoteRecord, ...] = ()
    breaks: tuple[BreakRecord, ...] = ()
    closed_spans: tuple[tuple[datetime, datetime | None], ...] = ()  # of the doors; None: not opened again


@dataclass(frozen=True)
class FeedRecord:
    """What was said of the meeting, message by message, and when that last changed."""

    entries: tuple[FeedEntry, ...]
    corrections: tuple[FeedEntry, ...]
    updated: datetime

    @property
    def seq(self) -> int:
        """Number of the newest public entry; 0 before the first."""
        return len(self.entries)


@dataclass(frozen=True)
class ProofRecord:
    """What anybody can check the report by, as far as it may be public."""

    checkpoint: CheckpointRecord | None = None  # the last one that tells of nothing still held
    head: str = ""  # its head, once the meeting is closed
    chain_until: int = 0  # number of the last event of the journal that may be public; 0 until the meeting is closed
    revealed: frozenset[int] = frozenset()  # numbers of those that may be read, not only counted


@dataclass(frozen=True, kw_only=True)
class WallRecord:
    """What the wall in the chamber is drawn from, and no more: of `decisions` it has the items alone."""

    meeting: MeetingRecord
    decisions: DecisionsRecord
    wall: WallState


@dataclass(frozen=True, kw_only=True)
class PublicRecord(WallRecord):
    """A meeting as one gate lets it through."""

    people: PeopleRecord
    feed: FeedRecord
    proof: ProofRecord = ProofRecord()

    def with_recording(self, begins: datetime | None) -> PublicRecord:
        """The same, with the moment that second 0 of its recording stands for."""
        return replace(self, meeting=replace(self.meeting, recording=begins))

    def awaiting(self, documents: frozenset[str]) -> PublicRecord:
        """The same, whose pages do not lead to `documents`."""
        if documents == self.meeting.awaited:
            return self
        return replace(self, meeting=replace(self.meeting, awaited=documents))
