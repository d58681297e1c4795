"""The registry of acts, walked: an act that misses a word, a rule, an effect, a sentence or a place fails here by name.

Each act that logs a fact is played in an evening of its own, from the opening to its example: what it logs is what it
says, where it may not be typed it is refused, and what is told of it has a place and a sentence in every language.
"""

from __future__ import annotations

import copy
from dataclasses import fields
from datetime import timedelta
from typing import get_args

import pytest

from livecouncil.core import acts
from livecouncil.core.acts import ACTS, PARSED, Act
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.effects import CHANGES_NOTHING, EFFECTS
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.fold import after, tried
from livecouncil.core.meeting.grammar.words import KEYWORDS
from livecouncil.core.meeting.rules import DECIDE, decide
from livecouncil.core.meeting.state import FORGOTTEN, OF_THE_JOURNAL, MeetingState
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling
from livecouncil.errors import Refusal
from livecouncil.terminal.meeting_acts import MeetingActs
from livecouncil.wording import LANGUAGES, Wording
from tests.core.meeting.evening import START, planned

OPENED = ("open", "n2")
FILED = (*OPENED, "m1 i alders: Starters eerst")

EVENINGS: dict[str, tuple[str, ...]] = {
    "open": ("open",),
    "close": (*OPENED, "sluit"),
    "leave": (*OPENED, "af bakker"),
    "arrive": ("af bakker", *OPENED, "aan bakker"),
    "next": ("open", "n"),
    "goto": ("open", "n2"),
    "floor": (*OPENED, "bakker"),
    "file": FILED,
    "retitle": (*FILED, "m1w: Starters en doorstromers"),
    "join": (*FILED, "m1 i+ b"),
    "leave_filers": (*FILED, "m1 i+ b", "m1 i- b"),
    "amend_text": (*FILED, "m1 gw: het derde streepje vervalt"),
    "document": (*FILED, "m1 d: https://raad.example/m1.pdf"),
    "word_text": (*FILED, "tekst m1: De raad verzoekt het college"),
    "take_over": (*FILED, "m1 ov college"),
    "merge": (*FILED, "m2 i bakker: Ook", "m1 op m2"),
    "lapse": (*FILED, "m1 verv"),
    "move_item": (*OPENED, ">1 3"),
    "call_vote": (*FILED, "st m1"),
    "vote_for": (*FILED, "m1v c 5-2"),
    "vote_against": (*FILED, "m1t c 2-5"),
    "unanimous": (*FILED, "m1u"),
    "totals": (*FILED, "m1 5-2"),
    "told_adopted": (*FILED, "m1 aang"),
    "told_rejected": (*FILED, "m1 verw"),
    "roll_call": (*FILED, "m1r1 vvvvvtt"),
    "withdraw": (*FILED, "m1x"),
    "hold_over": (*FILED, "m1p"),
    "note_taken": (*OPENED, "k"),
    "acclaim": (*OPENED, "accl"),
    "advise": (*OPENED, "adv bespreekstuk"),
    "together": (*OPENED, "h 2"),
    "count_against": (*OPENED, "accl", "aant bakker"),
    "ballot": (*OPENED, "pers Lid: braas 5 tegen 1 blanco 1"),
    "add_item": (*OPENED, "+4: Motie over het zwembad"),
    "remove_item": (*OPENED, "-1"),
    "start_number": (*OPENED, "loot 3"),
    "chair": (*OPENED, "vz bakker"),
    "swear": (*OPENED, "beedigd hovius"),
    "recuse": (*OPENED, "nd bakker: belang"),
    "mistake": (*FILED, "m1u", "vg bakker m1"),
    "explain": (*OPENED, "sv bakker"),
    "interrupt": (*OPENED, "bakker", "int cramer"),
    "term": (*OPENED, "tm 2"),
    "ask": (*OPENED, "vr bakker: het zwembad"),
    "answer": (*OPENED, "vr bakker: het zwembad", "antw wagner"),
    "dismiss": (*OPENED, "ontslag bakker"),
    "undertake": (*OPENED, "tz wagner: brief voor 1 mei"),
    "suspend": (*OPENED, "z10"),
    "shut_doors": (*OPENED, "besloten"),
    "open_doors": (*OPENED, "besloten", "openbaar"),
    "open_item": (*OPENED, "openbaar 3"),
    "message": (*OPENED, "b: Er is koffie"),
    "note": (*OPENED, ", nakijken"),
}
"""An evening for each act that logs something; its last line is the act."""


def begun(act: Act) -> MeetingState:
    """A meeting of a body that has this act: a council votes, a committee advises."""
    if act.id == "advise":
        return planned(kind="committee")
    return planned()


TYPED = [act for act in ACTS if act.example]
LOGGING = [act for act in ACTS if act.events]


def _typed(state: MeetingState, line: str) -> list[tuple[ev.Base, Telling | None]]:
    """What `line` logs a minute later, each with what is told of it."""
    entry = parse(line, known=state.known)
    assert entry
    now = START + timedelta(minutes=len(state.events))
    logged = []
    for event in decide(state, entry, now).events:
        numbered = event.model_copy(update={"seq": len(state.events) + 1})
        assert after(state, numbered) is state, "nothing here folds the meeting anew"
        told = tell(state, numbered, numbered) if type(numbered) in EFFECTS else None
        logged.append((numbered, told))
    return logged


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_wording(act: Act, language: str) -> None:
    table = Wording.load(language).table("acts").get(act.id, {})
    assert table.get("label") and "help" in table, f"[acts] {act.id} in locale/{language}.*.toml"


@pytest.mark.parametrize("act", TYPED, ids=lambda act: act.id)
def test_its_example_is_read_as_that_act(act: Act) -> None:
    entry = parse(act.example)
    assert entry and (entry.act == act.parsed or (act.id == "correct" and entry.correction))
    given = {
        "target": entry.target,
        "names": entry.words,
        "joint": entry.joint,
        "totals": entry.totals,
        "unnamed": entry.unnamed,
        "text": entry.text,
        "number": entry.number,
        "answers": entry.answers,
        "ranges": entry.ranges,
        "counts": entry.counts,
        "until": entry.until or entry.minutes,
        "due": entry.due,
        "into": entry.parent if act.id == "merge" else None,
        "place": entry.parent if act.id == "move_item" else None,
        "advice": entry.advice,
    }
    if act.id != "correct":
        assert {what for what, value in given.items() if value} <= act.takes
    assert act.needs <= act.takes


@pytest.mark.parametrize("act", LOGGING, ids=lambda act: act.id)
def test_it_has_an_evening_in_which_it_logs_and_tells_what_it_says(act: Act) -> None:
    assert act.id in EVENINGS, "an evening for it in this file"
    assert act.parsed in DECIDE, "a function for it in livecouncil.core.meeting.rules"
    *before, line = EVENINGS[act.id]
    state = begun(act)
    for earlier in before:
        _typed(state, earlier)
    entry = parse(line)
    assert entry and entry.act == act.parsed
    logged = _typed(state, line)
    assert {ev.type_of(event) for event, _ in logged} <= set(act.events)
    fact, told = logged[0]
    assert act.private or type(fact) in EFFECTS
    if act.silent:
        assert told is None, "it is told, so it is not silent"
        return
    assert told, "a telling, or why it is silent"
    for language in LANGUAGES:
        words = Wording.load(language)
        assert words.table("places").get(told.kind), f"[places.{told.kind}] in places.toml"
        assert words.table("sentence").get(told.kind), f"a sentence {told.kind} in locale/{language}.*.toml"


@pytest.mark.parametrize("act", LOGGING, ids=lambda act: act.id)
def test_it_is_refused_where_it_may_not_be_typed(act: Act) -> None:
    line = EVENINGS[act.id][-1]
    moments = {
        "before": ((), "not_open"),
        "suspended": ((*OPENED, "z10"), "suspended"),
        "closed_doors": ((*OPENED, "besloten"), "doors_closed"),
        "closed": ((*OPENED, "sluit"), "meeting_closed"),
    }
    for when, (before, code) in moments.items():
        state = begun(act)
        for earlier in before:
            _typed(state, earlier)
        if when not in act.allowed:
            with pytest.raises(Refusal) as refused:
                _typed(state, line)
            assert refused.value.code == code, when
        else:
            _refused_for_no_reason_of_time(state, line, code)


def _refused_for_no_reason_of_time(state: MeetingState, line: str, code: str) -> None:
    try:
        _typed(state, line)
    except Refusal as refusal:
        assert refusal.code != code


def test_every_fact_changes_the_meeting_or_says_why_not() -> None:
    assert set(get_args(ev.Fact)) == set(EFFECTS)
    facts = {kind.model_fields["type"].default for kind in EFFECTS}
    assert {kind for act in LOGGING for kind in act.events} <= facts | {"note"}
    assert {kind for act in ACTS for kind in act.corrects} <= facts
    assert set(CHANGES_NOTHING) <= set(EFFECTS) and all(CHANGES_NOTHING.values())


def test_acts_that_the_grammar_takes_for_one_differ_in_nothing_it_asks() -> None:
    own = {"id", "word", "example", "key", "key_does", "listed"}
    for act in ACTS:
        same = PARSED[act.parsed]
        assert {k: v for k, v in vars(act).items() if k not in own} == {
            k: v for k, v in vars(same).items() if k not in own
        }


def test_words_and_keys_are_no_two_acts() -> None:
    for place in ("behind", "first", "alone"):
        words = [act.word for act in ACTS if act.stands == place]
        assert len(words) == len(set(words)) and set(words) <= KEYWORDS
    assert not {act.word for act in ACTS if act.stands == "only_behind"} & KEYWORDS
    keys = [act.key for act in ACTS if act.key]
    assert len(keys) == len(set(keys))
    assert all(hasattr(MeetingActs, act.id) for act in ACTS if act.key_does)
    assert {act.id for act in ACTS} == {act.id for act in (*TYPED, *(a for a in ACTS if a.key))}
    assert acts.NEVER_LOGGED.isdisjoint(act.parsed for act in LOGGING)


@pytest.mark.parametrize("act", LOGGING, ids=lambda act: act.id)
def test_tried_on_a_copy_it_leaves_the_meeting_as_it_was(act: Act) -> None:
    *before, line = EVENINGS[act.id]
    state = begun(act)
    for earlier in before:
        _typed(state, earlier)
    entry = parse(line)
    assert entry
    own = [f.name for f in fields(state) if f.metadata not in (OF_THE_JOURNAL, FORGOTTEN)]
    kept = {name: copy.deepcopy(getattr(state, name)) for name in own}
    fact = decide(state, entry, START + timedelta(minutes=len(state.events))).events[0]
    if type(fact) in EFFECTS:
        tried(state, fact.model_copy(update={"seq": len(state.events) + 1}))
    assert {name: getattr(state, name) for name in own} == kept
