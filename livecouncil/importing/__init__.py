"""Agendas and rosters from what griffiers already have; one module a format, always shown for review first.

A document comes from outside and is trusted in nothing. Its way: `limits` bounds what it may cost, `sources` tells by its
content what it is, one module a format turns it into drafts, `numbering` gives each item a number an agenda can have,
`choice` takes one meeting of several, `carry` adds what earlier evenings left undecided, and `draft` shows it and writes
it. What a source does not say is never guessed, but told in a note; an item is closed only where the source or the
griffier says so. Nothing is written before the griffier has seen it, and nothing of a council is ever overwritten.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.settings.scaffold import given

from . import agenda_text, calendar, choice, ibabs, notubiz, roster, sources, xlsx
from .draft import Draft, closing, maybe_closed, reading_for, review, write_agenda
from .draft import now as here
from .sources import Kind, Source
from .words import said

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
    draft = choice.choose(path, _READERS[source.kind](source), date, now or here())
    if not draft.items and not draft.bare:
        raise InputFault("import.no_items", file=path)
    return draft


def command(files: Sequence[Path], *, data: Path, date: str | None, yes: bool, as_roster: bool, carry: bool) -> int:
    """`livecouncil import`: read, show, ask, write. Never overwrites without asking."""
    from livecouncil.settings.load import zone_of

    if as_roster:
        return _import_roster(files, data, yes)
    with reading_for(zone_of(data)):
        return _import_agenda(files[0], data, date, yes, carry)


def _import_agenda(path: Path, data: Path, date: str | None, yes: bool, carry: bool) -> int:
    draft = read_agenda(path, date).dated(date)
    if carry:
        draft = _with_carried(draft, data)
    if not yes and sys.stdin.isatty():
        draft = _asked(draft)
    print(review(draft))
    target = write_agenda(draft, data / "agendas", dry=True)
    if target.exists() and not yes:
        print(said("target_exists", target=target))
    if not _agreed(yes, said("write_to", target=target)):
        print(said("nothing_written"))
        return 1
    write_agenda(draft, data / "agendas")
    print(said("written", target=target, option=given(data)))
    return 0


def _asked(draft: Draft) -> Draft:
    """With what the griffier answers of items of which a word in the title may mean that they are closed."""
    closed = [n for n, title in maybe_closed(draft) if _agreed(False, said("is_closed", number=n, title=clean(title)))]
    return closing(draft, closed)


def _with_carried(draft: Draft, data: Path) -> Draft:
    """With what earlier meetings of this council left undecided."""
    from livecouncil.settings.load import load_council

    from . import carry

    assert draft.start
    numbers = load_council(data / "council.toml").procedure.foreign_motions
    matters = carry.outstanding(data, draft.start)
    if not matters:
        print(said("none_outstanding"))
    return carry.carry(draft, matters, numbers)


def _import_roster(files: Sequence[Path], data: Path, yes: bool) -> int:
    found = roster.read_roster(files)
    print(roster.review(found))
    target = data / "council.toml"
    if not _agreed(yes, said("add_members", count=len(found.members), target=target)):
        print(said("nothing_written"))
        return 1
    roster.merge(target, found)
    print(said("roster_written", target=target, option=given(data)))
    return 0


def _agreed(yes: bool, question: str) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise InputFault("import.no_keyboard", question=question)
    return input(f"{question} (j/n) ").strip().casefold() in ("j", "ja", "y")
