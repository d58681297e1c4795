"""The evening of every newer act, told to the feed and to the wall in three languages: no sentence has a hole in it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from livecouncil.publishing.folder import record_of
from livecouncil.sitting import line_mode
from livecouncil.sitting.session import Session
from tests.evenings import filed

HOLE = re.compile(r"\{\w+\}|None\b|  | ,|\(\)|‘’")


@pytest.mark.parametrize("language", ["nl", "fy", "en"])
def test_every_sentence_is_whole_after_every_line(tmp_path: Path, language: str) -> None:
    session = Session.open(tmp_path, filed.write(tmp_path, language=language), hold=0)
    wrong: list[str] = []
    for line in filed.SCRIPT.strip().splitlines():
        line_mode.run(session, [line], io.StringIO(), io.StringIO(), ask=False)
        wall = record_of(session.desk.state.events, "wall").wall
        wrong += [said.sentence for said in wall.said if HOLE.search(said.sentence)]
    feed = record_of(session.desk.state.events).feed
    session.close()
    told = [entry.texts[language] for entry in feed.entries]
    wrong += [text for text in told if HOLE.search(text)]
    assert len(told) > 60 and wrong == []
