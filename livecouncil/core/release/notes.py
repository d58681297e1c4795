"""What a decision list notes besides outcomes: explanations, recusals, oaths, chairs, the number drawn; and the breaks.

Computed, like `core.course`, from the facts a gate let through, in the order in which they happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from livecouncil.core.meeting import events as ev

from .record import BreakRecord, NoteRecord


def _by_item(facts: Sequence[ev.Base], first: str) -> Iterator[tuple[ev.Base, str]]:
    """Each fact with the item that was being treated."""
    now = first
    for fact in facts:
        if isinstance(fact, ev.ItemStarted):
            now = fact.item
        else:
            now = now
        yield fact, now


def notes(
    facts: Sequence[ev.Base], first: str, item_of: Mapping[str, str], name_of: Mapping[int, str]
) -> tuple[NoteRecord, ...]:
    """Notes in order of time. `item_of` gives the item of a motion or amendment, `name_of` the member with a number."""
    found = (_note(fact, now, item_of, name_of) for fact, now in _by_item(facts, first) if _holds_good(facts, fact))
    return tuple(note for note in found if note)


def _holds_good(facts: Sequence[ev.Base], fact: ev.Base) -> bool:
    """Whether there is something to note: of who takes no part once a vote was held, of who counts as having voted
    against as long as none was."""
    match fact:
        case ev.Recused():
            return _kept_out(facts, fact)
        case ev.CountedAgainst():
            return counts_against(facts, fact)
    return True


def counts_against(facts: Sequence[ev.Base], noted: ev.CountedAgainst) -> bool:
    """Whether what it is about was adopted without a vote, by what is known now."""
    voted = (fact for fact in facts if isinstance(fact, ev.Decided) and fact.vote)
    return not any(noted.object in fact.targets for fact in voted)


def _kept_out(facts: Sequence[ev.Base], recused: ev.Recused) -> bool:
    """Whether a vote was held in which somebody recused took no part: until then there is nothing to note of it."""
    for fact in facts:
        match fact:
            case ev.Decided() if fact.vote and recused.member in fact.vote.recused:
                if recused.object in fact.targets or (recused.scope == "debate" and fact.item == recused.object):
                    return True
            case ev.Ballot() if fact.item == recused.object and fact.at >= recused.at and recused.scope != "nothing":
                return True
    return False


def _note(fact: ev.Base, now: str, item_of: Mapping[str, str], name_of: Mapping[int, str]) -> NoteRecord | None:
    match fact:
        case ev.Explained() | ev.MistakeNoted() | ev.Recused():
            kind = {"explained": "explained", "mistake_noted": "mistaken", "recused": "recused"}[fact.type]
            whole = isinstance(fact, ev.Recused) and fact.scope == "debate"
            item = item_of.get(fact.object, fact.object)
            return NoteRecord(kind, fact.at, item, fact.member, fact.object, whole)
        case ev.CountedAgainst():
            item = item_of.get(fact.object, fact.object)
            return NoteRecord("noted_against", fact.at, item, ", ".join(fact.who), fact.object)
        case ev.Resigned():
            return NoteRecord("resigned", fact.at, now, fact.member)
        case ev.SwornIn():
            return NoteRecord("sworn_in", fact.at, now, fact.member)
        case ev.ChairChanged():
            return NoteRecord("chair", fact.at, now, fact.who)
        case ev.StartNumber():
            return NoteRecord("start_number", fact.at, now, name_of.get(fact.number, ""), number=fact.number)
    return None


def breaks(facts: Sequence[ev.Base], first: str) -> tuple[BreakRecord, ...]:
    """Suspensions and closed parts in order of time; a meeting closed during one ends it."""
    found: list[BreakRecord] = []
    for fact, now in _by_item(facts, first):
        match fact:
            case ev.Suspended() if not _lasting(found, "suspended"):
                found.append(BreakRecord("suspended", fact.at, now))
            case ev.DoorsClosed() if not _lasting(found, "doors_closed"):
                found.append(BreakRecord("doors_closed", fact.at, now))
            case ev.Resumed():
                _end(found, "suspended", fact.at)
            case ev.DoorsOpened():
                _end(found, "doors_closed", fact.at)
            case ev.Closed():
                _end(found, "suspended", fact.at)
                _end(found, "doors_closed", fact.at)
    return tuple(found)


def _lasting(found: Sequence[BreakRecord], kind: str) -> int | None:
    """Place, from 1, of the break of `kind` that still lasts."""
    return next((n for n, b in enumerate(found, 1) if b.kind == kind and b.until is None), None)


def _end(found: list[BreakRecord], kind: str, at: datetime) -> None:
    place = _lasting(found, kind)
    if place:
        begun = found[place - 1]
        found[place - 1] = BreakRecord(kind, begun.at, begun.item, at)
