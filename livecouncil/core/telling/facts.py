"""What is told of a fact: for each kind of event that has a message, its place in the catalogue and its content."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from livecouncil.core.law.bodies import Profile
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import outcomes
from livecouncil.core.meeting.state import NIGHT, MeetingState

from . import contents, matters
from .filing import ON_WHAT_IS_FILED
from .jointly import tell_jointly
from .phrases import clock
from .slots import (
    Arrival,
    BallotCounts,
    BallotDecision,
    ItemTitle,
    Officials,
    People,
    Persons,
    Subject,
    TimeOfDay,
    Title,
    Verdict,
)
from .subjects import left_to, listing, thing, title_of, told_figures, verdict, who_apart
from .telling import Telling


def tell_fact(state: MeetingState, fact: ev.Base) -> Telling | None:
    """What is said of `fact`, just applied to `state`; None for one without a message. Not for corrections."""
    teller = _TELL.get(type(fact))
    if teller:
        return teller(state, fact)
    return None


# -- the course of the meeting -----------------------------------------------------------------------------------


def _tell_opened(state: MeetingState, fact: ev.Opened | ev.NotOpened) -> Telling:
    if isinstance(fact, ev.Opened):
        kind = "opening"
    else:
        kind = "quorum_ontbreekt"
    content = contents.Opening(
        at=TimeOfDay(fact.at),
        present=len(fact.present),
        sitting=len(state.sitting),
        chair=state.chair,
        heads_counted=not state.council.council.unofficial,
    )
    return Telling(fact.seq, kind, fact.at, content)


def _tell_closed(state: MeetingState, fact: ev.Closed) -> Telling:
    unnamed = tuple(thing(state, target) for target in fact.unnamed)
    not_put = tuple(thing(state, target) for target in fact.not_put)
    content = contents.Closing(at=TimeOfDay(fact.at), unnamed=unnamed, not_put=not_put)
    return Telling(fact.seq, "sluiting", fact.at, content)


def _tell_doors_closed(state: MeetingState, fact: ev.DoorsClosed) -> Telling:
    return Telling(fact.seq, "besloten", fact.at, contents.Timed(at=TimeOfDay(fact.at)), item=state.item)


def _tell_doors_opened(state: MeetingState, fact: ev.DoorsOpened) -> Telling:
    return Telling(fact.seq, "openbaar", fact.at, contents.Timed(at=TimeOfDay(fact.at)), item=state.item)


def _tell_suspended(state: MeetingState, fact: ev.Suspended) -> Telling:
    if fact.until:
        kind = "schorsing"
        until = TimeOfDay(fact.until, since=fact.at)
    else:
        kind = "schorsing_onbepaald"
        until = None
    content = contents.Suspension(at=TimeOfDay(fact.at), until=until, who=fact.by)
    return Telling(fact.seq, kind, fact.at, content, item=state.item)


def _tell_resumed(state: MeetingState, fact: ev.Resumed) -> Telling:
    content = contents.Resumption(at=TimeOfDay(fact.at), item=state.item or "1", day=_day_begun(state, fact))
    return Telling(fact.seq, "hervatting", fact.at, content, item=state.item)


def _day_begun(state: MeetingState, fact: ev.Resumed) -> str:
    """The day on which the meeting goes on, where it was suspended on another."""
    before = [other.at for other in state.facts.values() if isinstance(other, ev.Suspended) and other.at <= fact.at]
    return clock(fact.at, max(before, default=fact.at), NIGHT).rpartition(" ")[0]


def _tell_item_started(state: MeetingState, fact: ev.ItemStarted) -> Telling:
    again = state.visited.count(fact.item) > 1
    title = ItemTitle(title_of(state, fact.item))
    content = contents.ItemBegun(item=fact.item, title=title, again=again)
    return Telling(fact.seq, "punt", fact.at, content, item=fact.item)


def _item_moved(state: MeetingState, item: str) -> contents.AgendaChanged:
    return contents.AgendaChanged(item=item, title=Title(title_of(state, item)))


def _tell_item_opened(state: MeetingState, fact: ev.ItemOpened) -> Telling:
    return Telling(fact.seq, "punt_openbaar", fact.at, _item_moved(state, fact.item), item=fact.item)


def _tell_item_added(state: MeetingState, fact: ev.ItemAdded) -> Telling:
    return Telling(fact.seq, "toegevoegd", fact.at, _item_moved(state, fact.item), item=fact.item)


def _tell_item_removed(state: MeetingState, fact: ev.ItemRemoved) -> Telling:
    content = _item_moved(state, fact.item)
    return Telling(fact.seq, "afgevoerd", fact.at, content, item=fact.item, object=fact.item, outcome="removed")


# -- who is there, and who says what -----------------------------------------------------------------------------


def _tell_attendance(state: MeetingState, fact: ev.Attendance) -> Telling:
    """Who came or went; behind closed doors it is told when these open, with its date if that is another night."""
    if fact.tells is None:
        kind = "aanwezigheid"
        told_at = fact.at
    else:
        kind = "aanwezigheid_besloten"
        opened = (other.at for other in reversed(state.facts.values()) if isinstance(other, ev.DoorsOpened))
        told_at = next(opened, fact.at)
    content = contents.Movement(
        who=Persons(fact.members),
        arrival=Arrival(fact.present, count=len(fact.members)),
        at=TimeOfDay(fact.at, since=told_at),
    )
    return Telling(fact.seq, kind, fact.at, content)


def _tell_speaker(state: MeetingState, fact: ev.Speaker) -> Telling:
    kind = "interruptie" if fact.interrupts else "woord"
    return Telling(fact.seq, kind, fact.at, contents.Speaking(who=fact.who), item=state.item)


def _tell_term(state: MeetingState, fact: ev.TermBegun) -> Telling:
    content = contents.Term(item=state.item or "", term=fact.number)
    return Telling(fact.seq, "termijn", fact.at, content, item=state.item)


def _tell_seat(state: MeetingState, fact: ev.SwornIn | ev.Resigned) -> Telling:
    kind = "beedigd" if isinstance(fact, ev.SwornIn) else "ontslag"
    return Telling(fact.seq, kind, fact.at, contents.Speaking(who=fact.member), item=state.item)


def _tell_asked(state: MeetingState, fact: ev.Asked) -> Telling:
    content = contents.SaidBy(who=fact.who, item=fact.item, text=fact.text.rstrip("."))
    return Telling(fact.seq, "vraag", fact.at, content, item=fact.item)


def _tell_answered(state: MeetingState, fact: ev.Answered) -> Telling:
    content = contents.AnswerGiven(who=fact.who, movers=fact.asker, item=fact.item)
    return Telling(fact.seq, "beantwoord", fact.at, content, item=fact.item)


def _tell_undertaking(state: MeetingState, fact: ev.Undertaking) -> Telling:
    content = contents.SaidBy(who=fact.who, item=fact.item, text=fact.text.rstrip("."), to=fact.to, due=fact.due)
    return Telling(fact.seq, "toezegging", fact.at, content, item=fact.item)


def _tell_message(state: MeetingState, fact: ev.Message) -> Telling:
    return Telling(fact.seq, "vrij_bericht", fact.at, contents.FreeText(text=fact.text), item=state.item)


# -- decisions ---------------------------------------------------------------------------------------------------


_DECIDED = {
    "invalid": "stemming_ongeldig",
    "tied_postponed": "staken_uitgesteld",
    "tied_not_adopted": "staken_niet_aangenomen",
    "withdrawn": "ingetrokken",
    "taken_over": "overgenomen",
    "merged": "opgegaan",
    "lapsed": "vervallen",
    "held_over": "aangehouden",
    "noted": "voor_kennisgeving",
    "no_quorum": "quorum_bij_punt",
    "tied": "staken",
    "advice_without_debate": "advies",
    "advice_debate": "advies",
    "advice_return": "advies",
    "advice_no": "advies",
}


def decided_kind(fact: ev.Decided, law: Profile) -> str:
    """Catalogue kind of a decision, by the law of the body that took it."""
    if fact.outcome == "tied_not_adopted" and law.second_tie in fact.articles:
        return "staken_opnieuw"
    if fact.outcome == "rejected" and fact.vote and outcomes.tied(fact.vote):
        return "staken_verworpen"
    if fact.outcome in _DECIDED:
        return _DECIDED[fact.outcome]
    if fact.vote is None:
        if fact.outcome == "adopted_amended":
            return "gewijzigd_zonder_stemming"
        if fact.outcome == "adopted_in_part" and fact.method == "none":
            return "deels_zonder_stemming"
        return "acclamatie"
    if outcomes.unanimous(fact.vote):
        return "algemene_stemmen"
    if outcomes.count_of(fact.vote) is None:
        return "uitslag_genoemd"
    if outcomes.names_follow(fact.vote) or outcomes.nobody_named(fact.vote):
        return "uitslag_totaal"
    return "uitslag"


def _tell_decided(state: MeetingState, fact: ev.Decided) -> Telling:
    if fact.also:
        return tell_jointly(state, fact)
    named = verdict(state, fact.object, fact.outcome)
    if fact.vote:
        named = replace(named, tied=outcomes.tied(fact.vote))
    if fact.vote is None and fact.outcome == "noted" and named.confirmed:
        return _tell_confirmed(state, fact, (fact.object,), fact.outcome)
    return Telling(
        fact.seq,
        decided_kind(fact, state.law),
        fact.at,
        _content_of_decided(state, fact, named),
        item=fact.item,
        object=fact.object,
        outcome=fact.outcome,
    )


def _content_of_decided(state: MeetingState, fact: ev.Decided, named: Verdict) -> matters.PlainDecision:
    about = thing(state, fact.object)
    title = Title(title_of(state, fact.object))
    movers = Officials(fact.by) if fact.outcome == "taken_over" else People(fact.by)
    vote = fact.vote
    if vote is None:
        into = thing(state, fact.into) if fact.into else None
        return matters.PlainDecision(
            thing=about, title=title, outcome=named, movers=movers, round=fact.round, into=into
        )
    count = outcomes.count_of(vote)
    if count is None:
        return matters.ToldDecision(
            thing=about,
            title=title,
            outcome=named,
            movers=movers,
            round=fact.round,
            took_part=len(vote.voters),
            entitled=len(vote.voters) + len(vote.absent),
            apart=who_apart(state, vote, fact.seq),
        )
    return matters.CountedDecision(
        thing=about,
        title=title,
        outcome=named,
        movers=movers,
        round=fact.round,
        figures=told_figures(state, vote, count, fact.seq),
        took_part=outcomes.took_part(vote),
        entitled=len(vote.voters) + len(vote.absent),
        names_follow=outcomes.names_follow(vote),
        unnamed=outcomes.nobody_named(vote),
        by_seats=bool(vote.divided and not vote.voters),
        everybody=outcomes.unanimous(vote),
    )


def _tell_together(state: MeetingState, fact: ev.AdoptedTogether) -> Telling:
    outcome = "adopted_without_vote"
    lists = tuple(number for number in fact.items if verdict(state, number, outcome).confirmed)
    if lists == fact.items:
        return _tell_confirmed(state, fact, lists, outcome)
    others = tuple(number for number in fact.items if number not in lists)
    content = matters.Together(items=listing(state, others), also_confirmed=listing(state, lists))
    single = _single(fact.items)
    return Telling(
        fact.seq,
        "hamerstukken",
        fact.at,
        content,
        item=single or state.item,
        object=single,
        outcome=outcome,
        also=_several(fact.items),
    )


def _tell_confirmed(state: MeetingState, fact: ev.Base, items: tuple[str, ...], outcome: str) -> Telling:
    """The agenda, or lists, confirmed without a vote."""
    single = _single(items)
    if single and outcomes.is_agenda(state.find_item(single)):
        agenda = _agenda_confirmed(state, items, outcome)
        return Telling(fact.seq, "agenda", fact.at, agenda, item=single, object=single, outcome=outcome)
    return Telling(
        fact.seq,
        "vastgesteld",
        fact.at,
        matters.Confirmed(outcome=Verdict(outcome, confirmed=True), items=listing(state, items)),
        item=single or state.item,
        object=single,
        outcome=outcome,
        also=_several(items),
    )


def _agenda_confirmed(state: MeetingState, items: tuple[str, ...], outcome: str) -> contents.AgendaConfirmed:
    original = {item.number for item in state.agenda.items}
    moves = dict.fromkeys(fact.item for fact in state.facts.values() if isinstance(fact, ev.ItemMoved))
    return contents.AgendaConfirmed(
        outcome=Verdict(outcome, confirmed=True),
        items=listing(state, items),
        added=tuple(item.number for item in state.items if item.number not in original),
        removed=tuple(state.removed),
        moved=tuple(number for number in moves if number in original and number not in state.removed),
    )


def _single(items: tuple[str, ...]) -> str | None:
    """The only one of `items`; None when there are several."""
    if len(items) == 1:
        return items[0]
    return None


def _several(items: tuple[str, ...]) -> tuple[str, ...]:
    """`items` where there are several: no one of them is what is told of."""
    if len(items) > 1:
        return items
    return ()


def _tell_ballot(state: MeetingState, fact: ev.Ballot) -> Telling:
    kind = {"second_ballot": "herstemming", "lot": "loting", "youngest": "jongste"}.get(fact.outcome, "personen")
    content = matters.SecretBallot(
        subject=Subject(fact.title),
        counts=BallotCounts(tuple(fact.ballots.items()), fact.against, fact.blank, fact.improper),
        decision=BallotDecision(fact.outcome, fact.elected, fact.appointed, left_to(state, fact)),
        round=fact.round,
    )
    return Telling(fact.seq, kind, fact.at, content, item=fact.item, outcome=fact.outcome)


_TELL: dict[type[ev.Base], Callable[..., Telling]] = {
    **ON_WHAT_IS_FILED,
    ev.Opened: _tell_opened,
    ev.NotOpened: _tell_opened,
    ev.Closed: _tell_closed,
    ev.Suspended: _tell_suspended,
    ev.Resumed: _tell_resumed,
    ev.DoorsClosed: _tell_doors_closed,
    ev.DoorsOpened: _tell_doors_opened,
    ev.ItemStarted: _tell_item_started,
    ev.ItemOpened: _tell_item_opened,
    ev.ItemAdded: _tell_item_added,
    ev.ItemRemoved: _tell_item_removed,
    ev.Attendance: _tell_attendance,
    ev.Speaker: _tell_speaker,
    ev.Undertaking: _tell_undertaking,
    ev.TermBegun: _tell_term,
    ev.SwornIn: _tell_seat,
    ev.Resigned: _tell_seat,
    ev.Asked: _tell_asked,
    ev.Answered: _tell_answered,
    ev.Message: _tell_message,
    ev.Decided: _tell_decided,
    ev.AdoptedTogether: _tell_together,
    ev.Ballot: _tell_ballot,
}
