"""What the agenda and the column of the item in hand show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import attrgetter

from livecouncil.core.council.agenda import Item
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import NamedOutcome, confirmed
from livecouncil.core.meeting.speaking_time import clocks
from livecouncil.core.meeting.state import MeetingState, Paper
from livecouncil.core.telling.phrases import outcome_word
from livecouncil.sitting.counting import figures
from livecouncil.sitting.session import Session

from ..regions.agenda import AgendaRow
from ..regions.objects import ObjectRow, Objects, Spoken
from .short import short_outcome
from .top import called, short_of

LOOKED_BACK = 20
"""Entries in which the object in hand is looked for."""


def agenda_seen(session: Session) -> list[AgendaRow]:
    """Every item with what became of it, in one short word."""
    state = session.desk.state
    return [
        AgendaRow(item.number, item.title, _became(session, item), here=item.number == state.item)
        for item in state.items
    ]


def _became(session: Session, item: Item) -> str:
    state = session.desk.state
    outcome = state.outcomes.get(item.number)
    if outcome:
        word = "confirmed" if confirmed(item, outcome) else outcome
        return short_outcome(session.words, "became", word)
    if item.number in state.visited and item.number != state.item:
        return session.words.t("screen.became.done")
    return ""


def objects_seen(session: Session, naming: str = "") -> Objects:
    """What is filed at the item in hand; `naming` is the object of the line that is being typed."""
    state = session.desk.state
    item = state.find_item(state.item) if state.item else None
    if item is None:
        return Objects("", about=(state.agenda.meeting.title,))
    keys = state.keys_at(item.number)
    hand = in_hand(session, keys, naming)
    return Objects(
        item=item.number,
        open=len(state.pending(item.number)),
        keys=keys,
        hand=hand,
        row=lambda key: _object(session, state.objects[key], here=bool(keys) and key == keys[hand]),
        counted=lambda range_: _outcomes_counted(session, range_),
        spoken=_times_spoken(session),
        term="",
        about=() if keys else (_item_kind(session, item),),
    )


def _item_kind(session: Session, item: Item) -> str:
    """What kind of item it is, and what became of it."""
    state = session.desk.state
    said = session.words.t(f"tui.kinds.{item.kind}")
    outcome = state.outcomes.get(item.number)
    if outcome:
        word = outcome_word(session.words, NamedOutcome(outcome, confirmed(item, outcome)))
        said += f": {word}"
    return said


def in_hand(session: Session, keys: Sequence[str], naming: str = "") -> int:
    """Place of the object that is typed, staged or called; else of the first open one from what was last spoken of."""
    state = session.desk.state
    if not keys:
        return 0
    staged = session.desk.staged
    recent = (str(getattr(e, "object", "")) for e in islice(reversed(state.events), LOOKED_BACK))
    last = next((key for key in recent if key in keys), keys[0])
    named = [naming, staged.object if staged else None, state.called, _open_from(state, keys, last)]
    return keys.index(next(key for key in named if key in keys))


def _open_from(state: MeetingState, keys: Sequence[str], last: str) -> str:
    """The first open one from `last` on, then before it; the last of all where none is."""
    at = keys.index(last)
    return next((key for key in (*keys[at:], *keys[:at]) if key in state.undecided), keys[-1])


def _object(session: Session, o: Paper, here: bool) -> ObjectRow:
    state = session.desk.state
    t = session.words.t
    staged = session.desk.staged
    first = staged.decision.events[0] if staged else None
    waiting = first.targets if isinstance(first, ev.Decided) else ()
    voting = o.outcome is None and o.key in (state.called, *waiting)
    if o.outcome:
        said = short_outcome(session.words, "outcome", o.outcome)
    else:
        said = t("screen.voting" if voting else "screen.open")
    return ObjectRow(
        label=o.label,
        title=o.title,
        movers=" ".join(short_of(state, mover) for mover in o.movers),
        state=said,
        figures=figures_shown(state.last_decision(o.key)),
        decided=o.outcome is not None,
        here=here,
        voting=voting,
    )


def figures_shown(fact: ev.Base | None) -> str:
    """'19–17', always for and against; '' where nothing was counted."""
    told = figures(fact.vote) if isinstance(fact, ev.Decided) else None
    if told is None:
        return ""
    return f"{told[0]}–{told[1]}"


_outcome = attrgetter("outcome")


def _outcomes_counted(session: Session, keys: Sequence[str]) -> list[str]:
    """'13 aang', '5 verw': what became of a range of objects, the open ones first."""
    state = session.desk.state
    found: Counter[str | None] = Counter(map(_outcome, map(state.objects.__getitem__, keys)))
    return [short_outcome(session.words, "count", outcome or "open", n=n) for outcome, n in _open_first(found.items())]


def _open_first(counts: Iterable[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    """What is open first, then the most."""
    return sorted(counts, key=lambda pair: (pair[0] is not None, -pair[1]))


def _times_spoken(session: Session) -> tuple[Spoken, ...]:
    """Speaking time of every group; of every member where that is how it is kept, those who spoke."""
    state = session.desk.state
    if state.council.procedure.speaking_time.per == "none" or state.doors_closed:
        return ()
    accounts = clocks(state, session.desk.moment(session.clock()))
    per_member = state.council.procedure.speaking_time.per == "member"
    shown = [a for a in accounts if a.used or not per_member]
    return tuple(Spoken(_account(state, a.name), a.used, a.allowed, a.running) for a in shown)


def _account(state: MeetingState, name: str) -> str:
    if state.council.procedure.speaking_time.per == "member":
        return called(state, name)[1]
    return short_of(state, name)
