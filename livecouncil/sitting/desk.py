"""The griffier's desk: what is staged, previewed, hammered, held and taken back. Line mode and terminal app share it.

Nothing changes until the shell has written `Answer.events` to the journal and calls `accept`: a "✓" is never early.

Two clocks are given to it. `now` is the computer's, with which facts are dated; somebody may set it. `steady` counts
seconds and cannot be set: the hold-back is measured on it alone. It counts from the journal's keeping a fact; for facts
of a run before this one, whose clock is gone, from the first time this run looks at them, so never too short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice, takewhile

from livecouncil.core.acts import NEVER_LOGGED
from livecouncil.core.council.agenda import free_number
from livecouncil.core.council.model import Group, Hold
from livecouncil.core.council.roster import Party, exact_keys, spoken
from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import resting
from livecouncil.core.meeting.entry import Entry, parse
from livecouncil.core.meeting.fold import after, tried
from livecouncil.core.meeting.fold import fold as folded
from livecouncil.core.meeting.mending import mended
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.rules.shared import Decision, Open, resolve_target
from livecouncil.core.meeting.speaking_time import clock_of
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import dated
from livecouncil.core.release import gates
from livecouncil.core.telling.links import url_of
from livecouncil.core.telling.phrases import worded
from livecouncil.core.telling.sentences import marked, sentence
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import Words
from livecouncil.core.text import length
from livecouncil.core.text.called import fold
from livecouncil.core.text.neutral import lint
from livecouncil.errors import Refusal

from .landing import Landing, lands_on
from .prepared import Prepared

_SAME_LINE_AGAIN = frozenset({"astray", "lint", "lint_mark"})
"""Refusals that ask: the same line, entered again, is taken."""

_SAYS_NOTHING = NEVER_LOGGED | {"note"}
"""Acts of which no sentence goes out: a preview has nothing to show of them."""


@dataclass(frozen=True)
class Preview:
    """What the line would say: status 'empty', 'ok', 'needs_hammer' or 'error'; lengths as (network, used, limit)."""

    status: str
    sentence: str = ""
    lengths: tuple[tuple[str, int, int], ...] = ()
    message: str = ""


@dataclass(frozen=True)
class Staged:
    """An outcome that waits for the hammer. `sum` is the sentence about totals that do not match, or ''."""

    entry: Entry
    decision: Decision
    object: str
    sentence: str
    sum: str = ""
    warnings: tuple[str, ...] = ()
    warned: bool = False

    @property
    def line(self) -> str:
        return self.entry.line

    @property
    def mismatch(self) -> bool:
        return bool(self.sum)


@dataclass(frozen=True)
class Held:
    """A logged fact on its way out: seconds left per gate, None where it has passed."""

    seq: int
    text: str
    gates: dict[str, int | None]


@dataclass(frozen=True)
class Answer:
    """Reply to one line: `word` is KLAAR, VRIJ, NOTITIE or FOUT; `confirm` asks first; `events` are to be written.

    `before` is said before the answer itself; `again` marks a refusal that the same line, entered again, overrides.
    """

    word: str
    text: str = ""
    warnings: tuple[str, ...] = ()
    events: tuple[ev.Base, ...] = ()
    confirm: str = ""
    clear: bool = True
    entry: Entry | None = None
    unstage: bool = False
    before: tuple[str, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Aside:
    """What the desk holds beside the meeting itself, to be put back after a fault."""

    staged: Staged | None
    undone: tuple[Entry | Staged, ...]
    overridden: str
    landing: Landing
    prepared: Prepared


@dataclass
class Desk:
    """One meeting under one pair of hands. `places` and `avoid` come from the catalogue."""

    state: MeetingState
    words: Words
    hold: Hold
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    avoid: Sequence[str] = ()
    staged: Staged | None = None
    warning: str = ""
    _undone: list[Entry | Staged] = field(default_factory=list)
    _entries: dict[int, Entry] = field(default_factory=dict)
    prepared: Prepared = field(default_factory=Prepared)
    _overridden: str = ""
    _landing: Landing = field(default_factory=Landing)
    _since: dict[int, float] = field(default_factory=dict)

    _told: dict[int, Telling | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.go_on_from(self.state)

    def _hear(self, state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
        """Remember what was told of a fact as it was told: lists quote that, whatever its object is called later."""
        if fact.seq not in self._told or fact.seq in state.corrections:
            self._told[fact.seq] = tell(state, fact, logged)

    # -- reading a line ------------------------------------------------------------------------------------------

    def preview(self, line: str, now: datetime) -> Preview:
        """The exact sentence `line` would release, with its length on each network. Changes nothing."""
        try:
            entry = parse(line)
            if entry is None or entry.act in _SAYS_NOTHING:
                return Preview("empty")
            decision = decide(self.state, entry, now)
        except Refusal as refusal:
            return Preview("error", message=self._refusal(refusal))
        text = self.sentence(decision.events[0])
        doubts = (self._sum(decision),) if decision.mismatch else self._warnings(decision.warnings)
        message = " ".join([*self._lands(entry), *doubts])
        return Preview("needs_hammer" if entry.needs_hammer else "ok", text, lengths(text), message)

    def enter(self, line: str, now: datetime, line_mode: bool = False) -> Answer:
        """Answer one typed line. Raises nothing: a refusal is an answer too."""
        try:
            entry = parse(line, line_mode)
            if entry is None:
                return Answer("NOTITIE", self.words.t("answer.skipped"), clear=True)
            if entry.act == "hammer":
                return self.hammer(now)
            if entry.act == "undo":
                return self.undo(now)
            if entry.act == "where":
                return Answer("NOTITIE", self.where(now))
            if entry.act == "prepared":
                return self._prepared(entry)
            return self._entered(entry, now)
        except Refusal as refusal:
            self._landing.refused(line)
            if line_mode:
                refusal.slots["line_mode"] = True
            return self._refused(refusal)

    def _entered(self, entry: Entry, now: datetime) -> Answer:
        decision = decide(self.state, entry, now)
        self._landing.ask(self.state, entry)
        override = self._lint(entry, decision)
        warnings = self._warnings(decision.warnings) + self._kept_presence(decision) + self._resting(decision)
        before = self._lands(entry)
        self._landing.taken(entry)
        if entry.needs_hammer:
            return replace(self._stage(entry, decision, warnings, override, now), before=before)
        if entry.act == "note":
            return Answer("NOTITIE", self.words.t("answer.noted"), events=decision.events, entry=entry)
        events = self._stamped((*decision.events, *override), now)
        return Answer("VRIJ", self.sentence(events[0]), warnings, events, decision.confirm or "", entry=entry)

    def _prepared(self, entry: Entry) -> Answer:
        """`klaar`: the lines that wait to be entered. Behind closed doors they are frozen, and not repeated."""
        if self.state.doors_closed:
            raise Refusal("doors_closed")
        waiting = self.prepared.lines
        if not waiting:
            return Answer("NOTITIE", self.words.t("answer.prepared_none"), entry=entry)
        listed = " · ".join(f"{n} {line}" for n, line in enumerate(waiting, 1))
        return Answer("NOTITIE", self.words.t("answer.prepared", n=len(waiting), lines=listed), entry=entry)

    def _lands(self, entry: Entry) -> tuple[str, ...]:
        """A vote that names no object says the item it lands on, before it is staged."""
        item = lands_on(self.state, entry)
        if item is None:
            return ()
        return (self.words.t("warning.lands_on", number=item.number, title=item.title),)

    def _resting(self, decision: Decision) -> tuple[str, ...]:
        """Outcomes that rest on what is corrected, each with the line that mends it; those still in doubt at the closing."""
        first = decision.events[0]
        state = self.state
        doubtful: dict[str, int] = {}
        if isinstance(first, ev.Corrected):
            state, doubtful = resting.left_by(state, first)
        elif isinstance(first, ev.Closed):
            doubtful = resting.in_doubt(state)
        return self._warnings(resting.said(state, doubtful, self._entries))

    def _kept_presence(self, decision: Decision) -> tuple[str, ...]:
        """A vote that is staged keeps the presence it was counted with; say so when that changes."""
        staged = self.staged.decision.events[0] if self.staged else None
        if not isinstance(staged, ev.Decided) or not staged.vote or not isinstance(decision.events[0], ev.Attendance):
            return ()
        return (self.words.t("warning.staged_presence", object=staged.object.upper()),)

    def _lint(self, entry: Entry, decision: Decision) -> tuple[ev.Base, ...]:
        """Refuse judging words; the same line again overrides, which is logged privately."""
        known = [n for g in self.state.council.groups for n in (g.name, g.short) if n]
        known += [m.name for m in self.state.council.members]
        found = lint(decision.lint, self.avoid, known) if decision.lint else None
        if found is None:
            return ()
        if self._overridden != entry.line:
            self._overridden = entry.line
            raise found
        return (ev.Note(at=decision.events[0].at, kind="override", text=str(found.slots["typed"])),)

    def _stage(
        self, entry: Entry, decision: Decision, warnings: tuple[str, ...], override: tuple[ev.Base, ...], now: datetime
    ) -> Answer:
        target = self._object(entry)
        if self.staged and self.staged.object != target:
            raise Refusal("other_staged", object=self.staged.object.strip("#").upper())
        decision = replace(decision, events=(*decision.events, *override))
        self.staged = self._waiting(entry, decision)
        self._undone.clear()
        if entry.hammer:
            return replace(self.hammer(now), warnings=warnings)
        text = self.words.t(
            "answer.mismatch" if self.staged.sum else "answer.staged",
            sentence=self.staged.sentence,
            sum=self.staged.sum,
        )
        return Answer("KLAAR", text, warnings)

    def _waiting(self, entry: Entry, decision: Decision) -> Staged:
        text = self.sentence(decision.events[0])
        warnings = self._warnings(decision.warnings)
        return Staged(entry, decision, self._object(entry), text, self._sum(decision), warnings)

    def _object(self, entry: Entry) -> str:
        if entry.act in ("ballot", "together", "message", "add_item", "remove_item", "open_item"):
            return f"{entry.act} {entry.number}{entry.text[:40]}".strip()
        return resolve_target(self.state, entry.target)

    # -- the hammer ----------------------------------------------------------------------------------------------

    def hammer(self, now: datetime, override: bool = True) -> Answer:
        """The chair has decided: release what is staged. A mismatch refuses the first time.

        `override` False is a hammer that may be the bounce of the one before: it never passes over a mismatch.
        """
        if not self.staged:
            return self._refused(Refusal("nothing_staged"))
        if self.staged.sum and not (self.staged.warned and override):
            self.staged = replace(self.staged, warned=True)
            return Answer("FOUT", self.staged.sum, clear=True)
        if self.state.doors_closed:
            return self._refused(Refusal("doors_closed"))
        staged = self.staged
        events = self._stamped(self._hammered(staged, now), now)
        return Answer("VRIJ", self.sentence(events[0]), (), events, entry=self.staged.entry, unstage=True)

    def _hammered(self, staged: Staged, now: datetime) -> tuple[ev.Base, ...]:
        """What was staged happens at the hammer, unless its time was typed; what it corrects keeps its own."""
        events = staged.decision.events
        if staged.entry.at:
            return events
        when = dated(self.state, now, staged.entry.correction)
        moment = {"at": when.at, "logged": when.logged}
        return tuple(e.model_copy(update=moment if e.at == events[0].at else {"logged": when.at}) for e in events)

    def unstage(self) -> None:
        """Esc on an empty line: drop what is staged."""
        if self.staged:
            self._undone.append(self.staged)
        self.staged = None

    def _stamped(self, events: tuple[ev.Base, ...], now: datetime) -> tuple[ev.Base, ...]:
        """Name on each event the gates it passes at once; closing the doors releases everything held."""
        if self.state.panic and any(isinstance(e, ev.DoorsClosed) for e in events):
            return events  # the doors close; what is held stays held until the panic is over
        if any(isinstance(e, ev.DoorsClosed) for e in events):
            freed = [ev.Released(at=events[0].at, gate=g, of=seqs) for g in gates.GATES if (seqs := self._held_seqs(g))]
            return tuple(e.model_copy(update={"released": gates.GATES}) for e in events) + tuple(freed)
        if self.state.doors_closed and not any(isinstance(e, ev.DoorsOpened | ev.Closed) for e in events):
            return events
        return tuple(self._stamp(e, now) for e in events)

    def _held_seqs(self, gate: ev.Gate) -> tuple[int, ...]:
        facts = list(gates.waiting(self.state, gate, self.places))
        return tuple(e.seq for e in reversed(facts))

    def _stamp(self, event: ev.Base, now: datetime) -> ev.Base:
        if event.logged:
            event = event.model_copy(update={"logged": local(now, self.state.zone)})
        wanted = () if self.state.panic else gates.gates_of(self._tried(event), event, self.places)
        through = tuple(g for g in wanted if not gates.seconds(self.hold, g))
        return event.model_copy(update={"released": through})

    def accept(self, answer: Answer, written: Sequence[ev.Base], steady: float) -> None:
        """Take in what the journal has kept at `steady`; `written` are the numbered events."""
        for event in written:
            self.state = after(self.state, event)
            self._since[event.seq] = steady
        gates.settle(self.state, self.places)
        facts = [e for e in written if not isinstance(e, ev.Released | ev.Recalled | ev.Note)]
        if answer.entry and facts:
            self._entries[facts[0].seq] = answer.entry
        if answer.unstage:
            self.staged = None
        elif self.staged and any(isinstance(e, ev.Recused) for e in facts):
            entry = self.staged.entry
            self.staged = None
            self._restage(entry, _logged_at(written))
        if answer.warnings:
            self.warning = answer.warnings[-1]
        recalled = [e.of for e in written if isinstance(e, ev.Recalled)]
        for seq in recalled:
            self._restage(self._entries.pop(seq, None), _logged_at(written))

    # -- after a fault ---------------------------------------------------------------------------------------------

    def set_aside(self) -> Aside:
        """What an act may change before the journal has taken it."""
        return Aside(
            staged=self.staged,
            undone=tuple(self._undone),
            overridden=self._overridden,
            landing=replace(self._landing),
            prepared=replace(self.prepared),
        )

    def take_back(self, aside: Aside) -> None:
        """As it was before an act that failed."""
        self.staged = aside.staged
        self._undone = list(aside.undone)
        self._overridden = aside.overridden
        self._landing = aside.landing
        self.prepared = aside.prepared

    def go_on_from(self, state: MeetingState) -> None:
        """Go on from `state`, folded anew from the journal."""
        self._told.clear()
        corrected = [n for n, e in enumerate(state.events) if isinstance(e, ev.Corrected)]
        for end in (*corrected, len(state.events)):
            folded(state.events[:end], state.council, state.agenda, state.rehearsal, self._hear, state.quoted)
        state.listener = self._hear
        gates.settle(state, self.places)
        self.state = state

    def _restage(self, entry: Entry | None, now: datetime) -> None:
        if entry is None:
            return
        if not entry.needs_hammer:
            self._undone.append(entry)
            return
        entry = replace(entry, hammer=False)
        try:
            decision = decide(self.state, entry, now)
            self.staged = self._waiting(entry, decision)
        except Refusal:
            self._undone.append(entry)

    # -- undo, redo, release -------------------------------------------------------------------------------------

    def undo(self, now: datetime) -> Answer:
        """Take back what is staged, else the last fact that is still held."""
        if self.staged:
            line = self.staged.line
            self.unstage()
            return Answer("NOTITIE", self.words.t("answer.unstaged", line=line))
        if self.state.doors_closed:
            return self._refused(Refusal("doors_closed"))
        waiting = list(gates.held(self.state, "feed"))
        told_after = list(takewhile(_told_afterwards, waiting))
        last = next(iter(waiting[len(told_after) :]), None)
        if last is None or last.seq in self.state.released["networks"]:
            logged = any(e.seq in self.state.facts or isinstance(e, ev.Corrected) for e in self.state.events)
            return self._refused(Refusal("already_sent" if logged else "nothing_to_undo"))
        if last.seq in self._entries:
            text = self._entries[last.seq].line
        else:
            text = self.sentence(last)
        recalled = tuple(
            ev.Recalled(at=self.moment(now), logged=self._logged(now), of=e.seq) for e in (*told_after, last)
        )
        if last.seq in self._entries and self._entries[last.seq].needs_hammer:
            word = "KLAAR"
        else:
            word = "NOTITIE"
        return Answer(word, self.words.t("answer.undone", line=text), events=recalled)

    def redo(self, now: datetime) -> Answer:
        """Do again what was last taken back."""
        if self.staged and not self._undone:
            return self.hammer(now)
        if not self._undone:
            return self._refused(Refusal("nothing_to_redo"))
        last = self._undone.pop()
        if isinstance(last, Staged):
            self.staged = last
            return Answer("KLAAR", last.sentence)
        try:
            return self._entered(last, now)
        except Refusal as refusal:
            return self._refused(refusal)

    def panic(self, now: datetime) -> Answer:
        """F9: a neutral card on the wall at once, and nothing is released; the same again ends it."""
        if self.state.doors_closed:
            return self._refused(Refusal("doors_closed"))
        event = ev.Panic(at=self.moment(now), logged=self._logged(now), on=not self.state.panic, released=("wall",))
        return Answer("NOTITIE", self.words.t("answer.panic" if event.on else "answer.panic_over"), events=(event,))

    def pause(self, now: datetime) -> Answer:
        """F6: the networks stand still, or go on; wall and feed do not notice."""
        event = ev.Paused(at=self.moment(now), logged=self._logged(now), on=not self.state.paused)
        return Answer("NOTITIE", self.words.t("answer.paused" if event.on else "answer.unpaused"), events=(event,))

    def order(self, act: str, seqs: Sequence[int], now: datetime, channel: str = "", reason: str = "") -> Answer:
        """What the griffier decides of posts that wait for a word, or that must go: see `events.Posting`."""
        if self.state.doors_closed and act != "cancel":
            return self._refused(Refusal("doors_closed"))
        event = ev.Posting(
            at=self.moment(now),
            logged=self._logged(now),
            act=act,  # type: ignore[arg-type]
            of=tuple(seqs),
            channel=channel,
            reason=reason,  # type: ignore[arg-type]
        )
        return Answer("NOTITIE", self.words.t(f"answer.posting_{act}", n=len(seqs)), events=(event,))

    def due(self, now: datetime, steady: float) -> Answer | None:
        """Release what has been held long enough, per gate, oldest first; None when nothing is due."""
        if self.state.panic:
            return None
        events = []
        for gate in self._moving():
            facts = list(gates.waiting(self.state, gate, self.places))
            ready = tuple(e.seq for e in reversed(facts) if self._ready_at(e, gate, steady) <= steady)
            if ready:
                events.append(ev.Released(at=self.moment(now), logged=self._logged(now), gate=gate, of=ready))
        if events:
            return Answer("VRIJ", events=tuple(events))
        return None

    def _moving(self) -> tuple[ev.Gate, ...]:
        """The gates that open by themselves now."""
        if self.state.paused:
            return gates.GATES[:2]
        return gates.GATES

    def _ready_at(self, event: ev.Base, gate: ev.Gate, steady: float) -> float:
        return gates.ready_at(self._since.setdefault(event.seq, steady), self.hold, gate)

    def next_due(self, steady: float) -> float | None:
        """Seconds from `steady` until `due` has something to release, 0 when it has; None when nothing is held."""
        if self.state.panic:
            return None
        times = [
            self._ready_at(e, g, steady) - steady
            for g in self._moving()
            for e in gates.waiting(self.state, g, self.places)
        ]
        if times:
            return max(0.0, min(times))
        return None

    def release_now(self, seq: int, now: datetime) -> Answer | None:
        """'Nu plaatsen': end the hold-back of everything up to and including `seq`."""
        if self.state.panic:
            return self._refused(Refusal("panic"))
        events = []
        for gate in gates.GATES:
            if seqs := tuple(s for s in self._held_seqs(gate) if s <= seq):
                events.append(ev.Released(at=self.moment(now), logged=self._logged(now), gate=gate, of=seqs))
        if events:
            return Answer("VRIJ", events=tuple(events))
        return None

    def held(self, steady: float, most: int | None = None) -> list[Held]:
        """What is on its way out, newest first; the newest `most` where a panel has room for no more."""
        found = {e.seq: e for g in gates.GATES for e in islice(gates.waiting(self.state, g, self.places), most)}
        newest = sorted(found, reverse=True)[:most]
        return [self._on_its_way(found[seq], steady) for seq in newest]

    def _on_its_way(self, event: ev.Base, steady: float) -> Held:
        wanted = gates.gates_of(self.state, event, self.places)
        return Held(event.seq, self.sentence(event), {g: self._left(event, g, steady) for g in wanted})

    def _left(self, event: ev.Base, gate: ev.Gate, steady: float) -> int | None:
        if event.seq in self.state.released[gate]:
            return None
        return max(0, round(self._ready_at(event, gate, steady) - steady))

    # -- words ---------------------------------------------------------------------------------------------------

    def complete(self, line: str) -> list[str]:
        """Whole lines that `line` may become, the likeliest first.

        That is what the sentence about it offers, else its last word as a name, an object or an item.
        """
        if line == "+":
            items = [(i.number, i.title) for i in self.state.items]
            return [f"+{free_number(items, self.state.council.procedure.foreign_motions)}: "]
        if self.state.doors_closed:
            return []
        offered = self.suggestion(line)
        if offered:
            return [offered]
        head, _, last = line.rpartition(" ")
        key = fold(last)
        if not key:
            return []
        found = self._names_from(key)
        found += [o.key for o in self.state.objects.values() if o.key.startswith(key)]
        return [f"{head} {f}".strip() for f in dict.fromkeys(found)]

    def _names_from(self, key: str) -> list[str]:
        """What may be typed for everybody with a name that begins with `key`, whom `key` itself means first."""
        roster = self.state.roster
        everybody: tuple[Party, ...] = (*roster.groups, *roster.members, *roster.officials)
        found = [who for who in everybody if any(k.startswith(key) for k in exact_keys(who))]
        meant = roster.meant(key, everybody)
        found.sort(key=lambda who: who not in meant)
        return [self._whole_name(who) for who in found]

    def _whole_name(self, who: Party) -> str:
        """What Tab writes for `who`: never one of two of the same surname, which is asked back."""
        roster = self.state.roster
        if isinstance(who, Group):
            return roster.shortest(who, roster.voters())
        typable = roster.typable(who, roster.speakers())
        if typable.startswith("#"):
            return spoken(who)[0].casefold()
        return typable

    def suggestion(self, line: str) -> str:
        """`line` with the name nobody bears replaced by the one its refusal offers; '' when it offers none.

        The refusal's sentence and Tab both rest on that offer, so what is offered is what is taken.
        """
        now = self.state.last_at or self.state.agenda.meeting.start
        try:
            entry = parse(line)
            if entry is not None and entry.act not in _SAYS_NOTHING:
                decide(self.state, replace(entry, at=None), now)
        except Refusal as refusal:
            take = str(refusal.slots.get("take") or "")
            offered = refusal.code == "unknown" and take
            if offered:
                return mended(line, str(refusal.slots["typed"]), take)
            return ""
        return ""

    def where(self, now: datetime) -> str:
        """One line that says where things stand."""
        count = len({e.seq for g in gates.GATES for e in gates.waiting(self.state, g, self.places)})
        none = self.words.t("answer.none")
        clock = clock_of(self.state, self.moment(now))
        return self.words.t(
            "answer.where",
            item=self.state.item or "–",
            staged=self.staged.sentence if self.staged else none,
            held=count,
            present=len(self.state.present),
            sitting=len(self.state.sitting),
            warning=self.warning or none,
        ) + (self.words.t("answer.clock", name=clock.name, left=clock.left) if clock else "")

    def line_of(self, seq: int) -> str:
        """The line that logged `seq`, or its beginning where this sitting did not type it."""
        if seq in self._entries:
            return self._entries[seq].line
        fact = self.state.facts[seq]
        return f"{getattr(fact, 'object', None) or getattr(fact, 'item', '')} ".lstrip()

    def sentence(self, event: ev.Base) -> str:
        """What is said of `event`, in the council's language, with address and hashtag."""
        told = self._tell(event)
        if told is None:
            return self._silent(event)
        council = self.state.council.council
        text = sentence(told, self.words, url_of(self._tried(event), told), council.hashtag)
        if council.unofficial:
            return marked(text, self.words)
        return text

    def _silent(self, event: ev.Base) -> str:
        match event:
            case ev.ChairChanged() | ev.SwornIn() | ev.StartNumber():
                value = getattr(event, "who", None) or getattr(event, "member", None) or getattr(event, "number", "")
                return self.words.t(f"silent.{event.type}", value=value)
        return ""

    def _tried(self, event: ev.Base) -> MeetingState:
        """The state with `event` on trial, so that what is said of it knows its own title."""
        if isinstance(event, ev.Corrected) or event.seq in self.state.facts or not hasattr(event, "type"):
            return self.state
        if isinstance(event, ev.Filed | ev.Retitled | ev.ItemAdded | ev.ItemOpened | ev.ItemStarted):
            return tried(self.state, event)
        return self.state

    def _tell(self, event: ev.Base) -> Telling | None:
        """What was told of a logged fact, or would be told of one that is not."""
        if event.seq in self._told:
            return self._told[event.seq]
        return tell(self._tried(event), event, event)

    def _sum(self, decision: Decision) -> str:
        if not decision.mismatch:
            return ""
        slots = worded(self.words, decision.mismatch.slots)
        return self.words.t(f"refusal.{decision.mismatch.code}", **slots)

    def _warnings(self, warnings: Sequence[Open]) -> tuple[str, ...]:
        return tuple(
            self.words.t(w.code if "." in w.code else f"warning.{w.code}", **worded(self.words, w.slots))
            for w in warnings
        )

    def _refusal(self, refusal: Refusal) -> str:
        return self.words.refusal(Refusal(refusal.code, **worded(self.words, refusal.slots)))

    def _refused(self, refusal: Refusal) -> Answer:
        return Answer("FOUT", self._refusal(refusal), clear=False, again=refusal.code in _SAME_LINE_AGAIN)

    def moment(self, now: datetime) -> datetime:
        """When what happens now is dated: now, or where the meeting is not today's, the last fact's time."""
        return dated(self.state, now).at

    def _logged(self, now: datetime) -> datetime | None:
        return dated(self.state, now).logged


def _told_afterwards(event: ev.Base) -> bool:
    """Presence behind closed doors, told with their opening: it comes and goes with that."""
    return isinstance(event, ev.Attendance) and event.tells is not None


def _logged_at(written: Sequence[ev.Base]) -> datetime:
    """By the computer's clock, when the journal kept the last of `written`."""
    return written[-1].logged or written[-1].at


def lengths(text: str) -> tuple[tuple[str, int, int], ...]:
    """Length of `text` on each network beside its limit."""
    return tuple((m.name, m.length, m.limit) for m in length.lengths(text))
