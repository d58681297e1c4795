"""The released view: what it holds at every moment, who follows it, and that it may be lost at any moment."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.passed import Passed
from livecouncil.core.release.revealed import Known, revealed
from livecouncil.errors import JournalError
from livecouncil.journal import chain, opening, released, releasing
from livecouncil.journal.follower import MeetingFollower, taken_in
from livecouncil.journal.lines import header_of
from livecouncil.journal.reading import read
from livecouncil.sitting.session import Session
from tests.conftest import ROOT
from tests.evenings.sitting import ID, write
from tests.upgrade.form_1 import CLOSED, OPEN, REDACTED, unpacked

START = datetime.fromisoformat("2026-03-12T19:30:00+01:00")


@dataclass
class Sitting:
    """A session whose clocks are set by hand, and a reader beside it."""

    folder: Path
    session: Session
    now: float = 0.0
    seen: list[ev.Base] = field(default_factory=list)
    anew: int = 0

    def __post_init__(self) -> None:
        self.follower = MeetingFollower(self.folder, ID)

    @property
    def view(self) -> Path:
        return released.path_of(self.folder, ID)

    def type(self, *lines: str) -> None:
        for line in lines:
            self.now += 1
            answer = self.session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, answer.text

    def wait(self, seconds: float) -> None:
        """Let what is due go out."""
        self.now += seconds
        while self.session.tick():
            pass

    def follow(self) -> list[ev.Base]:
        """What the reader knows by now."""
        new = self.follower.poll()
        if new is None:
            self.anew += 1
            self.seen = []
            new = self.follower.poll() or []
        self.seen = taken_in(self.seen, new)
        return self.seen


@pytest.fixture
def hold() -> int | None:
    """Seconds at every gate; None: as a council has it that asked for nothing, the wall at once."""
    return 15


@pytest.fixture
def sitting(tmp_path: Path, hold: int | None) -> Iterator[Sitting]:
    made: list[Sitting] = []
    agenda = write(tmp_path)

    def clock() -> datetime:
        return START + timedelta(seconds=made[0].now if made else 0)

    def steady() -> float:
        return made[0].now if made else 0.0

    session = Session.open(tmp_path, agenda, hold=hold, clock=clock, steady=steady)
    made.append(Sitting(tmp_path, session))
    yield made[0]
    session.close()


def as_it_must_be(folder: Path) -> bytes:
    events = read(folder / "journal", ID).events
    return chain.published(chain.raw(folder / "journal", ID), 0, Known.of(events).opened)


def texts(events: list[ev.Base]) -> str:
    return " ".join(repr(event) for event in events)


def test_what_is_held_comes_into_the_view_only_as_it_passes(sitting: Sitting) -> None:
    sitting.type("open", "n4", "m1 i a: Zonnepanelen")
    assert b"Zonnepanelen" not in sitting.view.read_bytes()
    for _ in range(60):
        sitting.wait(1)
        assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)
        sitting.follow()
    assert "Zonnepanelen" in texts(sitting.seen) and sitting.anew == 0, "late openings are put in place"
    assert [event.seq for event in sitting.seen] == list(range(1, len(sitting.seen) + 1))


def test_a_view_that_breaks_costs_no_line_and_is_made_anew_with_the_next(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody foresaw it, and it comes after the line was kept: the answer is that the line was kept."""

    def broken(*_: object) -> None:
        raise IndexError("nobody foresaw this")

    sitting.type("open")
    with monkeypatch.context() as breaking:
        breaking.setattr(releasing.Releasing, "grow", broken)
        sitting.type("n4")
        assert "kan niet geschreven worden (IndexError)" in sitting.session.journal.notice
    sitting.type("m1 i a: Zonnepanelen")
    assert sitting.session.journal.notice == "" and len(read(sitting.folder / "journal", ID).events) == 5
    assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)


def test_a_journal_that_cannot_be_read_back_for_the_view_costs_no_line(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a disk gave an error and the meeting went on in a new file: the view is then made of all files."""

    def unreadable(_: object) -> None:
        raise JournalError("journal.unreadable", path="journal", reason="Input/output error")

    sitting.type("open")
    with monkeypatch.context() as breaking:
        breaking.setattr(opening, "readable", unreadable)
        breaking.setattr(sitting.session.journal, "_view_lost", True)
        sitting.type("n4")
        assert "niet te lezen" in sitting.session.journal.notice
    assert sitting.session.desk.state.item == "4"
    sitting.type("n5")
    assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)


def test_the_public_chain_of_the_view_is_that_of_the_journal(sitting: Sitting) -> None:
    sitting.type("open", "n4", "m1 i a: Zonnepanelen", ", alleen voor mij", "m2 i b: Geheim")
    sitting.session.undo()
    sitting.wait(60)
    sitting.type("besloten", "openbaar", "sluit")
    sitting.wait(60)
    public = revealed(Passed.through("feed", read(sitting.folder / "journal", ID).events))
    of_journal = chain.published(chain.raw(sitting.folder / "journal", ID), 0, public)
    assert chain.published(released.chain_of(sitting.folder, ID), 0, public) == of_journal
    seen = sitting.follow()
    assert revealed(Passed.through("feed", seen)) == public
    assert "alleen voor mij" not in texts(seen) and "Geheim" not in texts(seen)


@pytest.mark.parametrize("hold", [None])
def test_what_the_wall_showed_and_was_recalled_leaves_the_view(sitting: Sitting) -> None:
    sitting.type("open", "n4")
    sitting.wait(60)
    sitting.type("m1 i a: Vergissing")
    assert "Vergissing" in texts(sitting.follow())
    before = sitting.view.stat().st_ino
    sitting.session.undo()
    assert sitting.view.stat().st_ino != before and b"Vergissing" not in sitting.view.read_bytes()
    assert "Vergissing" not in texts(sitting.follow()) and sitting.anew == 1
    sitting.type("m1 i a: Beter")
    sitting.wait(60)
    assert "Beter" in texts(sitting.follow()) and sitting.anew == 1


def test_a_slip_nobody_saw_costs_no_reading_anew(sitting: Sitting) -> None:
    sitting.type("open", "n4")
    sitting.wait(60)
    sitting.follow()
    sitting.session.panic()
    sitting.type("m1 i a: Vergissing")
    sitting.session.undo()
    sitting.session.panic()
    sitting.type("m1 i a: Beter")
    sitting.wait(60)
    assert "Beter" in texts(sitting.follow()) and "Vergissing" not in texts(sitting.seen)
    assert sitting.anew == 0


def test_a_deleted_text_leaves_the_view(sitting: Sitting) -> None:
    sitting.type("open", "b: Jan Jansen was er", "=")
    sitting.wait(60)
    told = next(event for event in sitting.follow() if isinstance(event, ev.Message))
    left = ev.Message(seq=told.seq, at=told.at, text="Verwijderd op verzoek")
    sitting.session.journal.redact([ev.Redacted(at=told.at, of=told.seq, event=left)])
    assert b"Jan Jansen" not in sitting.view.read_bytes()
    assert "Jan Jansen" not in texts(sitting.follow()) and "Verwijderd op verzoek" in texts(sitting.seen)


def test_a_view_that_somebody_took_away_or_wrote_in_is_made_anew(sitting: Sitting) -> None:
    sitting.type("open")
    sitting.wait(60)
    for spoil in (sitting.view.unlink, lambda: sitting.view.write_bytes(b"hallo\n")):
        spoil()
        sitting.type("n4")
        sitting.wait(60)
        assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)


@pytest.mark.parametrize("left", [0, 1, 100, -1, -100])
def test_a_view_that_was_lost_or_cut_is_made_anew_when_the_journal_is_opened(sitting: Sitting, left: int) -> None:
    sitting.type("open", "n4", "m1 i a: Zonnepanelen")
    sitting.wait(60)
    sitting.session.close()
    whole = sitting.view.read_bytes()
    sitting.view.write_bytes(whole[:left])
    session = Session.open(sitting.folder, sitting.folder / "agendas" / f"{ID}.toml")
    session.close()
    assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)


def test_a_view_that_shows_too_much_is_replaced_when_the_journal_is_opened(sitting: Sitting) -> None:
    sitting.type("open", "n4", ", alleen voor mij")
    sitting.wait(60)
    sitting.session.close()
    sitting.view.write_bytes((sitting.folder / "journal" / f"{ID}.jsonl").read_bytes())
    releasing.see_to(sitting.folder, ID)
    assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)
    assert b"alleen voor mij" not in sitting.view.read_bytes()


def test_a_folder_that_cannot_be_written_stops_no_line(sitting: Sitting) -> None:
    sitting.type("open")
    sitting.wait(60)
    sitting.view.unlink()
    sitting.view.mkdir()
    sitting.type("n4")
    sitting.wait(60)
    assert any(f"{ID}.jsonl" in told for told in sitting.session.alarms)
    sitting.view.rmdir()
    sitting.type("n6")
    sitting.wait(60)
    assert sitting.session.alarms == []
    assert released.merged(sitting.view.read_bytes()) == as_it_must_be(sitting.folder)


def test_a_line_half_written_is_waited_for(sitting: Sitting, tmp_path: Path) -> None:
    sitting.type("open", "n4")
    sitting.wait(60)
    whole = sitting.view.read_bytes()
    copy = tmp_path / "copy"
    path = released.path_of(copy, ID)
    path.parent.mkdir(parents=True)
    path.write_bytes(whole[:-50])
    follower = MeetingFollower(copy, ID)
    seen = taken_in([], follower.poll() or [])
    path.write_bytes(whole)
    assert len(taken_in(seen, follower.poll() or [])) == len(seen) + 1


def test_the_view_is_for_the_council_and_its_group(sitting: Sitting) -> None:
    sitting.type("open")
    sitting.wait(60)
    assert sitting.view.stat().st_mode & 0o777 == 0o640
    assert sitting.view.parent.stat().st_mode & 0o777 == 0o750


KILLED = """
import os, sys
from pathlib import Path
from livecouncil.journal import releasing
from livecouncil.sitting.session import Session
session = Session.open(Path(sys.argv[1]), Path(sys.argv[2]), hold=0)
for line in ("open", "n4", "m1 i a: Zonnepanelen"):
    assert not session.enter(line, line_mode=True).refused
releasing.Releasing.grow = lambda *_: os.kill(os.getpid(), 9)
session.enter("m2 i b: Windmolens", line_mode=True)
"""


def test_a_writer_killed_between_journal_and_view_loses_nothing(tmp_path: Path) -> None:
    agenda = write(tmp_path)
    ended = subprocess.run([sys.executable, "-c", KILLED, tmp_path, agenda], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    follower = MeetingFollower(tmp_path, ID)
    seen = taken_in([], follower.poll() or [])
    assert "Windmolens" not in texts(seen), "in the journal, not yet in the view"
    Session.open(tmp_path, agenda, hold=0).close()
    new = follower.poll()
    if new is None:
        seen = []
        new = follower.poll()
    assert "Windmolens" in texts(taken_in(seen, new or []))


def test_of_form_1_the_view_is_a_name_in_the_list_and_the_journal_is_followed(tmp_path: Path) -> None:
    folder = unpacked(tmp_path)
    assert released.meetings(folder) == [REDACTED, CLOSED, OPEN]
    releasing.see_to_missing(folder)
    for meeting in (REDACTED, CLOSED, OPEN):
        view = released.path_of(folder, meeting).read_bytes()
        assert view.count(b"\n") == 1 and b'"snapshot"' in view
        assert MeetingFollower(folder, meeting).poll() == read(folder / "journal", meeting).events
    assert released.meetings(folder) == [REDACTED, CLOSED, OPEN]


def test_a_bare_header_stays_one(sitting: Sitting) -> None:
    """What stands bare in the view is the very header of the journal's line."""
    sitting.type("open", ", alleen voor mij", "n4")
    sitting.wait(60)
    rows = (sitting.folder / "journal" / f"{ID}.jsonl").read_bytes().split(b"\n")
    for row in released.merged(sitting.view.read_bytes()).split(b"\n"):
        assert row in rows or row in [header_of(other) for other in rows]
