"""What never stands in the chain in clear: decided here, in one place, before anything is written or rendered."""

from __future__ import annotations

from . import events as ev
from .written import fact_of


def sealed(event: ev.Base, doors_closed: bool) -> bool:
    """Whether only a commitment to `event` may enter the chain.

    Notes and reasons always; free text that may name a member of the public, so that it can be redacted, and
    what corrects it; and everything between the closing and the opening of the doors. Presence told afterwards is
    written in one breath with the opening, and in clear.
    """
    said = fact_of(event)
    if isinstance(said, ev.Note | ev.Message | ev.Undertaking):
        return True
    if isinstance(event, ev.Attendance) and event.tells is not None:
        return False
    return doors_closed and not isinstance(
        event, ev.DoorsOpened | ev.Closed | ev.Released | ev.Recalled | ev.Paused | ev.Posting
    )
