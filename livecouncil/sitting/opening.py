"""A meeting opened: its journal begun or read, folded, and laid on a desk.

A meeting goes on with the council and agenda it began with, as its journal tells them, whatever the files say by now.
Titles of closed items never stand in the chain: they are in a private note written with the snapshot, and are put back
for the griffier only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from livecouncil import __version__
from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.council.bodies import convened
from livecouncil.core.council.model import Council, Hold, MirrorSite, Tui
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.privacy import closed_apart, sealed
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import dated
from livecouncil.errors import JournalError
from livecouncil.journal.inventory import journals
from livecouncil.journal.journal import Journal
from livecouncil.journal.reading import UNTENABLE, first_event
from livecouncil.journal.released import path_of
from livecouncil.settings.folder import council_path, home_of
from livecouncil.settings.giving_ids import with_ids
from livecouncil.settings.load import load_agenda, load_council, with_law_of
from livecouncil.system.caught import undone_by
from livecouncil.wording import Wording
from livecouncil.wording.voices import words_for

from .clocks import Clock
from .copying import Copying, Terms, copying_of
from .desk import Desk
from .proceedings import Proceedings


@dataclass(frozen=True)
class OpenedMeeting:
    """A journal and the desk over it; `copying` keeps it a second time; `notices` is what was amiss with what was
    read; `tui` is how the griffier's screen looks; `mirrors` where the public files stand as well."""

    journal: Journal
    desk: Desk
    words: Wording
    home: Path
    council_folder: Path
    copying: Copying
    notices: tuple[str, ...]
    tui: Tui
    mirrors: tuple[MirrorSite, ...]


@dataclass
class Sealing:
    """Says of each event whether the chain may only commit to it; behind closed doors that is nearly all.

    The journal is opened before there is a meeting to know the doors of; until then they are open.
    """

    meeting: Proceedings | None = None

    def __call__(self, event: ev.Base) -> bool:
        closed = self.meeting is not None and self.meeting.state.doors_closed
        return sealed(event, doors_closed=closed)


def begin_or_resume(terms: Terms, clock: Clock) -> OpenedMeeting:
    """Begin or resume the meeting of the agenda.

    Raises InputFault for a broken agenda or council, JournalError when the record cannot be opened. Nothing stays open
    then.
    """
    council = load_council(council_path(terms.data, terms.agenda_path))
    backup = council.backup
    tui = council.tui
    mirrors = council.mirrors
    agenda = load_agenda(terms.agenda_path, council.council.zone, council)
    home = home_of(terms.data, terms.rehearsal)
    sealing = Sealing()
    view = path_of(home, agenda.id)
    journal = Journal.open(home / "journal", agenda.id, write=terms.write, seal=sealing, view=view)
    with undone_by(journal.close):
        if journal.events:
            council, agenda = as_begun(journal)
        else:
            if not (terms.rehearsal or journal.read_only):
                council = with_ids(council, council_path(terms.data, terms.agenda_path), partial(_as_met, home))
            council = with_law_of(council, agenda.meeting.start.date(), agenda.meeting.body)
        if not journal.events and not journal.read_only:
            _begin(journal, council, agenda, rehearsal=terms.rehearsal, now=clock())
        if council.body is None:
            council = convened(council, agenda.meeting.body)
        words = words_for(council)
        meeting = Proceedings(MeetingState(council, agenda, terms.rehearsal), words, words.table("places"))
        sealing.meeting = meeting
        desk = Desk(meeting, _held_for(council, terms.hold), words.table("lint").get("avoid", ()))
        _go_on(desk, journal)
    notices = dict.fromkeys([*journal.damage, *journal.news(), *_unopened(journal, words)])
    copying = copying_of(journal, terms, backup)
    return OpenedMeeting(journal, desk, words, home, terms.data, copying, tuple(notices), tui, mirrors)


def _as_met(home: Path) -> Iterator[dict[str, Any]]:
    """The council as each meeting so far began with it."""
    for meeting in journals(home):
        first = first_event(home / "journal" / f"{meeting}.jsonl")
        if isinstance(first, ev.Snapshot):
            yield first.council


def _held_for(council: Council, hold: int | None) -> Hold:
    if hold is None:
        return council.release.hold
    return Hold(wall=hold, feed=hold, networks=hold)


NOT_OF_THE_MEETING: dict[str, bool | set[str]] = {"backup": True, "tui": True, "mirrors": True, "wall": {"listen"}}
"""What of `council.toml` stands in no journal: how this desk is set up."""


def _begin(journal: Journal, council: Council, agenda: Agenda, *, rehearsal: bool, now: datetime) -> None:
    """Write the snapshot; titles of closed items go into the private folder, in the same breath."""
    shown, hidden = closed_apart(agenda.model_dump(mode="json", exclude_defaults=True))
    at = dated(MeetingState(council, agenda), now).at
    public_council = council.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=NOT_OF_THE_MEETING)
    snapshot = ev.Snapshot(
        at=at, program=__version__, rehearsal=rehearsal, id_scheme=2, agenda=shown, council=public_council
    )
    secrets = []
    if hidden:
        secrets.append(ev.Note(at=at, kind="closed_titles", text=json.dumps(hidden, ensure_ascii=False)))
    journal.append([snapshot, *secrets])


def _go_on(desk: Desk, journal: Journal) -> None:
    """From the meeting so far. Raises JournalError when what the journal says cannot have happened."""
    try:
        desk.go_on_from(journal.events, desk.state.agenda)
    except UNTENABLE as error:
        raise JournalError("journal.impossible", meeting=journal.meeting, kind=type(error).__name__) from error


def _unopened(journal: Journal, words: Wording) -> list[str]:
    """A notice when texts of private lines are not here although nobody had them deleted."""
    redacted = {e.of for e in journal.events if isinstance(e, ev.Redacted)}
    lost = [e.seq for e in journal.events if isinstance(e, ev.Sealed) and e.seq not in redacted]
    if lost:
        return [words.t("warning.unopened", lines=", ".join(map(str, lost)))]
    return []


def as_begun(journal: Journal) -> tuple[Council, Agenda]:
    """Council and agenda as the meeting began with them, what closed items are about put back for the griffier.

    Raises JournalError where the journal does not begin with them.
    """
    if not isinstance(journal.events[0], ev.Snapshot):
        raise JournalError("journal.damaged_begin", meeting=journal.meeting)
    council, agenda, _ = opening(journal.events)
    note = next((e for e in journal.events if isinstance(e, ev.Note) and e.kind == "closed_titles"), None)
    try:
        titles = json.loads(note.text) if note else {}
        items = tuple(Item.model_validate(i.model_dump(mode="json") | titles.get(i.number, {})) for i in agenda.items)
    except UNTENABLE:
        return council, agenda
    return council, agenda.model_copy(update={"items": items})
