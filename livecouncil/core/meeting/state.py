"""The meeting as it stands: what is known of it after the journal's facts, and what is asked of that.

Theory. A state is plain data with questions; it knows no rule and reads no journal. `fold` alone fills it, by the
effects in `effects/`, in the order of the journal (`seq`), not of the clock. Each decision keeps the presence and votes
it was made with: no later event alters a count.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.council.bodies import quorum_of
from livecouncil.core.council.model import Council, Member, sitting
from livecouncil.core.council.roster import Roster
from livecouncil.core.council.zone import zone_named
from livecouncil.core.law.bodies import Profile
from livecouncil.core.law.outcomes import PaperKind, paper_kind
from livecouncil.core.law.voting import Earlier
from livecouncil.core.meeting.filed_documents import FiledDocument
from livecouncil.core.text.numbers import KnownNumbers, is_point, label_of, point_in

if TYPE_CHECKING:
    from . import events as ev

NIGHT = timedelta(hours=3)
"""What goes on after a longer suspension, on another date, is another day of the sitting."""


@dataclass(frozen=True)
class Paper:
    """A motion, amendment or subamendment. Never changed, only replaced: states may share it."""

    key: str
    item: str
    title: str = ""
    movers: tuple[str, ...] = ()
    parent: str | None = None
    outcome: str | None = None
    earlier: Earlier = None
    text: str = ""
    changes: tuple[str, ...] = ()  # what was changed in it orally
    url: str = ""
    document: FiledDocument | None = None

    @property
    def label(self) -> str:
        return label_of(self.key)

    @property
    def kind(self) -> PaperKind:
        return paper_kind(self.key)


def _changes(o: Paper) -> str | None:
    """What an amendment or subamendment changes the text of."""
    if o.kind == "subamendment":
        return o.parent
    if o.kind == "amendment":
        return o.item
    return None


OF_THE_JOURNAL = {"in a trial": "shared"}
FORGOTTEN = {"in a trial": "forgotten"}
"""What becomes of a field in a copy to try something on; without either it has its own."""


@dataclass
class MeetingState:
    """Mutable, but only by `fold`.

    `listed` and `undecided` are kept beside `objects` by `put`, so that no key walks all motions of an evening: keys
    per item, and per what they change (an amendment's item, a subamendment's parent); and the objects without an
    outcome.
    Two fields only remember, and belong to whoever asks: `waits_from` to `release.gates` (index into `events`, per
    gate, below which nothing waits), `walked` to `speaking_time`. A state folded anew has forgotten both.
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
    term: int = 1
    visited: list[str] = field(default_factory=list)
    present: set[str] = field(default_factory=set)
    came: frozenset[str] = frozenset()  # who has been in the meeting
    away: set[str] = field(default_factory=set)
    sworn: set[str] = field(default_factory=set)
    resigned: set[str] = field(default_factory=set)
    objects: dict[str, Paper] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # of the objects, by how they are found: their case folded
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    undecided: dict[str, Paper] = field(default_factory=dict)
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
    events: list[ev.Base] = field(default_factory=list, metadata=OF_THE_JOURNAL)
    facts: dict[int, ev.Base] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    recalled: set[int] = field(default_factory=set, metadata=OF_THE_JOURNAL)
    corrections: dict[int, list[ev.Corrected]] = field(default_factory=dict, metadata=OF_THE_JOURNAL)
    released: dict[str, dict[int, datetime]] = field(
        default_factory=lambda: {"wall": {}, "feed": {}, "networks": {}}, metadata=OF_THE_JOURNAL
    )
    waits_from: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("wall", "feed", "networks"), 0), metadata=OF_THE_JOURNAL
    )
    last_at: datetime | None = None
    begun: datetime | None = None
    days: set[date] = field(default_factory=set)
    lived: bool = False
    walked: Any = field(default=None, metadata=FORGOTTEN)
    quoted: dict[tuple[Any, ...], Any] = field(
        default_factory=dict, metadata=OF_THE_JOURNAL
    )  # before each correction: telling
    listener: Callable[[MeetingState, ev.Base, ev.Base], None] | None = field(default=None, metadata=FORGOTTEN)

    def __post_init__(self) -> None:
        self.items = self.items or list(self.agenda.items)
        self.chair = self.chair or self.agenda.meeting.chair
        for item in self.agenda.items:
            for o in item.carried:
                outcome = "adopted" if o.adopted else None
                paper = Paper(o.object, item.number, o.title, o.movers, o.parent, outcome, o.earlier)
                self.put(replace(paper, text=o.text, url=o.url))
        self._roster: tuple[int, Roster] | None = None

    def put(self, o: Paper) -> None:
        """A new object, or one in place of itself as it was."""
        if o.key not in self.objects:
            self._list(o.item, o.key)
            if changes := _changes(o):
                self._list(f"parts {changes}", o.key)
            self.keys.setdefault(o.key.casefold(), o.key)
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

    def points_of(self, item: str) -> list[Paper]:
        """The points of an item that were decided apart."""
        return [self.objects[key] for key in self.keys_at(item) if is_point(key)]

    def parts_of(self, target: str) -> list[Paper]:
        """Amendments of an item, subamendments of an amendment."""
        return [self.objects[key] for key in self.listed.get(f"parts {target}", ())]

    def pending(self, item: str | None = None) -> list[Paper]:
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
    def sat(self) -> tuple[Member, ...]:
        """Who was a member in this meeting at any time: also who has left the council during it."""
        names = self.entitled | self.resigned
        then = (member for member in self.council.members if member.name in names)
        return tuple(sorted(then, key=lambda member: (member.number is None, member.number or 0)))

    @property
    def roster(self) -> Roster:
        changes = len(self.sworn) + len(self.resigned)
        if self._roster is None or self._roster[0] != changes:
            members = [*sitting(self.council, self.day), *(m for m in self.council.members if m.name in self.sworn)]
            members = [member for member in members if member.name not in self.resigned]
            members.sort(key=lambda m: (m.number is None, m.number or 0))
            self._roster = changes, Roster(tuple(members), self.council.groups, self.council.officials)
        return self._roster[1]

    @property
    def quorum(self) -> int:
        """Members who must be there to open; 0 where any number may meet."""
        return quorum_of(self.council, len(self.sitting))

    @property
    def law(self) -> Profile:
        """The law of the body that meets."""
        return self.council.law

    @property
    def entitled(self) -> set[str]:
        return {m.name for m in self.sitting}

    def find_item(self, number: str) -> Item | None:
        """The item of that number, whatever its case."""
        folded = number.casefold()
        return next((i for i in self.items if i.number.casefold() == folded), None)

    def key_of(self, typed: str) -> str:
        """The key of the object that was typed so, whatever its case; as typed where nobody filed it."""
        if typed in self.objects:
            return typed
        return self.keys.get(typed.casefold(), typed)

    @property
    def known(self) -> KnownNumbers:
        """The numbers a typed line may name."""
        return KnownNumbers(frozenset(item.number.casefold() for item in self.items), self.keys)

    def item_of(self, target: str) -> str:
        """Number of the item that `target`, an object key or an item number, belongs to."""
        if target in self.objects:
            return self.objects[target].item
        if is_point(target):
            return point_in(target)[0]
        return target

    def voters(self, target: str) -> list[Member]:
        """Members present who need not abstain (art. 28) on `target`, an object key or an item number."""
        out = self.recusals(target)
        return [m for m in self.sitting if m.name in self.present and m.name not in out]

    def recusals(self, target: str) -> set[str]:
        """Who takes no part (art. 28) in the vote on `target`, with those kept from the debate on it or on its item."""
        kept_from = (target, f"debate {target}", f"debate {self.item_of(target)}")
        return {name for each in kept_from for name in self.recused.get(each, ())}

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

    def trial(self) -> MeetingState:
        """A copy to try an event on without touching this state (previews).

        A list, dict or set is copied, so a new field is right by itself; its values are never changed in place. Only
        what belongs to the journal and not to what is tried is shared (`OF_THE_JOURNAL`).
        """
        other = copy.copy(self)
        for name in _OWN:
            value = getattr(self, name)
            if isinstance(value, list | dict | set):
                setattr(other, name, copy.copy(value))
        for name in _NOT_TAKEN_ALONG:
            setattr(other, name, None)
        return other


_OWN = tuple(each.name for each in fields(MeetingState) if each.metadata not in (OF_THE_JOURNAL, FORGOTTEN))
_NOT_TAKEN_ALONG = tuple(each.name for each in fields(MeetingState) if each.metadata == FORGOTTEN)


def ballot_key(title: str) -> str:
    """Ballots on persons are told apart by title; the same title again is the next round."""
    return f"pers:{title.casefold()}"
