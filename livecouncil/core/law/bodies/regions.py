"""Bodies of municipalities together: a joint body (Wet gemeenschappelijke regelingen) and a safety region.

A joint body follows the Gemeentewet (22.1) unless its arrangement departs from it: only there members may carry more
than one vote and named decisions need more than half (13.4). Secrecy must be imposed; it never follows from the doors.
In a safety region the chair is one of the mayors, and where the votes tie the chair's vote decides (Wvr 11.5).
"""

from __future__ import annotations

from livecouncil.core.law import voting
from livecouncil.core.law.voting import Count, PersonCount, Ruling

from .profile import BodyRuling, Explanation, MatterVote, Profile, Share, UncertainLaw, always_debate, never


def tally_weighted(count: MatterVote) -> Ruling:
    """Persons for validity, weights for the majority, which may be another than more than half."""
    if count.weights is None and count.needed is None:
        return voting.tally(count)
    votes_for = count.for_
    votes_against = count.against
    if count.weights is not None:
        votes_for, votes_against = count.weights
    waived = count.second_convocation or count.earlier == "invalid"
    took_part = max(count.present, count.for_ + count.against)
    if not voting.is_valid(took_part, count.sitting - count.recused, waived):
        return BodyRuling("invalid", ("29.1",))
    cast = votes_for + votes_against
    if count.needed is not None:
        part, whole = count.needed
        enough = cast > 0 and votes_for * whole >= cast * part
    else:
        enough = 2 * votes_for > cast
    if enough:
        return BodyRuling("adopted", ("Wgr 13.4",))
    if votes_for == votes_against and cast > 0 and count.needed is None:
        return _weighted_tie(count, took_part)
    return BodyRuling("rejected", ("Wgr 13.4",))


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
    if not voting.is_valid(count.for_ + count.against, count.sitting - count.recused, count.second_convocation):
        return BodyRuling("invalid", ("29.1",))
    if count.for_ != count.against:
        outcome = voting.tally(count).outcome
        return BodyRuling(outcome, ("11.3",))
    if count.chair_vote == "for":
        return BodyRuling("adopted", ("11.5",), by="chair")
    if count.chair_vote == "against":
        return BodyRuling("rejected", ("11.5",), by="chair")
    return BodyRuling("tied", ("11.3", "11.5"))


def grounds_of_regions(count: Count | PersonCount, ruling: Ruling) -> Explanation:
    """As for a municipal council; what the chair decided, and what nobody did, has a sentence of its own."""
    if isinstance(count, PersonCount):
        return voting.grounds(count, ruling)
    figures: dict[str, object] = {"votes_for": count.for_, "votes_against": count.against}
    if isinstance(ruling, BodyRuling) and ruling.by == "chair":
        return "by_chair", figures
    if ruling.outcome == "tied":
        return "tied", figures
    return voting.grounds(count, ruling)


JOINT_BODY = Profile(
    kind="joint_body",
    act="GW",
    doors=Share(1, 5, of="present"),
    secret_by_law=False,
    recusal=always_debate,
    ratifies_in_vain=lambda title, day: never(title),
    tally=tally_weighted,
    grounds=grounds_of_regions,
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
    chair_member=True,
    recusal=always_debate,
    ratifies_in_vain=lambda title, day: never(title),
    tally=tally_with_chair,
    grounds=grounds_of_regions,
    drafts=(
        UncertainLaw("region_weights"),
        UncertainLaw("region_chair"),
        UncertainLaw("joint_secrecy"),
    ),
)
