"""The computer's clock may be set during a meeting: it is said, the order stays, and public dates never go back."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from livecouncil.publishing.folder import record_of
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from livecouncil.system.clocks import steady_here


class SetClock:
    """A wall clock somebody sets, beside a steady one that nobody can."""

    def __init__(self) -> None:
        self.now = datetime.fromisoformat("2026-03-12T19:30:00+01:00")
        self.seconds = 0.0

    def __call__(self) -> datetime:
        return self.now

    def steady(self) -> float:
        return self.seconds

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


def test_a_set_clock_is_said_once_and_public_dates_never_go_back(council: Path, agenda: Path) -> None:
    clock = SetClock()
    session = Session.open(council, agenda, hold=0, clock=clock, steady=clock.steady)
    session.enter("open")
    clock.wait(600)
    session.enter("n")
    assert session.notices == []
    clock.now -= timedelta(hours=1)
    session.enter("n")
    assert len(session.notices) == 1 and "-3600" in session.notices[0]
    clock.wait(60)
    session.enter("n")
    assert len(session.notices) == 1
    dates = [e.published for e in record_of(session.desk.state.events).feed.entries]
    assert dates == sorted(dates) and len(dates) == 4
    assert [e.seq for e in session.journal.events] == list(range(1, len(session.journal.events) + 1))
    session.close()


def test_a_closed_lid_is_no_jump(council: Path, agenda: Path) -> None:
    clock = SetClock()
    session = Session.open(council, agenda, clock=clock, steady=clock.steady)
    clock.wait(7200)
    session.enter("open")
    assert session.notices == []
    session.close()


def public_outcomes(session: Session) -> list[str | None]:
    return [e.object for e in record_of(session.desk.state.events).feed.entries if e.kind == "uitslag"]


@pytest.mark.parametrize("hours", [-1, 2], ids=["set back an hour", "set forward two hours"])
def test_what_is_held_leaves_after_its_steady_time_however_the_clock_is_set(
    council: Path, agenda: Path, hours: int
) -> None:
    clock = SetClock()
    session = Session.open(council, agenda, clock=clock, steady=clock.steady)
    for line in ("open", "n6", "m1 i pvda: Starters"):
        session.enter(line, confirmed=True)
        clock.wait(60)
        session.tick()
    session.enter("m1v cda 31-6")
    session.enter("=")
    clock.now += timedelta(hours=hours)
    clock.wait(9)
    session.tick()
    assert public_outcomes(session) == [] and session.next_due() == 1.0
    assert session.held()[0].gates == {"wall": None, "feed": 1}
    clock.wait(1)
    session.tick()
    assert public_outcomes(session) == ["m1"] and session.next_due() is None
    assert session.undo().refused
    session.close()


def test_a_recall_within_the_hold_works_after_the_clock_was_set_forward(council: Path, agenda: Path) -> None:
    clock = SetClock()
    session = Session.open(council, agenda, clock=clock, steady=clock.steady)
    session.enter("open")
    clock.wait(60)
    session.tick()
    session.enter("n6")
    clock.now += timedelta(hours=2)
    clock.wait(1)
    session.tick()
    assert session.undo().kind is Kind.NOTED and session.desk.state.item == "1"
    session.close()


def test_after_a_crash_what_was_held_waits_its_full_time_again_and_that_is_said(council: Path, agenda: Path) -> None:
    """The steady clock of before is gone with the computer's start: too long a hold is safe, too short a one is not."""
    clock = SetClock()
    first = Session.open(council, agenda, clock=clock, steady=clock.steady)
    for line in ("open", "n6"):
        first.enter(line)
    clock.wait(9)
    first.close()
    clock.seconds = 3.0  # started again
    again = Session.open(council, agenda, clock=clock, steady=clock.steady)
    assert "2 berichten in de wacht wachten opnieuw" in again.resumed
    clock.wait(9)
    assert again.tick() is None
    clock.wait(1)
    assert again.tick() is not None and again.next_due() is None
    again.close()


def test_line_mode_waits_on_the_steady_clock_too(council: Path, agenda: Path) -> None:
    """The wall clock stands still an hour back: by it, nothing would ever be due."""
    clock = SetClock()
    session = Session.open(council, agenda, hold=1, clock=clock, steady=steady_here)
    lines = iter(["open", "n6"])
    assert plain.run(session, lines, io.StringIO(), io.StringIO(), ask=False) == 0
    assert [e.kind for e in record_of(session.desk.state.events).feed.entries] == ["opening", "punt"]
    session.close()
