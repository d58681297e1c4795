"""Which lines of the journal may be known in clear by whom, and how far the journal is public at all.

Theory. A line of the journal is a header, which commits to a fact, and an opening, which shows it. Who may have an
opening is decided here and nowhere else, from the events alone. *Anybody* may have (`revealed`):

- the snapshot the meeting began with;
- a fact that passed the feed's gate, unless it was recalled or logged behind closed doors (`doors`): those, and what is
  still held, stay a header;
- what only says something of such facts: that they passed, that an undertaking was met, what is left of one that was
  deleted on request;
- a signed head and the fixing of the report, while nothing before them is held.

Everything else (notes, refused lines, what the griffier decided of posts and of the wall) is known by its header
alone: its number, its time, and that it is there. Headers are public up to the last line that is opened, never
further. So what is made of the opened lines is what is made of the whole journal; who has only those can make every
public file again.

The *council's own processes*, the public server and the posting worker, may have a little more (`Known`): also what
passed the wall or the networks alone, for they show it there, and the griffier's orders to them (panic, pause, what
becomes of a post), which say nothing of the meeting. Nothing else: what they never had they cannot lose. Their part
grows with every line that is logged, so it is reckoned on line by line; only a recall or a redaction, which may take
away what was known before, makes it be reckoned anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.doors import Walk, recalled_in

from .gates import SILENT
from .passed import Passed

_ALWAYS = frozenset({ev.Snapshot, ev.Panic, ev.Paused, ev.Posting})
"""What the meeting began with, and what the griffier tells wall and poster: numbers and yes or no, no word of it."""
_NEVER = frozenset({ev.Note, ev.Sealed})
_SAYS_OF_FACTS = frozenset({ev.Released, ev.Redacted, ev.Fulfilled, ev.Checkpoint, ev.Finalized})
TAKES_AWAY = frozenset({ev.Recalled, ev.Redacted})
"""What may make unknown what was known: after one of these `Known` is to be reckoned anew."""


def revealed(passed: Passed) -> frozenset[int]:
    """Numbers of the lines whose opening is public; `passed` is what went through the feed's gate."""
    facts = {fact.seq for fact in passed.facts}
    until = told_until(passed)
    opened = {event.seq for event in passed.journal if _speaks_of(event, facts) or _vouches(event, until)}
    return frozenset(facts | opened)


def told_until(passed: Passed) -> int:
    """Number of the last event before the first fact that is still held; what happens behind closed doors never is."""
    for event in passed.journal:
        silent = passed.doors.hides(event) or type(event) in SILENT
        if not silent and event.seq not in passed.at:
            return event.seq - 1
    return passed.journal[-1].seq


class Known:
    """What the council's own processes may know. `opened` are the numbers of the lines whose opening they may have,
    `news` those of them that nobody took yet."""

    def __init__(self, *, recalled: Collection[int] = (), redacted: Collection[int] = ()) -> None:
        self.opened: set[int] = set()
        self.news: list[int] = []
        self._recalled = frozenset(recalled)
        self._redacted = frozenset(redacted)
        self._doors = Walk(self._recalled)
        self._may_pass: set[int] = set()
        self._passed: set[int] = set()
        self._held: dict[int, None] = {}  # facts the feed does not have yet, in order
        self._unsaid: list[ev.Base] = []  # what says something of facts of which nothing may be said yet

    @staticmethod
    def of(events: Sequence[ev.Base]) -> Known:
        """What may be known of a whole journal."""
        redacted = {event.of for event in events if isinstance(event, ev.Redacted)}
        known = Known(recalled=recalled_in(events), redacted=redacted)
        for event in events:
            known.take(event)
        return known

    def take(self, event: ev.Base) -> None:
        """The next event of the journal; none that takes away (`TAKES_AWAY`), but where `of` knew of it beforehand."""
        hidden = self._doors.behind(event) or event.seq in self._recalled
        if type(event) in _ALWAYS and event.seq not in self._recalled:
            self._show(event.seq)
        if not hidden and type(event) not in _NEVER:
            self._may_pass.add(event.seq)
        if not hidden and type(event) not in SILENT:
            self._held[event.seq] = None
        for gate, seq in _passings(event):
            self._pass(gate, seq)
        if type(event) in _SAYS_OF_FACTS:
            self._unsaid.append(event)
        if self._unsaid:
            self._say()

    def _pass(self, gate: ev.Gate, seq: int) -> None:
        if gate == "feed":
            self._held.pop(seq, None)
        if seq in self._may_pass:
            self._show(seq)

    def _show(self, seq: int) -> None:
        """The fact may be known; of one that was deleted on request, what is left of it."""
        self._passed.add(seq)
        if seq not in self._redacted:
            self._open(seq)

    def _say(self) -> None:
        """Open what says something of facts that may be known by now."""
        waits = []
        for event in self._unsaid:
            if _names_one_of(event, self._passed) or self._may_attest(event):
                self._open(event.seq)
            else:
                waits.append(event)
        self._unsaid = waits

    def _may_attest(self, event: ev.Base) -> bool:
        """Whether nothing is held before what `event` signs or fixes."""
        oldest = next(iter(self._held), event.seq)
        return _attests(event) and event.seq <= oldest

    def _open(self, seq: int) -> None:
        if seq not in self.opened:
            self.opened.add(seq)
            self.news.append(seq)


def _passings(event: ev.Base) -> Iterator[tuple[ev.Gate, int]]:
    """Which facts pass which gate by `event`, itself among them."""
    if isinstance(event, ev.Released):
        yield from ((event.gate, seq) for seq in event.of)
    yield from ((gate, event.seq) for gate in event.released)


def _speaks_of(event: ev.Base, facts: Collection[int]) -> bool:
    """Whether `event` says something of what is public, and of nothing else that a reader could miss."""
    if isinstance(event, ev.Released) and event.gate != "feed":
        return False
    return _names_one_of(event, facts)


def _names_one_of(event: ev.Base, facts: Collection[int]) -> bool:
    if isinstance(event, ev.Released):
        return any(seq in facts for seq in event.of)
    return isinstance(event, ev.Redacted | ev.Fulfilled) and event.of in facts


def _vouches(event: ev.Base, until: int) -> bool:
    return _attests(event) and event.seq <= until


def _attests(event: ev.Base) -> bool:
    return isinstance(event, ev.Checkpoint | ev.Finalized)
