"""What every event of a journal has: its number, its time, the form it was logged in, and the gates it passed then."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from livecouncil.core.council.model import Model

Gate = Literal["wall", "feed", "networks"]
VERSION = 2  # form of the newest journals; what is logged in an older one has that one's


class Base(Model):
    """One event. Its kind is its class, which has no heirs: who walks many asks for `type(event)`, for the `isinstance`
    of a model takes several times as long to say no.

    Where two clerks log together: `clerk` typed it, as line `sent` of theirs, and `hammer` confirmed it, each by
    initials. Of a meeting that one logs alone nothing of that is said.
    """

    seq: int = 0
    at: datetime
    v: int = VERSION
    logged: datetime | None = None
    released: tuple[Gate, ...] = ()
    clerk: str = ""
    hammer: str = ""
    sent: int = 0
