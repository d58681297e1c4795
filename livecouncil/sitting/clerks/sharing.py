"""What a line means that is typed by the clerk who has no hammer, and how the hammer goes from one to the other."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.errors import Refusal
from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.at_work import AtWork

from .hands import Hands, is_for_the_hammer, understood

_WITH_THE_HAMMER = ("hammer", "undo", "erase", "pair")
"""Acts of the desk itself that are not even proposed by who has none."""


def not_yours(session: AtWork) -> Answer:
    """The hammer is the other's."""
    return _not_taken(session, "hammer_elsewhere", clerk=session.clerks.holder)


def by_two(session: AtWork, line: str) -> Answer | None:
    """The answer to a line that two clerks do not enter as one does; None where they do."""
    clerks = session.clerks
    entry = understood(line, session.desk.state.known)
    if entry and entry.act == "hand_over":
        return handed_over(session)
    if clerks.hammers:
        return None
    if session.desk.state.doors_closed:
        return _not_taken(session, "doors_closed")
    if entry is None:
        return None
    if entry.act in _WITH_THE_HAMMER:
        return not_yours(session)
    if not is_for_the_hammer(entry):
        return None
    return _proposed(session, line)


def _proposed(session: AtWork, line: str) -> Answer:
    """A line that would be refused now is so at once: who typed it mends it."""
    shown = session.preview(line)
    if shown.status == "error":
        return Answer(Kind.REFUSED, shown.message, clear=False)
    if not session.clerks.propose(line, f"{session.here():%H:%M}"):
        return _not_taken(session, "too_many_proposals")
    session.remember()
    return Answer(Kind.NOTED, session.words.t("clerks.proposed", clerk=session.clerks.holder, line=line))


def handed_over(session: AtWork) -> Answer:
    """`overdragen`: the hammer goes to the other terminal, and what is staged waits there."""
    clerks = session.clerks
    if session.desk.state.doors_closed:
        return _not_taken(session, "doors_closed")
    if not clerks.together:
        return _not_taken(session, "no_second_clerk")
    if not clerks.hammers:
        return not_yours(session)
    to = clerks.other if clerks.holder == clerks.own else clerks.own
    clerks.holder = to
    if to == clerks.own:
        session.notify(session.words.t("clerks.hammer_here", clerk=clerks.other))
    staged = session.desk.staged
    key = "handed_over_staged" if staged else "handed_over"
    return Answer(Kind.NOTED, session.words.t(f"clerks.{key}", clerk=to, object=staged.label if staged else ""))


def logged_already(session: AtWork, hands: Hands) -> ev.Base | None:
    """What a line logged that is sent again because its answer was lost; None where it is new."""
    if not hands.sent:
        return None
    found = (e for e in reversed(session.journal.events) if e.sent == hands.sent and e.clerk == hands.clerk)
    return next(found, None)


def last_sent(session: AtWork, clerk: str) -> int:
    """The highest number the lines of a clerk have had in this meeting."""
    logged = (event.sent for event in session.journal.events if event.clerk == clerk)
    return max(logged, default=0)


def _not_taken(session: AtWork, code: str, **slots: object) -> Answer:
    return Answer(Kind.REFUSED, session.words.refusal(Refusal(code, **slots)), clear=False)
