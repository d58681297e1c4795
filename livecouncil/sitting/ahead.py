"""What is known of an evening before its session is: enough for the start checks.

Theory. A session knows the rules, how each fact is told and what was released; to load all that takes longer than what
the checks ask, which council.toml, the agenda, the lock and the beginning of the journal answer. So those are read
first, and the session is opened while the griffier reads what was found. It then judges all of it anew: nothing that is
found here is kept, and nothing is logged.

Only a journal in which nothing was logged yet is looked into, and only one that is whole: whatever else there is, the
session says. Nor is a council with mirrors known ahead: how those stand is asked of the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.bodies import convened
from livecouncil.core.council.model import Council, Tui
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import JournalError
from livecouncil.journal.inventory import segments
from livecouncil.journal.lines import NEWEST, body_of
from livecouncil.journal.place import Place, private_folder
from livecouncil.settings.folder import council_path, home_of
from livecouncil.settings.load import load_agenda, load_council, with_law_of
from livecouncil.system.clocks import now_here
from livecouncil.system.locks import Lock
from livecouncil.wording import Wording
from livecouncil.wording.voices import words_for

from .clocks import Clock
from .draft import left_in
from .prepared import Prepared, beforehand

if TYPE_CHECKING:
    from .session import Session

_BEFORE_ANY_FACT = {"snapshot", "note", "checkpoint"}
"""What a journal may hold of which a meeting stands where it would begin."""


@dataclass(frozen=True)
class Ahead:
    """A meeting as the start checks look at it. `holder` is who else writes it, where this program is `read_only`;
    `damage` what its journal lacks, `prepared` how many lines wait."""

    state: MeetingState
    words: Wording
    home: Path
    clock: Clock
    tui: Tui
    read_only: bool = False
    holder: str = ""
    damage: Sequence[str] = ()
    prepared: int = 0


def ahead_in(session: Session) -> Ahead:
    """The meeting as its session knows it."""
    return Ahead(
        session.desk.state,
        session.words,
        session.data,
        session.clock,
        session.tui,
        read_only=session.journal.read_only,
        holder=session.journal.holder,
        damage=session.journal.damage,
        prepared=len(session.desk.prepared.lines),
    )


def look_ahead(data: Path, agenda_path: Path, *, rehearsal: bool, clock: Clock = now_here) -> Ahead | None:
    """The meeting of `agenda_path`; None where only its session can tell. Raises InputFault as that does."""
    council = load_council(council_path(data, agenda_path))
    agenda = load_agenda(agenda_path, council.council.zone, council)
    if council.mirrors and not rehearsal:
        return None
    home = home_of(data, rehearsal)
    place = Place(home / "journal", agenda.id)
    try:
        private_folder(place.folder)
        holder = Lock(place.folder, place.meeting).holder()
        state = _as_it_begins(place, council, agenda, rehearsal=rehearsal)
        waiting = _prepared(place, agenda_path.parent)
    except (OSError, JournalError, ValueError, LookupError):
        return None  # a session says it in a sentence
    if state is None:
        return None
    return Ahead(state, words_for(state.council), home, clock, council.tui, bool(holder), holder, prepared=waiting)


def _as_it_begins(place: Place, council: Council, agenda: Agenda, *, rehearsal: bool) -> MeetingState | None:
    """The meeting where it begins: as its journal does, else by the files as they are now. None where the journal says
    more. Raises OSError, ValueError, LookupError."""
    first = _first_line(place)
    if first is None:
        return None
    if first:
        council = Council.model_validate(first["council"])
        agenda = Agenda.model_validate(first["agenda"])
    else:
        council = with_law_of(council, agenda.meeting.start.date(), agenda.meeting.body)
    return MeetingState(convened(council, agenda.meeting.body), agenda, rehearsal)


def _first_line(place: Place) -> dict[str, Any] | None:
    """What the journal begins with, {} where it is not begun; None where it says more, or is not whole."""
    files = segments(place.folder, place.meeting)
    if not files:
        return {}
    *rows, tail = files[0].read_bytes().split(b"\n")
    if tail or len(files) > 1:
        return None
    if not rows:
        return {}
    first = body_of(rows[0])
    if first.get("type") != "snapshot" or not all(_is_plain(body_of(row)) for row in rows):
        return None
    return first


def _is_plain(body: dict[str, Any]) -> bool:
    """Whether a whole line that this program knows says no fact."""
    return body.get("type") in _BEFORE_ANY_FACT and body.get("v", 1) <= NEWEST


def _prepared(place: Place, folder: Path) -> int:
    """How many lines will wait from the start."""
    waiting = Prepared()
    left = left_in(place.private / "draft.json")
    taken = ""
    if left:
        waiting.add(left.prepared)
        taken = left.prepared_from
    if found := beforehand(folder, taken):
        waiting.add(found.lines)
    return len(waiting.lines)
