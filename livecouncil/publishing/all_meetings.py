"""What stands in `public/` of all meetings together: the front door and the calendar.

Theory. Both are made of what the journals begin with and of what each meeting says of itself. Only a meeting that comes
or is announced makes them whole; while one goes on its own part of the front door is put anew, and no other is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from livecouncil.core.council.agenda import MeetingInfo
from livecouncil.core.council.model import CouncilInfo
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.release.record import PublicRecord
from livecouncil.system.files import read_file, replace
from livecouncil.wording.voices import words_of

from .awaited import DECISIONS
from .calendars import CALENDAR, CouncilCalendar, calendar_address
from .front_door import FRONT, FrontDoor, Listed, renewed, standing_of
from .sources import Announced, FromJournals, Sources, tell_the_server


def write_index(public: Path, sources: Sources | None = None, *, when_asked: bool = False) -> None:
    """`public/index.html`, the front door, and the calendar of all meetings: of the whole folder that `public` lies in,
    where no `sources` are named; then the server's own list is brought up to date too. `when_asked`: documents are made
    for who asks for them, so that they need not lie there."""
    if sources is None:
        sources = FromJournals(public.parent)
        tell_the_server(public.parent)
    meetings: list[Listed] = []
    info = sources.council()
    for name in sources.meetings():
        first = sources.snapshot(name)
        if first is not None:
            council, agenda, _ = opening([first])
            info = council.council
            meetings.append(_listed_meeting(public, name, info, agenda.meeting, when_asked))
    language = "nl"
    if info:
        language = info.language
    words = words_of(language)
    webcal = _write_calendar(public, sources, info)
    later = _later(sources.announced(), meetings)
    announced = [(one.title, one.start) for one in later if not one.cancelled]
    off = [(one.title, one.start) for one in later if one.cancelled]
    archive = (public / "archief").is_dir()
    door = FrontDoor(meetings, announced, info, words, language, archive, webcal, off)
    replace(public / FRONT, door.page(), root=public)


def renew_index(public: Path, record: PublicRecord) -> bool:
    """The part of the front door that says where this meeting stands; False where there is none: then who knows of all
    meetings writes it. Raises OSError."""
    meeting = record.meeting
    if not (public / FRONT).is_file():
        return False
    title = _titled(f"{meeting.title} {meeting.municipality}", meeting.language, meeting.unofficial)
    shown = Listed(meeting.meeting_id, title, meeting.start, standing_of(public, meeting.meeting_id))
    made = renewed(read_file(public / FRONT, public), shown, words_of(meeting.language))
    if made is None:
        return False
    replace(public / FRONT, made, root=public)
    return True


def _titled(title: str, language: str, unofficial: bool) -> str:
    """A meeting's title as it stands there: whose report is unofficial says so first."""
    if unofficial:
        return f"{words_of(language).t('web.unofficial')} · {title}"
    return title


def _listed_meeting(public: Path, name: str, info: CouncilInfo, meeting: MeetingInfo, when_asked: bool) -> Listed:
    title = _titled(f"{meeting.title} {info.municipality}", info.language, info.unofficial)
    listed = when_asked or (public / name / DECISIONS).exists()
    return Listed(name, title, meeting.start, standing_of(public, name), listed)


def _write_calendar(public: Path, sources: Sources, info: CouncilInfo | None) -> str | None:
    """`public/agenda.ics`, of the calendars of the meetings and of the agendas, while it is known whose they are; where
    it can be subscribed to: '' for no address of the council's own, None for no calendar."""
    if info is None:
        return None
    files = [file for name in sources.meetings() if (file := public / name / CALENDAR).is_file()]
    held = [read_file(file, public) for file in files]
    made = CouncilCalendar(info, words_of(info.language), held, sources.announced()).made()
    replace(public / CALENDAR, made, root=public)
    return calendar_address(info.public_url)


def _later(agendas: Sequence[Announced], held: Sequence[Listed]) -> list[Announced]:
    """Agendas later than every meeting held."""
    last = max((one.start for one in held), default=None)
    names = {one.id for one in held}
    return [a for a in agendas if a.id not in names and (last is None or a.start > last)]
