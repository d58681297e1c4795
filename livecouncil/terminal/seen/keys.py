"""What the keys do now: only what can be done is named."""

from __future__ import annotations

from collections.abc import Sequence

from livecouncil.core.telling.voice import Words
from livecouncil.sitting.session import Session

from .clerks import hammer_away

KeyNames = Sequence[tuple[str, str]]

_PLANNED = ("open", "help", "outgoing")
_IDLE = ("next", "help", "correct", "outgoing", "panic", "find")
_SUSPENDED = ("resume", "help", "outgoing", "correct", "panic")
_CLOSED = ("correct", "outgoing", "help")
_TYPING = ("stage", "tab", "wipe", "roll_call", "help")
_WAITING = ("hammer", "drop", "roll_call", "help")
_WAITING_TYPED = ("f12", "stage", "tab", "wipe", "help")
_SHUT = ("open_doors", "close", "suspend", "help")
_WITH_HAMMER = ("hammer", "drop", "undo", "f12", "correct", "panic", "open", "open_doors", "close")
_ESCAPE = ("wipe", "drop")
"""What Esc does where no alarm stands: that is read first."""
_BY_STATUS = {"planned": _PLANNED, "not_opened": _CLOSED, "suspended": _SUSPENDED, "closed": _CLOSED}


def keys_seen(session: Session, *, typed: bool, alarm: bool, refused: str = "") -> KeyNames:
    """By where the fact in hand is; `refused` is the kind of refused line that was put back, which Enter takes no
    second time."""
    state = session.desk.state
    if state.doors_closed:
        named: Sequence[str] = _SHUT
    elif session.desk.staged and typed:
        named = _WAITING_TYPED
    elif session.desk.staged:
        named = _WAITING
    elif typed:
        named = _TYPING
    else:
        named = _BY_STATUS.get(state.status, _IDLE)
        if session.held(1):
            named = ("undo", *named)
    if hammer_away(session):
        named = [key for key in named if key not in _WITH_HAMMER]
    if refused:
        named = [f"again_{refused}" if key == "stage" else key for key in named]
    if alarm:
        named = ["read", *(key for key in named if key not in _ESCAPE)]
    t = session.words.t
    return [(t(f"screen.keys.{key}.key"), t(f"screen.keys.{key}.does")) for key in named]


def behind_doors(words: Words) -> list[str]:
    """What can be typed behind closed doors, in the place of the journal."""
    return [words.t("screen.shut_can"), words.t("screen.shut_else")]
