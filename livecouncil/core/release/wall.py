"""What the wall of the chamber shows now.

One of a table of states, each of which shows more than the one before it in this file: at panic the neutral card alone;
behind closed doors, before and after the meeting also a sentence; else the item with who speaks; and when something was
just filed, called or decided, that. `shown` names the line of the journal it comes from, so that a recall is seen.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from livecouncil.core.meeting.speaking_time import clock_of
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.telling import Telling

from .decisions import title_shown
from .folded import Folded
from .record import SpeakingClock, WallState
from .saying import Phrasing
from .wall_result import on_the_wall, with_headline

_PASSING = (
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
    said = tuple(on_the_wall(told, words, saying) for words in saying.languages)
    wall = replace(wall, said=said, sentence=said[0].sentence)
    if wall.state in _WITHOUT_ITEM:
        return wall
    wall = _with_item(wall, folded, saying)
    if told and wall.state in _WITH_HEADLINE:
        return with_headline(wall, told, folded, saying)
    return wall


def _turned_to(folded: Folded) -> Telling | None:
    """The last message the wall turns to; to a correction where it is one of an outcome at the item in hand: one of an
    item before it takes the wall from nobody."""
    at = folded.state.item
    return next((told for told in reversed(folded.tellings) if _turns_to(told, at)), None)


def _turns_to(told: Telling, at: str | None) -> bool:
    if told.kind == "correctie":
        return told.outcome is not None and told.item == at
    return told.kind not in _PASSING


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


def _with_item(wall: WallState, folded: Folded, saying: Phrasing) -> WallState:
    """The item being treated, the one after it, who speaks if the council wants that shown, and the speaking time."""
    state = folded.state
    wall = replace(wall, item=state.item or "", clock=_speaking_clock(state), following=_item_after(state, saying))
    if state.council.release.floor_on_wall and state.speaker:
        group = next((m.group for m in state.sitting if m.name == state.speaker), "")
        since = _speaking_since(folded)
        wall = replace(wall, speaker=state.speaker, speaker_group=group, speaking_since=since)
    item = state.find_item(wall.item)
    if item is None:
        return wall
    return replace(wall, item_kind=item.kind, item_title=title_shown(item, saying))


def _item_after(state: MeetingState, saying: Phrasing) -> tuple[str, str]:
    """Number and title of the item after this one; empty after the last."""
    numbers = [item.number for item in state.items]
    if state.item not in numbers:
        return ("", "")
    rest = state.items[numbers.index(state.item) + 1 :]
    if not rest:
        return ("", "")
    return (rest[0].number, title_shown(rest[0], saying))


def _speaking_since(folded: Folded) -> datetime | None:
    """When who has the floor was given it last."""
    return next((told.at for told in reversed(folded.tellings) if told.kind in ("woord", "interruptie")), None)


def _speaking_clock(state: MeetingState) -> SpeakingClock | None:
    """The clock of who has the floor, as of the last thing that was logged; None where none runs or none is shown."""
    at = state.last_at
    if at is None or not state.council.procedure.speaking_time.wall:
        return None
    clock = clock_of(state, at)
    if clock is None:
        return None
    return SpeakingClock(name=clock.name, left=clock.left, at=at, running=clock.running)
