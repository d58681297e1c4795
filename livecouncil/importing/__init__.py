"""Agendas and rosters from what griffiers already have; one module a format, always shown for review first.

A document comes from outside and is trusted in nothing. Its way: `limits` bounds what it may cost, `sources` tells by
its content what it is. A document of any format becomes blocks (`readers`), in which one parser finds the agenda
(`agenda`, `drafting`); what systems export is read by one module a format. `numbering` gives each item a number an
agenda can have, `choice` takes one meeting of several, `carry` adds what earlier evenings left undecided, and `draft`
shows it and writes it. What a source does not say is never guessed, but told in a note; an item is closed only where
the source or the griffier says so. Nothing is written before the griffier has seen it, and nothing of a council is
ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from livecouncil.errors import InputFault

from . import agenda_text, calendar, choice, ibabs, mail, messages, notubiz, official, sources, xlsx
from .dates import now_there
from .draft import AgendaDraft
from .drafting import draft_of, draft_of_table
from .sources import Kind, Source
from .words import import_text


def _no_votes(source: Source) -> list[list[str]]:
    """Rows of CSV. Raises InputFault for our own table of votes, in which every row has an item's number."""
    rows = agenda_text.delimited(source.text)
    if rows and {"vote_id", "person_id"} <= set(rows[0]):
        raise InputFault("import.votes", file=source.path)
    return rows


_READERS: dict[Kind, Callable[[Source], Sequence[AgendaDraft]]] = {
    "document": lambda source: official.live_page(source) or [draft_of(source.blocks)],
    "csv": lambda source: [draft_of_table(_no_votes(source), import_text("at_line", line="{row}"))],
    "json": notubiz.read_notubiz,
    "xml": lambda source: messages.drafts_of_atom(source) or ibabs.read_ibabs(source),
    "calendar": calendar.read_calendar,
    "xlsx": xlsx.read_xlsx,
}


def agenda_drafts(source: Source) -> Sequence[AgendaDraft]:
    """Every meeting in a source that is no message."""
    return _READERS[source.kind](source)


def read_agenda(path: Path, date: str | None = None, now: datetime | None = None) -> AgendaDraft:
    """Agenda of `path`, whatever it is; of several meetings that of `date`, else the first after `now`.

    Raises InputFault with what was tried.
    """
    source = sources.read_source(path)
    if source.kind == "mail":
        drafts = mail.read_mail(source, agenda_drafts)
    else:
        drafts = agenda_drafts(source)
    draft = choice.choose(path, drafts, date, now or now_there())
    if not draft.items and not draft.bare:
        raise _nothing(path, draft)
    return draft


def _nothing(path: Path, draft: AgendaDraft) -> InputFault:
    """No items: with what looked like one, where anything did."""
    if draft.left:
        return InputFault("import.no_items_but", file=path, left="; ".join(draft.left[:5]))
    return InputFault("import.no_items", file=path)
