"""What the griffier does at the meeting screen beside typing lines: its keys, and what is chosen in a box over it.

An act never does anything by itself. It offers a line, which the griffier may change before Enter, or hands one call of
the session to the screen's queue, behind all that was typed before it: so what is done here and what is typed keep one
order. `MeetingScreen` is the rest: the queue, the panels, and where a sentence is shown.
"""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from textual import work
from textual.screen import Screen

from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.rules.shared import resolve_target
from livecouncil.core.meeting.rules.voters import calling_order, voters_now
from livecouncil.errors import Refusal
from livecouncil.posting.posts import Post
from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.session import Session
from livecouncil.wording import Wording

from . import ledger, panels
from .board import Board
from .dialogs import Choice, Dialog, Question, help_screen
from .entry_line import EntryLine
from .voting import BallotForm, RollCall


class MeetingActs(Screen[None]):
    """The acts; the screen that has them says how they are queued and shown."""

    session: Session
    words: Wording
    board: Board

    @property
    @abstractmethod
    def entry(self) -> EntryLine:
        """Where lines are typed."""

    @abstractmethod
    def act(self, act: Callable[[], Answer | None]) -> None:
        """Queue `act` behind all acts before it."""

    @abstractmethod
    def over(self, dialog: Dialog, then: Callable[[Any], object]) -> None:
        """Put `dialog` over the meeting; `then` gets its result."""

    @abstractmethod
    def offer(self, line: str) -> None:
        """Put `line` in the entry line."""

    @abstractmethod
    def answered(self, answer: Answer) -> None:
        """Show what the session said."""

    @abstractmethod
    def tell(self, text: str) -> None:
        """Show a sentence in the place of the preview."""

    @abstractmethod
    def show_all(self) -> None:
        """Draw every panel that says something else than before."""

    def undo(self) -> Answer:
        """Take back the last; what was sent already is offered for correction."""
        answer = self.session.undo()
        if answer.refused and not self.session.desk.state.doors_closed and self._correctable():
            self.app.call_from_thread(self.action_correct)
        return answer

    def action_help(self) -> None:
        self.over(help_screen(self.words), self._offered)

    def _offered(self, line: object) -> None:
        if isinstance(line, str):
            self.offer(line)

    def action_agenda(self) -> None:
        rows = [(panels.agenda_row(self.session, i), f"n{i.number}") for i in self.session.desk.state.items]
        self.over(Choice(self.words.t("tui.agenda"), rows), self._offered)

    def action_outgoing(self) -> None:
        """Everything on its way out: what is held back, and every post with what can be done with it."""
        held = self.session.held()
        rows = [(panels.held_row(self.words, h), f"held {h.seq}") for h in held] + self.board.networks.rows()
        rows = rows or [(self.words.t("tui.nothing_held"), "")]
        self.over(Choice(self.words.t("tui.outgoing"), rows), self._outgoing_chosen)

    def _outgoing_chosen(self, choice: object) -> None:
        kind, _, value = str(choice or "").partition(" ")
        if kind == "held":
            self.act(lambda: self.session.release_now(int(value)))
        elif kind == "all":
            self.act(lambda: self.session.order(value, self.board.networks.waiting()))
        elif kind == "post" and (post := self.board.networks.post(int(value))):
            title = f"{self.words.t('posting.choose')} {self.board.networks.text(post)}"
            self.over(Choice(title, self.board.networks.choices(post)), lambda act: self._post_chosen(post, act))

    def _post_chosen(self, post: Post, choice: object) -> None:
        act, _, reason = str(choice or "").partition(" ")
        if act == "copy":
            self.app.copy_to_clipboard(self.board.networks.text(post))
            self.answered(Answer(Kind.NOTED, self.words.t("posting.copied")))
            self.show_all()
        elif act == "delete":
            question = Question(self.words, self.words.t("posting.delete_sure"))
            self.over(question, lambda yes: self._order("delete", post, reason) if yes else None)
        elif act:
            self._order(act, post)

    def _order(self, act: str, post: Post, reason: str = "") -> None:
        self.act(lambda: self.session.order(act, (post.seq,), reason=reason))

    def action_pause(self) -> None:
        """The networks stand still until F6 again; wall, site and feed go on."""
        self.act(self.session.pause)

    def _correctable(self) -> list[tuple[str, str]]:
        return panels.correctable(self.session)

    def action_correct(self) -> None:
        self.over(Choice(self.words.t("tui.corrections"), self._correctable()), self._offered)

    def action_ballot(self) -> None:
        self.over(BallotForm(self.words, lambda line: panels.consequence(self.session, line)), self._offered)

    def action_panic(self) -> None:
        """A neutral card on the wall, at once; everything else stands still until F9 again."""
        self.act(self.session.panic)

    def action_ledger(self) -> None:
        """Presence, speaking time and speakers; choosing a row offers the line that changes it."""
        self.over(Choice(self.words.t("tui.ledger"), ledger.ledger_rows(self.session)), self._offered)

    @work(exit_on_error=False, exclusive=True, group="archive")
    async def action_archive(self) -> None:
        """Earlier meetings; choosing one shows what it decided."""
        from . import archive

        rows = await asyncio.to_thread(archive.meeting_rows, self.session)
        meeting = await self.app.push_screen_wait(Choice(self.words.t("acts.archive.label"), rows))
        if meeting:
            decided = await asyncio.to_thread(archive.decisions, self.session, str(meeting))
            await self.app.push_screen_wait(Choice(str(meeting), decided))

    def action_roll_call(self) -> None:
        """Open the roll call for what the line names (`m3r8`), or for the item's own proposal."""
        state = self.session.desk.state
        line = self.entry.value.strip() or "r"
        try:
            entry = parse(line, known=state.known)
            target = resolve_target(state, entry.target if entry else None)
            if entry and entry.act == "roll_call":
                start = int(entry.number or 0)
            else:
                start = 0
            voting = voters_now(state, target).voting
            order = [m for m in calling_order(state, start or state.start_number) if m.name in {v.name for v in voting}]
        except Refusal as refusal:
            self.tell(self.words.refusal(refusal))
            return
        if not entry or entry.act != "roll_call" or not order:
            self.tell(self.words.t("tui.roll_object"))
            return
        head = line.split()[0]
        freely = state.council.procedure.mistaken_vote == "until_close"
        self.over(RollCall(self.words, order, freely), lambda a: self.offer(f"{head} {a}") if a else None)
