"""How each mirror stands, in a file for everybody who wants to know: the griffier's screen, `livecouncil mirrors`.

The worker writes it when something changes and every few seconds besides, so that one that is not renewed says by its
age that the worker is gone. It holds counts, moments and one sentence; nothing is decided by it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from livecouncil.system.files import replace as put

FOLDER = "mirrors"
BEAT = 5.0
"""Seconds after which it is written anew though nothing changed."""
GONE = timedelta(seconds=20)
"""Age at which nobody keeps it up any more."""

State = Literal["unknown", "even", "behind", "stands"]


@dataclass(frozen=True)
class MirrorStanding:
    """`state` even, behind (being sent) or stands (nothing gets there, and why); `behind` files since `since`.

    `files` and `size` are what was sent since the worker began; `at` is when this was written. Of a hub (`kind`) what
    is behind are `lines`, and `fork` says that it has another history than the journal here.
    """

    state: State = "unknown"
    behind: int = 0
    since: datetime | None = None
    reason: str = ""
    files: int = 0
    size: int = 0
    at: datetime | None = None
    kind: Literal["files", "hub"] = "files"
    lines: int = 0
    fork: bool = False

    def lag(self, now: datetime) -> int:
        """Seconds it is behind; 0 where it is not."""
        if self.since is None:
            return 0
        return max(0, int((now - self.since).total_seconds()))

    def kept_up(self, now: datetime) -> bool:
        """Whether a worker still writes this."""
        return self.at is not None and now - self.at < GONE


def standing_path(base: Path, name: str) -> Path:
    """Where the standing of a mirror of the council in `base` lies."""
    return base / FOLDER / f"{name}.json"


def write_standing(base: Path, name: str, standing: MirrorStanding) -> None:
    """Raises OSError."""
    told = asdict(standing)
    for moment in ("since", "at"):
        if told[moment]:
            told[moment] = told[moment].isoformat()
    put(standing_path(base, name), json.dumps(told).encode(), durable=False)


def read_standing(base: Path, name: str) -> MirrorStanding:
    """As it was written last; unknown where it was not, or cannot be read."""
    try:
        told = json.loads(standing_path(base, name).read_bytes())
        for key in ("since", "at"):
            if told[key]:
                told[key] = datetime.fromisoformat(told[key])
        return MirrorStanding(**told)
    except (OSError, ValueError, TypeError, KeyError):
        return MirrorStanding()
