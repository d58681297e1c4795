"""Agendas and rosters from what griffiers already have; one module a format, always shown for review first.

A document comes from outside and is trusted in nothing. Its way: `limits` bounds what it may cost, `sources` tells by
its content what it is, one module a format turns it into drafts, `numbering` gives each item a number an agenda can
have, `choice` takes one meeting of several, `carry` adds what earlier evenings left undecided, and `draft` shows it and
writes it. What a source does not say is never guessed, but told in a note; an item is closed only where the source or
the griffier says so. Nothing is written before the griffier has seen it, and nothing of a council is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from livecouncil.errors import InputFault

from . import agenda_text, calendar, choice, ibabs, notubiz, sources, xlsx
from .draft import Draft, now_there
from .sources import Kind, Source

_READERS: dict[Kind, Callable[[Source], Sequence[Draft]]] = {
    "text": lambda source: [agenda_text.from_text(source.text)],
    "csv": lambda source: [agenda_text.from_csv(source.text)],
    "html": lambda source: [agenda_text.from_html(source.text)],
    "json": notubiz.read_notubiz,
    "xml": ibabs.read_ibabs,
    "calendar": calendar.read_calendar,
    "xlsx": xlsx.read_xlsx,
}


def read_agenda(path: Path, date: str | None = None, now: datetime | None = None) -> Draft:
    """Agenda of `path`, whatever it is; of several meetings that of `date`, else the first after `now`.

    Raises InputFault with what was tried.
    """
    source = sources.read_source(path)
    draft = choice.choose(path, _READERS[source.kind](source), date, now or now_there())
    if not draft.items and not draft.bare:
        raise InputFault("import.no_items", file=path)
    return draft
