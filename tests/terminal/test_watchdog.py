"""The watchdog looks as a reader does: at a real server, in good health and not."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from livecouncil.sitting.session import Session
from livecouncil.terminal.regions.public import Gate, GateRow
from livecouncil.terminal.seen.outside import Outside, public_seen
from livecouncil.terminal.watchdog import Watchdog
from tests.server.test_pairing import posted
from tests.server.test_server import Server, awaited
from tests.waiting import until


@pytest.fixture
def sitting(council: Path, agenda: Path) -> Iterator[tuple[Session, Server, Watchdog]]:
    session = Session.open(council, agenda, hold=0)
    session.enter("open")
    server = Server(council)
    awaited(server)
    yield session, server, Watchdog(session, server.url)
    server.process.kill()
    server.process.wait()
    session.close()


def looks(watchdog: Watchdog, times: int = 2) -> str:
    for _ in range(times):
        asyncio.run(watchdog.look())
    return watchdog.sentence


def caught_up(server: Server, seq: int) -> None:
    """Stream and files have the newest entry; the files come after the stream."""
    page = f"/{next((server.folder / 'journal').glob('*.jsonl')).stem}/index.html"

    def has_it() -> bool:
        told = server.get("/healthz")[2], server.get(page)[2]
        return f'"seq": {seq}'.encode() in told[0] and f'data-seq="{seq}"'.encode() in told[1]

    until(has_it, f"the server did not get to {seq}")


def written_at(server: Server, meeting: str) -> datetime:
    """When the server last wrote the public files, by its own account."""
    health = json.loads(server.get("/healthz")[2])["meetings"][meeting]
    return datetime.fromtimestamp(health["written"], ZoneInfo("Europe/Amsterdam"))


def test_all_is_well_and_a_missing_wall_is_named(sitting: tuple[Session, Server, Watchdog]) -> None:
    session, server, watchdog = sitting
    session.enter("n6")
    caught_up(server, 2)
    assert "site bij" in looks(watchdog) and "GEEN WAND VERBONDEN" in watchdog.sentence and not watchdog.loud
    meeting = session.desk.state.agenda.id
    for _ in range(1000):
        written = written_at(server, meeting)
        sentence = looks(watchdog, 1)
        if written == written_at(server, meeting):
            break  # the server wrote nothing between the two
    assert f"{written:%H:%M:%S}" in sentence, "the clock of the council, not of the machine"
    token = (server.folder / "wall.url").read_text().strip().split("token=")[1]
    wall = server.listen(f"/{session.desk.state.agenda.id}/wall-stream?token={token}")
    assert wall.readline().startswith(b"retry") and "wand 1" in looks(watchdog)


def test_files_that_stay_behind_are_said_loudly(sitting: tuple[Session, Server, Watchdog]) -> None:
    session, server, watchdog = sitting
    folder = server.folder / "public" / session.desk.state.agenda.id
    shutil.rmtree(folder)
    folder.write_text("in de weg")
    session.enter("n6")
    until(lambda: b'"seq": 2' in server.get("/healthz")[2])
    first = looks(watchdog, 1)
    assert not watchdog.loud, first
    assert "LOOPT ACHTER" in looks(watchdog, 1) and "pagina" in watchdog.sentence and "feed" in watchdog.sentence
    assert "stroom" not in watchdog.sentence and watchdog.loud


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_a_server_that_is_gone_or_hangs_is_said_at_once(sitting: tuple[Session, Server, Watchdog], how: int) -> None:
    _, server, watchdog = sitting
    server.process.send_signal(how)
    assert "ONBEREIKBAAR" in looks(watchdog, 1) and watchdog.loud
    server.process.send_signal(signal.SIGCONT)


def test_a_coupled_screen_that_is_away_is_named(sitting: tuple[Session, Server, Watchdog]) -> None:
    session, server, watchdog = sitting
    status, given = posted(server, "/wand")
    assert status == 200 and not session.enter(f"wand {given['digits']}").refused

    def wall() -> GateRow:
        looks(watchdog, 1)
        return public_seen(session, Outside(None, watchdog)).gates[0]

    assert (wall().gate, wall().note) == (Gate.FAILED, "scherm 1 nog niet gezien")
    stream = server.listen(f"/{session.desk.state.agenda.id}/wall-stream?token={given['token']}")
    assert stream.status == 200
    assert wall().gate is not Gate.FAILED and watchdog.screens[0].on
    stream.close()
    until(lambda: wall().gate is Gate.FAILED)
    assert wall().note.startswith("scherm 1 weg sinds ")
