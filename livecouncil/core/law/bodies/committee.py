"""A council's committee (raadscommissie, Gemeentewet art. 82): it prepares what the council decides, and advises.

Art. 82.5 makes arts. 19 and 21–23 apply, and neither 20 (quorum), 24 (what is never closed) nor 28–32 (voting): a
committee has no vote to count and no quorum by law. A council may ask one in its own rules (`quorum = true`).
"""

from __future__ import annotations

import re

from .profile import Profile, UncertainLaw, never


def no_quorum(sitting: int) -> int:
    """Art. 20 does not apply: any number may meet."""
    return 0


COMMITTEE = Profile(
    kind="committee",
    decides=False,
    advises=True,
    quorum=no_quorum,
    never_closed=never,
    about_persons=never,
    titled=re.compile(r"\b(?:raads|staten)?commissie|\bkommisje|committee"),
    chair_of_council=True,
    lifts=("committee", "council"),
    drafts=(UncertainLaw("committee_quorum", settled="quorum"),),
)
