"""The second copy of a sitting's journal, as the griffier hears of it: "2 kopieën", or one of two and why.

Which folder it is comes from `council.toml` as it is now, never from the journal: where the griffie keeps its stick is
no part of a meeting, and another evening has another stick.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from livecouncil.core.council.model import Backup
from livecouncil.errors import InputFault, JournalError
from livecouncil.journal.copies.copier import Copier, Standing
from livecouncil.journal.copies.kept import kept_on_disk
from livecouncil.journal.copies.record import Records
from livecouncil.journal.copies.second import Part, SecondPlace, part_to_copy
from livecouncil.journal.journal import Journal
from livecouncil.journal.place import closed
from livecouncil.settings.folder import REHEARSALS, council_path, second_place
from livecouncil.settings.load import load_council
from livecouncil.system.locks import Held, Lock
from livecouncil.wording.faults import in_words

LAST_LINE = 5.0
"""Seconds a sitting that ends waits for its last lines to be on the second place."""


@dataclass(frozen=True)
class Terms:
    """What a sitting is opened on: the council's folder, the agenda, and whether it is a rehearsal.

    `hold` overrides every hold-back, in seconds; without `write` it only reads, whoever writes.
    """

    data: Path
    agenda_path: Path
    rehearsal: bool = False
    hold: int | None = None
    write: bool = True


class Copying:
    """What is said of the copy; nothing at all where the council asked for none."""

    def __init__(self, copier: Copier | None = None) -> None:
        self._copier = copier
        self._said = ""
        self._told_beside = ""

    @property
    def sentence(self) -> str:
        """How it stands; '' where no copy is kept."""
        if self._copier is None:
            return ""
        return self._copier.standing().sentence

    @property
    def trouble(self) -> str:
        """The same while a copy lacks something; '' when all is well."""
        if self._copier is None:
            return ""
        standing = self._copier.standing()
        if standing.whole:
            return ""
        return standing.sentence

    def news(self) -> list[str]:
        """How it stands, where that was not said before: for a shell that shows nothing standing."""
        before = self._said
        self._said = self.sentence
        return [self._said] * (self._said != before)

    def left_alone(self) -> list[str]:
        """That a copy was left as it is, once: it may be what somebody looks for."""
        if self._copier is None:
            return []
        before = self._told_beside
        self._told_beside = self._copier.standing().beside
        if self._told_beside in ("", before):
            return []
        return [in_words("journal.copies.beside", folder=self._told_beside)]

    def close(self) -> None:
        """Bring the last lines over, for a while."""
        if self._copier:
            self._copier.close(LAST_LINE)


def copying_of(journal: Journal, terms: Terms, backup: Backup) -> Copying:
    """Begin the copy of `journal` that `backup` asks for; who only reads keeps none."""
    if not backup.to or journal.read_only:
        return Copying()
    council_file = council_path(terms.data, terms.agenda_path)
    place = SecondPlace(second_place(council_file.parent, backup.to), backup.key)
    copier = Copier(place, terms.data, _part(journal, terms, council_file))
    journal.copied_by(copier)
    return Copying(copier)


def _part(journal: Journal, terms: Terms, council_file: Path) -> Part:
    """Where the journal lies, and the files that a meeting needs to go on elsewhere."""
    along = (("council.toml", council_file), (f"agendas/{terms.agenda_path.name}", terms.agenda_path))
    return part_to_copy(terms.data, _journals_in(terms.rehearsal), journal.meeting, along)


def _journals_in(rehearsal: bool) -> str:
    """The folder of journals in a council's folder."""
    if rehearsal:
        return f"{REHEARSALS}/journal"
    return "journal"


# -- of meetings that nobody logs now ----------------------------------------------------------------------------------


def bring_up_to_date(data: Path, meeting: str, *, rehearsal: bool) -> Standing | None:
    """Bring over what was changed in a meeting that nobody logs now, and say how its copy stands; None where none is
    kept, or where another program writes the meeting, which brings it over itself. What could not be done is done at
    the next sitting that reaches the second place."""
    place = _second_place(data)
    if place is None:
        return None
    inside = _journals_in(rehearsal)
    lock = Lock(data / inside, meeting)
    try:
        descriptor = lock.take()
    except (Held, JournalError):
        return None
    try:
        return _brought(Copier(place, data, _part_afterwards(data, inside, meeting)), data / inside, meeting)
    finally:
        closed(descriptor)
        lock.release()


def bring_what_is_owed(data: Path, *, rehearsal: bool) -> list[str]:
    """Bring over every meeting that had a copy and was changed since; how those copies stand that still lack it."""
    place = _second_place(data)
    if place is None:
        return []
    owed = Records(data / _journals_in(rehearsal), place.to).owed()
    return _lacking(data, owed, rehearsal=rehearsal)


def bring_keys(data: Path) -> list[str]:
    """Bring over the council's keys, to every copy there is; how those copies stand that still lack them."""
    place = _second_place(data)
    if place is None:
        return []
    return _lacking(data, Records(data / _journals_in(False), place.to).copied(), rehearsal=False)


def _lacking(data: Path, meetings: Sequence[str], *, rehearsal: bool) -> list[str]:
    found = [bring_up_to_date(data, meeting, rehearsal=rehearsal) for meeting in meetings]
    return list(dict.fromkeys(one.sentence for one in found if one and not one.whole))


def _second_place(data: Path) -> SecondPlace | None:
    """Where the council of `data` keeps its copies now; None where it keeps none."""
    try:
        backup = load_council(data / "council.toml").backup
    except InputFault:
        return None
    if not backup.to:
        return None
    return SecondPlace(second_place(data, backup.to), backup.key)


def _part_afterwards(data: Path, inside: str, meeting: str) -> Part:
    names = ("council.toml", f"agendas/{meeting}.toml")
    return part_to_copy(data, inside, meeting, [(name, data / name) for name in names])


def _brought(copier: Copier, journals: Path, meeting: str) -> Standing:
    copier.kept(kept_on_disk(journals, meeting))
    copier.first_look(LAST_LINE)
    standing = copier.standing()
    copier.close(LAST_LINE)
    return standing
