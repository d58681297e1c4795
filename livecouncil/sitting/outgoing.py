"""What goes out: which facts wait at which gate, what is due, and the griffier's word that holds or hastens it.

A fact is held back at each gate for so many seconds (`[release.hold]`). `steady` counts seconds and cannot be set: the
hold-back is measured on it alone, for somebody may set the computer's clock. It counts from the journal's keeping a
fact; for facts of a run before this one, whose clock is gone, from the first time this run looks at them, so never too
short. Nothing here releases by itself: each method gives the events that would, and the journal takes them first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice, takewhile

from livecouncil.core.council.model import Hold
from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.release import gates
from livecouncil.errors import Refusal

from .answers import Answer, HeldFact, Kind
from .proceedings import Proceedings
from .saying import Saying


class Gatekeeper:
    """The gates of one meeting; `hold` says how long a fact waits at each."""

    def __init__(self, meeting: Proceedings, saying: Saying, hold: Hold) -> None:
        self._meeting = meeting
        self._saying = saying
        self.hold = hold
        self._since: dict[int, float] = {}

    @property
    def _state(self) -> MeetingState:
        return self._meeting.state

    # -- what waits ----------------------------------------------------------------------------------------------

    def kept(self, written: Sequence[ev.Base], steady: float) -> None:
        """The journal has kept `written` at `steady`: their hold-back begins."""
        for event in written:
            self._since[event.seq] = steady

    def held(self, steady: float, most: int | None = None) -> list[HeldFact]:
        """What is on its way out, newest first; the newest `most` where a panel has room for no more."""
        found = {e.seq: e for gate in gates.GATES for e in islice(self._waiting(gate), most)}
        newest = sorted(found, reverse=True)[:most]
        return [self._on_its_way(found[seq], steady) for seq in newest]

    def _waiting(self, gate: ev.Gate) -> Iterator[ev.Base]:
        """Facts that wait at `gate`, newest first."""
        return gates.waiting(self._state, gate, self._meeting.places)

    def _waiting_seqs(self, gate: ev.Gate) -> tuple[int, ...]:
        """Their numbers, oldest first."""
        facts = list(self._waiting(gate))
        return tuple(e.seq for e in reversed(facts))

    def _on_its_way(self, event: ev.Base, steady: float) -> HeldFact:
        wanted = gates.gates_of(self._state, event, self._meeting.places)
        left: dict[str, int | None] = {gate: self._left(event, gate, steady) for gate in wanted}
        return HeldFact(event.seq, self._saying.sentence(event), left)

    def _left(self, event: ev.Base, gate: ev.Gate, steady: float) -> int | None:
        if event.seq in self._state.released[gate]:
            return None
        return max(0, round(self._ready_at(event, gate, steady) - steady))

    def _ready_at(self, event: ev.Base, gate: ev.Gate, steady: float) -> float:
        since = self._since.setdefault(event.seq, steady)
        return gates.ready_at(since, self.hold, gate)

    # -- what is due ---------------------------------------------------------------------------------------------

    def due(self, now: datetime, steady: float) -> Answer | None:
        """Release what has been held long enough, per gate, oldest first; None when nothing is due."""
        if self._state.panic:
            return None
        ready = {gate: self._ready(gate, steady) for gate in self._moving()}
        return self._releasing(ready, now)

    def _ready(self, gate: ev.Gate, steady: float) -> tuple[int, ...]:
        facts = list(self._waiting(gate))
        return tuple(e.seq for e in reversed(facts) if self._ready_at(e, gate, steady) <= steady)

    def _moving(self) -> tuple[ev.Gate, ...]:
        """The gates that open by themselves now."""
        if self._state.paused:
            return gates.GATES[:2]
        return gates.GATES

    def next_due(self, steady: float) -> float | None:
        """Seconds from `steady` until `due` has something to release, 0 when it has; None when nothing is held."""
        if self._state.panic:
            return None
        times = [self._ready_at(e, gate, steady) - steady for gate in self._moving() for e in self._waiting(gate)]
        if times:
            return max(0.0, min(times))
        return None

    def release_now(self, seq: int, now: datetime) -> Answer | None:
        """'Nu plaatsen': end the hold-back of everything up to and including `seq`."""
        if self._state.panic:
            return self._saying.refused(Refusal("panic"))
        until = {gate: tuple(s for s in self._waiting_seqs(gate) if s <= seq) for gate in gates.GATES}
        return self._releasing(until, now)

    def _releasing(self, seqs: dict[ev.Gate, tuple[int, ...]], now: datetime) -> Answer | None:
        """The answer that lets `seqs` through their gates; None where there are none."""
        events = self._released(seqs, self._meeting.moment(now), self._meeting.logged(now))
        if events:
            return Answer(Kind.RELEASED, events=events)
        return None

    @staticmethod
    def _released(
        seqs: dict[ev.Gate, tuple[int, ...]], at: datetime, logged: datetime | None = None
    ) -> tuple[ev.Released, ...]:
        return tuple(ev.Released(at=at, logged=logged, gate=gate, of=of) for gate, of in seqs.items() if of)

    # -- what passes at once -------------------------------------------------------------------------------------

    def stamped(self, events: tuple[ev.Base, ...], now: datetime) -> tuple[ev.Base, ...]:
        """Name on each event the gates it passes at once; closing the doors releases everything held."""
        closes = any(isinstance(e, ev.DoorsClosed) for e in events)
        if closes and self._state.panic:
            return events  # the doors close; what is held stays held until the panic is over
        if closes:
            held = {gate: self._waiting_seqs(gate) for gate in gates.GATES}
            through = tuple(e.model_copy(update={"released": gates.GATES}) for e in events)
            return (*through, *self._released(held, events[0].at))
        if self._state.doors_closed and not any(isinstance(e, ev.DoorsOpened | ev.Closed) for e in events):
            return events
        return tuple(self._stamp(e, now) for e in events)

    def _stamp(self, event: ev.Base, now: datetime) -> ev.Base:
        if event.logged:
            event = event.model_copy(update={"logged": local(now, self._state.zone)})
        if self._state.panic:
            return event.model_copy(update={"released": ()})
        wanted = gates.gates_of(self._saying.happened(event), event, self._meeting.places)
        through = tuple(gate for gate in wanted if self._passes_at_once(gate))
        return event.model_copy(update={"released": through})

    def _passes_at_once(self, gate: ev.Gate) -> bool:
        """Whether a fact need not wait at `gate`. Nobody overtakes: behind what was logged in a panic, or in a sitting
        that held longer, it waits too, and goes with that."""
        return not gates.seconds(self.hold, gate) and next(self._waiting(gate), None) is None

    # -- what is taken back --------------------------------------------------------------------------------------

    def last_held(self) -> tuple[ev.Base, ...]:
        """The last fact the networks do not have yet, behind what was told after it and comes back with it; () if none.

        Raises Refusal 'already_sent', or 'nothing_to_undo' where nothing was logged.
        """
        held = list(gates.held(self._state, "feed"))
        told_after = list(takewhile(_told_afterwards, held))
        last = next(iter(held[len(told_after) :]), None)
        if last is None or last.seq in self._state.released["networks"]:
            raise Refusal("already_sent" if self._anything_logged() else "nothing_to_undo")
        return (*told_after, last)

    def _anything_logged(self) -> bool:
        state = self._state
        return any(e.seq in state.facts or isinstance(e, ev.Corrected) for e in state.events)

    # -- the griffier's word -------------------------------------------------------------------------------------

    def panic(self, now: datetime) -> Answer:
        """F9: a neutral card on the wall at once, and nothing is released; the same again ends it."""
        if self._state.doors_closed:
            return self._saying.refused(Refusal("doors_closed"))
        on = not self._state.panic
        event = ev.Panic(at=self._meeting.moment(now), logged=self._meeting.logged(now), on=on, released=("wall",))
        return self._noted("panic" if on else "panic_over", event)

    def pause(self, now: datetime) -> Answer:
        """F6: the networks stand still, or go on; wall and feed do not notice."""
        on = not self._state.paused
        event = ev.Paused(at=self._meeting.moment(now), logged=self._meeting.logged(now), on=on)
        return self._noted("paused" if on else "unpaused", event)

    def order(self, act: str, seqs: Sequence[int], now: datetime, *, channel: str = "", reason: str = "") -> Answer:
        """What the griffier decides of posts that wait for a word, or that must go: see `events.Posting`."""
        if self._state.doors_closed and act != "cancel":
            return self._saying.refused(Refusal("doors_closed"))
        event = ev.Posting(
            at=self._meeting.moment(now),
            logged=self._meeting.logged(now),
            act=act,  # type: ignore[arg-type]
            of=tuple(seqs),
            channel=channel,
            reason=reason,  # type: ignore[arg-type]
        )
        return self._noted(f"posting_{act}", event, n=len(seqs))

    def _noted(self, key: str, event: ev.Base, **slots: object) -> Answer:
        return Answer(Kind.NOTED, self._meeting.words.t(f"answer.{key}", **slots), events=(event,))


def _told_afterwards(event: ev.Base) -> bool:
    """Presence behind closed doors, told with their opening: it comes and goes with that."""
    return isinstance(event, ev.Attendance) and event.tells is not None
