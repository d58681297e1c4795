"""What the start checks say before there is a session is what they say once there is one; or they wait for it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from livecouncil.sitting.ahead import Ahead, ahead_in, look_ahead
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp, There
from livecouncil.terminal.opening import OpeningScreen
from livecouncil.terminal.public_side import PublicSide
from livecouncil.terminal.region import Drawn
from livecouncil.terminal.seen.checks import checked
from livecouncil.terminal.watchdog import Watchdog
from tests.conftest import Clock

from .hands import Terminal, Unhurried
from .test_app import arrived, settled

MIRROR = '\n[[mirrors]]\nname = "site"\nto = "file:///tmp/elsewhere"\n'


def ahead(council: Path, agenda: Path) -> Ahead | None:
    return look_ahead(council, agenda, rehearsal=False, clock=Clock())


def opened(council: Path, agenda: Path) -> Session:
    return Session.open(council, agenda, clock=Clock())


def alike(council: Path, agenda: Path) -> Ahead:
    """What is known ahead, held against what the session then says."""
    found = ahead(council, agenda)
    assert found
    session = opened(council, agenda)
    try:
        assert checked(found, PublicSide(True)) == checked(ahead_in(session), Watchdog(session, None, served=True))
    finally:
        session.close()
    return found


def test_a_meeting_that_is_new_and_one_that_was_looked_at_before(council: Path, agenda: Path) -> None:
    alike(council, agenda)
    path = council / "council.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("seats = 37", "seats = 39"), encoding="utf-8")
    found = alike(council, agenda)
    assert found.state.council.council.seats == 37, "a meeting goes on as it began"


def test_it_waits_with_the_lines_that_were_prepared_and_those_that_were_left(council: Path, agenda: Path) -> None:
    (agenda.parent / "voorbereid.txt").write_text("n\n# niets\n, nota\n", encoding="utf-8")
    assert alike(council, agenda).prepared == 2
    assert alike(council, agenda).prepared == 2, "the same file is not taken twice"


def test_who_else_writes_it_is_named(council: Path, agenda: Path) -> None:
    session = opened(council, agenda)
    try:
        found = ahead(council, agenda)
        assert found and found.read_only and found.holder
        assert "wrong" in [one.result for one in checked(found, PublicSide(True)).checks]
    finally:
        session.close()
    after = ahead(council, agenda)
    assert after and not after.read_only


def test_the_session_is_waited_for_where_only_that_can_tell(council: Path, agenda: Path) -> None:
    session = opened(council, agenda)
    session.close()
    journal = next((council / "journal").glob("*.jsonl"))
    whole = journal.read_bytes()
    for damaged in (whole + b'{"seq":2', whole[:-9] + b"\n", whole.replace(b"snapshot", b"snapshut")):
        journal.write_bytes(damaged)
        assert ahead(council, agenda) is None
    journal.write_bytes(whole)
    assert ahead(council, agenda)
    session = opened(council, agenda)
    session.enter("open")
    session.close()
    assert ahead(council, agenda) is None, "it goes on: there are no checks"


def test_a_council_with_mirrors_waits_for_the_session(council: Path, agenda: Path) -> None:
    path = council / "council.toml"
    path.write_text(path.read_text(encoding="utf-8") + MIRROR, encoding="utf-8")
    assert ahead(council, agenda) is None


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 15)])
async def test_the_checks_stand_where_the_meeting_has_them_and_keys_wait_for_it(
    council: Path, agenda: Path, size: tuple[int, int]
) -> None:
    may = threading.Event()
    there_are_checks = threading.Event()

    def begin(there: There) -> Callable[[], None]:
        found = ahead(council, agenda)
        assert found
        there.checks(found, served=False)
        there_are_checks.set()
        assert may.wait(30)
        session = opened(council, agenda)
        there.sits(session, served=False)
        return session.close

    app = LivecouncilApp(times=Unhurried(), begin=begin)
    async with app.run_test(size=size) as pilot:
        async with asyncio.timeout(30):
            while not there_are_checks.is_set():
                await pilot.pause(0.01)
        screen = app.screen
        assert isinstance(screen, OpeningScreen)
        above = screen.query_one("#above", Drawn)
        entry = screen.query_one("#entry").region
        Terminal(app).read(b"op")
        await pilot.pause()
        may.set()
        meeting = await arrived(pilot)
        late = meeting.query_one("#overlay", Drawn)
        early = above.rows[late.region.y :][: late.region.height]
        assert [row.plain[1:].rstrip() for row in early] == [row.plain.rstrip() for row in late.rows]
        assert meeting.query_one("#entry").region == entry
        Terminal(app).read(b"\ren\r")
        await settled(pilot)
        assert meeting.overlay is None and meeting.session.desk.state.status == "open"
    app.ended()
