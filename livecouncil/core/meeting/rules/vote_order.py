"""Subamendment, amendment, (amended) proposal, motions: what is decided before what, and what a decision changes."""

from __future__ import annotations

from livecouncil.core.council.model import VoteStep
from livecouncil.core.law.outcomes import Outcome, PaperKind
from livecouncil.core.meeting.state import MeetingState, Paper
from livecouncil.errors import Refusal

from .shared import Notice

ADOPTED = frozenset({"adopted", "adopted_amended"})


def parts(state: MeetingState, target: str) -> list[Paper]:
    """Amendments of a proposal, subamendments of an amendment: what changes the text of `target`."""
    return state.parts_of(target)


def amended(state: MeetingState, target: str, outcome: Outcome) -> Outcome:
    """What is adopted after one of its parts was adopted is adopted as amended; after one of its points was decided
    otherwise, all but that."""
    if outcome != "adopted":
        return outcome
    if otherwise(state, target):
        return "adopted_in_part"
    if any(o.outcome in ADOPTED for o in parts(state, target)):
        return "adopted_amended"
    return outcome


def otherwise(state: MeetingState, item: str) -> list[Paper]:
    """Points of an item that were decided otherwise than adopted."""
    return [point for point in state.points_of(item) if point.outcome not in ADOPTED]


def refuse_waiting(state: MeetingState, target: str) -> None:
    """An amendment that ties in a meeting that is not full leaves the main vote waiting (art. 32.4). Raises Refusal."""
    for part in parts(state, target):
        refuse_waiting(state, part.key)
        if part.outcome == "tied_postponed":
            raise Refusal("waits", object=part.label, key=part.key)


def too_early(state: MeetingState, target: str) -> tuple[Notice, ...]:
    """Warn about what the council's rules of order put to the vote before `target` and is still open. Who reports on a
    council does not know its rules.
    """
    order = state.council.procedure.vote_order
    mine = state.objects.get(target)
    if state.council.council.unofficial or (mine and mine.kind == "order"):
        return ()
    item = state.item_of(target)
    step = _step(order, mine.kind if mine else "proposal")
    before = [o for o in state.pending(item) if o.kind != "order" and _step(order, o.kind) < step]
    if mine and mine.kind == "amendment":
        before = [o for o in before if o.parent == target]
    objects = ", ".join(o.label for o in before)
    if mine and not state.outcomes.get(item) and _step(order, "proposal") < step and _is_voted_on(state, item):
        if before:
            return (Notice("too_early_both", {"objects": objects, "number": item}),)
        return (Notice("too_early_item", {"number": item}),)
    if before:
        return (Notice("too_early", {"objects": objects, "count": len(before)}),)
    return ()


def may_lapse(state: MeetingState, target: str) -> tuple[Notice, ...]:
    """Amendments that are still open when what they would change is decided: offered as lapsed, never silently so."""
    left = [part for part in parts(state, target) if part.outcome is None]
    if not left:
        return ()
    lines = " · ".join(f"{part.key} verv" for part in left)
    return (Notice("may_lapse", {"objects": ", ".join(part.label for part in left), "lines": lines}),)


def _step(order: tuple[VoteStep, ...], kind: PaperKind | VoteStep) -> int:
    """When what is of that kind comes to the vote; points of a proposal with it."""
    steps: list[str] = [*order]
    return steps.index("proposal" if kind == "point" else kind)


def _is_voted_on(state: MeetingState, item: str) -> bool:
    found = state.find_item(item)
    return bool(found and found.kind in ("proposal", "hamerstuk"))
