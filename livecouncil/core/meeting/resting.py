"""Outcomes that rest on others: what a correction leaves in doubt, and the line that mends it.

A proposal is "gewijzigd vastgesteld" because one of its amendments was adopted, an amendment because one of its
subamendments was; and none of them may be decided while a part of it is tied (art. 32.4). A correction of the part does
not decide the whole anew: what the council decided on it stands, and whether it fits is for the griffier to say. Until
then the published outcome is marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import Party
from livecouncil.core.meeting.rules.shared import Notice
from livecouncil.core.meeting.rules.vote_order import ADOPTED, parts
from livecouncil.core.meeting.rules.voters import calling_order
from livecouncil.core.text.numbers import label_of

from . import events as ev
from .fold import fold
from .grammar.line import TypedLine
from .outcomes import NamedItem, nobody_named
from .state import MeetingState

_WHOLE = frozenset({"adopted", "adopted_amended", "adopted_without_vote"})
_LETTERS = {"for": "v", "against": "t"}


def in_doubt(state: MeetingState) -> dict[str, int]:
    """Targets (object or item) whose outcome no longer fits that of their parts, with the number of their decision."""
    if not state.corrections:
        return {}
    outcomes = {o.object: "adopted" for i in state.agenda.items for o in i.carried if o.adopted}
    found: dict[str, int] = {}
    for seq in sorted(state.facts):
        for target, outcome in _decides(state.facts[seq]).items():
            outcomes[target] = outcome
            found.pop(target, None)
            if _misfits(state, target, outcome, outcomes):
                found[target] = seq
    return found


def _decides(fact: ev.Base) -> dict[str, str]:
    match fact:
        case ev.Decided():
            return dict.fromkeys(fact.targets, fact.outcome)
        case ev.AdoptedTogether():
            return dict.fromkeys(fact.items, "adopted_without_vote")
    return {}


def _misfits(state: MeetingState, target: str, outcome: str, outcomes: Mapping[str, str]) -> bool:
    """Whether `target` could not have this outcome with its parts decided as they were by then."""
    of_parts = {outcomes[o.key] for o in parts(state, target) if o.key in outcomes}
    of_points = {outcomes[o.key] for o in state.points_of(target) if o.key in outcomes}
    in_part = bool(of_points - ADOPTED)
    if outcome in (*_WHOLE, "adopted_in_part") and in_part != (outcome == "adopted_in_part"):
        return True
    changed = bool(of_parts & ADOPTED)
    if outcome in _WHOLE and changed != (outcome == "adopted_amended"):
        return True
    return "tied_postponed" in of_parts and outcome not in ("withdrawn", "held_over")


def left_by(state: MeetingState, corrected: ev.Corrected) -> tuple[MeetingState, dict[str, int]]:
    """The meeting once `corrected` is logged, and what would newly be in doubt then."""
    trial = fold(
        [*state.events, corrected.model_copy(update={"seq": len(state.events) + 1})], state.council, state.agenda
    )
    known = in_doubt(state)
    return trial, {target: seq for target, seq in in_doubt(trial).items() if target not in known}


def mending_lines(
    state: MeetingState, doubtful: Mapping[str, int], entries: Mapping[int, TypedLine]
) -> tuple[Notice, ...]:
    """A warning for each doubtful outcome, with the line that decides it as the parts now stand.

    `entries` are the lines this sitting typed, by the number they were logged under.
    """
    return tuple(
        Notice(
            "rests",
            {
                "object": label_of(target) if target in state.objects else NamedItem(target),
                "line": _mending_line(state, target, seq, entries),
            },
        )
        for target, seq in doubtful.items()
    )


def _mending_line(state: MeetingState, target: str, seq: int, entries: Mapping[int, TypedLine]) -> str:
    fact = state.facts[seq]
    if isinstance(fact, ev.AdoptedTogether):
        return f"c h {target}"
    assert isinstance(fact, ev.Decided)
    if target in state.objects:
        where = " ".join(fact.targets)
    else:
        where = f"n{target}"
    if any(o.outcome == "tied_postponed" for o in parts(state, target)):
        return f"c {where} p"
    if fact.vote is None:
        if fact.method == "acclamation" or target in state.objects:
            return f"c {where} accl"
        return f"c h {target}"
    typed = None if seq in state.corrections else entries.get(seq)
    names = _typed_names(typed) if typed and fact.method == "show_of_hands" else None
    needs = f" %{fact.vote.majority.name}" if fact.vote.majority else ""
    return f"c {where} {names or _dissenters(state, fact, fact.vote)}{needs}"


def _typed_names(entry: TypedLine) -> str | None:
    """Verb, names and totals of a vote, as they were typed."""
    if entry.act not in ("vote", "unanimous"):
        return None
    verb = {"unanimous": "u", "vote": "t" if entry.side == "against" else "v"}[entry.act]
    words = [f"{w.sign}{w.text}" + f"({w.count})" * (w.count is not None) for w in entry.words]
    totals = [f"{entry.totals[0]}-{entry.totals[1]}"] if entry.totals else []
    return " ".join([verb, *words, *totals])


def _dissenters(state: MeetingState, fact: ev.Decided, vote: ev.Vote) -> str:
    """The same vote as a line: who voted against or abstained, a group by its name where it went as one."""
    if vote.for_ is None:
        return {"rejected": "verw"}.get(fact.outcome, "aang")
    totals = f"{vote.for_}-{vote.against}"
    if vote.options is None:
        return totals
    if nobody_named(vote):
        return f"{totals} zn"
    if fact.method == "roll_call":
        order = [m for m in calling_order(state, 1) if m.name in vote.voters]
        return "r1 " + "".join(_LETTERS[vote.options[m.name]] for m in order)
    words = []
    among = state.roster.voters()
    for option, sign in (("against", ""), ("abstained", "~")):
        for group in state.council.groups:
            mine = [m for m in state.sitting if m.group == group.name and m.name in vote.voters]
            so = [m for m in mine if vote.options.get(m.name) == option]
            if so and len(so) == len(mine):
                named: list[Party] = [group]
            else:
                named = [*so]
            words += [sign + _typable(state, who, among) for who in named]
    for name, (_, against) in vote.divided.items():
        group = next(group for group in state.council.groups if group.name == name)
        words.append(f"{_typable(state, group, among)}({against})")
    return " ".join(["v", *words, totals])


def _typable(state: MeetingState, who: Party, among: Sequence[Party]) -> str:
    if isinstance(who, Member) and who.number:
        return f"#{who.number}"
    return state.roster.shortest(who, among)
