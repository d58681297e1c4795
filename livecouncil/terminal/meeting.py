"""The meeting screen: entry line always focused, the exact sentence previewed, what is out and what still waits.

Every act goes through one queue to the session, in a thread, in the order typed (`keys`, `entering`); "✓" shows only
once the disk has it. What is drawn, and where, is the board's (`board`). The answer to an act is drawn before all else
and the rest when that is on screen.

What moves by itself: every quarter of a second the clock's regions are made, and drawn where they say something else;
the session is asked to release only when something is due. What raises anywhere costs its own region, act or look, and
is told (`supervised`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from livecouncil.sitting.answers import Answer
from livecouncil.sitting.session import Session
from livecouncil.system.caught import Caught
from livecouncil.system.lasting import lasting

from .board import Board
from .entering import Entering
from .entry_line import EntryLine
from .keys import InOrder, KeyTimes, TakesKeys, Typed, go_on
from .meeting_acts import MeetingActs
from .overlays.checks import StartChecks
from .overlays.overlay import Overlay
from .overlays.question import Question
from .posting import Networks
from .region import Shows
from .seen.answers import answer_said
from .sizes import classes_for
from .standing import OverlayStack
from .supervised import Guarded, attempted
from .watchdog import Watchdog

LOOK_EVERY = 2.0
"""Seconds between two looks at the public side."""

SLOW = 0.5
"""Seconds an act may take before the griffier is told that it is still at it."""


class MeetingScreen(Guarded, TakesKeys, Screen[None]):
    """The griffier's desk on screen. `line` is what was typed before it was there."""

    def __init__(self, session: Session, server_url: str | None, *, served: bool | None = None, line: str = "") -> None:
        super().__init__()
        self.session = session
        self.words = session.words
        self.watchdog = Watchdog(session, server_url, served)
        self._entry = EntryLine(session.draft.line + line, self.typed)
        self._stack = OverlayStack()
        self.board = Board(self, session, self.watchdog)
        self.entering = Entering(self, session)
        self.acts = MeetingActs(self, session)
        self.undo = self.acts.undo
        self.read_faults = self.board.read_faults
        self._queue: asyncio.Queue[Callable[[], Answer | None]] = asyncio.Queue()
        self._busy = False
        self._releasing = False
        self._following = False
        self._news = asyncio.Event()
        if session.resumed:
            session.notify(session.resumed)
        else:
            self._check()

    def _check(self) -> None:
        """Before the evening: what could go wrong later."""
        self._stack.put(StartChecks(self.words, self.board.checked), lambda _: None)

    def compose(self) -> ComposeResult:
        regions = self.board.regions
        yield from (regions[name] for name in ("meeting", "now", "alarm"))
        with Horizontal(id="middle"):
            yield from (regions[name] for name in ("agenda", "objects", "public", "overlay"))
        yield from (regions[name] for name in ("edge", "strip", "picture", "offer"))
        yield self._entry
        yield from (regions[name] for name in ("sentence", "keys"))

    def on_mount(self) -> None:
        self._arrange()
        self.entry.focus()
        self.serve_queue()
        self.set_interval(0.25, self._tick)
        self.look()
        self.show_all()
        self.is_ready(self)

    def on_resize(self, event: events.Resize) -> None:
        self._arrange()
        self.call_after_refresh(self.show_all)

    @property
    def entry(self) -> EntryLine:
        """Where lines are typed."""
        return self._entry

    @property
    def networks(self) -> Networks:
        """How the networks stand."""
        return self.board.networks

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
                self.board.show_hands()
                self._follow()
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
            self.board.show("sentence")
        with Caught() as fault:
            answer = await doing
        if fault.struck:
            answer = self.session.recovered(fault.error, "queue")
        self.board.message = ""
        return answer

    def _follow(self) -> None:
        """Once the answer is on screen: everything else, and a look outside."""
        self._news.set()
        self.call_after_refresh(self._followed)

    def _followed(self) -> None:
        attempted(self.keep_draft, self.failed, "draft")
        self.show_all()

    def _tick(self) -> None:
        for act in (self._release, self.entering.go_on_if_alone, self.board.show_moving):
            attempted(act, self.failed, "clock")

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

    # -- looking outside -----------------------------------------------------------------------------------------

    @work(exit_on_error=False, exclusive=True, group="look")
    async def look(self) -> None:
        """What the public sees, from the outside in, and the wall as it stands; at once when something was logged."""
        await lasting(self._look, self.failed, "watchdog")

    async def _look(self) -> None:
        while True:
            self._news.clear()
            await self.look_once()
            try:
                async with asyncio.timeout(LOOK_EVERY):
                    await self._news.wait()
            except TimeoutError:
                await self.watchdog.look()
                await self.board.mirrors.look()

    async def look_once(self) -> None:
        """The wall and the networks, made away from the keys; then drawn."""
        with Caught(self.failed, "outside"):
            await asyncio.to_thread(self.board.look_outside)
        self.board.show_moving()

    def failed(self, error: Exception, where: str) -> None:
        """A fault nobody expected, outside any act (`Board.failed`)."""
        self.board.failed(error, where)

    # -- answers -------------------------------------------------------------------------------------------------

    def answered(self, answer: Answer) -> None:
        """Show what the session said."""
        told = answer_said(self.words, answer, self.entry.offered, cast(Shows, self.app).signs.kept)
        if told is not None:
            self.board.answered(answer, told)

    def say(self, text: str) -> None:
        """Show a sentence in the place of the line's own, until the line changes."""
        self.board.message = text
        self.stands(self.entry.value)
        self.board.show_hands()

    def stands(self, line: str) -> None:
        """What was said is said of `line`, and stands as long as that does."""
        self.board.said_for = line

    def tell(self, text: str) -> None:
        """Show a sentence in the place of the line's own, also behind what is being typed."""
        self.board.message = text
        self.show_all()

    # -- keys ----------------------------------------------------------------------------------------------------

    @property
    def times(self) -> KeyTimes:
        """When keys were typed."""
        return cast(InOrder, self.app).times

    @property
    def clipboard(self) -> str:
        """What was copied here."""
        return self.app.clipboard

    def copy(self, text: str) -> None:
        """To the terminal's clipboard."""
        self.app.copy_to_clipboard(text)

    @property
    def unanswered(self) -> bool:
        """Whether an act is on its way that has no answer on screen yet."""
        return self._busy or not self._queue.empty()

    def waits(self, typed: Typed) -> bool:
        """Whether `typed` cannot be handled yet."""
        overlay = self.overlay
        if overlay and overlay.keeps:
            return not self.ready
        return not self.ready or self.entering.waits(typed)

    async def take(self, typed: Typed) -> bool:
        """One key or paste: the overlay's, else the line's."""
        overlay = self.overlay
        if overlay is None:
            return self.entering.take(typed)
        if isinstance(typed, events.Paste):
            taken = overlay.paste(typed)
        else:
            taken = overlay.take(typed)
            if taken:
                self.entering.heard(typed)
        if taken:
            self._overlay_changed(overlay)
        elif not overlay.keeps:
            return self._through(overlay, typed)
        return True

    def _through(self, overlay: Overlay, typed: Typed) -> bool:
        """A key an overlay has no use for is the line's; one that opens another list closes this one."""
        opens = isinstance(typed, events.Key) and self.entering.opens(typed)
        if opens and self._stack.closes(overlay):
            overlay.finish(None)
            self._overlay_changed(overlay)
        elif opens:
            return True
        return self.entering.take(typed)

    def does(self, act: str) -> None:
        """Do what the key of an act does."""
        with Caught(self.failed, act):
            self.acts.does(act)

    def act(self, act: Callable[[], Answer | None]) -> None:
        """Queue `act` behind all acts before it."""
        self._queue.put_nowait(act)

    def from_thread(self, act: Callable[..., object], *values: object) -> None:
        """From the queue's thread: do it here, and wait for that."""
        self.app.call_from_thread(act, *values)

    @work(exit_on_error=False, group="beside")
    async def beside(self, work: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """What takes long, away from the keys; `then` gets what came of it."""
        with Caught(self.failed, "beside"):
            then(await asyncio.to_thread(work))

    def offer(self, line: str) -> None:
        """Put `line` in the entry line, to be changed or sent."""
        self.entering.offer(line)

    def typed(self, line: str) -> None:
        """The entry line changed: show its sentence first; then, a frame later, the rest, and keep the draft."""
        if line != self.board.said_for:
            self.board.said_for = ""
        if not self.entering.asking:
            self.session.drafted(line)
        self.board.show_hands()
        if not self._following:
            self._following = True
            self.call_after_refresh(self._after_key)

    def _after_key(self) -> None:
        """What follows a key; behind an act that is on its way it is done with the answer."""
        self._following = False
        if not self.unanswered:
            attempted(self.keep_draft, self.failed, "draft")
            self.board.show_after_key()

    def keep_draft(self) -> None:
        """The line as it stands, for a crash; never behind closed doors."""
        if not self.session.desk.state.doors_closed and not self.entering.asking:
            self.session.save_draft(self.entry.value)

    # -- overlays ------------------------------------------------------------------------------------------------

    @property
    def overlay(self) -> Overlay | None:
        """What stands over the middle."""
        return self._stack.top

    def over(self, overlay: Overlay, then: Callable[[Any], object]) -> None:
        """Put `overlay` over the middle; `then` gets its result within the key that gave it."""
        self._stack.put(overlay, then)
        self._arrange()
        self.show_all()

    def _overlay_changed(self, overlay: Overlay) -> None:
        """It has taken a key: drawn anew, or gone."""
        if not overlay.finished:
            self.board.show("overlay", "now", "strip", "offer", "sentence", "keys")
            return
        if isinstance(overlay, StartChecks) and overlay.result is None:
            overlay.finished = False
            self.ask_to_quit()
            return
        self._stack.drop(overlay)
        self._arrange()
        if overlay.then:
            overlay.then(overlay.result)
        self.show_all()

    def ask_to_quit(self) -> None:
        """Before leaving, say what has not gone out yet."""
        if isinstance(self.overlay, Question):
            return
        held = len(self.session.held())
        text = self.words.t("tui.quit_held" if held else "tui.quit", n=held)
        question = Question(self.words.t("screen.sure"), text)
        self.over(question, lambda yes: self.app.exit(0) if yes else None)

    # -- showing -------------------------------------------------------------------------------------------------

    @property
    def flat(self) -> bool:
        """Whether the theme has no tones."""
        return cast(Shows, self.app).paint.roles.flat

    def alarmed(self, alarmed: bool) -> None:
        """On a small screen an alarm takes the place of the first row."""
        if self.has_class("-small") and self.has_class("-alarm") != alarmed:
            self._arrange(alarmed)

    def _arrange(self, alarmed: bool = False) -> None:
        """The places of the regions for this size; laid out anew only when that, or what stands over them, changes."""
        wanted = classes_for(self.app.size.width, self.app.size.height)
        overlay = self.overlay
        if overlay:
            wanted |= {"-over"}
        if overlay and overlay.covers and not self.session.desk.staged:
            wanted |= {"-covers"}
        if alarmed:
            wanted |= {"-alarm"}
        if wanted != self.classes:
            self.set_classes(wanted)

    def show_all(self) -> None:
        """Draw every region that says something else than before."""
        self.board.show_all()
