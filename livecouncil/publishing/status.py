"""`state.json`: the live status of a meeting, for which no Dutch standard exists."""

from __future__ import annotations

import json
from datetime import datetime

from livecouncil.core.release.record import PublicRecord

from .feeds import about


def status_json(record: PublicRecord) -> bytes:
    """`{"status", "since", "expected_resume", "item", "seq", "updated"}`; of an unofficial report that it is one."""
    state = {
        "status": record.meeting.status,
        "since": _moment_or_null(record.meeting.since),
        "expected_resume": _moment_or_null(record.meeting.expected_resume),
        "item": record.meeting.item,
        "seq": record.feed.seq,
        "updated": record.feed.updated.isoformat(),
        **about(record),
    }
    return json.dumps(state, ensure_ascii=False).encode()


def _moment_or_null(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.isoformat()
