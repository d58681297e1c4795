"""The front door of a council's pages: what is on now, what comes, what was, and how to follow it.

Theory. Who comes here wants one of three things, in this order: to follow the meeting that goes on, to know when the
next one is, to find one that was held. A meeting says of itself how it stands in its `state.json`, of which its line
here is made, so hundreds of journals need not be read when one more motion is decided. A meeting that goes on has a
part of its own between two marks: who writes after every event puts that part anew and leaves the rest as it is.

Nothing here reads a clock: a meeting is on from its first line to its close, and of those left open only the newest day
counts. A meeting that was called off is no next one: it stands apart, for who had it in his diary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from livecouncil.core.council.model import CouncilInfo
from livecouncil.core.telling.voice import Words
from livecouncil.system.files import read_file

from .pages import page_templates

FRONT = "index.html"
_STATE = "state.json"
_OVER = ("closed", "not_opened")
_SHOWN = 5
"""Earlier meetings that stand open on the page; the rest folds out."""


@dataclass(frozen=True)
class Listed:
    """A meeting on the front door; `state` is what it says of itself, {} for nothing, `decisions` whether its list of
    decisions can be had once it is closed."""

    id: str
    title: str
    start: datetime
    state: Mapping[str, Any] = field(default_factory=dict)
    decisions: bool = False

    @property
    def on(self) -> bool:
        return bool(self.state) and self.state.get("status") not in _OVER


@dataclass(frozen=True)
class FrontDoor:
    """All that stands on it. `webcal` is where the calendar of all can be subscribed to: '' for nowhere, None for no
    calendar."""

    meetings: Sequence[Listed]
    announced: Sequence[tuple[str, datetime]]
    info: CouncilInfo | None
    words: Words
    language: str
    archive: bool = False
    webcal: str | None = None
    called_off: Sequence[tuple[str, datetime]] = ()

    def page(self) -> bytes:
        """`public/index.html`."""
        newest_first = sorted(self.meetings, key=lambda one: one.start, reverse=True)
        on = [one for one in newest_first if one.on]
        on = [one for one in on if one.start.date() == on[0].start.date()]
        earlier = [one for one in newest_first if one not in on]
        known = {
            "on": [(one.id, _now(one, self.words)) for one in on],
            "newest": next(iter(newest_first), None),
            "earlier": (earlier[:_SHOWN], earlier[_SHOWN:]),
            "announced": sorted(self.announced, key=lambda row: row[1]),
            "called_off": sorted(self.called_off, key=lambda row: row[1]),
        }
        template = page_templates().get_template("meetings.html")
        return template.render(front=self, t=self.words.t, **known).encode()


def standing_of(public: Path, meeting: str) -> dict[str, Any]:
    """What a meeting's `state.json` says; {} where there is none that can be read."""
    try:
        told = json.loads(read_file(public / meeting / _STATE, public))
    except (OSError, ValueError):
        return {}
    if isinstance(told, dict):
        return told
    return {}


def renewed(page: bytes, meeting: Listed, words: Words) -> bytes | None:
    """The front door with the part of `meeting` as it is now; None where it has none, and all must be made anew."""
    begin, end = (f"<!--{mark} {meeting.id}-->".encode() for mark in ("nu", "/nu"))
    there = re.search(re.escape(begin) + b".*?" + re.escape(end), page, re.DOTALL)
    if there is None or not meeting.on:
        return None
    return page[: there.start()] + begin + _now(meeting, words).encode() + end + page[there.end() :]


def _now(meeting: Listed, words: Words) -> str:
    """The part of a meeting that goes on."""
    part: Any = page_templates().get_template("front_parts.html").make_module({"t": words.t})
    return str(part.now(meeting))
