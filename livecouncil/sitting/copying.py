"""The second copy of a sitting's journal, as the griffier hears of it: "2 kopieën", or one of two and why.

Which folder it is comes from `council.toml` as it is now, never from the journal: where the griffie keeps its stick is
no part of a meeting, and another evening has another stick.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from livecouncil.core.council.model import Backup
from livecouncil.journal.copier import Copier
from livecouncil.journal.journal import Journal
from livecouncil.journal.second import Part, SecondPlace
from livecouncil.settings.folder import REHEARSALS, council_path, home_of, second_place
from livecouncil.wording.faults import in_words

LAST_LINE = 5.0
"""Seconds a sitting that ends waits for its last lines to be on the second place."""


@dataclass(frozen=True)
class Terms:
    """What a sitting is opened on: the council's folder, the agenda, and whether it is a rehearsal.

    `hold` overrides every hold-back, in seconds.
    """

    data: Path
    agenda_path: Path
    rehearsal: bool = False
    hold: int | None = None


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
        """What is to be said that was not said before: a change, or a copy that was left alone."""
        if self._copier is None:
            return []
        standing = self._copier.standing()
        news = []
        if standing.sentence != self._said:
            news.append(standing.sentence)
        if standing.beside and standing.beside != self._told_beside:
            news.append(in_words("journal.copies.beside", folder=standing.beside))
        self._said = standing.sentence
        self._told_beside = standing.beside
        return news

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
    home = home_of(terms.data, terms.rehearsal)
    inside = ""
    if terms.rehearsal:
        inside = f"{REHEARSALS}/"
    outbox = f"journal/{journal.meeting}.outbox.jsonl"
    along = (
        ("council.toml", council_file),
        (f"agendas/{terms.agenda_path.name}", terms.agenda_path),
        (f"{inside}{outbox}", home / outbox),
        ("public/livecouncil.pub", terms.data / "public" / "livecouncil.pub"),
    )
    return Part(f"{inside}journal", along)
