"""Two clerks on the screen: who has the hammer, how the other is, and what they propose and whether that holds."""

from __future__ import annotations

from livecouncil.sitting.answers import Preview
from livecouncil.sitting.clerks.hands import Proposal
from livecouncil.sitting.session import Session

from ..regions.desk import Offer


def hammer_seen(session: Session) -> str:
    """Row 1: who has the hammer, and that the other is silent or gone; '' where one clerk works alone."""
    clerks = session.clerks
    t = session.words.t
    if clerks.lost:
        return t("clerks.gone", clerk=clerks.lost)
    if not clerks.together:
        return ""
    here = clerks.holder == clerks.own
    hammer = t("clerks.hammer_own") if here else t("clerks.hammer", clerk=clerks.holder)
    if clerks.silent:
        return f"{hammer}, {t('clerks.quiet', clerk=clerks.other)}"
    if here:
        return f"{hammer}, {t('clerks.with', clerk=clerks.other)}"
    return hammer


def hammer_away(session: Session) -> bool:
    """Whether this terminal has no hammer: its keys name none of what only that does."""
    return session.clerks.holder != session.clerks.own


def proposal_seen(session: Session) -> Proposal | None:
    """What the other proposes to this terminal, where it may be shown."""
    if session.desk.state.doors_closed:
        return None
    return session.clerks.next_proposal()


def proposal_shown(session: Session, line: str) -> str:
    """The proposed line, where its picture and sentence stand in the place of the line's own."""
    if line.strip() or session.desk.staged:
        return ""
    proposal = proposal_seen(session)
    return proposal.line if proposal else ""


def proposal_offered(session: Session, line: str, shown: Preview) -> Offer | None:
    """The row above the entry line: the proposal with who made it; while something else is in hand that one waits."""
    proposal = proposal_seen(session)
    if proposal is None:
        return None
    t = session.words.t
    waiting = len([one for one in session.clerks.proposals if one.clerk == proposal.clerk])
    if line.strip() or session.desk.staged:
        return Offer(t("clerks.waiting", count=waiting, n=waiting))
    if shown.status == "error":
        told = t("clerks.no_longer", reason=shown.message)
        return Offer(f"{t('clerks.head', clerk=proposal.clerk, at=proposal.at)} {proposal.line}  {told}")
    return Offer(t("clerks.head", clerk=proposal.clerk, at=proposal.at), proposal.line, t("clerks.takes"))
