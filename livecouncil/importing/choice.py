"""Which meeting, when a file has several: the one of `--date`, else the next one; never a guess without saying so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from livecouncil.errors import InputFault

from .dates import given_date
from .draft import AgendaDraft
from .words import import_text

_SHOWN = 12


def choose(path: Path, drafts: Sequence[AgendaDraft], date: str | None, now: datetime) -> AgendaDraft:
    """One of `drafts`. Raises InputFault with those there are when `date` fits none or several, or none is to come."""
    drafts = [draft for at, draft in enumerate(drafts) if draft not in drafts[max(0, at - _SHOWN) : at]]
    if len(drafts) == 1:
        return drafts[0]
    dated = sorted(((d.start, at) for at, d in enumerate(drafts) if d.start), key=lambda pair: pair[0])
    known = [drafts[at] for _, at in dated]
    if date is not None:
        return _of_date(path, known, date)
    coming = [d for d in known if d.start and d.start >= now]
    if not coming:
        raise _which(path, known, import_text("none_coming"))
    others = import_text("several", count=len(drafts))
    return replace(coming[0], notes=(others, *coming[0].notes))


def _of_date(path: Path, drafts: Sequence[AgendaDraft], date: str) -> AgendaDraft:
    wanted, timed = given_date(date)
    fitting = [d for d in drafts if d.start and d.start.date() == wanted.date()]
    if timed and len(fitting) > 1:
        fitting = [d for d in fitting if d.start == wanted]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _which(path, drafts, import_text("several_of_date", date=date))
    raise _which(path, drafts, import_text("none_of_date", date=date))


def _which(path: Path, drafts: Sequence[AgendaDraft], why: str) -> InputFault:
    listed = ", ".join(f"{d.start:%Y-%m-%dT%H:%M} ‘{d.title[:40]}’" for d in drafts[-_SHOWN:])
    if not listed:
        return InputFault("import.which_undated", file=path, count=len(drafts), why=why)
    return InputFault("import.which", file=path, count=len(drafts), why=why, listed=listed)
