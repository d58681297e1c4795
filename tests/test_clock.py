"""The computer's clock may be set during a meeting: it is said, the order stays, and public dates never go back."""

from datetime import datetime, timedelta
from pathlib import Path

from livecouncil.publishing import record_of
from livecouncil.session import Session


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
    dates = [e.published for e in record_of(session.desk.state.events).entries]
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
