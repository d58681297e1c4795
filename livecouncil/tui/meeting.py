"""The meeting screen: entry line always focused, the exact sentence previewed, what is out and what still waits.

Every act goes through one queue to the session, in a thread, in the order typed; "✓" shows only once the disk has it.

What moves by itself: every quarter of a second the clock's panels are made, and drawn where they say something else; the
session is asked to release only when something is due. What raises anywhere costs its own panel, act or look, and is
told (`tui.supervised`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ..core.counting import calling_order, voters_now
from ..core.deciding import resolve_target
from ..core.desk import Answer
from ..core.entry import parse
from ..core.posts import Post
from ..errors import Refusal
from ..lasting import lasting
from ..session import Session
from . import panels
from .dialogs import BallotForm, Choice, Question, RollCall, help_screen
from .posting import Posting
from .supervised import Guarded, attempted
from .watchdog import Watchdog

LOOK = 2.0  # seconds between two looks at the public side
SLOW = 0.5  # seconds an act may take before the griffier is told that it is still at it


class EntryLine(Guarded, Input):
    """The one line. `=` on an empty line is the hammer; Tab completes; ↑ and ↓ are the history."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "screen.complete", show=False, priority=True), Binding("up", "screen.history(-1)", show=False),
        Binding("down", "screen.history(1)", show=False), Binding("escape", "screen.wipe", show=False),
        Binding("ctrl+z", "screen.undo", show=False, priority=True), Binding("ctrl+y", "screen.redo", show=False, priority=True),
    ]  # fmt: skip

    def watch_value(self, value: str) -> None:
        """Within the key itself, so that the sentence is drawn in the same frame as the key."""
        if self.is_mounted and isinstance(self.screen, MeetingScreen):
            self.screen.typed(value)

    async def _on_key(self, event: events.Key) -> None:
        if not self.value and event.character in ("=", "?"):
            event.stop()
            event.prevent_default()
            await self.screen.run_action("hammer" if event.character == "=" else "help")
            return
        await super()._on_key(event)


class MeetingScreen(Guarded, Screen[None]):
    """The griffier's desk on screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f12", "hammer", show=False, priority=True), Binding("f1", "help", show=False), Binding("f2", "agenda", show=False),
        Binding("f3", "outgoing", show=False), Binding("f4", "roll_call", show=False), Binding("f5", "corrections", show=False),
        Binding("f6", "pause", show=False, priority=True), Binding("f7", "ballot", show=False), Binding("f8", "ledger", show=False), Binding("f9", "panic", show=False, priority=True), Binding("f10", "archive", show=False),
    ]  # fmt: skip

    def __init__(self, session: Session, server_url: str | None) -> None:
        super().__init__()
        self.session, self.words = session, session.words
        self.watchdog, self.posting = Watchdog(session, server_url), Posting(session)
        self._queue: asyncio.Queue[Callable[[], Answer | None]] = asyncio.Queue()
        self._history: list[str] = []
        self._at = 0
        self._refused = ""
        self._message = ""
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
            value=self.session.draft, placeholder=self.words.t("tui.entry"), id="entry", select_on_focus=False
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
            try:
                answer = await self._done(act)
                if answer:
                    self._answered(answer)
                self.show_all()
            finally:
                self._queue.task_done()

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
        try:
            answer = await doing
        except Exception as error:
            answer = self.session.recovered(error, "queue")
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
            answer = self.session.tick()
        except Exception as error:
            answer = self.session.recovered(error, "release")
        finally:
            self._releasing = False
        return answer if answer and answer.word == "FOUT" else None

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

    def on_input_submitted(self, event: Input.Submitted) -> None:
        line = event.value
        if line.strip():
            self._enter(line)

    def _enter(self, line: str, confirmed: bool = False) -> None:
        if line == self._refused:
            self._refused = ""
            self.entry.value = ""
            self._queue.put_nowait(lambda: self.session.red_note(line))
            return
        if not self.session.desk.state.doors_closed:
            self._history.append(line)
            self._at = len(self._history)
        self.entry.value = ""
        self._queue.put_nowait(lambda: self._taken(line, self.session.enter(line, confirmed)))

    def _taken(self, line: str, answer: Answer) -> Answer:
        if answer.confirm and not answer.events:
            self.app.call_from_thread(self._ask, line, answer.text)
            return Answer("NOTITIE", "")
        if answer.word == "FOUT" and not self.session.desk.state.doors_closed and not self.entry.value:
            self.app.call_from_thread(self._put_back, line)
        return answer

    def _put_back(self, line: str) -> None:
        if self.session.desk.staged and self.session.desk.staged.line == line:
            return
        self.entry.value = line
        self.entry.cursor_position = len(line)
        self._refused = line

    def _ask(self, line: str, text: str) -> None:
        self.app.push_screen(Question(self.words, text), lambda yes: self._enter(line, True) if yes else None)

    def _answered(self, answer: Answer) -> None:
        text = " ".join([answer.text, *answer.warnings]).strip()
        if answer.word == "FOUT":
            self._message = self.words.t("tui.again_red", text=text) if self._refused else text
        elif text:
            key = "tui.waits" if answer.word == "KLAAR" else "tui.saved"
            self._message = self.words.t(key, text=text)

    # -- keys ----------------------------------------------------------------------------------------------------

    def action_hammer(self) -> None:
        self._queue.put_nowait(self.session.hammer)

    def action_undo(self) -> None:
        self._queue.put_nowait(self._undo)

    def _undo(self) -> Answer:
        answer = self.session.undo()
        if answer.word == "FOUT" and not self.session.desk.state.doors_closed and self._correctable():
            self.app.call_from_thread(self.action_corrections)
        return answer

    def action_redo(self) -> None:
        self._queue.put_nowait(self.session.redo)

    def action_wipe(self) -> None:
        """Esc clears the line; on an empty line it drops what is staged; else it ends the warnings."""
        if self.entry.value:
            self.entry.value, self._refused = "", ""
        elif self.session.desk.staged:
            self._queue.put_nowait(self.session.undo)
        else:
            self.session.notices.clear()
            self._show_moving()

    def action_complete(self) -> None:
        found = self.session.desk.complete(self.entry.value)
        if found:
            self.entry.value = found[0]
            self.entry.cursor_position = len(found[0])

    def action_history(self, step: int) -> None:
        if self._history and not self.session.desk.state.doors_closed:
            self._at = max(0, min(len(self._history), self._at + step))
            self.offer(self._history[self._at] if self._at < len(self._history) else "")

    def offer(self, line: str) -> None:
        """Put `line` in the entry line, to be changed or sent."""
        self.entry.value = line
        self.entry.cursor_position = len(line)
        self.entry.focus()

    def action_help(self) -> None:
        self.app.push_screen(help_screen(self.words), self._offered)

    def _offered(self, line: object) -> None:
        if isinstance(line, str):
            self.offer(line)

    def action_agenda(self) -> None:
        rows = [(panels.agenda_row(self.session, i), f"n{i.number}") for i in self.session.desk.state.items]
        self.app.push_screen(Choice(self.words.t("tui.agenda"), rows), self._offered)

    def action_outgoing(self) -> None:
        """Everything on its way out: what is held back, and every post with what can be done with it."""
        held = self.session.held()
        rows = [(panels.held_row(self.words, h), f"held {h.seq}") for h in held] + self.posting.rows()
        rows = rows or [(self.words.t("tui.nothing_held"), "")]
        self.app.push_screen(Choice(self.words.t("tui.outgoing"), rows), self._outgoing_chosen)

    def _outgoing_chosen(self, choice: object) -> None:
        kind, _, value = str(choice or "").partition(" ")
        if kind == "held":
            self._queue.put_nowait(lambda: self.session.release_now(int(value)))
        elif kind == "all":
            self._queue.put_nowait(lambda: self.session.order(value, self.posting.waiting()))
        elif kind == "post" and (post := self.posting.post(int(value))):
            title = f"{self.words.t('posting.choose')} {self.posting.text(post)}"
            self.app.push_screen(Choice(title, self.posting.choices(post)), lambda act: self._post_chosen(post, act))

    def _post_chosen(self, post: Post, choice: object) -> None:
        act, _, reason = str(choice or "").partition(" ")
        if act == "copy":
            self.app.copy_to_clipboard(self.posting.text(post))
            self._answered(Answer("NOTITIE", self.words.t("posting.copied")))
            self.show_all()
        elif act == "delete":
            question = Question(self.words, self.words.t("posting.delete_sure"))
            self.app.push_screen(question, lambda yes: self._order("delete", post, reason) if yes else None)
        elif act:
            self._order(act, post)

    def _order(self, act: str, post: Post, reason: str = "") -> None:
        self._queue.put_nowait(lambda: self.session.order(act, (post.seq,), reason=reason))

    def action_pause(self) -> None:
        """The networks stand still until F6 again; wall, site and feed go on."""
        self._queue.put_nowait(self.session.pause)

    def _correctable(self) -> list[tuple[str, str]]:
        return panels.correctable(self.session)

    def action_corrections(self) -> None:
        self.app.push_screen(Choice(self.words.t("tui.corrections"), self._correctable()), self._offered)

    def action_ballot(self) -> None:
        self.app.push_screen(BallotForm(self.words, lambda line: panels.consequence(self.session, line)), self._offered)

    def action_panic(self) -> None:
        """A neutral card on the wall, at once; everything else stands still until F9 again."""
        self._queue.put_nowait(self.session.panic)

    def action_ledger(self) -> None:
        """Presence, speaking time and speakers; choosing a row offers the line that changes it."""
        self.app.push_screen(Choice(self.words.t("tui.ledger"), panels.ledger(self.session)), self._offered)

    @work(exit_on_error=False, exclusive=True, group="archive")
    async def action_archive(self) -> None:
        """Earlier meetings; choosing one shows what it decided."""
        from . import archive

        rows = await asyncio.to_thread(archive.meetings, self.session)
        meeting = await self.app.push_screen_wait(Choice(self.words.t("acts.archive.label"), rows))
        if meeting:
            decided = await asyncio.to_thread(archive.decisions, self.session, str(meeting))
            await self.app.push_screen_wait(Choice(str(meeting), decided))

    def action_roll_call(self) -> None:
        """Open the roll call for what the line names (`m3r8`), or for the item's own proposal."""
        state, line = self.session.desk.state, self.entry.value.strip() or "r"
        try:
            entry = parse(line)
            target = resolve_target(state, entry.target if entry else None)
            start = int(entry.number or 0) if entry and entry.act == "roll_call" else 0
            voting = voters_now(state, target).voting
            order = [m for m in calling_order(state, start or state.start_number) if m.name in {v.name for v in voting}]
        except Refusal as refusal:
            self._message = self.words.refusal(refusal)
            self.show_all()
            return
        if not entry or entry.act != "roll_call" or not order:
            self._message = self.words.t("tui.roll_object")
            self.show_all()
            return
        head = line.split()[0]
        freely = state.council.procedure.mistaken_vote == "until_close"
        self.app.push_screen(RollCall(self.words, order, freely), lambda a: self.offer(f"{head} {a}") if a else None)

    # -- showing -------------------------------------------------------------------------------------------------

    def typed(self, line: str) -> None:
        """The entry line changed: show its sentence first, then keep the draft."""
        if line != self._refused:
            self._refused = ""
        self._show_preview()
        if not self.session.desk.state.doors_closed:
            self.session.save_draft(line)

    def _show_preview(self) -> None:
        self._draw("preview", self._preview)

    def _preview(self) -> Text:
        line = self.entry.value
        told = not line.strip() or line == self._refused
        return Text(self._message) if told else panels.preview(self.session, line)

    def _draw(self, panel: str, made: Callable[[], Text], layout: bool = False) -> bool:
        """New text in a panel, if it says something else than before. Without `layout` its size is fixed: no layout of
        the whole screen at every key. A panel that cannot be made says so itself."""
        try:
            with self.session.changing:
                text = made()
        except Exception as error:
            self.session.alarm(error, f"panel {panel}")
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
            self._draw("fold", lambda: panels.fold(self.session, self.watchdog, self.posting.sentences()))
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
        self._show_preview()

    def _show_agenda(self) -> None:
        state = self.session.desk.state
        shown = tuple(panels.agenda_row(self.session, i) for i in state.items)
        if shown == self._shown_agenda:
            return
        self._shown_agenda = shown
        agenda = self.query_one("#agenda", OptionList)
        agenda.clear_options()
        agenda.add_options(Option(Text(row if len(row) <= 23 else row[:22] + "…")) for row in shown)
        agenda.highlighted = next((n for n, i in enumerate(state.items) if i.number == state.item), None)
