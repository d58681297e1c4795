"""Meetings of other systems, by the fields that their public clients read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from livecouncil.importing import read_agenda

MEETINGS: dict[str, dict[str, Any]] = {
    "GemeenteOplossingen": {
        "id": 1,
        "date": "2026-03-12",
        "startTime": "20:00",
        "description": "Raadsvergadering",
        "dmu": {"id": 2, "name": "Raad"},
        "items": [
            {"sortorder": 2, "number": "2.A", "title": "Woonvisie", "documents": [{"description": "Raadsvoorstel"}]},
            {"sortorder": 1, "number": "1", "title": "Opening", "documents": []},
        ],
    },
    "Parlaeus": {
        "status": "ok",
        "agenda": {
            "agid": "a1",
            "title": "Raadsvergadering",
            "date": "20260312",
            "time": "20:00",
            "points": [
                {"apid": "p1", "title": "1. Opening"},
                {"apid": "p2", "title": "2.A. Woonvisie", "documents": [{"title": "Raadsvoorstel"}]},
            ],
        },
    },
    "iBabs": {
        "Meeting": {
            "Meetingtype": "Raadsvergadering",
            "MeetingDate": "2026-03-12T00:00:00",
            "StartTime": "20:00",
            "MeetingItems": {
                "iBabsMeetingItem": [
                    {"Features": "1", "Title": "Opening", "Documents": None},
                    {
                        "Features": "2.A",
                        "Title": "Woonvisie",
                        "Documents": {
                            "iBabsDocument": [
                                {"DisplayName": "Raadsvoorstel"},
                                {"DisplayName": "Geheim", "Confidential": True},
                            ]
                        },
                    },
                ]
            },
        }
    },
}


@pytest.mark.parametrize("system", MEETINGS)
def test_a_meeting_is_read_and_what_is_uncertain_is_said(tmp_path: Path, system: str) -> None:
    path = tmp_path / "vergadering.json"
    path.write_text(json.dumps(MEETINGS[system]))
    draft = read_agenda(path)
    assert draft.items == (("1", "Opening"), ("2.A", "Woonvisie"))
    assert draft.details["2.A"]["documents"] == [{"title": "Raadsvoorstel"}]
    assert draft.start is not None and draft.start.isoformat() == "2026-03-12T20:00:00+01:00"
    assert any(system in note for note in draft.notes)


def test_an_item_without_a_number_is_counted_where_there_is_room_and_said(tmp_path: Path) -> None:
    points = [{"title": "Opening"}, {"title": "2. Woonvisie"}, {"title": "Sluiting"}]
    path = tmp_path / "vergadering.json"
    path.write_text(json.dumps({"agenda": {"agid": "1", "date": "20260312", "points": points}}))
    draft = read_agenda(path)
    assert [number for number, _ in draft.items] == ["1", "2", "3"] and any("1, 3" in note for note in draft.notes)
