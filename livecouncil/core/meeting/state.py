"""The meeting as the journal tells it: `fold` builds it, `MeetingState.apply` adds one event and never refuses.

Theory. The journal is never changed, so a state is nothing but its journal, folded: the same events give the same
state, in one go or one at a time. Events apply in the order of the journal (`seq`), not of the clock. Recalled facts
are left out and corrected facts stand in the place of the old ones before anything is counted, so a state is always
what the meeting should be read as now; a recall or a correction therefore folds anew. Each decision keeps the
presence and votes it was made with: no later event alters a count. What may not happen is refused before it is logged
(`rules`), never here: a journal that exists must fold, whatever rules are in force by now.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from livecouncil.core.council.agenda import LETTERS, Agenda, Item
from livecouncil.core.council.model import Council, Member, VoteStep, sitting
from livecouncil.core.council.roster import Roster
from livecouncil.core.council.zone import local, zone_named
from livecouncil.core.law.outcomes import kind_of
from livecouncil.core.law.voting import Earlier, quorum

from . import events as ev
from .doors import lets_go, recalled_in

NIGHT = timedelta(hours=3)
"""What goes on after a longer suspension, on another date, is another day of the sitting."""


@dataclass(frozen=True)
class Obj:
    """A motion, amendment or subamendment. Never changed, only replaced: states may share it."""

    key: str
    item: str
    title: str = ""
    movers: tuple[str, ...] = ()
    parent: str | None = None
    outcome: str | None = None
    earlier: Earlier = None

    @property
    def label(self) -> str:
        return self.key.upper()

    @property
    def kind(self) -> VoteStep:
        return kind_of(self.key)


def _changes(o: Obj) -> str | None:
    """What an amendment or subamendment changes the text of."""
    if o.kind == "subamendment":
        return o.parent
    if o.kind == "amendment":
        return o.item
    return None


SHARED = {"in a trial": "shared"}
FORGOTTEN = {"in a trial": "forgotten"}
"""What becomes of a field in a copy to try something on; without either it has its own."""


@dataclass
class MeetingState:
    """Mutable, but only through `apply`.

    `listed` and `undecided` are kept beside `objects` by `put`, so that no key walks all motions of an evening: keys
    per item, and per what they change (an amendment's item, a subamendment's parent); and the objects without an
    outcome.
    Two fields only remember, and belong to whoever asks: `waits_from` to `core.gates` (index into `events`, per gate,
    below which nothing waits), `walked` to `core.floor`. A state folded anew has forgotten both.
    """

    council: Council
    agenda: Agenda
    rehearsal: bool = False
    status: str = "planned"
    since: datetime | None = None
    expected_resume: datetime | None = None
    items: list[Item] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    item: str | None = None
    visited: list[str] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    came: frozenset[str] = frozenset()  # who has been in the meeting
    away: set[str] = field(default_factory=set)
    sworn: set[str] = field(default_factory=set)
    objects: dict[str, Obj] = field(default_factory=dict)
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    undecided: dict[str, Obj] = field(default_factory=dict)
    outcomes: dict[str, str] = field(default_factory=dict)
    decisions: dict[str, tuple[int, ...]] = field(default_factory=dict)
    called: str | None = None
    recused: dict[str, frozenset[str]] = field(default_factory=dict)
    chair: str = ""
    speaker: str = ""
    start_number: int | None = None
    doors_closed: bool = False
    panic: bool = False
    paused: bool = False
    events: list[ev.Base] = field(default_factory=list, metadata=SHARED)
    facts: dict[int, ev.Base] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    recalled: set[int] = field(default_factory=set, metadata=SHARED)
    corrections: dict[int, list[ev.Corrected]] = field(default_factory=dict, metadata=SHARED)
    released: dict[str, dict[int, datetime]] = field(
        default_factory=lambda: {"wall": {}, "feed": {}, "networks": {}}, metadata=SHARED
    )
    waits_from: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("wall", "feed", "networks"), 0), metadata=SHARED
    )
    last_at: datetime | None = None
    begun: datetime | None = None
    days: set[date] = field(default_factory=set)
    lived: bool = False
    walked: Any = field(default=None, metadata=FORGOTTEN)
    quoted: dict[tuple[Any, ...], Any] = field(default_factory=dict, metadata=SHARED)  # before each correction: telling
    listener: Callable[[MeetingState, ev.Base, ev.Base], None] | None = field(default=None, metadata=FORGOTTEN)

    def __post_init__(self) -> None:
        self.items = self.items or list(self.agenda.items)
        self.chair = self.chair or self.agenda.meeting.chair
        for item in self.agenda.items:
            for o in item.carried:
                outcome = "adopted" if o.adopted else None
                self.put(Obj(o.object, item.number, o.title, o.movers, o.parent, outcome, o.earlier))
        self._roster: tuple[int, Roster] | None = None

    def put(self, o: Obj) -> None:
        """A new object, or one in place of itself as it was."""
        if o.key not in self.objects:
            self._list(o.item, o.key)
            if changes := _changes(o):
                self._list(f"parts {changes}", o.key)
        self.objects[o.key] = o
        if o.outcome is None:
            self.undecided[o.key] = o
        else:
            self.undecided.pop(o.key, None)

    def _list(self, under: str, key: str) -> None:
        self.listed[under] = (*self.listed.get(under, ()), key)

    def keys_at(self, item: str) -> tuple[str, ...]:
        """Keys of the objects filed at an item, in order."""
        return self.listed.get(item, ())

    def parts_of(self, target: str) -> list[Obj]:
        """Amendments of an item, subamendments of an amendment."""
        return [self.objects[key] for key in self.listed.get(f"parts {target}", ())]

    def pending(self, item: str | None = None) -> list[Obj]:
        """Objects without an outcome, in the order in which they were filed; with `item` only those filed there."""
        return [o for o in self.undecided.values() if item is None or o.item == item]

    @property
    def zone(self) -> ZoneInfo:
        """The council's time zone."""
        return zone_named(self.council.council.zone)

    @property
    def day(self) -> date:
        return self.agenda.meeting.start.date()

    @property
    def sitting(self) -> tuple[Member, ...]:
        """Members of the council now, those sworn in this evening included, in calling order."""
        return self.roster.members

    @property
    def roster(self) -> Roster:
        if self._roster is None or self._roster[0] != len(self.sworn):
            members = [*sitting(self.council, self.day), *(m for m in self.council.members if m.name in self.sworn)]
            members.sort(key=lambda m: (m.number is None, m.number or 0))
            self._roster = len(self.sworn), Roster(tuple(members), self.council.groups, self.council.officials)
        return self._roster[1]

    @property
    def quorum(self) -> int:
        return quorum(len(self.sitting))

    @property
    def entitled(self) -> set[str]:
        return {m.name for m in self.sitting}

    def find_item(self, number: str) -> Item | None:
        return next((i for i in self.items if i.number == number), None)

    def voters(self, target: str) -> list[Member]:
        """Members present who need not abstain (art. 28) on `target`, an object key or an item number."""
        out = self.recusals(target)
        return [m for m in self.sitting if m.name in self.present and m.name not in out]

    def recusals(self, target: str) -> set[str]:
        """Who takes no part (art. 28) in the vote on `target`, with those kept from the debate on its item."""
        if target in self.objects:
            item = self.objects[target].item
        else:
            item = target
        nobody: frozenset[str] = frozenset()
        return set(self.recused.get(target, nobody) | self.recused.get(f"debate {item}", nobody))

    def earlier(self, target: str) -> Earlier:
        """How the vote on `target` ended in an earlier meeting, where that bears on this one (arts. 29.2, 32.5)."""
        if target in self.objects:
            return self.objects[target].earlier
        item = self.find_item(target)
        if item:
            return item.earlier
        return None

    def outcome(self, target: str) -> str | None:
        if target in self.objects:
            return self.objects[target].outcome
        return self.outcomes.get(target)

    def last_decision(self, target: str) -> ev.Base | None:
        seqs = self.decisions.get(target)
        if seqs:
            return self.facts[seqs[-1]]
        return None

    def apply(self, event: ev.Base) -> None:
        """Take in one journal event, in order."""
        self.events.append(event)
        match event:
            case ev.Recalled() | ev.Corrected():
                self._again()
            case ev.Released():
                for seq in event.of:
                    self.released[event.gate].setdefault(seq, event.at)
            case ev.Paused():
                self.paused = event.on
            case (
                ev.Note()
                | ev.Posting()
                | ev.Sealed()
                | ev.Snapshot()
                | ev.Checkpoint()
                | ev.Finalized()
                | ev.Fulfilled()
                | ev.Redacted()
            ):
                pass
            case _:
                self._fact(event, event)
        self._passed(event)

    def _passed(self, event: ev.Base) -> None:
        """Note the gates that `event` passed as it was logged."""
        for gate in event.released:
            self.released[gate].setdefault(event.seq, event.at)

    def _fact(self, event: ev.Base, logged: ev.Base) -> None:
        if self.doors_closed and not lets_go(event):
            self.hidden.add(event.seq)
        self.facts[event.seq] = event
        APPLY[type(event)](self, event)
        self._clock(event.at, logged.logged)
        if self.listener:
            self.listener(self, event, logged)

    def _clock(self, at: datetime, logged: datetime | None) -> None:
        """Set the meeting's clock, and note the day on which it sat when this was logged live (see `core.timing`)."""
        if logged is None or self.last_at is None or at > self.last_at:
            self.last_at = at
        day = local(logged or at, self.zone).date()
        if logged is None or day == self.day or day in self.days or day == local(at, self.zone).date():
            self.lived = True
            self.days |= {day, day + timedelta(days=1)}

    def trial(self) -> MeetingState:
        """A copy to try an event on without touching this state (previews).

        A list, dict or set is copied, so a new field is right by itself; its values are never changed in place. Only
        what belongs to the journal and not to what is tried is `SHARED`.
        """
        other = copy.copy(self)
        for each in fields(self):
            value = getattr(self, each.name)
            if each.metadata == FORGOTTEN:
                setattr(other, each.name, None)
            elif each.metadata != SHARED and isinstance(value, list | dict | set):
                setattr(other, each.name, copy.copy(value))
        return other

    def _again(self) -> None:
        """Fold anew: a recall or correction changes what came before."""
        kept = fold(self.events, self.council, self.agenda, self.rehearsal, self.listener, self.quoted)
        for name, value in vars(kept).items():
            setattr(self, name, value)


def fold(
    events: Iterable[ev.Base],
    council: Council,
    agenda: Agenda,
    rehearsal: bool = False,
    listener: Callable[[MeetingState, ev.Base, ev.Base], None] | None = None,
    quoted: dict[tuple[Any, ...], Any] | None = None,
) -> MeetingState:
    """Build the state of a whole journal. `listener` hears each fact as it now stands, with the event that logged it.

    `quoted` is that of an earlier state of the same journal.
    """
    state = MeetingState(council, agenda, rehearsal, listener=listener)
    state.quoted = {} if quoted is None else quoted
    events = list(events)
    state.recalled = recalled_in(events)
    replaced = _corrected_facts(state, events)
    for event in events:
        if event.seq in state.recalled or isinstance(event, ev.Recalled | ev.Corrected):
            state.events.append(event)
            if isinstance(event, ev.Corrected) and event.seq not in state.recalled:
                state._clock(event.at, event.logged)
                state._passed(event)
                if listener:
                    listener(state, event, event)
        elif event.seq in replaced:
            state.events.append(event)
            state._passed(event)
            state._fact(replaced[event.seq], event)
        else:
            state.apply(event)
    return state


def _corrected_facts(state: MeetingState, events: Sequence[ev.Base]) -> dict[int, ev.Base]:
    """The facts as corrected, by the number of the event that logged each; `state.corrections` is told of them.

    Names that completed a result fall with that result: a correction of it stands for both.
    """
    replaced: dict[int, ev.Base] = {}
    completing: dict[int, list[int]] = {}
    for event in events:
        if event.seq in state.recalled:
            continue
        if isinstance(event, ev.Decided) and event.completes is not None:
            completing.setdefault(event.completes, []).append(event.seq)
        if not isinstance(event, ev.Corrected):
            continue
        for seq in (event.of, *completing.get(event.of, ())):
            replaced[seq] = _as_logged_by(seq, event)
            state.corrections.setdefault(seq, []).append(event)
    return replaced


def _as_logged_by(seq: int, correction: ev.Corrected) -> ev.Base:
    """The corrected fact in the place of event `seq`: the one corrected, or the one that completed it."""
    if seq == correction.of:
        return correction.event.model_copy(update={"seq": seq})
    return correction.event.model_copy(update={"seq": seq, "completes": correction.of})


def _opened(s: MeetingState, e: ev.Opened) -> None:
    s.status = "open"
    s.since = e.at
    s.present = set(e.present)
    s.begun = e.at
    s.came |= s.present
    if s.item is None and s.items:
        s.item = s.items[0].number


def _not_opened(s: MeetingState, e: ev.NotOpened) -> None:
    s.status = "not_opened"
    s.since = e.at
    s.present = set(e.present)


def _closed(s: MeetingState, e: ev.Closed) -> None:
    s.status = "closed"
    s.since = e.at
    s.doors_closed = False
    s.expected_resume = None
    for target in e.not_put:
        _settle(s, target, "not_put_to_vote", e.seq)


def _attendance(s: MeetingState, e: ev.Attendance) -> None:
    if e.present:
        s.away -= set(e.members)
        if s.status not in ("planned", "not_opened"):
            s.present |= set(e.members)
            s.came |= s.present
    else:
        s.away |= set(e.members)
        s.present -= set(e.members)


def _item_started(s: MeetingState, e: ev.ItemStarted) -> None:
    s.item = e.item
    s.called = None
    s.speaker = ""
    s.visited.append(e.item)


def _speaker(s: MeetingState, e: ev.Speaker) -> None:
    s.speaker = e.who


def _filed(s: MeetingState, e: ev.Filed) -> None:
    s.put(Obj(e.object, e.item, e.title, e.movers, e.parent))


def _retitled(s: MeetingState, e: ev.Retitled) -> None:
    if e.object in s.objects:
        s.put(replace(s.objects[e.object], title=e.title))


def _settle(s: MeetingState, target: str, outcome: str, seq: int) -> None:
    if target in s.objects:
        s.put(replace(s.objects[target], outcome=outcome))
    else:
        s.outcomes[target] = outcome
    if s.called == target:
        s.called = None
    _decided_by(s, target, seq)


def _decided(s: MeetingState, e: ev.Decided) -> None:
    _settle(s, e.object, e.outcome, e.seq)


def _adopted_together(s: MeetingState, e: ev.AdoptedTogether) -> None:
    for item in e.items:
        _settle(s, item, "adopted_without_vote", e.seq)


def _ballot(s: MeetingState, e: ev.Ballot) -> None:
    _decided_by(s, ballot_key(e.title), e.seq)


def _decided_by(s: MeetingState, target: str, seq: int) -> None:
    s.decisions[target] = (*s.decisions.get(target, ()), seq)


def ballot_key(title: str) -> str:
    """Ballots on persons are told apart by title; the same title again is the next round."""
    return f"pers:{title.casefold()}"


def _suspended(s: MeetingState, e: ev.Suspended) -> None:
    s.status = "suspended"
    s.since = e.at
    s.expected_resume = e.until
    if e.until:
        s.days.add(local(e.until, s.zone).date())


def _resumed(s: MeetingState, e: ev.Resumed) -> None:
    other_date = s.begun is None or local(e.at, s.zone).date() != local(s.begun, s.zone).date()
    if other_date and s.since and e.at - s.since > NIGHT:
        s.begun = e.at
    s.status = "open"
    s.since = e.at
    s.expected_resume = None


def _doors_closed(s: MeetingState, e: ev.DoorsClosed) -> None:
    s.doors_closed = True
    s.called = None
    s.speaker = ""
    s.since = e.at


def _doors_opened(s: MeetingState, e: ev.DoorsOpened) -> None:
    s.doors_closed = False
    s.since = e.at


def _recused(s: MeetingState, e: ev.Recused) -> None:
    if e.object in s.objects:
        item = s.objects[e.object].item
    else:
        item = e.object
    kept_from = e.object
    if e.scope == "debate":
        kept_from = f"debate {item}"
    s.recused[kept_from] = s.recused.get(kept_from, frozenset()) | {e.member}


def _called(s: MeetingState, e: ev.VoteCalled) -> None:
    s.called = e.object


def _chair(s: MeetingState, e: ev.ChairChanged) -> None:
    s.chair = e.who


def _start_number(s: MeetingState, e: ev.StartNumber) -> None:
    s.start_number = e.number


def _sworn(s: MeetingState, e: ev.SwornIn) -> None:
    s.sworn.add(e.member)
    if s.status not in ("planned", "not_opened"):
        s.present.add(e.member)
        s.came |= s.present


def _panic(s: MeetingState, e: ev.Panic) -> None:
    s.panic = e.on


def _item_added(s: MeetingState, e: ev.ItemAdded) -> None:
    item = Item(number=e.item, title=e.title, kind=e.kind)
    key = item_order(e.item)
    at = next((i for i, other in enumerate(s.items) if item_order(other.number) > key), len(s.items))
    s.items.insert(at, item)


def item_order(number: str) -> tuple[int, str]:
    """Order of item numbers: 7, 7b, 13, 13a."""
    digits = number.rstrip(LETTERS)
    return int(digits), number[len(digits) :]


def _item_removed(s: MeetingState, e: ev.ItemRemoved) -> None:
    s.removed.append(e.item)
    s.outcomes[e.item] = "removed"


def _item_opened(s: MeetingState, e: ev.ItemOpened) -> None:
    opened = {"title": e.title, "kind": e.kind}
    s.items = [i.model_copy(update=opened) if i.number == e.item else i for i in s.items]


def _nothing(s: MeetingState, e: ev.Base) -> None:
    """For the facts of `CHANGES_NOTHING`."""


CHANGES_NOTHING: dict[type[ev.Base], str] = {
    ev.Undertaking: "only told: no rule of this meeting asks for it",
    ev.MistakeNoted: "the outcome stands, whatever a member says afterwards",
    ev.Explained: "only told: who explains a vote binds nobody",
    ev.Message: "only told",
}
"""Facts without an effect on the meeting, and why."""

APPLY: dict[type[ev.Base], Callable[..., None]] = {
    ev.Opened: _opened,
    ev.NotOpened: _not_opened,
    ev.Closed: _closed,
    ev.Attendance: _attendance,
    ev.ItemStarted: _item_started,
    ev.Speaker: _speaker,
    ev.Filed: _filed,
    ev.Retitled: _retitled,
    ev.VoteCalled: _called,
    ev.Decided: _decided,
    ev.AdoptedTogether: _adopted_together,
    ev.Ballot: _ballot,
    ev.Suspended: _suspended,
    ev.Resumed: _resumed,
    ev.DoorsClosed: _doors_closed,
    ev.DoorsOpened: _doors_opened,
    ev.Recused: _recused,
    ev.ChairChanged: _chair,
    ev.StartNumber: _start_number,
    ev.SwornIn: _sworn,
    ev.ItemAdded: _item_added,
    ev.ItemRemoved: _item_removed,
    ev.ItemOpened: _item_opened,
    ev.Panic: _panic,
    **dict.fromkeys(CHANGES_NOTHING, _nothing),
}
"""The effect of each fact, one function a type."""
