"""What a gate lets through: from the journal to the `PublicRecord` every renderer reads.

The journal is cut down to the facts this gate has released, and only then folded: what is held, recalled, private
or said behind closed doors is gone before anything is worded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeVar

from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.council.model import Council, surname
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.course import by_moment, stays_of, treated
from livecouncil.core.meeting.doors import Doors
from livecouncil.core.meeting.fold import after, fold
from livecouncil.core.meeting.outcomes import confirmed, unanimous
from livecouncil.core.meeting.resting import in_doubt
from livecouncil.core.meeting.speaking_time import Turn, clock_of, turns
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.links import anchor_of, url_of
from livecouncil.core.telling.phrases import outcome_word, quoted
from livecouncil.core.telling.sentences import beside, marked, sentence, unique
from livecouncil.core.telling.subjects import sides, thing, title_of
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import Words

from .attest import attest, fulfilled, mended
from .gates import kept_by, released
from .notes import breaks, notes
from .record import (
    BallotRecord,
    DecisionsRecord,
    Entry,
    FeedRecord,
    ItemRecord,
    LogLine,
    MeetingRecord,
    MemberVote,
    NoteRecord,
    ObjectRecord,
    PeopleRecord,
    PresenceRecord,
    PublicRecord,
    SpeakerRecord,
    SpeakingClock,
    TurnRecord,
    VoteRecord,
    WallState,
)

WordsOf = Callable[[str], Words]
Places = dict[str, dict[str, str]]
T = TypeVar("T")


def opening(events: Sequence[ev.Base]) -> tuple[Council, Agenda, bool]:
    """Council, agenda and rehearsal flag of a journal, from its first event."""
    first = events[0]
    assert isinstance(first, ev.Snapshot)
    return Council.model_validate(first.council), Agenda.model_validate(first.agenda), first.rehearsal


@dataclass
class _Told:
    """What was told while folding, with the fact it was told of."""

    tellings: list[tuple[Telling, ev.Base]] = field(default_factory=list)

    def __call__(self, state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
        told = tell(state, fact, logged)
        if told:
            self.tellings.append((told, fact))

    def after(self, before: _Told, corrected: Collection[int]) -> _Told:
        """With what was told before as it was said then, but for the facts that are corrected now."""
        said = {told.seq: told for told, _ in before.tellings if told.seq not in corrected}
        self.tellings = [(said.get(told.seq, told), fact) for told, fact in self.tellings]
        return self


@dataclass
class Memory:
    """What a reader that discloses after every event need not work out again: the meeting folded so far, and the parts
    of its record that did not change, as the very same objects."""

    parts: dict[tuple[object, ...], tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    kept: list[ev.Base] = field(default_factory=list)
    folded: tuple[MeetingState, _Told] | None = None

    def sentence(self, told: Telling, words: Words, url: str = "", tag: str = "") -> str:
        return self.part(("said", told.seq, words.language, url), (told,), lambda: sentence(told, words, url, tag))

    def part(self, key: tuple[object, ...], made_of: tuple[object, ...], make: Callable[[], T]) -> T:
        """The part `make` makes; the one made before as long as what it is made of is equal."""
        known = self.parts.get(key)
        if known is None or known[0] != made_of:
            known = self.parts[key] = made_of, make()
        made: T = known[1]
        return made

    def fold(self, kept: list[ev.Base]) -> tuple[MeetingState, _Told]:
        """The state of `kept` and what is told of it; only what came since the last call is applied where that will do.

        A correction folds the meeting anew, and changes what is told of the fact it corrects; the rest stays as it was
        said. Events are taken one by one, so that it does not matter how many came at once.
        """
        goes_on = len(kept) >= len(self.kept) and all(a is b for a, b in zip(self.kept, kept, strict=False))
        if self.folded is None or not goes_on:
            told = _Told()
            self.folded = (fold(kept[:1], *opening(kept), told), told)
            self.kept = kept[:1]
        for place in range(len(self.kept), len(kept)):
            state, told = self.folded
            event = kept[place]
            if isinstance(event, ev.Corrected):
                again = _Told()
                state = fold(kept[: place + 1], *opening(kept), again, state.quoted)
                corrected = {seq for seq, fixes in state.corrections.items() if event in fixes}
                self.folded = state, again.after(told, corrected)
            else:
                self.folded = after(state, event), told
        self.kept = kept
        return self.folded


def disclose(
    events: Sequence[ev.Base],
    words_of: WordsOf,
    places: Places,
    gate: ev.Gate = "feed",
    memory: Memory | None = None,
    brief: bool = False,
) -> PublicRecord:
    """The meeting as `gate` lets it through. Pure: the same journal gives the same record, `memory` (of this gate) or not.

    `brief` leaves out entries, votes and log: what a wall needs and no more.
    """
    memory = memory or Memory()
    events = mended(events)
    through = released(events, gate)
    kept = kept_by(events, through)
    allowed = gate == "wall" or _policy_allows(events[0], kept)
    state, told = memory.fold(kept if allowed else kept[:1])
    redacted = {e.of: e.at for e in events if isinstance(e, ev.Redacted)}
    record = _Discloser(state, told, words_of, places, through, gate == "wall", memory, redacted).record(brief)
    if brief:
        return record
    met = fulfilled(events, record.decisions.undertaken)
    decisions = replace(record.decisions, closed_spans=Doors.of(events).spans, fulfilled=met)
    record = replace(record, decisions=decisions)
    if allowed:
        return attest(record, events, through)
    return record


def told_of(events: Sequence[ev.Base], places: Places) -> list[tuple[int, str]]:
    """Journal number and kind of each entry of the feed, in the order of its entries."""
    events = mended(events)
    _, told = Memory().fold(kept_by(events, released(events, "feed")))
    rows = sorted((telling.seq, telling.kind) for telling, _ in told.tellings)
    return [(seq, kind) for seq, kind in rows if places.get(kind, {}).get("feed") == "x"]


def entries_told(events: Sequence[ev.Base], places: Places, memory: Memory) -> int:
    """How many entries the feed has now: the number of its newest. `memory` is one kept for this alone."""
    events = mended(events)
    kept = kept_by(events, released(events, "feed"))
    if not _policy_allows(events[0], kept):
        return 0
    _, told = memory.fold(kept)
    return sum(places.get(telling.kind, {}).get("feed") == "x" for telling, _ in told.tellings)


def for_networks(events: Sequence[ev.Base], memory: Memory) -> tuple[MeetingState, list[Telling], dict[int, datetime]]:
    """State and tellings of what the networks may know, and when (by the clock, not as dated) each fact passed their gate.
    Of a rehearsal they know nothing.

    What the feed has told is known to them too: a vote is told with the title of the motion it is on. `memory` is one
    kept for this alone.
    """
    events = mended(events)
    through = released([e.model_copy(update={"at": e.logged or e.at}) for e in events], "networks")
    kept = kept_by(events, through.keys() | released(events, "feed").keys())
    if not _policy_allows(events[0], kept) or opening(events)[2]:
        kept = kept[:1]
        through = {}
    state, told = memory.fold(kept)
    return state, [telling for telling, _ in told.tellings], through


def _web(address: str) -> str:
    """An address of the web, or one within the council's own site; '' for any other: a page would run `javascript:`."""
    if re.match(r"https?://|(?![\w.+-]*:)", address, re.I):
        return address
    return ""


def _policy_allows(first: ev.Base, kept: Sequence[ev.Base]) -> bool:
    assert isinstance(first, ev.Snapshot)
    policy = first.council.get("release", {}).get("policy", "live")
    return policy == "live" or (policy == "afterwards" and any(isinstance(e, ev.Closed) for e in kept))


class _Discloser:
    """Builds one record; holds what its parts share."""

    def __init__(
        self,
        state: MeetingState,
        told: _Told,
        words_of: WordsOf,
        places: Places,
        through: dict[int, datetime],
        chamber: bool,
        memory: Memory,
        redacted: dict[int, datetime],
    ) -> None:
        self.state = state
        self.told = told
        self.places = places
        self.through = through
        self.memory = memory
        self.redacted = redacted
        if chamber:
            self.place = "wall"
        else:
            self.place = "feed"
        self.facts = [state.facts[k] for k in sorted(state.facts)]
        self.in_time = by_moment(self.facts)
        if state.items:
            self.first = state.items[0].number
        else:
            self.first = ""
        self.treated = treated(self.in_time, self.first)
        self.doubt = in_doubt(state)
        self.filed = {f.object: f.at for f in reversed(self.facts) if isinstance(f, ev.Filed)}
        self.mistakes: dict[str, list[str]] = {}
        for fact in self.facts:
            if isinstance(fact, ev.MistakeNoted):
                self.mistakes.setdefault(fact.object, []).append(fact.member)
        self.telling_of = {told.seq: told for told, _ in self.told.tellings}
        info = state.council.council
        self.words = words_of(info.language)
        self.second = words_of(info.wall_language) if info.wall_language else None
        self.group_of = {m.name: m.group for m in state.council.members}

    def record(self, brief: bool) -> PublicRecord:
        """The whole record; a `brief` one says nothing of entries, votes, transcript and speakers.

        The feed is told first: where a council has no public address, the transcript repeats its sentences.
        """
        feed = self._feed(brief)
        return PublicRecord(
            meeting=self._meeting(),
            people=self._people(brief),
            decisions=self._decisions(brief),
            feed=feed,
            wall=self._wall(),
        )

    def _meeting(self) -> MeetingRecord:
        state = self.state
        info = state.council.council
        agenda = state.agenda.meeting
        return MeetingRecord(
            meeting_id=state.agenda.id,
            municipality=info.municipality,
            code=info.code,
            title=agenda.title,
            start=agenda.start,
            chair=state.chair,
            language=info.language,
            hashtag=info.hashtag,
            public_url=info.public_url.rstrip("/"),
            contact=info.contact,
            rehearsal=state.rehearsal,
            unofficial=info.unofficial,
            reporter=info.reporter or self.words.t("data.reporter"),
            unofficial_word=self.words.t("word.unofficial"),
            policy=state.council.release.policy,
            status="closed_doors" if state.doors_closed else state.status,
            since=state.since,
            expected_resume=state.expected_resume,
            item=state.item,
            opened=self._when(ev.Opened),
            closed=self._when(ev.Closed),
            webcast=_web(agenda.webcast),
            wall_language=info.wall_language or "",
            screen=state.council.wall,
            zone=info.zone,
        )

    def _people(self, brief: bool) -> PeopleRecord:
        state = self.state
        sitting = state.sitting
        council = state.council
        members = [(m.name, surname(m)) for m in sitting]
        officials = [(o.name, surname(o)) for o in council.officials]
        people = PeopleRecord(
            seats=council.council.seats,
            sitting=len(sitting),
            present=len(state.present),
            absent=self._absent(),
            members=tuple((m.name, m.group) for m in sitting),
            groups=tuple((g.name, g.abbreviation) for g in council.groups),
            officials=tuple((o.name, o.role) for o in council.officials),
            surnames=(*members, *officials),
            chairs=self._chairs(),
        )
        if brief:
            return people
        return replace(people, presence=self._presence(), attendance=self._attendance(), speakers=self._speakers())

    def _decisions(self, brief: bool) -> DecisionsRecord:
        votes = [] if brief else self._votes()
        log = {} if brief else self._log()
        decisions = DecisionsRecord(
            items=tuple(self._item(i.number, votes, log.get(i.number, ())) for i in self.state.items),
            undertakings=self._undertakings(),
            undertaken=tuple(f.seq for f in self.facts if isinstance(f, ev.Undertaking)),
        )
        if brief:
            return decisions
        return replace(decisions, notes=self._notes(), breaks=breaks(self.in_time, self.first))

    def _feed(self, brief: bool) -> FeedRecord:
        entries = () if brief else self._entries()
        return FeedRecord(
            entries=entries,
            corrections=tuple(e for e in entries if e.kind == "correctie"),
            updated=max([self.state.agenda.meeting.start, *(e.updated for e in entries)]),
        )

    def _when(self, kind: type[ev.Base]) -> datetime | None:
        return next((f.at for f in self.facts if isinstance(f, kind)), None)

    def _absent(self) -> tuple[str, ...]:
        opened = next((f for f in self.facts if isinstance(f, ev.Opened)), None)
        return tuple(m.name for m in self.state.sitting if opened and m.name not in opened.present)

    def _chairs(self) -> tuple[str, ...]:
        changed = (f.who for f in self.facts if isinstance(f, ev.ChairChanged))
        return tuple(dict.fromkeys((self.state.agenda.meeting.chair, *changed)))

    def _presence(self) -> tuple[PresenceRecord, ...]:
        spans = stays_of(self.in_time)
        return tuple(PresenceRecord(m.name, spans.get(m.name, ())) for m in self.state.sitting)

    def _notes(self) -> tuple[NoteRecord, ...]:
        item_of = {key: o.item for key, o in self.state.objects.items()}
        number_of = {m.number: m.name for m in self.state.sitting if m.number}
        return notes(self.in_time, self.first, item_of, number_of)

    # -- entries -------------------------------------------------------------------------------------------------

    def _entries(self) -> tuple[Entry, ...]:
        rows: list[Entry] = []
        number_of: dict[int, int] = {}
        seen: set[str] = set()
        anchors: set[str] = set()
        last: datetime | None = None
        for told, _ in sorted(self.told.tellings, key=lambda pair: pair[0].seq):
            if self.places.get(told.kind, {}).get(self.place) != "x":
                continue
            when = self.through.get(told.seq, told.at)
            last = when = max(when, last) if last else when
            number_of[told.seq] = len(rows) + 1
            rows.append(self._entry(told, len(rows) + 1, when, number_of, seen, anchors))
        return tuple(rows)

    def _entry(
        self, told: Telling, number: int, when: datetime, number_of: dict[int, int], seen: set[str], anchors: set[str]
    ) -> Entry:
        fixed = self.state.corrections.get(told.seq, [])
        updated = max([when, *(self.through.get(c.seq, c.at) for c in fixed), self.redacted.get(told.seq, when)])
        review = told.seq in self.doubt.values()
        if review:  # readers that ask what changed are told
            others = (c for fixes in self.state.corrections.values() for c in fixes)
            updated = max([updated, *(self.through.get(c.seq, c.at) for c in others)])
        anchor = anchor_of(self.state, told)
        if not anchor or anchor in anchors:
            anchor = f"bericht-{number}"
        anchors.add(anchor)
        texts = self._texts(told, seen)
        corrects = number_of.get(told.corrects) if told.corrects else None
        if fixed:
            status = "corrected"
        else:
            status = "provisional"
        made_of = (told, number, anchor, texts, when, updated, status, corrects, review)
        return self.memory.part(
            ("entry", told.seq),
            made_of,
            lambda: Entry(
                seq=number,
                kind=told.kind,
                anchor=anchor,
                texts=texts,
                published=when,
                updated=updated,
                at=told.at,
                item=told.item,
                object=told.object,
                outcome=told.outcome,
                for_=told.for_,
                against=told.against,
                groups_for=told.groups_for,
                groups_against=told.groups_against,
                status=status,
                corrects=corrects,
                review=review,
            ),
        )

    def _said_by(self, text: str, words: Words) -> str:
        if self.state.council.council.unofficial:
            return marked(text, words)
        return text

    def _texts(self, told: Telling, seen: set[str]) -> dict[str, str]:
        tag = self.state.council.council.hashtag
        url = url_of(self.state, told)
        texts = {}
        for words in filter(None, (self.words, self.second)):
            said = self._said_by(self.memory.sentence(told, words, url, tag), words)
            text = unique(said, seen, told.at, url, tag)
            seen.add(text)
            texts[words.language] = text
        return texts

    # -- items, votes, log ---------------------------------------------------------------------------------------

    def _item(self, number: str, votes: list[VoteRecord], log: tuple[LogLine, ...]) -> ItemRecord:
        s = self.state
        item = s.find_item(number)
        assert item
        closed = item.kind == "closed"
        outcome = s.outcomes.get(number)
        started, ended = self.treated.get(number, (None, None))
        return ItemRecord(
            number=number,
            title=self.words.t("word.closed_item") if closed else item.title,
            kind=item.kind,
            decision="" if closed else item.decision,
            documents=() if closed else tuple((d.title, _web(d.url)) for d in item.documents),
            outcome=outcome,
            outcome_word=self._marked(number, outcome_word(self.words, outcome, confirmed(item, outcome)))
            if outcome
            else "",
            amended=outcome == "adopted_amended",
            objects=tuple(self._object(k) for k, o in s.objects.items() if o.item == number),
            votes=tuple(v for v in votes if v.item == number),
            ballots=self._ballots(number),
            log=log,
            closed=closed,
            started=started,
            ended=ended,
            method=self._method(number),
            review=number in self.doubt,
        )

    def _name(self, target: str) -> str:
        what = thing(self.state, target)
        return self.words.t(f"object.{what.kind}", nr=what.nr)

    def _object(self, key: str) -> ObjectRecord:
        o = self.state.objects[key]
        if o.outcome:
            word = self._marked(key, outcome_word(self.words, o.outcome))
        else:
            word = ""
        made = (
            key,
            o.label,
            self._name(key),
            o.title,
            o.item,
            o.movers,
            o.outcome,
            word,
            o.parent,
            self.filed.get(key),
            self._method(key),
            key in self.doubt,
        )
        return self.memory.part(("object", key), made, lambda: ObjectRecord(*made))

    def _marked(self, target: str, word: str) -> str:
        """The outcome's word, with a mark while a correction of what it rests on leaves it in doubt."""
        if target in self.doubt:
            return self.words.t("word.in_review", word=word)
        return word

    def _method(self, target: str) -> str:
        last = self.state.last_decision(target)
        if isinstance(last, ev.Decided) and last.vote is None:
            return last.method
        return ""

    def _votes(self) -> list[VoteRecord]:
        rounds: dict[str, int] = {}
        found: dict[int, VoteRecord] = {}
        for fact in self.facts:
            if not isinstance(fact, ev.Decided) or not fact.vote:
                continue
            held = found.pop(fact.completes, None) if fact.completes is not None else None
            if held is None:
                rounds[fact.object] = rounds.get(fact.object, 0) + 1
            found[fact.seq] = self._vote(fact, fact.vote, rounds[fact.object], held.at if held else fact.at)
        return list(found.values())

    def _vote(self, fact: ev.Decided, vote: ev.Vote, number: int, held: datetime) -> VoteRecord:
        """`held` is when the vote was held, whenever its names came."""
        told = self.telling_of.get(fact.seq)
        groups_for, groups_against = (told.groups_for, told.groups_against) if told else sides(self.state, vote)
        item = self.state.find_item(fact.object)
        mistakes = tuple(self.mistakes.get(fact.object, ()))
        everybody = unanimous(vote)
        word = outcome_word(self.words, fact.outcome, confirmed(item, fact.outcome), everybody)
        review = self.doubt.get(fact.object) == fact.seq
        if review:
            word = self._marked(fact.object, word)
        else:
            word = word
        title = title_of(self.state, fact.object)
        corrected = fact.seq in self.state.corrections
        return self.memory.part(
            ("vote", fact.seq),
            (fact, told, number, title, word, mistakes, corrected, held),
            lambda: VoteRecord(
                identifier=fact.object if number == 1 else f"{fact.object}-{number}",
                motion=fact.object,
                item=fact.item,
                title=title,
                classification=thing(self.state, fact.object).kind,
                label=self._name(fact.object),
                outcome=fact.outcome,
                outcome_word=word,
                method=fact.method,
                at=held,
                for_=vote.for_,
                against=vote.against,
                votes=None
                if vote.options is None
                else tuple(MemberVote(n, self.group_of.get(n, ""), o) for n, o in vote.options.items()),
                groups_for=groups_for,
                groups_against=groups_against,
                corrected=corrected,
                mistakes=mistakes,
                unanimous=everybody,
                review=review,
            ),
        )

    def _ballots(self, number: str) -> tuple[BallotRecord, ...]:
        return tuple(
            BallotRecord(
                f.title,
                f.item,
                f.round,
                f.at,
                tuple(f.ballots.items()),
                f.against,
                f.blank,
                f.improper,
                f.outcome,
                outcome_word(self.words, f.outcome),
                f.elected,
            )
            for f in self.facts
            if isinstance(f, ev.Ballot) and f.item == number
        )

    def _log(self) -> dict[str, tuple[LogLine, ...]]:
        """Lines of the transcript, by item."""
        lines: dict[str, list[LogLine]] = {}
        for t, _ in self.told.tellings:
            if t.item and t.kind not in ("aanwezigheid", "stemming_open"):
                lines.setdefault(t.item, []).append(self._line(t, anchor_of(self.state, t)))
        return {number: tuple(rows) for number, rows in lines.items()}

    def _line(self, told: Telling, anchor: str = "") -> LogLine:
        text = self.memory.sentence(told, self.words)
        return self.memory.part(
            ("line", told.seq), (told, text, anchor), lambda: LogLine(told.at, told.kind, text, anchor)
        )

    def _attendance(self) -> tuple[LogLine, ...]:
        return tuple(self._line(t) for t, _ in self.told.tellings if t.kind.startswith("aanwezigheid"))

    def _speakers(self) -> tuple[SpeakerRecord, ...]:
        """The speaker index, by the order in which people first spoke."""
        by: dict[str, list[Turn]] = {}
        for turn in turns(self.state):
            by.setdefault(turn.who, []).append(turn)
        return tuple(
            SpeakerRecord(
                who,
                t[0].group,
                sum(x.seconds for x in t),
                tuple(TurnRecord(x.item, x.start, x.seconds, x.end) for x in t),
            )
            for who, t in by.items()
        )

    def _clock(self) -> SpeakingClock | None:
        at = self.state.last_at
        clock = clock_of(self.state, at) if at and self.state.council.procedure.speaking_time.wall else None
        if clock and at:
            return SpeakingClock(clock.name, clock.left, at, clock.running)
        return None

    def _undertakings(self) -> tuple[tuple[str, str, str], ...]:
        gone = self.words.t("trust.redacted")
        return tuple((f.who, f.item, f.text or gone) for f in self.facts if isinstance(f, ev.Undertaking))

    # -- wall ----------------------------------------------------------------------------------------------------

    def _wall(self) -> WallState:
        s = self.state
        item = s.find_item(s.item) if s.item else None
        shown = self._shown()
        told, _ = shown if shown else (None, None)
        state = self._wall_state(told)
        base = {
            "present": len(s.present),
            "seats": s.council.council.seats,
            "since": s.since,
            "until": s.expected_resume,
            "shown": told.seq if told else 0,
        }
        if state in ("panic", "closed_doors", "before", "end", "no_quorum"):
            return WallState(state=state, **({} if state == "panic" else self._spoken(told)), **base)  # type: ignore[arg-type]
        head: dict[str, object] = {
            "item": s.item or "",
            "item_kind": item.kind if item else "",
            "item_title": self._item_title(item),
        }
        if s.council.release.floor_on_wall:
            head["speaker"] = s.speaker
        head["clock"] = self._clock()
        if told and state in ("filed", "voting", "result"):
            head |= self._headline(told)
        return WallState(state=state, **head, **self._spoken(told), **base)  # type: ignore[arg-type]

    def _item_title(self, item: Item | None) -> str:
        if item is None:
            return ""
        if item.kind == "closed":
            return self.words.t("word.closed_item")
        return item.title

    def _shown(self) -> tuple[Telling, ev.Base] | None:
        kinds = (
            "correctie",
            "woord",
            "aanwezigheid",
            "aanwezigheid_besloten",
            "toezegging",
            "stemverklaring",
            "aantekening_vergissing",
            "niet_deelgenomen",
        )
        rows = [(t, f) for t, f in self.told.tellings if t.kind not in kinds]
        if rows:
            return rows[-1]
        return None

    def _wall_state(self, told: Telling | None) -> str:
        s = self.state
        if s.panic:
            return "panic"
        if s.doors_closed:
            return "closed_doors"
        fixed = {"planned": "before", "not_opened": "no_quorum", "suspended": "suspended", "closed": "end"}
        if s.status in fixed:
            return fixed[s.status]
        if told is None or told.kind in ("opening", "punt", "punt_openbaar", "hervatting", "openbaar", "vrij_bericht"):
            return "item"
        return {"ingediend": "filed", "gewijzigde_tekst": "filed", "stemming_open": "voting"}.get(
            told.kind, "result" if told.outcome else "item"
        )

    def _headline(self, told: Telling) -> dict[str, object]:
        s = self.state
        target = told.object
        head = {"headline": self._name(target) if target else "", "title": title_of(s, target) if target else ""}
        listed = told.content.listed()
        if not target and listed:
            head["title"] = ", ".join(f"{n} {quoted(t, 60)}" for n, t in listed.rows)
        movers = s.objects[target].movers if target in s.objects else ()
        outcome = told.outcome or ""
        verdict = told.verdict
        if outcome and verdict:
            word = outcome_word(self.words, verdict.outcome, verdict.confirmed, told.content.unanimous())
        else:
            word = ""
        return {
            **head,
            "movers": movers,
            "outcome": outcome,
            "outcome_word": word,
            "for_": told.for_,
            "against": told.against,
            "groups_for": told.groups_for,
            "groups_against": told.groups_against,
            "beside": tuple(beside(told, self.words)),
        }

    def _spoken(self, told: Telling | None) -> dict[str, str]:
        if told is None:
            return {}
        return {
            "sentence": self._said_by(sentence(told, self.words), self.words),
            "sentence_second": self._said_by(sentence(told, self.second), self.second) if self.second else "",
        }
