"""`state.json`: the live status of a meeting, for which no Dutch standard exists."""

from __future__ import annotations

import json

from ..core.record import PublicRecord


def state_json(record: PublicRecord) -> bytes:
    """`{"status", "since", "expected_resume", "item", "seq", "updated"}`."""
    state = {
        "status": record.status, "since": record.since.isoformat() if record.since else None,
        "expected_resume": record.expected_resume.isoformat() if record.expected_resume else None,
        "item": record.item, "seq": record.seq, "updated": record.updated.isoformat(),
    }  # fmt: skip
    return json.dumps(state, ensure_ascii=False).encode()
