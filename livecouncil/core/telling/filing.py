"""What is told about motions, amendments and proposals between filing and deciding."""

from __future__ import annotations

from collections.abc import Callable

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.filed_documents import filed_document
from livecouncil.core.meeting.state import MeetingState

from . import contents, matters
from .slots import People, Persons, Title
from .subjects import item_under, thing, title_of
from .telling import Telling


def tell_filed(state: MeetingState, fact: ev.Filed) -> Telling:
    content = matters.Filing(
        thing=thing(state, fact.object),
        title=Title(title_of(state, fact.object)),
        item=fact.item,
        movers=People(fact.movers),
    )
    return Telling(fact.seq, "ingediend", fact.at, content, item=fact.item, object=fact.object)


_OnThing = ev.Retitled | ev.VoteCalled | ev.Worded


def tell_on_thing(state: MeetingState, fact: _OnThing, kind: str) -> Telling:
    target = fact.object
    content = matters.OnThing(thing=thing(state, target), title=Title(title_of(state, target)))
    return Telling(fact.seq, kind, fact.at, content, item=item_under(state, target), object=target)


def tell_retitled(state: MeetingState, fact: ev.Retitled) -> Telling:
    return tell_on_thing(state, fact, "gewijzigde_tekst")


def tell_movers(state: MeetingState, fact: ev.MoversChanged) -> Telling:
    target = fact.object
    content = matters.ByMembers(thing=thing(state, target), title=Title(title_of(state, target)), who=Persons(fact.who))
    kind = "indiener_erbij" if fact.joins else "indiener_weg"
    return Telling(fact.seq, kind, fact.at, content, item=item_under(state, target), object=target)


def tell_amended(state: MeetingState, fact: ev.Amended) -> Telling:
    target = fact.object
    content = matters.TextChanged(
        thing=thing(state, target), title=Title(title_of(state, target)), text=fact.text.rstrip(".")
    )
    return Telling(fact.seq, "tekst_gewijzigd", fact.at, content, item=item_under(state, target), object=target)


def tell_documented(state: MeetingState, fact: ev.Documented) -> Telling:
    target = fact.object
    content = matters.DocumentAdded(thing=thing(state, target), title=Title(title_of(state, target)), document=fact.url)
    return Telling(fact.seq, "document_erbij", fact.at, content, item=item_under(state, target), object=target)


def tell_attached(state: MeetingState, fact: ev.Attached) -> Telling:
    target = fact.object
    filed = filed_document(target, fact.name, fact.sha256, fact.size)
    path = filed.path if filed else ""
    content = matters.DocumentAdded(thing=thing(state, target), title=Title(title_of(state, target)), document=path)
    return Telling(fact.seq, "document_erbij", fact.at, content, item=item_under(state, target), object=target)


def tell_worded(state: MeetingState, fact: ev.Worded) -> Telling:
    return tell_on_thing(state, fact, "tekst_erbij")


def tell_item_moved(state: MeetingState, fact: ev.ItemMoved) -> Telling:
    content = contents.ItemReordered(item=fact.item, title=Title(title_of(state, fact.item)), after=fact.after)
    return Telling(fact.seq, "verplaatst", fact.at, content, item=fact.item)


def tell_vote_called(state: MeetingState, fact: ev.VoteCalled) -> Telling:
    return tell_on_thing(state, fact, "stemming_open")


def tell_by_member(state: MeetingState, fact: ev.MistakeNoted | ev.Explained, kind: str) -> Telling:
    target = fact.object
    content = matters.ByMember(thing=thing(state, target), title=Title(title_of(state, target)), who=fact.member)
    return Telling(fact.seq, kind, fact.at, content, item=item_under(state, target), object=target)


def tell_mistake(state: MeetingState, fact: ev.MistakeNoted) -> Telling:
    return tell_by_member(state, fact, "aantekening_vergissing")


def tell_explained(state: MeetingState, fact: ev.Explained) -> Telling:
    return tell_by_member(state, fact, "stemverklaring")


def tell_against(state: MeetingState, fact: ev.CountedAgainst) -> Telling:
    target = fact.object
    content = matters.ByMembers(thing=thing(state, target), title=Title(title_of(state, target)), who=Persons(fact.who))
    return Telling(fact.seq, "aantekening_tegen", fact.at, content, item=item_under(state, target), object=target)


def tell_recused(state: MeetingState, fact: ev.Recused) -> Telling:
    target = fact.object
    content = matters.Recusal(
        thing=thing(state, target),
        title=Title(title_of(state, target)),
        who=fact.member,
        debate=fact.scope == "debate",
        after_all=fact.scope == "nothing",
    )
    return Telling(fact.seq, "niet_deelgenomen", fact.at, content, item=item_under(state, target), object=target)


ON_WHAT_IS_FILED: dict[type[ev.Base], Callable[..., Telling]] = {
    ev.Filed: tell_filed,
    ev.Retitled: tell_retitled,
    ev.MoversChanged: tell_movers,
    ev.Amended: tell_amended,
    ev.Documented: tell_documented,
    ev.Attached: tell_attached,
    ev.Worded: tell_worded,
    ev.ItemMoved: tell_item_moved,
    ev.VoteCalled: tell_vote_called,
    ev.Recused: tell_recused,
    ev.MistakeNoted: tell_mistake,
    ev.Explained: tell_explained,
    ev.CountedAgainst: tell_against,
}
