"""What a decision needs besides more than half of the votes cast: the majority its body named, by agenda or by line.

Theory. Where members have more than one vote each or decisions need two thirds, nobody may guess: which majorities
there are stands in the rules of the body, which decision needs one on the agenda, and `%name` behind a vote says it at
the table. It is of the item's own proposal and its points, never of a motion or an amendment that happens to be
discussed there. A vote keeps the majority it was counted by, whatever the rules say later.
"""

from __future__ import annotations

from livecouncil.core.council.procedure import ORDINARY, Majority
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import persons_for
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.numbers import is_point
from livecouncil.errors import Refusal

from .shared import referred


def majority_for(state: MeetingState, entry: TypedLine, target: str) -> Majority | None:
    """What a vote on `target` needs; None for more than half of the votes cast. Raises Refusal for an unknown name."""
    if entry.majority == ORDINARY:
        return None
    if entry.majority:
        return _majority_called(state, entry.majority)
    item = state.find_item(state.item_of(target))
    own = target not in state.objects or is_point(target)
    if own and item and item.majority:
        return _majority_called(state, item.majority)
    return None


def _majority_called(state: MeetingState, typed: str) -> Majority:
    """The majority of that name, or the only one that begins so."""
    majorities = state.council.procedure.majorities if state.law.weighs else ()
    if not majorities:
        raise Refusal("no_majorities", typed=typed)
    found = [one for one in majorities if one.name == typed] or [
        one for one in majorities if one.name.startswith(typed)
    ]
    if len(found) != 1:
        raise Refusal("unknown_majority", typed=typed, known=", ".join(f"%{one.name}" for one in majorities))
    return found[0]


def refuse_uncounted(state: MeetingState, target: str, record: ev.Vote) -> None:
    """A majority of all members is counted by persons: figures that are votes do not tell it. Raises Refusal."""
    if record.majority and record.majority.of == "members" and persons_for(record) is None:
        raise Refusal("majority_by_persons", name=record.majority.name, object=referred(state, target))
