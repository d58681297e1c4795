"""`state.json`: the live status of a meeting, for which no Dutch standard exists."""

from __future__ import annotations

import json

from livecouncil.core.release.record import PublicRecord

from .feeds import about


def status_json(record: PublicRecord) -> bytes:
    """`{"status", "since", "expected_resume", "item", "seq", "updated"}`; of an unofficial report `about` it besides."""
    state = {
        "status": record.status,
        "since": record.since.isoformat() if record.since else None,
        "expected_resume": record.expected_resume.isoformat() if record.expected_resume else None,
        "item": record.item,
        "seq": record.seq,
        "updated": record.updated.isoformat(),
        **about(record),
    }
    return json.dumps(state, ensure_ascii=False).encode()
