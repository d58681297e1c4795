"""The meeting screen: entry line always focused, the exact sentence previewed, what is out and what still waits.

Every act goes through one queue to the session, in a thread, in the order typed (`keys`, `entering`); "✓" shows only
once the disk has it. What is drawn, and where, is the board's (`board`).

What moves by itself: every quarter of a second the clock's panels are made, and drawn where they say something else;
the session is asked to release only when something is due. What raises anywhere costs its own panel, act or look, and
is told (`supervised`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.session import Session
from livecouncil.system.caught import Caught
from livecouncil.system.lasting import lasting

from .board import Board
from .dialogs import Dialog, LineQuestion
from .entering import Entering
from .entry_line import EntryLine
from .keys import InOrder, KeyTimes, TakesKeys, Typed, go_on
from .meeting_acts import MeetingActs
from .supervised import Guarded, attempted
from .watchdog import Watchdog

LOOK_EVERY = 2.0
"""Seconds between two looks at the public side."""

SLOW = 0.5
"""Seconds an act may take before the griffier is told that it is still at it."""


class MeetingScreen(Guarded, TakesKeys, MeetingActs):
    """The griffier's desk on screen."""

    def __init__(self, session: Session, server_url: str | None) -> None:
        super().__init__()
        self.session = session
        self.words = session.words
        self.watchdog = Watchdog(session, server_url)
        self.board = Board(self, session, self.watchdog)
        self._queue: asyncio.Queue[Callable[[], Answer | None]] = asyncio.Queue()
        self.entering = Entering(self, session)
        self._busy = False
        if session.resumed:
            session.notify(session.resumed)
        self._releasing = False

    def compose(self) -> ComposeResult:
        yield Static(id="head")
        with Horizontal(id="top"):
            yield OptionList(id="agenda")
            with Vertical(id="middle"):
                yield Static(id="item")
                yield Static(id="staged")
            yield Static(id="outgoing")
        yield Static(id="fold")
        yield Static(id="journal")
        yield EntryLine(
            value=self.session.draft.line, placeholder=self.words.t("tui.entry"), id="entry", select_on_focus=False
        )
        yield Static(id="preview")
        yield Static(Text(self.words.t("tui.hints")), id="hints")

    def on_mount(self) -> None:
        self.query_one("#agenda", OptionList).can_focus = False
        self.entry.focus()
        self.entry.cursor_position = len(self.entry.value)
        self.serve_queue()
        self.set_interval(0.25, self._tick)
        self.look()
        self.show_all()
        self.is_ready(self)

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < 100, "narrow")
        self.call_after_refresh(self.show_all)

    @property
    def entry(self) -> EntryLine:
        return self.query_one("#entry", EntryLine)

    # -- the queue -----------------------------------------------------------------------------------------------

    @work(exit_on_error=False, exclusive=True, group="queue")
    async def serve_queue(self) -> None:
        """Hand acts to the session one at a time, off the event loop, as long as the screen lives."""
        await lasting(self._serve, self.failed, "queue")

    async def _serve(self) -> None:
        while True:
            act = await self._queue.get()
            self._busy = True
            try:
                answer = await self._done(act)
                if answer:
                    self.answered(answer)
                self.show_all()
            finally:
                self._busy = False
                self._queue.task_done()
                go_on(self.app)

    async def _done(self, act: Callable[[], Answer | None]) -> Answer | None:
        """The answer to `act`; whatever it raises is an answer too. No earlier "✓" stays while it takes long."""
        if act == self._released:  # nobody typed it: what was answered last stays
            return await asyncio.to_thread(act)
        self.board.message = ""
        doing = asyncio.ensure_future(asyncio.to_thread(act))
        done, _ = await asyncio.wait({doing}, timeout=SLOW)
        if not done:
            self.board.message = self.words.t("tui.busy")
            self.board.show_preview()
        with Caught() as fault:
            answer = await doing
        if fault.struck:
            answer = self.session.recovered(fault.error, "queue")
        self.board.message = ""
        return answer

    def _tick(self) -> None:
        attempted(self._release, self.failed, "release")
        attempted(self.board.show_moving, self.failed, "clock")

    def _release(self) -> None:
        """Ask the session to release what is due, once at a time and only then."""
        if self._releasing or not self._queue.empty() or not self.session.is_due():
            return
        self._releasing = True
        self._queue.put_nowait(self._released)

    def _released(self) -> Answer | None:
        try:
            with Caught() as fault:
                answer = self.session.tick()
            if fault.struck:
                answer = self.session.recovered(fault.error, "release")
        finally:
            self._releasing = False
        if answer and answer.refused:
            return answer
        return None

    @work(exit_on_error=False, exclusive=True, group="look")
    async def look(self) -> None:
        """The watchdog: what the public sees, from the outside in."""
        await lasting(self._look, self.failed, "watchdog")

    async def _look(self) -> None:
        while True:
            await self.watchdog.look()
            self.board.show_moving()
            await asyncio.sleep(LOOK_EVERY)

    def failed(self, error: Exception, where: str) -> None:
        """A fault nobody expected, outside any act (`Board.failed`)."""
        self.board.failed(error, where)

    # -- answers -------------------------------------------------------------------------------------------------

    def answered(self, answer: Answer) -> None:
        """Show what the session said."""
        warnings = [f"⚠ {warning.removeprefix('⚠ ')}" for warning in answer.warnings]
        text = " ".join([*answer.before, answer.text, *warnings]).strip()
        offered = self.entry.offered
        if answer.refused and offered and offered.refused:
            self.board.message = self.words.t(f"tui.again_{offered.kind}", text=text)
        elif answer.refused:
            self.board.message = text
        elif text and answer.kind is Kind.WAITS:
            self.board.message = self.words.t("tui.waits", text=text)
        elif text:
            self.board.message = self.words.t("tui.saved", text=text)

    def say(self, text: str) -> None:
        """Show a sentence in the place of the preview, until the line changes."""
        self.board.message = text
        self.board.said_for = self.entry.value
        self.board.show_preview()

    # -- keys ----------------------------------------------------------------------------------------------------

    @property
    def times(self) -> KeyTimes:
        return cast(InOrder, self.app).times

    @property
    def unanswered(self) -> bool:
        """Whether an act is on its way that has no answer on screen yet."""
        return self._busy or not self._queue.empty()

    def waits(self, typed: Typed) -> bool:
        return not self.ready or self.entering.waits(typed)

    async def take(self, typed: Typed) -> bool:
        return await self.entering.take(typed)

    def act(self, act: Callable[[], Answer | None]) -> None:
        """Queue `act` behind all acts before it."""
        self._queue.put_nowait(act)

    def over(self, dialog: Dialog, then: Callable[[Any], object]) -> None:
        """Put `dialog` over the meeting; `then` gets its result within the key that gave it."""
        dialog.then = then
        dialog.heard = self.entering.heard
        self.app.push_screen(dialog)

    def show_question(self) -> None:
        """How many lines wait behind the question that stands."""
        if isinstance(self.app.screen, LineQuestion):
            self.app.screen.show_ahead()

    def offer(self, line: str) -> None:
        """Put `line` in the entry line, to be changed or sent."""
        self.entering.offer(line)

    def tell(self, text: str) -> None:
        """Show a sentence in the place of the preview, also behind what is being typed."""
        self.board.message = text
        self.show_all()

    # -- showing -------------------------------------------------------------------------------------------------

    def typed(self, line: str) -> None:
        """The entry line changed: show its sentence first, then keep the draft."""
        if line != self.board.said_for:
            self.board.said_for = ""
        self.board.show_preview()
        if not self.session.desk.state.doors_closed and not self.entering.asking:
            self.session.save_draft(line)

    def show_all(self) -> None:
        self.board.show_all()
