"""A meeting arranged as decision list and transcript print it: who was there, and item by item what was noted.

Between the `PublicRecord` and the templates of `publish.decisions` and `publish.pages`; in words, in no format yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from livecouncil.core.release.record import (
    Entry,
    ItemRecord,
    LogLine,
    NoteRecord,
    ObjectRecord,
    PresenceRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.core.telling.sentences import Words, clock
from livecouncil.core.text.called import without_salutation

DECIDED = ("adopted", "adopted_amended", "adopted_without_vote")
_ANNOUNCED = ("vrij_bericht", "gewijzigde_tekst", "toegevoegd", "afgevoerd", "agenda")
_UNTOLD = ("sworn_in", "chair", "start_number")


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
    corrections: tuple[Entry, ...]
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


def matters(record: PublicRecord, words: Words) -> list[ItemMatter]:
    """The items in order of the agenda."""
    names = {o.key: o.name for i in record.items for o in i.objects}
    seconds = {t.at: t.seconds for s in record.speakers for t in s.turns}
    return [_matter(record, item, words, names, seconds) for item in record.items]


def _matter(
    record: PublicRecord, item: ItemRecord, words: Words, names: dict[str, str], seconds: dict[datetime, int]
) -> ItemMatter:
    noted = [n for n in record.notes if n.item == item.number]
    own = _votes_on(item, item.number)
    spoke = [s.who for s in record.speakers if _guest(record, s.who) and any(t.item == item.number for t in s.turns)]
    guests = [words.t("document.guests", names=", ".join(spoke))] if spoke else []
    objects = (
        (o, _word(o.outcome, o.outcome_word, o.method, _votes_on(item, o.key), words), _votes_on(item, o.key))
        for o in item.objects
    )
    return ItemMatter(
        item,
        _word(item.outcome, item.outcome_word, item.method, own, words),
        own,
        tuple(objects),
        tuple(o for o in item.objects if o.key[0] in "as" and o.outcome in DECIDED),
        tuple(line for line in item.log if line.kind in _ANNOUNCED),
        (*guests, *(note_sentence(n, words, names, record) for n in noted if not _with_its_vote(n, item))),
        tuple((who, text) for who, number, text in record.undertakings if number == item.number),
        tuple(e for e in record.corrections if e.item == item.number),
        _course(item, [n for n in noted if n.kind in _UNTOLD], words, names, record, seconds),
    )


def _with_its_vote(noted: NoteRecord, item: ItemRecord) -> bool:
    """A mistaken vote is noted under the vote itself."""
    return noted.kind == "mistaken" and any(v.motion == noted.object for v in item.votes)


def _guest(record: PublicRecord, who: str) -> bool:
    """Somebody of the public: no member, official or chair; shown by role, never by name."""
    return who not in {n for n, _ in (*record.members, *record.officials)} and who not in record.chairs


def _votes_on(item: ItemRecord, target: str) -> tuple[VoteRecord, ...]:
    return tuple(v for v in item.votes if v.motion == target)


def _word(outcome: str | None, word: str, method: str, votes: Sequence[VoteRecord], words: Words) -> str:
    """The outcome in words: 'met algemene stemmen aangenomen' where it was, 'aangenomen, bij acclamatie'."""
    if votes and votes[-1].outcome == outcome:
        return votes[-1].outcome_word
    if word and method == "acclamation":
        return f"{word}, {words.t('document.by_acclamation')}"
    return word


def _course(
    item: ItemRecord,
    untold: Sequence[NoteRecord],
    words: Words,
    names: dict[str, str],
    record: PublicRecord,
    seconds: dict[datetime, int],
) -> tuple[CourseLine, ...]:
    lines = [CourseLine(one.at, one, seconds=seconds.get(one.at, 0) if one.kind == "woord" else 0) for one in item.log]
    lines += [CourseLine(n.at, text=note_sentence(n, words, names, record)) for n in untold]
    return tuple(sorted(lines, key=lambda line: line.at) if untold else lines)


def note_sentence(noted: NoteRecord, words: Words, names: dict[str, str], record: PublicRecord) -> str:
    """The sentence of a note."""
    key = {"recused": "recused_whole" if noted.whole else "recused", "chair": "chair_note"}.get(noted.kind, noted.kind)
    if noted.kind == "start_number" and not noted.who:
        key = "start_number_only"
    what = names.get(noted.object, "") or _proposal(noted.object, words, record)
    text = words.t(f"document.{key}", who=noted.who, thing=what, number=noted.number)
    return text[:1].upper() + text[1:]


def _proposal(number: str, words: Words, record: PublicRecord) -> str:
    kind = next((i.kind for i in record.items if i.number == number), "")
    name = words.t("object.motion_item" if kind == "motion" else "object.proposal", nr=number)
    return name[:1].lower() + name[1:]


def loose(record: PublicRecord, words: Words) -> tuple[list[str], list[Entry]]:
    """Notes and corrections that belong to no item."""
    numbers = {i.number for i in record.items}
    names = {o.key: o.name for i in record.items for o in i.objects}
    notes = [note_sentence(n, words, names, record) for n in record.notes if n.item not in numbers]
    return notes, [e for e in record.corrections if e.item not in numbers]


def heading_lines(record: PublicRecord, words: Words) -> list[str]:
    """Chairs, opening, closing and breaks, a sentence each, in order of time."""
    began = record.opened or record.start
    lines = [(record.start, words.t("document.chair", name=record.chairs[0] if record.chairs else record.chair))]
    changed = ((n.at, n.who) for n in record.notes if n.kind == "chair")
    lines += [(at, words.t("document.chair_from", time=clock(at, began), name=who)) for at, who in changed]
    lines += [(record.opened, words.t("web.opened", time=f"{record.opened:%H:%M}"))] if record.opened else []
    for b in record.breaks:
        key, end = (b.kind, clock(b.until, began)) if b.until else (f"{b.kind}_since", "")
        lines.append((b.at, words.t(f"document.{key}", start=clock(b.at, began), end=end)))
    lines += [(record.closed, words.t("web.closed", time=clock(record.closed, began)))] if record.closed else []
    return [lines[0][1], *(text for _, text in sorted(lines[1:], key=lambda line: line[0]))]


def attendance(record: PublicRecord) -> AttendanceRoll:
    """Who was there; nothing before the meeting has been opened."""
    if not record.opened:
        return AttendanceRoll()
    group_of = dict(record.members)
    by: dict[str, list[str]] = {}
    partly = []
    absent = []
    everybody = []
    for one in record.presence:
        times = _times(one, record.opened)
        everybody.append((one.member, group_of.get(one.member, ""), times))
        if not one.spans:
            absent.append(f"{without_salutation(one.member)} ({group_of.get(one.member, '')})")
        elif _there_throughout(one, record):
            by.setdefault(group_of.get(one.member, ""), []).append(without_salutation(one.member))
        else:
            partly.append((without_salutation(one.member), group_of.get(one.member, ""), times))
    order = sorted(by, key=str.casefold)
    return AttendanceRoll(tuple((g, tuple(by[g])) for g in order), tuple(partly), tuple(absent), tuple(everybody))


def _there_throughout(one: PresenceRecord, record: PublicRecord) -> bool:
    return len(one.spans) == 1 and one.spans[0][0] == record.opened and one.spans[0][1] in (None, record.closed)


def _times(one: PresenceRecord, began: datetime) -> str:
    """'19:30–20:00, 20:10–' while it lasts."""
    return ", ".join(f"{clock(start, began)}–{clock(end, began) if end else ''}" for start, end in one.spans)


# -- votes -------------------------------------------------------------------------------------------------------


def groups_on_side(vote: VoteRecord, option: str) -> str:
    """Groups on one side: 'CDA, PvdA 4/6 (Jansen, De Boer)', a divided group with who of it voted so."""
    if option == "for":
        groups: tuple[GroupVotes, ...] = vote.groups_for
    else:
        groups = vote.groups_against
    by = dict(roll(vote, option))
    return ", ".join(
        g.name + (f" {g.votes}/{g.of}{_names_apart(by.get(g.name, ()))}" if g.votes < g.of else "") for g in groups
    )


def _names_apart(names: Sequence[str]) -> str:
    if names:
        return f" ({', '.join(names)})"
    return ""


def roll(vote: VoteRecord, option: str) -> list[tuple[str, list[str]]]:
    """Names on one side by group, in the fixed order of groups."""
    by: dict[str, list[str]] = {}
    for one in vote.votes or ():
        if one.option == option:
            by.setdefault(one.group, []).append(without_salutation(one.member))
    return sorted(by.items(), key=lambda pair: pair[0].casefold())


def not_voted(vote: VoteRecord) -> list[tuple[str, str]]:
    """Who did not vote and why, as (option, names): absent, recused (art. 28), abstained."""
    by: dict[str, list[str]] = {}
    for one in vote.votes or ():
        if one.option not in ("for", "against"):
            by.setdefault(one.option, []).append(f"{without_salutation(one.member)} ({one.group})")
    return [(option, ", ".join(by[option])) for option in ("absent", "recused", "abstained") if option in by]
