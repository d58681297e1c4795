"""`state.json`: the live status of a meeting, for which no Dutch standard exists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from livecouncil.core.release.record import PublicRecord

from .feeds import about


def status_json(record: PublicRecord, page: str) -> bytes:
    """`{"status", "since", "expected_resume", "item", "seq", "updated", "entries", "page", "head"}`; of an unofficial
    report that it is one. `entries` names the messages as they read now, so that who only has files is told of a text
    that was deleted, which has no number of its own; `page` names what else the live page shows."""
    state = {
        "status": record.meeting.status,
        "since": _moment_or_null(record.meeting.since),
        "expected_resume": _moment_or_null(record.meeting.expected_resume),
        "item": record.meeting.item,
        "seq": record.feed.seq,
        "updated": record.feed.updated.isoformat(),
        "entries": _name_of_texts(
            text for entry in record.feed.entries for text in (entry.status, *entry.texts.values())
        ),
        "page": page,
        "head": _head(record),
        **about(record),
    }
    return json.dumps(state, ensure_ascii=False).encode()


def _name_of_texts(texts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:12]


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
