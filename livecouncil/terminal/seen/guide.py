"""The chapters of help, from the one registry of acts: what can be typed about the object in hand, then the rest."""

from __future__ import annotations

import re

from livecouncil.core.acts import ACTS, Act
from livecouncil.core.acts.deciding import DECIDING
from livecouncil.core.text.numbers import label_of
from livecouncil.sitting.session import Session

from ..overlays.guide import Chapter
from .middle import in_hand

_DEBATE = ("floor", "file", "retitle", "call_vote", "explain", "undertake", "recuse", "mistake", "message", "note")
_REPAIR = ("hammer", "undo", "redo", "correct", "where", "prepared")
_KEYS = ("tab", "history", "escape", "search", "palette", "quit", "scroll", "text")
_OBJECT = re.compile(r"^[mas]\d+")
_DECIDING = frozenset(act.id for act in DECIDING)


def chapters(session: Session) -> list[Chapter]:
    """Each with what is typed and what it does."""
    t = session.words.t
    listed = [act for act in ACTS if act.listed]
    screens = [act for act in ACTS if act.key_does]
    taken = {act.id for act in screens}
    hand = _object_in_hand(session)
    behind = [act for act in listed if act.id in _DECIDING and _OBJECT.match(act.example)]
    deciding = [act for act in listed if act.id in _DECIDING and not (hand and act in behind)]
    debate = [act for act in listed if act.id in _DEBATE]
    repair = [act for act in listed if act.id in _REPAIR]
    shown = {act.id for act in (*behind, *deciding, *debate, *repair)} | taken
    found = []
    if hand:
        rows = [(_OBJECT.sub(hand, act.example), _does(session, act)) for act in behind]
        found.append(Chapter(t("screen.guide.hand", object=label_of(hand)), rows))
    found += [
        Chapter(t("screen.guide.deciding"), _act_rows(session, deciding)),
        Chapter(t("screen.guide.debate"), _act_rows(session, debate)),
        Chapter(t("screen.guide.meeting"), _act_rows(session, [a for a in listed if a.id not in shown])),
        Chapter(t("screen.guide.repair"), _act_rows(session, repair)),
        Chapter(t("screen.guide.screens"), [(act.key.upper(), _does(session, act)) for act in screens]),
        Chapter(t("screen.guide.keys"), [(t(f"screen.guide.key.{k}"), t(f"screen.guide.does.{k}")) for k in _KEYS]),
    ]
    return found


def _act_rows(session: Session, acts: list[Act]) -> list[tuple[str, str]]:
    return [("  ".join(p for p in (act.example, _key_name(act.key)) if p), _does(session, act)) for act in acts]


def _key_name(key: str) -> str:
    """'Ctrl+Z', 'F12'."""
    return "+".join(part.capitalize() for part in key.split("+")) if key else ""


def _does(session: Session, act: Act) -> str:
    """What it does, in a few words; the palette says more."""
    label = session.words.t(f"acts.{act.id}.label")
    return label[:1].lower() + label[1:]


def _object_in_hand(session: Session) -> str:
    """Key of the motion or amendment in hand that is still open, '' where there is none."""
    state = session.desk.state
    keys = state.keys_at(state.item or "")
    if not keys:
        return ""
    key = keys[in_hand(session, keys)]
    return key if key in state.undecided else ""
