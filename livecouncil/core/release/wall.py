"""What the wall of the chamber shows now.

One of a table of states, each of which shows more than the one before it in this file: at panic the neutral card alone;
behind closed doors, before and after the meeting also a sentence; else the item with who speaks; and when something was
just filed, called or decided, that. `shown` names the line of the journal it comes from, so that a recall is seen.
"""

from __future__ import annotations

from dataclasses import replace

from livecouncil.core.meeting.speaking_time import clock_of
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.phrases import quoted
from livecouncil.core.telling.sentences import beside, sentence
from livecouncil.core.telling.subjects import thing, title_of
from livecouncil.core.telling.telling import Telling

from .decisions import title_shown
from .folded import Folded
from .record import SpeakingClock, WallState
from .saying import Phrasing

_PASSING = (
    "correctie",
    "woord",
    "aanwezigheid",
    "aanwezigheid_besloten",
    "toezegging",
    "stemverklaring",
    "aantekening_vergissing",
    "aantekening_tegen",
    "interruptie",
    "termijn",
    "vraag",
    "beedigd",
    "ontslag",
    "indiener_erbij",
    "indiener_weg",
    "document_erbij",
    "tekst_erbij",
    "tekst_gewijzigd",
    "niet_deelgenomen",
)
"""Kinds the wall does not turn to: it goes on showing what it shows."""
_AT_THE_ITEM = ("opening", "punt", "punt_openbaar", "hervatting", "openbaar", "vrij_bericht")
_BY_STATUS = {"planned": "before", "not_opened": "no_quorum", "suspended": "suspended", "closed": "end"}
_BY_KIND = {"ingediend": "filed", "gewijzigde_tekst": "filed", "stemming_open": "voting"}
_WITHOUT_ITEM = ("closed_doors", "before", "end", "no_quorum")
_WITH_HEADLINE = ("filed", "voting", "result")
_LISTED_TITLE = 60
"""Characters of each title where several items were decided together."""


def wall_of(folded: Folded, saying: Phrasing) -> WallState:
    """The wall after everything that passed."""
    state = folded.state
    told = _turned_to(folded)
    wall = WallState(
        state=_state(state, told),
        present=len(state.present),
        seats=state.council.council.seats,
        since=state.since,
        until=state.expected_resume,
        shown=told.seq if told else 0,
    )
    if wall.state == "panic":
        return wall
    if told:
        wall = _with_sentence(wall, told, saying)
    if wall.state in _WITHOUT_ITEM:
        return wall
    wall = _with_item(wall, state, saying)
    if told and wall.state in _WITH_HEADLINE:
        return _with_headline(wall, told, state, saying)
    return wall


def _turned_to(folded: Folded) -> Telling | None:
    """The last message the wall turns to."""
    return next((told for told in reversed(folded.tellings) if told.kind not in _PASSING), None)


def _state(state: MeetingState, told: Telling | None) -> str:
    """The state of the table: what must be said above all else first."""
    if state.panic:
        return "panic"
    if state.doors_closed:
        return "closed_doors"
    if state.status in _BY_STATUS:
        return _BY_STATUS[state.status]
    if told is None or told.kind in _AT_THE_ITEM:
        return "item"
    if told.kind in _BY_KIND:
        return _BY_KIND[told.kind]
    if told.outcome:
        return "result"
    return "item"


def _with_sentence(wall: WallState, told: Telling, saying: Phrasing) -> WallState:
    """What a screen reader says, in the council's language and in the wall's second one."""
    said = [saying.marked(sentence(told, words), words) for words in saying.languages]
    if saying.second:
        return replace(wall, sentence=said[0], sentence_second=said[1])
    return replace(wall, sentence=said[0])


def _with_item(wall: WallState, state: MeetingState, saying: Phrasing) -> WallState:
    """The item being treated, who speaks if the council wants that shown, and the speaking time."""
    wall = replace(wall, item=state.item or "", clock=_speaking_clock(state))
    if state.council.release.floor_on_wall:
        wall = replace(wall, speaker=state.speaker)
    item = state.find_item(wall.item)
    if item is None:
        return wall
    return replace(wall, item_kind=item.kind, item_title=title_shown(item, saying))


def _speaking_clock(state: MeetingState) -> SpeakingClock | None:
    """The clock of who has the floor, as of the last thing that was logged; None where none runs or none is shown."""
    at = state.last_at
    if at is None or not state.council.procedure.speaking_time.wall:
        return None
    clock = clock_of(state, at)
    if clock is None:
        return None
    return SpeakingClock(name=clock.name, left=clock.left, at=at, running=clock.running)


def _with_headline(wall: WallState, told: Telling, state: MeetingState, saying: Phrasing) -> WallState:
    """What was filed, called or decided, with its figures."""
    target = told.object
    if told.also:
        named = (saying.name(thing(state, key)) for key in (target or "", *told.also))
        wall = replace(wall, headline=", ".join(named))
    elif target:
        wall = replace(wall, headline=saying.name(thing(state, target)), title=title_of(state, target))
    else:
        wall = replace(wall, title=_listed_together(told))
    if target in state.objects:
        wall = replace(wall, movers=state.objects[target].movers)
    return replace(
        wall,
        outcome=told.outcome or "",
        outcome_word=_outcome_word(told, saying),
        for_=told.for_,
        against=told.against,
        groups_for=told.groups_for,
        groups_against=told.groups_against,
        beside=tuple(beside(told, saying.words)),
    )


def _listed_together(told: Telling) -> str:
    """Items decided together: '4 ‘Verordening’, 5 ‘Lijst’'; '' where it is told of something else."""
    listed = told.content.listed()
    if not listed:
        return ""
    return ", ".join(f"{number} {quoted(title, _LISTED_TITLE)}" for number, title in listed.rows)


def _outcome_word(told: Telling, saying: Phrasing) -> str:
    """The word of what was decided, of a correction the word as it is now."""
    verdict = told.verdict
    if not told.outcome or not verdict:
        return ""
    return saying.outcome(
        verdict.outcome,
        confirmed=verdict.confirmed,
        unanimous=told.content.unanimous(),
        tied=verdict.tied,
        points=verdict.points,
    )
