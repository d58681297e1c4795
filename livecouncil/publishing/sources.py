"""Where public files get what does not stand in a meeting's record: other meetings, the chain, the recording.

Theory. The same files are made in two places. The clerk's own commands, and the desk while no server is up, have the
council's whole folder (`FromJournals`). The public server has only what was released (`FromReleased`): the views in
`released/`, and beside them the list of announced meetings, which the clerk's processes keep there because agendas hold
titles of closed items. A recording holds what was said behind closed doors until it is cut, so it is the clerk's too:
what is made with it the server leaves as it is.

Both must give the same bytes of the same meeting.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import InputFault
from livecouncil.journal import chain, released
from livecouncil.journal.inventory import agendas, journals
from livecouncil.journal.reading import first_event
from livecouncil.journal.releasing import see_to_missing
from livecouncil.journal.signing import succession
from livecouncil.system.files import SHARED, replace

if TYPE_CHECKING:
    from livecouncil.recording.captions import Captions, Offset

ANNOUNCED = "agendas.json"
"""In `released/`: the meetings for which an agenda was made, `{"id", "title", "start"}` each."""


@dataclass(frozen=True)
class Announced:
    """A meeting for which there is an agenda."""

    id: str
    title: str
    start: datetime


class Sources(Protocol):
    """What is asked beside a record."""

    def meetings(self) -> list[str]:
        """Ids of all meetings, in order of date."""
        ...

    def snapshot(self, meeting: str) -> ev.Base | None:
        """What a meeting began with; None when that is not (yet) there."""
        ...

    def chain(self, meeting: str) -> bytes:
        """Lines of which the public chain of a meeting is made."""
        ...

    @property
    def keys(self) -> Path:
        """The folder of the statements by which one key of the council follows another."""
        ...

    def announced(self) -> list[Announced]:
        """Meetings there is an agenda for, those that were held among them."""
        ...

    def recording(self, record: PublicRecord) -> tuple[Captions, Offset] | None:
        """The captions kept of a meeting."""
        ...


@dataclass(frozen=True)
class FromJournals:
    """The council's whole folder `base`: for the clerk's own programs."""

    base: Path

    def meetings(self) -> list[str]:
        """As the journals say."""
        return journals(self.base)

    def snapshot(self, meeting: str) -> ev.Base | None:
        """The first line of the journal."""
        return first_event(self.base / "journal" / f"{meeting}.jsonl")

    def chain(self, meeting: str) -> bytes:
        """The lines of all segments."""
        return chain.raw(self.base / "journal", meeting)

    @property
    def keys(self) -> Path:
        """Where the clerk's commands keep them."""
        return self.base / succession.FOLDER

    def announced(self) -> list[Announced]:
        """The agendas; one that does not validate is not announced."""
        from livecouncil.settings.load import load_agenda, zone_of

        zone = zone_of(self.base)
        found = []
        for path, _ in agendas(self.base):
            try:
                agenda = load_agenda(path, zone)
            except InputFault:
                continue
            found.append(Announced(agenda.id, agenda.meeting.title, agenda.meeting.start))
        return found

    def recording(self, record: PublicRecord) -> tuple[Captions, Offset] | None:
        """As it was kept; nothing is loaded for a meeting that has none."""
        if not (self.base / "captions").is_dir():
            return None
        from livecouncil.recording.kept import load_recording

        found = load_recording(self.base, record)
        if found:
            return (found.captions, found.offset)
        return None


@dataclass(frozen=True)
class FromReleased:
    """What was released in the council's folder `base`: for the public server. Nothing in `journal/` is read but of
    meetings of form 1."""

    base: Path

    def meetings(self) -> list[str]:
        """Those with a released view."""
        return released.meetings(self.base)

    def snapshot(self, meeting: str) -> ev.Base | None:
        """The first line of the view."""
        path = released.path_of(self.base, meeting)
        if path.exists():
            return first_event(path)
        return first_event(self.base / "journal" / f"{meeting}.jsonl")

    def chain(self, meeting: str) -> bytes:
        """The lines of the view."""
        if released.is_begun(self.base, meeting):
            return released.chain_of(self.base, meeting)
        return chain.raw(self.base / "journal", meeting)

    @property
    def keys(self) -> Path:
        """As the clerk's commands published them."""
        return self.base / "public" / succession.FOLDER

    def announced(self) -> list[Announced]:
        """As the clerk's processes wrote it last."""
        try:
            rows = json.loads((self.base / released.FOLDER / ANNOUNCED).read_bytes())
            return [Announced(row["id"], row["title"], datetime.fromisoformat(row["start"])) for row in rows]
        except (OSError, ValueError, LookupError, TypeError):
            return []

    def recording(self, record: PublicRecord) -> tuple[Captions, Offset] | None:
        """None: it may hold what was said behind closed doors."""
        return None


def tell_the_server(base: Path) -> None:
    """See that it finds which agendas there are, and a view of every meeting. Raises OSError."""
    rows = [{"id": a.id, "title": a.title, "start": a.start.isoformat()} for a in FromJournals(base).announced()]
    data = json.dumps(rows, ensure_ascii=False).encode()
    replace(base / released.FOLDER / ANNOUNCED, data, SHARED, durable=False)
    see_to_missing(base)
