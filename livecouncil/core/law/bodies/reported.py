"""A body as somebody else reports on it: its law binds the body, and is never spoken by who sits in the stand.

A reporter does not know who is present, so no quorum is checked, no vote is called void and no article is named. What
the figures say by themselves is all that is said: more for than against, or as many.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from livecouncil.core.law.voting import Ruling

from .committee import no_quorum
from .profile import Explanation, MatterVote, PersonsBallot, Profile, never


@cache
def as_reported(profile: Profile) -> Profile:
    """`profile` for a report that is not the body's own."""
    return replace(
        profile,
        quorum=no_quorum,
        every_item=False,
        tally=_more_for,
        tally_persons=_more_than_half,
        grounds=_grounds_unspoken,
        never_closed=never,
        never_decided_closed=never,
        about_persons=never,
        drafts=(),
    )


def _more_for(count: MatterVote) -> Ruling:
    """What the chair's figures say."""
    if count.for_ == count.against and count.for_:
        return Ruling("tied", ())
    return Ruling("adopted" if count.for_ > count.against else "rejected", ())


def _more_than_half(count: PersonsBallot) -> Ruling:
    """Who has more than half of the papers that name somebody; else whatever comes next is for the chair to tell."""
    cast = sum(count.ballots.values()) + count.against
    for name, votes in count.ballots.items():
        if 2 * votes > cast:
            return Ruling("elected", (), name)
    return Ruling("new_ballot", ())


def _grounds_unspoken(count: object, ruling: Ruling) -> Explanation:
    """Why an outcome is what it is, without an article."""
    if isinstance(count, MatterVote):
        return "as_reported", {"votes_for": count.for_, "votes_against": count.against}
    return "ballot_as_reported", {}
