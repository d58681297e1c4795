"""A meeting arranged as decision list and transcript print it: who was there, and item by item what was noted.

Between the `PublicRecord` and the templates of `decisions` and `pages`; in words, in no format yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from livecouncil.core.law.outcomes import paper_kind
from livecouncil.core.release.record import (
    BreakRecord,
    FeedEntry,
    ItemRecord,
    LogLine,
    NoteRecord,
    ObjectRecord,
    PresenceRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.core.telling.phrases import clock
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.called import without_salutation
from livecouncil.publishing.fragments import Fragments

DECIDED = ("adopted", "adopted_amended", "adopted_without_vote", "adopted_in_part")
_ANNOUNCED = ("vrij_bericht", "gewijzigde_tekst", "toegevoegd", "afgevoerd", "agenda")
_UNTOLD = ("chair", "start_number")


@dataclass(frozen=True)
class CourseLine:
    """A line of an item's course: one the record has, or a note in words; `seconds` somebody had the floor."""

    at: datetime
    log: LogLine | None = None
    text: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class ItemMatter:
    """One item: `votes` are those on its own proposal, `objects` its motions and amendments each with their votes."""

    item: ItemRecord
    word: str
    votes: tuple[VoteRecord, ...]
    objects: tuple[tuple[ObjectRecord, str, tuple[VoteRecord, ...]], ...]
    amendments: tuple[ObjectRecord, ...]  # adopted
    announced: tuple[LogLine, ...]
    notes: tuple[str, ...]
    undertakings: tuple[tuple[str, str], ...]
    corrections: tuple[FeedEntry, ...]
    course: tuple[CourseLine, ...]

    @property
    def decided(self) -> bool:
        return self.item.outcome in DECIDED

    @property
    def undecided(self) -> bool:
        """A matter for decision on which none was taken."""
        due = self.item.kind in ("proposal", "hamerstuk", "motion")
        return due and not (self.word or self.objects or self.item.ballots)


@dataclass(frozen=True)
class AttendanceRoll:
    """Sitting members as (group, names) there throughout, as (name, group, times) there in part, as names absent."""

    throughout: tuple[tuple[str, tuple[str, ...]], ...] = ()
    partly: tuple[tuple[str, str, str], ...] = ()
    absent: tuple[str, ...] = ()
    all: tuple[tuple[str, str, str], ...] = field(default=())

    @property
    def number(self) -> int:
        return sum(len(names) for _, names in self.throughout)


@dataclass(frozen=True)
class _RecordPrinting:
    """What arranging one record needs again and again."""

    record: PublicRecord
    words: Words

    @cached_property
    def names(self) -> dict[str, str]:
        """What each motion and amendment is called, by its key."""
        return {o.key: o.name for item in self.record.decisions.items for o in item.objects}

    @cached_property
    def seconds(self) -> dict[datetime, int]:
        """How long a turn lasted, by the moment it began."""
        taken = [turn for speaker in self.record.people.speakers for turn in speaker.turns]
        return {turn.at: turn.seconds for turn in taken if turn.until != turn.at}

    @cached_property
    def officers(self) -> set[str]:
        """Members, officials and chairs: all who are shown by name."""
        known = {name for name, _ in (*self.record.people.members, *self.record.people.officials)}
        return known | set(self.record.people.chairs)

    def matter(self, item: ItemRecord) -> ItemMatter:
        number = item.number
        on = by_target(item.votes)
        own = on.get(number, ())
        noted = [n for n in self.record.decisions.notes if n.item == number]
        told = [self.note(n) for n in noted if not _with_its_vote(n, item)]
        untold = [n for n in noted if n.kind in _UNTOLD]
        corrections = [entry for entry in self.record.feed.corrections if entry.item == number]
        undertakings = [(who, text) for who, at, text in self.record.decisions.undertakings if at == number]
        announced = [line for line in item.log if line.kind in _ANNOUNCED]
        return ItemMatter(
            item=item,
            word=self.word(item, own),
            votes=own,
            objects=tuple(self.with_votes(o, on.get(o.key, ())) for o in item.objects),
            amendments=_adopted_amendments(item),
            announced=tuple(announced),
            notes=(*self.guests(item), *told),
            undertakings=tuple(undertakings),
            corrections=tuple(corrections),
            course=self.course(item, untold),
        )

    def with_votes(
        self, o: ObjectRecord, votes: tuple[VoteRecord, ...]
    ) -> tuple[ObjectRecord, str, tuple[VoteRecord, ...]]:
        """A motion or amendment, its outcome in words, and the `votes` on it."""
        return o, self.word(o, votes), votes

    def word(self, target: ItemRecord | ObjectRecord, votes: Sequence[VoteRecord]) -> str:
        """The outcome in words: 'met algemene stemmen aangenomen' where it was, 'aangenomen, bij acclamatie'."""
        if votes and votes[-1].outcome == target.outcome:
            return votes[-1].outcome_word
        if target.outcome_word and target.method == "acclamation":
            return f"{target.outcome_word}, {self.words.t('document.by_acclamation')}"
        return target.outcome_word

    def guests(self, item: ItemRecord) -> list[str]:
        """Who of the public spoke at `item`, in a sentence: shown by role, never by name."""
        speakers = [s for s in self.record.people.speakers if s.who not in self.officers]
        spoke = [s.who for s in speakers if any(turn.item == item.number for turn in s.turns)]
        if not spoke:
            return []
        return [self.words.t("document.guests", names=", ".join(spoke))]

    def course(self, item: ItemRecord, untold: Sequence[NoteRecord]) -> tuple[CourseLine, ...]:
        """The lines of an item's log; with notes that no line tells, all in order of time."""
        lines = [CourseLine(line.at, line, seconds=self.seconds_of(line)) for line in item.log]
        if not untold:
            return tuple(lines)
        lines += [CourseLine(noted.at, text=self.note(noted)) for noted in untold]
        return tuple(sorted(lines, key=lambda line: line.at))

    def seconds_of(self, line: LogLine) -> int:
        if line.kind != "woord":
            return 0
        return self.seconds.get(line.at, 0)

    def note(self, noted: NoteRecord) -> str:
        """The sentence of a note."""
        thing = self.names.get(noted.object) or self.own_matter(noted.object)
        text = self.words.t(f"document.{_sentence_key(noted)}", who=noted.who, thing=thing, number=noted.number)
        return text[:1].upper() + text[1:]

    def own_matter(self, number: str) -> str:
        """What the matter of item `number` itself is called, within a sentence."""
        kind = next((item.kind for item in self.record.decisions.items if item.number == number), "")
        key = "object.proposal"
        if kind == "motion":
            key = "object.motion_item"
        name = self.words.t(key, nr=number)
        return name[:1].lower() + name[1:]


def _sentence_key(noted: NoteRecord) -> str:
    """Key of a note's sentence, below [document]."""
    if noted.kind == "recused" and noted.whole:
        return "recused_whole"
    if noted.kind == "chair":
        return "chair_note"
    if noted.kind == "start_number" and not noted.who:
        return "start_number_only"
    return noted.kind


def _with_its_vote(noted: NoteRecord, item: ItemRecord) -> bool:
    """A mistaken vote is noted under the vote itself."""
    return noted.kind == "mistaken" and any(v.motion == noted.object for v in item.votes)


def _adopted_amendments(item: ItemRecord) -> tuple[ObjectRecord, ...]:
    adopted = (o for o in item.objects if o.outcome in DECIDED)
    return tuple(o for o in adopted if paper_kind(o.key) in ("amendment", "subamendment"))


def by_target(votes: Iterable[VoteRecord]) -> dict[str, tuple[VoteRecord, ...]]:
    """`votes` under what was voted on, in their order."""
    found: dict[str, tuple[VoteRecord, ...]] = {}
    for vote in votes:
        found[vote.motion] = (*found.get(vote.motion, ()), vote)
    return found


def matters(record: PublicRecord, words: Words, kept: Fragments | None = None) -> list[ItemMatter]:
    """The items in order of the agenda; arranged once for all files that share `kept`."""

    def arranged() -> list[ItemMatter]:
        printing = _RecordPrinting(record, words)
        return [printing.matter(item) for item in record.decisions.items]

    return (kept or Fragments()).once("matters", record, arranged)


def loose(record: PublicRecord, words: Words) -> tuple[list[str], list[FeedEntry]]:
    """Notes and corrections that belong to no item."""
    printing = _RecordPrinting(record, words)
    numbers = {item.number for item in record.decisions.items}
    notes = [printing.note(noted) for noted in record.decisions.notes if noted.item not in numbers]
    return notes, [e for e in record.feed.corrections if e.item not in numbers]


def heading_lines(record: PublicRecord, words: Words) -> list[str]:
    """Chairs, opening, closing and breaks, a sentence each, in order of time."""
    began = record.meeting.opened or record.meeting.start
    lines: list[tuple[datetime, str]] = []
    for noted in record.decisions.notes:
        if noted.kind == "chair":
            time = clock(noted.at, began)
            lines.append((noted.at, words.t("document.chair_from", time=time, name=noted.who)))
    if record.meeting.opened:
        lines.append((record.meeting.opened, words.t("web.opened", time=f"{record.meeting.opened:%H:%M}")))
    lines += [(pause.at, _break_line(pause, words, began)) for pause in record.decisions.breaks]
    if record.meeting.closed:
        lines.append((record.meeting.closed, words.t("web.closed", time=clock(record.meeting.closed, began))))
    chair = (record.people.chairs or (record.meeting.chair,))[0]
    in_order = sorted(lines, key=lambda line: line[0])
    return [words.t("document.chair", name=chair), *(text for _, text in in_order)]


def _break_line(pause: BreakRecord, words: Words, began: datetime) -> str:
    """'Geschorst van 20:00 tot 20:10.', or since when while it lasts."""
    start = clock(pause.at, began)
    if not pause.until:
        return words.t(f"document.{pause.kind}_since", start=start, end="")
    return words.t(f"document.{pause.kind}", start=start, end=clock(pause.until, began))


def attendance_roll(record: PublicRecord) -> AttendanceRoll:
    """Who was there; nothing before the meeting has been opened."""
    if not record.meeting.opened:
        return AttendanceRoll()
    group_of = dict(record.people.members)
    throughout: dict[str, list[str]] = {}
    partly = []
    absent = []
    everybody = []
    for one in record.people.presence:
        group = group_of.get(one.member, "")
        name = without_salutation(one.member)
        times = _presence_times(one, record.meeting.opened)
        everybody.append((one.member, group, times))
        if not one.spans:
            absent.append(f"{name} ({group})")
        elif _there_throughout(one, record):
            throughout.setdefault(group, []).append(name)
        else:
            partly.append((name, group, times))
    order = sorted(throughout, key=str.casefold)
    return AttendanceRoll(
        throughout=tuple((group, tuple(throughout[group])) for group in order),
        partly=tuple(partly),
        absent=tuple(absent),
        all=tuple(everybody),
    )


def _there_throughout(one: PresenceRecord, record: PublicRecord) -> bool:
    return (
        len(one.spans) == 1
        and one.spans[0][0] == record.meeting.opened
        and one.spans[0][1] in (None, record.meeting.closed)
    )


def _presence_times(one: PresenceRecord, began: datetime) -> str:
    """'19:30–20:00, 20:10–' while it lasts."""
    times = []
    for start, end in one.spans:
        until = ""
        if end:
            until = clock(end, began)
        times.append(f"{clock(start, began)}–{until}")
    return ", ".join(times)


# -- votes -------------------------------------------------------------------------------------------------------


def groups_on_side(vote: VoteRecord, option: str) -> str:
    """Groups on one side: 'CDA, PvdA 4/6 (Jansen, De Boer)', a divided group with who of it voted so."""
    groups: tuple[GroupVotes, ...] = vote.groups_against
    if option == "for":
        groups = vote.groups_for
    names = dict(roll(vote, option))
    return ", ".join(_group_on_side(group, names.get(group.name, [])) for group in groups)


def _group_on_side(group: GroupVotes, names: Sequence[str]) -> str:
    if group.votes >= group.of:
        return group.name
    share = f"{group.name} {group.votes}/{group.of}"
    if names:
        return f"{share} ({', '.join(names)})"
    return share


def roll(vote: VoteRecord, option: str) -> list[tuple[str, list[str]]]:
    """Names on one side by group, in the fixed order of groups."""
    by: dict[str, list[str]] = {}
    for one in vote.votes or ():
        if one.option == option:
            votes = f" ({one.weight})" if vote.by_weight else ""
            by.setdefault(one.group, []).append(f"{without_salutation(one.member)}{votes}")
    return sorted(by.items(), key=lambda pair: pair[0].casefold())


def not_voted(vote: VoteRecord) -> list[tuple[str, str]]:
    """Who did not vote and why, as (option, names): absent, recused (art. 28), abstained."""
    by: dict[str, list[str]] = {}
    for one in vote.votes or ():
        if one.option not in ("for", "against"):
            by.setdefault(one.option, []).append(f"{without_salutation(one.member)} ({one.group})")
    return [(option, ", ".join(by[option])) for option in ("absent", "recused", "abstained") if option in by]
