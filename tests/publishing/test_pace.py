"""What of a meeting that goes on may wait: never what mends, never at a suspension or the close."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from livecouncil.publishing import folder as publishing
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.pace import TRANSCRIPT, VOTES, VOTES_EVERY, WAITING, Pace
from livecouncil.sitting.session import Session


class Evening:
    """A meeting, and a writer of its files that keeps a pace."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.pace = Pace()
        self.kept = Fragments()
        self.now = 1000.0

    def enter(self, *lines: str) -> None:
        for line in lines:
            assert not self.session.enter(line, confirmed=True, line_mode=True).refused, line

    def written(self) -> set[str]:
        """Names of the files that the writer writes now."""
        events = self.session.journal.events
        record = publishing.record_of(events)
        root = self.session.public_root
        folder = root / record.meeting.meeting_id
        self.pace = self.pace.next(record, events, folder, self.now)
        self.kept.later = self.pace.later
        made = publishing.write_public(record, root, self.kept)
        return {path.name for path in made} & WAITING

    @property
    def folder(self) -> Path:
        return self.session.public_root / self.session.desk.state.agenda.id


@pytest.fixture
def evening(council: Path, agenda: Path) -> Evening:
    session = Session.open(council, agenda, hold=0)
    evening = Evening(session)
    evening.enter("open", "n6", "m1 i pvda: Starters", "m1v cda =")
    assert evening.written() == WAITING  # what is not there is made
    return evening


def test_after_a_vote_the_transcript_waits_and_votes_wait_ten_seconds(evening: Evening) -> None:
    evening.now += 1
    evening.enter("m2 i pvda: Bomen", "m2v cda =")
    assert evening.written() == set() and evening.pace.again == 1000.0 + VOTES_EVERY
    evening.now = evening.pace.again
    assert evening.written() == VOTES and evening.pace.again > evening.now + 1e6
    assert "Bomen" in (evening.folder / "feed.json").read_text()
    assert "Bomen" not in (evening.folder / "transcript.html").read_text()


@pytest.mark.parametrize("line", ["z10", "sluit"])
def test_at_a_suspension_and_at_the_close_nothing_waits(evening: Evening, line: str) -> None:
    evening.now += 1
    evening.enter("m2 i pvda: Bomen", "m2v cda =", line)
    assert evening.written() == WAITING and evening.pace.later == set()


def test_a_correction_waits_for_nothing(evening: Evening) -> None:
    evening.now += 1
    evening.enter("c m1v vvd =")
    assert "transcript.html" in evening.written()
    evening.now += 1
    evening.enter("m2 i pvda: Bomen")
    assert evening.written() == set()


@pytest.mark.parametrize("name", sorted(WAITING))
def test_a_file_that_is_not_there_comes_back(evening: Evening, name: str) -> None:
    (evening.folder / name).unlink()
    evening.now += 1
    assert evening.written() == {name}


def test_who_could_not_write_tries_all_of_it_again(evening: Evening) -> None:
    before = evening.pace
    evening.now += 1
    evening.enter("z10")
    evening.pace.next(publishing.record_of(evening.session.journal.events), [], evening.folder, evening.now)
    assert evening.pace is before and "transcript.html" in evening.written()


def test_the_last_word_is_whole(evening: Evening, everything_of: Callable[[Session], dict[str, bytes]]) -> None:
    """What waited while the meeting went on is in the end byte for byte what is made at once."""
    evening.now += 1
    evening.enter("m2 i pvda: Bomen", "m2v cda =")
    evening.written()
    evening.enter("sluit")
    evening.written()
    wanted = everything_of(evening.session)
    assert {name: (evening.folder / name).read_bytes() for name in wanted} == wanted
    assert wanted.keys() >= TRANSCRIPT


@pytest.fixture
def everything_of() -> Callable[[Session], dict[str, bytes]]:
    def made(session: Session) -> dict[str, bytes]:
        record = publishing.record_of(session.journal.events)
        return publishing.wanted(record, session.public_root.parent)

    return made
