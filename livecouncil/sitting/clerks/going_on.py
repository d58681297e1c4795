"""What becomes of typed lines when a line between two clerks was lost, and when the second goes on for the first.

Nothing typed by either is lost: what was logged is known by the number its clerk gave it, everything else waits as a
prepared line at the terminal that goes on. Nothing is entered by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from livecouncil.sitting.at_work import AtWork

from .own_lines import OwnLines


def settled(session: AtWork, lines: Mapping[int, str], clerk: str) -> None:
    """Say of each of these lines of `clerk` whether it was logged; what was not waits to be entered."""
    there = {event.sent for event in session.journal.events if event.clerk == clerk}
    there |= {one.sent for one in session.clerks.proposals if one.clerk == clerk}
    for sent, line in sorted(lines.items()):
        if sent in there:
            session.notify(session.words.t("clerks.was_logged", line=line))
        else:
            session.desk.prepared.add([line])
            session.notify(session.words.t("clerks.not_logged", line=line))


def taken_over(session: AtWork, before: AtWork, own: OwnLines) -> None:
    """`session` writes now in the place of the first terminal, whose draft it has; what the second clerk had typed, in
    `before` and its `own` lines, comes to it. The file of that goes once all of it is kept with the draft."""
    clerk = before.clerks.own
    session.clerks.named(clerk)
    session.clerks.signing = True
    half_typed = session.draft.line
    session.draft.line = own.line
    session.draft.texts = {**own.texts, **session.draft.texts}
    if half_typed:
        session.desk.prepared.add([half_typed])
        session.notify(session.words.t("clerks.half_typed", line=half_typed))
    settled(session, own.unanswered.lines, clerk)
    mine = [one for one in session.clerks.proposals if one.clerk == clerk]
    waiting = [*(one.line for one in mine), *before.desk.prepared.lines]
    session.desk.prepared.add([line for line in waiting if line not in session.desk.prepared.lines])
    for one in mine:
        session.clerks.proposals.remove(one)
    session.remember()
    own.path.unlink(missing_ok=True)
