"""A public record with some of its fields otherwise, for tests of what reads it."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from livecouncil.core.release.record import PublicRecord

PARTS = ("meeting", "people", "decisions", "feed", "proof")


def changed(record: PublicRecord, **change: Any) -> PublicRecord:
    """`record` with each named field replaced in the part that holds it."""
    parts = {}
    for name in PARTS:
        part = getattr(record, name)
        own = {f.name for f in fields(part)} & change.keys()
        parts[name] = replace(part, **{field: change.pop(field) for field in own})
    assert not change, f"no part of a record has {sorted(change)}"
    return replace(record, **parts)
