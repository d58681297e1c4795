"""What becomes of what was filed: who files it with whom, what it says, and who takes it over."""

from __future__ import annotations

import re
from datetime import datetime

from livecouncil.core.council.agenda import LONGEST_TEXT
from livecouncil.core.council.model import Official
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.filed_documents import suffix_of
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState, Paper
from livecouncil.core.text.clean import clean, clean_lines
from livecouncil.core.text.numbers import label_of
from livecouncil.errors import Refusal

from .shared import Finding, open_item, resolve_target

COLLEGE = "college"

_ADDRESS = re.compile(r"https?://[^/?#.]+\.[^/?#]", re.I)
"""How the address of a document begins: with a host that has a name."""


def change_movers(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m1 i+ vvd`, `m1 i- b`: who joins those who filed it, or leaves them; somebody always stays."""
    paper = _filed(state, entry, "i+")
    who = tuple(named.who.name for named in state.roster.list(entry.words, state.roster.voters()))
    joins = entry.side == "for"
    movers = _movers_to_change(state, entry, paper)
    for name in who:
        if (name in movers) == joins:
            raise Refusal("mover_already" if joins else "no_mover", name=name, object=paper.label)
    if not joins and not set(movers) - set(who):
        raise Refusal("last_movers", object=paper.label, key=paper.key)
    return Finding((ev.MoversChanged(at=at, object=paper.key, who=who, joins=joins),))


def _movers_to_change(state: MeetingState, entry: TypedLine, paper: Paper) -> tuple[str, ...]:
    """Who filed `paper`; where the last change of that is put right, who did before it."""
    changes = [fact for fact in state.facts.values() if isinstance(fact, ev.MoversChanged) and fact.object == paper.key]
    if not entry.correction or not changes:
        return paper.movers
    last = max(changes, key=lambda fact: fact.seq)
    if last.joins:
        return tuple(name for name in paper.movers if name not in last.who)
    return (*paper.movers, *last.who)


def amend_text(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m1 gw: …`: what is changed orally in its text."""
    paper = _filed(state, entry, "gw")
    text = clean(entry.text)
    return Finding((ev.Amended(at=at, object=paper.key, text=text),), lint=text)


def word_text(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`tekst m3: …`: what it says, as it was filed, in official words; without a text the shell has it elsewhere."""
    key = resolve_target(state, entry.target)
    if key not in state.objects:
        raise Refusal("unknown_object", object=label_of(key), verb="i")
    text = clean_lines(entry.text, LONGEST_TEXT + 1)
    if len(text) > LONGEST_TEXT:
        raise Refusal("text_too_long", object=label_of(key), most=LONGEST_TEXT)
    return Finding((ev.Worded(at=at, object=key, text=text),))


def point_to_document(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m3 d: https://…`: where its text can be read; `m3 d: m3.pdf`: its document, which the shell reads."""
    key = resolve_target(state, entry.target)
    if key not in state.objects:
        raise Refusal("unknown_object", object=label_of(key), verb="i")
    url = clean(entry.text)
    if suffix_of(url):
        return Finding((ev.Attached(at=at, object=key, name=url),))
    plain = _ADDRESS.match(url) and not any(sign in url for sign in "\"'<>` \\")
    if not plain or len(url) > 500:
        raise Refusal("no_address", typed=url[:60])
    return Finding((ev.Documented(at=at, object=key, url=url),))


def take_over(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m1 ov college`: the executive does what is asked, so there is no vote on it."""
    paper = _filed(state, entry, "ov")
    typed = " ".join(word.text for word in entry.words)
    by: tuple[str, ...] = ()
    if typed and typed != COLLEGE:
        who = state.roster.find(typed, state.roster.speakers())
        if not isinstance(who, Official):
            raise Refusal("not_executive", name=who.name)
        by = (who.name,)
    event = ev.Decided(at=at, object=paper.key, item=paper.item, outcome="taken_over", by=by)
    return Finding((event,))


def merge_papers(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`m1 op m4`: M1 goes on as a part of M4, which is still to be decided."""
    paper = _filed(state, entry, "op")
    into = state.objects.get(resolve_target(state, entry.parent)) if entry.parent else None
    if into is None:
        raise Refusal("merged_into_what", object=paper.label, key=paper.key)
    if into.key == paper.key or into.kind != paper.kind:
        raise Refusal("merged_unlike", object=paper.label, into=into.label)
    if into.outcome and not entry.correction:
        raise Refusal("already_decided", object=into.label)
    event = ev.Decided(at=at, object=paper.key, item=paper.item, outcome="merged", into=into.key)
    return Finding((event,))


def _filed(state: MeetingState, entry: TypedLine, verb: str) -> Paper:
    """What was filed under that number and may still be decided; never an item or a decision point."""
    key = open_item(state, entry)
    paper = state.objects.get(key)
    if paper is None or paper.kind == "point":
        raise Refusal("object_needed", typed=verb)
    return paper
