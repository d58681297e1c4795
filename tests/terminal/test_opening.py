"""Before there is a meeting: the entry line takes letters at once, and what is typed behind an Enter waits in order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import RenderableType
from textual.screen import Screen

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.sitting.session import Session
from livecouncil.terminal import app as app_module
from livecouncil.terminal.app import LivecouncilApp, There
from livecouncil.terminal.opening import OpeningScreen

from .hands import Terminal, Unhurried
from .test_app import arrived, settled


class CountsFrames(LivecouncilApp):
    """Knows how many frames it wrote."""

    CSS_PATH = str(Path(app_module.__file__).with_name("livecouncil.tcss"))
    frames = 0

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        super()._display(screen, renderable)
        self.frames += renderable is not None and not self._batch_count


def nothing() -> None:
    """Nothing to end."""


async def opened(app: LivecouncilApp) -> OpeningScreen:
    async with asyncio.timeout(30):
        while not (isinstance(app.screen, OpeningScreen) and app.screen.ready):
            await asyncio.sleep(0.01)
    return app.screen


async def test_what_is_typed_before_the_meeting_is_there_is_the_line_and_keeps_its_order(session: Session) -> None:
    may = threading.Event()

    def begin(there: There) -> Callable[[], None]:
        assert may.wait(30)
        there.sits(session, served=False)
        return nothing

    app = LivecouncilApp(times=Unhurried(), begin=begin)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await opened(app)
        Terminal(app).read(b"opem\x7fn\r\rn6\rn")
        await pilot.pause()
        assert screen._entry.value == "open", "letters and what edits are taken at once"
        may.set()
        meeting = await arrived(pilot)
        await settled(pilot)
        logged = [type(event) for event in session.journal.events]
        assert [each for each in logged if each in (ev.Opened, ev.ItemStarted)] == [ev.Opened, ev.ItemStarted]
        assert meeting.entry.value == "n" and meeting.overlay is None, "the first Enter was the checks'"
    app.ended()


async def test_a_fault_before_the_meeting_ends_the_app_and_is_told(session: Session) -> None:
    def begin(there: There) -> Callable[[], None]:
        raise InputFault("import.no_items", file="x")

    app = LivecouncilApp(begin=begin)
    async with app.run_test(size=(80, 24)) as pilot:
        async with asyncio.timeout(30):
            while app.trouble is None:
                await pilot.pause(0.01)
    assert isinstance(app.trouble, InputFault) and not app.crashed


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 15)])
async def test_the_line_is_out_before_anything_begins_and_stands_where_it_will(
    session: Session, size: tuple[int, int]
) -> None:
    may = threading.Event()
    out: list[int] = []

    def begin(there: There) -> Callable[[], None]:
        out.append(app.frames)
        assert may.wait(30)
        there.sits(session, served=False)
        return nothing

    app = CountsFrames(begin=begin)
    async with app.run_test(size=size) as pilot:
        before = (await opened(app))._entry.region
        may.set()
        meeting = await arrived(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert meeting.entry.region == before
        assert out[0], "what the meeting needs was begun before the first frame was written"
    app.ended()
