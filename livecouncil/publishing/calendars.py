"""`agenda.ics`: when the council meets, for somebody's own calendar; one file of each meeting, one of them all.

Theory. A calendar keeps what it was given under an id, and shows what was revised last. So a meeting has one id for
ever, from the day it was announced to its archive, also where it moved to another day; and a revision is told by the
moment it was made, which stands in the record: when the record was begun, when the meeting was opened, when it was
closed; of an agenda, when its file was changed. No clock is read: the same record gives the same bytes. `SEQUENCE` only
has to grow with each revision, so it is the minute of that moment, and nobody has to keep a count.

What stands in a calendar leaves the hands of the council for good: it is copied to telephones and read there years
later. So it says when, what is met, how it stands and where to read on; never an item, which a redaction might take
back. The end is told when it is known: nobody can say at half past seven when a council is done.

The calendar of all is put together from those of the meetings, so that hundreds of journals need not be read for it,
and from the agendas of meetings that were announced.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from livecouncil.core.council.model import CouncilInfo
from livecouncil.core.release.record import MeetingRecord, PublicRecord
from livecouncil.core.telling.voice import Words

from .calendar_lines import calendar_bytes, calendar_text, in_utc, on_clock, zone_lines
from .entry_ids import authority_of
from .feeds import granted_by, licence
from .sources import Announced

CALENDAR = "agenda.ics"
_BEGIN = "BEGIN:VEVENT"
_END = "END:VEVENT"
_BREAK = b"\r\n"
_ASKED_EVERY = "PT1H"
_NO_YEAR = 2026
"""What the zone of a calendar without meetings is told of: any will do."""


@dataclass(frozen=True)
class CalendarEntry:
    """A meeting in a calendar. `changed` is when what stands here was revised last; `end` is None until it is known;
    `standing` is its key in `[calendar]`, '' for nothing to say."""

    uid: str
    summary: str
    start: datetime
    changed: datetime
    end: datetime | None = None
    standing: str = ""
    url: str = ""
    webcast: str = ""
    about: str = ""

    def lines(self, zone: str, words: Words) -> list[str]:
        """The component VEVENT."""
        said = [words.t(f"calendar.{self.standing}")] * bool(self.standing)
        said += filter(None, (self.url, self.about))
        lines = [
            _BEGIN,
            f"UID:{self.uid}",
            f"DTSTAMP:{in_utc(self.changed)}",
            f"LAST-MODIFIED:{in_utc(self.changed)}",
            f"SEQUENCE:{int(self.changed.timestamp()) // 60}",
            f"DTSTART{on_clock(self.start, zone)}",
        ]
        if self.end and self.end > self.start:
            lines.append(f"DTEND{on_clock(self.end, zone)}")
        lines += [
            f"SUMMARY:{calendar_text(self.summary)}",
            f"STATUS:{('CONFIRMED', 'CANCELLED')[self.standing == 'cancelled']}",
        ]
        if said:
            lines.append(f"DESCRIPTION:{calendar_text(chr(10).join(said))}")
        if self.url:
            lines.append(f"URL:{self.url}")
        if self.webcast.startswith("https://"):
            lines.append(f"CONFERENCE;VALUE=URI;FEATURE=FEED:{self.webcast}")
        return [*lines, _END]


@dataclass(frozen=True)
class CalendarHead:
    """Whose calendar it is: `name` and `about` are those of the file, `root` is the address of the page it belongs to
    ('' for none); `zones` are those of its times, `years` the first and the last that it is about.

    It has no UID (RFC 7986 §5.3): vdirsyncer takes a calendar that has one for a single entry.
    """

    name: str
    about: str
    zones: tuple[str, ...]
    years: tuple[int, int]
    root: str = ""

    def lines(self) -> list[str]:
        """What stands before the meetings: of the calendar, and of its zone."""
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//livecouncil//agenda.ics//EN",
            "CALSCALE:GREGORIAN",
            f"NAME:{calendar_text(self.name)}",
            f"X-WR-CALNAME:{calendar_text(self.name)}",
            f"X-WR-TIMEZONE:{self.zones[0]}",
            f"DESCRIPTION:{calendar_text(self.about)}",
            f"REFRESH-INTERVAL;VALUE=DURATION:{_ASKED_EVERY}",
            f"X-PUBLISHED-TTL:{_ASKED_EVERY}",
        ]
        if self.root:
            lines += [f"SOURCE;VALUE=URI:{self.root}{CALENDAR}", f"URL:{self.root}"]
        for zone in self.zones:
            lines += zone_lines(zone, *self.years)
        return lines


def calendar_address(public_url: str) -> str:
    """Where a calendar program subscribes to all meetings; '' where the council has no address of its own."""
    _, found, place = public_url.rstrip("/").partition("://")
    if not found:
        return ""
    return f"webcal://{place}/{CALENDAR}"


def meeting_calendar(record: PublicRecord, words: Words) -> bytes:
    """The calendar of one meeting. Pure."""
    meeting = record.meeting
    entry = _entry_of(meeting, words)
    head = CalendarHead(
        name=entry.summary,
        about=licence(record, words),
        zones=(meeting.zone,),
        years=(entry.start.year, entry.start.year + 1),
        root=entry.url,
    )
    return calendar_bytes([*head.lines(), *entry.lines(meeting.zone, words), "END:VCALENDAR"])


def _entry_of(meeting: MeetingRecord, words: Words) -> CalendarEntry:
    start = meeting.start
    if meeting.closed:
        start = min(start, meeting.opened or start)
    changed = max(filter(None, (meeting.begun, meeting.opened, meeting.closed)), default=start)
    marks = [words.t("web.unofficial")] * meeting.unofficial + [words.t("word.rehearsal")] * meeting.rehearsal
    about = ""
    if meeting.unofficial:
        about = granted_by(meeting.publisher, meeting.granted, words)
    return CalendarEntry(
        uid=f"{meeting.announced_as}@{authority_of(meeting.unofficial, meeting.publisher, meeting.code)}",
        summary=" · ".join([*marks, f"{meeting.title} {meeting.municipality}"]),
        start=start,
        changed=changed,
        end=meeting.closed,
        standing=_standing_of(meeting),
        url=f"{meeting.public_url}/{meeting.meeting_id}/" * bool(meeting.public_url),
        webcast=meeting.webcast,
        about=about,
    )


def _standing_of(meeting: MeetingRecord) -> str:
    if meeting.closed:
        return "over"
    if meeting.opened:
        return "going_on"
    if meeting.status == "not_opened":
        return "not_opened"
    if meeting.cancelled:
        return "cancelled"
    return ""


@dataclass(frozen=True)
class CouncilCalendar:
    """The calendar of all meetings of who `info` is: `held` are the files of those with a record, as `meeting_calendar`
    made them; `announced` are those there is an agenda for."""

    info: CouncilInfo
    words: Words
    held: Sequence[bytes]
    announced: Sequence[Announced]

    def made(self) -> bytes:
        """The file. Pure."""
        events = [event for file in self.held if (event := _event_in(file))]
        known = {_property(event, "UID") for event in events}
        entries = [entry for entry in map(self._entry, self.announced) if entry.uid not in known]
        starts = [_property(event, "DTSTART") for event in events]
        years = [int(start.rpartition(":")[2][:4]) for start in starts] + [entry.start.year for entry in entries]
        zones = dict.fromkeys([self.info.zone, *(start.partition("=")[2].partition(":")[0] for start in starts)])
        head = self._head(tuple(zones), years or [_NO_YEAR])
        body = b"".join(line + _BREAK for event in events for line in event)
        planned = [line for entry in entries for line in entry.lines(self.info.zone, self.words)]
        return calendar_bytes(head.lines()) + body + calendar_bytes([*planned, "END:VCALENDAR"])

    @property
    def _who(self) -> str:
        """Whose calendar it is: the municipality's, of an unofficial report never."""
        if self.info.unofficial:
            return self.info.reporter or self.words.t("data.reporter")
        return self.info.municipality

    @property
    def _granted(self) -> str:
        if self.info.unofficial:
            return granted_by(self._who, self.info.licence, self.words)
        return self.words.t("web.licence")

    def _titled(self, title: str) -> str:
        if self.info.unofficial:
            return f"{self.words.t('web.unofficial')} · {title}"
        return title

    def _head(self, zones: tuple[str, ...], years: Sequence[int]) -> CalendarHead:
        root = self.info.public_url.rstrip("/")
        return CalendarHead(
            name=self._titled(self.words.t("calendar.name", municipality=self.info.municipality)),
            about=self._granted,
            zones=zones,
            years=(min(years), max(years) + 1),
            root=f"{root}/" * bool(root),
        )

    def _entry(self, planned: Announced) -> CalendarEntry:
        return CalendarEntry(
            uid=f"{planned.announced_as}@{authority_of(self.info.unofficial, self._who, self.info.code)}",
            summary=self._titled(f"{planned.title} {self.info.municipality}"),
            start=planned.start,
            changed=planned.changed,
            standing="cancelled" * planned.cancelled,
            about=self._granted * self.info.unofficial,
        )


def _event_in(calendar: bytes) -> list[bytes]:
    """The lines of the meeting in a file that `meeting_calendar` made, as they are; none in any other."""
    lines = calendar.split(_BREAK)
    try:
        return lines[lines.index(_BEGIN.encode()) : lines.index(_END.encode()) + 1]
    except ValueError:
        return []


def _property(event: Sequence[bytes], name: str) -> str:
    """Parameters and value of a property; '' where it is not there."""
    whole = _BREAK.join(event).replace(_BREAK + b" ", b"")
    for told in whole.decode().split("\r\n"):
        if told.startswith((f"{name}:", f"{name};")):
            return told[len(name) + 1 :]
    return ""
