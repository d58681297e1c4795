"""The Den Helder evening once more, typed into the terminal app."""

from __future__ import annotations

from pathlib import Path

from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from tests.evenings import denhelder

from .hands import Unhurried
from .test_app import send, settled


async def test_the_evening_through_the_terminal_app(shared: Path, tmp_path: Path) -> None:
    session = Session.open(tmp_path, denhelder.write(shared, tmp_path), hold=0)
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        for line in denhelder.script(shared):
            await send(pilot, line.removesuffix(" ="))
            if line.endswith(" ="):
                await pilot.press("=")
                await settled(pilot)
        if session.desk.state.status != "closed":
            await pilot.press("enter")
            await settled(pilot)
    state = session.desk.state
    assert state.status == "closed" and state.outcomes["16"] == "adopted" and state.outcomes["8"] == "adopted_amended"
    assert state.objects["a9.1"].outcome == "held_over" and len(state.outcomes) == 12
    session.close()
