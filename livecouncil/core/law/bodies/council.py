"""The municipal council (gemeenteraad): the Gemeentewet, in `voting`, `in_force` and `seats`; nothing is added here."""

from __future__ import annotations

import re

from livecouncil.core.law.seats import MOST, UP_TO

from .profile import Profile, Seats

COUNCIL = Profile(
    kind="council",
    identity="GM",
    seats=Seats(said="impossible_seats", table=UP_TO, most=MOST),
    titled=re.compile(r"\braadsvergadering|\bgemeenteraad|\briedsgearkomste|\bgemeenteried"),
)
