"""Agendas and rosters from what griffiers already have; one module a format, always shown for review first."""

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

_READERS: dict[Kind, Callable[[Source], Sequence[Draft]]] = {
    "text": lambda source: [agenda_text.from_text(source.text)],
    "csv": lambda source: [agenda_text.from_csv(source.text)],
    "html": lambda source: [agenda_text.from_html(source.text)],
    "json": notubiz.read,
    "xml": ibabs.read,
    "calendar": calendar.read,
    "xlsx": xlsx.read,
}


def read_agenda(path: Path, date: str | None = None, now: datetime | None = None) -> Draft:
    """Agenda of `path`, whatever it is; of several meetings that of `date`, else the first after `now`.

    Raises InputFault with what was tried.
    """
    source = sources.read(path)
    draft = choice.choose(path, _READERS[source.kind](source), date, now or here())
    if not draft.items and not draft.bare:
        raise InputFault(
            f"{path}: geen genummerde agendapunten gevonden. Er is niets veranderd; plak de agenda als tekst, met ‘1. Opening’ per regel."
        )
    return draft


def command(files: Sequence[Path], *, data: Path, date: str | None, yes: bool, as_roster: bool, carry: bool) -> int:
    """`livecouncil import`: read, show, ask, write. Never overwrites without asking."""
    from livecouncil.settings.load import zone_of

    if as_roster:
        return _roster(files, data, yes)
    with reading_for(zone_of(data)):
        return _agenda(files[0], data, date, yes, carry)


def _agenda(path: Path, data: Path, date: str | None, yes: bool, carry: bool) -> int:
    draft = read_agenda(path, date).dated(date)
    if carry:
        draft = _carried(draft, data)
    if not yes and sys.stdin.isatty():
        draft = _asked(draft)
    print(review(draft))
    target = write_agenda(draft, data / "agendas", dry=True)
    if target.exists() and not yes:
        print(f"{target} bestaat al.")
    if not _agreed(yes, f"Schrijven naar {target}?"):
        print("Er is niets geschreven.")
        return 1
    write_agenda(draft, data / "agendas")
    print(f"Geschreven: {target}. Controleer met: livecouncil check{given(data)} {target}")
    return 0


def _asked(draft: Draft) -> Draft:
    """With what the griffier answers of items of which a word in the title may mean that they are closed."""
    closed = [n for n, title in maybe_closed(draft) if _agreed(False, f"Is punt {n} ‘{clean(title)}’ besloten?")]
    return closing(draft, closed)


def _carried(draft: Draft, data: Path) -> Draft:
    """With what earlier meetings of this council left undecided."""
    from livecouncil.settings.load import load_council

    from . import carry

    assert draft.start
    numbers = load_council(data / "council.toml").procedure.foreign_motions
    matters = carry.outstanding(data, draft.start)
    if not matters:
        print("Geen stakingen of aangehouden punten in de journalen van eerdere vergaderingen.")
    return carry.carry(draft, matters, numbers)


def _roster(files: Sequence[Path], data: Path, yes: bool) -> int:
    found = roster.read(files)
    print(roster.review(found))
    target = data / "council.toml"
    if not _agreed(yes, f"{len(found.members)} leden toevoegen aan {target}?"):
        print("Er is niets geschreven.")
        return 1
    roster.merge(target, found)
    print(
        f"Geschreven: {target}. Vul aan wat ontbreekt en neem de agenda over: livecouncil import{given(data)} agenda.txt"
    )
    return 0


def _agreed(yes: bool, question: str) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise InputFault(f"{question} Zonder toetsenbord is --yes nodig. Er is niets geschreven.")
    return input(f"{question} (j/n) ").strip().casefold() in ("j", "ja", "y")
