"""What the terminal that writes tells the other: the meeting behind what is known there, and what stands at this desk.

Only what is in the journal and at the desk is told, never a half-typed line: that is its clerk's own. The two ends are
one user on one machine with one program, so nothing is held back from a screen that could read the journal itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.written import dump
from livecouncil.sitting.answers import Answer, Kind

from .hands import Clerks, Proposal, understood
from .wire import Garbled, Said

if TYPE_CHECKING:
    from livecouncil.sitting.session import Session


def standing(session: Session, known: int) -> Said:
    """How things stand, with the events behind the first `known`."""
    clerks = session.clerks
    with clerks.still():
        staged = session.desk.staged
        return {
            "events": [dump(event) for event in session.journal.events[known:]],
            "staged": [staged.line, staged.item, staged.warned] if staged else None,
            "hold": session.desk.outgoing.hold.model_dump(mode="json"),
            "holder": clerks.holder,
            "writer": clerks.own,
            "proposals": [asdict(one) for one in clerks.proposals],
            "dropped": [asdict(one) for one in clerks.dropped],
            "copies": session.copying.sentence,
            "troubles": [*session.journal.troubles, session.copying.trouble],
        }


def answered(number: int, answer: Answer, logged: Sequence[ev.Base]) -> Said:
    """An answer for the other terminal; what it logged by its numbers, for the events are there already."""
    return {
        "answer": number,
        "kind": answer.kind.value,
        "text": answer.text,
        "warnings": list(answer.warnings),
        "before": list(answer.before),
        "confirm": answer.confirm,
        "clear": answer.clear,
        "again": answer.again,
        "seqs": [event.seq for event in logged],
    }


def answer_in(session: Session, said: Said, line: str) -> Answer:
    """The same at the other end."""
    events: list[ev.Base] = session.journal.events
    seqs = set(said["seqs"])
    return Answer(
        Kind(said["kind"]),
        said["text"],
        warnings=tuple(said["warnings"]),
        events=tuple(event for event in events[-100:] if event.seq in seqs),
        confirm=said["confirm"],
        clear=said["clear"],
        entry=understood(line, session.desk.state.known) if line else None,
        before=tuple(said["before"]),
        again=said["again"],
    )


def proposals_in(said: Any) -> list[Proposal]:
    return [Proposal(one["clerk"], one["sent"], one["line"], one["at"]) for one in said]


def stands_now(clerks: Clerks, said: Said) -> None:
    """Who has the hammer and what is proposed, as the writer says."""
    clerks.other = said["writer"]
    clerks.holder = said["holder"]
    clerks.proposals[:] = proposals_in(said["proposals"])
    clerks.dropped = proposals_in(said["dropped"])


def values_of(said: Said, **kinds: type) -> list[Any]:
    """The values of `said` by these names, each of its kind. Raises Garbled."""
    values = [said.get(name) for name in kinds]
    if any(type(value) is not kind for value, kind in zip(values, kinds.values(), strict=True)):
        raise Garbled("clerks.garbled")
    return values
