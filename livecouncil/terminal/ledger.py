"""The ledger: who is here and since when, who counted in each vote, speaking time and speakers.

Each row carries the line that changes what it says; '' where nothing can.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from livecouncil.core.council.roster import display
from livecouncil.core.meeting.attendance import VotePresence, presence, votes
from livecouncil.core.meeting.speaking_time import clocks, turns
from livecouncil.core.telling.phrases import names
from livecouncil.core.text.numbers import label_of
from livecouncil.sitting.session import Session
from livecouncil.wording import Wording

LedgerRow = tuple[str, str]
"""What the row says, and the line that changes it."""


def ledger_rows(session: Session) -> list[LedgerRow]:
    """All of the ledger, as it stands now."""
    now = session.desk.moment(session.clock())
    return [*_presence_rows(session), *_votes(session), *_clocks(session, now), *_turns(session, now)]


def minutes(seconds: int) -> str:
    """3:05"""
    return f"{seconds // 60}:{seconds % 60:02d}"


def _presence_rows(session: Session) -> Iterator[LedgerRow]:
    state = session.desk.state
    for one in presence(state):
        mark = "○"
        verb = "aan"
        if one.here:
            mark = "●"
            verb = "af"
        stays = ", ".join(_stay(begin, end) for begin, end in one.stays)
        row = f"{mark} {one.member.number or '':>3} {display(one.member):<40} {stays}"
        yield row, f"{verb} {state.roster.shortest(one.member, state.roster.voters())}"


def _stay(begin: datetime, end: datetime | None) -> str:
    """Once here, from and to; open where it goes on."""
    if end is None:
        return f"{begin:%H:%M}–"
    return f"{begin:%H:%M}–{end:%H:%M}"


def _votes(session: Session) -> Iterator[LedgerRow]:
    for vote in votes(session.desk.state):
        yield _vote_line(session.words, vote), f"c {vote.object} "


def _vote_line(words: Wording, vote: VotePresence) -> str:
    """Who counted in a vote, and who did not."""
    when = f"{vote.at:%H:%M}"
    said = [words.t("tui.ledger_vote", count=vote.voters, object=label_of(vote.object), time=when, voters=vote.voters)]
    if vote.absent:
        said.append(f"{words.t('option.absent')}: {names(vote.absent)}")
    if vote.recused:
        said.append(f"{words.t('option.recused')}: {names(vote.recused)}")
    return " · ".join(said)


def _clocks(session: Session, now: datetime) -> Iterator[LedgerRow]:
    for clock in clocks(session.desk.state, now):
        used = minutes(clock.used)
        allowed = minutes(clock.allowed)
        yield session.words.t("tui.ledger_time", name=clock.name, used=used, allowed=allowed), ""


def _turns(session: Session, now: datetime) -> Iterator[LedgerRow]:
    for turn in turns(session.desk.state, now):
        row = session.words.t(
            "tui.ledger_turn",
            item=turn.item,
            time=f"{turn.start:%H:%M}",
            who=turn.who,
            spoken=minutes(turn.seconds),
        )
        yield row, ""
