"""What the ORI API says of recordings, and of days as moments: its media sources, and where in one somebody speaks.

The webcast is a media source, and so is the transcript once there is one. The specification asks for `type` and
describes `mediabrontype`: both are there, with the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from livecouncil.core.council.zone import zone_named
from livecouncil.core.release.record import PublicRecord, TurnRecord
from livecouncil.publishing.feeds import address

from . import shared as od

Named = Callable[[str], od.Row]
"""Address and id of a resource, by its local name."""
VIDEO = "mediabron-video"
TRANSCRIPT = "mediabron-verslag"


def media_of(record: PublicRecord, named: Named) -> list[od.Row]:
    """The recording of a meeting, with its captions where they are kept, and its transcript."""
    meeting = record.meeting
    found = []
    if meeting.webcast:
        captions = None
        if meeting.recording and meeting.public_url:
            captions = address(record, "captions.vtt")
        found.append(_medium(VIDEO, "video", named, link=meeting.webcast, locatieWebvttbestand=captions))
    if meeting.public_url and meeting.closed:
        link = address(record, "transcript.html")
        found.append(_medium(TRANSCRIPT, "transcriptie", named, link=link, mimetype="text/html"))
    return found


def _medium(local: str, kind: str, named: Named, **more: Any) -> od.Row:
    meeting = named("vergadering")
    return named(local) | od.known_row(type=kind, mediabrontype=kind, vergadering=meeting, **more)


def seen_in_video(record: PublicRecord, turn: TurnRecord, named: Named) -> od.Row:
    """The media source somebody is seen in and from which second to which, where that is known."""
    if not record.meeting.webcast:
        return {}
    start = record.meeting.second(turn.at)
    if start is None:
        return {}
    end = record.meeting.second(turn.until) if turn.until else None
    return {"mediabron": named(VIDEO), "videoTijdsaanduidingAanvang": start, "videoTijdsaanduidingEinde": end}


def day_begins(day: date | None, record: PublicRecord) -> datetime | None:
    """The moment a day begins where the council meets: the API has moments where the council has days."""
    if day is None:
        return None
    return datetime.combine(day, time(), zone_named(record.meeting.zone))
