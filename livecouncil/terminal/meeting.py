"""The meeting screen: entry line always focused, the exact sentence previewed, what is out and what still waits.

Every act goes through one queue to the session, in a thread, in the order typed (`tui.keys`, `tui.entering`); "✓" shows
only once the disk has it.

What moves by itself: every quarter of a second the clock's panels are made, and drawn where they say something else; the
session is asked to release only when something is due. What raises anywhere costs its own panel, act or look, and is
told (`tui.supervised`).
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
from textual.widgets.option_list import Option

from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.session import Session
from livecouncil.system.caught import Caught
from livecouncil.system.lasting import lasting

from . import panels
from .dialogs import Dialog, LineQuestion
from .entering import Entering
from .entry_line import EntryLine
from .keys import InOrder, KeyTimes, TakesKeys, Typed, go_on
from .meeting_acts import MeetingActs
from .posting import Networks
from .supervised import Guarded, attempted
from .watchdog import Watchdog

LOOK = 2.0  # seconds between two looks at the public side
SLOW = 0.5  # seconds an act may take before the griffier is told that it is still at it


class MeetingScreen(Guarded, TakesKeys, MeetingActs):
    """The griffier's desk on screen."""

    def __init__(self, session: Session, server_url: str | None) -> None:
        super().__init__()
        self.session = session
        self.words = session.words
        self.watchdog = Watchdog(session, server_url)
        self.posting = Networks(session)
        self._queue: asyncio.Queue[Callable[[], Answer | None]] = asyncio.Queue()
        self.entering = Entering(self, session)
        self.said_for = ""
        self._message = ""
        self._busy = False
        if session.resumed:
            session.notify(session.resumed)
        self._shown_agenda: tuple[object, ...] = ()
        self._drawn: dict[str, tuple[object, ...]] = {}
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
        self._message = ""
        doing = asyncio.ensure_future(asyncio.to_thread(act))
        done, _ = await asyncio.wait({doing}, timeout=SLOW)
        if not done:
            self._message = self.words.t("tui.busy")
            self._show_preview()
        with Caught() as fault:
            answer = await doing
        if fault.struck:
            answer = self.session.recovered(fault.error, "queue")
        self._message = ""
        return answer

    def _tick(self) -> None:
        attempted(self._release, self.failed, "release")
        attempted(self._show_moving, self.failed, "clock")

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
            self._show_moving()
            await asyncio.sleep(LOOK)

    def failed(self, error: Exception, where: str) -> None:
        """A fault nobody expected, outside any act: reported, and loud until Esc."""
        self.session.alarm(error, where)
        self._show_moving()

    # -- answers -------------------------------------------------------------------------------------------------

    def answered(self, answer: Answer) -> None:
        """Show what the session said."""
        warnings = [f"⚠ {warning.removeprefix('⚠ ')}" for warning in answer.warnings]
        text = " ".join([*answer.before, answer.text, *warnings]).strip()
        offered = self.entry.offered
        if answer.refused:
            if offered and offered.refused:
                key = f"tui.again_{offered.kind}"
            else:
                key = ""
            if key:
                self._message = self.words.t(key, text=text)
            else:
                self._message = text
        elif text:
            if answer.kind is Kind.WAITS:
                key = "tui.waits"
            else:
                key = "tui.saved"
            self._message = self.words.t(key, text=text)

    def say(self, text: str) -> None:
        """Show a sentence in the place of the preview, until the line changes."""
        self._message = text
        self.said_for = self.entry.value
        self._show_preview()

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
        self._message = text
        self.show_all()

    # -- showing -------------------------------------------------------------------------------------------------

    def typed(self, line: str) -> None:
        """The entry line changed: show its sentence first, then keep the draft."""
        if line != self.said_for:
            self.said_for = ""
        self._show_preview()
        if not self.session.desk.state.doors_closed and not self.entering.asking:
            self.session.save_draft(line)

    def _show_preview(self) -> None:
        self._draw("preview", self._preview)

    def _preview(self) -> Text:
        line = self.entry.value
        told = not line.strip() or line == self.said_for
        if told:
            return Text(self._message)
        return panels.preview(self.session, line)

    def _draw(self, panel: str, made: Callable[[], Text], layout: bool = False) -> bool:
        """New text in a panel, if it says something else than before. Without `layout` its size is fixed: no layout of
        the whole screen at every key. A panel that cannot be made says so itself."""
        with Caught(self.session.alarm, f"panel {panel}") as fault, self.session.changing:
            text = made()
        if fault.struck:
            text = Text(self.words.t("tui.undrawn"), "bold reverse")
        drawn = text.plain, tuple(text.spans), text.style
        if self._drawn.get(panel) == drawn:
            return False
        self._drawn[panel] = drawn
        self.query_one(f"#{panel}", Static).update(text, layout=layout)
        return True

    def _show_moving(self) -> None:
        """What changes with the clock alone, as far as it is on screen."""
        self._draw("head", lambda: panels.head(self.session, self.size.width - 2))
        if self.has_class("narrow"):
            self._draw("fold", lambda: panels.narrow_line(self.session, self.watchdog, self.posting.sentences()))
        else:
            self._draw("outgoing", lambda: panels.outgoing(self.session, self.watchdog, self.posting.sentences()))
        if self.session.desk.state.council.procedure.speaking_time.per != "none":
            self._show_item()

    def _show_item(self) -> None:
        room = self.query_one("#item", Static).content_size
        self._draw("item", lambda: panels.item(self.session, room.width, room.height))

    def show_all(self) -> None:
        self._show_moving()
        self._show_item()
        if self._draw("staged", lambda: panels.staged(self.session), layout=True):
            self.call_after_refresh(self._show_item)  # what is staged takes its room
        self._draw("journal", lambda: panels.journal(self.session))
        attempted(self._show_agenda, self.failed, "agenda")
        self._draw("hints", lambda: panels.hints(self.session))
        self._show_preview()

    def _show_agenda(self) -> None:
        state = self.session.desk.state
        shown = tuple(panels.agenda_row(self.session, i) for i in state.items)
        if shown == self._shown_agenda:
            return
        self._shown_agenda = shown
        agenda = self.query_one("#agenda", OptionList)
        agenda.clear_options()
        agenda.add_options(Option(Text(panels.cut(row, 23))) for row in shown)
        agenda.highlighted = next((n for n, i in enumerate(state.items) if i.number == state.item), None)
