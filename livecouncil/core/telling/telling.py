"""From a fact to what is said of it: a kind of the catalogue and its slots, in no language yet.

A `Telling` is made while the journal is folded, so that it knows the meeting as it was at that moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import outcomes
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.groups import GroupVotes


@dataclass(frozen=True)
class Telling:
    """`slots` hold data, never wording: names, codes, times, GroupVotes."""

    seq: int
    kind: str
    at: datetime
    item: str | None = None
    object: str | None = None
    outcome: str | None = None
    for_: int | None = None
    against: int | None = None
    groups_for: tuple[GroupVotes, ...] = ()
    groups_against: tuple[GroupVotes, ...] = ()
    slots: dict[str, Any] = field(default_factory=dict)
    corrects: int | None = None


@dataclass(frozen=True)
class Thing:
    """What is decided on: `kind` motion, amendment, subamendment, proposal or motion_item; `nr` as shown."""

    kind: str
    nr: str


def thing(state: MeetingState, target: str) -> Thing:
    if target in state.objects:
        return Thing(state.objects[target].kind, state.objects[target].label)
    item = state.find_item(target)
    return Thing("motion_item" if item and item.kind == "motion" else "proposal", target)


def title_of(state: MeetingState, target: str) -> str:
    """Title as quoted; a closed item's is withheld (None is never shown)."""
    if target in state.objects:
        return state.objects[target].title.rstrip(".")
    item = state.find_item(target)
    if item and item.kind != "closed":
        return item.title.rstrip(".")
    return ""


def sides(state: MeetingState, vote: ev.Vote) -> tuple[tuple[GroupVotes, ...], tuple[GroupVotes, ...]]:
    """Groups for and against in one fixed (alphabetical) order; a divided group stands on both sides."""
    if vote.options is None:
        return (), ()
    group_of = {m.name: m.group for m in state.council.members}
    count: dict[str, dict[str, int]] = {}
    for name, option in vote.options.items():
        if option in ("for", "against"):
            tally = count.setdefault(group_of.get(name, ""), {"for": 0, "against": 0})
            tally[option] += 1
    short = {g.name: g.abbreviation for g in state.council.groups}
    order = sorted(count, key=str.casefold)

    def side(option: str) -> tuple[GroupVotes, ...]:
        return tuple(
            GroupVotes(n, short.get(n, n), count[n][option], sum(count[n].values())) for n in order if count[n][option]
        )

    return side("for"), side("against")


def tell(state: MeetingState, fact: ev.Base, logged: ev.Base) -> Telling | None:
    """What is said of `fact`, just applied to `state`; None for facts without a message."""
    if isinstance(fact, ev.Corrected):
        return _correction(state, fact)
    teller = _TELL.get(type(fact))
    if teller:
        return teller(state, fact)
    return None


def _about(state: MeetingState, target: str) -> dict[str, object]:
    return {"o": thing(state, target), "t": title_of(state, target)}


def _opened(s: MeetingState, e: ev.Opened | ev.NotOpened) -> Telling:
    if isinstance(e, ev.Opened):
        kind = "opening"
    else:
        kind = "quorum_ontbreekt"
    return Telling(
        e.seq, kind, e.at, slots={"tijd": e.at, "aanw": len(e.present), "zitting": len(s.sitting), "vz": s.chair}
    )


def _item(s: MeetingState, e: ev.ItemStarted) -> Telling:
    again = s.visited.count(e.item) > 1
    return Telling(e.seq, "punt", e.at, e.item, slots={"n": e.item, "t": title_of(s, e.item), "again": again})


def _filed(s: MeetingState, e: ev.Filed) -> Telling:
    return Telling(
        e.seq, "ingediend", e.at, e.item, e.object, slots={"n": e.item, "ind": e.movers, **_about(s, e.object)}
    )


def _retitled(s: MeetingState, e: ev.Retitled) -> Telling:
    return Telling(e.seq, "gewijzigde_tekst", e.at, s.objects[e.object].item, e.object, slots=_about(s, e.object))


def _called(s: MeetingState, e: ev.VoteCalled) -> Telling:
    if e.object in s.objects:
        item = s.objects[e.object].item
    else:
        item = e.object
    return Telling(e.seq, "stemming_open", e.at, item, e.object, slots=_about(s, e.object))


_DECIDED = {
    "invalid": "stemming_ongeldig",
    "tied_postponed": "staken_uitgesteld",
    "tied_not_adopted": "staken_niet_aangenomen",
    "withdrawn": "ingetrokken",
    "held_over": "aangehouden",
    "noted": "voor_kennisgeving",
}
_SECOND_TIE = "32.5"


def decided_kind(e: ev.Decided) -> str:
    """Catalogue kind of a decision."""
    if e.outcome == "tied_not_adopted" and _SECOND_TIE in e.articles:
        return "staken_opnieuw"
    if e.outcome in _DECIDED:
        return _DECIDED[e.outcome]
    if e.vote is None:
        if e.outcome == "adopted_amended":
            return "gewijzigd_zonder_stemming"
        return "acclamatie"
    if outcomes.unanimous(e.vote):
        return "algemene_stemmen"
    if e.vote.options is not None:
        return "uitslag"
    return "uitslag_totaal"


def _decided(s: MeetingState, e: ev.Decided) -> Telling:
    said = _said(s, e.object, e.outcome)
    if e.vote is None and e.outcome == "noted" and said[1]:
        return _confirmed(s, e, (e.object,), e.outcome)
    slots: dict[str, object] = {"uitslag": said, "ind": e.by, "ronde": e.round, **_about(s, e.object)}
    if e.vote is None:
        return Telling(e.seq, decided_kind(e), e.at, e.item, e.object, e.outcome, slots=slots)
    groups_for, groups_against = sides(s, e.vote)
    entitled = len(e.vote.voters) + len(e.vote.absent)
    slots |= {"nv": e.vote.for_, "nt": e.vote.against, "voor": groups_for, "tegen": groups_against}
    slots |= {"n": e.vote.for_ + e.vote.against, "stemgerechtigd": entitled, "namen_volgen": e.vote.options is None}
    slots |= _apart(s, e, e.vote)
    return Telling(
        e.seq,
        decided_kind(e),
        e.at,
        e.item,
        e.object,
        e.outcome,
        e.vote.for_,
        e.vote.against,
        groups_for,
        groups_against,
        slots,
    )


def _said(s: MeetingState, target: str, outcome: str) -> tuple[str, bool]:
    """What `messages.outcome_word` asks for: the outcome, and whether it is said as 'vastgesteld'."""
    item = None if target in s.objects else s.find_item(target)
    return outcome, outcomes.confirmed(item, outcome)


def _apart(s: MeetingState, e: ev.Decided, vote: ev.Vote) -> dict[str, object]:
    """Who did not vote, and why: did not although they might, take no part (art. 28), or have left the meeting."""
    group_of = {m.name: m.group for m in s.council.members}
    short = {g.name: g.abbreviation for g in s.council.groups}
    count = Counter(group_of.get(name, "") for name in outcomes.abstained(vote))
    groups = tuple(GroupVotes(g, short.get(g, g), count[g], count[g]) for g in sorted(count, key=str.casefold))
    left = tuple(name for name in vote.absent if name in _came(s, e.seq, vote.absent))
    return {"niet": groups, "niet_n": outcomes.not_voting(vote), "art28": vote.recused, "weg": left}


def _came(s: MeetingState, before: int, names: Collection[str]) -> frozenset[str]:
    """Who of `names` had been in the meeting, as logged before the event of that number (0: until now)."""
    came = s.came & set(names)
    if not came or not before or before >= s.events[-1].seq:
        return came
    then: set[str] = set()
    for fact in (f for seq, f in s.facts.items() if seq < before):
        match fact:
            case ev.Opened():
                then |= set(fact.present)
            case ev.Attendance() if fact.present and then:
                then |= set(fact.members)
            case ev.SwornIn() if then:
                then.add(fact.member)
    return came & then


def _together(s: MeetingState, e: ev.AdoptedTogether) -> Telling:
    single = e.items[0] if len(e.items) == 1 else None
    lists = tuple(n for n in e.items if _said(s, n, "adopted_without_vote")[1])
    if lists == e.items:
        return _confirmed(s, e, lists, "adopted_without_vote")
    slots: dict[str, object] = {
        "lijst": tuple((n, title_of(s, n)) for n in e.items if n not in lists),
        "vast": tuple((n, title_of(s, n)) for n in lists),
    }
    return Telling(e.seq, "hamerstukken", e.at, single or s.item, single, "adopted_without_vote", slots=slots)


def _confirmed(s: MeetingState, e: ev.Base, items: tuple[str, ...], outcome: str) -> Telling:
    """The agenda, or lists, confirmed without a vote."""
    single = items[0] if len(items) == 1 else None
    slots: dict[str, object] = {"uitslag": (outcome, True), "lijst": tuple((n, title_of(s, n)) for n in items)}
    if single and outcomes.is_agenda(s.find_item(single)):
        added = tuple(i.number for i in s.items if i.number not in {o.number for o in s.agenda.items})
        slots |= {"added": added, "removed": tuple(s.removed)}
        return Telling(e.seq, "agenda", e.at, single, single, outcome, slots=slots)
    return Telling(e.seq, "vastgesteld", e.at, single or s.item, single, outcome, slots=slots)


def _ballot(s: MeetingState, e: ev.Ballot) -> Telling:
    kind = {"second_ballot": "herstemming", "lot": "loting"}.get(e.outcome, "personen")
    counts = (*e.ballots.items(), ("tegen", e.against), ("blanco", e.blank), ("ongeldig", e.improper))
    slots: dict[str, object] = {
        "onderwerp": e.title,
        "telling": counts,
        "besluit": (e.outcome, e.elected),
        "ronde": e.round,
    }
    return Telling(e.seq, kind, e.at, e.item, None, e.outcome, slots=slots)


def _suspended(s: MeetingState, e: ev.Suspended) -> Telling:
    if e.until:
        kind = "schorsing"
    else:
        kind = "schorsing_onbepaald"
    return Telling(e.seq, kind, e.at, s.item, slots={"tijd": e.at, "tot": e.until})


def _resumed(s: MeetingState, e: ev.Resumed) -> Telling:
    return Telling(e.seq, "hervatting", e.at, s.item, slots={"tijd": e.at, "n": s.item or "1"})


def _timed(kind: str) -> Callable[[MeetingState, ev.Base], Telling]:
    return lambda s, e: Telling(e.seq, kind, e.at, s.item if kind != "sluiting" else None, slots={"tijd": e.at})


def _undertaking(s: MeetingState, e: ev.Undertaking) -> Telling:
    return Telling(e.seq, "toezegging", e.at, e.item, slots={"wie": e.who, "n": e.item, "tekst": e.text.rstrip(".")})


def _member(kind: str) -> Callable[[MeetingState, ev.Base], Telling]:
    def of(s: MeetingState, e: ev.Base) -> Telling:
        assert isinstance(e, ev.Recused | ev.MistakeNoted | ev.Explained)
        if e.object in s.objects:
            item = s.objects[e.object].item
        else:
            item = e.object
        slots = {"wie": e.member, **_about(s, e.object)}
        if isinstance(e, ev.Recused):
            slots["debat"] = e.scope == "debate"
        return Telling(e.seq, kind, e.at, item, e.object, slots=slots)

    return of


def _message(s: MeetingState, e: ev.Message) -> Telling:
    return Telling(e.seq, "vrij_bericht", e.at, s.item, slots={"tekst": e.text})


def _agenda(s: MeetingState, e: ev.ItemAdded | ev.ItemRemoved) -> Telling:
    kind, outcome = ("toegevoegd", None) if isinstance(e, ev.ItemAdded) else ("afgevoerd", "removed")
    return Telling(
        e.seq, kind, e.at, e.item, e.item if outcome else None, outcome, slots={"n": e.item, "t": title_of(s, e.item)}
    )


def _item_opened(s: MeetingState, e: ev.ItemOpened) -> Telling:
    return Telling(e.seq, "punt_openbaar", e.at, e.item, slots={"n": e.item, "t": title_of(s, e.item)})


def _speaker(s: MeetingState, e: ev.Speaker) -> Telling:
    return Telling(e.seq, "woord", e.at, s.item, slots={"wie": e.who})


def _attendance(s: MeetingState, e: ev.Attendance) -> Telling:
    slots: dict[str, object] = {"wie": e.members, "komt": e.present, "tijd": e.at}
    if e.tells is None:
        return Telling(e.seq, "aanwezigheid", e.at, slots=slots)
    opened = (f.at for f in reversed(s.facts.values()) if isinstance(f, ev.DoorsOpened))
    return Telling(e.seq, "aanwezigheid_besloten", e.at, slots={**slots, "verteld": next(opened, e.at)})


def _correction(s: MeetingState, e: ev.Corrected) -> Telling:
    old = _before(s, e)
    new = e.event.model_copy(update={"seq": e.of})
    told = _stood(s, e, corrected=True) or tell(s, new, new)
    target = getattr(new, "object", None)
    stood = _stood(s, e, corrected=False) or tell(s, old, old)  # its line may be damaged
    slots: dict[str, object] = {"tijd": e.at, "oud": stood, "nieuw": told}
    slots |= {"o": thing(s, target)} if target else {}
    if isinstance(old, ev.Decided) and isinstance(new, ev.Decided):
        slots |= {"uitslag": _said(s, old.object, old.outcome), "nu": _said(s, old.object, new.outcome)}
        slots |= {"unaniem": outcomes.unanimous(new.vote)} | (_apart(s, new, new.vote) if new.vote else {})
    base = told or Telling(e.seq, "correctie", e.at)
    return Telling(
        e.seq,
        "correctie",
        e.at,
        base.item,
        base.object,
        base.outcome,
        base.for_,
        base.against,
        base.groups_for,
        base.groups_against,
        slots,
        corrects=e.of,
    )


def _stood(s: MeetingState, e: ev.Corrected, corrected: bool) -> Telling | None:
    """What was told of the fact that `e` corrects, as it stood until then, or as it stands by `e`.

    A past sentence has one source, what was released: so the meeting is folded as far as it then was known, and the fact
    told in its place, with the titles and names of that moment. It stays so, and is kept in `quoted`.
    """
    before = [x for x in s.events if not e.seq or x.seq < e.seq]
    upto = [*before, e if e.seq else e.model_copy(update={"seq": before[-1].seq + 1})] if corrected else before
    key = (e.of, len(upto), e.event.model_dump_json() if corrected else "")
    if key not in s.quoted:
        heard: list[Telling | None] = []

        def hear(state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
            if e.of in (fact.seq, getattr(fact, "completes", None)):
                heard.append(tell(state, fact, logged))

        fold(upto, s.council, s.agenda, s.rehearsal, hear)
        s.quoted[key] = heard[-1] if heard else None
    found: Telling | None = s.quoted[key]
    return found


def _before(s: MeetingState, e: ev.Corrected) -> ev.Base:
    """The fact as it stood until this correction."""
    earlier = [c for c in s.corrections.get(e.of, ()) if c.seq < e.seq]
    if earlier:
        return earlier[-1].event.model_copy(update={"seq": e.of})
    return next((x for x in s.events if x.seq == e.of), e.event)  # its line may be damaged


_TELL: dict[type[ev.Base], Callable[..., Telling]] = {
    ev.Opened: _opened,
    ev.NotOpened: _opened,
    ev.Closed: _timed("sluiting"),
    ev.ItemStarted: _item,
    ev.Filed: _filed,
    ev.Retitled: _retitled,
    ev.VoteCalled: _called,
    ev.Decided: _decided,
    ev.AdoptedTogether: _together,
    ev.Ballot: _ballot,
    ev.Suspended: _suspended,
    ev.Resumed: _resumed,
    ev.DoorsClosed: _timed("besloten"),
    ev.DoorsOpened: _timed("openbaar"),
    ev.Undertaking: _undertaking,
    ev.Recused: _member("niet_deelgenomen"),
    ev.MistakeNoted: _member("aantekening_vergissing"),
    ev.Explained: _member("stemverklaring"),
    ev.Message: _message,
    ev.ItemAdded: _agenda,
    ev.ItemRemoved: _agenda,
    ev.Speaker: _speaker,
    ev.Attendance: _attendance,
    ev.ItemOpened: _item_opened,
}
