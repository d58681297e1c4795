"""What the griffier is told of a meeting that goes on: since when nothing was logged, and what waits anew.

A sitting that only looks on says that instead: nothing was interrupted, somebody else writes.
"""

from __future__ import annotations

from datetime import datetime

from livecouncil.core.council.zone import local
from livecouncil.core.meeting.timing import dated
from livecouncil.journal.journal import Journal

from .answers import HeldFact
from .desk import Desk


def resumed(journal: Journal, desk: Desk, held: list[HeldFact], now: datetime) -> str:
    """One or more sentences, or '' where the meeting is only beginning. `held` is what is on its way out."""
    if len(journal.events) <= 1 or desk.state.status == "planned":
        return ""
    if journal.read_only:
        return desk.words.t("answer.beside", holder=journal.holder)
    return " ".join(_since(journal, desk, held, local(now, desk.state.zone)))


def _since(journal: Journal, desk: Desk, held: list[HeldFact], now: datetime) -> list[str]:
    last = journal.events[-1]
    since = local(last.logged or last.at, desk.state.zone)
    same_day = since.date() == now.date()
    if same_day:
        begun = f"{since:%H:%M}"
    else:
        begun = f"{since:%d-%m %H:%M}"
    words = desk.words
    said = [words.t("answer.resumed", since=begun, until=f"{now:%H:%M}", lines=len(journal.events))]
    if not same_day and desk.state.status != "closed":
        at = dated(desk.state, now).at
        said.append(words.t("answer.undated", at=f"{at:%d-%m %H:%M}"))
    waiting = [one for one in held if any(one.gates.values())]
    if waiting:
        said.append(words.t("answer.held_anew", held=len(waiting)))
    return said
