"""`state.json`: the live status of a meeting, for which no Dutch standard exists."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.text.numbers import KINDS

from .feeds import about


def status_json(record: PublicRecord, page: str, line: str = "", last: dict[str, object] | None = None) -> bytes:
    """`{"status", "since", "expected_resume", "item", "line", "seq", "updated", "entries", "page", "decided", "head"}`;
    of an unofficial report that it is one. `entries` names the messages as they read now, so that who only has files is
    told of a text that was deleted, which has no number of its own; `page` names what else the live page shows."""
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
        "line": line,
        "decided": _decided(record, last),
        "head": _head(record),
        **about(record),
    }
    return json.dumps(state, ensure_ascii=False).encode()


def _decided(record: PublicRecord, last: dict[str, object] | None) -> dict[str, object]:
    """How much was decided, and what `last`."""
    number = sum(bool(entry.outcome) and not entry.corrects for entry in record.feed.entries)
    motions = sum(one.key.startswith(KINDS[0]) for item in record.decisions.items for one in item.objects)
    return {"number": number, "motions": motions, "last": last}


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
