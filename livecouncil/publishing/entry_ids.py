"""The id of every message and feed, by which a reader knows it again: given once, and nobody else's.

Theory. An id is kept by readers we do not know, so what made it may not change with the program. A `tag:` URI (RFC
4151) says who gave it: a domain that the council held on the day named. That is where the council publishes, on the day
the record of the meeting was begun (of UTC, as the RFC reckons days; never one to come). The path of that address
stands in the rest, since councils may share a host; so does who reports, where that is not the council, whatever
address was filled in. Who has no address holds no domain to speak by: there an id is a UUID made of whose meeting it
is, which claims nothing. Meetings begun before this was so (scheme 1) keep the ids that their readers have, below a
domain that is nobody's; so do the ids in calendars, which need be one's own only, and must be the same from the
announcement on.
"""

from __future__ import annotations

from datetime import UTC
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from livecouncil.core.release.record import MeetingRecord
from livecouncil.core.text.slug import slug_of

_OURS = UUID("0c16b343-763f-429a-9d3c-d970c9e4bf2b")
"""The namespace of ids that rest on no address."""


def message_id(meeting: MeetingRecord, seq: int) -> str:
    """Stable id of the entry numbered `seq`; a correction keeps its own."""
    return _id_below(meeting, f":{seq}")


def feed_id(meeting: MeetingRecord, name: str) -> str:
    """Id of a feed of the meeting, by its name."""
    return _id_below(meeting, f":{name}")


def council_feed_id(meeting: MeetingRecord, address: str) -> str:
    """Id of the council's own feed, the same from meeting to meeting; `address` is where it stands, '' for nowhere."""
    if meeting.id_scheme == 1:
        return f"tag:{authority_of(meeting.unofficial, meeting.publisher, meeting.code)},2026:feed"
    return address or f"urn:uuid:{uuid5(_OURS, f'{_whose(meeting)}/feed')}"


def authority_of(unofficial: bool, publisher: str, code: str) -> str:
    """Whose ids they are, where no address says it; an unofficial report never bears those of the council itself."""
    if unofficial:
        name = slug_of(publisher) or "verslag"
    else:
        name = (code or "raad").lower()
    return f"{name}.livecouncil.example"


def _id_below(meeting: MeetingRecord, tail: str) -> str:
    if meeting.id_scheme == 1:
        authority = authority_of(meeting.unofficial, meeting.publisher, meeting.code)
        return f"tag:{authority},{meeting.start.date().isoformat()}:{meeting.meeting_id}{tail}"
    host, path = _held_address(meeting.public_url)
    if not host:
        return f"urn:uuid:{uuid5(_OURS, f'{_whose(meeting)}/{meeting.meeting_id}{tail}')}"
    day = (meeting.begun or meeting.start).astimezone(UTC).date()
    if meeting.unofficial:
        path += f"{_slug_of_reporter(meeting)}/"
    return f"tag:{host},{day.isoformat()}:{path}{meeting.meeting_id}{tail}"


def _held_address(address: str) -> tuple[str, str]:
    """Host (as it stands in DNS) and path of where the council publishes; both '' where that names no host."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        return "", ""
    if not host or ":" in host:
        return "", ""
    return host, f"{parts.path.strip('/')}/".removeprefix("/")


def _whose(meeting: MeetingRecord) -> str:
    """Whose meeting it is, for an id without an address."""
    council = meeting.code.lower() or slug_of(meeting.municipality)
    if meeting.unofficial:
        return f"{council}/{_slug_of_reporter(meeting)}"
    return council


def _slug_of_reporter(meeting: MeetingRecord) -> str:
    return slug_of(meeting.publisher) or "verslag"
