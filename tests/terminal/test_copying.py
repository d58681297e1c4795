"""How the second copy stands is on screen, wide and narrow: below what the public sees, and loud when a line lacks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from tests.conftest import Clock

from .test_app import begin, send, text

PATIENCE = 60.0


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_it_changes_when_the_stick_goes_and_comes(
    council: Path, agenda: Path, clock: Clock, tmp_path: Path, size: tuple[int, int]
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with (council / "council.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[backup]\nto = "{stick}"\n')
    session = Session.open(council, agenda, clock=clock)
    copier = session.copying._copier
    assert copier and copier.wait(PATIENCE)
    app = LivecouncilApp(session, None)
    async with app.run_test(size=size) as pilot:
        screen = await begin(pilot)
        screen.board.show_moving()
        assert "2 kopieën" in text(screen, "#public") and not session.alarms
        stick.rename(tmp_path / "zak")
        await send(pilot, "n7")
        await asyncio.to_thread(copier.first_look, PATIENCE)
        screen.board.show_moving()
        assert "1 van 2 kopieën" in text(screen, "#public") and len(session.alarms) == 1
        (tmp_path / "zak").rename(stick)
        assert await asyncio.to_thread(copier.wait, PATIENCE)
        screen.board.show_moving()
        assert "2 kopieën" in text(screen, "#public") and not session.alarms
    session.close()
