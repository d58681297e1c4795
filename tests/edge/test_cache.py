"""The cache of an edge where the disk refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.edge.cache import CachedMeeting, HubRow
from livecouncil.hub.judging import StoredLine
from livecouncil.journal.released import joined
from tests.hub.hubs import Council


def test_what_a_full_disk_refused_is_there_the_next_time(
    evening_council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [HubRow(n, StoredLine.of(row)) for n, row in enumerate(evening_council.rows[:9], 1)]
    path = tmp_path / "released" / "m.jsonl"
    cached = CachedMeeting(path)
    assert cached.take(rows[:3]).new

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space"):
            cached.take(rows[3:6])
    assert cached.take([]).new
    assert cached.take(rows[6:]).new and not cached.take([]).new
    assert path.read_bytes() == joined(evening_council.rows[:9])
