"""Bodies of municipalities together: a joint body (Wet gemeenschappelijke regelingen) and a safety region.

A joint body follows the Gemeentewet (22.1) unless its arrangement departs from it: only there members may carry more
than one vote and named decisions need more than half (13.4). Which have how many, and which decisions are named, is
data of the body; that enough members took part is counted by persons whatever votes they have. Secrecy must be imposed;
it never follows from the doors. In a safety region the chair is one of the mayors, and where the votes tie the chair's
vote decides (Wvr 11.5).
"""

from __future__ import annotations

import re

from livecouncil.core.law import voting
from livecouncil.core.law.voting import Count, PersonCount, Ruling

from .profile import BodyRuling, Explanation, MatterVote, Profile, Share, UncertainLaw, always_debate, never


def tally_weighted(count: MatterVote) -> Ruling:
    """Persons for validity, votes for the majority, which may be another than more than half."""
    if count.weights is None and count.needed is None:
        return voting.tally(count)
    took_part = _took_part(count)
    if not _is_valid(count, took_part):
        return BodyRuling("invalid", ("29.1",))
    if count.needed is not None:
        return _with_share(count)
    votes_for, votes_against = count.votes
    if votes_for > votes_against:
        return BodyRuling("adopted", ("Wgr 13.4",))
    if votes_for == votes_against and votes_for > 0:
        return _weighted_tie(count, took_part)
    return BodyRuling("rejected", ("Wgr 13.4",))


def _took_part(count: MatterVote) -> int:
    """How many persons voted: those whose votes are known, else all who were there and need not abstain."""
    return max(count.present - count.recused, count.for_ + count.against)


def _is_valid(count: MatterVote, took_part: int) -> bool:
    waived = count.second_convocation or count.earlier == "invalid"
    return voting.is_valid(took_part, count.sitting - count.recused, waived)


def _with_share(count: MatterVote) -> Ruling:
    """A decision that needs more than more than half: reached or not, and no tie is more than a rejection."""
    reached, needed, _ = count.asked
    return BodyRuling("adopted" if reached >= needed else "rejected", ("Wgr 13.4",), share=True)


def _weighted_tie(count: MatterVote, took_part: int) -> Ruling:
    """Votes tie, not persons: whether all have voted is a question of persons (art. 32)."""
    members = count.seats if count.vacancy_counts else count.sitting
    if count.earlier == "tie":
        return BodyRuling("tied_not_adopted", ("32.5",))
    if took_part == members - count.recused:
        return BodyRuling("tied_not_adopted", ("32.4", "32.6"))
    return BodyRuling("tied_postponed", ("32.4",))


def tally_with_chair(count: MatterVote) -> Ruling:
    """A majority; of a tie the chair's vote makes one (Wvr 11.5). Of an absent chair nothing is known."""
    if not _is_valid(count, _took_part(count)):
        return BodyRuling("invalid", ("GW 29.1",))
    if count.needed is not None:
        return _with_share(count)
    votes_for, votes_against = count.votes
    if votes_for != votes_against:
        return BodyRuling("adopted" if votes_for > votes_against else "rejected", ("11.3",))
    if count.chair_vote == "for":
        return BodyRuling("adopted", ("11.5",), by="chair")
    if count.chair_vote == "against":
        return BodyRuling("rejected", ("11.5",), by="chair")
    return BodyRuling("tied", ("11.3", "11.5"))


def grounds_of_regions(count: Count | PersonCount, ruling: Ruling) -> Explanation:
    """As for a municipal council; what the chair decided, what nobody did, and what needed more than more than half
    have sentences of their own."""
    if isinstance(count, PersonCount) or not isinstance(count, MatterVote):
        return voting.grounds(count, ruling)
    votes_for, votes_against = count.votes
    figures: dict[str, object] = {"votes_for": votes_for, "votes_against": votes_against}
    if isinstance(ruling, BodyRuling) and ruling.by == "chair":
        return "by_chair", figures
    if isinstance(ruling, BodyRuling) and ruling.share and count.needed:
        reached, needed, among = count.asked
        return f"share_of_{count.needed.of}", figures | {"reached": reached, "needed": needed, "among": among}
    if ruling.outcome == "tied":
        return "tied", figures
    key, told = voting.grounds(count, ruling)
    return key, told | figures


_TITLED = re.compile(r"\balgemeen bestuur\b", re.I)

JOINT_BODY = Profile(
    kind="joint_body",
    act="GW",
    doors=Share(1, 5, of="present"),
    secret_by_law=False,
    weighs=True,
    recusal=always_debate,
    ratifies_in_vain=lambda title, day: never(title),
    tally=tally_weighted,
    grounds=grounds_of_regions,
    titled=_TITLED,
    drafts=(
        UncertainLaw("joint_weights"),
        UncertainLaw("joint_secrecy"),
    ),
)
SAFETY_REGION = Profile(
    kind="safety_region",
    act="Wvr",
    doors=Share(1, 5, of="present"),
    secret_by_law=False,
    weighs=True,
    chair_member=True,
    recusal=always_debate,
    ratifies_in_vain=lambda title, day: never(title),
    tally=tally_with_chair,
    grounds=grounds_of_regions,
    titled=_TITLED,
    drafts=(
        UncertainLaw("region_weights"),
        UncertainLaw("region_chair"),
        UncertainLaw("joint_secrecy"),
    ),
)
