"""`state.json`: the live status of a meeting, for which no Dutch standard exists."""

from __future__ import annotations

import json
from datetime import datetime

from livecouncil.core.release.record import PublicRecord

from .feeds import about


def status_json(record: PublicRecord, page: str) -> bytes:
    """`{"status", "since", "expected_resume", "item", "seq", "updated", "page", "head"}`; of an unofficial report that
    it is one. `page` names what else the live page shows: it differs where that does."""
    state = {
        "status": record.meeting.status,
        "since": _moment_or_null(record.meeting.since),
        "expected_resume": _moment_or_null(record.meeting.expected_resume),
        "item": record.meeting.item,
        "seq": record.feed.seq,
        "updated": record.feed.updated.isoformat(),
        "page": page,
        "head": _head(record),
        **about(record),
    }
    return json.dumps(state, ensure_ascii=False).encode()


def _head(record: PublicRecord) -> dict[str, object] | None:
    """The last signed head that tells of nothing held, whole: who keeps this file can hold the journal to it."""
    signed = record.proof.checkpoint
    if signed is None:
        return None
    return {
        "origin": record.meeting.meeting_id,
        "size": signed.size,
        "head": signed.head,
        "signed": signed.at.isoformat(),
        "signature": signed.signature,
    }


def _moment_or_null(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.isoformat()
