"""The cache of an edge where the disk refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from livecouncil.edge import site
from livecouncil.edge.cache import CachedMeeting, Contradiction, HubRow
from livecouncil.hub.judging import StoredLine
from livecouncil.journal.released import joined
from livecouncil.publishing import all_meetings
from livecouncil.server.follow import Meeting
from tests.hub.hubs import ID as MEETING
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


def test_a_line_that_was_followed_is_never_replaced_by_another(evening_council: Council, tmp_path: Path) -> None:
    """An opening that came later brings its line once more: with another header it is another history."""
    rows = [HubRow(n, StoredLine.of(row)) for n, row in enumerate(evening_council.rows[:9], 1)]
    path = tmp_path / "released" / "m.jsonl"
    cached = CachedMeeting(path)
    cached.take(rows)
    before = path.read_bytes()
    other = HubRow(4, replace(rows[3].line, header=rows[4].line.header))
    with pytest.raises(Contradiction):
        cached.take([other])
    assert path.read_bytes() == before and cached.rows == list(evening_council.rows[:9])


async def test_files_that_a_full_disk_refused_are_made_when_they_are_asked_for_again(
    evening_council: Council, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "EVERY", 0.0)
    edge = site.EdgeSite(tmp_path, "GM0400")
    rows = [HubRow(n, StoredLine.of(row)) for n, row in enumerate(evening_council.rows, 1)]
    CachedMeeting(edge.kept(MEETING)).take(rows)
    await edge.changed(MEETING, closed=False, deleted=False)
    made = [edge.public / name for name in ("index.html", f"{MEETING}/index.html", f"{MEETING}/decisions.html")]
    asked = ["", f"{MEETING}/index.html", f"{MEETING}/decisions.html"]
    await edge.ready_for(asked[0])
    await edge.ready_for(asked[1])
    for path in made[:2]:
        path.write_text("old")
    await edge.changed(MEETING, closed=True, deleted=False)
    edge.meetings[MEETING].due = 0.0

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(all_meetings, "write_index", full)
        patch.setattr(Meeting, "write_files", full)
        for name in asked:
            await edge.ready_for(name)
    assert [path.read_text() for path in made[:2]] == ["old", "old"] and not made[2].exists()
    for name in asked:
        await edge.ready_for(name)
    assert all("<html" in path.read_text() for path in made)
