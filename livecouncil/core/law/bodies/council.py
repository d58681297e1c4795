"""The municipal council (gemeenteraad): the Gemeentewet, in `voting`, `in_force` and `seats`; nothing is added here."""

from __future__ import annotations

from livecouncil.core.law.seats import MOST, UP_TO

from .profile import Profile, Seats

COUNCIL = Profile(kind="council", identity="GM", seats=Seats(table=UP_TO, most=MOST))
