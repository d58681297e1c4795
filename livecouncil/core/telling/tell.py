"""From a fact to what is said of it: the one way in for whoever folds a journal."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState

from .corrections import tell_correction
from .facts import tell_fact
from .telling import Telling


def tell(state: MeetingState, fact: ev.Base, logged: ev.Base) -> Telling | None:
    """What is said of `fact`, just applied to `state`; None for facts without a message.

    `logged` is the event that logged it; a listener of `state.fold` is given both, and only the fact is told.
    """
    if isinstance(fact, ev.Corrected):
        return tell_correction(state, fact)
    return tell_fact(state, fact)
