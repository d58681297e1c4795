"""Where public files get what does not stand in a meeting's record: other meetings, the chain, the recording.

Theory. The same files are made in two places. The clerk's own commands, and the desk while no server is up, have the
council's whole folder (`FromJournals`). The public server has only what was released (`FromReleased`): the views in
`released/`, and beside them the list of announced meetings and whose they are, which the clerk's processes keep there
because agendas hold titles of closed items. A recording holds what was said behind closed doors until it is cut, so it
is the clerk's too: what is made with it the server leaves as it is.

Both must give the same bytes of the same meeting.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from livecouncil.core.council.model import CouncilInfo
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
"""In `released/`: the meetings for which an agenda was made, `{"id", "title", "start", …}` each."""
COUNCIL_TOLD = "council.json"
"""Beside it: whose meetings they are, which `council.toml` says and a council's first meeting does not yet."""


@dataclass(frozen=True)
class Announced:
    """A meeting for which there is an agenda. `announced_as` is its id as it was announced first, `changed` when its
    agenda was last."""

    id: str
    title: str
    start: datetime
    announced_as: str
    changed: datetime
    cancelled: bool = False


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

    def council(self) -> CouncilInfo | None:
        """Whose meetings they are, as is known today; None when that cannot be read."""
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
        for path, changed in agendas(self.base):
            try:
                agenda = load_agenda(path, zone)
            except InputFault:
                continue
            told = agenda.meeting
            when = datetime.fromtimestamp(changed // 1_000_000_000, UTC)
            found.append(Announced(agenda.id, told.title, told.start, agenda.announced_id, when, told.cancelled))
        return found

    def council(self) -> CouncilInfo | None:
        """As `council.toml` says."""
        from livecouncil.settings.load import load_council

        try:
            return load_council(self.base / "council.toml").council
        except InputFault:
            return None

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
            return list(map(_announced_of, rows))
        except (OSError, ValueError, LookupError, TypeError):
            return []

    def council(self) -> CouncilInfo | None:
        """As the clerk's processes wrote it last."""
        try:
            return CouncilInfo.model_validate_json((self.base / released.FOLDER / COUNCIL_TOLD).read_bytes())
        except (OSError, ValueError):
            return None

    def recording(self, record: PublicRecord) -> tuple[Captions, Offset] | None:
        """None: it may hold what was said behind closed doors."""
        return None


def _announced_of(row: dict[str, Any]) -> Announced:
    """A row that this version wrote, or an earlier one. Raises LookupError, TypeError, ValueError."""
    start = datetime.fromisoformat(row["start"])
    changed = datetime.fromisoformat(row.get("changed", row["start"]))
    first = row.get("announced_as", row["id"])
    return Announced(row["id"], row["title"], start, first, changed, bool(row.get("cancelled", False)))


def tell_the_server(base: Path) -> None:
    """See that it finds which agendas there are, whose, and a view of every meeting. Raises OSError."""
    known = FromJournals(base)
    data = json.dumps([vars(a) for a in known.announced()], ensure_ascii=False, default=datetime.isoformat).encode()
    replace(base / released.FOLDER / ANNOUNCED, data, SHARED, durable=False)
    if info := known.council():
        told = info.model_dump_json(exclude_defaults=True).encode()
        replace(base / released.FOLDER / COUNCIL_TOLD, told, SHARED, durable=False)
    see_to_missing(base)
