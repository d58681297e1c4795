"""An outcome the chair told without figures: `m3 aang`, `m3 verw`.

Nothing was counted here, so the outcome is the chair's word. What the law asks of a vote besides, that enough members
took part (art. 29) or are there, is taken from who is present, and the griffier is told that it is. That a majority
which its body named was reached is the chair's word too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from livecouncil.core.law.outcomes import Outcome
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import CountedVotes
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal

from .counted import matter_of
from .shared import Finding, Notice, persons_notice, referred
from .sides import nobody_told
from .vote_order import amended, may_lapse, too_early
from .votes import Cast, names_wanted, poll_of, round_number, vote_as_kept

_SAID: dict[str, Outcome] = {"for": "adopted", "against": "rejected"}


def decide_as_told(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """The outcome as the chair told it, of those present and entitled to vote."""
    poll = poll_of(state, entry)
    if poll.completes is not None and not poll.again:
        raise Refusal("figures_known", object=referred(state, poll.target))
    poll = replace(poll, majority=None)
    cast = Cast(poll, vote_as_kept(poll, None, nobody_told(poll.voters)))
    present = len(poll.voters.voting)
    entitled = present + len(poll.voters.absent)
    if_all_voted = matter_of(state, poll.target, cast.record, CountedVotes(poll.voters.most or 1, 0))
    outcome = state.law.tally(if_all_voted).outcome
    if outcome == "adopted":
        outcome = amended(state, poll.target, _SAID[entry.side])
    event = ev.Decided(
        at=at,
        object=poll.target,
        item=state.item_of(poll.target),
        outcome=outcome,
        method="announced",
        vote=cast.record,
        round=round_number(state, cast),
        also=poll.also,
    )
    early: tuple[Notice, ...] = ()
    if not poll.again:
        early = too_early(state, poll.target) + may_lapse(state, poll.target)
    said: tuple[Notice, ...] = ()
    if not state.council.council.unofficial:
        said = (Notice("chairs_word", {"present": present, "entitled": entitled}),)
    wanted = names_wanted(state, poll.target, cast.record)
    return Finding((event,), (*said, *early, *wanted, *persons_notice(state, poll.target)))
