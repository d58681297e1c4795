"""How a sitting goes on where the one before it stopped, and what the griffier is told of that: since when nothing was
logged, and what waits anew.

A sitting that only looks on says that instead: nothing was interrupted, somebody else writes.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from livecouncil.core.council.zone import local
from livecouncil.core.meeting.timing import dated
from livecouncil.journal.journal import Journal

from .answers import HeldFact
from .at_work import AtWork
from .desk import Desk
from .prepared import beforehand


def begin_anew(session: AtWork) -> None:
    """Go on where the sitting before this one stopped, and say so."""
    left = session.draft.left()
    if left is None:
        return
    session.draft.take(left)
    session.clerks.proposals += left.proposals
    session.desk.prepared.add(left.prepared)
    if left.staged and not session.journal.read_only:
        session.desk.enter(left.staged, session.clock())
    session.resumed = resumed(session.journal, session.desk, session.held(), session.clock())


def take_prepared(session: AtWork, folder: Path) -> None:
    """Lines prepared beforehand wait from the start; the same file is not taken twice in one meeting."""
    found = beforehand(folder, session.draft.prepared_from)
    if found is None or session.desk.state.status == "closed":
        return
    session.draft.prepared_from = found.digest
    left = session.desk.prepared.add(found.lines)
    if left:
        session.notify(session.words.t("answer.prepared_too_many", n=left))


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
