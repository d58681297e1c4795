"""The head of a record: which meeting it is, of whom, where it stands now, and how its report is given out."""

from __future__ import annotations

from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.links import web_address

from .folded import Folded
from .record import MeetingRecord
from .saying import Phrasing


def meeting_of(folded: Folded, saying: Phrasing) -> MeetingRecord:
    """The head as it stands now; whether the report is final is for `attest` to say."""
    state = folded.state
    info = state.council.council
    agenda = state.agenda.meeting
    return MeetingRecord(
        meeting_id=state.agenda.id,
        municipality=info.municipality,
        code=info.code,
        title=agenda.title,
        start=agenda.start,
        chair=state.chair,
        language=info.language,
        hashtag=info.hashtag,
        public_url=info.public_url.rstrip("/"),
        contact=info.contact,
        rehearsal=state.rehearsal,
        unofficial=info.unofficial,
        granted=info.licence if info.unofficial else "CC0-1.0",
        reporter=info.reporter or saying.words.t("data.reporter"),
        unofficial_word=saying.words.t("word.unofficial"),
        policy=state.council.release.policy,
        status=_status(state),
        since=state.since,
        expected_resume=state.expected_resume,
        item=state.item,
        opened=folded.when(ev.Opened),
        closed=folded.when(ev.Closed),
        webcast=web_address(agenda.webcast),
        wall_language=info.wall_language or "",
        screen=state.council.wall,
        zone=info.zone,
        kind=info.kind,
        begun=folded.passed.facts[0].at,
        id_scheme=_scheme_of(folded.passed.facts[0]),
        announced_as=state.agenda.announced_id,
        cancelled=agenda.cancelled,
        source=agenda.source,
        **_of_body(state),
    )


def _scheme_of(first: ev.Base) -> int:
    """How the ids of messages are made in a meeting whose record begins so."""
    if isinstance(first, ev.Snapshot):
        return first.id_scheme
    return 1


def _of_body(state: MeetingState) -> dict[str, Any]:
    """Id, name and words of a body beside the council."""
    body = state.council.body
    if body is None:
        return {}
    return {"body": body.id, "body_name": body.name, "called": tuple(body.words.items())}


def _status(state: MeetingState) -> str:
    if state.doors_closed:
        return "closed_doors"
    return state.status
