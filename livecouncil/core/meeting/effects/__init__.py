"""What each fact does to the meeting: one function a type of fact, by subject in the files beside this one.

Theory. An effect is told a fact that has happened: it asks nothing, judges nothing and refuses nothing, for a journal
that exists must fold. It changes only the state it is given, and replaces values instead of changing them in place, so
that a copy to try something on (`MeetingState.trial`) may share them. A fact that changes nothing says here why.
"""

from __future__ import annotations

from collections.abc import Callable

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState

from .agenda import ON_THE_AGENDA
from .course import ON_THE_COURSE
from .decisions import ON_DECISIONS
from .people import ON_PEOPLE


def change_nothing(state: MeetingState, event: ev.Base) -> None:
    """For the facts of `CHANGES_NOTHING`."""


CHANGES_NOTHING: dict[type[ev.Base], str] = {
    ev.Undertaking: "only told: no rule of this meeting asks for it",
    ev.MistakeNoted: "the outcome stands, whatever a member says afterwards",
    ev.Explained: "only told: who explains a vote binds nobody",
    ev.Message: "only told",
    ev.Asked: "only told: no rule of this meeting asks for it",
    ev.Answered: "only told: a question decides nothing, answered or not",
    ev.CountedAgainst: "the outcome stands, whoever is noted to be against it",
}
"""Facts without an effect on the meeting, and why."""

EFFECTS: dict[type[ev.Base], Callable[..., None]] = {
    **ON_THE_COURSE,
    **ON_PEOPLE,
    **ON_THE_AGENDA,
    **ON_DECISIONS,
    **dict.fromkeys(CHANGES_NOTHING, change_nothing),
}
"""The effect of each fact."""
